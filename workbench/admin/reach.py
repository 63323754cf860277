"""How far an administrator's role reaches: everywhere, or the organisations it was granted for."""

import sqlalchemy as sa

from workbench.domain.permissions import Actor
from workbench.domain.refusals import Denied, Reason
from workbench.domain.roles import Permission
from workbench.models import Grant, Person, now

#: Ids of organisations; None for everywhere.
Reach = frozenset[int] | None


def reach_of(actor: Actor, permission: Permission) -> Reach:
    """Return the organisations for which the actor's roles carry the permission; None when for all."""
    held = actor.with_permission(permission)
    if any(one.organisation_id is None and one.workshop_id is None and one.pair is None for one in held):
        return None
    return frozenset(one.organisation_id for one in held if one.organisation_id is not None)


def require_everywhere(actor: Actor, permission: Permission) -> None:
    """Raise Denied when the permission counts only for some organisations."""
    if reach_of(actor, permission) is not None:
        raise Denied(Reason.ROLE_LACKS_PERMISSION)


def require_within(actor: Actor, permission: Permission, organisation_id: int | None) -> None:
    """Raise Denied when the organisation is out of the actor's reach; no organisation is everywhere."""
    reach = reach_of(actor, permission)
    if reach is not None and organisation_id not in reach:
        raise Denied(Reason.ROLE_LACKS_PERMISSION)


def require_keeping(actor: Actor, person: Person) -> None:
    """Raise Denied when the person is out of reach, or holds a role that counts further than the actor's.

    Whoever keeps an account can take it over; so nobody keeps one that may do more than they may grant.
    """
    reach = reach_of(actor, Permission.PERSON_EDIT)
    if reach is None:
        return
    at = now()
    further = any(grant.is_held_at(at) and grant.organisation_id not in reach for grant in person.grants)
    if further or person.organisation_id not in reach:
        raise Denied(Reason.ROLE_LACKS_PERMISSION)


def people_within(reach: Reach) -> sa.ColumnElement[bool]:
    """Return the condition on Person: who belongs to the organisations or was granted a role for them."""
    if reach is None:
        return sa.true()
    granted = sa.exists().where(Grant.person_id == Person.id, Grant.organisation_id.in_(reach))
    return sa.or_(Person.organisation_id.in_(reach), granted)
