"""What signing in and the own settings need to know."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from workbench.domain.refusals import Invalid
from workbench.domain.roles import Role
from workbench.models import Grant, Login, Organisation, Workshop, now
from workbench.store.people import person_by_email


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a password is held against; the same for an account that is closed or not there."""

    person_id: int | None = None
    password_hash: str = ""


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role the person holds now, and for what."""

    role: Role
    organisation: Organisation | None
    workshop: Workshop | None
    pair: tuple[str, str] | None
    ends_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class OpenLogin:
    """A login that is open now."""

    started_at: dt.datetime
    seen_at: dt.datetime
    is_this: bool


def credentials_of(session: Session, email: str) -> Credentials:
    """Return what there is to hold a password against; nobody's for an address that is none."""
    try:
        person = person_by_email(session, email)
    except Invalid:
        return Credentials()
    return Credentials(person.id, person.password_hash) if person and person.is_active else Credentials()


def held_roles(session: Session, person_id: int) -> list[HeldRole]:
    """Return the roles the person holds now, those that end first on top."""
    at = now()
    grants = session.scalars(
        sa.select(Grant)
        .where(Grant.person_id == person_id)
        .options(selectinload(Grant.organisation), selectinload(Grant.workshop))
        .order_by(Grant.ends_at.is_(None), Grant.ends_at, Grant.id)
    )
    return [
        HeldRole(grant.role, grant.organisation, grant.workshop, grant.pair, grant.ends_at)
        for grant in grants
        if grant.is_held_at(at)
    ]


def open_logins(session: Session, person_id: int, this: str, *, lifetime: dt.timedelta) -> list[OpenLogin]:
    """Return the person's logins that may still be used, the newest first; ``this`` is the hash of the own one."""
    logins = session.scalars(
        sa.select(Login)
        .where(Login.person_id == person_id, Login.ended_at.is_(None), Login.started_at > now() - lifetime)
        .order_by(Login.started_at.desc())
    )
    return [OpenLogin(login.started_at, login.seen_at, login.token_hash == this) for login in logins]
