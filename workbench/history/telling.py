"""What changed between two texts, in sentences that can be read out."""

from collections.abc import Iterable
from dataclasses import dataclass

from workbench.domain.diffing import Change, Comparison, Op, Row
from workbench.web.locale import t

_LONGEST_WORDS = 14


@dataclass(frozen=True, slots=True)
class Told:
    """One change: its number, and its sentence."""

    number: int
    words: str


def told(comparison: Comparison) -> list[Told]:
    """Return a sentence for every change, in order."""
    rows = (comparison.title, *comparison.rows)
    return [Told(row.number, _sentence(row)) for row in rows if row.number is not None]


def _sentence(row: Row) -> str:
    if row.change is Change.ADDED:
        return t("New: “{words}”", words=_short(row.words_after))
    if row.change is Change.REMOVED:
        return t("Deleted: “{words}”", words=_short(row.words_before))
    if row.change is Change.MOVED:
        return t("Moved: “{words}”", words=_short(row.words_after))
    return _changed(row)


def _changed(row: Row) -> str:
    went, came = _short(_words(row, Op.DEL)), _short(_words(row, Op.INS))
    if went and came:
        return t("“{before}” is now “{after}”", before=went, after=came)
    if went:
        return t("Taken out: “{words}”", words=went)
    if came:
        return t("Put in: “{words}”", words=came)
    return t("Same words, shown otherwise: “{words}”", words=_short(row.words_after))


def _words(row: Row, op: Op) -> str:
    return " … ".join(part for part in _stripped(piece.words for piece in row.pieces if piece.op is op) if part)


def _stripped(parts: Iterable[str]) -> Iterable[str]:
    return (part.strip() for part in parts)


def _short(words: str) -> str:
    parts = words.split()
    return " ".join(parts[:_LONGEST_WORDS]) + (" …" if len(parts) > _LONGEST_WORDS else "")
