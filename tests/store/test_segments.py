"""Sentences keep their translation through every change of their source, and lose it to nobody else's."""

import uuid

import pytest

from tests.support.line import DRAFT, TITLE, Line
from workbench.models import TextUpdate
from workbench.store.segments import composed, save_target, segments_of, sync_segments
from workbench.store.texts import Base, content_of

pytestmark = pytest.mark.usefixtures("both_databases")
SELF = "Du skal selv søge om det."


@pytest.fixture
def line(session, people):
    return Line(session, people)


def by_source(session, edition):
    return {segment.source: segment for segment in segments_of(session, edition)}


def targets(session, edition):
    return {segment.source: segment.target for segment in segments_of(session, edition)}


@pytest.fixture
def translated(line):
    """An edition in translation, every sentence answered, and what it was then."""
    edition = line.accepted()
    line.translate(edition)
    return edition


def test_every_sentence_is_a_segment_in_reading_order(line, session):
    edition = line.accepted()
    segments = segments_of(session, edition)
    assert [one.source for one in segments[:3]] == [
        TITLE,
        "Er din husleje høj, kan kommunen betale en del af den.",
        SELF,
    ]
    assert [segment.position for segment in segments] == list(range(11))
    assert {segment.key for segment in segments if segment.line_id == "title"} == {segments[0].key}


def test_looking_again_at_an_unchanged_source_changes_nothing(translated, session):
    before = [(segment.key, segment.target, segment.version) for segment in segments_of(session, translated)]
    rows = session.query(TextUpdate).count()
    sync_segments(session, translated)
    assert [(segment.key, segment.target, segment.version) for segment in segments_of(session, translated)] == before
    assert session.query(TextUpdate).count() == rows


def test_only_the_sentence_that_changed_is_open_and_shows_its_old_wording(line, translated, session):
    before = by_source(session, translated)
    line.reopen(translated)
    line.replace(translated, SELF, "Du skal selv søge om det hvert år.")
    sync_segments(session, translated)
    after = by_source(session, translated)
    changed = after["Du skal selv søge om det hvert år."]
    assert changed.key == before[SELF].key
    assert (changed.previous_source, changed.is_outdated, changed.target) == (SELF, True, "Nammineq qinnuteqassaatit.")
    assert [segment.source for segment in after.values() if not segment.is_ready] == [changed.source]


def test_a_sentence_that_gets_its_old_words_back_is_translated_again(line, translated, session):
    line.reopen(translated)
    line.replace(translated, SELF, "Du skal selv søge om det hvert år.")
    sync_segments(session, translated)
    line.replace(translated, "Du skal selv søge om det hvert år.", SELF)
    sync_segments(session, translated)
    assert all(segment.is_ready for segment in segments_of(session, translated))


def test_a_title_that_is_wholly_another_is_a_new_sentence(line, translated, session):
    line.reopen(translated)
    line.write(translated, {}, title="Hjælp til huslejen")
    sync_segments(session, translated)
    title = segments_of(session, translated)[0]
    assert (title.source, title.line_id) == ("Hjælp til huslejen", "title")
    line.answer(translated, title, "Ineqarnermut ikiorsiissut")
    assert (
        composed(content_of(translated.source), segments_of(session, translated)).title == "Ineqarnermut ikiorsiissut"
    )


def test_a_title_can_become_a_heading_and_get_a_successor(line, translated, session):
    line.reopen(translated)
    line.write(translated, {"summary": f"## {TITLE}\n\n{DRAFT['summary']}"}, title="Noget helt andet og nyt")
    sync_segments(session, translated)
    line.write(translated, {}, title="Endnu et navn for det hele her")
    segments = sync_segments(session, translated)
    assert [segment.source for segment in segments[:2]] == ["Endnu et navn for det hele her", TITLE]
    assert segments[1].target == "Inissiamut attartukkamut tapiissutit"


def test_moved_sentences_take_their_translation_along(line, translated, session):
    before = targets(session, translated)
    line.reopen(translated)
    first, second = DRAFT["rights"].split("\n\n")
    line.write(translated, {"rights": f"{second}\n\n{first}"})
    sync_segments(session, translated)
    assert targets(session, translated) == before
    assert all(segment.is_ready for segment in segments_of(session, translated))


def test_a_sentence_that_goes_is_kept_with_its_words_and_does_not_go_out(line, translated, session):
    line.reopen(translated)
    line.write(translated, {"summary": "Er din husleje høj, kan kommunen betale en del af den."})
    sync_segments(session, translated)
    gone = [one for one in segments_of(session, translated, also_gone=True) if not one.is_current]
    assert [(one.source, one.target) for one in gone] == [(SELF, "Nammineq qinnuteqassaatit.")]
    words = composed(content_of(translated.source), segments_of(session, translated, also_gone=True))
    assert "Nammineq" not in " ".join(one.words for one in words.lines)


def test_a_sentence_that_comes_back_brings_its_translation(line, translated, session):
    key = by_source(session, translated)[SELF].key
    line.reopen(translated)
    line.write(translated, {"summary": "Er din husleje høj, kan kommunen betale en del af den."})
    sync_segments(session, translated)
    line.write(translated, {"summary": DRAFT["summary"]})
    sync_segments(session, translated)
    back = by_source(session, translated)[SELF]
    assert (back.key, back.is_ready, back.target) == (key, True, "Nammineq qinnuteqassaatit.")


def test_a_divided_sentence_keeps_its_translation_with_the_first_part(line, translated, session):
    whole = "Du skal fortælle kommunen, når din indkomst ændrer sig."
    line.reopen(translated)
    first_line = DRAFT["rights"].split("\n\n")[0]
    line.write(translated, {"rights": f"{first_line}\n\nDu skal fortælle kommunen,\n\nnår din indkomst ændrer sig."})
    sync_segments(session, translated)
    found = by_source(session, translated)
    first, second = found["Du skal fortælle kommunen,"], found["når din indkomst ændrer sig."]
    assert (first.previous_source, first.is_outdated, second.is_missing) == (whole, True, True)


def test_the_words_of_another_page_stay_when_a_line_is_saved(line, session):
    edition = line.accepted()
    segment = segments_of(session, edition)[1]
    base = Base(edition.target.seq)
    for words in ("Kommuni ikiuisinnaavoq.", "Kommuni ikiuisinnaavoq ullumi."):
        save_target(session, edition, segment, words, base=base, request_id=uuid.uuid4(), person_id=line.translator.id)
    assert segment.target == " ".join(content_of(edition.target).lines[0].words.split())
    assert segment.target.count("ullumi") == 1


def test_each_language_can_be_the_source(session, people):
    line = Line(session, people, source="kl")
    edition = line.accepted(
        {"summary": "Nammineq qinnuteqassaatit. Kommuni ikiuussaaq."}, title="Inissiamut tapiissutit"
    )
    assert [segment.source for segment in segments_of(session, edition)][1:] == [
        "Nammineq qinnuteqassaatit.",
        "Kommuni ikiuussaaq.",
    ]
    assert edition.target.language == "da"


def test_a_new_edition_goes_on_with_the_sentences_of_the_one_that_is_out(line, session):
    published = line.published()
    edition = line.next_edition(published)
    keys = {segment.source: segment.key for segment in segments_of(session, published)}
    line.replace(edition, SELF, "Du skal selv søge om det hvert år.")
    line.submit(edition)
    line.accept(edition)
    assert edition.state == "in_translation"
    after = by_source(session, edition)
    assert after["Du skal selv søge om det hvert år."].key == keys[SELF]
    assert [one.source for one in after.values() if not one.is_ready] == ["Du skal selv søge om det hvert år."]
