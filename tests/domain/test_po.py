"""PO files that translators send back: whole ones come in unchanged, broken ones are refused with the line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.exchange import po
from workbench.domain.exchange.po import PoFault, PoHeader, PoRefusal, PoUnit, read_po, write_po
from workbench.domain.refusals import Invalid, Reason

HEADER = PoHeader("8f14e45f-ceea-467f-a0e6-5d3c8f1b2a77", 3, "da", "kl", "Boligsikring")
UNITS = (
    PoUnit("l1:0", "Du kan **søge**.", "Qinnuteqarsinnaavutit.", "Hvem kan søge", confirmed=True, source_hash="ab12"),
    PoUnit(
        "l1:1", "Det koster 12.500 kr.", "Akia 12.000 kr.", "Hvem kan søge", "Det koster 12.000 kr.", source_hash="cd"
    ),
    PoUnit("l2:0", 'Se ["her"](https://a.gl/b\\c).', heading="Hvad du skal bruge", source_hash="ef"),
)

HEAD = """\
msgid ""
msgstr ""
"Project-Id-Version: Boligsikring\\n"
"Language: kl\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"X-Edition: 8f14\\n"
"X-Source-Language: da\\n"
"X-Source-Version: 3\\n"

"""
UNIT = 'msgctxt "a"\nmsgid "Du"\nmsgstr "Illit"\n'
#: The first line after HEAD.
AFTER = HEAD.count("\n") + 1

BROKEN = [
    ("a string that does not end", HEAD + 'msgctxt "a"\nmsgid "Du\nmsgstr "Illit"\n', AFTER + 1, "string-open"),
    ("a string without marks", HEAD + 'msgctxt "a"\nmsgid Du\nmsgstr "Illit"\n', AFTER + 1, "string-open"),
    ("a backslash before the end", HEAD + 'msgctxt "a"\nmsgid "Du\\"\nmsgstr "Illit"\n', AFTER + 1, "string-open"),
    ("a continued string that does not end", HEAD + 'msgctxt "a"\nmsgid ""\n"Du\n', AFTER + 2, "string-open"),
    ("a mark inside a string", HEAD + 'msgctxt "a"\nmsgid "Du "kan""\nmsgstr ""\n', AFTER + 1, "quote"),
    ("words behind a string", HEAD + 'msgctxt "a"\nmsgid "Du" kan\nmsgstr ""\n', AFTER + 1, "string-open"),
    ("an escape that is none", HEAD + 'msgctxt "a"\nmsgid "D\\u00f8"\nmsgstr ""\n', AFTER + 1, "escape"),
    ("an escape by number", HEAD + 'msgctxt "a"\nmsgid "D\\303"\nmsgstr ""\n', AFTER + 1, "escape"),
    ("words between entries", HEAD + "hello\n" + UNIT, AFTER, "line"),
    ("a keyword nobody knows", HEAD + 'msgtext "a"\n' + UNIT, AFTER, "line"),
    ("a domain", HEAD + 'domain "a"\n' + UNIT, AFTER, "line"),
    ("marks of a merge", HEAD + "<<<<<<< mine\n" + UNIT, AFTER, "line"),
    ("a string before any keyword", '"Du"\n' + HEAD + UNIT, 1, "order"),
    ("a string under a comment", HEAD + '#. Hvem\n"Du"\n' + UNIT, AFTER + 1, "order"),
    ("a previous string without keyword", HEAD + '#| "Du"\n' + UNIT, AFTER, "order"),
    ("a previous string that does not end", HEAD + '#| msgid "Du\n' + UNIT, AFTER, "string-open"),
    ("a previous plural", HEAD + '#| msgid_plural "De"\n' + UNIT, AFTER, "plural"),
    ("a translation without source", HEAD + 'msgctxt "a"\nmsgstr "Illit"\n', AFTER + 1, "order"),
    ("two sources", HEAD + 'msgctxt "a"\nmsgid "Du"\nmsgid "De"\nmsgstr ""\n', AFTER + 2, "translation-missing"),
    ("two keys", HEAD + 'msgctxt "a"\nmsgctxt "b"\nmsgid "De"\nmsgstr ""\n', AFTER + 1, "order"),
    ("two translations", HEAD + UNIT + 'msgstr "Ilissi"\n', AFTER + 3, "order"),
    ("a key after the source", HEAD + 'msgid "Du"\nmsgctxt "a"\nmsgstr ""\n', AFTER + 1, "translation-missing"),
    ("a file cut off", HEAD + 'msgctxt "a"\nmsgid "Du"\n', AFTER + 2, "translation-missing"),
    ("a translation taken away", HEAD + 'msgctxt "a"\nmsgid "Du"\n\n#. Hvem\n', AFTER + 3, "translation-missing"),
    ("a comment inside an entry", HEAD + 'msgctxt "a"\n# hm\nmsgid "Du"\nmsgstr ""\n', AFTER + 1, "order"),
    ("a plural source", HEAD + 'msgctxt "a"\nmsgid "Du"\nmsgid_plural "De"\nmsgstr ""\n', AFTER + 2, "plural"),
    ("a plural translation", HEAD + 'msgctxt "a"\nmsgid "Du"\nmsgstr[0] "Illit"\n', AFTER + 2, "plural"),
    ("no key", HEAD + 'msgid "Du"\nmsgstr "Illit"\n', AFTER, "key-missing"),
    ("an empty key", HEAD + 'msgctxt ""\nmsgid "Du"\nmsgstr "Illit"\n', AFTER, "key-missing"),
    ("a key twice", HEAD + UNIT + "\n" + UNIT, AFTER + 4, "key-doubled"),
    ("no source", HEAD + 'msgctxt "a"\nmsgid ""\nmsgstr "Illit"\n', AFTER, "source-empty"),
    ("a key alone", HEAD + 'msgctxt "a"\n', AFTER, "source-empty"),
    ("NUL", HEAD + 'msgctxt "a"\nmsgid "Du"\nmsgstr "Il\x00lit"\n', AFTER + 2, "letter"),
    ("a place that is no letter", HEAD + 'msgctxt "a"\nmsgid "\ufdd0"\nmsgstr ""\n', AFTER + 1, "letter"),
    ("a very long string", HEAD + f'msgctxt "a"\nmsgid "Du"\nmsgstr "{"x" * 20_001}"\n', AFTER + 2, "string-long"),
    ("a very long header", HEAD.rstrip() + "\n" + '"X-More: x\\n"\n' * 3_000, 1, "string-long"),
    ("no header", UNIT, 1, "header-missing"),
    ("a header at the end", UNIT + "\n" + HEAD, 1, "header-missing"),
    ("two headers", HEAD + HEAD + UNIT, AFTER, "header-doubled"),
    ("a header line without colon", HEAD.replace("Language: ", "Language "), 4, "header-unknown"),
    ("a header nobody knows", HEAD.replace("Project-Id", "Something"), 3, "header-unknown"),
    ("a header line twice", HEAD.replace("Project-Id-Version", "Language"), 4, "header-unknown"),
    ("no edition", HEAD.replace("X-Edition: 8f14", "X-Other: 8f14"), 1, "header-incomplete"),
    ("a version that is no number", HEAD.replace("Version: 3", "Version: three"), 1, "header-incomplete"),
    ("a language that is none", HEAD.replace("Language: kl", "Language: Kalaallisut"), 1, "header-incomplete"),
    ("another encoding", HEAD.replace("UTF-8", "ISO-8859-1"), 5, "charset"),
    ("an encoding to be filled in", HEAD.replace("UTF-8", "CHARSET"), 5, "charset"),
    (
        "too many plural forms",
        HEAD.replace("X-Edition", "Plural-Forms: nplurals=9; plural=0;\\nX-Edition"),
        6,
        "plural-forms",
    ),
    (
        "plural forms that run",
        HEAD.replace("X-Ed", "Plural-Forms: nplurals=2; plural=exit(1);\\nX-Ed"),
        6,
        "plural-forms",
    ),
]


@pytest.mark.parametrize(("text", "line", "code"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_a_broken_file_is_refused_with_its_line(text, line, code):
    answer = read_po(text.encode())

    assert (answer.refusals[0].line, answer.refusals[0].code) == (line, PoFault(code))
    assert answer.units == ()


def test_every_fault_has_an_example():
    assert {PoFault(row[3]) for row in BROKEN} | {PoFault.TOO_MANY} == set(PoFault)


def test_all_faults_are_told_at_once_with_the_sentence_they_concern():
    text = HEAD + UNIT + "\n" + UNIT + '\nmsgctxt "c"\nmsgid "De"\nmsgstr "Ilissi\n'

    assert read_po(text.encode()).refusals == (
        PoRefusal(AFTER + 4, PoFault.KEY_DOUBLED, "a"),
        PoRefusal(AFTER + 10, PoFault.STRING_OPEN, "c"),
    )


def test_only_the_first_hundred_faults_are_told():
    assert len(read_po((HEAD + "hello\n" * 5_000).encode()).refusals) == 100


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", Reason.PO_UNREADABLE),
        ("Kære oversætter, her er teksten.\n".encode(), Reason.PO_UNREADABLE),
        (b"<html>\n" * 500, Reason.PO_UNREADABLE),
        (b"PK\x03\x04\x14\x00\x06\x00\xff\xfe\n", Reason.PO_ENCODING),
        ((HEAD + UNIT).encode("utf-16"), Reason.PO_ENCODING),
        ((HEAD + UNIT.replace("Du", "søg")).encode("latin-1"), Reason.PO_ENCODING),
        ((HEAD + UNIT.replace("Du", "\ud800")).encode("utf-8", "surrogatepass"), Reason.PO_ENCODING),
        (HEAD.encode() + b" " * po.MOST_BYTES, Reason.PO_TOO_LARGE),
    ],
)
def test_a_file_that_cannot_be_read_at_all_is_refused_as_a_whole(raw, reason):
    with pytest.raises(Invalid) as refused:
        read_po(raw)

    assert refused.value.reason is reason


def test_letters_in_another_encoding_are_told_by_line():
    with pytest.raises(Invalid) as refused:
        read_po((HEAD + UNIT.replace("Du", "søg")).encode("latin-1"))

    assert refused.value.details == {"line": AFTER + 1}


def test_what_a_translator_sees_in_the_file():
    assert write_po(HEADER, UNITS[:2]).decode() == (
        "#\n"
        'msgid ""\n'
        'msgstr ""\n'
        '"Project-Id-Version: Boligsikring\\n"\n'
        '"Language: kl\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        '"X-Edition: 8f14e45f-ceea-467f-a0e6-5d3c8f1b2a77\\n"\n'
        '"X-Source-Language: da\\n"\n'
        '"X-Source-Version: 3\\n"\n'
        "\n"
        "#. Hvem kan søge\n"
        "#. source-hash: ab12\n"
        'msgctxt "l1:0"\n'
        'msgid "Du kan **søge**."\n'
        'msgstr "Qinnuteqarsinnaavutit."\n'
        "\n"
        "#. Hvem kan søge\n"
        "#. source-hash: cd\n"
        "#, fuzzy\n"
        '#| msgid "Det koster 12.000 kr."\n'
        'msgctxt "l1:1"\n'
        'msgid "Det koster 12.500 kr."\n'
        'msgstr "Akia 12.000 kr."\n'
    )


def test_a_file_comes_back_as_it_went_out():
    answer = read_po(write_po(HEADER, UNITS))

    assert (answer.header, answer.units, answer.refusals) == (HEADER, UNITS, ())
    assert [unit.line for unit in answer.units] == [15, 23, 29]


def test_what_editors_do_to_a_file_is_let_pass():
    text = (
        "\ufeff# Translated at home\n#, fuzzy\n"
        + HEAD.replace("kl\\n", "kl_GL\\n").replace("X-Edition", "X-Generator: Poedit 3.6\\nX-Edition")
        + '#  a remark of the translator\n#: somewhere:12\n#,c-format\n#|msgid   "Før"\n'
        + 'msgctxt   "a"\nmsgid\t""\n"Du "\n  "kan."\nmsgstr "Illit"\n\n\n'
        + '#~ msgctxt "old"\n#~ msgid "Gammel"\n#~ msgstr ""\n'
    ).replace("\n", "\r\n")

    answer = read_po(text.encode())

    assert answer.refusals == ()
    assert answer.header == PoHeader("8f14", 3, "da", "kl-GL", "Boligsikring")
    assert answer.units == (PoUnit("a", "Du kan.", "Illit", previous="Før", confirmed=True),)


def test_an_empty_translation_is_never_confirmed():
    (unit,) = read_po(write_po(HEADER, [PoUnit("a", "Du", confirmed=True)])).units

    assert not unit.confirmed


def test_more_sentences_than_an_edition_has_are_refused():
    text = HEAD + "".join(f'msgctxt "{number}"\nmsgid "x"\nmsgstr ""\n' for number in range(10_001))

    assert [refusal.code for refusal in read_po(text.encode()).refusals] == [PoFault.TOO_MANY]


def test_letters_no_database_keeps_are_never_written():
    with pytest.raises(Invalid) as refused:
        write_po(HEADER, [PoUnit("a", "Du\x00")])

    assert refused.value.reason is Reason.LETTERS_NOT_STORABLE


LETTERS = st.one_of(
    st.sampled_from(list("abc æøåĸÆØÅ\u00ad\u00a0\u200b👩‍👧🏽\"\\\n\r\t\v\f\b\x1c\x85\u2028#*[]()_~|,:n{}'")),
    st.characters(codec="utf-8", exclude_characters="\x00" + "".join(map(chr, range(0xFDD0, 0xFDF0)))),
)
WORDS = st.text(LETTERS, min_size=1, max_size=40)
LINES = WORDS.map(lambda words: " ".join(words.split()))


@st.composite
def units(draw):
    target = draw(st.one_of(st.just(""), WORDS))
    return PoUnit(
        key=draw(WORDS),
        source=draw(WORDS),
        target=target,
        heading=draw(st.one_of(st.just(""), LINES)),
        previous=draw(st.one_of(st.just(""), WORDS)),
        confirmed=bool(target) and draw(st.booleans()),
        source_hash=draw(st.text("0123456789abcdef", max_size=32)),
    )


@given(LINES, st.integers(0, 10**9 - 1), st.lists(units(), max_size=4, unique_by=lambda unit: unit.key))
def test_whatever_is_written_comes_back_unchanged(title, version, sentences):
    header = PoHeader("8f14", version, "da", "kl-GL", title)

    answer = read_po(write_po(header, sentences))

    assert (answer.header, answer.units, answer.refusals) == (header, tuple(sentences), ())


@given(st.binary(max_size=200), st.integers(0, 400), st.integers(0, 60))
def test_whatever_comes_in_is_answered(noise, at, gone):
    whole = write_po(HEADER, UNITS)

    try:
        answer = read_po(whole[:at] + noise + whole[at + gone :])
    except Invalid:
        return

    assert not (answer.refusals and answer.units)
    assert answer.refusals or answer.header
