"""How one wording becomes another in whole words, in few edits that go together with the edits of other people."""

import bisect
import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from diff_match_patch import diff_match_patch

#: Letters that belong to the one before them: accents, soft hyphens, joiners, the skin and look of an emoji.
_BELONGS = "\u00ad\u0300-\u036f\u200b-\u200d\u2060\ufe00-\ufe0f\U0001f3fb-\U0001f3ff"
#: A word, a space, or a sign with what belongs to it.
WORD = re.compile(rf"[\w{_BELONGS}]+|\s|[^\w\s][{_BELONGS}]*")
_LETTERED = re.compile(r"\w")
#: The first letter of two private planes: every word of one comparison gets a letter of its own.
_FIRST_LETTER = 0xF0000
#: Up to so many pairs of words are compared one with another (0.2 s at worst); more are first cut at rare words.
_PAIRS = 250_000
#: What is rare: a word that stands once, else that many words and spaces in a row that do.
_CUT_AT = (1, 3, 7)
_Stretch = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Edit:
    """The characters ``start``..``stop`` of the old words become the characters ``at``..``until`` of the new ones."""

    start: int
    stop: int
    at: int
    until: int


def word_edits(before: str, after: str) -> tuple[Edit, ...]:
    """Give the edits that make ``before`` into ``after``, from left to right, none touching the next.

    No edit cuts a word. There is no clock in it: where both sides are too long and have nothing rare in common,
    the stretch is one edit. Positions count characters.
    """
    old, new = WORD.findall(before), WORD.findall(after)
    starts, ats = ([0, *itertools.accumulate(map(len, words))] for words in (old, new))
    words = _common_words(old, new)
    edges = sorted([(-1, -1), *words, *_between(words, old, new), (len(old), len(new))])
    return tuple(
        Edit(starts[i + 1], starts[k], ats[j + 1], ats[m])
        for (i, j), (k, m) in itertools.pairwise(edges)
        if i + 1 < k or j + 1 < m
    )


def _common_words(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    # Words first, alone: spaces are everywhere, and a word that stays must not be given up for two of them.
    left, right = ([at for at, word in enumerate(side) if _LETTERED.match(word)] for side in (old, new))
    pairs = common([old[at] for at in left], [new[at] for at in right])
    return [(left[i], right[j]) for i, j in pairs]


def _between(words: Sequence[tuple[int, int]], old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
    for (i, j), (k, m) in itertools.pairwise([(-1, -1), *words, (len(old), len(new))]):
        yield from ((i + 1 + n, j + 1 + o) for n, o in common(old[i + 1 : k], new[j + 1 : m]))


def common(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int]]:
    """Pair equal items of two lists, rising on both sides: (index before, index after)."""
    pairs: list[tuple[int, int]] = []
    open_stretches: list[_Stretch] = [(0, len(before), 0, len(after))]
    while open_stretches:
        a, b, c, d = open_stretches.pop()
        while a < b and c < d and before[a] == after[c]:
            pairs.append((a, c))
            a, c = a + 1, c + 1
        while a < b and c < d and before[b - 1] == after[d - 1]:
            b, d = b - 1, d - 1
            pairs.append((b, d))
        if (b - a) * (d - c) > _PAIRS:
            open_stretches += _cut(before, after, (a, b, c, d))
        elif a < b and c < d:
            pairs += ((a + i, c + j) for i, j in _compared(before[a:b], after[c:d]))
    return sorted(pairs)


def _cut(before: Sequence[str], after: Sequence[str], stretch: _Stretch) -> list[_Stretch]:
    """Cut a stretch where something stands once on both sides; without any such place, nothing in it is common."""
    a, b, c, d = stretch
    for size in _CUT_AT:
        old, new = (
            {tuple(side[i : i + size]): i for i in places}
            for side, places in ((before, _once(before, a, b, size)), (after, _once(after, c, d, size)))
        )
        cuts = rising([(i, new[some]) for some, i in old.items() if some in new], lambda _: 1)
        if cuts:
            return [(i, k, j, m) for (i, j), (k, m) in itertools.pairwise([(a, c), *cuts, (b, d)])]
    return []


def _once(items: Sequence[str], start: int, stop: int, size: int) -> list[int]:
    times = Counter(tuple(items[i : i + size]) for i in range(start, stop))
    return [i for i in range(start, stop) if times[tuple(items[i : i + size])] == 1]


def _compared(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[int, int]]:
    names = {name: chr(_FIRST_LETTER + number) for number, name in enumerate(dict.fromkeys([*before, *after]))}
    machine = diff_match_patch()
    machine.Diff_Timeout = 0  # it would give up without a word; what is compared is small instead
    old, new = ("".join(names[item] for item in side) for side in (before, after))
    i = j = 0
    for op, letters in machine.diff_main(old, new, False):  # noqa: FBT003 - the library's own signature
        if op == 0:
            yield from ((i + n, j + n) for n in range(len(letters)))
        i += len(letters) if op <= 0 else 0
        j += len(letters) if op >= 0 else 0


def rising(pairs: Sequence[tuple[int, int]], weigh: Callable[[int], int]) -> list[tuple[int, int]]:
    """Choose the heaviest of the pairs so that both sides rise; ``weigh`` gives a weight above 0 to a left index.

    The pairs come in the order of their left side, which is unique.
    """
    tops: list[int] = []
    weights: list[int] = []
    chains: list[_Chain] = []
    for pair in pairs:
        at = bisect.bisect_left(tops, pair[1])
        weight = weigh(pair[0]) + (weights[at - 1] if at else 0)
        beaten = bisect.bisect_right(weights, weight, lo=at)
        chain = (pair, chains[at - 1] if at else None)
        tops[at:beaten], weights[at:beaten], chains[at:beaten] = [pair[1]], [weight], [chain]
    return _unrolled(chains[-1] if chains else None)


_Chain = tuple[tuple[int, int], "_Chain | None"]


def _unrolled(chain: _Chain | None) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    while chain:
        pair, chain = chain
        found.append(pair)
    return found[::-1]
