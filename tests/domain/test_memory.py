"""Which sentences count as the same, and whose translation is offered first."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.memory import Entry, Wanted, context_hash, exact, norm_hash, normalise

DAY = datetime(2026, 11, 22, 12, tzinfo=UTC)
WORDS = "Du kan søge om boligsikring."


def entry(target, **origin):
    return Entry(**{"source": WORDS, "target": target, "at": DAY, **origin})


def offered(*entries, **place):
    return [match.target for match in exact(entries, Wanted(WORDS, **place))]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Du kan søge.", "Du  kan\u00a0søge. ", True),
        ("bolig\u00adsikring", "boligsikring", True),
        ("bolig\u200bsikring", "boligsikring", True),
        ("s\u00f8ge \u00e5r", "s\u00f8ge a\u030ar", True),
        ("12.500 kr.", "12.050 kr.", False),
        ("Du kan søge.", "du kan søge.", False),
        ("**Husk** det", "Husk det", False),
        ("[her](https://a.gl)", "[her](https://b.gl)", False),
    ],
)
def test_sentences_that_read_alike_are_the_same(one, other, same):
    assert (norm_hash(one) == norm_hash(other)) is same


@given(st.text(max_size=80))
def test_normalising_twice_changes_nothing(text):
    assert normalise(normalise(text)) == normalise(text)
    assert len(norm_hash(text)) == 32


@given(st.lists(st.text(max_size=8), min_size=3, max_size=3), st.lists(st.text(max_size=8), min_size=3, max_size=3))
def test_a_context_is_the_same_only_with_the_same_neighbours(one, other):
    same = [normalise(text) for text in one] == [normalise(text) for text in other]

    assert (context_hash(*one) == context_hash(*other)) is same


def test_a_sentence_between_the_same_neighbours_comes_first():
    context = context_hash("Før.", WORDS, "Efter.")
    entries = (entry("nutaaq", at=DAY + timedelta(days=9)), entry("akornanni", context=context))

    matches = exact(entries, Wanted(WORDS, previous="Før.", following="Efter."))

    assert [(match.score, match.target) for match in matches] == [(101, "akornanni"), (100, "nutaaq")]


def test_ties_go_to_the_same_article_then_topic_then_organisation_then_the_newest():
    entries = (
        entry("pisoqaq"),
        entry("nutaaq", at=DAY + timedelta(days=3)),
        entry("organisation", organisation="Sermersooq"),
        entry("topic", topics=frozenset({"house"})),
        entry("article", article="a1"),
    )

    found = offered(*entries, article="a1", topics=frozenset({"house", "law"}), organisation="Sermersooq")

    assert found == ["article", "topic", "organisation", "nutaaq", "pisoqaq"]


def test_of_one_day_a_checked_sentence_comes_before_an_unchecked_one():
    later = DAY + timedelta(hours=2)

    assert offered(entry("unchecked", at=later), entry("checked", checked=True)) == ["checked", "unchecked"]


def test_the_same_translation_is_offered_once_with_its_best_origin():
    matches = exact([entry("una"), entry("una ", article="a1")], Wanted(WORDS, article="a1"))

    assert [(match.target, match.origin.article) for match in matches] == [("una ", "a1")]


def test_nothing_else_is_offered():
    assert offered(entry("alla", source="Noget andet."), entry(" ")) == []
