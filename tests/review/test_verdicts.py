"""A verdict is on the very words that were read, by somebody who was asked and wrote none of them."""

import datetime as dt
import threading

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import sessionmaker

from tests.support.acts import Acts
from tests.support.line import Line
from workbench.domain.refusals import Denied, IllegalMove, Invalid, Reason, Refusal, StaleVersion
from workbench.domain.signatures import Capacity
from workbench.domain.states import State
from workbench.models import (
    AuditEntry,
    Edition,
    OutboxEntry,
    Person,
    Reading,
    Review,
    Signature,
    TextVersion,
    Verdict,
    now,
)
from workbench.models.engine import open_engine
from workbench.review.commands import ask_review, cancel_review, give_review, keep_reading, resend_review
from workbench.store.segments import segments_of
from workbench.store.visibility import actor_of

ACCEPT, CHANGES = Verdict.ACCEPT, Verdict.REQUEST_CHANGES


def refused(act, *args, **more):
    with pytest.raises(Refusal) as refusal:
        act(*args, **more)
    return type(refusal.value), refusal.value.reason


def give(line, person, review, verdict=ACCEPT, reason="", **more):
    seen = {"seen_version": review.version, "read_seq": review.edition.source.seq, **more}
    return give_review(line.session, line.actor(person), review, verdict, reason=reason, **seen)


def letters(session, kind="review_asked"):
    rows = session.scalars(sa.select(OutboxEntry).where(OutboxEntry.kind == "MailDue").order_by(OutboxEntry.id))
    return [row.facts for row in rows if row.facts["kind"] == kind]


@pytest.fixture
def asked(line):
    """An article in review, and the peer's review of it."""
    edition = line.submitted()
    return edition, line.ask(edition, line.peer)


@pytest.mark.usefixtures("both_databases")
def test_accepting_signs_every_sentence_and_the_last_reader_moves_it_on(line, session):
    edition = line.submitted()
    peer, lawyer = line.ask(edition, line.peer), line.ask(edition, line.lawyer, "legal")
    give(line, line.peer, peer)
    assert edition.state is State.IN_REVIEW
    signature = session.scalars(sa.select(Signature)).one()
    assert (signature.person_id, signature.capacity, len(signature.sentences)) == (line.peer.id, Capacity.PEER, 11)
    assert session.get(Reading, (line.peer.id, edition.source.id)).seq == edition.source.seq == peer.read_seq
    give(line, line.lawyer, lawyer)
    assert edition.state is State.IN_TRANSLATION
    assert len(segments_of(session, edition)) == 11
    assert edition.moves[-1].person_id == line.lawyer.id
    versions = session.scalars(sa.select(TextVersion.cause).where(TextVersion.text_id == edition.source.id)).all()
    assert versions == ["submit", "accept"]
    given = session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "review:give")).all()
    assert [entry.facts["verdict"] for entry in given] == ["accept", "accept"]


@pytest.mark.usefixtures("both_databases")
def test_asking_for_changes_gives_the_text_back_with_the_reason(line, session, asked):
    edition, review = asked
    other = line.ask(edition, line.lawyer, "legal")
    give(line, line.peer, review, CHANGES, " Fristen mangler. ")
    assert edition.state is State.DRAFTING
    assert edition.moves[-1].comment == "Fristen mangler."
    assert other.is_waiting
    assert session.scalars(sa.select(Signature)).all() == []
    [letter] = letters(session, "changes_requested")
    assert letter["to"] == line.author.email
    assert letter["facts"]["reason"] == "Fristen mangler."


def test_asking_for_changes_without_saying_which_helps_nobody(line, asked):
    assert refused(give, line, line.peer, asked[1], CHANGES, "  ") == (Invalid, Reason.REASON_MISSING)


def test_words_that_changed_meanwhile_are_not_signed(line, asked):
    edition, review = asked
    seen = edition.source.seq
    line.reopen(edition)
    line.replace(edition, "18 år", "21 år")
    line.submit(edition)
    assert refused(give, line, line.peer, review, read_seq=seen) == (StaleVersion, Reason.CHANGED_MEANWHILE)
    assert refused(give, line, line.peer, review, read_seq=None) == (StaleVersion, Reason.CHANGED_MEANWHILE)
    give(line, line.peer, review)


def test_a_verdict_sent_twice_counts_once(line, session, asked):
    edition, review = asked
    seen = {"seen_version": review.version, "read_seq": edition.source.seq}
    give(line, line.peer, review, **seen)
    give(line, line.peer, review, **seen)
    assert len(session.scalars(sa.select(Signature)).all()) == 1


def test_a_verdict_that_is_given_is_not_given_again(line, asked):
    _, review = asked
    give(line, line.peer, review)
    assert refused(give, line, line.peer, review, CHANGES, "Nej.") == (StaleVersion, Reason.CHANGED_MEANWHILE)


def test_only_those_who_were_asked_give_it(line, people, asked):
    edition, review = asked
    assert refused(give, line, line.lawyer, review) == (Denied, Reason.NOT_ASKED)
    line.ask(edition, line.lawyer, "legal")
    assert refused(give, line, line.lawyer, review) == (Denied, Reason.NOT_ASKED)
    assert refused(give, line, line.author, review) == (Denied, Reason.ROLE_LACKS_PERMISSION)
    stranger = people.reviewer(people.organisation("Fjordbyen"))
    assert refused(give, line, stranger, review) == (Denied, Reason.NOT_ASKED)


def test_anybody_of_the_organisation_that_was_asked_answers_for_it(line, session, people):
    office = people.organisation("Retskontoret")
    first, second = people.reviewer(office), people.reviewer(office)
    edition = line.submitted()
    review = line.ask(edition, None, "legal", organisation=office)
    assert sorted(letter["to"] for letter in letters(session)) == sorted([first.email, second.email])
    assert refused(give, line, line.lawyer, review) == (Denied, Reason.NOT_ASKED)
    give(line, second, review)
    assert (review.given_by_id, review.is_waiting) == (second.id, False)
    assert session.scalars(sa.select(Signature.organisation_id)).one() == office.id
    assert refused(give, line, first, review) == (StaleVersion, Reason.CHANGED_MEANWHILE)


def test_a_review_taken_back_is_not_given(line, session, asked):
    edition, review = asked
    line.ask(edition, line.peer, "legal")
    cancel_review(session, line.actor(line.facilitator), review, seen_version=review.version)
    assert refused(give, line, line.peer, review) == (Denied, Reason.NOT_ASKED)
    assert refused(resend_review, session, line.actor(line.facilitator), review, seen_version=review.version) == (
        IllegalMove,
        Reason.MOVE_NOT_POSSIBLE,
    )


def test_a_draft_is_read_but_not_signed(line):
    edition = line.drafted()
    review = line.ask(edition, line.peer)
    for verdict in Verdict:
        assert refused(give, line, line.peer, review, verdict, "Nej.") == (IllegalMove, Reason.MOVE_NOT_POSSIBLE)


def test_after_review_one_may_still_vouch_but_not_take_the_text_back(line):
    edition = line.submitted()
    late = line.ask(edition, line.people.reviewer(line.owner))
    line.accept(edition)
    assert refused(give, line, late.person, late, CHANGES, "Nej.") == (IllegalMove, Reason.MOVE_NOT_POSSIBLE)
    give(line, late.person, late)
    assert edition.state is State.IN_TRANSLATION


@pytest.mark.usefixtures("both_databases")
def test_two_peers_at_once_do_not_overlook_each_other(app, session, people):
    line = Line(session, people, stages={"signatures": {"peer": 2}})
    edition = line.submitted()
    reviews = [line.ask(edition, person) for person in (line.peer, line.lawyer)]
    jobs = [(review.id, review.person_id, review.version, edition.source.seq) for review in reviews]
    session.commit()
    engine = open_engine(app.config["SQLALCHEMY_DATABASE_URI"])
    sessions, start = sessionmaker(engine), threading.Barrier(2)

    def run(review_id, person_id, version, seq):
        start.wait()
        with sessions.begin() as own:
            actor = actor_of(own.get_one(Person, person_id))
            review = own.get_one(Review, review_id)
            give_review(own, actor, review, ACCEPT, reason="", seen_version=version, read_seq=seq)

    threads = [threading.Thread(target=run, args=job) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    with sessions.begin() as own:
        assert own.get_one(Edition, edition.id).state is State.IN_TRANSLATION
    engine.dispose()


# Asking.


def ask(line, edition, by=None, capacity="peer", **more):
    return ask_review(line.session, line.actor(by or line.facilitator), edition, Capacity(capacity), **more)


def test_whoever_is_asked_gets_a_letter(line, session):
    edition = line.submitted()
    day = now().date() + dt.timedelta(days=3)
    ask(line, edition, person=line.peer, due_on=day, note="Se på fristen.")
    [letter] = letters(session)
    assert letter["to"] == line.peer.email
    assert letter["facts"]["due"] == day.isoformat()
    assert (letter["facts"]["asker"], letter["facts"]["note"]) == ("Minik Rask", "Se på fristen.")


@pytest.mark.parametrize("role", ["author", "peer", "translator", "approver"])
def test_only_facilitators_and_coordinators_ask(line, role):
    edition = line.submitted()
    assert refused(ask, line, edition, getattr(line, role), person=line.lawyer)[0] is Denied
    ask(line, edition, line.coordinator, person=line.lawyer)


def test_a_facilitator_of_another_workshop_does_not_ask(line, people):
    other = people.facilitator(people.workshop(line.programme))
    assert refused(ask, line, line.submitted(), other, person=line.peer)[0] is Denied


def test_a_writer_cannot_be_asked(line, people):
    edition = line.submitted()
    people.grant(line.author, "reviewer", organisation=line.owner)
    assert refused(ask, line, edition, person=line.author) == (Invalid, Reason.WROTE_IN_IT)


def test_a_second_time_is_a_reminder_not_another_review(line, session):
    edition = line.submitted()
    review = ask(line, edition, person=line.peer)
    assert refused(ask, line, edition, person=line.peer) == (Invalid, Reason.ALREADY_THERE)
    assert resend_review(session, line.actor(line.facilitator), review, seen_version=review.version) == 1
    assert len(letters(session)) == 2


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        ({}, Reason.FIELD_INVALID),
        ({"capacity": "checker"}, Reason.FIELD_INVALID),
        ({"due_on": dt.date(2020, 1, 1)}, Reason.DATE_NOT_POSSIBLE),
    ],
)
def test_what_is_asked_must_make_sense(line, what, reason):
    edition = line.submitted()
    who = {"person": line.peer} if what else {}
    assert refused(ask, line, edition, **who, **what) == (Invalid, reason)


def test_somebody_without_the_role_cannot_be_asked(line, people):
    edition = line.submitted()
    former = people.reviewer(line.owner)
    former.grants[0].ends_at = now()
    assert refused(ask, line, edition, person=former) == (Invalid, Reason.FIELD_INVALID)
    assert refused(ask, line, edition, person=line.coordinator) == (Invalid, Reason.FIELD_INVALID)
    nobody = people.organisation("Fjordbyen")
    assert refused(ask, line, edition, organisation=nobody) == (Invalid, Reason.FIELD_INVALID)


@pytest.mark.parametrize("stage", ["approved", "published"])
def test_what_its_owner_signed_is_not_reviewed_any_more(line, stage):
    edition = getattr(line, stage)()
    assert refused(ask, line, edition, person=line.peer) == (IllegalMove, Reason.MOVE_NOT_POSSIBLE)


def test_those_who_read_before_are_asked_again_when_words_changed(line, session):
    edition = line.submitted()
    acts = Acts(line, edition)
    acts.accept()
    acts.session.refresh(edition)
    line.reopen(edition)
    acts.rewrite("18 år", "21 år")
    acts.submit()
    waiting = [review for review in acts.reviews() if review.is_waiting]
    assert {(each.person_id, each.capacity) for each in waiting} == {
        (line.peer.id, "peer"),
        (line.lawyer.id, "legal"),
    }
    assert all(each.due_on == edition.due_at.date() for each in waiting)
    assert len(letters(session)) == 4


def test_whoever_wanted_changes_is_asked_again_and_whoever_wrote_them_is_not(line, people):
    edition = line.submitted()
    acts = Acts(line, edition)
    line.ask(edition, line.peer)
    line.ask(edition, line.lawyer, "legal")
    acts.give(line.lawyer)
    acts.give(line.peer, CHANGES, "Ret alderen.")
    people.grant(line.lawyer, "participant", workshop=line.workshop)
    acts.rewrite("18 år", "21 år", by=line.lawyer)
    acts.submit()
    waiting = [review for review in acts.reviews() if review.is_waiting]
    assert [(each.person_id, each.capacity) for each in waiting] == [(line.peer.id, "peer")]


def test_nobody_is_asked_again_when_nothing_changed(line):
    edition = line.submitted()
    acts = Acts(line, edition)
    acts.accept()
    line.reopen(edition)
    acts.submit()
    assert edition.state is State.IN_TRANSLATION
    assert not any(review.is_waiting for review in acts.reviews())


# Reading.


def test_a_reading_never_goes_back(line, session, asked):
    edition, _ = asked
    line.reopen(edition)
    line.replace(edition, "18 år", "21 år")
    actor, text = line.actor(line.peer), edition.source
    keep_reading(session, actor, text, text.seq)
    assert keep_reading(session, actor, text, 1).seq == text.seq
    assert refused(keep_reading, session, actor, text, text.seq + 1) == (Invalid, Reason.BASE_UNKNOWN)
    assert refused(keep_reading, session, actor, text, 0) == (Invalid, Reason.BASE_UNKNOWN)
