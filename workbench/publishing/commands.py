"""Acts on what is at the portal: send again, withdraw."""

import uuid
from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workbench import audit, outbox
from workbench.domain.permissions import Actor, require
from workbench.domain.portal.parcel import ParcelKind
from workbench.domain.refusals import IllegalMove, Invalid, Reason, Unknown
from workbench.domain.roles import Permission
from workbench.domain.states import Move, after
from workbench.models import Delivery, DeliveryState, Edition, OutboxEntry, OutboxState, Parcel, now
from workbench.store.moves import refuse_stale
from workbench.store.parcels import send_parcel
from workbench.store.visibility import matter_of

#: Deliveries in one of these can be tried again by hand.
STUCK = frozenset({DeliveryState.FAILED, DeliveryState.REFUSED, DeliveryState.DIFFERS})


def withdraw_article(
    session: Session, actor: Actor, edition: Edition, *, notes: Mapping[str, str], seen_version: int
) -> Parcel:
    """Send a parcel that takes the article off the portal; ``notes`` tells readers why, by language.

    Returns the parcel. The edition is withdrawn once the portal has been read back.
    Raises Denied, StaleVersion, IllegalMove, Invalid.
    """
    require(actor, Permission.PARCEL_SEND, matter_of(session, edition))
    refuse_stale(seen_version, edition.version)
    after(edition.state, Move.WITHDRAW)
    if not all(notes.get(language, "").strip() for language in edition.article.pair):
        raise Invalid(Reason.REASON_MISSING)
    if _is_on_its_way_out(session, edition):
        raise IllegalMove(Reason.ALREADY_THERE)
    return send_parcel(session, edition, ParcelKind.WITHDRAW, person_id=actor.id, notes=notes)


def _is_on_its_way_out(session: Session, edition: Edition) -> bool:
    query = sa.select(Parcel.id).where(Parcel.edition_id == edition.id, Parcel.kind == ParcelKind.WITHDRAW.value)
    return session.scalars(query).first() is not None


def retry_delivery(session: Session, actor: Actor, delivery: Delivery) -> Delivery:
    """Make a delivery that is stuck due at once. Raises Denied, and IllegalMove when it is not stuck."""
    require(actor, Permission.PARCEL_SEND, matter_of(session, delivery.parcel.edition))
    if delivery.state not in STUCK:
        raise IllegalMove(Reason.MOVE_NOT_POSSIBLE)
    entry = _entry_of(session, delivery.parcel_id, delivery.target)
    outbox.retry(entry)
    delivery.state = DeliveryState.WAITING
    delivery.changed_at = now()
    audit.record(session, actor.id, "parcel:send", "delivery", delivery.id, retried=delivery.target)
    session.flush()
    return delivery


def _entry_of(session: Session, parcel_id: uuid.UUID, target: str) -> OutboxEntry:
    entry = session.scalars(sa.select(OutboxEntry).where(OutboxEntry.key == f"{parcel_id}/{target}")).first()
    if entry is None:
        raise Unknown(Reason.UNKNOWN)
    if entry.state is OutboxState.DONE:
        entry.done_at = None
    return entry
