"""What a benchmark says: a time with its median and 95th percentile, or a count with its value."""

import os
import platform
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from workbench.models.engine import sqlite_module
from workbench.rehearsal.report import percentile

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Result:
    """One figure; ``limit`` is what it may be at most: the 95th percentile of a time, or the value; None: no limit."""

    name: str
    unit: str
    n: int
    limit: float | None
    method: str
    p50: float | None = None
    p95: float | None = None
    value: float | None = None

    @property
    def is_kept(self) -> bool:
        """Tell whether the limit is kept, if there is one."""
        reached = self.p95 if self.value is None else self.value
        return self.limit is None or (reached or 0) <= self.limit

    def values(self) -> dict[str, Any]:
        """Return the figure as a JSON object."""
        figures = {"p50": self.p50, "p95": self.p95} if self.value is None else {"value": self.value}
        return {
            "name": self.name,
            "unit": self.unit,
            "n": self.n,
            **figures,
            "limit": self.limit,
            "method": self.method,
        }

    def sentence(self) -> str:
        """Return the figure as a line for people."""
        reached = f"p50 {self.p50:,g}  p95 {self.p95:,g}" if self.value is None else f"{self.value:,g}"
        limit = "" if self.limit is None else f"  (limit {self.limit:,g}{'' if self.is_kept else ', MISSED'})"
        return f"{self.name}: {reached} {self.unit}{limit}"


def timed(name: str, milliseconds: Sequence[float], *, limit: float | None, method: str) -> Result:
    """Return the result of measured times in milliseconds."""
    return Result(
        name,
        "ms",
        len(milliseconds),
        limit,
        method,
        p50=round(percentile(milliseconds, 50), 1),
        p95=round(percentile(milliseconds, 95), 1),
    )


def counted(name: str, unit: str, value: float, *, limit: float | None, method: str, n: int = 1) -> Result:
    """Return the result of something counted or weighed."""
    return Result(name, unit, n, limit, method, value=round(value, 1))


def milliseconds_of(act: Callable[[], object]) -> float:
    """Do the act and return how long it took."""
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000


def machine() -> str:
    """Return what the figures were measured on."""
    system = f"{platform.system()} {platform.release()} {platform.machine()}"
    return f"{os.cpu_count()} cores, {system}, Python {platform.python_version()}, {_sqlite()}"


def _sqlite() -> str:
    return f"SQLite {sqlite_module().sqlite_version}"
