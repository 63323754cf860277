"""Who sees which programmes and workshops; loading one and asking whether it may be seen, in one call."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from workbench.domain.permissions import Actor, Held, Place
from workbench.domain.refusals import Reason, Unknown
from workbench.domain.roles import GRANTS, SCOPES, Permission, Role, Scope
from workbench.models import Grant, Person, Programme, Workshop

#: Roles that can be held for one workshop.
WORKSHOP_ROLES = tuple(role for role in Role if Scope.WORKSHOP in SCOPES[role])
_WRITERS = tuple(role for role in Role if Permission.WANTED_CLAIM in GRANTS[role])


def place_of_workshop(workshop: Workshop) -> Place:
    """Return the workshop's scope: who runs its programme, who hosts it, itself."""
    return Place(frozenset({workshop.programme.organisation_id, workshop.host_id}), workshop.id)


def place_of_programme(programme: Programme) -> Place:
    """Return the programme's scope: whose it is."""
    return Place(frozenset({programme.organisation_id}))


def seen_workshops(actor: Actor, permission: Permission = Permission.WORKSHOP_READ) -> sa.ColumnElement[bool]:
    """Return the condition, for a query over Workshop joined to Programme, that lets only those through.

    It says in SQL what ``may_there(actor, permission, place_of_workshop(workshop))`` says of one workshop.
    """
    return sa.or_(sa.false(), *(_workshop_condition(held) for held in actor.with_permission(permission)))


def _workshop_condition(held: Held) -> sa.ColumnElement[bool]:
    parts: list[sa.ColumnElement[bool]] = [sa.true() if held.pair is None else sa.false()]
    if held.organisation_id is not None:
        parts.append(
            sa.or_(Programme.organisation_id == held.organisation_id, Workshop.host_id == held.organisation_id)
        )
    if held.workshop_id is not None:
        parts.append(Workshop.id == held.workshop_id)
    return sa.and_(*parts)


def seen_programmes(actor: Actor) -> sa.ColumnElement[bool]:
    """Return the condition, for a query over Programme, that lets only readable programmes through.

    A programme is seen by those who see it as a whole, and by those who see one of its workshops.
    """
    whole = [
        sa.true() if held.organisation_id is None else Programme.organisation_id == held.organisation_id
        for held in actor.with_permission(Permission.PROGRAMME_READ)
        if held.pair is None and held.workshop_id is None
    ]
    its_workshop = sa.exists().where(Workshop.programme_id == Programme.id, seen_workshops(actor))
    return sa.or_(its_workshop, *whole)


def workshop_for(session: Session, actor: Actor, workshop_id: int) -> Workshop:
    """Load the workshop with its programme and host if the actor may see it; raise Unknown otherwise."""
    workshop = session.scalars(
        sa.select(Workshop)
        .join(Programme, Programme.id == Workshop.programme_id)
        .where(Workshop.id == workshop_id, seen_workshops(actor))
        .options(joinedload(Workshop.programme).joinedload(Programme.organisation), joinedload(Workshop.host))
    ).first()
    if workshop is None:
        raise Unknown(Reason.UNKNOWN)
    return workshop


def programme_for(session: Session, actor: Actor, programme_id: int) -> Programme:
    """Load the programme with its organisation if the actor may see it; raise Unknown otherwise."""
    programme = session.scalars(
        sa.select(Programme)
        .where(Programme.id == programme_id, seen_programmes(actor))
        .options(joinedload(Programme.organisation))
    ).first()
    if programme is None:
        raise Unknown(Reason.UNKNOWN)
    return programme


def writers_of(session: Session, workshop: Workshop, at: dt.datetime) -> list[Person]:
    """Return the active people who may write in the workshop at that moment, by name."""
    held = sa.exists().where(
        Grant.person_id == Person.id,
        Grant.role.in_(_WRITERS),
        Grant.starts_at <= at,
        sa.or_(Grant.ends_at.is_(None), Grant.ends_at > at),
        sa.or_(
            Grant.workshop_id == workshop.id,
            sa.and_(Grant.workshop_id.is_(None), Grant.organisation_id == workshop.programme.organisation_id),
        ),
    )
    return list(session.scalars(sa.select(Person).where(Person.is_active, held).order_by(Person.name)))
