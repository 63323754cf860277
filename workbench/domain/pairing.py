"""Which line of an earlier text is which line of a later one."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from workbench.domain.linetext import Line, section_key
from workbench.domain.order import between, rising_pairs, staying

#: From this share of common words on, two lines without a common id are one line (collaboration study, section 7).
LIKENESS = 0.45
#: Of two lines that are as likely, the one that stands nearer wins.
_DISTANCE_COSTS = 0.0005
_WORD = re.compile(r"\w+")


def pair_lines(before: Sequence[Line], after: Sequence[Line]) -> dict[int, int]:
    """Return the place in ``after`` -> the place in ``before`` of every line that goes on; places count from 0.

    In this order: the same id; the same words in the same order, between lines that kept theirs; the same words
    anywhere; word bags alike by ``LIKENESS`` or more, the most alike first. A line that opens a section goes on under
    its id only, and a line without words never moves far.
    """
    found = _Found(before, after)
    found.pair(_same_id(before, after))
    for some, others, _ in between(found.free_before(), found.free_after(), found.fixed()):
        found.pair(_same_words_in_order(found, some, others))
    found.pair(_same_words_anywhere(found, found.free_before(), found.free_after()))
    found.pair(_alike(_bags(before, found.free_before()), _bags(after, found.free_after())))
    return found.pairs


@dataclass(slots=True)
class _Found:
    before: Sequence[Line]
    after: Sequence[Line]
    pairs: dict[int, int] = field(default_factory=dict)

    def pair(self, pairs: Iterable[tuple[int, int]]) -> None:
        self.pairs.update((after, before) for before, after in pairs)

    def free_before(self) -> list[int]:
        used = set(self.pairs.values())
        return [place for place, line in enumerate(self.before) if place not in used and not section_key(line)]

    def free_after(self) -> list[int]:
        return [place for place, line in enumerate(self.after) if place not in self.pairs and not section_key(line)]

    def fixed(self) -> list[tuple[int, int]]:
        return [(self.pairs[place], place) for place in sorted(staying(self.pairs))]


def _same_id(before: Sequence[Line], after: Sequence[Line]) -> Iterator[tuple[int, int]]:
    waiting: dict[str, list[int]] = {}
    for place, line in reversed(list(enumerate(before))):
        waiting.setdefault(line.id, []).append(place)
    for place, line in enumerate(after):
        if waiting.get(line.id):
            yield waiting[line.id].pop(), place


def _same_words_in_order(found: _Found, some: Iterable[int], others: Iterable[int]) -> list[tuple[int, int]]:
    waiting = _by_words(found.before, some)
    return rising_pairs((one, other, 1) for other in others for one in waiting.get(found.after[other].words, ()))


def _same_words_anywhere(found: _Found, some: Iterable[int], others: Iterable[int]) -> Iterator[tuple[int, int]]:
    waiting = _by_words(found.before, reversed(list(some)))
    for other in others:
        words = found.after[other].words
        if words.strip() and waiting.get(words):
            yield waiting[words].pop(), other


def _by_words(lines: Sequence[Line], places: Iterable[int]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for place in places:
        found.setdefault(lines[place].words, []).append(place)
    return found


def _bags(lines: Sequence[Line], places: Iterable[int]) -> dict[int, Counter[str]]:
    return {place: Counter(_WORD.findall(lines[place].words.replace("\u00ad", "").lower())) for place in places}


def _alike(before: Mapping[int, Counter[str]], after: Mapping[int, Counter[str]]) -> Iterator[tuple[int, int]]:
    used: set[tuple[str, int]] = set()
    for _, one, other in sorted(_likenesses(before, after), reverse=True):
        if used.isdisjoint({("before", one), ("after", other)}):
            used |= {("before", one), ("after", other)}
            yield one, other


def _likenesses(
    before: Mapping[int, Counter[str]], after: Mapping[int, Counter[str]]
) -> Iterator[tuple[float, int, int]]:
    """Yield the pairs that are alike enough, found through the words they share."""
    where: dict[str, list[tuple[int, int]]] = {}
    for one, bag in before.items():
        for word, times in bag.items():
            where.setdefault(word, []).append((one, times))
    sizes = {one: bag.total() for one, bag in before.items()}
    for other, bag in after.items():
        size = bag.total()
        for one, shared in _shared(bag, where).items():
            likeness = 2 * shared / (sizes[one] + size)
            if likeness >= LIKENESS:
                yield likeness - _DISTANCE_COSTS * abs(one - other), one, other


def _shared(bag: Mapping[str, int], where: Mapping[str, Sequence[tuple[int, int]]]) -> dict[int, int]:
    shared: dict[int, int] = {}
    for word, times in bag.items():
        for one, others_times in where.get(word, ()):
            shared[one] = shared.get(one, 0) + min(times, others_times)
    return shared
