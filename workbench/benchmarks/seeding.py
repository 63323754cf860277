"""A large instance in little time: the demo, planted by the commands people use, and its rows copied many times."""

import itertools
import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from workbench.models import Base
from workbench.models.engine import open_engine
from workbench.rehearsal.instance import Instance

#: What belongs to an article, so that whatever a row refers to is copied before it.
COPIED = (
    "article",
    "article_topic",
    "edition",
    "edition_move",
    "text",
    "text_update",
    "text_checkpoint",
    "text_version",
    "segment",
    "dismissal",
    "claim",
    "review",
    "remark",
    "reading",
    "signature",
    "signed_sentence",
    "parcel",
    "delivery",
    "memory_entry",
)
#: How many articles a workshop has: those of the record.
PER_WORKSHOP = 68
#: The newest so many workshops have people.
WITH_PEOPLE = 2
Row = dict[str, Any]


def seed(instance: Instance, articles: int) -> None:
    """Plant the demo and copy its articles until there are so many; each has both languages as far as it has come."""
    instance.run("demo")
    engine = open_engine(instance.database_url)
    with engine.begin() as connection:
        _Copier(connection).copy_until(articles)
    with engine.connect() as connection:
        connection.exec_driver_sql("analyze")
    engine.dispose()


class _Copier:
    """Copies rows as SQLite holds them, with new keys in place of the old ones."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection
        self.tables = [Base.metadata.tables[name] for name in COPIED]
        self.rows = {table.name: self._read(table) for table in self.tables}
        for name in ("workshop", "role_grant"):
            self.rows[name] = self._read(Base.metadata.tables[name])
        self.numbers = {name: itertools.count(self._last(name) + 1) for name in (*COPIED, "workshop", "role_grant")}
        self.made: dict[str, list[Row]] = defaultdict(list)

    def _read(self, table: sa.Table) -> list[Row]:
        order = ", ".join(column.name for column in table.primary_key)
        found = self.connection.exec_driver_sql(f'select * from "{table.name}" order by {order}')  # noqa: S608 - names of our own tables
        return [dict(row) for row in found.mappings()]

    def _last(self, name: str) -> int:
        return max((row["id"] for row in self.rows[name] if isinstance(row.get("id"), int)), default=0)

    def copy_until(self, articles: int) -> None:
        """Copy all articles again and again; the last round may bring a few too many."""
        there = len(self.rows["article"])
        for number in range(1, -(-articles // there)):
            self._copy(number, there)
        self._invite([row["id"] for row in self.made["workshop"][-WITH_PEOPLE:]])
        for name, rows in self.made.items():
            self._write(name, rows)

    def _invite(self, workshops: Sequence[int]) -> None:
        """Give everybody of the first workshop the same role in these."""
        first = self.rows["workshop"][0]["id"]
        for row, workshop_id in itertools.product(self.rows["role_grant"], workshops):
            if row["workshop_id"] == first:
                new = {"id": next(self.numbers["role_grant"]), "workshop_id": workshop_id}
                self.made["role_grant"].append({**row, **new})

    def _copy(self, number: int, there: int) -> None:
        first = (number - 1) * there
        if first // PER_WORKSHOP != (first - there) // PER_WORKSHOP:
            new = {"id": next(self.numbers["workshop"]), "closed_at": None}
            self.made["workshop"].append({**self.rows["workshop"][0], **new})
        workshop_id = self.made["workshop"][-1]["id"]
        known: dict[str, dict[object, object]] = defaultdict(dict)
        for table in self.tables:
            for row in self.rows[table.name]:
                copy = self._copied(table, row, known)
                if table.name == "article":
                    copy |= {"workshop_id": workshop_id, "title": f"{row['title']} ({number})"}
                if table.name == "memory_entry":
                    copy["norm_hash"] = uuid.uuid4().hex  # or each sentence would be found as often as it was copied
                self.made[table.name].append(copy)

    def _copied(self, table: sa.Table, row: Row, known: dict[str, dict[object, object]]) -> Row:
        copy = dict(row)
        for name, target in _references(table):
            if name != "id" and target in COPIED and copy[name] is not None:
                copy[name] = known[target].get(copy[name], copy[name])
        if "id" in copy:
            is_number = isinstance(row["id"], int)
            copy["id"] = next(self.numbers[table.name]) if is_number else uuid.uuid4().hex
            known[table.name][row["id"]] = copy["id"]
        return copy

    def _write(self, name: str, rows: list[Row]) -> None:
        columns = ", ".join(f'"{column}"' for column in rows[0])
        places = ", ".join("?" * len(rows[0]))
        statement = f'insert into "{name}" ({columns}) values ({places})'  # noqa: S608 - names of our own columns
        self.connection.exec_driver_sql(statement, [tuple(row.values()) for row in rows])


def _references(table: sa.Table) -> Iterator[tuple[str, str]]:
    for key in table.foreign_keys:
        yield key.parent.name, key.column.table.name
