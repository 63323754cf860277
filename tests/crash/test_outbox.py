"""Workers that are killed in the middle of deliveries: nothing is lost, nothing is done twice in effect."""

import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import sessionmaker

from workbench import outbox
from workbench.domain.events import ParcelDue
from workbench.models import OutboxEntry, OutboxState
from workbench.models.engine import open_engine

ROOT = Path(__file__).resolve().parents[2]
PARCELS, STREAMS, WORKERS = 36, 6, 3
#: Where in its second parcel a worker is killed: before it is shown, before its receipt, before the commit.
MOMENTS = ("leased", "shown", "receipt")
#: Workers whose target notes every parcel under its key, as an idempotent portal does, and is slow about it.
WORKERS_AT_WORK = """
    import datetime as dt, os, signal, sys, threading
    import sqlalchemy as sa
    from sqlalchemy.orm import sessionmaker
    from workbench import outbox
    from workbench.models.engine import open_engine

    outbox.lease.__kwdefaults__["length"] = dt.timedelta(seconds=2)
    SHOW = sa.text("insert into shown (key) values (:key) on conflict (key) do nothing")
    RECEIPT = sa.text("insert into receipt (key) values (:key)")

    def work(url, fatal):
        sessions, pause, begun = sessionmaker(open_engine(url)), threading.Event(), []

        def at(moment):
            pause.wait(0.02)
            if moment == fatal and len(begun) == 2:
                os.kill(os.getpid(), signal.SIGKILL)

        def handle(sessions, leased):
            begun.append(leased.key)
            if len(begun) == 2:
                os.write(to, b"2")
            at("leased")
            with sessions.begin() as session:  # at the portal: what is there already is not shown twice
                session.execute(SHOW, {"key": leased.key})
            at("shown")

            def conclude(session):
                session.execute(RECEIPT, {"key": leased.key})
                at("receipt")

            return conclude

        while True:
            if not outbox.drain_one(sessions, {"ParcelDue": handle}):
                pause.wait(0.05)

    def start(fates):
        for fatal in fates:
            if (child := os.fork()) == 0:
                work(url, fatal)
            children[child] = fatal

    url, *fates = sys.argv[1:]
    children, (heard, to) = {}, os.pipe()
    doomed = [fatal for fatal in fates if fatal != "never"]
    start(doomed)
    for _ in doomed:  # each has its second parcel in hand before the others can take them all away
        os.read(heard, 1)
    start(fatal for fatal in fates if fatal == "never")
    sys.stdin.read()
    for child, fatal in children.items():
        if fatal == "never":
            os.kill(child, signal.SIGTERM)
        print(fatal, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


@pytest.fixture
def url(tmp_path, database):
    url = database.url(tmp_path)
    engine = open_engine(url)
    with engine.begin() as connection:
        connection.execute(
            sa.text("create table shown (place integer primary key, key text unique)")
            if engine.dialect.name == "sqlite"
            else sa.text("create table shown (place serial primary key, key text unique)")
        )
        connection.execute(sa.text("create table receipt (key text primary key)"))
    engine.dispose()
    yield url
    database.forget(url)


def wait_until(is_so, seconds=60):
    pause = threading.Event()
    for _ in range(int(seconds / 0.05)):
        if is_so():
            return
        pause.wait(0.05)
    raise AssertionError("the workers did not come to an end")


@pytest.mark.usefixtures("both_databases")
def test_no_parcel_is_lost_or_shown_twice_when_workers_are_killed(url):
    engine = open_engine(url)
    sessions = sessionmaker(engine)
    with sessions.begin() as session:
        for number in range(PARCELS):
            event = ParcelDue(str(number), "portal")
            outbox.put(session, event, stream=f"article {number % STREAMS}", key=f"{number:03d}")

    def all_done():
        with sessions() as session:
            waiting = sa.select(sa.func.count()).where(OutboxEntry.state != OutboxState.DONE)
            return session.scalar(waiting) == 0

    command = [sys.executable, "-c", textwrap.dedent(WORKERS_AT_WORK), url, *("never",) * WORKERS, *MOMENTS]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as started:
        try:
            wait_until(all_done)
        finally:
            ends = started.communicate()[0].split()

    with engine.connect() as connection:
        shown = connection.execute(sa.text("select key from shown order by place")).scalars().all()
        receipts = connection.execute(sa.text("select key from receipt order by key")).scalars().all()
    with sessions() as session:
        attempts = session.scalars(sa.select(OutboxEntry.attempts)).all()
    engine.dispose()

    every = [f"{number:03d}" for number in range(PARCELS)]
    assert sorted(shown) == every, "each parcel is shown, once"
    assert receipts == every, "each has one receipt"
    for stream in range(STREAMS):
        its = [key for key in shown if int(key) % STREAMS == stream]
        assert its == sorted(its), "parcels of one article arrive in their order"
    assert ends == [word for moment in MOMENTS for word in (moment, "-9")] + ["never", "-15"] * WORKERS
    assert sum(attempts) >= PARCELS + len(MOMENTS), "those in the hands of the dead were taken up by others"
