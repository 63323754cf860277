"""The board of a workshop in a real browser: it follows by itself, and asks for nothing twice."""

import pytest

from tests.browser.conftest import PASSWORD
from tests.browser.hands import Person
from workbench.models import WantedArticle

EVERY = 10_000


def a_workshop_with_a_list(people):
    workshop = people.workshop(people.programme(people.organisation("Havnebyens Kommune")))
    for title in ("Fremleje", "Husdyr"):
        people.session.add(
            WantedArticle(programme=workshop.programme, workshop=workshop, title=title, article_type_key="service")
        )
    runner = people.with_role("facilitator", "Minik Rask", workshop=workshop)
    writer = people.with_role("participant", "Ivalu Brandt", workshop=workshop)
    people.session.flush()
    return runner.email, writer.email, f"/workshops/{workshop.id}"


@pytest.fixture
def board(browser, house):
    runner, writer, address = house.furnish(a_workshop_with_a_list)
    watching, writing = (Person(browser, house, email, PASSWORD) for email in (runner, writer))
    watching.page.clock.install()
    watching.goes(address)
    writing.goes(address)
    yield watching.page, writing
    for person in (watching, writing):
        person.leaves()


def passes(page):
    """Let the time between two questions pass; return the answer to the second."""
    with page.expect_response("**/board") as answer:
        page.clock.run_for(EVERY)
    return answer.value


def test_the_board_follows_what_happens_and_is_not_sent_twice(board):
    page, writer = board
    assert passes(page).status == 304

    writer.hands.press("Take it and write")
    writer.page.wait_for_url("**/text")

    assert passes(page).status == 200
    being_written = page.locator(".column[data-s=drafting]")
    being_written.get_by_text("Ivalu Brandt").wait_for()
    assert being_written.locator(".card").count() == 1
    assert passes(page).status == 304


def test_the_focus_stays_where_it_was_when_the_board_is_renewed(board):
    page, writer = board
    card = page.locator(".column[data-s=wanted] .card a", has_text="Husdyr")
    card.focus()

    writer.hands.press("Take it and write")
    writer.page.wait_for_url("**/text")
    passes(page)
    page.locator(".column[data-s=drafting] .card").wait_for()

    assert card.evaluate("card => card === document.activeElement")
