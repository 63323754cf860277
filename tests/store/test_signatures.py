"""A changed sentence loses the signatures on it and on its counterpart, and no other sentence does."""

import pytest

from tests.support.acts import Acts
from tests.support.line import ANSWERS, Line
from workbench.domain.refusals import Denied, Invalid, Reason
from workbench.domain.signatures import Capacity, coverage
from workbench.domain.states import State
from workbench.models import Verdict
from workbench.store.segments import segments_of, sentences_of
from workbench.store.signatures import coverages, pairs_of, signatures_of, signed_of, vouched_for
from workbench.store.texts import content_of

REST = "qaangiutsinnagit akineqarnissannut pisinnaatitaavutit."
#: (words of the source, other words for them, translation of the sentence they make): one for every sort of line.
CHANGES = [
    ("når du bor til leje", "når du selv lejer", "Inissiamut attartukkamut tapiissutit allat"),
    ("Du skal selv søge om det.", "Du skal selv søge om hjælpen.", "Ikiorneqarnissamut nammineq qinnuteqassaatit."),
    ("er fyldt 18 år", "er fyldt 21 år", "21-nik ukioqaleersimaguit"),
    ("Udfyld blanketten.", "Udfyld hele blanketten.", "Immersugassaq tamaat immersoruk."),
    ("2024/99", "2024/100", "[Inatsit nr. 99 inissiamut tapiissutit pillugit](https://lov.example/2024/100)"),
    (
        "inden fire uger",
        "inden **fire** uger",
        "Sapaatit akunneri **sisamat** qaangiutsinnagit akineqarnissannut pisinnaatitaavutit.",
    ),
]


@pytest.fixture
def line(session, people):
    return Line(session, people)


def uncovered(line, edition, capacity):
    return set(coverages(line.session, edition)[capacity].uncovered)


def fresh(edition):
    return {sentence.words for sentence in sentences_of(content_of(edition.source), edition.source.language)}


@pytest.mark.parametrize(("old", "new", "answer"), CHANGES)
def test_a_changed_sentence_is_read_and_translated_again_and_no_other_is(line, session, old, new, answer):
    edition = line.checked()
    acts, before = Acts(line, edition), fresh(edition)
    acts.send_back()
    acts.rewrite(old, new)
    [changed] = fresh(edition) - before
    acts.submit()
    for capacity in (Capacity.PEER, Capacity.LEGAL):
        hashes = {pair.key: pair.source_hash for pair in pairs_of(session, edition)}
        [its] = {hashes[key] for key in uncovered(line, edition, capacity)}
        assert its == next(
            each.hash for each in sentences_of(content_of(edition.source), "da") if each.words == changed
        )
    acts.accept()
    assert edition.state is State.IN_TRANSLATION
    for capacity in (Capacity.TRANSLATOR, Capacity.CHECKER):
        assert acts.words_of(uncovered(line, edition, capacity)) == {changed}
    assert {segment.source for segment in segments_of(session, edition) if not segment.is_ready} == {changed}
    acts.translate({changed: answer})
    assert uncovered(line, edition, Capacity.TRANSLATOR) == set()
    assert acts.words_of(uncovered(line, edition, Capacity.CHECKER)) == {changed}
    acts.check()
    assert edition.state is State.AWAITING_APPROVAL
    acts.approve()
    assert edition.state is State.APPROVED


@pytest.mark.parametrize("words", list(ANSWERS))
def test_a_changed_translation_loses_its_own_signatures_and_the_source_keeps_its(line, session, words):
    edition = line.approved()
    acts, segment = Acts(line, edition), line.segment(edition, words)
    line.answer(edition, segment, segment.target + " ilaasoq")
    for capacity in (Capacity.PEER, Capacity.LEGAL):
        assert uncovered(line, edition, capacity) == set()
    for capacity in (Capacity.TRANSLATOR, Capacity.CHECKER):
        assert uncovered(line, edition, capacity) == {segment.key}
    owner = coverage(pairs_of(session, edition), signed_of(session, edition), Capacity.APPROVER, 1)
    assert owner.uncovered == (segment.key,)
    assert acts.words_of([segment.key]) == {words}


def test_words_that_come_back_are_still_signed(line):
    edition = line.checked()
    acts = Acts(line, edition)
    acts.send_back()
    acts.rewrite("er fyldt 18 år", "er fyldt 21 år")
    acts.rewrite("er fyldt 21 år", "er fyldt 18 år")
    assert acts.submit()[-1] == "check"
    assert edition.state is State.AWAITING_APPROVAL


def test_a_line_that_moves_keeps_its_signatures(line):
    edition = line.checked()
    acts = Acts(line, edition)
    acts.send_back()
    acts.rewrite(
        "1. Udfyld blanketten.\n2. Send den til kommunen med din lejekontrakt.",
        "1. Send den til kommunen med din lejekontrakt.\n2. Udfyld blanketten.",
    )
    acts.submit()
    assert edition.state is State.AWAITING_APPROVAL


def test_a_sentence_taken_away_leaves_the_others_signed(line):
    edition = line.checked()
    acts = Acts(line, edition)
    acts.send_back()
    acts.rewrite(" Du skal selv søge om det.", "")
    acts.submit()
    assert edition.state is State.AWAITING_APPROVAL
    assert len(segments_of(line.session, edition)) == len(ANSWERS) - 1


def test_the_next_edition_goes_through_by_itself_where_nothing_changed(line):
    published = line.published()
    edition = line.next_edition(published)
    assert edition.state is State.DRAFTING
    assert [move.value for move in Acts(line, edition).submit()] == ["submit", "accept", "hand_in", "check"]
    assert edition.state is State.AWAITING_APPROVAL
    line.session.expire(edition, ["moves"])
    assert [move.person_id for move in edition.moves] == [line.author.id, None, None, None]


def test_the_next_edition_stops_for_what_changed(line):
    edition = line.next_edition(line.published())
    acts = Acts(line, edition)
    acts.rewrite("er fyldt 18 år", "er fyldt 21 år")
    acts.submit()
    assert edition.state is State.IN_REVIEW
    acts.accept()
    assert edition.state is State.IN_TRANSLATION
    assert acts.words_of(uncovered(line, edition, Capacity.CHECKER)) == {"er fyldt 21 år"}


def test_two_peers_are_two_people(session, people):
    line = Line(session, people, stages={"signatures": {"peer": 2}})
    edition = line.submitted()
    line.sign(edition, line.peer, Capacity.PEER)
    line.sign(edition, line.peer, Capacity.PEER)
    assert edition.state is State.IN_REVIEW
    line.sign(edition, line.lawyer, Capacity.PEER)
    assert edition.state is State.IN_TRANSLATION


def test_a_programme_without_reviewers_still_has_a_second_reader_of_the_translation(session, people):
    line = Line(session, people, stages={"signatures": {}})
    edition = line.submitted()
    assert edition.state is State.IN_TRANSLATION
    line.translate(edition)
    line.hand_in(edition)
    assert edition.state is State.IN_CHECKING


def test_a_sentence_without_translation_cannot_be_signed_as_a_pair(line):
    edition = line.accepted()
    with pytest.raises(Invalid) as refusal:
        line.sign(edition, line.checker, Capacity.CHECKER)
    assert refusal.value.reason is Reason.NOT_TRANSLATED


def test_an_outdated_translation_is_not_covered_by_old_signatures(line, session):
    edition = line.checked()
    segment = line.segment(edition, "er fyldt 18 år")
    segment.made_from = "another"
    session.flush()
    assert uncovered(line, edition, Capacity.CHECKER) == {segment.key}


def test_the_same_sentence_twice_is_two_sentences(line, session):
    edition = line.submitted({"how": "Ring til byen. Ring til byen.\n\n- Ring til byen.\n- Ring til byen."}, "Ring")
    line.accept(edition)
    pairs = pairs_of(session, edition)
    assert len(pairs) == len({pair.key for pair in pairs}) == 5


def test_somebody_who_signed_words_that_are_gone_vouches_for_none(line, session):
    edition = line.submitted({"how": "Ring til os."}, "Ring")
    line.sign(edition, line.peer, Capacity.PEER)
    line.reopen(edition)
    line.write(edition, {"how": "Skriv til os."}, title="Skriv")
    [peer] = vouched_for(pairs_of(session, edition), signatures_of(session, edition))
    assert (peer.name, peer.covered, peer.all) == ("Malik Vahl", 0, 2)


# Nobody vouches for their own words.


def refused(act, *args, **more):
    with pytest.raises((Denied, Invalid)) as refusal:
        act(*args, **more)
    return refusal.value.reason


def test_whoever_wrote_after_being_asked_cannot_review(line, people):
    edition = line.drafted()
    people.grant(line.peer, "participant", workshop=line.workshop)
    line.ask(edition, line.peer)
    acts = Acts(line, edition)
    acts.rewrite("Udfyld blanketten.", "Udfyld hele blanketten.", by=line.peer)
    acts.submit()
    assert refused(acts.give, line.peer) is Reason.OWN_WORDS
    assert refused(acts.give, line.peer, Verdict.REQUEST_CHANGES, "Nej.") is Reason.OWN_WORDS


def test_the_translator_does_not_check_what_they_translated(line, people):
    edition = line.accepted()
    people.grant(line.translator, "checker", pair=("da", "kl"))
    acts = Acts(line, edition)
    acts.translate(ANSWERS)
    acts.check(by=line.translator)
    line.sign(edition, line.translator, Capacity.CHECKER)
    assert uncovered(line, edition, Capacity.CHECKER) == {segment.key for segment in segments_of(line.session, edition)}
    assert edition.state is State.IN_CHECKING


def test_a_checker_who_corrected_a_sentence_leaves_it_to_another(line, people):
    edition = line.translated()
    acts, segment = Acts(line, edition), line.segment(edition, "Udfyld blanketten.")
    acts.check(correct={segment.key: "Immersugassaq tamaat immersoruk."})
    assert edition.state is State.IN_CHECKING
    assert uncovered(line, edition, Capacity.CHECKER) == {segment.key}
    acts.check(by=people.checker())
    assert edition.state is State.AWAITING_APPROVAL


@pytest.mark.parametrize("role", ["author", "translator", "checker"])
def test_nobody_approves_what_they_wrote_translated_or_corrected(line, people, role):
    edition = line.translated()
    acts, segment = Acts(line, edition), line.segment(edition, "Udfyld blanketten.")
    acts.check(correct={segment.key: "Immersugassaq tamaat immersoruk."})
    acts.check(by=people.checker())
    person = getattr(line, role)
    people.grant(person, "approver", organisation=line.owner)
    assert refused(acts.approve, by=person) is Reason.OWN_WORDS
    assert acts.approve() is not None


def test_writers_do_not_check_the_translation_of_their_words(line, people):
    edition = line.translated()
    people.grant(line.author, "checker", pair=("da", "kl"))
    assert refused(Acts(line, edition).check, by=line.author) is Reason.OWN_WORDS


def test_letters_that_nobody_sees_do_not_void_anything(line):
    edition = line.checked()
    acts = Acts(line, edition)
    acts.send_back()
    acts.rewrite("lejekontrakt", "leje\u00adkontrakt")
    acts.submit()
    assert edition.state is State.AWAITING_APPROVAL
