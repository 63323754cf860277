"""My desk: what waits for whom, in which order, and what stands there when nothing does."""

import datetime as dt
import uuid

import pytest

from tests.support.line import Line
from tests.support.queries import LIMIT, counted
from workbench.domain.signatures import Capacity
from workbench.domain.states import Move, State
from workbench.extensions import db
from workbench.models import Claim, Delivery, DeliveryState, Grant, Parcel, Remark, WantedArticle, now
from workbench.store.claims import take_claim
from workbench.store.moves import make_move


@pytest.fixture
def line(session, people):
    return Line(session, people)


def rows(page):
    """Every task of the page as (verb, title), the first one on top."""
    first = [(link.to_text().split()[0], page.find(".next h2")[0].to_text()) for link in page.find(".next a.go")]
    listed = [
        (row.query("a")[0].to_text().split(":")[0].strip().split()[0], row.query("p")[0].to_text())
        for row in page.find(".task")
    ]
    return [(verb, " ".join(title.split())) for verb, title in first + listed]


def test_writers_find_their_drafts_and_nobody_elses(line, people, visitor):
    line.drafted(title="Husdyr")
    people.article(line.owner, title="Indskud", workshop=line.workshop, writer=line.facilitator)

    page = visitor.as_(line.author).opens("desk.show")

    assert rows(page) == [("Write", "Husdyr")]
    assert page.find(".next a.go")[0].attrs["href"].endswith("/text")


def test_a_draft_that_came_back_says_so_and_comes_first(line, visitor):
    line.drafted(title="Husdyr")
    returned = line.submitted(title="Indskud")
    make_move(line.session, returned, Move.REQUEST_CHANGES, person_id=line.peer.id, comment="Mangler beløb.")

    page = visitor.as_(line.author).opens("desk.show")

    assert rows(page) == [("Write", "Indskud"), ("Write", "Husdyr")]
    assert "A reader asks for changes" in page
    assert "Changes requested" in page


def test_writers_are_asked_to_answer_remarks_until_they_have_the_last_word(line, visitor):
    edition = line.submitted(title="Husdyr")
    remark = Remark(text=edition.source, words="Hvor længe?", person=line.peer)
    line.session.add(remark)
    line.session.flush()

    page = visitor.as_(line.author).opens("desk.show")
    assert rows(page) == [("Answer", "Husdyr")]
    assert "1 remark waits for an answer" in page

    answer = Remark(text=edition.source, words="To uger.", person=line.author, answers_id=remark.id)
    line.session.add(answer)
    line.session.flush()
    assert rows(visitor.as_(line.author).opens("desk.show")) == []

    line.session.add(Remark(text=edition.source, words="Fra hvornår?", person=line.peer, answers_id=remark.id))
    line.session.flush()
    assert rows(visitor.as_(line.author).opens("desk.show")) == [("Answer", "Husdyr")]


def test_reviewers_find_what_they_were_asked_by_name_or_by_office(line, visitor):
    by_name, by_office = line.submitted(title="Husdyr"), line.submitted(title="Indskud")
    line.submitted(title="Fremleje")
    line.ask(by_name, line.peer, due_on=now().date())
    line.ask(by_office, None, Capacity.LEGAL, organisation=line.owner, due_on=now().date() + dt.timedelta(days=9))

    page = visitor.as_(line.peer).opens("desk.show")

    assert rows(page) == [("Review", "Husdyr"), ("Review", "Indskud")]
    assert "Asked by: Minik Rask" in page
    assert "Lawyer" in page


def test_a_text_that_nobody_is_asked_to_read_waits_for_those_who_can_ask(line, visitor):
    edition = line.submitted(title="Husdyr")

    assert rows(visitor.as_(line.facilitator).opens("desk.show")) == [("Ask", "Husdyr")]
    assert rows(visitor.as_(line.coordinator).opens("desk.show")) == [("Ask", "Husdyr")]

    line.ask(edition, line.peer)
    assert rows(visitor.as_(line.facilitator).opens("desk.show")) == []


def test_a_review_is_not_asked_of_who_wrote_in_the_text(line, visitor):
    edition = line.drafted(title="Husdyr")
    line.write(edition, {"cost": "Det koster ikke noget."}, by=line.peer)
    line.submit(edition)
    line.ask(edition, None, organisation=line.owner)

    assert rows(visitor.as_(line.peer).opens("desk.show")) == []
    assert rows(visitor.as_(line.lawyer).opens("desk.show")) == [("Review", "Husdyr")]


def test_translators_find_their_queue_and_what_they_have_claimed(line, visitor):
    mine = line.accepted(title="Husdyr")
    line.accepted(title="Indskud")
    take_claim(line.session, mine, Capacity.TRANSLATOR, line.translator.id)

    page = visitor.as_(line.translator).opens("desk.show")

    assert rows(page) == [("Translate", "Husdyr"), ("Choose", "Language of the source: Danish")]
    assert "1 article waits for a translator" in page


def test_translators_of_another_pair_find_nothing(line, people, visitor):
    line.accepted(title="Husdyr")

    assert rows(visitor.as_(people.translator("da")).opens("desk.show")) == []


def test_a_check_waits_for_everybody_but_who_translated(line, people, visitor):
    line.people.grant(line.translator, "checker", pair=("da", "kl"))
    line.translated(title="Husdyr")

    assert rows(visitor.as_(line.checker).opens("desk.show")) == [("Check", "Husdyr")]
    assert rows(visitor.as_(line.translator).opens("desk.show")) == []


def test_a_check_that_somebody_has_taken_waits_for_them_alone(line, people, visitor):
    edition = line.translated(title="Husdyr")
    other = people.checker()
    take_claim(line.session, edition, Capacity.CHECKER, line.checker.id)

    assert "In your hands" in visitor.as_(line.checker).opens("desk.show")
    assert rows(visitor.as_(other).opens("desk.show")) == []


def test_approvals_wait_for_the_owners_approver_unless_they_wrote(line, people, visitor):
    edition = line.drafted(title="Husdyr")
    author_too = people.approver(line.owner)
    line.write(edition, {"cost": "Det koster ikke noget."}, by=author_too)
    line.submit(edition)
    line.accept(edition)
    line.translate(edition)
    line.hand_in(edition)
    line.check(edition)
    elsewhere = people.approver(people.organisation("En anden"))

    assert rows(visitor.as_(line.approver).opens("desk.show")) == [("Approve", "Husdyr")]
    assert rows(visitor.as_(author_too).opens("desk.show")) == []
    assert rows(visitor.as_(elsewhere).opens("desk.show")) == []


def parcel_of(line, edition, number, state):
    parcel = Parcel(
        id=uuid.uuid4(),
        article=edition.article,
        edition=edition,
        payload_version=number,
        kind="publish",
        content_hash="x",
        payload={},
        made_by=line.approver,
    )
    line.session.add_all([parcel, Delivery(parcel=parcel, target="portal", state=state)])
    line.session.flush()


def test_coordinators_find_parcels_that_did_not_arrive(line, visitor):
    stuck, mended = line.drafted(title="Husdyr"), line.drafted(title="Indskud")
    parcel_of(line, stuck, 1, DeliveryState.REFUSED)
    parcel_of(line, mended, 1, DeliveryState.DIFFERS)
    parcel_of(line, mended, 2, DeliveryState.VERIFIED)

    page = visitor.as_(line.coordinator).opens("desk.show")

    assert rows(page) == [("Look", "Husdyr")]
    assert "Not taken; somebody must look" in page


def test_what_is_due_first_stands_first_under_its_heading(line, visitor):
    day = dt.timedelta(days=1)
    for title, due_at in (("Senere", now() + 9 * day), ("For sent", now() - 3 * day), ("Nu", now()), ("Uden", None)):
        line.drafted(title=title).due_at = due_at
    line.drafted(title="Først").due_at = now() - 5 * day

    page = visitor.as_(line.author).opens("desk.show")

    assert [title for _verb, title in rows(page)] == ["Først", "For sent", "Nu", "Senere", "Uden"]
    headings = [" ".join(heading.to_text().split()) for heading in page.find("h2.group")]
    assert headings == ["Over time 1", "Today and tomorrow 1", "Later 1", "When you have time 1"]


def test_a_desk_shows_one_role_or_one_workshop_at_a_time(line, people, visitor):
    other = people.workshop(line.programme, title="Workshop to")
    people.grant(line.author, "participant", workshop=other)
    people.grant(line.author, "reviewer", organisation=line.owner)
    line.drafted(title="Husdyr")
    line.drafted(title="Indskud", workshop=other)
    theirs = people.article(line.owner, title="Fremleje", workshop=line.workshop, writer=line.facilitator).editions[0]
    line.write(theirs, {"summary": "Kort."}, by=line.facilitator)
    line.submit(theirs, by=line.facilitator)
    line.ask(theirs, line.author)
    at_desk = visitor.as_(line.author)

    everything = at_desk.opens("desk.show")
    tabs = [" ".join(tab.to_text().split()) for tab in everything.find(".tabs a")]

    assert tabs == ["Everything 3", "Write 2", "Review 1"]
    assert {title for _verb, title in rows(at_desk.opens("desk.show", show="write"))} == {"Husdyr", "Indskud"}
    assert rows(at_desk.opens("desk.show", workshop=other.id)) == [("Write", "Indskud")]
    assert rows(at_desk.opens("desk.show", show="review", workshop=other.id)) == []
    assert "Of what you have chosen nothing waits for you." in at_desk.opens(
        "desk.show", show="review", workshop=other.id
    )


def test_a_desk_with_nothing_on_it_offers_what_could_be_taken_up(line, visitor):
    wanted = WantedArticle(programme=line.programme, workshop=line.workshop, title="Husdyr", article_type_key="service")
    line.session.add(wanted)
    line.session.flush()

    page = visitor.as_(line.author).opens("desk.show")

    assert "Nothing waits for you" in page
    assert page.link("1 article without a writer").endswith(f"/workshops/{line.workshop.id}/list")


def test_somebody_without_a_role_is_told_whom_to_ask(people, session, visitor):
    page = visitor.as_(people.person("Ny Kollega")).opens("desk.show")

    assert "A coordinator gives roles, or whoever runs a workshop." in page


def test_a_draft_leaves_the_desk_when_the_role_has_ended(line, visitor):
    line.drafted(title="Husdyr")
    grant = line.session.query(Grant).filter_by(person_id=line.author.id).one()
    grant.ends_at = now() - dt.timedelta(minutes=1)

    assert rows(visitor.as_(line.author).opens("desk.show")) == []


def test_whoever_is_not_signed_in_signs_in_first(visitor):
    page = visitor.opens("/", status=303)

    assert page.response.headers["Location"].startswith("/sign-in")


@pytest.mark.parametrize("many", [5, 200])
def test_a_full_desk_costs_as_many_queries_as_an_empty_one(line, people, visitor, many):
    everybody = people.person("Alle Roller")
    for role, scope in (
        ("participant", {"workshop": line.workshop}),
        ("reviewer", {"organisation": line.owner}),
        ("translator", {"pair": ("da", "kl")}),
        ("checker", {"pair": ("da", "kl")}),
        ("approver", {"organisation": line.owner}),
        ("coordinator", {"organisation": line.owner}),
    ):
        people.grant(everybody, role, **scope)
    states = [State.DRAFTING, State.IN_REVIEW, State.IN_TRANSLATION, State.IN_CHECKING, State.AWAITING_APPROVAL]
    for number in range(many):
        article = people.article(line.owner, title=f"Nr. {number}", workshop=line.workshop, writer=everybody)
        edition = article.editions[0]
        edition.state = states[number % len(states)]
        if edition.state is State.IN_REVIEW:
            people.asked(edition, everybody)
        if edition.state is State.IN_TRANSLATION and number % 2:
            claim = Claim(edition=edition, capacity="translator", person=everybody)
            claim.ends_at = now() + dt.timedelta(hours=3)
            line.session.add(claim)
    at_desk = visitor.as_(everybody)
    at_desk.opens("desk.show")

    with counted(db.engine) as statements:
        page = at_desk.opens("desk.show")

    assert len(statements) <= LIMIT, str(statements)
    assert len(rows(page)) == min(many, 51), "the first one and a page of fifty"
