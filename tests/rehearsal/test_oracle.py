"""The oracle of a rehearsal: a word that is lost, doubled, brought back or glued is seen; one that is right is not."""

import pytest

from workbench.rehearsal.oracle import Ledger, Verdict, judge
from workbench.rehearsal.words import Words, words_in

TYPED = "Badefi gokuhe. Dinafu låsæme"


@pytest.fixture
def ledger():
    ledger = Ledger()
    ledger.type(TYPED)
    ledger.take("gokuhe")
    return ledger


def test_a_text_as_people_left_it_is_clean(ledger):
    assert judge(ledger, "Badefi. Dinafu **låsæme**").is_clean
    assert judge(ledger, ["Badefi.", "- Dinafu", "[låsæme](https://lov.example/1)"]).is_clean


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Badefi. låsæme", Verdict(lost=frozenset({"dinafu"}))),
        ("Badefi. Dinafu låsæme dinafu", Verdict(doubled=frozenset({"dinafu"}))),
        ("Badefi gokuhe. Dinafu låsæme", Verdict(returned=frozenset({"gokuhe"}))),
        ("BadefiDinafu låsæme", Verdict(lost=frozenset({"badefi", "dinafu"}))),
        ("Badefi. Dina fu låsæme", Verdict(lost=frozenset({"dinafu"}))),
        ("", Verdict(lost=frozenset({"badefi", "dinafu", "låsæme"}))),
    ],
    ids=["lost", "doubled", "came back", "glued", "cut", "all lost"],
)
def test_a_tampered_text_is_seen(ledger, text, verdict):
    assert judge(ledger, text) == verdict
    assert not verdict.is_clean


def test_what_was_typed_and_taken_away_before_it_was_sent_is_missed_by_nobody():
    ledger = Ledger()
    ledger.type("badefi")
    ledger.take("badefi")
    assert judge(ledger, "").is_clean


def test_what_was_taken_away_and_stands_there_twice_is_both():
    ledger = Ledger()
    ledger.type("badefi")
    ledger.take("badefi")
    assert judge(ledger, "badefi badefi") == Verdict(doubled=frozenset({"badefi"}), returned=frozenset({"badefi"}))


@pytest.mark.parametrize("language", ["da", "kl"])
def test_every_word_exists_once_and_all_are_of_one_length(language):
    words = Words(language)
    given = [words.new() for _ in range(20_000)]
    assert len(set(given)) == len(given)
    assert len({len(word) for word in given}) == 1
    assert words_in(" ".join(given)) == given
