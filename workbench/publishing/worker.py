"""Delivers parcels: sends, reads back, compares, and writes the receipt; bears being run twice."""

import functools
import uuid
from collections.abc import Callable
from dataclasses import asdict

import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from workbench.domain.portal.parcel import Parcel as Payload
from workbench.domain.portal.parcel import ParcelKind
from workbench.domain.portal.reading import from_payload
from workbench.domain.refusals import Invalid
from workbench.domain.states import Move, State
from workbench.models import Delivery, DeliveryState, Edition, MemoryEntry, Parcel, now
from workbench.outbox import Handler, Leased, RetryLaterError, is_last_try
from workbench.publishing.places import PORTAL, Targets
from workbench.publishing.targets.base import Delivered, Outcome, Readback, Target, TargetUnavailable, Verdict
from workbench.store.moves import make_move

Conclusion = Callable[[Session], None]
SHOWING = frozenset({ParcelKind.PUBLISH, ParcelKind.REPUBLISH})
LONGEST_PROBLEM = 2000


def parcel_handler(targets: Targets) -> Handler:
    """Return what delivers one parcel to one target; the slow part stands before the transaction that records it."""

    def handle(sessions: sessionmaker[Session], leased: Leased) -> Conclusion:
        parcel_id, name = uuid.UUID(leased.facts["parcel_id"]), str(leased.facts["target"])
        with sessions() as session:
            payload = session.get_one(Parcel, parcel_id).payload
        try:
            return _delivered(targets()[name], from_payload(payload), name)
        except Invalid as refusal:
            words = f"{refusal.details.get('where', '')} {refusal.details.get('why', '')}".strip()
            return functools.partial(_note_failure, parcel_id, name, words, DeliveryState.REFUSED)
        except TargetUnavailable as problem:
            return _try_later(sessions, leased, parcel_id, name, str(problem))

    return handle


def _delivered(target: Target, parcel: Payload, name: str) -> Conclusion:
    delivered = target.deliver(parcel)
    read = target.read_back(parcel)
    return functools.partial(_write_receipt, parcel, name, delivered, read)


def _try_later(
    sessions: sessionmaker[Session], leased: Leased, parcel_id: uuid.UUID, name: str, problem: str
) -> Conclusion:
    state = DeliveryState.REFUSED if is_last_try(leased.attempt) else DeliveryState.FAILED
    with sessions.begin() as session:
        _note_failure(parcel_id, name, problem, state, session)
    raise RetryLaterError(problem)


def _note_failure(parcel_id: uuid.UUID, name: str, problem: str, state: DeliveryState, session: Session) -> None:
    delivery = _delivery(session, parcel_id, name)
    delivery.tries += 1
    delivery.problem = problem[:LONGEST_PROBLEM]
    delivery.state = state
    delivery.changed_at = now()


def _delivery(session: Session, parcel_id: uuid.UUID, name: str) -> Delivery:
    query = sa.select(Delivery).where(Delivery.parcel_id == parcel_id, Delivery.target == name)
    return session.scalars(query).one()


def _write_receipt(parcel: Payload, name: str, delivered: Delivered, read: Readback, session: Session) -> None:
    delivery = _delivery(session, parcel.parcel_id, name)
    delivery.tries += 1
    delivery.problem = ""
    delivery.changed_at = now()
    delivery.state = _state(delivered, read)
    delivery.receipt = {
        "addresses": dict(delivered.addresses),
        "sent": delivered.content_hash,
        "outcome": delivered.outcome.value,
        "revision": delivered.revision,
        "verdict": read.verdict.value,
        "readings": [asdict(reading) for reading in read.readings],
        "differences": [_plain(difference) for difference in read.differences],
        "adapter": delivered.adapter,
    }
    if delivery.state is DeliveryState.VERIFIED:
        delivery.verified_at = now()
        if name == PORTAL:
            _conclude(session, session.get_one(Parcel, parcel.parcel_id))


def _plain(difference: object) -> dict[str, str]:
    return {name: str(value) for name, value in asdict(difference).items()}  # type: ignore[call-overload]  # a dataclass


def _state(delivered: Delivered, read: Readback) -> DeliveryState:
    if delivered.outcome is Outcome.OLDER or read.verdict is Verdict.NEWER:
        return DeliveryState.OVERTAKEN
    return DeliveryState.VERIFIED if read.verdict is Verdict.VERIFIED else DeliveryState.DIFFERS


def _conclude(session: Session, parcel: Parcel) -> None:
    """Move the edition on: the portal shows what was signed, or no longer shows the article."""
    edition = parcel.edition
    if ParcelKind(parcel.kind) in SHOWING and edition.state is State.APPROVED:
        for earlier in _live_editions(session, edition):
            make_move(session, earlier, Move.SUPERSEDE, person_id=None)
        make_move(session, edition, Move.PUBLISH, person_id=None)
        _share_memory(session, parcel, is_withdrawn=False)
    elif parcel.kind == ParcelKind.WITHDRAW and edition.state is State.PUBLISHED:
        comment = str(next(iter(parcel.payload["texts"].values())).get("note", ""))
        make_move(session, edition, Move.WITHDRAW, person_id=parcel.made_by_id, comment=comment)
        _share_memory(session, parcel, is_withdrawn=True)


def _live_editions(session: Session, edition: Edition) -> list[Edition]:
    query = sa.select(Edition).where(
        Edition.article_id == edition.article_id, Edition.state == State.PUBLISHED, Edition.id != edition.id
    )
    return list(session.scalars(query))


def _share_memory(session: Session, parcel: Parcel, *, is_withdrawn: bool) -> None:
    session.execute(
        sa.update(MemoryEntry)
        .where(MemoryEntry.article_id == parcel.article_id)
        .values(is_published=True, is_withdrawn=is_withdrawn)
    )
