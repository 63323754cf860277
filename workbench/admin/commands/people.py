"""Keeping people and their roles."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from workbench import audit
from workbench.accounts.commands import end_logins
from workbench.admin.reach import require_keeping, require_within
from workbench.domain.mailaddress import tidy_address
from workbench.domain.permissions import Actor
from workbench.domain.refusals import Denied, IllegalMove, Invalid, Reason
from workbench.domain.roles import Permission, Role
from workbench.models import Grant, Organisation, Person, Workshop
from workbench.store.links import end_links
from workbench.store.moves import refuse_stale
from workbench.store.people import add_person, end_grant, grant_role, person_by_email, send_invitation


@dataclass(frozen=True, slots=True)
class About:
    """What is kept of a person beside their roles."""

    email: str
    name: str
    locale: str
    organisation: Organisation | None


@dataclass(frozen=True, slots=True)
class Charge:
    """A role for somebody, for what, and until when."""

    role: Role
    organisation: Organisation | None = None
    workshop: Workshop | None = None
    pair: tuple[str, str] | None = None
    ends_at: dt.datetime | None = None


def create_person(session: Session, actor: Actor, about: About) -> Person:
    """Add a person and invite them; raise Invalid when the address is taken or none."""
    require_within(actor, Permission.PERSON_EDIT, about.organisation.id if about.organisation else None)
    person = add_person(
        session, actor.id, about.email, about.name, locale=about.locale, organisation=about.organisation
    )
    send_invitation(session, actor.id, person)
    return person


def save_person(session: Session, actor: Actor, person: Person, about: About, *, seen_version: int | None) -> None:
    """Keep what is known of the person; raise Invalid when the address is taken or none."""
    require_keeping(actor, person)
    require_within(actor, Permission.PERSON_EDIT, about.organisation.id if about.organisation else None)
    refuse_stale(seen_version, person.version)
    found = person_by_email(session, about.email)
    if found is not None and found is not person:
        raise Invalid(Reason.ALREADY_THERE, field="email")
    before = About(person.email, person.name, person.locale, person.organisation)
    person.email, person.name = tidy_address(about.email), about.name
    person.locale, person.organisation = about.locale, about.organisation
    session.flush()
    changed = [name for name in About.__slots__ if getattr(before, name) != getattr(person, name)]
    audit.record(session, actor.id, "person:edit", "person", person.id, changed=changed)


def close_account(session: Session, actor: Actor, person: Person) -> None:
    """Close the account: every login and every open link ends at once; roles and acts stay on record."""
    require_keeping(actor, person)
    if person.id == actor.id:
        raise Denied(Reason.OWN_ADMINISTRATION)
    if not person.is_active:
        raise IllegalMove(Reason.MOVE_NOT_POSSIBLE)
    person.is_active = False
    session.flush()
    end_logins(session, actor.id, person)
    end_links(session, person)
    audit.record(session, actor.id, "person:close", "person", person.id)


def reopen_account(session: Session, actor: Actor, person: Person) -> None:
    """Open a closed account again, with the roles that have not ended."""
    require_keeping(actor, person)
    if person.is_active:
        raise IllegalMove(Reason.MOVE_NOT_POSSIBLE)
    person.is_active = True
    session.flush()
    audit.record(session, actor.id, "person:reopen", "person", person.id)


def resend_invitation(session: Session, actor: Actor, person: Person) -> None:
    """Send a new invitation to somebody who has not chosen a password yet; the one before ends."""
    require_keeping(actor, person)
    send_invitation(session, actor.id, person)


def give_role(session: Session, actor: Actor, person: Person, charge: Charge) -> Grant:
    """Grant the role; raise Invalid when its scope is missing or the end is over, Denied out of one's reach."""
    require_within(actor, Permission.PERSON_EDIT, charge.organisation.id if charge.organisation else None)
    if not person.is_active:
        raise Invalid(Reason.ACCOUNT_CLOSED, field="role")
    return grant_role(
        session,
        actor.id,
        person,
        charge.role,
        organisation=charge.organisation,
        workshop=charge.workshop,
        pair=charge.pair,
        ends_at=charge.ends_at,
    )


def end_role(session: Session, actor: Actor, grant: Grant) -> None:
    """End a role now; raise Denied for one's own administration and out of one's reach."""
    require_within(actor, Permission.PERSON_EDIT, grant.organisation_id)
    end_grant(session, actor.id, grant)
