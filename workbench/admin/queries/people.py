"""People as administrators find them: lists with filters, one with all roles."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from workbench.admin.reach import people_within, reach_of
from workbench.domain.permissions import Actor
from workbench.domain.refusals import Reason, Unknown
from workbench.domain.roles import Permission, Role
from workbench.models import Grant, Login, Organisation, Person, Workshop, now
from workbench.store.paging import Paged, paged

MOST_WORKSHOPS = 200


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which people are looked for; empty means all."""

    words: str = ""
    role: Role | None = None
    organisation_id: int | None = None


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person as the list shows them: ``roles`` held now, each once."""

    id: int
    name: str
    email: str
    organisation: Organisation | None
    roles: tuple[Role, ...]
    is_active: bool
    has_password: bool
    is_example: bool


def people(session: Session, actor: Actor, wanted: Wanted, number: int) -> Paged[PersonRow]:
    """Return a page of the people within the actor's reach, by name."""
    at = now()
    query = (
        sa.select(Person)
        .where(people_within(reach_of(actor, Permission.PERSON_EDIT)), *_conditions(wanted, at))
        .options(selectinload(Person.grants), selectinload(Person.organisation))
        .order_by(Person.name, Person.id)
    )
    return paged(session, query, number).each(lambda person: _row(person, at))


def _row(person: Person, at: dt.datetime) -> PersonRow:
    roles = dict.fromkeys(grant.role for grant in person.grants if grant.is_held_at(at))
    return PersonRow(
        person.id,
        person.name,
        person.email,
        person.organisation,
        tuple(roles),
        person.is_active,
        bool(person.password_hash),
        person.is_example,
    )


def _conditions(wanted: Wanted, at: dt.datetime) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if wanted.words:
        found.append(containing(wanted.words, Person.name, Person.email))
    if wanted.organisation_id is not None:
        found.append(Person.organisation_id == wanted.organisation_id)
    if wanted.role is not None:
        not_over = sa.or_(Grant.ends_at.is_(None), Grant.ends_at > at)
        held = (Grant.person_id == Person.id, Grant.role == wanted.role, Grant.starts_at <= at, not_over)
        found.append(sa.exists().where(*held))
    return found


def containing(words: str, *columns: sa.orm.InstrumentedAttribute[str]) -> sa.ColumnElement[bool]:
    """Return the condition that a column holds the words in any case; SQLite alone knows the case of a to z only."""
    escaped = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    spellings = {escaped, escaped.lower(), escaped.upper(), escaped.title()}
    return sa.or_(*(column.ilike(f"%{spelt}%", escape="\\") for column in columns for spelt in sorted(spellings)))


def person_for(session: Session, actor: Actor, person_id: int) -> Person:
    """Load a person within the actor's reach; raise Unknown otherwise."""
    query = (
        sa.select(Person)
        .where(Person.id == person_id, people_within(reach_of(actor, Permission.PERSON_EDIT)))
        .options(
            selectinload(Person.organisation),
            selectinload(Person.grants).selectinload(Grant.organisation),
            selectinload(Person.grants).selectinload(Grant.workshop),
        )
    )
    person = session.scalars(query).first()
    if person is None:
        raise Unknown(Reason.UNKNOWN)
    return person


def grant_of(person: Person, grant_id: int) -> Grant:
    """Return a grant of the person; raise Unknown when it is somebody else's."""
    grant = next((grant for grant in person.grants if grant.id == grant_id), None)
    if grant is None:
        raise Unknown(Reason.UNKNOWN)
    return grant


def last_seen(session: Session, person_id: int) -> dt.datetime | None:
    """Return when the person was last seen, as far as their logins are kept."""
    return session.scalar(sa.select(sa.func.max(Login.seen_at)).where(Login.person_id == person_id))


def open_workshops(session: Session, actor: Actor) -> list[Workshop]:
    """Return the workshops for which the actor can grant roles, the newest first."""
    reach = reach_of(actor, Permission.PERSON_EDIT)
    query = sa.select(Workshop).where(Workshop.closed_at.is_(None))
    if reach is not None:
        query = query.where(Workshop.host_id.in_(reach))
    return list(session.scalars(query.order_by(Workshop.starts_on.desc()).limit(MOST_WORKSHOPS)))
