"""A translator claims an article, writes sentence by sentence, confirms and hands in."""

import datetime as dt
import uuid

import pytest

from workbench.domain.refusals import Denied, IllegalMove, Invalid, Reason, StaleVersion
from workbench.domain.signatures import Capacity
from workbench.domain.states import State
from workbench.models import AuditEntry, Cause, Origin, TextUpdate, now
from workbench.store import claims
from workbench.store.segments import words_of_line
from workbench.store.signatures import coverages
from workbench.store.texts import Base, content_of
from workbench.translation import commands

pytestmark = pytest.mark.usefixtures("both_databases")


def words_in_target(desk, segment):
    return words_of_line(content_of(desk.edition.target), segment.key)


def test_a_translator_takes_an_article_from_the_queue_to_the_checker(translating, session):
    edition = translating.edition
    translating.translate()
    translating.hand_in()
    assert edition.state is State.IN_CHECKING
    assert coverages(session, edition)[Capacity.TRANSLATOR].is_whole
    assert claims.claim_of(session, edition, Capacity.TRANSLATOR) is None


def test_handing_in_twice_counts_once(translating):
    seen = translating.edition.version
    translating.translate()
    translating.hand_in()
    again = commands.hand_in_translation(translating.session, translating.actor, translating.edition, seen_version=seen)
    assert again.state is State.IN_CHECKING
    assert [move.move for move in again.moves].count("hand_in") == 1


def test_nobody_writes_without_the_claim(line, at_work):
    desk = at_work(line.translator, line.accepted())
    with pytest.raises(Denied) as refused:
        desk.save(desk.segments()[0], "Inissiamut tapiissutit")
    assert refused.value.reason is Reason.NOT_CLAIMED


def test_who_has_no_role_for_the_pair_does_not_translate(line, people, at_work):
    other = people.with_role("translator", pair=("kl", "da"))
    desk = at_work(other, line.accepted())
    with pytest.raises(Denied) as refused:
        desk.claim()
    assert refused.value.reason is Reason.ROLE_LACKS_PERMISSION


def test_a_role_that_ended_stops_the_next_save(line, translating):
    line.translator.grants[0].ends_at = now() - dt.timedelta(seconds=1)
    translating.session.flush()
    with pytest.raises(Denied) as refused:
        translating.save(translating.segments()[0], "Inissiamut tapiissutit")
    assert refused.value.reason is Reason.ROLE_LACKS_PERMISSION


def test_a_text_that_went_back_to_its_writers_takes_no_translation(line, translating):
    line.reopen(translating.edition)
    with pytest.raises(IllegalMove) as refused:
        translating.save(translating.segments()[1], "Nammineq")
    assert refused.value.reason is Reason.TEXT_NOT_OPEN


def test_a_claim_ends_by_itself_and_the_next_one_finds_the_words(people, translating, at_work):
    first = translating.segments()[1]
    translating.save(first, "Ineqarnermut akiliutit", confirm=False)
    claims.claim_of(translating.session, translating.edition, Capacity.TRANSLATOR).ends_at = now()
    with pytest.raises(Denied) as refused:
        translating.save(first, "Ineqarnermut akiliutit qaffasippata")
    assert refused.value.reason is Reason.NOT_CLAIMED

    next_one = at_work(people.with_role("translator", pair=("da", "kl")), translating.edition)
    next_one.claim()
    assert words_in_target(next_one, first) == "Ineqarnermut akiliutit"
    next_one.save(first, "Ineqarnermut akiliutit qaffasippata")
    assert words_in_target(next_one, first) == "Ineqarnermut akiliutit qaffasippata"
    with pytest.raises(Denied) as refused:
        translating.save(first, "Allat")
    assert refused.value.reason is Reason.CLAIMED_BY_ANOTHER


def test_every_saved_word_lengthens_the_claim(translating):
    claim = claims.claim_of(translating.session, translating.edition, Capacity.TRANSLATOR)
    claim.ends_at = now() + dt.timedelta(minutes=1)
    translating.save(translating.segments()[0], "Inissiamut tapiissutit")
    assert claim.ends_at > now() + dt.timedelta(hours=20)


def test_a_programme_may_say_how_long_a_claim_lives(line, at_work):
    line.programme.stages = {**line.programme.stages, "claim_hours": 2}
    desk = at_work(line.translator, line.accepted())
    assert desk.claim().ends_at < now() + dt.timedelta(hours=3)


def test_releasing_gives_it_back_and_keeps_the_words(people, translating, at_work):
    first = translating.segments()[1]
    translating.save(first, "Ineqarnermut akiliutit", confirm=False)
    translating.release()
    next_one = at_work(people.with_role("translator", pair=("da", "kl")), translating.edition)
    next_one.claim()
    assert words_in_target(next_one, first) == "Ineqarnermut akiliutit"


def test_only_ones_own_claim_is_released(people, translating, at_work):
    at_work(people.with_role("translator", pair=("da", "kl")), translating.edition).release()
    assert claims.claim_of(translating.session, translating.edition, Capacity.TRANSLATOR) is not None


def test_the_same_save_sent_twice_counts_once(translating, session):
    segment, base, request_id = translating.segments()[1], translating.base, uuid.uuid4()
    rows = session.query(TextUpdate).count()
    for _ in range(2):
        translating.save(segment, "Nammineq qinnuteqassaatit.", base=base, request_id=request_id)
    assert session.query(TextUpdate).count() == rows + 1
    assert segment.target == "Nammineq qinnuteqassaatit."


def test_going_back_in_the_browser_and_writing_on_loses_nothing(translating):
    segment, base, request_id = translating.segments()[1], translating.base, uuid.uuid4()
    translating.save(segment, "Nammineq", base=base, request_id=request_id, confirm=False)
    translating.save(segment, "Nammineq qinnuteqassaatit.", base=base, request_id=request_id)
    assert segment.target == "Nammineq qinnuteqassaatit."
    # The first of the two comes once more, late: it has been here.
    translating.save(segment, "Nammineq", base=base, request_id=request_id, confirm=False)
    assert segment.target == "Nammineq qinnuteqassaatit."
    assert segment.is_confirmed


def test_a_late_copy_of_a_save_confirms_nothing_of_what_others_wrote_since(translating):
    segment, base, request_id = translating.segments()[1], translating.base, uuid.uuid4()
    translating.save(segment, "Nammineq", base=base, request_id=request_id)
    translating.save(segment, "Nammineq qinnuteqassaatit.", confirm=False)
    translating.save(segment, "Nammineq", base=base, request_id=request_id)
    assert (segment.target, segment.is_confirmed) == ("Nammineq qinnuteqassaatit.", False)


def test_two_pages_of_one_person_keep_the_words_of_both(translating):
    segment = translating.segments()[1]
    translating.save(segment, "Kommuni tapiissuteqarsinnaavoq.", confirm=False)
    base = translating.base
    translating.save(segment, "Kommuni aamma tapiissuteqarsinnaavoq.", base=base, confirm=False)
    saved = translating.save(segment, "Kommuni tapiissuteqarsinnaavoq ilaatigut.", base=base)
    assert saved.merged
    assert segment.target == "Kommuni aamma tapiissuteqarsinnaavoq ilaatigut."
    assert not segment.is_confirmed, "nobody has seen these words together yet"


def test_pages_opened_before_the_first_word_do_not_double_a_sentence(translating):
    segment, base = translating.segments()[1], translating.base
    translating.save(segment, "Nammineq", base=base, confirm=False)
    translating.save(segment, "Qinnuteqassaatit", base=base, confirm=False)
    lines = [one for one in content_of(translating.edition.target).lines if one.id == segment.key]
    assert len(lines) == 1
    assert sorted(lines[0].words.split()) == ["Nammineq", "Qinnuteqassaatit"]


def test_changing_words_takes_the_confirmation_back(translating):
    segment = translating.segments()[1]
    translating.save(segment, "Nammineq qinnuteqassaatit.")
    assert segment.is_confirmed
    translating.save(segment, "Nammineq qinnuteqassaatit", confirm=False)
    assert not segment.is_confirmed


def test_an_emptied_sentence_is_missing_again(translating):
    segment = translating.segments()[1]
    translating.save(segment, "Nammineq qinnuteqassaatit.")
    translating.save(segment, "   ")
    assert segment.is_missing
    assert not segment.is_ready


def test_a_page_without_a_base_of_this_text_is_refused(translating):
    with pytest.raises(Invalid) as refused:
        translating.save(translating.segments()[0], "Inissiamut", base=Base(4000))
    assert refused.value.reason is Reason.BASE_UNKNOWN


def test_more_words_than_a_sentence_holds_are_refused(translating):
    with pytest.raises(Invalid) as refused:
        translating.save(translating.segments()[0], "a" * (commands.LONGEST + 1))
    assert refused.value.reason is Reason.TOO_LARGE


def test_words_from_the_memory_are_known_as_such(line, checking, at_work):
    checking.accept_all()
    checking.finish()
    desk = at_work(line.translator, line.accepted(title="Boligtilskud i to kommuner"))
    desk.claim()
    segment = desk.segment("Du skal selv søge")
    desk.save(segment, "Nammineq qinnuteqassaatit.")
    assert segment.origin is Origin.MEMORY
    desk.save(segment, "Nammineerlutit qinnuteqassaatit.")
    assert segment.origin is Origin.HUMAN


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("", Reason.NOT_TRANSLATED),
        ("Du har ret til et svar inden fire uger.", Reason.FINDING_OPEN),
    ],
)
def test_what_is_missing_keeps_the_translation_from_being_handed_in(translating, words, reason):
    translating.translate()
    translating.save(translating.segment("ret til et svar"), words)
    with pytest.raises(Invalid) as refused:
        translating.hand_in()
    assert refused.value.reason is reason
    assert translating.edition.state is State.IN_TRANSLATION


def test_a_finding_may_stand_with_a_reason_for_these_words(translating, session):
    translating.translate()
    segment = translating.segment("ret til et svar")
    translating.save(segment, "Du har ret til et svar inden fire uger.")
    found = commands.findings.open_findings(session, translating.edition)
    for one in found:
        commands.dismiss_finding(
            session, translating.actor, translating.edition, segment, one.finding.key, reason="Et citat."
        )
    translating.hand_in()
    assert translating.edition.state is State.IN_CHECKING
    assert session.query(AuditEntry).filter_by(action="finding:dismiss").count() == len(found)


def test_a_finding_needs_a_reason_and_the_claim(translating, line, people, session):
    segment = translating.segment("ret til et svar")
    translating.save(segment, "Du har ret til et svar inden fire uger.")
    key = commands.findings.open_findings(session, translating.edition)[0].finding.key
    with pytest.raises(Invalid) as refused:
        commands.dismiss_finding(session, translating.actor, translating.edition, segment, key, reason=" ")
    assert refused.value.reason is Reason.REASON_MISSING
    other = line.actor(people.with_role("translator", pair=("da", "kl")))
    with pytest.raises(Denied) as refused:
        commands.dismiss_finding(session, other, translating.edition, segment, key, reason="Et citat.")
    assert refused.value.reason is Reason.CLAIMED_BY_ANOTHER


def test_an_old_page_hands_nothing_in(translating):
    translating.translate()
    with pytest.raises(StaleVersion):
        commands.hand_in_translation(
            translating.session, translating.actor, translating.edition, seen_version=translating.edition.version - 1
        )


def test_what_the_translator_wrote_is_theirs_in_the_log(translating, line):
    segment = translating.segments()[1]
    translating.save(segment, "Nammineq qinnuteqassaatit.")
    row = translating.session.query(TextUpdate).order_by(TextUpdate.at.desc(), TextUpdate.seq.desc()).first()
    assert (row.person_id, row.cause, row.touched) == (line.translator.id, Cause.SAVE, [segment.key])
