"""Starting: how long until the server answers, and how much memory it then holds."""

from sqlalchemy.orm import Session, sessionmaker

from workbench.benchmarks.results import MEGABYTE, Result, counted, timed
from workbench.rehearsal.instance import Instance

TIMES = 5
#: Milliseconds until the first answer: the second start of make serve takes under 3 s.
START_LIMIT = 3000


def measure(instance: Instance, _sessions: sessionmaker[Session], articles: int) -> list[Result]:
    """Start the server again and again; it is left running."""
    instance.stop()
    times = [_restart(instance) for _ in range(TIMES)]
    return [
        timed("start: first answer", times, limit=START_LIMIT, method="from the command to the answer of /sign-in"),
        counted(
            "start: memory",
            "MB",
            instance.memory() / MEGABYTE,
            limit=None,
            method=f"resident, after the first answer, {articles} articles",
        ),
    ]


def _restart(instance: Instance) -> float:
    instance.stop()
    return instance.start() * 1000
