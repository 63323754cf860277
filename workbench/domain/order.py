"""What of two lists kept its order: the heaviest run of pairs that rises on both sides."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class _Chain:
    weight: float
    pair: tuple[int, int]
    before: "_Chain | None"


def rising_pairs(candidates: Iterable[tuple[int, int, float]]) -> list[tuple[int, int]]:
    """Choose the pairs (left, right) that rise on both sides and weigh most together, in rising order.

    A candidate is (left, right, weight); weights are above 0. Each left and each right place is chosen once at most.
    n candidates take about n log n steps. Patience sorting with weights; textbook knowledge.
    """
    ends: list[int] = []
    chains: list[_Chain] = []
    for left, right, weight in sorted(candidates, key=lambda candidate: (candidate[0], -candidate[1])):
        at = bisect_left(ends, right)
        before = chains[at - 1] if at else None
        total = weight + (before.weight if before else 0)
        stop = at
        while stop < len(ends) and chains[stop].weight <= total:
            stop += 1
        if stop > at or at == len(ends) or ends[at] > right:
            ends[at:stop] = [right]
            chains[at:stop] = [_Chain(total, (left, right), before)]
    return _unwound(chains[-1] if chains else None)


def _unwound(chain: _Chain | None) -> list[tuple[int, int]]:
    pairs = []
    while chain:
        pairs.append(chain.pair)
        chain = chain.before
    return pairs[::-1]


def staying(places: Mapping[int, int]) -> set[int]:
    """Of places that are known by their former place, the largest set that kept its order; all others have moved."""
    return {now for now, _ in rising_pairs((now, former, 1) for now, former in places.items())}


def between(
    before: Sequence[int], after: Sequence[int], fixed: Sequence[tuple[int, int]]
) -> Iterator[tuple[Sequence[int], Sequence[int], Sequence[tuple[int, int]]]]:
    """Yield, of two rising lists of places, those up to each fixed pair with that pair, then the rest with none.

    ``fixed`` holds pairs (place before, place after) that rise on both sides; their places are never yielded.
    """
    old_at = new_at = 0
    for index, (old, new) in enumerate(fixed):
        old_to, new_to = bisect_left(before, old), bisect_left(after, new)
        yield before[old_at:old_to], after[new_at:new_to], fixed[index : index + 1]
        old_at, new_at = bisect_right(before, old), bisect_right(after, new)
    yield before[old_at:], after[new_at:], ()
