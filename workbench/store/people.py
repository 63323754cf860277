"""Inviting people and granting roles; whoever calls has asked before whether the actor may."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workbench import audit, outbox
from workbench.domain.events import MailDue
from workbench.domain.mailaddress import tidy_address
from workbench.domain.refusals import Denied, Invalid, Reason
from workbench.domain.roles import SCOPES, Role, Scope
from workbench.models import Grant, Organisation, Person, Workshop, now
from workbench.store.links import Purpose, make_link

PAIRS = (("da", "kl"), ("kl", "da"))


def person_by_email(session: Session, email: str) -> Person | None:
    """Return the person with that address, however it was typed; raise Invalid when it is no address."""
    return session.scalars(sa.select(Person).where(Person.email == tidy_address(email))).first()


def invite_person(
    session: Session,
    actor_id: int | None,
    email: str,
    name: str,
    *,
    locale: str = "da",
    organisation: Organisation | None = None,
    occasion: str = "",
) -> Person:
    """Return the person of that address, made and invited by letter where there is none yet.

    Somebody who is there already stays as they are; as long as they have no password they get a new invitation.
    ``occasion`` is told in the letter, e.g. the title of a workshop. Raises Invalid when the address is none,
    the name is empty or the account is closed.
    """
    person = person_by_email(session, email)
    if person is None:
        person = add_person(session, actor_id, email, name, locale=locale, organisation=organisation)
    elif not person.is_active:
        raise Invalid(Reason.ACCOUNT_CLOSED, field="email")
    if not person.password_hash:
        send_invitation(session, actor_id, person, occasion=occasion)
    return person


def add_person(
    session: Session, actor_id: int | None, email: str, name: str, *, locale: str, organisation: Organisation | None
) -> Person:
    """Add a person, without telling them; raise Invalid when the address is taken or none, or the name is empty."""
    if person_by_email(session, email) is not None:
        raise Invalid(Reason.ALREADY_THERE, field="email")
    if not name.strip():
        raise Invalid(Reason.FIELD_INVALID, field="name")
    person = Person(email=tidy_address(email), name=name.strip(), locale=locale, organisation=organisation)
    session.add(person)
    session.flush()
    audit.record(session, actor_id, "person:create", "person", person.id, organisation=person.organisation_id)
    return person


def send_invitation(session: Session, actor_id: int | None, person: Person, *, occasion: str = "") -> None:
    """Send a new invitation; earlier ones end. Raises Invalid when the person has a password or a closed account."""
    if person.password_hash:
        raise Invalid(Reason.ALREADY_THERE)
    if not person.is_active:
        raise Invalid(Reason.ACCOUNT_CLOSED, field="email")
    inviter = session.get(Person, actor_id) if actor_id is not None else None
    facts = {
        "name": person.name,
        "inviter": inviter.name if inviter else "",
        "occasion": occasion,
        "token": make_link(session, person, Purpose.INVITATION),
    }
    outbox.put(session, MailDue("invitation", person.email, person.locale, facts))
    audit.record(session, actor_id, "person:invite", "person", person.id)


def grant_role(
    session: Session,
    actor_id: int | None,
    person: Person,
    role: Role,
    *,
    organisation: Organisation | None = None,
    workshop: Workshop | None = None,
    pair: tuple[str, str] | None = None,
    ends_at: dt.datetime | None = None,
) -> Grant:
    """Return the grant of the role; where the same is held already, with the new end.

    ``pair`` is (source language, target language). Raises Invalid when the role needs a scope that is not named,
    the pair is none of ours, or the end is not in the future.
    """
    _refuse_scope(role, organisation=organisation, workshop=workshop, pair=pair)
    at = now()
    if ends_at is not None and ends_at <= at:
        raise Invalid(Reason.DATE_NOT_POSSIBLE, field="ends_on")
    source, target = pair or (None, None)
    scope = (organisation and organisation.id, workshop and workshop.id, source, target)
    grant = next(
        (held for held in person.grants if held.is_held_at(at) and _scope(held) == scope and held.role is role), None
    )
    if grant is None:
        grant = Grant(
            person=person,
            role=role,
            organisation=organisation,
            workshop=workshop,
            source_language=source,
            target_language=target,
            starts_at=at,
            granted_by_id=actor_id,
        )
        session.add(grant)
    elif role is Role.ADMINISTRATOR and person.id == actor_id:
        raise Denied(Reason.OWN_ADMINISTRATION)
    grant.ends_at = ends_at
    session.flush()
    _record(session, actor_id, "role:grant", grant)
    return grant


def end_grant(session: Session, actor_id: int | None, grant: Grant) -> None:
    """End a role now; raise Denied for one's own administration, Invalid when it has ended already."""
    at = now()
    if not grant.is_held_at(at):
        raise Invalid(Reason.MOVE_NOT_POSSIBLE)
    if grant.role is Role.ADMINISTRATOR and grant.person_id == actor_id:
        raise Denied(Reason.OWN_ADMINISTRATION)
    grant.ends_at = at
    session.flush()
    _record(session, actor_id, "role:end", grant)


def _refuse_scope(
    role: Role, *, organisation: Organisation | None, workshop: Workshop | None, pair: tuple[str, str] | None
) -> None:
    named = {Scope.ORGANISATION: organisation, Scope.WORKSHOP: workshop, Scope.PAIR: pair}
    needed = SCOPES[role]
    if needed and not any(named[scope] is not None for scope in needed):
        raise Invalid(Reason.SCOPE_MISSING, field="role")
    if pair is not None and pair not in PAIRS:
        raise Invalid(Reason.FIELD_INVALID)


def _scope(grant: Grant) -> tuple[int | None, int | None, str | None, str | None]:
    return grant.organisation_id, grant.workshop_id, grant.source_language, grant.target_language


def _record(session: Session, actor_id: int | None, action: str, grant: Grant) -> None:
    facts = {
        "role": grant.role.value,
        "organisation": grant.organisation_id,
        "workshop": grant.workshop_id,
        "pair": "-".join(grant.pair) if grant.pair else None,
        "until": grant.ends_at.isoformat() if grant.ends_at else None,
    }
    known = {name: value for name, value in facts.items() if value is not None}
    audit.record(session, actor_id, action, "person", grant.person_id, **known)
