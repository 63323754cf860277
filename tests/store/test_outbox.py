"""What others must still be told: done once, in order, by whoever still holds it, tried again, and given up aloud."""

import datetime as dt
from dataclasses import asdict

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import sessionmaker

from workbench import outbox
from workbench.domain.events import MailDue, ParcelDue
from workbench.models import OutboxEntry, OutboxState, now
from workbench.models.engine import open_engine
from workbench.outbox import LeaseLostError, RetryLaterError, drain_one, lease, put, retry

MAIL, PARCEL = "MailDue", "ParcelDue"
KINDS = {MAIL, PARCEL}
pytestmark = pytest.mark.usefixtures("both_databases")


@pytest.fixture
def sessions(tmp_path, database):
    url = database.url(tmp_path)
    engine = open_engine(url)
    yield sessionmaker(engine, expire_on_commit=False)
    engine.dispose()
    database.forget(url)


def letter(to="ivalu@example.org"):
    return MailDue("invitation", to, "da", {"name": "Ivalu"})


def wrote(sessions, event, **more):
    with sessions.begin() as session:
        return put(session, event, **more).key


def entry_of(sessions, key):
    with sessions() as session:
        return session.scalars(sa.select(OutboxEntry).where(OutboxEntry.key == key)).one()


def change(sessions, key, **values):
    with sessions.begin() as session:
        session.execute(sa.update(OutboxEntry).where(OutboxEntry.key == key).values(**values))


def succeeding(told):
    """A handler that notes what it was told, in its transaction."""

    def handle(_sessions, leased):
        return lambda _session: told.append(leased.key)

    return handle


def failing(_sessions, _leased):
    raise RetryLaterError("the portal is asleep")


def test_what_is_put_carries_the_facts_of_what_happened(sessions):
    event = letter()
    entry = entry_of(sessions, wrote(sessions, event))
    assert (entry.kind, entry.facts, entry.state, entry.attempts) == (MAIL, asdict(event), OutboxState.DUE, 0)
    assert entry.stream == entry.key, "who names no stream waits for nobody"


def test_nothing_is_due_when_the_change_was_taken_back(sessions):
    with sessions() as session:
        put(session, letter())
        session.rollback()
    assert lease(sessions, KINDS) is None


def test_the_same_thing_is_not_put_twice(sessions):
    wrote(sessions, letter(), key="one")
    with pytest.raises(sa.exc.IntegrityError):
        wrote(sessions, letter(), key="one")


def test_an_entry_is_held_by_one_worker_at_a_time(sessions):
    key = wrote(sessions, letter())
    assert lease(sessions, KINDS).key == key
    assert lease(sessions, KINDS) is None


def test_a_worker_takes_only_the_kinds_it_can_handle(sessions):
    wrote(sessions, letter())
    assert lease(sessions, {PARCEL}) is None
    assert lease(sessions, {MAIL}) is not None


def test_what_is_due_later_waits(sessions):
    key = wrote(sessions, letter(), run_at=now() + dt.timedelta(minutes=5))
    assert lease(sessions, KINDS) is None
    change(sessions, key, run_at=now() - dt.timedelta(seconds=1))
    assert lease(sessions, KINDS).key == key


def test_a_stream_is_done_in_the_order_it_was_written(sessions):
    for number in range(3):
        wrote(sessions, ParcelDue(str(number), "portal"), stream="article", key=str(number))
    told = []
    first = lease(sessions, KINDS)
    assert first.key == "0"
    assert lease(sessions, KINDS) is None, "the next of the stream waits for the first"
    change(sessions, "0", lease_until=now() - dt.timedelta(seconds=1))
    while drain_one(sessions, {PARCEL: succeeding(told)}):
        pass
    assert told == ["0", "1", "2"]


def test_a_stream_that_waits_holds_up_no_other(sessions):
    wrote(sessions, ParcelDue("a", "portal"), stream="first", key="a")
    wrote(sessions, ParcelDue("b", "portal"), stream="first", key="b")
    wrote(sessions, ParcelDue("c", "portal"), stream="second", key="c")
    assert lease(sessions, KINDS).key == "a"
    assert lease(sessions, KINDS).key == "c"


def test_a_stream_goes_on_behind_an_entry_that_was_given_up(sessions):
    wrote(sessions, ParcelDue("a", "portal"), stream="article", key="a")
    wrote(sessions, ParcelDue("b", "portal"), stream="article", key="b")
    change(sessions, "a", state=OutboxState.DEAD)
    assert lease(sessions, KINDS).key == "b"


def test_a_worker_that_was_away_too_long_cannot_finish(sessions):
    key = wrote(sessions, letter())
    late = lease(sessions, KINDS, length=dt.timedelta(seconds=-1))
    other = lease(sessions, KINDS)
    assert (other.key, other.attempt) == (key, 2)

    with pytest.raises(LeaseLostError), sessions.begin() as session:
        outbox.finish(session, late, state=OutboxState.DONE)

    with sessions.begin() as session:
        outbox.finish(session, other, state=OutboxState.DONE)
    assert entry_of(sessions, key).state is OutboxState.DONE


def test_what_a_late_worker_did_in_its_transaction_is_taken_back(sessions):
    key = wrote(sessions, letter())

    def slow(_sessions, _leased):
        change(sessions, key, attempts=2)  # meanwhile the lease ended and another worker took it
        return lambda session: put(session, letter("twice@example.org"), key="twice")

    assert drain_one(sessions, {MAIL: slow})

    with sessions() as session:
        assert session.scalar(sa.select(sa.func.count()).where(OutboxEntry.key == "twice")) == 0
    assert entry_of(sessions, key).state is OutboxState.DUE


def test_a_late_worker_that_fails_disturbs_nobody(sessions):
    key = wrote(sessions, letter())

    def slow_and_unlucky(_sessions, _leased):
        change(sessions, key, attempts=2, state=OutboxState.DONE)  # another worker took it and did it
        raise RetryLaterError("the portal is asleep")

    assert drain_one(sessions, {MAIL: slow_and_unlucky})

    entry = entry_of(sessions, key)
    assert (entry.state, entry.problem) == (OutboxState.DONE, "")


def test_what_was_done_is_not_done_again(sessions):
    key = wrote(sessions, letter())
    told = []
    assert drain_one(sessions, {MAIL: succeeding(told)})
    assert not drain_one(sessions, {MAIL: succeeding(told)})
    entry = entry_of(sessions, key)
    assert (told, entry.state, entry.lease_until) == ([key], OutboxState.DONE, None)
    assert entry.done_at is not None


def test_a_failure_is_tried_again_after_a_pause_that_grows(sessions):
    key = wrote(sessions, letter())
    pauses = []
    for _ in range(3):
        before = now()
        assert drain_one(sessions, {MAIL: failing})
        entry = entry_of(sessions, key)
        pauses.append(round((entry.run_at - before).total_seconds()))
        assert (entry.state, entry.problem) == (OutboxState.DUE, "the portal is asleep")
        change(sessions, key, run_at=now())
    assert pauses == [2, 4, 8]


def test_pauses_end_at_an_hour_and_begin_anew_after_a_persons_retry():
    pauses = [outbox.pause_after(attempt).total_seconds() for attempt in range(1, 10)]
    assert pauses == [2, 4, 8, 16, 32, 64, 128, 256, 2]
    assert outbox.pause_after(20, tries=30) == dt.timedelta(hours=1)


def test_what_failed_too_often_is_given_up_aloud_until_a_person_retries(sessions):
    key = wrote(sessions, letter())
    for _ in range(3):
        change(sessions, key, run_at=now())
        assert drain_one(sessions, {MAIL: failing}, tries=3)
    assert entry_of(sessions, key).state is OutboxState.DEAD
    assert not drain_one(sessions, {MAIL: failing}, tries=3)

    with sessions.begin() as session:
        retry(session.scalars(sa.select(OutboxEntry)).one())
    told = []
    assert drain_one(sessions, {MAIL: succeeding(told)}, tries=3)

    entry = entry_of(sessions, key)
    assert (told, entry.state, entry.attempts, entry.problem) == ([key], OutboxState.DONE, 4, "")


def test_a_worker_that_dies_leaves_the_entry_to_the_next_when_its_lease_ends(sessions):
    key = wrote(sessions, letter())

    def dying(_sessions, _leased):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        drain_one(sessions, {MAIL: dying})
    assert not drain_one(sessions, {MAIL: succeeding([])}), "the lease still holds"

    change(sessions, key, lease_until=now() - dt.timedelta(seconds=1))
    told = []
    assert drain_one(sessions, {MAIL: succeeding(told)})
    assert told == [key]


def test_a_slow_worker_notes_nothing_once_another_has_done_its_work(sessions):
    key = wrote(sessions, letter())
    noted = []

    def noting(who):
        return lambda _session: noted.append(who)

    def slow(sessions, _leased):
        change(sessions, key, lease_until=now() - dt.timedelta(seconds=1))
        assert drain_one(sessions, {MAIL: lambda _sessions, _leased: noting("quick")})
        return noting("slow")

    assert drain_one(sessions, {MAIL: slow})

    assert noted == ["quick"]
    assert entry_of(sessions, key).state is OutboxState.DONE
