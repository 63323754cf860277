"""The board of a workshop: what it shows, how it follows, what it costs."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.support.line import Line
from tests.support.queries import LIMIT, counted
from workbench.domain.states import State
from workbench.extensions import db
from workbench.models import Login, now

EVERY_COLUMN = (
    "On the list",
    "Being written",
    "In review",
    "In translation",
    "Being checked",
    "Awaiting approval",
    "Approved and published",
)


def columns(page):
    return {
        " ".join(column.query("h3")[0].to_text().split()).rstrip("0123456789. ,"): [
            " ".join(card.to_text().split()) for card in column.query(".card")
        ]
        for column in page.find(".column")
    }


def test_the_board_shows_every_article_in_the_column_of_its_state(group, people, visitor):
    group.wants("Fremleje")
    drafted = people.article(group.owner, title="Husdyr", workshop=group.workshop, writer=group.writer)
    published = people.article(group.owner, title="Indskud", workshop=group.workshop, writer=group.writer)
    published.editions[0].state = State.PUBLISHED
    published.editions[0].is_open = None
    group.session.commit()

    page = visitor.as_(group.writer).opens("workshops.show", workshop_id=group.workshop.id)

    found = columns(page)
    assert tuple(found) == EVERY_COLUMN
    assert [card.split(" ", 1)[0] for card in found["On the list"]] == ["Fremleje"]
    assert "Ivalu Brandt" in found["Being written"][0]
    assert "Nothing written yet" in found["Being written"][0]
    assert "Indskud" in found["Approved and published"][0]
    assert drafted.title in page


def test_the_board_counts_what_was_written_today_and_in_all(session, people, visitor):
    line = Line(session, people)
    line.submitted(title="Husdyr")
    line.drafted(title="Indskud")
    session.commit()

    page = visitor.as_(line.facilitator).opens("workshops.show", workshop_id=line.workshop.id)

    numbers = [" ".join(node.to_text().split()) for node in page.find(".numbers p")]
    assert numbers == ["1 written in all", "1 written today", "0 published in all", "0 published today"]
    assert "1 of 2 written" in page


def test_the_board_says_who_writes_what(group, people, visitor):
    people.article(group.owner, title="Husdyr", workshop=group.workshop, writer=group.writer)
    group.session.commit()

    page = visitor.as_(group.writer).opens("workshops.show", workshop_id=group.workshop.id)

    rows = {row.query("th")[0].to_text().split()[-1]: row.to_text() for row in page.find("tbody tr")}
    assert "Husdyr" in rows["Brandt"]
    assert "nothing at the moment" in rows["Vahl"]


def polls(visitor, group, tag=None):
    headers = {"HX-Request": "true", **({"If-None-Match": f'"{tag}"'} if tag else {})}
    address = visitor.address("workshops.board", workshop_id=group.workshop.id)
    return visitor.asks(visitor.client.get, address, headers=headers)


def test_a_board_that_did_not_change_is_not_sent_again(group, visitor):
    group.wants("Fremleje")
    watcher = visitor.as_(group.facilitator)

    first = polls(watcher, group)
    tag, _weak = first.get_etag()
    again = polls(watcher, group, tag)

    assert (first.status_code, again.status_code, again.data) == (200, 304, b"")


@pytest.mark.parametrize("change", ["claim", "add", "move", "rename"])
def test_every_change_of_the_board_is_sent(group, people, visitor, change):
    wanted = group.wants("Fremleje")
    article = people.article(group.owner, title="Husdyr", workshop=group.workshop, writer=group.writer)
    group.session.commit()
    watcher = visitor.as_(group.facilitator)
    tag, _weak = polls(watcher, group).get_etag()

    if change == "claim":
        wanted.article_id = people.article(group.owner, title="Fremleje", workshop=group.workshop).id
    elif change == "add":
        group.wants("Indskud")
    elif change == "move":
        article.editions[0].state = State.IN_REVIEW
    else:
        article.title = "Husdyr i lejeboligen"
    group.session.commit()

    assert polls(watcher, group, tag).status_code == 200


def test_the_board_is_the_same_for_the_page_and_for_who_polls(group, visitor):
    group.wants("Fremleje")
    watcher = visitor.as_(group.facilitator)

    page = watcher.opens("workshops.show", workshop_id=group.workshop.id)
    region = watcher.fragment("workshops.board", workshop_id=group.workshop.id)

    assert region.find("#board")[0].to_text().split() == page.find("#board")[0].to_text().split()


def test_polling_never_sets_a_cookie(group, visitor):
    watcher = visitor.as_(group.facilitator)
    watcher.opens("workshops.show", workshop_id=group.workshop.id)

    first = polls(watcher, group)
    again = polls(watcher, group, first.get_etag()[0])

    assert "Set-Cookie" not in first.headers
    assert "Set-Cookie" not in again.headers


def test_polling_does_not_keep_a_login_alive(group, visitor):
    watcher = visitor.as_(group.facilitator)
    login = group.session.scalars(sa.select(Login)).one()
    login.seen_at = before = now() - dt.timedelta(minutes=30)
    group.session.commit()

    polls(watcher, group)
    group.session.refresh(login)
    assert login.seen_at == before

    watcher.opens("workshops.show", workshop_id=group.workshop.id)
    group.session.refresh(login)
    assert login.seen_at > before


@pytest.mark.parametrize("articles", [3, 60])
def test_a_full_board_costs_as_many_queries_as_an_empty_one(group, people, visitor, articles):
    for number in range(articles):
        people.article(group.owner, title=f"Husdyr {number}", workshop=group.workshop, writer=group.writer)
        group.wants(f"Fremleje {number}")
    watcher = visitor.as_(group.writer)
    watcher.opens("workshops.show", workshop_id=group.workshop.id)

    with counted(db.engine) as statements:
        watcher.opens("workshops.show", workshop_id=group.workshop.id)

    assert len(statements) <= LIMIT, str(statements)


def test_people_of_other_workshops_do_not_find_the_board(group, people, visitor):
    elsewhere = people.participant(people.workshop(group.programme))
    group.session.commit()

    for person in (group.stranger, elsewhere):
        for endpoint in ("workshops.show", "workshops.board", "workshops.list", "workshops.people"):
            page = visitor.as_(person).opens(endpoint, status=404, workshop_id=group.workshop.id)
            assert "There is no such page, or it is not yours to see." in page


def test_translators_have_no_workshops(group, people, visitor):
    translator = people.translator()
    group.session.commit()

    page = visitor.as_(translator).opens("workshops.show", status=403, workshop_id=group.workshop.id)

    assert "Your roles do not include this." in page
