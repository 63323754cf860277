"""Lists in pages: fifty rows, and which page of how many."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

Row = TypeVar("Row")
Shown = TypeVar("Shown")
SIZE = 50


@dataclass(frozen=True, slots=True)
class Paged(Generic[Row]):
    """One page of a list: ``number`` of ``last``, ``total`` rows in all."""

    rows: tuple[Row, ...]
    number: int
    last: int
    total: int

    def each(self, cut: Callable[[Row], Shown]) -> "Paged[Shown]":
        """Return the same page with every row cut to what is shown."""
        return Paged(tuple(cut(row) for row in self.rows), self.number, self.last, self.total)


def paged(session: Session, query: sa.Select[Any], number: int, *, size: int = SIZE) -> Paged[Any]:
    """Return that page of what the query selects, one entity a row; the nearest page where there is no such page."""
    here, last, total = _place(session, query, number, size)
    rows = session.scalars(query.limit(size).offset((here - 1) * size)).unique().all()
    return Paged(tuple(rows), here, last, total)


def paged_rows(
    session: Session, query: sa.Select[*tuple[Any, ...]], number: int, *, size: int = SIZE
) -> Paged[sa.Row[*tuple[Any, ...]]]:
    """Return that page as ``paged`` does, of a query that selects columns."""
    here, last, total = _place(session, query, number, size)
    rows = session.execute(query.limit(size).offset((here - 1) * size)).all()
    return Paged(tuple(rows), here, last, total)


def _place(session: Session, query: sa.Select[*tuple[Any, ...]], number: int, size: int) -> tuple[int, int, int]:
    """Return which page it is, of how many, and how many rows there are in all."""
    total = session.scalar(sa.select(sa.func.count()).select_from(query.order_by(None).subquery())) or 0
    last = max(1, -(-total // size))
    return min(max(1, number), last), last, total


def cut(rows: Iterable[Row], number: int, *, size: int = SIZE) -> Paged[Row]:
    """Return that page of rows that are at hand already."""
    everything = tuple(rows)
    last = max(1, -(-len(everything) // size))
    here = min(max(1, number), last)
    return Paged(everything[(here - 1) * size : here * size], here, last, len(everything))
