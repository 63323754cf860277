"""Which lines of a text became which lines of its new wording: kept, changed, split, joined, gone or new."""

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workbench.domain.wordedits import common, rising

#: From this likeness on two lines are one line with other words (0-1).
LIKE = 0.45
#: A part of a split or joined line has at least this share of its words in the whole, and the whole in its parts.
PART = 0.6
#: More than so many pairs of lines are not weighed one with another.
_CELLS = 10_000
_MOST_PARTS = 4
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Group:
    """Lines ``old`` became the lines ``new``: mostly one to one; split, joined, both, new (from none) or gone."""

    old: range
    new: range


def grouped(before: Sequence[str], after: Sequence[str], known: Sequence[tuple[int, int]] = ()) -> tuple[Group, ...]:
    """Group the lines of two wordings (their words), in reading order; every line is in exactly one group.

    ``known`` are pairs that are known otherwise, by line id; of those that stand crosswise the lightest are let go.
    Lines with the same words come next, then likeness, then what is left over in equal numbers between two groups.
    """
    pairs = rising(sorted(known), lambda i: len(before[i]) + 1)
    groups: list[Group] = []
    for gap in _gaps(pairs, len(before), len(after)):
        same = common([before[i] for i in gap.old], [after[j] for j in gap.new])
        pairs += [(gap.old[i], gap.new[j]) for i, j in same]
    groups = [Group(range(i, i + 1), range(j, j + 1)) for i, j in sorted(pairs)]
    for gap in _gaps(sorted(pairs), len(before), len(after)):
        groups += _unbroken(before, after, list(_with_the_rest(_weighed(before, after, gap), gap)))
    groups.sort(key=lambda group: (group.old.start, group.new.start))
    return tuple(_with_the_rest(groups, Group(range(len(before)), range(len(after)))))


def _gaps(pairs: Sequence[tuple[int, int]], before: int, after: int) -> list[Group]:
    edges = itertools.pairwise([(-1, -1), *pairs, (before, after)])
    gaps = [Group(range(i + 1, k), range(j + 1, m)) for (i, j), (k, m) in edges]
    return [gap for gap in gaps if gap.old and gap.new]


def _weighed(before: Sequence[str], after: Sequence[str], gap: Group) -> list[Group]:
    """Find the groups of a gap that keep most words together, in reading order."""
    if len(gap.old) * len(gap.new) > _CELLS:
        return []
    scale = _Scale([before[i] for i in gap.old], [after[j] for j in gap.new])
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {}
    for i, j in itertools.product(range(len(gap.old) + 1), range(len(gap.new) + 1)):
        steps = [(best[p][0] + weight, p) for p, weight in scale.steps(i, j)]
        best[i, j] = max(steps, default=(0.0, (0, 0)))
    groups = []
    i, j = len(gap.old), len(gap.new)
    while i or j:
        k, m = best[i, j][1]
        if k < i and m < j:
            groups.append(Group(gap.old[k:i], gap.new[m:j]))
        i, j = k, m
    return groups[::-1]


class _Scale:
    """Weighs how well old lines and new lines belong together, by the words they share."""

    def __init__(self, before: Sequence[str], after: Sequence[str]) -> None:
        self._old, self._new = ([Counter(_WORD.findall(words.lower())) for words in side] for side in (before, after))

    def steps(self, i: int, j: int) -> Iterator[tuple[tuple[int, int], float]]:
        """Give the places from which one comes to (i, j), and the weight of coming from there."""
        if i:
            yield (i - 1, j), 0
        if j:
            yield (i, j - 1), 0
        if not (i and j):
            return
        shared = (self._old[i - 1] & self._new[j - 1]).total()
        sizes = self._old[i - 1].total() + self._new[j - 1].total()
        if shared * 2 >= LIKE * sizes > 0:
            yield (i - 1, j - 1), 2 * shared
        if shared >= PART * self._new[j - 1].total() > 0:
            yield from (((i - 1, j - n), w) for n, w in _parts(self._old[i - 1], self._new[:j]))
        if shared >= PART * self._old[i - 1].total() > 0:
            yield from (((i - n, j - 1), w) for n, w in _parts(self._new[j - 1], self._old[:i]))


def _parts(whole: Counter[str], lines: list[Counter[str]]) -> Iterator[tuple[int, float]]:
    """Say how many of the last lines may be parts of the whole (2 or more), and how much that weighs."""
    together: Counter[str] = Counter()
    for number, part in enumerate(reversed(lines[-_MOST_PARTS:]), 1):
        if (whole & part).total() < PART * part.total() or not part:
            return
        together += part
        shared = (whole & together).total()
        if number > 1 and shared >= PART * max(whole.total(), together.total()):
            yield number, 2 * shared - number / 2


def _unbroken(before: Sequence[str], after: Sequence[str], groups: Sequence[Group]) -> list[Group]:
    """Join the groups between which a word moved that stands once on both sides.

    Apart they would take it out here and write it anew there, and it could be there twice when others do so too.
    """
    old, new = (
        _once([(word, n) for n, lines in enumerate(side) for line in lines for word in _WORD.findall(line)])
        for side in (
            [[before[i] for i in group.old] for group in groups],
            [[after[j] for j in group.new] for group in groups],
        )
    )
    reach = list(range(len(groups)))
    for word in old.keys() & new.keys():
        first, last = sorted((old[word], new[word]))
        reach[first] = max(reach[first], last)
    joined: list[Group] = []
    until = -1
    for number, group in enumerate(groups):
        start = joined.pop() if number <= until else group
        joined.append(Group(range(start.old.start, group.old.stop), range(start.new.start, group.new.stop)))
        until = max(until, reach[number])
    return joined


def _once(places: Sequence[tuple[str, int]]) -> dict[str, int]:
    times = Counter(word for word, _ in places)
    return {word: place for word, place in places if times[word] == 1}


def _with_the_rest(groups: Sequence[Group], whole: Group) -> Iterator[Group]:
    i, j = whole.old.start, whole.new.start
    for group in (*groups, Group(range(whole.old.stop, whole.old.stop), range(whole.new.stop, whole.new.stop))):
        yield from _rest(range(i, group.old.start), range(j, group.new.start))
        if group.old or group.new:
            yield group
        i, j = group.old.stop, group.new.stop


def _rest(old: range, new: range) -> Iterator[Group]:
    """Group what nothing else explains: as many lines on both sides are the same lines wholly rewritten."""
    if len(old) == len(new):
        yield from (Group(range(i, i + 1), range(j, j + 1)) for i, j in zip(old, new, strict=True))
    else:
        yield from (group for group in (Group(old, new[:0]), Group(old[len(old) :], new)) if group.old or group.new)
