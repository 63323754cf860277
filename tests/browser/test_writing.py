"""Two people write in one text in real browsers; the line between here and the server is honest all the while."""

import pytest

from tests.browser.conftest import PASSWORD
from tests.browser.hands import Person

SUMMARY = "Kort fortalt"


def an_article_with_two_writers(people):
    owner = people.organisation("Havnebyens Kommune")
    workshop = people.workshop(people.programme(owner))
    writers = [people.with_role("participant", name, workshop=workshop) for name in ("Ivalu Brandt", "Malik Vahl")]
    article = people.article(owner, workshop=workshop, programme=workshop.programme, writer=writers[0])
    return [writer.email for writer in writers], f"/articles/{article.id}/text"


@pytest.fixture
def writers(browser, house):
    emails, address = house.furnish(an_article_with_two_writers)
    found = [Person(browser, house, email, PASSWORD) for email in emails]
    for person in found:
        person.goes(address)
    yield found
    for person in found:
        person.leaves()


def status(person, kind):
    person.page.locator(f"[data-status][data-l={kind}]").wait_for()


def writes(person, words):
    field = person.page.get_by_label(SUMMARY, exact=True)
    field.press("Control+End")
    field.press_sequentially(words)


def test_saved_is_said_only_of_words_that_the_server_has(writers):
    ivalu, malik = writers

    writes(ivalu, "Er huslejen høj?")
    status(ivalu, "here")
    status(ivalu, "server")
    ivalu.page.route("**/text", lambda route: route.abort())
    writes(ivalu, " Kommunen hjælper.")
    status(ivalu, "waiting")
    malik.page.reload()
    assert malik.page.get_by_label(SUMMARY, exact=True).input_value() == "Er huslejen høj?"

    ivalu.page.unroute("**/text")
    ivalu.page.evaluate("dispatchEvent(new Event('online'))")
    status(ivalu, "server")
    malik.page.reload()
    assert malik.page.get_by_label(SUMMARY, exact=True).input_value() == "Er huslejen høj? Kommunen hjælper."


def test_both_keep_their_words_and_are_told_of_each_other(writers):
    ivalu, malik = writers
    writes(ivalu, "Er huslejen høj?")
    status(ivalu, "server")
    writes(malik, "Søg om hjælp.")
    status(malik, "server")
    malik.sees("Ivalu Brandt wrote in “In short”.")

    writes(ivalu, " Ring.")
    status(ivalu, "here")
    status(ivalu, "server")

    words = ivalu.page.get_by_label(SUMMARY, exact=True).input_value()
    assert sorted(words.split()) == sorted(["Er", "huslejen", "høj?", "Ring.", "Søg", "om", "hjælp."])
