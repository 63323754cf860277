"""What kept its order is the heaviest run that rises on both sides, and nothing else."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.order import between, rising_pairs, staying

PLACES = st.integers(0, 5)
CANDIDATES = st.lists(st.tuples(PLACES, PLACES, st.sampled_from([0.5, 0.75, 1.0])), max_size=7)


def rises(pairs):
    return all(one[0] < other[0] and one[1] < other[1] for one, other in itertools.pairwise(pairs))


@given(CANDIDATES)
def test_no_other_choice_of_pairs_weighs_more(candidates):
    weight = {}
    for left, right, each in candidates:
        weight[left, right] = max(each, weight.get((left, right), 0))

    chosen = rising_pairs(candidates)

    assert rises(chosen)
    everything = itertools.chain.from_iterable(
        itertools.combinations(sorted(weight), size) for size in range(len(weight) + 1)
    )
    best = max(sum(weight[pair] for pair in pairs) for pairs in everything if rises(pairs))
    assert sum(weight[pair] for pair in chosen) == best


def test_one_line_that_moved_down_is_the_only_one_that_moved():
    assert staying({0: 1, 1: 2, 2: 3, 3: 0}) == {0, 1, 2}
    assert staying({}) == set()


@given(st.sets(PLACES), st.sets(PLACES), st.dictionaries(PLACES, PLACES, max_size=4))
def test_every_place_is_in_one_gap_or_fixed(before, after, pairs):
    fixed = rising_pairs((one, other, 1) for one, other in pairs.items())

    gaps = list(between(sorted(before), sorted(after), fixed))

    assert [pair for _, _, here in gaps for pair in here] == fixed
    assert [place for some, _, _ in gaps for place in some] == sorted(before - {one for one, _ in fixed})
    assert [place for _, some, _ in gaps for place in some] == sorted(after - {other for _, other in fixed})
