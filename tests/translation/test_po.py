"""Sentences leave as a PO file and come back: first what would change, then whole or not at all."""

import io

import polib
import pytest

from tests.support.line import ANSWERS
from workbench.domain.refusals import Invalid, Reason
from workbench.models import LateWords, Origin, TextUpdate
from workbench.store.segments import segments_of
from workbench.translation.exchange import Fate, plan_of, written_po

ANSWER = "Nammineq qinnuteqassaatit."
SELF = "Du skal selv søge om det."


@pytest.fixture
def translator(visitor, line):
    return visitor.as_(line.translator)


@pytest.fixture
def file(translating, session):
    """The file as it left, to be worked on with polib, and as it is sent back."""
    return polib.pofile(written_po(session, translating.edition).decode())


def filled(file, answers=ANSWERS):
    for entry in file:
        entry.msgstr = answers.get(entry.msgid, "")
    return file


def entry_of(file, words):
    return next(entry for entry in file if words in entry.msgid)


def sent(translator, edition, file, **more):
    page = translator.opens("translation.edit", article_id=edition.article_id)
    raw = file if isinstance(file, bytes) else str(file).encode()
    return translator.sends(page.form("/po"), file=(io.BytesIO(raw), "translation.po"), **more)


def fates(session, edition, file):
    plan = plan_of(session, edition, str(file).encode())
    return {change.segment.source: change.fate for change in plan.changes}


def test_the_file_that_leaves_has_every_sentence_and_a_plain_name(translating, translator, session):
    translating.save(translating.segment(SELF), ANSWER)
    session.commit()
    address = translator.address("translation.export_po", article_id=translating.edition.article_id)
    answer = translator.client.get(address, base_url="https://workbench.example")
    assert answer.headers["Content-Disposition"] == (
        "attachment; filename=boligtilskud-nar-du-bor-til-leje-kl-1.po"
    ) or answer.headers["Content-Disposition"].endswith("-kl-1.po")
    assert answer.headers["Content-Disposition"].isascii()
    file = polib.pofile(answer.data.decode())
    assert [entry.msgctxt for entry in file] == [segment.key for segment in translating.segments()]
    assert entry_of(file, SELF).msgstr == ANSWER
    assert not entry_of(file, SELF).fuzzy


def test_a_file_that_comes_back_as_it_left_changes_nothing(translating, translator, session, file):
    rows = session.query(TextUpdate).count()
    session.commit()
    page = sent(translator, translating.edition, file, status=200)
    assert "Unchanged: 11" in page
    assert "The file has nothing new." in page
    session.expire_all()
    assert session.query(TextUpdate).count() == rows


def test_a_whole_translation_comes_in_by_one_file(translating, translator, session, file):
    session.commit()
    page = sent(translator, translating.edition, filled(file), status=200)
    assert "New: 11" in page
    session.expire_all()
    assert not any(segment.target for segment in translating.segments()), "looking changes nothing"
    page = translator.sends(page.form("/application"), status=200)
    assert "The file is taken in." in page.text
    session.expire_all()
    segments = translating.segments()
    assert {segment.source: segment.target for segment in segments} == ANSWERS
    assert all(segment.is_ready and segment.origin is Origin.IMPORT for segment in segments)


def test_what_is_fuzzy_comes_in_unconfirmed(translating, translator, session, file):
    entry_of(filled(file), SELF).flags.append("fuzzy")
    session.commit()
    page = sent(translator, translating.edition, file)
    assert "Marked as fuzzy: it comes in unconfirmed." in page
    translator.sends(page.form("/application"), status=200)
    session.expire_all()
    segment = translating.segment(SELF)
    assert (segment.target, segment.is_confirmed) == (ANSWER, False)


def test_what_is_not_in_the_file_or_empty_there_stays_as_it_is(translating, translator, session, file):
    translating.save(translating.segment(SELF), ANSWER)
    file = polib.pofile(written_po(session, translating.edition).decode())
    entry_of(file, SELF).msgstr = ""
    file.remove(entry_of(file, "fyldt 18"))
    session.commit()
    assert fates(session, translating.edition, file)[SELF] is Fate.UNCHANGED
    assert "Unchanged: 10" in sent(translator, translating.edition, file, status=200)


def test_newer_work_stands_beside_the_files_and_a_person_chooses(translating, translator, session, file):
    mine, theirs = filled(file), "Nammineerlutit qinnuteqassaatit."
    translating.save(translating.segment(SELF), theirs)
    translating.save(translating.segment("fyldt 18"), "Ukioqaruit 18-inik")
    session.commit()
    page = sent(translator, translating.edition, mine, status=200)
    assert "Somebody has saved other words here since the file was written: 2" in page
    assert theirs in page
    assert ANSWER in page
    key = translating.segment(SELF).key
    translator.sends(page.form("/application"), status=200, **{f"choice-{key}": "file"})
    session.expire_all()
    assert translating.segment(SELF).target == ANSWER
    assert translating.segment("fyldt 18").target == "Ukioqaruit 18-inik"
    kept = session.query(LateWords).one()
    assert kept.words == {translating.segment("fyldt 18").key: ANSWERS["er fyldt 18 år"]}
    page = translator.opens(
        "translation.edit", article_id=translating.edition.article_id, segment=translating.segment("fyldt 18").key
    )
    assert ANSWERS["er fyldt 18 år"] in page


def test_words_saved_after_the_report_are_not_overwritten(translating, translator, session, file):
    session.commit()
    page = sent(translator, translating.edition, filled(file))
    translating.save(translating.segment(SELF), "Allat")
    session.commit()
    page = translator.sends(page.form("/application"), status=409)
    assert "Somebody changed this after you opened the page." in page
    assert "Somebody has saved other words here since the file was written: 1" in page
    session.expire_all()
    assert translating.segment(SELF).target == "Allat"


def test_a_changed_source_is_refused_with_its_line(translating, translator, session, file):
    entry_of(filled(file), SELF).msgid = "Du skal søge."
    session.commit()
    page = sent(translator, translating.edition, file, status=422)
    line = str(file).split("\n").index('msgid "Du skal søge."')
    assert f"Line {line}: The source of the sentence was changed in the file." in page
    assert not [form for form in page.find("form") if "/application" in form.attrs.get("action", "")]


def test_an_unknown_sentence_is_refused_with_its_line(translating, translator, session, file):
    entry_of(filled(file), SELF).msgctxt = "someotherkey"
    session.commit()
    assert "No sentence of this article has this msgctxt." in sent(translator, translating.edition, file, status=422)


def test_a_broken_file_is_refused_with_every_line(translating, translator, session, file):
    session.commit()
    raw = str(filled(file)).replace('msgstr "Qinnuteqarsinnaavutit"', 'msgstr "Qinnuteqarsinnaavutit')
    page = sent(translator, translating.edition, raw.encode(), status=422)
    assert "The string does not end on its line." in page
    session.expire_all()
    assert not any(segment.target for segment in translating.segments())


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "The PO file cannot be read."),
        (b"\xff\xfe", "The PO file must be in UTF-8."),
    ],
)
def test_what_is_no_po_file_is_refused_in_a_sentence(translating, translator, session, raw, words):
    session.commit()
    assert words in sent(translator, translating.edition, raw, status=422)


def test_a_file_that_is_too_large_is_not_read(translating, session):
    with pytest.raises(Invalid) as refused:
        plan_of(session, translating.edition, b"#" * (2 * 1024 * 1024 + 1))
    assert refused.value.reason is Reason.PO_TOO_LARGE


def test_a_file_of_another_article_is_refused(line, translating, translator, session):
    other = line.accepted(title="Noget andet")
    raw = written_po(session, other)
    session.commit()
    page = sent(translator, translating.edition, raw, status=422)
    assert "The PO file belongs to another article or another language." in page


def test_words_made_of_an_earlier_source_come_in_to_be_compared(line, translating, translator, session, file):
    edition = translating.edition
    line.reopen(edition)
    line.replace(edition, SELF, "Du skal selv søge om det hvert år.")
    line.submit(edition)
    line.accept(edition)
    session.commit()
    page = sent(translator, edition, filled(file), status=200)
    assert "Made from an earlier wording of the source, to be compared: 1" in page
    translator.sends(page.form("/application"), status=200)
    session.expire_all()
    segment = translating.segment("hvert år")
    assert (segment.target, segment.is_ready, segment.previous_source) == (ANSWER, False, SELF)
    page = translator.opens("translation.edit", article_id=edition.article_id, segment=segment.key)
    assert "hvert år" in page.find(".seg.now ins")[0].to_text()


def test_what_somebody_signed_is_not_changed_by_a_file(checking, line, at_work, session, translator, visitor):
    segment = checking.segment(SELF)
    checking.give_back(checking.segment("fyldt 18"), "Skriv tallet.")
    for other in checking.segments():
        if other.key != checking.segment("fyldt 18").key:
            checking.accept(other)
    checking.finish()
    at_work(line.translator, checking.edition).claim()
    file = polib.pofile(written_po(session, checking.edition).decode())
    entry_of(file, SELF).msgstr = "Allat"
    entry_of(file, "fyldt 18").msgstr = "18-it sinnerlugit ukioqaruit"
    session.commit()
    found = fates(session, checking.edition, file)
    assert (found[SELF], found["er fyldt 18 år"]) == (Fate.SIGNED, Fate.CHANGED)
    page = sent(translator, checking.edition, file, status=200)
    assert "Signed as they stand, so the file does not change them: 1" in page
    translator.sends(page.form("/application"), status=200)
    session.expire_all()
    assert segment.target == ANSWER


def test_a_sentence_that_is_gone_is_told_and_left_out(line, translating, session, file):
    edition = translating.edition
    line.reopen(edition)
    line.write(edition, {"summary": "Er din husleje høj, kan kommunen betale en del af den."})
    line.submit(edition)
    line.accept(edition)
    assert fates(session, edition, filled(file))[SELF] is Fate.GONE


def test_the_file_needs_the_claim(line, visitor, people, translating, session, file):
    other = visitor.as_(people.translator())
    session.commit()
    page = other.opens("translation.edit", article_id=translating.edition.article_id)
    assert not [form for form in page.find("form") if form.attrs.get("action", "").endswith("/po")]
    answer = other.posts(
        other.address("translation.import_po", article_id=translating.edition.article_id),
        {"csrf_token": other.csrf(page), "file": (io.BytesIO(str(file).encode()), "a.po")},
        status=403,
    )
    assert "Somebody else is working on this right now." in answer


def test_a_file_made_by_hand_in_the_report_is_refused(translating, translator, session, file):
    session.commit()
    page = sent(translator, translating.edition, filled(file))
    translator.sends(page.form("/application"), status=422, file="bm90IG91cnM=.abc")
    session.expire_all()
    assert not any(segment.target for segment in segments_of(session, translating.edition))
