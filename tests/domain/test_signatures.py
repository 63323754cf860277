"""A signature covers a sentence as long as the sentence is the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.signatures import (
    ALWAYS,
    OF_SOURCE,
    Capacity,
    Pair,
    Signed,
    can_be_signed,
    coverage,
    required,
    signed_form,
)

OF_PAIRS = [capacity for capacity in Capacity if capacity not in OF_SOURCE]
HASHES = st.sampled_from("abcdef")
PEOPLE = st.integers(1, 4)


@st.composite
def editions(draw):
    """Some sentences with their translations, and who signed them in which capacity."""
    sentences = draw(st.lists(st.tuples(HASHES, st.sampled_from(["", "x", "y", "z"])), max_size=8))
    pairs = [Pair(str(number), source, target) for number, (source, target) in enumerate(sentences)]
    signed = [
        Signed(draw(PEOPLE), capacity, *signed_form(pair, capacity))
        for pair in pairs
        for capacity in draw(st.lists(st.sampled_from(Capacity), max_size=3))
        if can_be_signed(pair, capacity)
    ]
    return pairs, signed


@given(editions(), st.sampled_from(Capacity), st.integers(1, 3))
def test_every_sentence_is_covered_or_not_and_keeps_its_place(edition, capacity, needed):
    pairs, signed = edition
    told = coverage(pairs, signed, capacity, needed)
    assert sorted(told.covered + told.uncovered, key=int) == [pair.key for pair in pairs]
    assert told.is_whole == (not told.uncovered)
    assert list(told.covered) == sorted(told.covered, key=int)


@given(editions(), st.sampled_from(Capacity), st.data())
def test_a_changed_sentence_loses_what_covers_it_and_no_other_does(edition, capacity, data):
    pairs, signed = edition
    if not pairs:
        return
    place = data.draw(st.integers(0, len(pairs) - 1))
    changed = [Pair(pair.key, "new", pair.target_hash) if at == place else pair for at, pair in enumerate(pairs)]
    before, after = (coverage(each, signed, capacity, 1) for each in (pairs, changed))
    assert set(after.covered) == set(before.covered) - {str(place)}


@given(editions(), st.sampled_from(Capacity), st.data())
def test_a_changed_translation_loses_what_covers_the_pair_and_the_source_keeps_its_own(edition, capacity, data):
    pairs, signed = edition
    if not pairs:
        return
    place = data.draw(st.integers(0, len(pairs) - 1))
    changed = [Pair(pair.key, pair.source_hash, "new") if at == place else pair for at, pair in enumerate(pairs)]
    before, after = (coverage(each, signed, capacity, 1) for each in (pairs, changed))
    lost = set() if capacity in OF_SOURCE else {str(place)}
    assert set(after.covered) == set(before.covered) - lost


@given(editions(), st.sampled_from(Capacity), PEOPLE)
def test_the_signature_of_an_author_does_not_count_on_their_own_sentences(edition, capacity, author):
    pairs, signed = edition
    theirs = {pair.key: {author} for pair in pairs}
    others = [each for each in signed if each.person_id != author]
    assert coverage(pairs, signed, capacity, 1, not_by=theirs) == coverage(pairs, others, capacity, 1)


@given(editions(), st.sampled_from(Capacity), st.integers(1, 3))
def test_signing_twice_is_signing_once(edition, capacity, needed):
    pairs, signed = edition
    assert coverage(pairs, signed * 2, capacity, needed) == coverage(pairs, signed, capacity, needed)


@given(editions(), st.sampled_from(Capacity))
def test_the_more_people_must_sign_the_less_is_covered(edition, capacity):
    pairs, signed = edition
    one, two = (set(coverage(pairs, signed, capacity, needed).covered) for needed in (1, 2))
    assert two <= one


@pytest.mark.parametrize("capacity", OF_PAIRS)
def test_a_sentence_without_translation_is_never_covered_as_a_pair(capacity):
    pair = Pair("a", "1")
    assert not can_be_signed(pair, capacity)
    assert coverage([pair], [Signed(1, capacity, "1", "")], capacity, 1).uncovered == ("a",)


def test_a_peers_signature_is_not_a_lawyers():
    pair = Pair("a", "1")
    signed = [Signed(1, Capacity.PEER, "1")]
    assert coverage([pair], signed, Capacity.PEER, 1).is_whole
    assert not coverage([pair], signed, Capacity.LEGAL, 1).is_whole


def test_the_right_translation_of_another_sentence_covers_nothing():
    signed = [Signed(1, Capacity.CHECKER, "1", "x"), Signed(1, Capacity.CHECKER, "2", "y")]
    assert coverage([Pair("a", "1", "y")], signed, Capacity.CHECKER, 1).uncovered == ("a",)


def test_an_edition_without_sentences_is_whole():
    assert coverage([], [], Capacity.PEER, 1).is_whole


@pytest.mark.parametrize(
    ("stages", "asked"),
    [
        ({}, {}),
        ({"signatures": {"peer": 1, "legal": 1}}, {Capacity.PEER: 1, Capacity.LEGAL: 1}),
        ({"signatures": {"peer": 2, "legal": 0}}, {Capacity.PEER: 2}),
        ({"signatures": {"translator": 5, "checker": 0, "approver": 3}}, {}),
        ({"days": {"in_review": 3}}, {}),
    ],
)
def test_a_programme_sets_readers_and_never_the_second_pair_of_eyes(stages, asked):
    assert required(stages) == asked | dict(ALWAYS)
