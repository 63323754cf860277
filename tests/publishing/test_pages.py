"""The pages about the portal, and the portal as it is served."""

import pytest
import sqlalchemy as sa

from tests.support.line import Line
from workbench import worker
from workbench.models import Delivery, DeliveryState, Parcel


@pytest.fixture
def line(session, people):
    return Line(session, people)


@pytest.fixture
def published(app, session, line):
    edition = line.approved()
    session.commit()
    sessions = worker.sessions_of(app.config["SQLALCHEMY_DATABASE_URI"])
    worker.drain(sessions, worker.handlers(app))
    sessions.kw["bind"].dispose()
    session.expire_all()
    return edition


def test_a_coordinator_sees_what_arrived_and_reads_the_receipt(session, line, published, visitor):
    parcel = session.scalars(sa.select(Parcel)).one()

    listed = visitor.as_(line.coordinator).opens("publishing.index")
    receipt = visitor.as_(line.coordinator).opens("publishing.parcel", parcel_id=parcel.id)

    assert "Boligtilskud, når du bor til leje" in listed
    assert "Arrived, read back and equal" in listed
    assert "What was signed is what the portal shows." in receipt
    assert parcel.content_hash in receipt


def test_nothing_on_its_way_is_said_kindly(session, line, visitor):
    session.commit()

    page = visitor.as_(line.coordinator).opens("publishing.index")

    assert "When an edition is approved, its parcel appears here." in page


def test_people_of_another_authority_do_not_find_the_parcel(session, people, published, visitor):
    parcel_id = session.scalars(sa.select(Parcel.id)).one()
    stranger = people.coordinator(people.organisation("Fjordens Kommune"))
    session.commit()

    listed = visitor.as_(stranger).opens("publishing.index")
    answer = visitor.as_(stranger).opens("publishing.parcel", parcel_id=parcel_id, status=404)

    assert "Boligtilskud" not in listed
    assert "There is no such page, or it is not yours to see." in answer


def test_writers_have_no_business_with_parcels(session, line, published, visitor):
    answer = visitor.as_(line.author).opens("publishing.index", status=403)

    assert "Your roles do not include this." in answer


def test_a_stuck_parcel_is_shown_plainly_and_sent_again_by_a_button(session, line, published, visitor):
    delivery = session.scalars(sa.select(Delivery).where(Delivery.target == "files")).one()
    delivery.state, delivery.problem = DeliveryState.REFUSED, "No space left on device"
    session.commit()
    coordinator = visitor.as_(line.coordinator)

    listed = coordinator.opens("publishing.index", show="stuck")
    page = coordinator.opens("publishing.parcel", parcel_id=delivery.parcel_id)
    after = coordinator.sends(page.form("/retry"))

    assert "Boligtilskud" in listed
    assert "No space left on device" in page
    assert "On its way" in after


def test_an_approver_may_look_but_not_send(session, line, published, visitor):
    delivery = session.scalars(sa.select(Delivery).where(Delivery.target == "files")).one()
    delivery.state = DeliveryState.REFUSED
    session.commit()
    approver = visitor.as_(line.approver)

    page = approver.opens("publishing.parcel", parcel_id=delivery.parcel_id)
    refused = approver.posts(
        approver.address("publishing.retry", delivery_id=delivery.id), {"csrf_token": approver.csrf(page)}
    )

    assert "Your roles do not include this." in page
    assert refused.status == 403


def test_an_article_is_withdrawn_from_its_page(session, line, published, visitor):
    coordinator = visitor.as_(line.coordinator)
    page = coordinator.opens("publishing.withdrawal", article_id=published.article_id)

    unsaid = coordinator.sends(page.form("/withdrawal"), note_da="Reglerne er lavet om.", status=422)
    sent = coordinator.sends(page.form("/withdrawal"), note_da="Reglerne er lavet om.", note_kl="Allanngortinneqarput.")

    assert "Reglerne er lavet om." in unsaid, "the typed words stay"
    assert "Parcel 2" in sent


def test_a_page_that_is_stale_cannot_withdraw(session, line, published, visitor):
    coordinator = visitor.as_(line.coordinator)
    page = coordinator.opens("publishing.withdrawal", article_id=published.article_id)

    answer = coordinator.sends(page.form("/withdrawal"), note_da="A", note_kl="B", version="0", status=409)

    assert "Somebody changed this after you opened the page." in answer


def test_everybody_reads_the_portal_without_signing_in(published, visitor):
    with visitor.asks(visitor.client.get, "/portal/da/") as front:
        sheet = next(part for part in front.text.split('"') if part.endswith(".css"))
        assert front.status_code == 200
        assert "Boligtilskud" in front.text.replace("\u00ad", "")
        assert "script-src" not in front.headers["Content-Security-Policy"]
    with visitor.asks(visitor.client.get, f"/portal/da/{sheet}") as styled:
        assert styled.status_code == 200


@pytest.mark.parametrize("path", ["../secret", "%2e%2e/secret", "..%2fsecret", "da/../../../secret", "parcels"])
def test_nothing_beside_the_portal_is_served(published, visitor, path):
    with visitor.asks(visitor.client.get, f"/portal/{path}") as answer:
        assert answer.status_code in {301, 308, 404}


def test_a_portal_that_has_nothing_yet_says_so(visitor):
    with visitor.asks(visitor.client.get, "/portal/") as answer:
        assert answer.status_code == 404
