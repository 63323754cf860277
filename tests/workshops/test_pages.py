"""The pages of workshops and programmes, as people use them."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.support.line import Line
from tests.support.queries import LIMIT, counted
from workbench.extensions import db
from workbench.models import Article, Grant, OutboxEntry, Programme, WantedArticle, Workshop, now


def day(number):
    return (now().date() + dt.timedelta(days=number)).isoformat()


def own_words(page):
    """Return the form that adds an article nobody had thought of."""
    return next(form for form in page.find("form") if form.attrs["action"].endswith("/list"))


def test_a_coordinator_makes_a_programme_plans_a_workshop_and_invites(group, visitor):
    coordinator = visitor.as_(group.coordinator)

    page = coordinator.opens("programmes.new")
    page = coordinator.sends(page.form("/programmes/new"), title="Transport", lawyers="2", in_review="10")
    assert page.heading == "Transport"
    programme = group.session.scalars(sa.select(Programme).where(Programme.title == "Transport")).one()
    assert (programme.stages["signatures"], programme.stages["days"]["in_review"]) == ({"peer": 1, "legal": 2}, 10)

    page = coordinator.sends(page.form("/wanted"), title="Kørekort", topic="cogs")
    assert "Kørekort" in page
    page = coordinator.opens("workshops.new", programme=programme.id)
    page = coordinator.sends(page.form("/workshops/new"), title="Transportdage", place="Nuuk", goal="20")
    assert page.heading == "Transportdage"
    assert "Nobody is invited yet" in page

    page = coordinator.sends(page.form("/people"), email="aviaaja@example.org", name="Aviaaja Holm")
    assert "Invited: Aviaaja Holm. A letter is on its way." in page.text
    assert "Invited; has not signed in yet." in page
    (grant,) = group.session.scalars(sa.select(Grant).join(Workshop).where(Workshop.title == "Transportdage"))
    assert grant.role == "participant"
    assert (grant.ends_at - now()).days in {30, 31, 32}
    letter = group.session.scalars(sa.select(OutboxEntry)).one()
    assert letter.facts["facts"]["occasion"] == "Transportdage"


def test_what_is_missing_is_said_and_what_was_typed_stays(group, visitor):
    coordinator = visitor.as_(group.coordinator)
    page = coordinator.opens("workshops.new")

    page = coordinator.sends(
        page.form("/workshops/new"), status=422, title="", place="Nuuk", starts_on=day(5), ends_on=day(2), goal="-1"
    )

    assert "Fill in “Title”." in page
    assert "The last day cannot come before the first." in page
    assert "Choose a number from 0 to 1000." in page
    assert page.find("#place")[0].attrs["value"] == "Nuuk"


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("starts_on", "i morgen", "That is not a day. Write year, month and day, as in 2026-11-22."),
        ("goal", "mange", "That is not a whole number."),
        ("host", "999999", "Choose one of the entries of the list."),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(group, visitor, field, typed, sentence):
    coordinator = visitor.as_(group.coordinator)
    page = coordinator.opens("workshops.new")

    page = coordinator.sends(page.form("/workshops/new"), status=422, title="Dage", **{field: typed})

    assert sentence in page


def test_a_programme_without_readers_is_refused_in_a_sentence(group, visitor):
    coordinator = visitor.as_(group.coordinator)
    page = coordinator.opens("programmes.settings", programme_id=group.programme.id)

    page = coordinator.sends(page.form("/settings"), status=422, peers="0", lawyers="0")

    assert "At least one person must read each text before it goes on." in page


def test_who_saw_an_older_plan_is_told_and_can_send_it_again(group, visitor):
    coordinator = visitor.as_(group.coordinator)
    page = coordinator.opens("workshops.settings", workshop_id=group.workshop.id)
    coordinator.sends(page.form("/settings"), place="Sisimiut")

    late = coordinator.sends(page.form("/settings"), status=409, place="Aasiaat")
    assert "Somebody changed this after you opened the page." in late
    assert late.find("#place")[0].attrs["value"] == "Aasiaat"
    coordinator.sends(late.form("/settings"))
    group.session.refresh(group.workshop)

    assert group.workshop.place == "Aasiaat"


def test_a_writer_takes_an_article_and_is_led_to_the_text(group, visitor):
    group.wants("Fremleje")
    writer = visitor.as_(group.writer)
    page = writer.opens("workshops.list", workshop_id=group.workshop.id)

    page = writer.sends(page.form("/claim"), status=303, follow=False)

    article = group.session.scalars(sa.select(Article)).one()
    assert page.response.headers["Location"].endswith(f"/articles/{article.id}/text")


def test_who_comes_second_is_told_and_sees_what_is_left(group, visitor):
    group.wants("Fremleje")
    group.wants("Husdyr")
    first, second = visitor.as_(group.writer), visitor.as_(group.other_writer)
    seen = second.opens("workshops.list", workshop_id=group.workshop.id)
    first.sends(first.opens("workshops.list", workshop_id=group.workshop.id).form("/claim"), status=303, follow=False)

    page = second.sends(seen.form("/claim"), status=409)

    assert "Somebody else has taken this article already." in page
    assert page.form("/claim").attrs["action"] != seen.form("/claim").attrs["action"]


def test_a_writer_adds_an_article_and_begins_it_at_once(group, visitor):
    writer = visitor.as_(group.writer)
    page = writer.opens("workshops.list", workshop_id=group.workshop.id)

    page = writer.sends(own_words(page), title="Bytte bolig", topic="house", mine="1", status=303, follow=False)

    article = group.session.scalars(sa.select(Article)).one()
    assert (article.title, article.contact_person) == ("Bytte bolig", group.writer)
    assert page.response.headers["Location"].endswith("/text")


def test_the_same_title_is_not_added_twice(group, visitor):
    group.wants("Fremleje")
    writer = visitor.as_(group.writer)
    page = writer.opens("workshops.list", workshop_id=group.workshop.id)

    page = writer.sends(own_words(page), title="fremleje", status=422)

    assert "That is there already." in page
    assert page.find("#title")[0].attrs["value"] == "fremleje"


def test_a_facilitator_fills_the_list_and_gives_articles_away(group, visitor):
    group.wants("Fremleje", workshop=None)
    facilitator = visitor.as_(group.facilitator)
    page = facilitator.opens("workshops.list", workshop_id=group.workshop.id)
    refused = facilitator.sends(page.form("/list/choice"), status=422)
    assert "Tick at least one article." in refused

    wanted = group.session.scalars(sa.select(WantedArticle)).one()
    page = facilitator.sends(page.form("/list/choice"), wanted=str(wanted.id))
    assert "1 article is on the list now." in page.text
    page = facilitator.sends(page.form("/assignment"), writer=str(group.writer.id))
    assert "Given to Ivalu Brandt. A letter is on its way." in page.text

    page = facilitator.sends(page.form("/assignment"), writer=str(group.other_writer.id))
    group.session.expire_all()
    assert wanted.writer == group.other_writer
    nobody = facilitator.sends(page.form("/assignment"), writer=str(group.coordinator.id), status=422)
    assert "Choose who is to write it." in nobody


def test_what_is_taken_off_the_list_can_be_put_back(group, visitor):
    group.wants("Fremleje")
    facilitator = visitor.as_(group.facilitator)
    page = facilitator.opens("workshops.list", workshop_id=group.workshop.id)

    page = facilitator.sends(page.form("/removal"))

    assert "It is back on the programme’s list." in page.text
    assert [field.attrs["name"] for field in page.form("/choice").query("input[type=checkbox]")] == ["wanted"]


def test_writers_see_no_buttons_that_are_not_theirs(group, visitor):
    group.wants("Fremleje")
    writer = visitor.as_(group.writer)

    page = writer.opens("workshops.list", workshop_id=group.workshop.id)
    acts = {form.attrs["action"].rsplit("/", 1)[-1] for form in page.find("main form")}
    assert acts == {"claim", "list"}
    assert not writer.opens("workshops.people", workshop_id=group.workshop.id).find("main form")
    for endpoint in ("workshops.settings", "workshops.closing"):
        refused = writer.opens(endpoint, status=403, workshop_id=group.workshop.id)
        assert "Your roles do not include this." in refused


def test_people_of_the_workshop_do_not_see_each_others_addresses(group, visitor):
    page = visitor.as_(group.writer).opens("workshops.people", workshop_id=group.workshop.id)

    assert "Malik Vahl" in page
    assert group.other_writer.email not in page.text.replace(f'data-person="{group.writer.email}"', "")


def test_somebody_removed_is_shown_as_gone(group, visitor):
    facilitator = visitor.as_(group.facilitator)
    page = facilitator.opens("workshops.people", workshop_id=group.workshop.id)
    form = next(form for form in page.find("main form") if "Malik Vahl" in form.to_text())

    page = facilitator.sends(form)

    assert "No longer in the workshop: Malik Vahl. What they wrote stays." in page.text
    visitor.as_(group.other_writer).opens("workshops.show", status=403, workshop_id=group.workshop.id)


def test_closing_shows_first_what_would_happen_and_then_what_was_written(session, people, visitor):
    line = Line(session, people)
    line.submitted(title="Husdyr")
    session.add(
        WantedArticle(programme=line.programme, workshop=line.workshop, title="Fremleje", article_type_key="service")
    )
    session.flush()
    facilitator = visitor.as_(line.facilitator)

    page = facilitator.opens("workshops.closing", workshop_id=line.workshop.id)
    assert "Fremleje" in page
    assert "Husdyr" in page
    page = facilitator.sends(page.form("/closing"))

    assert "The workshop is closed. 1 article went back to the programme’s list." in page.text
    assert "1 written" in page
    assert "Fremleje" not in page
    closed = facilitator.opens("workshops.list", workshop_id=line.workshop.id)
    assert "The workshop is closed." in closed
    assert not closed.find("main form")
    again = facilitator.opens("workshops.closing", status=409, workshop_id=line.workshop.id)
    assert "The workshop is closed." in again
    assert "hx-get" not in facilitator.opens("workshops.show", workshop_id=line.workshop.id).find("#board")[0].attrs


def test_a_workshop_closed_too_early_is_opened_again_from_its_summary(group, visitor):
    facilitator = visitor.as_(group.facilitator)
    page = facilitator.opens("workshops.closing", workshop_id=group.workshop.id)
    page = facilitator.sends(page.form("/closing"))
    assert page.form("/reopening")
    assert not visitor.as_(group.writer).opens("workshops.summary", workshop_id=group.workshop.id).find("main form")

    page = facilitator.sends(page.form("/reopening"), status=200)

    assert "The workshop is open again." in page.text
    assert page.find("main form")
    assert "Closed" not in page.find(".meta")[0].to_text()


def test_workshops_are_listed_as_now_coming_over_and_closed(group, people, visitor):
    today = now().date()
    week = dt.timedelta(days=7)
    people.workshop(group.programme, title="Senere", starts_on=today + week, ends_on=today + week)
    people.workshop(group.programme, title="Forbi", starts_on=today - week, ends_on=today - week)
    people.workshop(group.programme, title="Lukket", closed_at=now())
    elsewhere = people.programme(people.organisation("En anden"))
    people.workshop(elsewhere, title="Fremmed")

    page = visitor.as_(group.coordinator).opens("workshops.index")

    assert [heading.to_text().strip() for heading in page.find("main h2")] == [
        "Now",
        "Coming",
        "Over, but not closed yet",
        "Closed",
    ]
    assert [" ".join(row.query("h3")[0].to_text().split()) for row in page.find(".entry")] == [
        "Workshop Bolig",
        "Senere",
        "Forbi",
        "Lukket",
    ]
    assert "Fremmed" not in page


def test_a_programme_shows_what_it_wants_by_state_and_topic(session, people, visitor):
    line = Line(session, people)
    edition = line.submitted(title="Husdyr")
    for title, more in (
        ("Husdyr", {"article_id": edition.article_id, "topic_key": "house"}),
        ("Skat", {"topic_key": "tax"}),
    ):
        session.add(WantedArticle(programme=line.programme, title=title, article_type_key="service", **more))
    session.flush()
    reader = visitor.as_(line.author)

    page = reader.opens("programmes.show", programme_id=line.programme.id)
    assert {"Husdyr", "Skat"} <= {" ".join(cell.to_text().split()) for cell in page.find("#wanted tbody th")}
    assert "0 of 1 published, 1 begun" in page
    for asked, found in (
        ({"topic": "tax"}, ["Skat"]),
        ({"state": "in_review"}, ["Husdyr"]),
        ({"state": "wanted"}, ["Skat"]),
    ):
        page = reader.opens("programmes.show", programme_id=line.programme.id, **asked)
        assert [" ".join(cell.to_text().split()) for cell in page.find("#wanted tbody th")] == found
    assert "Choose others, or show all." in reader.opens(
        "programmes.show", programme_id=line.programme.id, topic="tax", state="published"
    )


def test_a_wanted_article_is_changed_and_removed_on_its_page(group, visitor):
    wanted = group.wants("Fremleje", workshop=None)
    coordinator = visitor.as_(group.coordinator)
    page = coordinator.opens("programmes.wanted", programme_id=group.programme.id, wanted_id=wanted.id)

    page = coordinator.sends(page.form(f"/wanted/{wanted.id}"), title="Fremleje af bolig", note="Hvem spørges?")
    assert "Fremleje af bolig" in page
    page = coordinator.opens("programmes.wanted", programme_id=group.programme.id, wanted_id=wanted.id)
    page = coordinator.sends(page.form("/removal"))

    assert "No longer on the list: Fremleje af bolig" in page.text
    assert "Nothing is wanted yet" in page


def test_programmes_of_others_are_not_there(group, people, visitor):
    wanted = group.wants("Fremleje", workshop=None)
    stranger = visitor.as_(group.stranger)

    for endpoint, more in (
        ("programmes.show", {}),
        ("programmes.settings", {}),
        ("programmes.wanted", {"wanted_id": wanted.id}),
    ):
        page = stranger.opens(endpoint, status=404, programme_id=group.programme.id, **more)
        assert "There is no such page, or it is not yours to see." in page
    assert group.programme.title not in stranger.opens("programmes.index")


def test_participants_read_their_programme_and_change_nothing(group, visitor):
    group.wants("Fremleje", workshop=None)
    writer = visitor.as_(group.writer)

    assert not [
        form
        for form in writer.opens("programmes.show", programme_id=group.programme.id).find("main form")
        if form.attrs.get("method") == "post"
    ]
    writer.opens("programmes.settings", status=403, programme_id=group.programme.id)
    writer.opens("programmes.new", status=403)


@pytest.mark.parametrize(
    "endpoint",
    [
        "workshops.index",
        "workshops.list",
        "workshops.people",
        "workshops.summary",
        "workshops.settings",
        "workshops.closing",
        "programmes.index",
        "programmes.show",
    ],
)
@pytest.mark.parametrize("many", [1, 40])
def test_no_page_costs_more_queries_when_there_is_more_to_show(group, people, visitor, endpoint, many):
    for number in range(many):
        person = people.participant(group.workshop)
        article = people.article(
            group.owner, title=f"Nr. {number}", workshop=group.workshop, programme=group.programme, writer=person
        )
        group.wants(f"Nr. {number}", article_id=article.id, writer=person)
        group.wants(f"Ønske {number}")
        group.wants(f"Uden {number}", workshop=None)
        people.workshop(people.programme(people.organisation(f"Kommune {number}")), title=f"Anden {number}")
    more = (
        {"workshop_id": group.workshop.id}
        if endpoint.startswith("workshops.") and endpoint != "workshops.index"
        else {}
    )
    more = {"programme_id": group.programme.id} if endpoint == "programmes.show" else more
    everywhere = visitor.as_(people.with_role("coordinator"))
    everywhere.opens(endpoint, **more)

    with counted(db.engine) as statements:
        everywhere.opens(endpoint, **more)

    assert len(statements) <= LIMIT, str(statements)


def test_programmes_stand_in_the_menu_of_those_who_work_on_them(group, visitor):
    coordinator = visitor.as_(group.coordinator)
    page = coordinator.opens("desk.show")
    programmes = coordinator.opens(page.link("Programmes"))
    here = [entry for entry in programmes.find("nav a[aria-current=page]") if entry.to_text().strip() == "Programmes"]
    assert here

    for others in (group.writer, group.facilitator):
        menu = " ".join(nav.to_text() for nav in visitor.as_(others).opens("desk.show").find("nav"))
        assert "Programmes" not in menu
