"""Long Kalaallisut words may break where a reader expects it, and only in output."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.collation import sort_key
from workbench.domain.hyphenation import SOFT_HYPHEN, hyphenate


@pytest.mark.parametrize(
    ("word", "broken"),
    [
        ("Kalaallisut", "Ka-laal-li-sut"),
        ("Inatsisartut", "Inat-si-sar-tut"),
        ("ineqarnermut", "ine-qar-ner-mut"),
        ("tallimanngornermut", "tal-li-man-ngor-ner-mut"),
        ("angerlarsimaffik", "anger-lar-si-maf-fik"),
        ("PISINNAATITAAFFIIT", "PI-sin-naa-ti-taaf-fiit".upper()),
        ("Kujalleq", "Kujalleq"),
        ("Nuummi", "Nuummi"),
        ("2024-meersoq", "2024-meersoq"),
    ],
)
def test_words_break_before_a_consonant_that_a_vowel_follows(word, broken):
    assert hyphenate(word).replace(SOFT_HYPHEN, "-") == broken


def test_short_words_in_a_sentence_stay_whole():
    assert hyphenate("Kommuni tapiissuteqarpoq.").replace(SOFT_HYPHEN, "-") == "Kommuni ta-piis-su-te-qar-poq."


def test_a_word_that_somebody_broke_by_hand_is_left_alone():
    by_hand = f"Kalaal{SOFT_HYPHEN}lisuujunnaarsitaq"

    assert hyphenate(by_hand) == by_hand


@given(st.text())
def test_no_letter_is_lost_or_added(words):
    assert hyphenate(words).replace(SOFT_HYPHEN, "") == words.replace(SOFT_HYPHEN, "")


@given(st.text(alphabet="aiuqklmnrstg -1", max_size=60))
def test_breaking_twice_changes_nothing(words):
    assert hyphenate(hyphenate(words)) == hyphenate(words)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("da", ["affald", "Bolig", "zone", "ægteskab", "økonomi", "aabent", "ånd"]),
        ("kl", ["aaqqissuussineq", "allagaq", "peqqinneq", "ĸilaut", "qimmeq", "ukiut", "ånd"]),
        ("en", ["cafe", "cafés", "zoo"]),
    ],
)
def test_words_stand_in_the_order_of_their_alphabet(language, words):
    backwards = words[::-1]

    assert sorted(backwards, key=lambda its: sort_key(its, language)) == words
