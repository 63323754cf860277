"""How the database is opened: which SQLite is trusted, who may write when, what many at once come to."""

import threading

import pytest
import sqlalchemy as sa

from workbench.models.engine import READING, may_lose_wal_writes, open_engine, sqlite_module

ADD_ONE = sa.text("update counter set number = :number where id = 1")


@pytest.fixture
def counter(tmp_path, database):
    """A database with a counter in it, opened as the workbench opens it."""
    url = database.url(tmp_path)
    engine = open_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.text("create table counter (id integer primary key, number integer not null)"))
        connection.execute(sa.text("insert into counter values (1, 0)"))
    yield engine
    engine.dispose()
    database.forget(url)


def number_in(engine):
    with engine.connect() as connection:
        return connection.execute(sa.text("select number from counter")).scalar()


@pytest.mark.parametrize(
    ("version", "is_affected"),
    [
        ((3, 6, 23), False),
        ((3, 7, 0), True),
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 53, 4), False),
    ],
)
def test_the_sqlites_that_can_lose_committed_writes_are_known(version, is_affected):
    assert may_lose_wal_writes(version) is is_affected


@pytest.mark.usefixtures("both_databases")
def test_a_write_in_a_reading_transaction_fails_loudly(counter):
    with counter.connect().execution_options(**{READING: True}) as reader:
        assert reader.execute(sa.text("select number from counter")).scalar() == 0
        with pytest.raises(sa.exc.DBAPIError, match=r"readonly|read-only"):
            reader.execute(ADD_ONE, {"number": 5})
    assert number_in(counter) == 0


@pytest.mark.usefixtures("both_databases")
def test_who_has_read_may_write_with_the_next_transaction(counter):
    with counter.connect().execution_options(**{READING: True}) as reader:
        reader.execute(sa.text("select number from counter"))
    with counter.begin() as writer:
        writer.execute(ADD_ONE, {"number": 7})
    assert number_in(counter) == 7


def test_eight_threads_that_read_and_add_lose_nothing(counter, both_databases):
    lock = " for update" if both_databases == "postgresql" else ""
    read = sa.text(f"select number from counter where id = 1{lock}")
    troubles = []

    def add(times):
        try:
            for _ in range(times):
                with counter.begin() as connection:
                    number = connection.execute(read).scalar()
                    connection.execute(ADD_ONE, {"number": number + 1})
        except sa.exc.SQLAlchemyError as trouble:
            troubles.append(trouble)

    threads = [threading.Thread(target=add, args=(25,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert not troubles
    assert number_in(counter) == 200


def test_readers_do_not_wait_for_who_writes(counter):
    with counter.begin() as writer:
        writer.execute(ADD_ONE, {"number": 3})
        with counter.connect().execution_options(**{READING: True}) as reader:
            assert reader.execute(sa.text("select number from counter")).scalar() == 0
    assert number_in(counter) == 3


def test_sqlite_is_opened_to_survive_a_power_cut(counter):
    asked = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 15_000}
    with counter.connect() as connection:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in asked}
    assert found == asked


def test_the_sqlite_in_use_is_the_one_that_loses_nothing_where_there_is_a_wheel():
    module = sqlite_module()
    assert module.__name__ != "pysqlite3.dbapi2" or not may_lose_wal_writes(module.sqlite_version_info)


@pytest.mark.usefixtures("both_databases")
def test_whoever_fails_or_loses_the_connection_while_writing_holds_up_nobody(counter):
    with pytest.raises(sa.exc.IntegrityError), counter.begin() as failing:
        failing.execute(sa.text("insert into counter values (1, 0)"))
    lost = counter.connect()
    lost.execute(ADD_ONE, {"number": 5})
    lost.invalidate()

    def write():
        with counter.begin() as writer:
            writer.execute(ADD_ONE, {"number": 9})

    next_one = threading.Thread(target=write, daemon=True)
    next_one.start()
    next_one.join(10)
    assert not next_one.is_alive()
    lost.close()
    assert number_in(counter) == 9
