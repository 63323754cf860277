"""The sentences of an edition as its translators and checkers see them: number, standing, findings."""

import enum
import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from workbench.domain.diffing import Piece, word_diff
from workbench.models import Edition, Segment
from workbench.store.findings import Found, findings_of
from workbench.store.segments import segments_of
from workbench.store.texts import TITLE


class Standing(enum.StrEnum):
    #: There is no translation.
    MISSING = "missing"
    #: There are words that nobody has confirmed.
    BEGUN = "begun"
    #: The translation was made from another wording of the source.
    OUTDATED = "outdated"
    #: A checker gave it back.
    RETURNED = "returned"
    #: Confirmed, with a finding that keeps it from being handed in.
    FOUND = "found"
    #: Confirmed.
    READY = "ready"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: ``number`` counts from 1; ``findings`` are those nobody has dismissed."""

    number: int
    segment: Segment
    findings: tuple[Found, ...] = ()

    @property
    def key(self) -> str:
        return self.segment.key

    @property
    def is_heading(self) -> bool:
        return self.segment.kind in {"title", "h2", "h3"}

    @property
    def standing(self) -> Standing:
        segment = self.segment
        if segment.returned_reason and not segment.is_confirmed:
            return Standing.RETURNED
        if not segment.target:
            return Standing.MISSING
        if segment.is_outdated:
            return Standing.OUTDATED
        if not segment.is_confirmed:
            return Standing.BEGUN
        return Standing.FOUND if any(found.is_blocking for found in self.findings) else Standing.READY

    @property
    def is_open(self) -> bool:
        return not self.segment.is_ready

    @property
    def change(self) -> tuple[Piece, ...]:
        """What changed in the source since the translation was made; nothing once somebody has confirmed it anew."""
        previous = self.segment.previous_source
        return word_diff(previous, self.segment.source) if previous and self.is_open else ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """All sentences of an edition in reading order, and those whose source is gone, for their words."""

    rows: tuple[Sentence, ...]
    gone: tuple[Segment, ...]

    @property
    def segments(self) -> list[Segment]:
        return [row.segment for row in self.rows]

    @property
    def open(self) -> list[Sentence]:
        return [row for row in self.rows if row.is_open]

    @property
    def with_findings(self) -> list[Sentence]:
        return [row for row in self.rows if row.findings]

    @property
    def blocked(self) -> list[Sentence]:
        return [row for row in self.rows if any(found.is_blocking for found in row.findings)]

    def count(self, standing: Standing) -> int:
        return sum(row.standing == standing for row in self.rows)

    def row(self, key: str) -> Sentence | None:
        return next((row for row in self.rows if row.key == key), None)

    def after(self, key: str, wanted: Callable[[Sentence], bool]) -> Sentence | None:
        """Return the next sentence behind that one that is wanted; from the end on it goes on at the beginning."""
        place = next((number for number, row in enumerate(self.rows) if row.key == key), -1)
        round_trip: Iterable[Sentence] = (*self.rows[place + 1 :], *self.rows[: max(place, 0)])
        return next((row for row in round_trip if wanted(row)), None)


def by_section(rows: Iterable[Sentence]) -> list[tuple[str, list[Sentence]]]:
    """Return the sentences by the key of the section they stand in, in reading order; the title comes first."""
    groups = itertools.groupby(rows, key=lambda row: TITLE if row.segment.line_id == TITLE else row.segment.section_key)
    return [(key, list(its)) for key, its in groups]


def sheet_of(session: Session, edition: Edition) -> Sheet:
    """Return the edition's sentences with what the checks find in them, in two queries."""
    everything = segments_of(session, edition, also_gone=True)
    current = [segment for segment in everything if segment.is_current]
    findings = _by_key(findings_of(session, edition, current))
    rows = tuple(
        Sentence(number, segment, findings.get(segment.key, ())) for number, segment in enumerate(current, start=1)
    )
    return Sheet(rows, tuple(segment for segment in everything if not segment.is_current))


def _by_key(found: Sequence[Found]) -> dict[str, tuple[Found, ...]]:
    by_key: dict[str, list[Found]] = {}
    for each in found:
        by_key.setdefault(each.segment.key, []).append(each)
    return {key: tuple(its) for key, its in by_key.items()}
