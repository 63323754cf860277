"""The interface is whole in every language; what is not, and what nobody has read yet, is counted."""

import re

import polib
import pytest

from workbench.cli.catalogues import PLURALS, catalogue_path, collected
from workbench.domain.placeholders import placeholders

#: Sentences without words in Kalaallisut; lower it as they are written, never raise it.
MOST_MISSING_IN_KALAALLISUT = 0

#: How the comment of a sentence begins that a speaker of the language has read; their name stands behind it.
READ_BY = "read by "
ENDS = re.compile(r"[.:?!…]*$")
ENGLISH_QUOTES = set('“”"')

CATALOGUES = {name: polib.pofile(str(catalogue_path(name))) for name in PLURALS}
PRESENT = {name: [entry for entry in entries if not entry.obsolete] for name, entries in CATALOGUES.items()}


def forms(entry):
    return [entry.msgstr_plural[form] for form in sorted(entry.msgstr_plural)] if entry.msgid_plural else [entry.msgstr]


def is_whole(entry):
    return all(words.strip() for words in forms(entry))


def keys(entries):
    return {(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in entries}


def names_for(entry, form):
    """What a form may fill: the one that speaks of one thing may say the number or leave it out."""
    several = placeholders(entry.msgid_plural or entry.msgid)
    return [placeholders(entry.msgid), several] if form == 0 else [several]


@pytest.mark.parametrize("name", PLURALS)
def test_every_sentence_of_the_code_is_in_the_catalogue_and_no_other(name):
    sentences = set()
    for message in collected():
        if message.id:
            one, several = message.id if isinstance(message.id, tuple) else (message.id, "")
            sentences.add((message.context, one, several))

    assert keys(PRESENT[name]) == sentences, "bring it up with: make catalogues"


def test_danish_has_words_for_every_sentence():
    assert [entry.msgid for entry in PRESENT["da"] if not is_whole(entry)] == []


def test_kalaallisut_lacks_no_more_than_before_and_it_is_said_how_much_nobody_has_read(capsys):
    words = [entry for entry in PRESENT["kl"] if is_whole(entry)]
    unread = sum(not entry.tcomment.lower().startswith(READ_BY) for entry in words)
    missing = len(PRESENT["kl"]) - len(words)
    with capsys.disabled():
        print(f"\nKalaallisut: {missing} sentences without words, {unread} not read by a speaker")  # noqa: T201 - a count for whoever runs the tests

    assert missing <= MOST_MISSING_IN_KALAALLISUT


@pytest.mark.parametrize("name", PLURALS)
def test_no_sentence_is_half_translated_or_uncertain(name):
    assert [entry.msgid for entry in PRESENT[name] if entry.fuzzy] == []
    assert [entry.msgid for entry in PRESENT[name] if any(forms(entry)) and not is_whole(entry)] == []


@pytest.mark.parametrize("name", PLURALS)
def test_a_sentence_fills_the_same_names_in_every_language(name):
    wrong = [
        words
        for entry in PRESENT[name]
        if is_whole(entry)
        for form, words in enumerate(forms(entry))
        if placeholders(words) not in names_for(entry, form)
    ]

    assert wrong == []


@pytest.mark.parametrize(("name", "number"), [(name, forms) for name, (forms, _formula) in PLURALS.items()])
def test_every_plural_has_all_its_forms(name, number):
    assert f"nplurals={number};" in CATALOGUES[name].metadata["Plural-Forms"]
    counts = {len(entry.msgstr_plural) for entry in PRESENT[name] if entry.msgid_plural}

    assert counts == {number}


def test_danish_ends_its_sentences_as_english_does_and_quotes_in_its_own_way():
    wrong = [
        words
        for entry in PRESENT["da"]
        if is_whole(entry)
        for words in forms(entry)
        if ENDS.search(words)[0] != ENDS.search(entry.msgid)[0] or ENGLISH_QUOTES & set(words)
    ]

    assert wrong == []
