"""What others must still be told: put with the change, leased by a worker, done once."""

import contextlib
import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from workbench.domain.events import Event
from workbench.models import OutboxEntry, OutboxState, now

LEASE = dt.timedelta(seconds=60)
TRIES = 8
FIRST_PAUSE = dt.timedelta(seconds=2)
LONGEST_PAUSE = dt.timedelta(hours=1)


class LeaseLostError(Exception):
    """Another worker took the entry over; whatever this one did in the transaction is rolled back."""


class RetryLaterError(Exception):
    """The receiver could not take it now; its words go into the entry's problem."""


@dataclass(frozen=True, slots=True)
class Leased:
    """An entry somebody works on; ``attempt`` is the token that finishing it must still hold."""

    id: int
    kind: str
    key: str
    facts: Mapping[str, Any]
    attempt: int


#: Does the slow part before any transaction and returns what records it in a short one.
Handler = Callable[[sessionmaker[Session], Leased], Callable[[Session], None]]


def put(
    session: Session, event: Event, *, stream: str = "", key: str = "", run_at: dt.datetime | None = None
) -> OutboxEntry:
    """Add the event, to be handled after the commit; entries of one stream are done in order, "" stands alone."""
    unique = key or uuid.uuid4().hex
    entry = OutboxEntry(
        kind=type(event).__name__, key=unique, stream=stream or unique, facts=asdict(event), run_at=run_at or now()
    )
    session.add(entry)
    return entry


def lease(sessions: sessionmaker[Session], kinds: set[str], *, length: dt.timedelta = LEASE) -> Leased | None:
    """Take one due entry, the first of its stream, for ``length``; None when nothing is due."""
    at = now()
    earlier = sa.orm.aliased(OutboxEntry)
    first_of_stream = ~sa.exists().where(
        earlier.stream == OutboxEntry.stream, earlier.id < OutboxEntry.id, earlier.state == OutboxState.DUE
    )
    due = (
        sa.select(OutboxEntry)
        .where(
            OutboxEntry.state == OutboxState.DUE,
            OutboxEntry.run_at <= at,
            OutboxEntry.kind.in_(kinds),
            sa.or_(OutboxEntry.lease_until.is_(None), OutboxEntry.lease_until < at),
            first_of_stream,
        )
        .order_by(OutboxEntry.run_at, OutboxEntry.id)
        .limit(1)
        .with_for_update(skip_locked=True)  # left out on SQLite, where BEGIN IMMEDIATE does the same
    )
    with sessions.begin() as session:
        entry = session.scalars(due).first()
        if entry is None:
            return None
        entry.attempts += 1
        entry.lease_until = at + length
        return Leased(entry.id, entry.kind, entry.key, dict(entry.facts), entry.attempts)


def finish(session: Session, leased: Leased, **values: object) -> None:
    """Write the end of an attempt; raise LeaseLostError when somebody else holds the entry now."""
    mine = (
        sa.update(OutboxEntry)
        .where(
            OutboxEntry.id == leased.id, OutboxEntry.attempts == leased.attempt, OutboxEntry.state == OutboxState.DUE
        )
        .values(**values)
    )
    if session.execute(mine).rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE answers with a CursorResult
        raise LeaseLostError(leased.key)


def is_last_try(attempt: int, tries: int = TRIES) -> bool:
    """Tell whether a failure of the n-th attempt makes the entry dead; after a person's retry it is counted anew."""
    return attempt % tries == 0


def pause_after(attempt: int, tries: int = TRIES) -> dt.timedelta:
    """Return how long to wait after the n-th failed attempt: 2 s, doubled each time, an hour at most."""
    return min(FIRST_PAUSE * int(2 ** ((attempt - 1) % tries)), LONGEST_PAUSE)


def drain_one(sessions: sessionmaker[Session], handlers: Mapping[str, Handler], *, tries: int = TRIES) -> bool:
    """Do one due entry; return False when there was none. An entry that fails too often becomes ``dead``."""
    leased = lease(sessions, set(handlers))
    if leased is None:
        return False
    with contextlib.suppress(LeaseLostError):  # whoever took it over does it
        _attempt(sessions, handlers[leased.kind], leased, tries)
    return True


def _attempt(sessions: sessionmaker[Session], handle: Handler, leased: Leased, tries: int) -> None:
    try:
        conclude = handle(sessions, leased)
        with sessions.begin() as session:
            # First, so that nothing is noted a second time by one who was so slow that another took the entry over.
            finish(session, leased, state=OutboxState.DONE, done_at=now(), problem="", lease_until=None)
            conclude(session)
    except RetryLaterError as problem:
        _postpone(sessions, leased, str(problem), dead=is_last_try(leased.attempt, tries))


def _postpone(sessions: sessionmaker[Session], leased: Leased, problem: str, *, dead: bool) -> None:
    state = OutboxState.DEAD if dead else OutboxState.DUE
    with sessions.begin() as session:
        finish(
            session,
            leased,
            state=state,
            run_at=now() + pause_after(leased.attempt),
            lease_until=None,
            problem=problem[:2000],
        )


def retry(entry: OutboxEntry) -> None:
    """Make a dead or waiting entry due at once; a number of attempt is never used twice, so it goes on counting."""
    entry.state = OutboxState.DUE
    entry.run_at = now()
    entry.lease_until = None
