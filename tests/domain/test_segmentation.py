"""Sentences end where a reader of Danish or Kalaallisut ends them, and every letter stays."""

import os
import pathlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.domain.linetext import Kind, Line, Run
from workbench.domain.segmentation import segments, sentences

CORPUS = pathlib.Path(os.environ.get("WORKBENCH_CORPUS") or pathlib.Path(__file__).parents[3] / "shared" / "corpus")

#: Each is a paragraph with its sentence ends shown as "|".
DANISH = [
    "Du kan søge. |Du får svar.",
    "Er du klar? |Ring nu! |Vi venter.",
    "Du kan f.eks. søge om støtte til husleje.",
    "Det gælder bl.a. Nuuk og Sisimiut.",
    "Se jf. Kapitel 2 og pkt. 3, stk. 2 i loven.",
    "Ret til hjælp følger af jf. § 4, stk. 2. |Loven gælder alle.",
    "Vi har åbent d. 3. maj kl. 12.00 i Nuuk. |Kom forbi.",
    "Ansøg senest den 1. Januar. |Svaret kommer i februar.",
    "Fristen er 26. sept. 2016 efter bkg. nr. 23 af 26. sept. 2016. |Derefter er det for sent.",
    "Det sker den 1. maj. |Den dag holder vi lukket.",
    "Ring til os m.fl. |Alle kan hjælpe.",
    "Venner m.fl. kan hjælpe.",
    "Vi tager os af mad, tøj osv. |Du betaler selv resten.",
    "Papirer, billeder o.l. skal med.",
    "Det koster 500 kr. |Du betaler på nettet.",
    "Det koster 500 kr. pr. måned.",
    "Prisen er kr. 500 for alle.",
    "Det er ca. 25 pct. |Resten betaler kommunen.",
    "Der er 5 mio. kr. i puljen.",
    "Skriv til post@kommune.gl. |Vi svarer hurtigt.",
    "Læs mere på www.sullissivik.gl. |Der kan du også søge.",
    "Selskabet hedder Nukissiorfiit A/S. |Det leverer strøm.",
    "Hans A. Petersen svarer dig. |Han kender reglerne.",
    "Du skal bruge to ting (pas m.v.) |Husk dem begge.",
    "Han spurgte: »Er du klar?« |Hun nikkede.",
    "»Er du klar?« spurgte han.",
    "Fristen er i 2024. |”Overført” betyder gemt.",
    "Vent lidt … |Nu er vi klar.",
    "Det var slut. |2. Du skal vente.",
    "1. Du skal søge.",
    "a) Du skal søge. |b) Du skal vente.",
    "Stk. 2. Kommunen skal svare.",
    "§ 4. Kommunen skal svare.",
    "Svar kom den 8. 10. 2021.",
    "Svar senest d. 6. oktober. 2021.",
    "Du har fået tilladelsen. |1 licens giver adgang.",
    "Ring på tlf. 70 12 34 eller hos dr. Hansen.",
    "Det gælder inkl. Qaanaaq, evt. Upernavik, vedr. Tasiilaq og hhv. Nuuk.",
    "Puljen er på 12.500 kr. og 3.000 timer.",
    "Kommunen.Borgeren",
    "Uden punktum til sidst",
]
KALAALLISUT = [
    "Qinnuteqarit. |Akissut nassiunneqassaaq.",
    "30. januaari 2026-mi nassiunneqassaaq. |Akissut utaqqiuk.",
    "Ulloq 9. December nassiunneqassaaq.",
    "Ulloq 15. Oktobari ilanngullugu.",
    "Akia 500 kr.-it missaanniippoq. |Akiliigit.",
    "Akia 500 kr. |Akiliigit.",
    "30.-at akissutigineqarpoq.",
    "Meeqqat, inersimasut il.il. |Tamarmik qinnuteqarsinnaapput.",
    "Meeqqat il.il. qinnuteqarsinnaapput.",
    "Sianerit nal. 9.00-miit 15.00-mut.",
    "Tak. § 6, imm. 2, nr. 3, qupp. 4.",
    "Assers. Nuummi imal. Sisimiuni.",
    "Ullut 8-t sap.ak. 3-t qaangiutsinnagit.",
    "Imm. 2. Kommuni akissaaq.",
    "Uunga allagit: post@kommune.gl. |Akissaatigut.",
    "Nalunaarut nassiunneqarpoq. |23. juni 2021 tusarniaaneq naavoq.",
    "Immikkoortoq 2026-mi atuutilissaaq. |Inatsit nutaajuvoq.",
]


@pytest.mark.parametrize("shown", DANISH)
def test_a_danish_reader_finds_the_sentences_where_they_end(shown):
    words = shown.replace("|", "")

    assert "|".join(sentences(words, "da")) == shown


@pytest.mark.parametrize("shown", KALAALLISUT)
@pytest.mark.parametrize("tag", ["kl", "kl-GL"])
def test_a_kalaallisut_reader_finds_the_sentences_where_they_end(shown, tag):
    words = shown.replace("|", "")

    assert "|".join(sentences(words, tag)) == shown


@pytest.mark.parametrize("language", ["en", "nn", "xx", ""])
def test_a_third_language_is_cut_without_short_forms(language):
    assert sentences("One is here. Two is there.", language) == ("One is here. ", "Two is there.")


def test_spaces_belong_to_the_sentence_before_them():
    assert sentences("  Et.  To er her. ", "da") == ("  Et.  ", "To er her. ")
    assert sentences("  ", "da") == ("  ",)
    assert sentences("", "da") == ()


ATOMS = [
    "Du",
    "søge",
    ".",
    ". ",
    "? ",
    "… ",
    " ",
    "  ",
    "1",
    "3.",
    "maj ",
    "kr.",
    "m.fl. ",
    "»",
    "« ",
    "(",
    ") ",
    "-it ",
    "2026-mi",
    "il.il. ",
    "§ ",
    "A",
    "b) ",
    "😀",
    "\xa0",
    "\xad",
    "é",
    "\n",
    "\r\n\n",
]
MIXED = st.lists(st.sampled_from(ATOMS)).map("".join)


@settings(deadline=None)
@given(st.one_of(st.text(), MIXED), st.sampled_from(["da", "kl", "en"]))
def test_no_letter_is_lost_and_no_sentence_is_empty(words, language):
    parts = sentences(words, language)

    assert "".join(parts) == words
    assert all(parts)
    assert all(part[-1].isspace() for part in parts[:-1])
    assert not any(part[0].isspace() for part in parts[1:])


@settings(deadline=None)
@given(st.lists(st.builds(Run, MIXED, st.booleans(), st.booleans(), st.sampled_from(["", "https://nuuk.gl"]))))
def test_the_same_cut_is_found_whatever_the_marks(runs):
    line = Line("l", Kind.PARAGRAPH, tuple(runs))
    plain = Line("l", Kind.PARAGRAPH, (Run(line.words),))

    marked = segments(line, "da")

    assert ["".join(run.words for run in part) for part in marked] == [
        "".join(run.words for run in part) for part in segments(plain, "da")
    ]
    assert [part.strip() for part in sentences(line.words, "da") if part.strip()] == [
        "".join(run.words for run in part) for part in marked
    ]
    assert all(run.words for part in marked for run in part)


def test_marks_go_with_their_words():
    line = Line("l", Kind.QUOTE, (Run("Husk "), Run("passet. Og ", bold=True), Run("billedet.", link="https://a.gl")))

    assert segments(line, "da") == (
        (Run("Husk "), Run("passet.", bold=True)),
        (Run("Og ", bold=True), Run("billedet.", link="https://a.gl")),
    )


@pytest.mark.parametrize("kind", [Kind.HEADING, Kind.SUBHEADING, Kind.BULLET, Kind.NUMBER])
def test_a_heading_or_an_item_is_one_segment(kind):
    assert segments(Line("l", kind, (Run(" Husk passet. Og billedet. "),)), "da") == (
        (Run("Husk passet. Og billedet."),),
    )


@pytest.mark.parametrize("line", [Line("§who", Kind.SECTION, (Run("Hvem"),)), Line("l", Kind.PARAGRAPH, (Run(" "),))])
def test_section_lines_and_empty_lines_have_no_segment(line):
    assert segments(line, "da") == ()


@pytest.fixture(scope="module")
def real_lines():
    if not CORPUS.is_dir():
        pytest.skip(f"The real texts are not here: {CORPUS}. Set WORKBENCH_CORPUS to where they are.")
    rows = [row.split("\t") for row in (CORPUS / "da-kl.tsv").read_text("utf-8").splitlines()[1:]]
    seeds = [line for seed in (CORPUS / "seeds").glob("*.txt") for line in seed.read_text("utf-8").splitlines()]
    return [("da", line) for line in seeds] + [(tag, row[at]) for at, tag in enumerate(("da", "kl")) for row in rows]


def test_real_texts_are_cut_without_losing_a_letter(real_lines):
    cut = [(words, sentences(words, language)) for language, words in real_lines]

    assert [words for words, parts in cut if "".join(parts) != words] == []
    assert sum(len(parts) > 1 for _, parts in cut) > 200
