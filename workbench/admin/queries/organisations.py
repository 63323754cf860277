"""Organisations and municipalities as administrators find them."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from workbench.admin.reach import reach_of
from workbench.domain.permissions import Actor
from workbench.domain.refusals import Reason, Unknown
from workbench.domain.roles import Permission
from workbench.models import Municipality, Organisation, Person, now
from workbench.store.paging import Paged, paged

#: After this long somebody should look at the contact details again.
FRESH = dt.timedelta(days=365)


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """An organisation as the list shows it."""

    organisation: Organisation
    people: int
    is_due: bool


def organisations(session: Session, actor: Actor, number: int) -> Paged[OrganisationRow]:
    """Return a page of the organisations within the actor's reach, by their Danish name."""
    query = _within(actor, Permission.ORGANISATION_EDIT).options(selectinload(Organisation.municipality))
    page = paged(session, query.order_by(Organisation.name_da, Organisation.id), number)
    counts = _people_in(session, [organisation.id for organisation in page.rows])
    at = now()
    return page.each(lambda one: OrganisationRow(one, counts.get(one.id, 0), at - one.confirmed_at > FRESH))


def _within(actor: Actor, permission: Permission) -> sa.Select[Organisation]:
    reach = reach_of(actor, permission)
    query = sa.select(Organisation)
    return query if reach is None else query.where(Organisation.id.in_(reach))


def _people_in(session: Session, ids: list[int]) -> dict[int, int]:
    counted = (
        sa.select(Person.organisation_id, sa.func.count())
        .where(Person.organisation_id.in_(ids), Person.is_active)
        .group_by(Person.organisation_id)
    )
    return {organisation_id: count for organisation_id, count in session.execute(counted) if organisation_id}


def organisation_for(session: Session, actor: Actor, organisation_id: int) -> Organisation:
    """Load an organisation within the actor's reach; raise Unknown otherwise."""
    query = _within(actor, Permission.ORGANISATION_EDIT).where(Organisation.id == organisation_id)
    organisation = session.scalars(query).first()
    if organisation is None:
        raise Unknown(Reason.UNKNOWN)
    return organisation


def choosable(session: Session, actor: Actor) -> list[Organisation]:
    """Return the organisations for which the actor keeps people and roles, by their Danish name."""
    query = _within(actor, Permission.PERSON_EDIT).where(Organisation.is_active)
    return list(session.scalars(query.order_by(Organisation.name_da)))


def municipalities(session: Session) -> list[Municipality]:
    """Return all municipalities there are and were, the present ones first."""
    return list(session.scalars(sa.select(Municipality).order_by(Municipality.ends_on.desc(), Municipality.code)))
