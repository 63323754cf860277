"""Which segment of a source text became which, so that only what really changed is translated and signed again."""

import enum
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import process
from rapidfuzz.distance import LCSseq, Levenshtein

from workbench.domain.order import between, rising_pairs, staying
from workbench.domain.sentences import signed_form

#: From this share of equal characters on, a sentence is the old one in other words (translation study, section 2).
ALIKE = 0.5
#: Pairs that are beyond doubt are fixed first: a few changed words weigh more than a better sum elsewhere, and the
#: many comparisons of a text that changed throughout stay fast.
_SURELY_ALIKE = 0.8
#: rapidfuzz 3.14 can drop a score that is exactly the cutoff.
_BELOW = 1e-6


class Change(enum.StrEnum):
    #: The same words in the same order; translation and signatures stay.
    UNCHANGED = "unchanged"
    #: The same words at another place; translation and signatures stay.
    MOVED = "moved"
    #: Other words for the same thing; the translation stays visible as one of the previous wording.
    CHANGED = "changed"
    #: The same words cut otherwise: one old segment is several now, or several are one; the translation is kept whole.
    GROUPED = "grouped"
    #: Nothing stood for it before.
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Known:
    """A segment of the old source: its key, unique in the text, its line and its words as inline Markdown."""

    key: str
    line_id: str
    words: str


@dataclass(frozen=True, slots=True)
class Fresh:
    """A segment of the new source, before it has a key."""

    line_id: str
    words: str


@dataclass(frozen=True, slots=True)
class Placed:
    """What a new segment is: ``key`` is the old segment it goes on with, None when GROUPED or NEW.

    ``group`` holds, when GROUPED, the old keys the group is made of: one key on each of several new segments in a row,
    or several keys on one new segment. Otherwise it is empty.
    """

    key: str | None
    change: Change
    group: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alignment:
    """One ``Placed`` for every new segment, in order, and the old keys that have no place any more, in old order."""

    placed: tuple[Placed, ...]
    removed: tuple[str, ...]


def align(old: Sequence[Known], new: Sequence[Fresh]) -> Alignment:
    """Say of every new segment which old one it is, and of every old one where it went.

    Both come in reading order; old keys are unique. In this order: the same words on the same line; the same words
    anywhere, in their old order first; one segment cut into several or several joined into one; within a line, and
    where a line was split, joined or typed anew, the order-keeping pairs that are alike by half of their characters or
    more; the rest is new or removed. Same words means equal ``signed_form``.
    Every old key is exactly once in ``Placed.key``, or in one group, or in ``removed``.
    Source: translation study, section 2, "Alignment old source -> new source".
    """
    found = _Found([_segment(known) for known in old], [_segment(fresh) for fresh in new])
    _same_line(found)
    _same_words(found)
    exact = dict(found.pairs)
    _groups(found)
    _alike_on_a_line(found)
    _alike_across_lines(found)
    return _told(found, exact, [known.key for known in old])


@dataclass(frozen=True, slots=True)
class _Segment:
    line_id: str
    form: str


_May = Callable[[_Segment, _Segment], bool]


def _segment(segment: Known | Fresh) -> _Segment:
    return _Segment(segment.line_id, signed_form(segment.words))


@dataclass(slots=True)
class _Found:
    """Both lists, and what has been found so far; segments are known by their place in their list."""

    old: list[_Segment]
    new: list[_Segment]
    #: New place -> old place.
    pairs: dict[int, int] = field(default_factory=dict)
    #: New place -> old places.
    groups: dict[int, tuple[int, ...]] = field(default_factory=dict)
    #: Old places that have found theirs.
    used: set[int] = field(default_factory=set)

    def pair(self, pairs: Iterable[tuple[int, int]]) -> None:
        for before, after in pairs:
            self.pairs[after] = before
            self.used.add(before)

    def group(self, before: Iterable[int], after: Iterable[int]) -> None:
        whole = tuple(before)
        self.groups.update(dict.fromkeys(after, whole))
        self.used.update(whole)

    def free_old(self) -> list[int]:
        return [place for place in range(len(self.old)) if place not in self.used]

    def free_new(self) -> list[int]:
        return [place for place in range(len(self.new)) if place not in self.pairs and place not in self.groups]

    def lines(self) -> Iterator[tuple[Sequence[int], Sequence[int]]]:
        """Yield the free old and new places of each line that has both."""
        before, after = _by(self.free_old(), self.old), _by(self.free_new(), self.new)
        return ((places, after[line_id]) for line_id, places in before.items() if line_id in after)

    def gaps(self) -> Iterator[tuple[Sequence[int], Sequence[int]]]:
        """Yield the free old and new places between one pair that kept its order and the next."""
        kept = [(self.pairs[after], after) for after in sorted(staying(self.pairs))]
        return ((before, after) for before, after, _ in between(self.free_old(), self.free_new(), kept))


def _by(places: Iterable[int], segments: Sequence[_Segment]) -> dict[str, list[int]]:
    lines: dict[str, list[int]] = {}
    for place in places:
        lines.setdefault(segments[place].line_id, []).append(place)
    return lines


def _same_line(found: _Found) -> None:
    for before, after in list(found.lines()):
        found.pair(_equal_in_order(found, before, after))
    for before, after in list(found.lines()):
        found.pair(_equal_anywhere(found, before, after))


def _same_words(found: _Found) -> None:
    for before, after in list(found.gaps()):
        found.pair(_equal_in_order(found, before, after))
    found.pair(_equal_anywhere(found, found.free_old(), found.free_new()))


def _equal_in_order(found: _Found, before: Sequence[int], after: Sequence[int]) -> Iterator[tuple[int, int]]:
    steps = LCSseq.opcodes([found.old[place].form for place in before], [found.new[place].form for place in after])
    for step in steps:
        if step.tag == "equal":
            yield from zip(before[step.src_start : step.src_end], after[step.dest_start : step.dest_end], strict=True)


def _equal_anywhere(found: _Found, before: Sequence[int], after: Sequence[int]) -> Iterator[tuple[int, int]]:
    waiting: dict[str, list[int]] = {}
    for place in reversed(before):
        waiting.setdefault(found.old[place].form, []).append(place)
    for place in after:
        if places := waiting.get(found.new[place].form):
            yield places.pop(), place


def _groups(found: _Found) -> None:
    old, new = ([segment.form.replace(" ", "") for segment in side] for side in (found.old, found.new))
    free = set(found.free_new())
    for whole in found.free_old():
        if parts := _run_making(old[whole], new, free):
            found.group([whole], parts)
            free.difference_update(parts)
    unplaced = set(found.free_old())
    for whole in sorted(free):
        if parts := _run_making(new[whole], old, unplaced):
            found.group(parts, [whole])
            unplaced.difference_update(parts)


def _run_making(whole: str, parts: Sequence[str], free: Collection[int]) -> range | None:
    """Find two or more free places in a row whose letters are together the letters of ``whole``."""
    for start in sorted(free):
        stop, rest = start, whole
        while stop in free and parts[stop] and rest.startswith(parts[stop]):
            rest = rest.removeprefix(parts[stop])
            stop += 1
        if not rest and stop - start > 1:
            return range(start, stop)
    return None


def _alike_on_a_line(found: _Found) -> None:
    for before, after in list(found.lines()):
        found.pair(_alike_pairs(found, before, after, lambda _old, _new: True))


def _alike_across_lines(found: _Found) -> None:
    # A line that was split, joined or typed anew has no counterpart under its id: look where it stood.
    old_lines, new_lines = ({segment.line_id for segment in side} for side in (found.old, found.new))

    def one_line_is_lost(old: _Segment, new: _Segment) -> bool:
        return old.line_id not in new_lines or new.line_id not in old_lines

    for before, after in list(found.gaps()):
        found.pair(_alike_pairs(found, before, after, one_line_is_lost))


def _alike_pairs(found: _Found, before: Sequence[int], after: Sequence[int], may: _May) -> list[tuple[int, int]]:
    pairs = []
    for some, others, fixed in between(before, after, rising_pairs(_alike(found, before, after, may, _SURELY_ALIKE))):
        pairs += [*rising_pairs(_alike(found, some, others, may, ALIKE)), *fixed]
    return pairs


def _alike(
    found: _Found, before: Sequence[int], after: Sequence[int], may: _May, least: float
) -> Iterator[tuple[int, int, float]]:
    forms = [found.new[place].form for place in after]
    for one in before:
        form = found.old[one].form
        for _, score, index in process.extract(
            form, forms, scorer=Levenshtein.normalized_similarity, score_cutoff=least - _BELOW, limit=None
        ):
            if may(found.old[one], found.new[after[index]]):
                yield one, after[index], score


def _told(found: _Found, exact: Mapping[int, int], keys: Sequence[str]) -> Alignment:
    kept = staying(exact)

    def placed(place: int) -> Placed:
        if place in found.groups:
            return Placed(None, Change.GROUPED, tuple(keys[before] for before in found.groups[place]))
        if place not in found.pairs:
            return Placed(None, Change.NEW)
        same = Change.UNCHANGED if place in kept else Change.MOVED
        return Placed(keys[found.pairs[place]], same if place in exact else Change.CHANGED)

    return Alignment(
        tuple(placed(place) for place in range(len(found.new))), tuple(keys[place] for place in found.free_old())
    )
