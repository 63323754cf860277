"""Workshops and the people in them."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workbench import audit, outbox
from workbench.domain.events import MailDue
from workbench.domain.permissions import Actor, require_there
from workbench.domain.refusals import Invalid, Reason, StaleVersion
from workbench.domain.roles import Permission, Role
from workbench.models import Grant, Organisation, Person, Programme, WantedArticle, Workshop, now
from workbench.store.moves import refuse_stale
from workbench.store.people import end_grant, grant_role, invite_person
from workbench.store.workshops import WORKSHOP_ROLES, place_of_programme, place_of_workshop

#: How long after the last day people keep the role they were invited with, where nobody says otherwise.
AFTERWARDS = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Occasion:
    """When and where people meet, who is the host, and how many articles they have set themselves (0: no goal)."""

    title: str
    starts_on: dt.date
    ends_on: dt.date
    host: Organisation
    place: str = ""
    goal: int = 0


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody to be invited; ``name``, ``locale`` and ``organisation`` count only for people who are new."""

    email: str
    name: str
    role: Role
    ends_at: dt.datetime | None
    locale: str = "da"
    organisation: Organisation | None = None


def create_workshop(session: Session, actor: Actor, programme: Programme, occasion: Occasion) -> Workshop:
    """Plan a workshop of the programme; raise Denied when the actor may not there."""
    require_there(actor, Permission.WORKSHOP_CREATE, place_of_programme(programme))
    workshop = Workshop(programme=programme)
    _plan(workshop, occasion)
    session.add(workshop)
    session.flush()
    audit.record(session, actor.id, Permission.WORKSHOP_CREATE, "workshop", workshop.id, programme=programme.id)
    return workshop


def edit_workshop(
    session: Session, actor: Actor, workshop: Workshop, occasion: Occasion, *, seen_version: int | None
) -> Workshop:
    """Change when, where and what for; a closed workshop stays as it was."""
    require_there(actor, Permission.WORKSHOP_EDIT, place_of_workshop(workshop))
    refuse_closed(workshop)
    refuse_stale(seen_version, workshop.version)
    _plan(workshop, occasion)
    audit.record(session, actor.id, Permission.WORKSHOP_EDIT, "workshop", workshop.id)
    session.flush()
    return workshop


def _plan(workshop: Workshop, occasion: Occasion) -> None:
    if not occasion.title.strip():
        raise Invalid(Reason.TITLE_MISSING)
    if occasion.ends_on < occasion.starts_on:
        raise Invalid(Reason.DATE_NOT_POSSIBLE, field="ends_on")
    if occasion.goal < 0:
        raise Invalid(Reason.FIELD_INVALID, field="goal")
    workshop.title = occasion.title.strip()
    workshop.place = occasion.place.strip()
    workshop.starts_on = occasion.starts_on
    workshop.ends_on = occasion.ends_on
    workshop.host = occasion.host
    workshop.goal = occasion.goal


def invite_to_workshop(session: Session, actor: Actor, workshop: Workshop, guest: Guest) -> Person:
    """Give somebody a role in the workshop and tell them by letter; who is new gets a link to their account.

    Raises Invalid when the role is none of a workshop, the address is none or the end lies behind.
    """
    require_there(actor, Permission.WORKSHOP_EDIT, place_of_workshop(workshop))
    refuse_closed(workshop)
    if guest.role not in WORKSHOP_ROLES:
        raise Invalid(Reason.FIELD_INVALID, field="role")
    person = invite_person(
        session,
        actor.id,
        guest.email,
        guest.name,
        locale=guest.locale,
        organisation=guest.organisation,
        occasion=workshop.title,
    )
    grant_role(session, actor.id, person, guest.role, workshop=workshop, ends_at=guest.ends_at)
    if person.password_hash:  # others have just been sent their invitation, which names the workshop
        _tell(session, actor, person, workshop, guest.role)
    audit.record(session, actor.id, "workshop:invite", "workshop", workshop.id, person=person.id, role=guest.role)
    return person


def _tell(session: Session, actor: Actor, person: Person, workshop: Workshop, role: Role) -> None:
    facts = {
        "name": person.name,
        "inviter": session.get_one(Person, actor.id).name,
        "title": workshop.title,
        "place": workshop.place,
        "starts_on": workshop.starts_on.isoformat(),
        "ends_on": workshop.ends_on.isoformat(),
        "role": role.value,
        "workshop_id": str(workshop.id),
    }
    outbox.put(session, MailDue("workshop_invitation", person.email, person.locale, facts))


def remove_from_workshop(session: Session, actor: Actor, workshop: Workshop, grant: Grant) -> None:
    """End somebody's role in the workshop; what they wrote stays."""
    require_there(actor, Permission.WORKSHOP_EDIT, place_of_workshop(workshop))
    end_grant(session, actor.id, grant)
    audit.record(session, actor.id, "workshop:remove", "workshop", workshop.id, person=grant.person_id)


def close_workshop(session: Session, actor: Actor, workshop: Workshop, *, seen_version: int | None) -> int:
    """Close the workshop; what nobody has begun goes back to the programme's list. Returns how many those were.

    Writers keep their roles until these end by themselves, so that they can finish what they have begun.
    """
    require_there(actor, Permission.WORKSHOP_EDIT, place_of_workshop(workshop))
    session.refresh(workshop, with_for_update={"key_share": True})
    refuse_closed(workshop)
    refuse_stale(seen_version, workshop.version)
    left_over = session.scalars(
        sa.select(WantedArticle)
        .where(WantedArticle.workshop_id == workshop.id, WantedArticle.article_id.is_(None))
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).all()
    for wanted in left_over:
        wanted.workshop_id = None
        wanted.writer_id = None
        wanted.claimed_at = None
    workshop.closed_at = now()
    audit.record(
        session,
        actor.id,
        "workshop:close",
        "workshop",
        workshop.id,
        returned=[wanted.id for wanted in left_over],
    )
    session.flush()
    return len(left_over)


def reopen_workshop(session: Session, actor: Actor, workshop: Workshop, *, seen_version: int | None) -> None:
    """Open a closed workshop again: its list, its invitations and its settings.

    What closing gave back to the programme's list stays there, and roles that ended stay ended.
    """
    require_there(actor, Permission.WORKSHOP_EDIT, place_of_workshop(workshop))
    session.refresh(workshop, with_for_update={"key_share": True})
    if workshop.closed_at is None:
        raise StaleVersion(Reason.WORKSHOP_OPEN)
    refuse_stale(seen_version, workshop.version)
    audit.record(
        session, actor.id, "workshop:reopen", "workshop", workshop.id, closed_at=workshop.closed_at.isoformat()
    )
    workshop.closed_at = None
    session.flush()


def refuse_closed(workshop: Workshop) -> None:
    """Raise StaleVersion when the workshop has been closed."""
    if workshop.closed_at is not None:
        raise StaleVersion(Reason.WORKSHOP_CLOSED)
