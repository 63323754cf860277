"""People's Markdown goes into lines and comes out again unharmed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.linetext import Draft, Kind, Run, tidy
from workbench.domain.markdown import from_markdown, inline_markdown, parse_inline, to_markdown

LETTERS = st.one_of(
    st.sampled_from(list("**__[]()\\\\ \t#->.1)\u2022ab\u00e6\u00f8\u00e5\u0138\u00ad\u2013\u201d\u0301\U0001f600")),
    st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cn")),
)
WORDS = st.text(LETTERS, min_size=1, max_size=12) | st.sampled_from(
    ["1. januar 2027", "25. april", "1. ", "2. ", "## ", "- ", "](x)", "[a](https://a.gl)", "**", "***", "\\", " "]
)
LINKS = st.just("") | st.sampled_from(
    ["https://nuuk.gl", "https://a.gl/b_(c)?d=*e*[f]\\g", "mailto:a@b.gl", "tel:+299700000", "javascript:alert(1)"]
)
RUNS = st.lists(st.builds(Run, WORDS, st.booleans(), st.booleans(), LINKS), min_size=1, max_size=5).map(tuple)
KINDS = st.sampled_from([kind for kind in Kind if kind is not Kind.SECTION])
DRAFTS = st.lists(st.builds(Draft, KINDS, RUNS), max_size=6)


@given(DRAFTS)
def test_whatever_people_wrote_comes_back_with_its_kinds_and_marks(drafts):
    wanted = tuple(Draft(d.kind, tidy(d.runs)) for d in drafts if d.words.strip())

    assert from_markdown(to_markdown(drafts)) == wanted


@given(st.text())
def test_anything_at_all_can_be_typed(text):
    once = from_markdown(text)

    assert from_markdown(to_markdown(once)) == once


@given(RUNS)
def test_the_marks_inside_a_line_come_back(runs):
    assert parse_inline(inline_markdown(runs)) == tidy(runs)


@pytest.mark.parametrize(
    ("typed", "kind", "words"),
    [
        ("Du kan s\u00f8ge.", Kind.PARAGRAPH, "Du kan s\u00f8ge."),
        ("## Overskrift", Kind.HEADING, "Overskrift"),
        ("# Overskrift", Kind.HEADING, "Overskrift"),
        ("### Mindre", Kind.SUBHEADING, "Mindre"),
        ("- punkt", Kind.BULLET, "punkt"),
        ("* punkt", Kind.BULLET, "punkt"),
        ("  \u2022 punkt", Kind.BULLET, "punkt"),
        ("1. f\u00f8rst", Kind.NUMBER, "f\u00f8rst"),
        ("1) f\u00f8rst", Kind.NUMBER, "f\u00f8rst"),
        ("> sagt", Kind.QUOTE, "sagt"),
        ("\\- ikke et punkt", Kind.PARAGRAPH, "- ikke et punkt"),
        ("25. april 2016", Kind.PARAGRAPH, "25. april 2016"),
        ("1. januar 2027 \u00e6ndres det", Kind.PARAGRAPH, "1. januar 2027 \u00e6ndres det"),
        ("1.1. Udvikling", Kind.PARAGRAPH, "1.1. Udvikling"),
        ("\u2013 Vi er glade", Kind.PARAGRAPH, "\u2013 Vi er glade"),
        ("#hashtag", Kind.PARAGRAPH, "#hashtag"),
        ("5 * 3 * 2 [se side 4] C:\\sti", Kind.PARAGRAPH, "5 * 3 * 2 [se side 4] C:\\sti"),
    ],
)
def test_a_line_is_what_its_writer_meant(typed, kind, words):
    assert from_markdown(typed) == (Draft(kind, (Run(words),)),)


def test_a_list_goes_on_counting_and_a_loose_number_does_not_start_one():
    drafts = from_markdown("1. en\n2. to\n\n3. tre\nsnak\n4. fire")

    assert [d.kind for d in drafts] == [Kind.NUMBER] * 3 + [Kind.PARAGRAPH] * 2
    assert drafts[-1].words == "4. fire"


def test_enter_starts_a_line_and_an_empty_line_only_keeps_apart():
    assert from_markdown("en\r\nto\r\n\r\n\r\ntre\u2028fire") == from_markdown("en\n\nto\n\ntre\n\nfire")


def test_what_people_read_in_the_box_is_plain():
    drafts = from_markdown("Kom 5 * 3 gange [se her].\n\n25. april\n- et\n- to\n1. tre\n2. fire\n\\1. fem")

    assert to_markdown(drafts) == "Kom 5 * 3 gange [se her].\n\n25. april\n\n- et\n- to\n\n1. tre\n2. fire\n\n\\1. fem"


def test_spaces_around_marks_need_no_signs():
    typed = "Du **kan** s\u00f8ge *nu* ved [b\u00f8rn **her** og](https://nuuk.gl) *der*."

    assert to_markdown(from_markdown(typed)) == typed


@pytest.mark.parametrize(
    ("typed", "runs"),
    [
        ("s\u00f8g **nu** her", (Run("s\u00f8g "), Run("nu", bold=True), Run(" her"))),
        ("*en **to** tre*", (Run("en ", italic=True), Run("to", bold=True, italic=True), Run(" tre", italic=True))),
        ("***begge***", (Run("begge", bold=True, italic=True),)),
        ("[her](https://nuuk.gl)", (Run("her", link="https://nuuk.gl"),)),
        ("[her](www.nuuk.gl)", (Run("her", link="https://www.nuuk.gl"),)),
        ("[skriv](a@nuuk.gl)", (Run("skriv", link="mailto:a@nuuk.gl"),)),
        ("**[her](tel:+299)**", (Run("her", bold=True, link="tel:+299"),)),
        ("[x](https://a.gl/b_(c))", (Run("x", link="https://a.gl/b_(c)"),)),
        ("[a [b] c](https://a.gl)", (Run("a [b] c", link="https://a.gl"),)),
        ("[ord](javascript:alert(1))", (Run("ord"),)),
        ("[ord](//evil.gl)", (Run("ord"),)),
        ("**ikke lukket", (Run("**ikke lukket"),)),
        ("[](https://a.gl)", (Run("[](https://a.gl)"),)),
        ("\\*ikke kursiv\\*", (Run("*ikke kursiv*"),)),
    ],
)
def test_marks_are_read_as_they_are_written(typed, runs):
    assert parse_inline(typed) == runs


def test_letters_no_page_can_keep_are_dropped_and_all_others_stay():
    kept = "Kalaallisut\u00ad \u201dord\u201c \u2013 e\u0301 \U0001f469\u200d\U0001f692"

    assert from_markdown(f"\x00{kept}\ud800\x1f") == (Draft(Kind.PARAGRAPH, (Run(kept),)),)


@pytest.mark.parametrize(
    "typed", ["[", "*", "*a*", "**", "](", "[](", "\\", "[a](b", "*a", "**a ", "[a](https://b.gl)", "](("]
)
def test_a_page_full_of_signs_is_read_and_written(typed):
    text = typed * (65536 // len(typed))

    drafts = from_markdown(text)

    assert from_markdown(to_markdown(drafts)) == drafts
