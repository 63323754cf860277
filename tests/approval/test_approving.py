"""Owners let out only what is whole, once, and never their own words."""

import threading

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import sessionmaker
from sqlalchemy.orm.exc import StaleDataError

from tests.support.acts import Acts
from workbench.approval.commands import approve_edition, return_edition
from workbench.approval.gate import What, gaps
from workbench.approval.hands import Hands, How, with_hands
from workbench.domain.refusals import Denied, IllegalMove, Invalid, Reason, Refusal, StaleVersion
from workbench.domain.signatures import Capacity
from workbench.domain.states import Move, State
from workbench.models import AuditEntry, Edition, OutboxEntry, Parcel, Person, Signature, TextVersion
from workbench.models.engine import open_engine
from workbench.store.segments import segments_of
from workbench.store.visibility import actor_of, matter_of


def refused(act, *args, **more):
    with pytest.raises(Refusal) as refusal:
        act(*args, **more)
    return refusal.value


def parcels(session):
    return session.scalar(sa.select(sa.func.count()).select_from(Parcel))


@pytest.mark.usefixtures("both_databases")
def test_signing_lets_both_languages_out_in_one_act(line, session):
    edition = line.checked()
    parcel = Acts(line, edition).approve()
    assert edition.state is State.APPROVED
    assert set(parcel.payload["texts"]) == {"da", "kl"}
    assert [delivery.target for delivery in parcel.deliveries] == ["portal", "files"]
    signature = session.scalars(sa.select(Signature).where(Signature.capacity == Capacity.APPROVER)).one()
    assert (signature.person_id, signature.organisation_id) == (line.approver.id, line.owner.id)
    assert len(signature.sentences) == len(segments_of(session, edition))
    causes = session.scalars(sa.select(TextVersion.cause).where(TextVersion.person_id == line.approver.id)).all()
    assert causes == ["approve", "approve"]
    due = session.scalars(sa.select(OutboxEntry.facts).where(OutboxEntry.kind == "ParcelDue")).all()
    assert sorted(facts["target"] for facts in due) == ["files", "portal"]
    actions = set(session.scalars(sa.select(AuditEntry.action).where(AuditEntry.person_id == line.approver.id)))
    assert {"signature:approver", "edition:approve", "parcel:send"} <= actions


def test_a_double_click_sends_one_parcel(line, session):
    edition = line.checked()
    actor, seen = line.actor(line.approver), edition.version
    first = approve_edition(session, actor, edition, seen_version=seen)
    again = approve_edition(session, actor, edition, seen_version=seen)
    assert again.id == first.id
    assert parcels(session) == 1


def test_another_approver_who_comes_later_is_told(line, session, people):
    edition = line.checked()
    seen = edition.version
    Acts(line, edition).approve()
    other = people.actor(people.approver(line.owner))
    refusal = refused(approve_edition, session, other, edition, seen_version=seen)
    assert (type(refusal), refusal.reason) == (StaleVersion, Reason.CHANGED_MEANWHILE)
    refusal = refused(approve_edition, session, other, edition, seen_version=edition.version)
    assert (type(refusal), refusal.reason) == (IllegalMove, Reason.MOVE_NOT_POSSIBLE)
    assert parcels(session) == 1


@pytest.mark.usefixtures("both_databases")
def test_of_two_approvers_at_once_one_signs(app, line, session, people):
    edition = line.checked()
    ids = [line.approver.id, people.approver(line.owner).id]
    seen, edition_id = edition.version, edition.id
    session.commit()
    engine = open_engine(app.config["SQLALCHEMY_DATABASE_URI"])
    sessions, start, answers = sessionmaker(engine), threading.Barrier(4), []

    def approve(person_id):
        start.wait()
        try:
            with sessions.begin() as own:
                actor = actor_of(own.get_one(Person, person_id))
                answers.append(approve_edition(own, actor, own.get_one(Edition, edition_id), seen_version=seen).id)
        except (StaleVersion, StaleDataError):
            answers.append(None)

    threads = [threading.Thread(target=approve, args=(person_id,)) for person_id in ids * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    with sessions.begin() as own:
        assert parcels(own) == 1
        assert own.scalar(sa.select(sa.func.count()).where(Signature.capacity == Capacity.APPROVER)) == 1
        assert own.get_one(Edition, edition_id).state is State.APPROVED
    engine.dispose()
    # The one who signed may have pressed twice; both presses then say so. Nobody else is told they signed.
    assert len(answers) == 4
    assert len({answer for answer in answers if answer}) == 1
    assert answers.count(None) >= 2


def test_an_approver_of_another_authority_cannot_sign(line, session, people):
    edition = line.checked()
    other = people.actor(people.approver(people.organisation("Fjordbyen")))
    refusal = refused(approve_edition, session, other, edition, seen_version=edition.version)
    assert (type(refusal), refusal.reason) == (Denied, Reason.ROLE_LACKS_PERMISSION)


@pytest.mark.parametrize("stage", ["drafted", "submitted", "accepted", "translated"])
def test_nothing_is_signed_before_its_turn(line, session, stage):
    edition = getattr(line, stage)()
    refusal = refused(Acts(line, edition).approve)
    assert (type(refusal), refusal.reason) == (IllegalMove, Reason.MOVE_NOT_POSSIBLE)


def test_a_page_without_its_version_is_stale(line, session):
    edition = line.checked()
    refusal = refused(approve_edition, session, line.actor(line.approver), edition, seen_version=None)
    assert isinstance(refusal, StaleVersion)


# What is missing, and who can give it.


def missing(line, edition):
    """Return {what: who} of the gate."""
    hands = Hands(line.session, edition, matter_of(line.session, edition), "da")
    return [(gap, hand.how, hand.names) for gap, hand in with_hands(hands, gaps(line.session, edition))]


def not_complete(line, edition):
    refusal = refused(Acts(line, edition).approve)
    assert (type(refusal), refusal.reason) == (Invalid, Reason.NOT_COMPLETE)
    return missing(line, edition)


def test_nothing_is_missing_in_what_is_whole(line, session):
    assert gaps(session, line.checked()) == []


def test_a_programme_that_asks_for_more_readers_closes_the_gate_again(line, session):
    edition = line.checked()
    line.programme.stages = {"signatures": {"peer": 2, "legal": 1}}
    [(gap, how, names)] = not_complete(line, edition)
    assert (gap.what, gap.capacity, gap.needed, len(gap.sentences)) == (What.SIGNATURE, Capacity.PEER, 2, 11)
    assert (how, names) == (How.ASK, ("Inuk Falk", "Minik Rask"))
    line.ask(edition, line.lawyer, "peer")
    [(_, how, names)] = missing(line, edition)
    assert (how, names) == (How.ASKED, ("Nuka Ravn",))


def test_a_peer_can_still_vouch_while_it_waits_for_its_owner(line, session):
    edition = line.checked()
    line.programme.stages = {"signatures": {"peer": 2, "legal": 1}}
    acts = Acts(line, edition)
    line.ask(edition, line.lawyer, "peer")
    acts.give(line.lawyer)
    acts.approve()
    assert edition.state is State.APPROVED


def test_an_authority_without_a_telephone_closes_the_gate(line, people):
    edition = line.checked()
    line.owner.phone = " "
    keeper = people.administrator()
    [(gap, how, names)] = not_complete(line, edition)
    assert (gap.what, gap.lacking.what) == (What.MINIMUM, "authority-phone")
    assert (how, names) == (How.COULD, (keeper.name,))


def test_an_article_without_its_law_closes_the_gate_and_names_its_writers(line):
    draft = {"rights": "Du har ret til et svar.", "law": "Loven om boligtilskud."}
    edition = line.checked(draft)
    first, second = not_complete(line, edition)
    assert (first[0].lacking.what, first[0].lacking.language) == ("law-link", "da")
    assert first[1:] == (How.WROTE, ("Ivalu Brandt",))
    assert (second[0].lacking.language, second[1:]) == ("kl", (How.COULD, ("Aviaaja Holm",)))


def test_news_owe_no_law(line, session):
    assert gaps(session, line.checked({"body": "Kommunen har åbent i dag."}, kind="news")) == []


def test_a_blocking_finding_closes_the_gate(line, session):
    edition = line.checked({"summary": "Gebyret er 450 kr."}, kind="news", title="Gebyr")
    found = {gap.what for gap, *_ in not_complete(line, edition)}
    assert found == {What.FINDING}


def test_a_personal_number_in_the_text_closes_the_gate_and_names_its_writers(line):
    edition = line.checked({"summary": "Skriv til Ivalu, 010190-1234, hvis du vil vide mere."}, kind="news")
    found = [(how, names) for gap, how, names in not_complete(line, edition) if gap.found and gap.found.in_source]
    assert found == [(How.WROTE, ("Ivalu Brandt",))]


def test_a_sentence_without_translation_closes_the_gate_and_names_who_works_on_it(line, session):
    edition = line.checked()
    line.segment(edition, "er fyldt 18").is_confirmed = False
    session.flush()
    [(gap, how, names)] = not_complete(line, edition)
    assert (gap.what, [each.source for each in gap.sentences]) == (What.TRANSLATION, ["er fyldt 18 år"])
    assert (how, names) == (How.COULD, ("Aviaaja Holm",))


def test_an_unchecked_sentence_names_those_who_may_check_it(line, session, people):
    edition = line.translated()
    people.grant(line.translator, "checker", pair=("da", "kl"))
    people.grant(line.author, "checker", pair=("da", "kl"))
    [(gap, how, names)] = missing(line, edition)
    assert (gap.what, gap.capacity, how, names) == (What.SIGNATURE, Capacity.CHECKER, How.COULD, ("Paninnguaq Lind",))
    line.people.session.delete(line.checker.grants[0])
    session.flush()
    session.expire_all()
    [(_, how, names)] = missing(line, edition)
    assert (how, names) == (How.NOBODY, ())
    keeper = people.administrator()
    [(_, how, names)] = missing(line, edition)
    assert (how, names) == (How.GRANT, (keeper.name,))


def test_an_article_without_a_topic_fits_no_portal(line, session):
    edition = line.checked()
    edition.article.topics = []
    session.flush()
    [(gap, how, names)] = not_complete(line, edition)
    assert (gap.what, gap.where) == (What.FORM, "topics")
    assert (how, names) == (How.COULD, ("Inuk Falk", "Minik Rask"))


# Sending back.


@pytest.mark.usefixtures("both_databases")
@pytest.mark.parametrize(("to", "move"), [(State.IN_TRANSLATION, Move.RETURN), (State.DRAFTING, Move.REOPEN)])
def test_owners_send_it_back_with_the_reason(line, to, move):
    edition = line.checked()
    Acts(line, edition).send_back(to, "  Beløbet er forkert. ")
    assert edition.state is to
    assert (edition.moves[-1].move, edition.moves[-1].comment) == (move, "Beløbet er forkert.")


def test_what_goes_back_needs_a_reason(line):
    edition = line.checked()
    assert refused(Acts(line, edition).send_back, State.DRAFTING, " ").reason is Reason.REASON_MISSING


@pytest.mark.parametrize("to", [State.IN_REVIEW, State.PUBLISHED, State.IN_CHECKING])
def test_it_goes_back_only_to_its_translator_or_its_writers(line, to):
    edition = line.checked()
    assert refused(Acts(line, edition).send_back, to).reason is Reason.MOVE_NOT_POSSIBLE


def test_what_is_signed_does_not_go_back(line):
    edition = line.approved()
    assert refused(Acts(line, edition).send_back).reason is Reason.MOVE_NOT_POSSIBLE


def test_authors_do_not_send_back(line, session):
    edition = line.checked()
    refusal = refused(
        return_edition,
        session,
        line.actor(line.author),
        edition,
        to=State.DRAFTING,
        reason="Nej.",
        seen_version=edition.version,
    )
    assert isinstance(refusal, Denied)


def test_a_translation_that_came_back_unchanged_needs_nobody_to_read_it_again(line):
    edition = line.checked()
    acts = Acts(line, edition)
    acts.send_back(State.IN_TRANSLATION, "Se på titlen.")
    acts.translate({}, only="nothing")
    assert edition.state is State.AWAITING_APPROVAL
