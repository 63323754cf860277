"""From the owner's signature to the receipt: delivered, read back, tried again, overtaken, taken out."""

import json

import pytest
import sqlalchemy as sa

from tests.support.line import Line
from workbench import outbox, worker
from workbench.domain.refusals import Denied, IllegalMove, Invalid, Reason
from workbench.domain.states import State
from workbench.models import Delivery, DeliveryState, MemoryEntry, OutboxEntry, OutboxState, Parcel, now
from workbench.publishing.commands import retry_delivery, withdraw_article
from workbench.store import memory

NOTES = {"da": "Reglerne bliver ændret.", "kl": "Malittarisassat allanngortinneqarput."}


@pytest.fixture
def line(session, people):
    return Line(session, people)


@pytest.fixture
def works(app, session):
    """Let the worker do everything that is due, as it does in its own process."""

    def work(*, again=True):
        session.commit()
        sessions = worker.sessions_of(app.config["SQLALCHEMY_DATABASE_URI"])
        if again:
            with sessions.begin() as other:
                other.execute(sa.update(OutboxEntry).values(run_at=now()))
        done = worker.drain(sessions, worker.handlers(app))
        sessions.kw["bind"].dispose()
        session.expire_all()
        return done

    return work


@pytest.fixture
def portal(app):
    return app.extensions["targets"]["portal"]


def deliveries(session, article_id):
    rows = session.scalars(
        sa.select(Delivery).join(Parcel).where(Parcel.article_id == article_id).order_by(Parcel.payload_version)
    )
    return [(delivery.parcel.payload_version, delivery.target, delivery.state) for delivery in rows]


def test_an_approved_edition_reaches_the_portal_in_both_languages(both_databases, session, line, works, portal):
    edition = line.approved()

    works()

    assert edition.state is State.PUBLISHED
    delivery = session.scalars(sa.select(Delivery).where(Delivery.target == "portal")).one()
    assert delivery.state is DeliveryState.VERIFIED
    assert set(delivery.receipt["addresses"]) == {"da", "kl"}
    assert delivery.receipt["differences"] == []
    pages = [path.read_text(encoding="utf-8") for path in portal.root.rglob("*.html")]
    assert any("Du har ret til et svar inden fire uger." in page for page in pages)
    assert any('lang="kl"' in page for page in pages)


def test_the_receipt_holds_what_was_signed(session, line, works):
    edition = line.approved()

    works()

    parcel = session.scalars(sa.select(Parcel).where(Parcel.edition_id == edition.id)).one()
    assert {delivery.receipt["sent"] for delivery in parcel.deliveries} == {parcel.content_hash}
    signed = {(each["capacity"]) for each in parcel.payload["signatures"]}
    assert signed == {"peer", "legal", "translator", "checker", "approver"}
    assert "Pipaluk" not in json.dumps(parcel.payload), "names of people stay in the house"


def test_a_portal_that_fails_is_tried_again_and_nothing_goes_out_twice(app, session, line, works, portal):
    edition = line.approved()
    folder = app.extensions["workbench"].instance / "portal"
    folder.write_text("in the way", encoding="utf-8")

    works()

    waiting = session.scalars(sa.select(Delivery).where(Delivery.target == "portal")).one()
    assert (waiting.state, waiting.tries) == (DeliveryState.FAILED, 1)
    assert waiting.problem
    assert edition.state is State.APPROVED, "not published before the portal shows it"

    folder.unlink()
    works()

    assert waiting.state is DeliveryState.VERIFIED
    assert edition.state is State.PUBLISHED
    assert works() == 0


def test_after_eight_tries_a_person_must_look_and_can_send_it_again(app, session, line, works):
    edition = line.approved()
    folder = app.extensions["workbench"].instance / "portal"
    folder.write_text("in the way", encoding="utf-8")
    for _ in range(outbox.TRIES):
        works()
    stuck = session.scalars(sa.select(Delivery).where(Delivery.target == "portal")).one()
    entry = session.scalars(sa.select(OutboxEntry).where(OutboxEntry.key.endswith("/portal"))).one()
    assert (stuck.state, entry.state) == (DeliveryState.REFUSED, OutboxState.DEAD)

    folder.unlink()
    retry_delivery(session, line.actor(line.coordinator), stuck)
    works()

    assert stuck.state is DeliveryState.VERIFIED
    assert edition.state is State.PUBLISHED


def test_somebody_who_changes_the_page_at_the_portal_is_noticed(app, session, line, works, portal):
    edition = line.approved()
    works()
    page = next(path for path in portal.root.rglob("*.html") if "inden fire uger" in path.read_text(encoding="utf-8"))
    stuck = session.scalars(sa.select(Delivery).where(Delivery.target == "portal")).one()
    page.write_text(page.read_text(encoding="utf-8").replace("fire uger", "otte uger"), encoding="utf-8")
    stuck.state = DeliveryState.FAILED

    retry_delivery(session, line.actor(line.coordinator), stuck)
    works()

    assert stuck.state is DeliveryState.DIFFERS
    assert any("fire uger" in difference["sent"] for difference in stuck.receipt["differences"])
    assert edition.state is State.PUBLISHED


def test_the_next_edition_takes_the_place_of_the_one_before(session, line, works, portal):
    first = line.approved()
    works()
    second = line.next_edition(first)
    line.replace(second, "inden fire uger", "inden to uger")
    line.submit(second)
    line.accept(second)
    line.translate(second)
    line.hand_in(second)
    line.check(second)
    line.approve(second)

    works()

    assert (first.state, second.state) == (State.SUPERSEDED, State.PUBLISHED)
    pages = "".join(path.read_text(encoding="utf-8") for path in portal.root.rglob("*.html"))
    assert "inden to uger" in pages
    assert "inden fire uger" not in pages


def test_an_article_is_withdrawn_with_an_explanation_in_both_languages(session, line, works, portal):
    edition = line.approved()
    works()

    withdraw_article(session, line.actor(line.coordinator), edition, notes=NOTES, seen_version=edition.version)
    works()

    assert edition.state is State.WITHDRAWN
    pages = "".join(path.read_text(encoding="utf-8") for path in portal.root.rglob("*.html"))
    assert all(note in pages.replace("\u00ad", "") for note in NOTES.values())
    assert "inden fire uger" not in pages


def test_withdrawing_needs_the_reason_the_role_and_happens_once(session, line, works):
    edition = line.approved()
    works()
    coordinator, version = line.actor(line.coordinator), edition.version

    with pytest.raises(Invalid, match=Reason.REASON_MISSING):
        withdraw_article(session, coordinator, edition, notes={"da": "Fordi."}, seen_version=version)
    with pytest.raises(Denied, match=Reason.ROLE_LACKS_PERMISSION):
        withdraw_article(session, line.actor(line.author), edition, notes=NOTES, seen_version=version)
    withdraw_article(session, coordinator, edition, notes=NOTES, seen_version=version)
    with pytest.raises(IllegalMove, match=Reason.ALREADY_THERE):
        withdraw_article(session, coordinator, edition, notes=NOTES, seen_version=edition.version)


def test_a_parcel_that_comes_late_is_overtaken_and_changes_nothing(session, line, works, portal):
    edition = line.approved()
    works()
    withdraw_article(session, line.actor(line.coordinator), edition, notes=NOTES, seen_version=edition.version)
    works()
    first = session.scalars(
        sa.select(Delivery).join(Parcel).where(Delivery.target == "portal", Parcel.payload_version == 1)
    ).one()
    first.state = DeliveryState.FAILED

    retry_delivery(session, line.actor(line.coordinator), first)
    works()

    assert first.state is DeliveryState.OVERTAKEN
    assert edition.state is State.WITHDRAWN


def test_memory_is_shared_once_the_article_is_out_and_marked_once_it_is_not(session, line, works):
    edition = line.checked()
    memory.remember_checked(session, edition, checker_id=line.checker.id)
    assert not any(session.scalars(sa.select(MemoryEntry.is_published)))

    line.approve(edition)
    works()
    assert all(session.scalars(sa.select(MemoryEntry.is_published)))

    withdraw_article(session, line.actor(line.coordinator), edition, notes=NOTES, seen_version=edition.version)
    works()
    assert all(session.scalars(sa.select(MemoryEntry.is_withdrawn)))


def test_what_is_delivered_already_is_not_sent_again_by_hand(session, line, works):
    line.approved()
    works()
    done = session.scalars(sa.select(Delivery).where(Delivery.target == "files")).one()

    with pytest.raises(IllegalMove, match=Reason.MOVE_NOT_POSSIBLE):
        retry_delivery(session, line.actor(line.coordinator), done)
