"""A translator works by keys in a real browser, and finds the words that the line swallowed at their own sentence."""

import pytest

from tests.browser.conftest import PASSWORD
from tests.browser.hands import Person, axe
from tests.support.line import ANSWERS, Line
from workbench.domain.signatures import Capacity
from workbench.store.claims import take_claim
from workbench.store.memory import remember_checked
from workbench.store.segments import segments_of

TERM = "Nammineq qinnuteqassaatit."


def an_article_to_translate(people):
    line = Line(people.session, people)
    done = line.checked(title="Boligtilskud i byen")
    remember_checked(people.session, done, checker_id=line.checker.id)
    draft = {"summary": "Du skal selv søge om det. Betal 1.200 kr. senest den 1. maj 2026.", "how": "Ring til os."}
    edition = line.accepted(draft, title="Hjælp til huslejen")
    take_claim(people.session, edition, Capacity.TRANSLATOR, line.translator.id)
    keys = [segment.key for segment in segments_of(people.session, edition)]
    return line.translator.email, f"/translation/{edition.article_id}", keys


@pytest.fixture
def translator(browser, house):
    email, address, keys = house.furnish(an_article_to_translate)
    found = Person(browser, house, email, PASSWORD)
    found.address, found.keys = address, keys
    found.goes(address)
    yield found
    found.leaves()


def field(person):
    return person.page.locator("#words")


def is_at(person, number):
    person.page.locator(f"li.seg.now textarea[name='section-{person.keys[number - 1]}']").wait_for()


def status(person, kind):
    person.page.locator(f"[data-status][data-l={kind}]").wait_for()


def test_a_sentence_is_translated_by_keys_alone(translator):
    page = translator.page
    is_at(translator, 1)
    field(translator).press_sequentially("Ineqarnermut ikiorsiissut")
    status(translator, "server")
    page.keyboard.press("Control+Enter")
    is_at(translator, 2)
    assert page.evaluate("document.activeElement.id") == "words", "one writes on at once"

    page.keyboard.press("Alt+1")
    assert field(translator).input_value() == TERM == ANSWERS["Du skal selv søge om det."]
    page.keyboard.press("Control+Enter")
    is_at(translator, 3)
    page.keyboard.press("Alt+I")
    field(translator).press_sequentially(" akiliutigissavat ")
    page.keyboard.press("Alt+I")
    assert field(translator).input_value() == "1.200 kr. akiliutigissavat 1. maj 2026"
    page.keyboard.press("Alt+C")
    assert field(translator).input_value() == "Betal 1.200 kr. senest den 1. maj 2026."
    page.keyboard.press("Control+z")
    assert field(translator).input_value() == "1.200 kr. akiliutigissavat 1. maj 2026"
    page.keyboard.press("Alt+ArrowDown")
    is_at(translator, 4)
    page.keyboard.press("Alt+ArrowDown")
    is_at(translator, 3)
    assert field(translator).input_value() == "1.200 kr. akiliutigissavat 1. maj 2026", "saved on the way out"
    axe(page)


def test_unsent_words_wait_at_their_own_sentence(translator):
    page = translator.page
    page.route("**/sentence", lambda route: route.abort())
    field(translator).press_sequentially("Ineqarnermut")
    status(translator, "waiting")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{translator.address}?segment={translator.keys[1]}")
    is_at(translator, 2)
    assert page.locator("[data-found]").is_hidden(), "nothing was left behind at this sentence"
    page.unroute("**/sentence")
    page.goto(f"{translator.address}?segment={translator.keys[0]}")
    is_at(translator, 1)
    page.get_by_role("button", name="Put it back").click()
    assert field(translator).input_value() == "Ineqarnermut"
    status(translator, "server")
