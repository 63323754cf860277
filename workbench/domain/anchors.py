"""Where the words stand that a remark is about, and a line cut at them."""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from workbench.domain.linetext import Run

#: Letters nobody sees and a browser may leave out of what was selected: see ``sentences.signed_form``.
_UNSEEN = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A stretch of a line, from letter ``start`` up to and without ``end``, under the number of its remark."""

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cut:
    """Letters with the same marks and under the same remarks; ``ends`` are the numbers of those that end behind it."""

    run: Run
    under: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()


def place_of(quote: str, words: str) -> tuple[int, int] | None:
    """Return where the quote first stands in the words, as (start, end) in characters; None when it does not.

    Spaces of any sort and number are the same, and letters that nobody sees do not count.
    """
    wanted, _ = _seen(quote)
    there, places = _seen(words)
    at = there.find(wanted.strip()) if wanted.strip() else -1
    return None if at < 0 else (places[at], places[at + len(wanted.strip()) - 1] + 1)


def _seen(words: str) -> tuple[str, list[int]]:
    """Return the words as a reader sees them, and for each letter its place among all."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(words):
        if letter in _UNSEEN or (letter.isspace() and letters[-1:] == [" "]):
            continue
        letters.append(" " if letter.isspace() else letter)
        places.append(place)
    return "".join(letters), places


def cut_at(runs: Iterable[Run], anchors: Sequence[Anchor]) -> tuple[Cut, ...]:
    """Cut the runs of a line at its anchors, which may overlap; the cuts joined are the runs, letter for letter."""
    cuts: list[Cut] = []
    start = 0
    for run in runs:
        end = start + len(run.words)
        edges = {edge for anchor in anchors for edge in (anchor.start, anchor.end) if start < edge < end}
        places = sorted({start, end, *edges})
        for first, last in itertools.pairwise(places):
            under = tuple(anchor.number for anchor in anchors if anchor.start <= first and last <= anchor.end)
            ends = tuple(anchor.number for anchor in anchors if anchor.end == last and anchor.number in under)
            cuts.append(Cut(replace(run, words=run.words[first - start : last - start]), under, ends))
        start = end
    return tuple(cuts)
