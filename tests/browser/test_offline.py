"""A text that was opened can be opened again without a line, by its own person only."""

import re

import pytest
from playwright.sync_api import Error

from tests.browser.conftest import PASSWORD
from tests.browser.test_outbox import border, people_there, sign_out  # noqa: F401 - fixtures
from tests.browser.writing_desk import Writer

KEEP = """async () => {
  await desk.startWorker(document.body.dataset.person);
  return desk.keepPages([location.pathname, "/", "/articles"]);
}"""


@pytest.fixture
def ivalu(browser, house, people_there, border):  # noqa: F811 - fixtures
    emails, article_id = people_there
    writer = Writer(browser, house, emails[0], article_id, border)
    writer.opens()
    writer.address = f"/articles/{article_id}/text"
    assert writer.page.evaluate(KEEP) == [writer.address]
    yield writer
    writer.leaves()


PATHS = """() => caches.open("pages").then((pages) => pages.keys())
  .then((keys) => keys.map((key) => new URL(key.url).pathname))"""


def kept(page):
    return page.evaluate(PATHS)


def test_a_text_is_opened_written_in_and_opened_again_without_a_line(ivalu, border):  # noqa: F811
    border.is_dead = True
    ivalu.context.set_offline(True)
    ivalu.opens()
    assert ivalu.page.locator("body[data-kept-at]").count() == 1
    ivalu.writes("Uden linje.")
    ivalu.opens()
    assert ivalu.words() == "Uden linje."

    border.is_dead = False
    ivalu.context.set_offline(False)
    ivalu.back_on_line()
    ivalu.says("server")
    assert border.words == "Uden linje."


def test_with_a_line_the_page_is_the_one_of_the_server(ivalu):
    ivalu.opens()

    assert ivalu.page.locator("body[data-kept-at]").count() == 0


def test_no_other_page_is_kept(ivalu):
    assert kept(ivalu.page) == ["/worker-who", ivalu.address]

    ivalu.context.set_offline(True)
    with pytest.raises(Error):
        ivalu.page.goto("/articles")
    ivalu.context.set_offline(False)


def test_the_switch_that_cuts_the_line_cuts_the_pages_too(ivalu):
    ivalu.page.goto(ivalu.address)
    ivalu.sits_down()
    ivalu.page.evaluate("desk.cut.cut(20)")
    ivalu.page.goto(ivalu.address)

    assert ivalu.page.locator("body[data-kept-at]").count() == 1


def test_signing_out_leaves_no_page_behind(ivalu):
    sign_out(ivalu)
    ivalu.sees("You are signed out.")

    assert not [path for path in kept(ivalu.page) if "/articles/" in path]


def test_when_another_person_signs_in_the_pages_of_the_first_are_gone(ivalu, people_there):  # noqa: F811
    emails, _article_id = people_there
    ivalu.context.clear_cookies()
    page = ivalu.page
    page.goto("/language/en?next=/sign-in")
    assert kept(page) != []
    page.get_by_label("E-mail").fill(emails[1])
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name=re.compile("^Sign in$")).click()
    page.get_by_text("My desk").first.wait_for()
    page.wait_for_function("() => caches.open('pages').then(pages => pages.keys()).then(keys => keys.length === 1)")

    ivalu.context.set_offline(True)
    with pytest.raises(Error):
        page.goto(ivalu.address)
    ivalu.context.set_offline(False)


CHOOSE = """async ({ text, url, address }) => {
  const { dropText, keepText, keptTexts, startWorker } = await import(document.body.dataset.sync);
  const { person } = document.body.dataset;
  await startWorker(person);
  const facts = { title: "Bolig", address, language: "da" };
  window.desk = { drop: () => dropText({ person, text }), list: () => keptTexts(person) };
  return keepText({ person, text, url, facts });
}"""


def test_a_text_that_was_chosen_but_never_opened_can_be_written_in_without_a_line(browser, house, people_there, border):  # noqa: F811
    emails, article_id = people_there
    malik = Writer(browser, house, emails[1], article_id, border)
    address = f"/articles/{article_id}/text"
    what = {"text": str(border.text_id), "url": f"{address}/sync?text={border.text_id}", "address": address}
    malik.page.goto("/articles")
    assert malik.page.evaluate(CHOOSE, what) == {"words": True, "page": True}

    border.is_dead = True
    malik.context.set_offline(True)
    malik.opens()
    malik.writes("Uden linje.")
    malik.says("waiting")
    malik.context.set_offline(False)

    malik.page.goto("/articles")
    malik.page.evaluate(CHOOSE, what)
    assert [(one["address"], one["waiting"]) for one in malik.page.evaluate("() => desk.list()")] == [(address, 11)]
    assert malik.page.evaluate("() => desk.drop()") is False
    border.is_dead = False
    malik.opens()
    malik.says("server")
    malik.page.goto("/articles")
    malik.page.evaluate(CHOOSE, what)
    assert malik.page.evaluate("() => desk.drop()") is True
    assert malik.page.evaluate("() => desk.list()") == []
    malik.leaves()
