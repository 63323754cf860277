"""How a database is opened: which SQLite, which settings, how a transaction begins."""

import sqlite3
import threading
import types
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

try:  # brings a current SQLite; the system's may have the WAL-reset bug
    import pysqlite3.dbapi2 as best_sqlite
except ImportError:  # no wheel for this machine: workbench doctor says what that means
    best_sqlite = sqlite3

#: What is raised when the database is locked, full or lost, or all its connections are in use.
AWAY: tuple[type[sa.exc.SQLAlchemyError], ...] = (sa.exc.OperationalError, sa.exc.InterfaceError, sa.exc.TimeoutError)
#: Execution option of a connection that will only read.
READING = "workbench_reading"
BUSY_MS = 15_000


def sqlite_module() -> types.ModuleType:
    """Return the database module in use for SQLite."""
    module: types.ModuleType = best_sqlite
    return module


def may_lose_wal_writes(version: tuple[int, int, int]) -> bool:
    """Tell whether that SQLite has the WAL-reset bug: 3.7.0 to 3.51.2; mended in 3.51.3, 3.50.7 and 3.44.6.

    Source: sqlite.org, Write-Ahead Logging, section on the WAL-reset bug.
    """
    mended = {(3, 44): 6, (3, 50): 7, (3, 51): 3}
    if (least := mended.get(version[:2])) is not None:
        return version[2] < least
    return (3, 7, 0) <= version < (3, 51, 3)


def engine_options(url: str) -> dict[str, Any]:
    """Return what ``create_engine`` is to be given for the address."""
    if sa.make_url(url).get_backend_name() == "sqlite":
        return {"module": sqlite_module(), "connect_args": {"check_same_thread": False}}
    return {"pool_size": 16, "max_overflow": 8, "pool_pre_ping": True}


def prepare(engine: sa.Engine) -> None:
    """Say BEGIN ourselves: reading transactions share, writing ones queue, and a write while reading fails loudly."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _open_sqlite)
        event.listen(engine, "begin", _Turns().begin)
        for end in ("checkin", "invalidate"):
            event.listen(engine, end, _Turns.end)
    else:
        event.listen(engine, "begin", _begin_postgresql)


def open_engine(url: str) -> sa.Engine:
    """Open a database outside the application: for commands and workers."""
    engine = sa.create_engine(url, **engine_options(url))
    prepare(engine)
    return engine


def _open_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 - whichever driver is in use
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", f"busy_timeout={BUSY_MS}", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


class _Turns:
    """Whoever writes waits for their turn among the threads of this process, and is woken at once.

    SQLite lets those who wait for each other look again after pauses of up to a tenth of a second, and some never meet
    it free. It alone keeps writes apart, from those of other processes too: a turn that does not come is gone without.
    """

    _MINE = "workbench_turn"

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def begin(self, connection: sa.Connection) -> None:
        reading = bool(connection.get_execution_options().get(READING))
        if not reading and self._MINE not in connection.info and self._lock.acquire(timeout=BUSY_MS / 1000):
            connection.info[self._MINE] = self._lock
        connection.exec_driver_sql(f"PRAGMA query_only={'ON' if reading else 'OFF'}")
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    @classmethod
    def end(cls, _connection: object, record: Any, *_error: object) -> None:  # noqa: ANN401 - of the pool
        """Let the next one write, once the connection goes back."""
        if lock := record.info.pop(cls._MINE, None):
            lock.release()


def _begin_postgresql(connection: sa.Connection) -> None:
    if connection.get_execution_options().get(READING):
        # One snapshot for the whole page, as on SQLite: a text's words and its row number must be of one moment.
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
