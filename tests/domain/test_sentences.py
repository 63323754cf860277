"""A signature holds what a citizen reads, and lets go of what nobody sees."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.sentences import signature_hash, signed_form

SIGNED = "Du får **1.200 kr.** i [støtte](https://nuuk.gl)."


@pytest.mark.parametrize(
    "seen_the_same",
    [
        "Du får  **1.200 kr.** i [støtte](https://nuuk.gl). ",
        "Du får\u00a0**1.200\u00a0kr.** i [støtte](https://nuuk.gl).",
        "Du får **1.200 kr.** i [støt\u00adte](https://nuuk.gl).",
        "\ufeffDu får **1.200\u200b kr.** i [støtte](https://nuuk.gl).",
        unicodedata.normalize("NFD", SIGNED),
    ],
)
def test_signatures_stay_when_only_spaces_and_unseen_letters_change(seen_the_same):
    assert signature_hash(seen_the_same) == signature_hash(SIGNED)


@pytest.mark.parametrize(
    "read_differently",
    [
        "Du får **1.300 kr.** i [støtte](https://nuuk.gl).",
        "du får **1.200 kr.** i [støtte](https://nuuk.gl).",
        "Du får 1.200 kr. i [støtte](https://nuuk.gl).",
        "Du får **1.200 kr.** i [støtte](https://nuuk.dk).",
        "Du får **1.200 kr.** i støtte.",
        "Du får **1.200 kr.** i [støtte](https://nuuk.gl)",
    ],
)
def test_signatures_fall_when_figures_case_marks_or_addresses_change(read_differently):
    assert signature_hash(read_differently) != signature_hash(SIGNED)


def test_a_hash_has_the_length_of_its_column():
    assert len(signature_hash("")) == len(signature_hash(SIGNED)) == 32
    assert set(signature_hash(SIGNED)) <= set("0123456789abcdef")


@given(st.text())
def test_the_signed_form_is_its_own_signed_form(words):
    assert signed_form(signed_form(words)) == signed_form(words)
