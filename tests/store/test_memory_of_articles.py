"""What was checked is offered again, to those who may see it."""

import pytest

from tests.support.line import ANSWERS, Line
from workbench.models import MemoryEntry
from workbench.store.memory import Asker, covered_shares, matches_for, remember_checked
from workbench.store.segments import segments_of

pytestmark = pytest.mark.usefixtures("both_databases")
SELF = "Du skal selv søge om det."


@pytest.fixture
def line(session, people):
    return Line(session, people)


@pytest.fixture
def remembered(line, session):
    edition = line.checked()
    remember_checked(session, edition, checker_id=line.checker.id)
    return edition


def offers_for(session, edition, words):
    segments = segments_of(session, edition)
    wanted = next(segment for segment in segments if words in segment.source)
    return matches_for(session, edition, segments, [wanted]).get(wanted.key, [])


def share(session, edition):
    asker = Asker(edition.id, edition.article.source_language, edition.article.owner_id)
    sources = {asker: [segment.source for segment in segments_of(session, edition)]}
    return covered_shares(session, sources)[edition.id]


def test_a_checked_sentence_is_offered_word_for_word_with_its_origin(line, remembered, session):
    edition = line.accepted(title="Boligtilskud i byen")
    (offer,) = offers_for(session, edition, SELF)
    assert (offer.entry.target, offer.title) == (ANSWERS[SELF], remembered.article.title)
    assert (offer.entry.checker, offer.entry.edition_number) == (line.checker, 1)


def test_a_sentence_between_the_same_sentences_comes_first(line, remembered, session):
    edition = line.accepted(title="Boligtilskud i byen")
    assert offers_for(session, edition, "fyldt 18")[0].score == 101
    assert offers_for(session, edition, "Er din husleje")[0].score == 100


def test_remembering_again_adds_nothing(line, remembered, session):
    assert remember_checked(session, remembered, checker_id=line.checker.id) == 0


def test_drafts_of_one_authority_are_not_offered_to_another(line, people, remembered, session):
    other = people.organisation("Bygdernes Kommune")
    edition = line.accepted(title="Hjælp i bygden")
    edition.article.owner = other
    session.flush()
    assert offers_for(session, edition, SELF) == []
    assert share(session, edition) == 0

    session.query(MemoryEntry).update({"is_published": True})
    assert len(offers_for(session, edition, SELF)) == 1
    assert share(session, edition) == 90

    session.query(MemoryEntry).update({"is_withdrawn": True})
    assert offers_for(session, edition, SELF) == []
    assert share(session, edition) == 0


def test_a_pair_is_offered_in_its_own_direction_only(line, people, remembered, session):
    back = Line(session, people, source="kl")
    edition = back.accepted({"summary": SELF}, title="Inissiamut tapiissutit")
    edition.article.owner = line.owner
    assert offers_for(session, edition, SELF) == []


def test_the_newest_wording_comes_first(line, remembered, session):
    again = line.accepted(title="Boligtilskud i byen")
    line.translate(again, {**ANSWERS, SELF: "Nammineerlutit qinnuteqassaatit."})
    line.hand_in(again)
    line.check(again)
    remember_checked(session, again, checker_id=line.checker.id)
    edition = line.accepted(title="Boligtilskud igen")
    offers = offers_for(session, edition, SELF)
    assert [offer.entry.target for offer in offers] == ["Nammineerlutit qinnuteqassaatit.", ANSWERS[SELF]]
