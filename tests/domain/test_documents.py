"""What people bring along from elsewhere comes in with its headings, lists and links, or is refused with the reason."""

import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.wordfiles import PICTURE, link, paragraph, run, table, word_file
from workbench.domain.exchange.documents import FILE_BYTES, Document, read_document
from workbench.domain.linetext import Draft, Kind, Run
from workbench.domain.refusals import Invalid, Reason

SEEDS = Path(os.environ.get("WORKBENCH_CORPUS", Path(__file__).parents[3] / "shared" / "corpus")) / "seeds"
needs_seeds = pytest.mark.skipif(not SEEDS.is_dir(), reason="the corpus of real texts is not on this machine")
P, H, S, B, N, Q = Kind.PARAGRAPH, Kind.HEADING, Kind.SUBHEADING, Kind.BULLET, Kind.NUMBER, Kind.QUOTE


def plain(text, name="tekst.txt"):
    return read_document(name, text.encode())


def kinds(document):
    return [(draft.kind, draft.words) for draft in document.drafts]


def refused(name, raw):
    try:
        read_document(name, raw)
    except Invalid as refusal:
        return refusal.reason
    return None


SHAPES = {
    "000": ("Møde med Borgerforvaltningslederne i Qaasuitsup Kommunia", {P: 15, H: 1}),
    "001": ("Så er vi klar til at indtage det næste stykke uberørte land", {P: 16, H: 2}),
    "002": ("Forum for offentlig service", {P: 15, H: 4}),
    "003": ("Samarbejdsaftale mellem Kommune Kujalleq og Qeqqata Kommunia", {P: 55, H: 5, S: 17, B: 3}),
    "004": ("Et nyt liv for offentlig administration i Grønland", {P: 10, H: 2, B: 4}),
}


@needs_seeds
@pytest.mark.parametrize("seed", SHAPES)
def test_real_texts_come_in_whole_and_in_order(seed):
    (path,) = SEEDS.glob(f"{seed}_*.txt")
    raw = path.read_bytes()

    document = read_document(path.name, raw)

    found = {kind: [draft.kind for draft in document.drafts].count(kind) for kind in Kind}
    assert (document.title.replace("\xa0", " "), {kind: n for kind, n in found.items() if n}) == SHAPES[seed]
    there = re.findall(r"\w+", raw.decode())
    title, words = (re.findall(r"\w+", some) for some in (document.title, " ".join(d.words for d in document.drafts)))
    assert any(there == [*words[:at], *title, *words[at:]] for at in range(20))


@needs_seeds
def test_the_agreement_comes_in_with_its_points_and_bullets():
    (path,) = SEEDS.glob("003_*.txt")

    drafts = read_document(path.name, path.read_bytes()).drafts

    assert [d.words for d in drafts if d.kind is H] == [
        "Baggrund",
        "Forbedring af serviceydelser",
        "Opkvalificering og udvikling af medarbejdere",
        "Erhvervsudvikling",
        "Kontakt",
    ]
    points = [d.words.split()[0] for d in drafts if d.kind is S]
    assert points == [f"1.{n}." for n in range(1, 7)] + [f"2.{n}." for n in range(1, 7)] + [
        f"3.{n}." for n in range(1, 6)
    ]
    assert [d.words.split()[0] for d in drafts if d.kind is B] == ["forbedring", "opkvalificering", "udvikling"]
    assert {"25. april 2016", "Jørgen Wæver Johansen"} <= {d.words for d in drafts if d.kind is P}


def test_marks_in_a_plain_text_are_read():
    document = plain("Titel\n\n(**Gøril**, Molde) sagde det. *Foilane* er på [siden](https://a.gl).")

    assert document.drafts[0].runs[1] == Run("Gøril", bold=True)
    assert document.drafts[0].runs[-2] == Run("siden", link="https://a.gl")


def test_lines_that_a_program_broke_are_joined():
    document = plain(
        "Kære borger\n\nKommunen har nu fået en ny hjemmeside, hvor du kan finde de\n"
        "skemaer, du skal bruge, og hvor du kan skrive til os, når som\nhelst du vil. Ring gerne.\n\n"
        "  • et punkt, som er så langt, at det ikke kan stå på en\n    eneste linje\n  • to\n\n"
        "Med venlig hilsen\nAnna Petersen"
    )

    letter = (
        "Kommunen har nu fået en ny hjemmeside, hvor du kan finde de skemaer, du skal bruge, og hvor du kan skrive "
        "til os, når som helst du vil. Ring gerne."
    )
    assert kinds(document) == [
        (P, "Kære borger"),
        (P, letter),
        (B, "et punkt, som er så langt, at det ikke kan stå på en eneste linje"),
        (B, "to"),
        (P, "Med venlig hilsen"),
        (P, "Anna Petersen"),
    ]  # fmt: skip
    assert document.title == "tekst"


def test_numbered_lines_are_a_list_and_numbered_titles_are_headings():
    document = plain(
        "Sådan gør du\n\n1. Find skemaet.\n2. Udfyld det.\n\n1. Skemaet\nDu finder det her.\n\n1. januar 2027"
    )

    assert document.title == "Sådan gør du"
    assert kinds(document) == [
        (N, "Find skemaet."),
        (N, "Udfyld det."),
        (S, "1. Skemaet"),
        (P, "Du finder det her."),
        (P, "1. januar 2027"),
    ]


@pytest.mark.parametrize(
    "raw",
    [
        "Blåbærgrød på øen".encode(),
        "\ufeffBlåbærgrød på øen".encode(),
        "Blåbærgrød på øen".encode("latin-1"),
        "\ufeffBlåbærgrød på øen".encode("utf-16-le"),
        "Blåbærgrød på øen".encode("utf-16"),
    ],
)
def test_every_usual_encoding_is_read(raw):
    assert read_document("a.TXT", raw) == Document("Blåbærgrød på øen", ())


def test_typographic_letters_of_windows_are_read():
    assert read_document("a.txt", b"\x93Hej\x94 \x96 ok.").drafts[0].words == "“Hej” – ok."


MANY_PARTS = {f"word/{number}.xml": os.urandom(500_000).hex() for number in range(20)}


@pytest.mark.parametrize(
    ("name", "raw", "reason"),
    [
        ("a.pdf", b"%PDF", Reason.DOCUMENT_KIND),
        ("a.doc", b"x", Reason.DOCUMENT_KIND),
        ("docx", b"x", Reason.DOCUMENT_KIND),
        ("a.txt", b"", Reason.DOCUMENT_EMPTY),
        ("a.txt", b" \r\n\xc2\xa0", Reason.DOCUMENT_EMPTY),
        ("a.md", b"![x](y.png)", Reason.DOCUMENT_EMPTY),
        ("a.docx", b"", Reason.DOCUMENT_BROKEN),
        ("a.docx", b"no archive", Reason.DOCUMENT_BROKEN),
        ("a.docx", word_file(), Reason.DOCUMENT_EMPTY),
        ("a.docx", word_file(PICTURE), Reason.DOCUMENT_EMPTY),
        ("a.docx", word_file("<w:p>"), Reason.DOCUMENT_BROKEN),
        ("a.docx", word_file(paragraph("x"))[:-40], Reason.DOCUMENT_BROKEN),
        ("a.docx", word_file("<w:p>" * 5000 + "</w:p>" * 5000), Reason.DOCUMENT_BROKEN),
        ("a.docx", word_file(extra={"word/a.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"}), Reason.DOCUMENT_BROKEN),
        ("a.docx", word_file(extra={"word/styles.xml": " " * 3_000_000}), Reason.DOCUMENT_TOO_LARGE),
        ("a.docx", word_file("<w:p/>" * 500_000), Reason.DOCUMENT_TOO_LARGE),
        ("a.docx", word_file(extra={f"word/{n}.xml": "" for n in range(4000)}), Reason.DOCUMENT_BROKEN),
        ("a.docx", word_file(extra=MANY_PARTS), Reason.DOCUMENT_TOO_LARGE),
        ("a.txt", b"x" * (FILE_BYTES + 1), Reason.DOCUMENT_TOO_LARGE),
        ("a.txt", b"ord " * 200_000, Reason.DOCUMENT_TOO_LARGE),
        ("a.txt", b"\x00\x01\x02\xff\xfe", Reason.DOCUMENT_ENCODING),
        ("a.txt", b"a\x81b", Reason.DOCUMENT_ENCODING),
        ("a.txt", "grød på øen ".encode() + b"\xff", Reason.DOCUMENT_ENCODING),
        ("a.txt", b"\xff\xfea", Reason.DOCUMENT_ENCODING),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_reason(name, raw, reason):
    assert refused(name, raw) is reason


def test_a_word_file_keeps_headings_lists_links_and_marks():
    raw = word_file(
        paragraph("Bolig", style="Titel"),
        paragraph(run("Hvem", "b"), style="Overskrift1"),
        paragraph("Du kan ", run("søge ", "b"), run("nu", "i"), " på ", link("siden"), "."),
        paragraph("Undtagelser", style="Overskrift2"),
        paragraph("et", number=1),
        paragraph("inde i et", number=1, level=1),
        paragraph("to", number=1),
        paragraph("først", number=2),
        paragraph("Sagt.", style="Citat"),
        PICTURE,
        table(("Sted", "Tid"), ("Nuuk", "9-12")),
        paragraph(run("En", "b"), "<w:r><w:br/></w:r>", run("anden")),
    )

    document = read_document("ansøgning.docx", raw)

    assert (document.title, document.images) == ("Bolig", 1)
    assert kinds(document) == [
        (H, "Hvem"), (P, "Du kan søge nu på siden."), (S, "Undtagelser"), (B, "et"), (B, "inde i et"), (B, "to"),
        (N, "først"), (Q, "Sagt."), (P, "Sted | Tid"), (P, "Nuuk | 9-12"), (P, "En"), (P, "anden"),
    ]  # fmt: skip
    assert document.drafts[0].runs == (Run("Hvem"),)
    assert document.drafts[1].runs == (
        Run("Du kan "), Run("søge", bold=True), Run(" "), Run("nu", italic=True), Run(" på "),
        Run("siden", link="https://nuuk.gl/a"), Run("."),
    )  # fmt: skip


def test_a_link_in_a_word_file_leads_nowhere_bad():
    raw = word_file(paragraph(link("her"), " er det."), address="javascript:alert(1)")

    assert read_document("a.docx", raw).drafts == (Draft(P, (Run("her er det."),)),)


def test_bold_lines_are_headings_where_no_styles_are_used():
    raw = word_file(
        paragraph(run("Bolig", "b")),
        paragraph("Du kan søge."),
        paragraph(run("Hvem", "b")),
        paragraph(run("Alle.", "b")),
    )

    document = read_document("Bolig_i_Nuuk.docx", raw)

    assert document.title == "Bolig i Nuuk"
    assert kinds(document) == [(H, "Bolig"), (P, "Du kan søge."), (H, "Hvem"), (P, "Alle.")]


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_damaged_word_file_is_read_or_refused(data):
    raw = bytearray(word_file(paragraph("Bolig", style="Titel"), paragraph("et", number=1), table(("a", "b"))))
    for _ in range(data.draw(st.integers(1, 6))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))

    reasons = {None, Reason.DOCUMENT_BROKEN, Reason.DOCUMENT_EMPTY, Reason.DOCUMENT_TOO_LARGE}
    assert refused("a.docx", bytes(raw)) in reasons


@given(st.text())
def test_any_plain_text_is_read_or_refused(text):
    for name in ("a.txt", "a.md"):
        assert refused(name, text.encode()) in {None, Reason.DOCUMENT_EMPTY, Reason.DOCUMENT_ENCODING}


def test_a_markdown_file_of_others_comes_in():
    document = plain(
        "# Bolig\n\nDu kan søge\nom __bolig__ i _byen_  \neller på bygden.\n\nHvem\n----\n\n"
        "+ alle\n    - unge\n* gamle ##\n\n1. find\n   skemaet\n2. send ![pil](p.png)\n\n> sagt\n\n***\n\n"
        "| Sted | Tid |\n|------|----:|\n| Nuuk | 9 |\n\n"
        "### Mere ###\n<https://a.gl> og snake_case_ord\n",
        "bolig.md",
    )

    assert (document.title, document.images) == ("Bolig", 1)
    assert kinds(document) == [
        (P, "Du kan søge om bolig i byen"), (P, "eller på bygden."), (H, "Hvem"), (B, "alle"), (B, "unge"),
        (B, "gamle ##"), (N, "find skemaet"), (N, "send"), (Q, "sagt"), (P, "Sted | Tid"), (P, "Nuuk | 9"),
        (S, "Mere"), (P, "https://a.gl og snake_case_ord"),
    ]  # fmt: skip
    assert document.drafts[0].runs[1] == Run("bolig", bold=True)
    assert document.drafts[-1].runs[0] == Run("https://a.gl", link="https://a.gl")
