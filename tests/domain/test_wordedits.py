"""Edits and pairs that keep what people wrote: exact, by whole words, and quick with any input."""

import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.linepairs import grouped
from workbench.domain.wordedits import WORD, common, rising, word_edits

WORDS = ["og", "en", "\u00f8", "Kalaal\u00adlisut", "e\u0301", "\U0001f44d\U0001f3fd", " ", "  ", "\n", ".", "3"]
TEXT = st.lists(st.sampled_from(WORDS)).map("".join)


def played(before, after, edits):
    out, at = [], 0
    for edit in edits:
        out += [before[at : edit.start], after[edit.at : edit.until]]
        at = edit.stop
    return "".join(out) + before[at:]


@given(TEXT, TEXT)
def test_the_edits_make_one_wording_into_the_other_by_whole_words(before, after):
    edits = word_edits(before, after)

    assert played(before, after, edits) == after
    edges = {place for word in WORD.finditer(before) for place in word.span()} | {0}
    assert {place for edit in edits for place in (edit.start, edit.stop)} <= edges


def test_letters_are_never_compared():
    assert [(e.start, e.stop) for e in word_edits("r\u00f8d bil", "gr\u00f8n b\u00e5d")] == [(0, 3), (4, 7)]


def test_a_word_that_stays_is_not_given_up_for_spaces():
    (insertion, deletion) = word_edits("nul et to tre", "nul ny et tre")

    assert (insertion.start, insertion.stop) == (4, 4)
    assert deletion.start >= 6


@given(st.lists(st.integers(0, 5)), st.lists(st.integers(0, 5)))
def test_common_items_rise_on_both_sides(before, after):
    pairs = common([str(x) for x in before], [str(x) for x in after])

    assert all(before[i] == after[j] for i, j in pairs)
    assert all(a < c and b < d for (a, b), (c, d) in itertools.pairwise(pairs))


def test_the_heaviest_lines_stay_where_they_are():
    assert rising([(0, 2), (1, 0), (2, 1)], lambda _: 1) == [(1, 0), (2, 1)]
    assert rising([(0, 2), (1, 0), (2, 1)], {0: 9, 1: 1, 2: 1}.__getitem__) == [(0, 2)]


@pytest.mark.parametrize(
    ("before", "after", "groups"),
    [
        (["du kan s\u00f8ge om hj\u00e6lp", "to"], ["du kan", "s\u00f8ge om hj\u00e6lp", "to"], [(1, 2), (1, 1)]),
        (["du kan", "s\u00f8ge om hj\u00e6lp", "to"], ["du kan s\u00f8ge om hj\u00e6lp", "to"], [(2, 1), (1, 1)]),
        (["en", "to", "tre"], ["en", "tre"], [(1, 1), (1, 0), (1, 1)]),
        (["en", "tre"], ["en", "to", "tre"], [(1, 1), (0, 1), (1, 1)]),
        (["helt andre ord"], ["noget nyt her"], [(1, 1)]),
        (["alle kan s\u00f8ge nu"], ["alle kan s\u00f8ge straks", "ny linje her"], [(1, 1), (0, 1)]),
        ([], ["en"], [(0, 1)]),
        ([], [], []),
    ],
)
def test_lines_are_paired_as_people_changed_them(before, after, groups):
    assert [(len(group.old), len(group.new)) for group in grouped(before, after)] == groups


@given(st.lists(TEXT, max_size=6), st.lists(TEXT, max_size=6))
def test_every_line_is_in_one_group_and_in_order(before, after):
    groups = grouped(before, after)

    assert [i for group in groups for i in group.old] == list(range(len(before)))
    assert [j for group in groups for j in group.new] == list(range(len(after)))


def test_long_texts_that_have_nothing_in_common_take_little_time():
    rng = random.Random(3)
    before, after = (" ".join(str(rng.randrange(300)) for _ in range(9000)) for _ in range(2))

    assert played(before, after, word_edits(before, after)) == after
