"""Keeping organisations and their contact details."""

from dataclasses import asdict, dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workbench import audit
from workbench.admin.reach import require_everywhere, require_within
from workbench.domain.mailaddress import tidy_address
from workbench.domain.permissions import Actor
from workbench.domain.refusals import Invalid, Reason
from workbench.domain.roles import Permission
from workbench.models import Municipality, Organisation, now
from workbench.store.moves import refuse_stale

WEB = ("https://", "http://")


@dataclass(frozen=True, slots=True)
class Details:
    """What is kept of an organisation; an article's contact block is made of it."""

    name_da: str
    name_kl: str
    name_en: str
    address: str
    phone: str
    email: str
    website: str
    municipality_code: str | None
    is_active: bool = True


def create_organisation(session: Session, actor: Actor, details: Details) -> Organisation:
    """Add an organisation; raise Invalid when a name is missing or taken, or an address is none."""
    require_everywhere(actor, Permission.ORGANISATION_EDIT)
    organisation = Organisation()
    _keep(session, organisation, details)
    session.add(organisation)
    session.flush()
    audit.record(session, actor.id, "organisation:create", "organisation", organisation.id)
    return organisation


def save_organisation(
    session: Session, actor: Actor, organisation: Organisation, details: Details, *, seen_version: int | None
) -> None:
    """Keep the details; whoever saves them has looked at them, so they count as right today."""
    require_within(actor, Permission.ORGANISATION_EDIT, organisation.id)
    refuse_stale(seen_version, organisation.version)
    before = {name: getattr(organisation, name) for name in asdict(details)}
    _keep(session, organisation, details)
    organisation.confirmed_at = now()
    session.flush()
    changed = {name: value for name, value in before.items() if value != getattr(organisation, name)}
    audit.record(session, actor.id, "organisation:edit", "organisation", organisation.id, before=changed)


def confirm_organisation(
    session: Session, actor: Actor, organisation: Organisation, *, seen_version: int | None
) -> None:
    """Note that the contact details are right today."""
    require_within(actor, Permission.ORGANISATION_EDIT, organisation.id)
    refuse_stale(seen_version, organisation.version)
    organisation.confirmed_at = now()
    session.flush()
    audit.record(session, actor.id, "organisation:confirm", "organisation", organisation.id)


def _keep(session: Session, organisation: Organisation, details: Details) -> None:
    _refuse(session, organisation, details)
    for name, value in asdict(details).items():
        setattr(organisation, name, value)
    if details.email:
        organisation.email = tidy_address(details.email)


def _refuse(session: Session, organisation: Organisation, details: Details) -> None:
    if not details.name_da:
        raise Invalid(Reason.FIELD_INVALID, field="name_da")
    if details.website and not details.website.startswith(WEB):
        raise Invalid(Reason.FIELD_INVALID, field="website")
    if details.municipality_code and session.get(Municipality, details.municipality_code) is None:
        raise Invalid(Reason.FIELD_INVALID, field="municipality_code")
    same = sa.select(Organisation).where(Organisation.name_da == details.name_da)
    if any(found is not organisation for found in session.scalars(same)):
        raise Invalid(Reason.ALREADY_THERE, field="name_da")
