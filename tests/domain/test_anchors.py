"""Remarks hang on words, and find them again as long as they stand there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.anchors import Anchor, cut_at, place_of
from workbench.domain.linetext import Run

WORDS = st.text(alphabet="ab c\u00ad\u200b\u00a0\n", max_size=30)


@pytest.mark.parametrize(
    ("quote", "words", "found"),
    [
        ("fire uger", "svar inden fire uger.", "fire uger"),
        ("fire uger", "svar inden fire\u00a0uger.", "fire\u00a0uger"),
        ("fire  uger ", "svar inden fire uger.", "fire uger"),
        ("lejekontrakt", "din leje\u00adkontrakt.", "leje\u00adkontrakt"),
        ("leje\u00adkontrakt", "din lejekontrakt.", "lejekontrakt"),
        ("uger", "fire uger og fire uger", "uger"),
        ("kra", "fire uger", None),
        ("", "fire uger", None),
        ("  ", "fire uger", None),
        ("fire", "", None),
    ],
)
def test_words_are_found_as_a_reader_sees_them(quote, words, found):
    place = place_of(quote, words)
    assert (None if place is None else words[slice(*place)]) == found


@given(WORDS, st.data())
def test_what_was_selected_is_found(words, data):
    start = data.draw(st.integers(0, len(words)))
    end = data.draw(st.integers(start, len(words)))
    quote = words[start:end]
    place = place_of(quote, words)
    if place is None:
        assert not quote.strip("\u00ad\u200b \u00a0\n")
    else:
        assert 0 <= place[0] < place[1] <= len(words)


RUNS = st.lists(
    st.builds(Run, st.text(alphabet="abc ", min_size=1, max_size=6), st.booleans(), st.booleans()), max_size=5
)


@given(RUNS, st.data())
def test_a_line_cut_at_its_remarks_is_still_the_line(runs, data):
    length = sum(len(run.words) for run in runs)
    spans = data.draw(st.lists(st.tuples(st.integers(0, length), st.integers(0, length)), max_size=4))
    anchors = [Anchor(number, *sorted(span)) for number, span in enumerate(spans, 1) if len(set(span)) == 2]
    cuts = cut_at(runs, anchors)
    assert "".join(cut.run.words for cut in cuts) == "".join(run.words for run in runs)
    for anchor in anchors:
        under = "".join(cut.run.words for cut in cuts if anchor.number in cut.under)
        assert under == "".join(run.words for run in runs)[anchor.start : anchor.end]
        assert sum(anchor.number in cut.ends for cut in cuts) == 1
    assert all(cut.run.words for cut in cuts)


def test_remarks_may_overlap():
    cuts = cut_at([Run("abcdef")], [Anchor(1, 0, 4), Anchor(2, 2, 6)])
    assert [(cut.run.words, cut.under, cut.ends) for cut in cuts] == [
        ("ab", (1,), ()),
        ("cd", (1, 2), (1,)),
        ("ef", (2,), (2,)),
    ]
