"""A second person reads every sentence: accepts it, corrects it, or gives it back."""

import uuid

import pytest

from workbench.domain.refusals import Denied, IllegalMove, Invalid, Reason, StaleVersion
from workbench.domain.signatures import Capacity
from workbench.domain.states import State
from workbench.models import MemoryEntry, Signature
from workbench.store import claims
from workbench.store.signatures import coverages
from workbench.translation import check_commands

pytestmark = pytest.mark.usefixtures("both_databases")
OTHER_WORDS = "Nammineerlutit qinnuteqassaatit."


def test_what_the_checker_has_read_goes_on_to_its_owner(checking, session):
    checking.accept_all()
    checking.finish()
    assert checking.edition.state is State.AWAITING_APPROVAL
    assert all(coverage.is_whole for coverage in coverages(session, checking.edition).values())
    assert claims.claim_of(session, checking.edition, Capacity.CHECKER) is None


def test_checked_sentences_enter_the_memory_with_their_people(checking, line, session):
    checking.accept_all()
    checking.finish()
    entries = session.query(MemoryEntry).all()
    assert {entry.source for entry in entries} == {segment.source for segment in checking.segments()}
    assert {(entry.translator_id, entry.checker_id) for entry in entries} == {(line.translator.id, line.checker.id)}
    assert not any(entry.is_published for entry in entries)


def test_translators_cannot_check_their_own_sentences(line, people, checking, at_work):
    people.grant(line.translator, "checker", pair=("da", "kl"))
    check_commands.release_check(checking.session, checking.actor, checking.edition)
    own = at_work(line.translator, checking.edition)
    own.take_check()
    with pytest.raises(Denied) as refused:
        own.accept(own.segments()[0])
    assert refused.value.reason is Reason.OWN_TRANSLATION


def test_whoever_took_words_over_and_handed_them_in_does_not_check_them(line, people, at_work):
    edition = line.accepted()
    first = at_work(line.translator, edition)
    first.claim()
    first.translate()
    first.release()
    second = at_work(people.with_role("translator", "Ivik Lynge", pair=("da", "kl")), edition)
    people.grant(second.person, "checker", pair=("da", "kl"))
    second.claim()
    second.hand_in()
    second.take_check()
    with pytest.raises(Denied) as refused:
        second.accept(second.segments()[0])
    assert refused.value.reason is Reason.OWN_TRANSLATION


def test_who_wrote_the_source_does_not_check_its_translation(line, people, checking, at_work):
    people.grant(line.author, "checker", pair=("da", "kl"))
    check_commands.release_check(checking.session, checking.actor, checking.edition)
    with pytest.raises(Denied) as refused:
        at_work(line.author, checking.edition).take_check()
    assert refused.value.reason is Reason.OWN_WORDS


def test_accepting_twice_signs_once(checking, session):
    segment = checking.segments()[0]
    before = session.query(Signature).count()
    checking.accept(segment)
    checking.accept(segment)
    assert session.query(Signature).count() == before + 1


def test_nobody_signs_other_words_than_those_they_read(checking):
    segment = checking.segments()[0]
    with pytest.raises(StaleVersion):
        check_commands.accept_segment(
            checking.session,
            checking.actor,
            checking.edition,
            segment,
            seen_source=segment.source_hash,
            seen_target="0" * 32,
        )


def test_a_corrected_sentence_needs_another_checker(checking, second_checker, at_work, session):
    segment = checking.segment("Du skal selv")
    for other in checking.segments():
        if other is not segment:
            checking.accept(other)
    checking.correct(segment, OTHER_WORDS)
    assert segment.target == OTHER_WORDS
    with pytest.raises(Denied) as refused:
        checking.accept(segment)
    assert refused.value.reason is Reason.OWN_TRANSLATION

    checking.finish()
    assert checking.edition.state is State.IN_CHECKING, "it waits for another checker"
    assert claims.claim_of(session, checking.edition, Capacity.CHECKER) is None

    second = at_work(second_checker, checking.edition)
    second.take_check()
    assert coverages(session, second.edition)[Capacity.CHECKER].uncovered == (segment.key,)
    second.accept(segment)
    second.finish()
    assert second.edition.state is State.AWAITING_APPROVAL


def test_a_correction_goes_on_as_signed_by_whoever_made_it(checking, line, session):
    segment = checking.segment("Du skal selv")
    checking.correct(segment, OTHER_WORDS)
    assert segment.is_ready
    assert coverages(session, checking.edition)[Capacity.TRANSLATOR].is_whole
    signed = session.query(Signature).filter_by(capacity=Capacity.TRANSLATOR, person_id=line.checker.id).one()
    assert [each.target_hash for each in signed.sentences] == [segment.target_hash]


def test_correcting_with_the_same_words_changes_nothing(checking, session):
    segment = checking.segments()[1]
    before = session.query(Signature).count()
    checking.correct(segment, segment.target)
    assert session.query(Signature).count() == before
    checking.accept(segment)


def test_a_sentence_is_not_corrected_into_nothing(checking):
    with pytest.raises(Invalid) as refused:
        checking.correct(checking.segments()[0], "  ")
    assert refused.value.reason is Reason.TEXT_EMPTY


def test_words_corrected_on_two_pages_are_signed_by_nobody_until_they_are_seen(checking, session):
    segment, base = checking.segment("Du skal selv"), checking.base
    checking.correct(segment, "Nammineq qinnuteqassaatit ullumi.", base=base)
    saved = checking.correct(segment, "Nammineq aamma qinnuteqassaatit.", base=base)
    assert saved.merged
    assert not segment.is_confirmed
    assert not coverages(session, checking.edition)[Capacity.TRANSLATOR].is_whole
    checking.correct(segment, segment.target)
    assert coverages(session, checking.edition)[Capacity.TRANSLATOR].is_whole


def test_a_returned_sentence_goes_back_with_its_reason(line, checking, at_work, session):
    segment = checking.segment("Du skal selv")
    for other in checking.segments():
        if other is not segment:
            checking.accept(other)
    checking.give_back(segment, "Skriv det uden fremmedord.")
    checking.finish()
    edition = checking.edition
    assert edition.state is State.IN_TRANSLATION
    assert edition.moves[-1].comment == "Skriv det uden fremmedord."
    assert [one for one in checking.segments() if not one.is_ready] == [segment]

    translator = at_work(line.translator, edition)
    translator.claim()
    translator.save(segment, OTHER_WORDS)
    translator.hand_in()
    assert edition.state is State.IN_CHECKING
    assert coverages(session, edition)[Capacity.CHECKER].uncovered == (segment.key,)
    checking.take_check()
    checking.accept(segment)
    checking.finish()
    assert edition.state is State.AWAITING_APPROVAL


def test_a_sentence_that_comes_back_as_it_was_is_read_again(line, checking, at_work):
    checking.accept_all()
    segment = checking.segment("Du skal selv")
    checking.give_back(segment, "Er det rigtigt?")
    checking.finish()
    translator = at_work(line.translator, checking.edition)
    translator.claim()
    translator.save(segment, segment.target)
    translator.hand_in()
    assert checking.edition.state is State.IN_CHECKING, "the signature from before the doubt is not enough"
    checking.take_check()
    with pytest.raises(Invalid) as refused:
        checking.finish()
    assert refused.value.reason is Reason.NOT_CHECKED
    checking.accept(segment)
    checking.finish()
    assert checking.edition.state is State.AWAITING_APPROVAL


def test_a_checker_may_think_better_of_returning(checking):
    checking.accept_all()
    segment = checking.segments()[2]
    checking.give_back(segment, "Er det rigtigt?")
    checking.accept(segment)
    checking.finish()
    assert checking.edition.state is State.AWAITING_APPROVAL


def test_returning_needs_a_reason(checking):
    with pytest.raises(Invalid) as refused:
        checking.give_back(checking.segments()[0], " ")
    assert refused.value.reason is Reason.REASON_MISSING


def test_a_check_is_not_finished_while_a_sentence_is_unread(checking):
    for segment in checking.segments()[1:]:
        checking.accept(segment)
    with pytest.raises(Invalid) as refused:
        checking.finish()
    assert refused.value.reason is Reason.NOT_CHECKED


def test_a_check_that_was_released_keeps_what_was_signed(checking, second_checker, at_work, session):
    first = checking.segments()[0]
    checking.accept(first)
    check_commands.release_check(session, checking.actor, checking.edition)
    second = at_work(second_checker, checking.edition)
    second.take_check()
    for segment in second.segments()[1:]:
        second.accept(segment)
    second.finish()
    assert second.edition.state is State.AWAITING_APPROVAL


def test_nobody_checks_without_the_claim(checking, second_checker, at_work):
    second = at_work(second_checker, checking.edition)
    with pytest.raises(Denied) as refused:
        second.accept(second.segments()[0])
    assert refused.value.reason is Reason.CLAIMED_BY_ANOTHER


def test_what_is_back_with_its_writers_is_not_checked(line, checking):
    line.reopen(checking.edition)
    with pytest.raises(IllegalMove) as refused:
        checking.accept(checking.segments()[0])
    assert refused.value.reason is Reason.TEXT_NOT_OPEN


def test_a_correction_sent_twice_counts_once(checking, session):
    segment, base, request_id = checking.segment("Du skal selv"), checking.base, uuid.uuid4()
    for _ in range(2):
        checking.correct(segment, OTHER_WORDS, base=base, request_id=request_id)
    assert segment.target == OTHER_WORDS
    assert session.query(Signature).filter_by(person_id=checking.person.id).count() == 1
