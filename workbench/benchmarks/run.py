"""All benchmarks, or some, on one throw-away instance with many articles."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session, sessionmaker

from workbench.benchmarks import pages, portal, saves, start, sync, texts, weight
from workbench.benchmarks.results import Result, machine
from workbench.benchmarks.seeding import seed
from workbench.rehearsal.instance import Instance, throw_away

Group = Callable[[Instance, sessionmaker[Session], int], list[Result]]
#: Name -> what measures it, in the order they are run.
GROUPS: dict[str, Group] = {
    "start": start.measure,
    "weight": weight.measure,
    "pages": pages.measure,
    "saves": saves.measure,
    "sync": sync.measure,
    "portal": portal.measure,
    "texts": texts.measure,
}
#: What weighs the same whatever is in the database.
WITHOUT_ARTICLES = frozenset({"weight", "texts", "sync"})


def bench(names: Sequence[str], *, articles: int, tell: Callable[[str], None]) -> list[Result]:
    """Measure the named groups; ``tell`` is told how far it is.

    Raises InstanceError when there is nothing to measure, BenchmarkError when what is to be measured does not work.
    """
    results: list[Result] = []
    chosen = names or tuple(GROUPS)
    with throw_away() as instance:
        if not WITHOUT_ARTICLES.issuperset(chosen):
            tell(f"Filling a throw-away instance with {articles} articles.")
            seed(instance, articles)
        instance.start()
        with instance.database() as sessions:
            for name in chosen:
                tell(f"Measuring {name}.")
                results += GROUPS[name](instance, sessions, articles)
    return results


def as_values(results: Sequence[Result]) -> dict[str, Any]:
    """Return the results in the form that machines read."""
    return {"machine": machine(), "results": [result.values() for result in results]}


def write(results: Sequence[Result], path: Path) -> None:
    """Write the results to a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(as_values(results), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
