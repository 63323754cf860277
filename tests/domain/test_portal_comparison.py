"""A page is compared with what was sent, statement by statement, and nothing is nearly right."""

from dataclasses import replace

import pytest

from tests.support.parcels import LAW, OWNER, danish, kalaallisut, line, parcel, signed_text, withdrawal
from workbench.domain.linetext import Kind, Line, Run
from workbench.domain.portal.addresses import page_name, slug
from workbench.domain.portal.capabilities import Capabilities, obstacles
from workbench.domain.portal.comparison import Part, Statement, compare, settled, statements
from workbench.domain.portal.parcel import LawLink, ParcelKind, Section, Text


def of(text):
    return parcel(texts={"da": text, "kl": kalaallisut()})


def test_a_page_that_says_all_of_it_is_equal():
    sent = parcel()

    assert compare(sent, "da", statements(sent, "da")) == ()
    assert compare(sent, "kl", statements(sent, "kl")) == ()


@pytest.mark.parametrize("number", range(len(statements(parcel(), "da"))))
def test_each_missing_statement_is_noticed(number):
    found = list(statements(parcel(), "da"))
    left_out = found.pop(number)

    (first, *_) = compare(parcel(), "da", found)
    assert (first.part, first.sent, first.found) == (left_out.part, left_out.shown, "")


@pytest.mark.parametrize("number", range(len(statements(parcel(), "da"))))
def test_each_changed_letter_is_noticed(number):
    found = list(statements(parcel(), "da"))
    right = found[number]
    found[number] = replace(right, words=right.words + "x")

    (first, *_) = compare(parcel(), "da", found)
    assert first.sent == right.shown


def test_words_nobody_sent_are_noticed():
    found = [*statements(parcel(), "da"), Statement(Part.PARAGRAPH, "Køb mere")]

    (one,) = compare(parcel(), "da", found)
    assert (one.sent, one.found) == ("", "Køb mere")


def test_statements_in_another_order_are_noticed():
    found = list(statements(parcel(), "da"))
    found[3], found[4] = found[4], found[3]

    assert compare(parcel(), "da", found)


def test_a_list_that_became_prose_is_noticed():
    found = [
        replace(its, part=Part.PARAGRAPH) if its.part is Part.BULLET else its for its in statements(parcel(), "da")
    ]

    assert {its.part for its in compare(parcel(), "da", found)} == {Part.BULLET}


def test_a_link_that_leads_elsewhere_is_noticed():
    found = [
        replace(its, links=((its.words, "https://evil.example"),)) if its.links else its
        for its in statements(parcel(), "da")
    ]

    assert any("<https://lov.example/2024/99>" in its.sent for its in compare(parcel(), "da", found))


def test_a_signed_sentence_that_is_not_on_the_page_is_named():
    sent = parcel()
    gone = "er fyldt 18 år"
    found = [its for its in statements(sent, "da") if its.words != gone]

    assert (Part.SENTENCE, gone) in {(its.part, its.sent) for its in compare(sent, "da", found)}


def test_a_page_in_the_wrong_language_differs():
    assert compare(parcel(), "da", statements(parcel(), "kl"))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Ka\u00adlaal\u00adli\u00adsut", "Kalaallisut"),
        ("10\u00a0kr.", "10 kr."),
        ("to\n  linjer ", "to linjer"),
        ("bla\u030a", "bl\u00e5"),
    ],
)
def test_layout_is_not_a_difference(written, read):
    assert settled(written) == settled(read)


def test_the_contact_section_does_not_repeat_what_the_record_says():
    address = line("x", "Havnebyens Kommune, Kajvej 3, 3999 Havnebyen. Åbent hver dag.")
    text = Text("T", (Section("how", "Sådan", (line("a", "Ring."),)), Section("contact", "Kontakt", (address,))))

    said = [its.words for its in statements(of(text), "da") if its.part is Part.OWNER]
    assert said == [OWNER.phone, OWNER.email, "havnebyen.example"]


def test_a_law_is_listed_apart_only_when_no_section_links_to_it():
    alone = LawLink("Anden lov", "https://lov.example/2025/1")
    text = replace(danish(), laws=(*danish().laws, alone))

    laws = [its for its in statements(of(text), "da") if its.part is Part.LAW]
    assert [its.words for its in laws] == ["Anden lov"]
    assert any(its.links == ((its.words, LAW),) for its in statements(of(text), "da"))


def test_a_link_with_bold_words_in_it_is_one_link():
    runs = (Run("Læs ", link=LAW), Run("loven", bold=True, link=LAW), Run(" nu."))
    text = Text("T", (Section("how", "Sådan", (Line("a", Kind.PARAGRAPH, runs),)),))

    (said,) = (its for its in statements(of(text), "da") if its.part is Part.PARAGRAPH)
    assert said.links == (("Læs loven", LAW),)


def test_a_withdrawn_article_says_why_and_whom_to_ask():
    gone = statements(withdrawal(parcel(), version=2), "da")

    assert [its.part for its in gone[:3]] == [Part.TITLE, Part.NOTE, Part.OWNER]
    assert gone[1].words == "Loven er ophævet."


def test_a_portal_says_beforehand_what_it_cannot_hold():
    plain = Capabilities(
        languages=frozenset({"da"}),
        kinds=frozenset({ParcelKind.PUBLISH}),
        lines=frozenset({Kind.PARAGRAPH, Kind.BULLET}),
        largest=10,
    )
    found = list(obstacles(withdrawal(parcel(), version=2), 11, plain))
    assert [its.part for its in found] == [Part.PAGE, Part.PAGE, Part.LANGUAGE]

    assert Part.QUOTE in {its.part for its in obstacles(parcel(), 5, plain)}
    assert not list(obstacles(parcel(), 5, Capabilities()))


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Boligsikring, når du bor til leje", "boligsikring-naar-du-bor-til-leje"),
        ("Æbler & øl på Ærø", "aebler-oel-paa-aeroe"),
        ("Ka\u00adlaal\u00adlit Nunaat", "kalaallit-nunaat"),
        ("Crème brûlée", "creme-brulee"),
        ("../../etc/passwd", "etc-passwd"),
        ("— ? —", ""),
        ("ord " * 40, "ord-ord-ord-ord-ord-ord-ord-ord-ord-ord-ord-ord-ord-ord-ord"),
        ("x" * 99, "x" * 60),
    ],
)
def test_addresses_are_words_one_can_read_aloud(title, expected):
    assert slug(title) == expected


def test_an_address_keeps_its_part_that_never_changes():
    article = parcel().article_id

    assert page_name("Bolig", article) == f"bolig-{article.hex[:8]}.html"
    assert page_name("???", article) == f"{article.hex[:8]}.html"


def test_sentences_are_the_words_of_a_text():
    assert next(its.words for its in signed_text(danish()).sentences) == danish().title
