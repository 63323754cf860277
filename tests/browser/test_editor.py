"""People write in the editor of a draft, in real browsers: together, without a line, beside the form."""

import datetime as dt
import re
import uuid

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from tests.browser.conftest import PASSWORD, House
from tests.browser.editor_desk import SUMMARY, WHO, Writer, article_of, two_writers
from tests.browser.hands import axe
from tests.support.instances import Sqlite
from workbench.domain.states import Move
from workbench.extensions import db
from workbench.models import Edition, now
from workbench.store.moves import make_move

SYNC = "**/text/sync*"
#: Milliseconds; a page that is at rest asks every five seconds.
LONG = 15_000
BUNDLE_BYTES, SENTENCE_BYTES, IDLE_MINUTES = 100_000, 1000, 5
SENTENCE = "Kommunen hjælper dig, når huslejen er høj, og du bor til leje."
PASTE = """([html, text]) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/html", html);
  clipboardData.setData("text/plain", text);
  const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
  document.querySelector(".surface").dispatchEvent(event);
}"""
NO_WORKER = """() => navigator.serviceWorker.getRegistrations()
  .then((all) => Promise.all(all.map((one) => one.unregister())))"""
AN_HOUR_AGO = """() => {
  for (const key of Object.keys(localStorage).filter((key) => key.startsWith("seen|"))) {
    const seen = JSON.parse(localStorage[key]);
    localStorage[key] = JSON.stringify({ ...seen, at: seen.at - 3600000 });
  }
}"""
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><body><!--StartFragment-->
<h1 style="color:red">Søg i tide</h1>
<p class="MsoNormal">Du kan <b style="mso-bidi-font-weight:normal">søge</b> <o:p></o:p>hele året.</p>
<p class="MsoListParagraph" style="mso-list:l0 level1 lfo1"><span style="mso-list:Ignore">·<span>  </span></span>Pas</p>
<p><a href="javascript:alert(1)">ondt</a> <a href="https://nanoq.gl">godt</a></p>
<!--EndFragment--></body></html>"""


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    folder = tmp_path_factory.mktemp("house")
    house = House(folder, Sqlite(tmp_path_factory.mktemp("first")).url(folder))
    house.open()
    yield house
    house.close()


@pytest.fixture(scope="module")
def people_there(house):
    return house.furnish(two_writers)


@pytest.fixture(scope="module")
def writers(browser, house, people_there):
    emails, _workshop = people_there
    found = [Writer(browser, house, email, PASSWORD, surface="editor") for email in emails]
    yield found
    for person in found:
        person.leaves()


@pytest.fixture
def address(house, people_there):
    _emails, workshop_id = people_there
    return f"/articles/{house.furnish(article_of(workshop_id))}/text"


@pytest.fixture
def ivalu(writers, address):
    ivalu = writers[0]
    ivalu.opens(address)
    yield ivalu
    ivalu.looks()
    ivalu.page.unroute_all()


@pytest.fixture
def malik(writers, address):
    malik = writers[1]
    malik.opens(address)
    yield malik
    malik.looks()
    malik.page.unroute_all()


def edition_at(address):
    return db.session.scalars(sa.select(Edition).where(Edition.article_id == uuid.UUID(address.split("/")[2]))).one()


def meet(*people):
    for _ in range(2):
        for person in people:
            person.is_saved()


def test_two_people_in_one_paragraph_both_see_both(ivalu, malik):
    ivalu.writes("Hun søger.")
    meet(ivalu, malik)
    malik.reads("Hun søger.")

    malik.writes(" Han svarer.")
    ivalu.first().click()
    ivalu.page.keyboard.press("Home")
    ivalu.page.keyboard.type("I dag: ")
    meet(ivalu, malik)

    for person in (ivalu, malik):
        person.reads("I dag: Hun søger. Han svarer.")
    assert ivalu.page.locator("[data-beside*='Malik Vahl']").count() == 1
    ivalu.sees("Malik Vahl")
    ivalu.page.locator("[data-told]", has_text="Malik Vahl changed a paragraph.").wait_for(state="attached")


def test_the_title_is_written_in_by_two_at_once(ivalu, malik):
    titles = [person.page.locator("#editor-title") for person in (ivalu, malik)]
    titles[0].press("Home")
    titles[0].press_sequentially("Ny ")
    titles[1].press("End")
    titles[1].press_sequentially(" 2027")
    for person, title in zip((ivalu, malik), titles, strict=True):
        person.asks()
        expect(title).to_have_value("Ny Boligsikring 2027", timeout=LONG)


def test_words_without_a_line_outlast_a_reload_and_arrive(ivalu, malik, address):
    ivalu.page.wait_for_function("path => caches.match(path)", arg=address)
    ivalu.writes("Før. ")
    ivalu.is_saved()
    ivalu.context.set_offline(True)
    ivalu.writes("Uden linje.")
    ivalu.status("waiting")
    ivalu.opens(address)
    ivalu.reads("Før. Uden linje.")
    ivalu.writes(" Mere.")
    ivalu.status("waiting")

    ivalu.context.set_offline(False)
    meet(ivalu, malik)
    malik.reads("Før. Uden linje. Mere.")


def test_the_form_and_the_editor_write_in_one_text(browser, house, people_there, ivalu, address):
    other = Writer(browser, house, people_there[0][1], PASSWORD)
    other.goes(address)
    assert other.page.locator(".surface").count() == 0
    other.page.get_by_label(SUMMARY, exact=True).fill("Fra formularen.")
    ivalu.writes("Fra editoren.", WHO)
    ivalu.is_saved()
    other.page.get_by_role("button", name="Save").click()
    other.sees("Your words are saved at the server.")
    ivalu.is_saved()

    ivalu.reads("Fra formularen.")
    assert other.page.get_by_label(WHO, exact=True).input_value() == "Fra editoren."
    other.leaves()


def test_both_surfaces_are_one_press_apart_and_remembered(ivalu, address):
    page = ivalu.page
    ivalu.writes("Sidste ord")
    page.get_by_role("link", name="Write in the form").click()
    page.get_by_label(SUMMARY, exact=True).wait_for()
    assert page.get_by_label(SUMMARY, exact=True).input_value() == "Sidste ord"
    page.reload(wait_until="networkidle")
    assert page.locator(".surface").count() == 0

    page.get_by_label(SUMMARY, exact=True).press_sequentially("Nu: ")
    page.get_by_role("link", name="Write in the editor").click()
    page.locator(".surface").wait_for()
    ivalu.reads("Nu: Sidste ord")
    assert not page.get_by_label(SUMMARY, exact=True).is_visible()


def test_whoever_is_typing_in_the_form_is_not_interrupted(ivalu, address):
    page = ivalu.page
    page.route(SYNC, lambda _route: None)
    page.goto("/articles")
    page.evaluate("() => indexedDB.deleteDatabase('writing')")
    page.goto(address)
    page.get_by_label(SUMMARY, exact=True).press_sequentially("Jeg skriver")
    page.unroute_all()
    page.wait_for_load_state("networkidle")
    ivalu.status("server")

    assert page.locator(".surface").count() == 0
    assert page.get_by_label(SUMMARY, exact=True).input_value() == "Jeg skriver"


@pytest.mark.parametrize("fault", ["lost", "broken", "not ours"])
def test_where_the_editor_fails_the_form_is_there(ivalu, address, fault):
    page = ivalu.page
    bodies = {"broken": "throw new Error('broken')", "not ours": "<html>Log på nettet</html>"}
    answer = (
        (lambda route: route.abort())
        if fault == "lost"
        else (lambda route: route.fulfill(body=bodies[fault], content_type="text/javascript"))
    )
    page.context.route(re.compile(r"/static/editor-"), answer)
    page.evaluate(NO_WORKER)
    page.goto(address, wait_until="networkidle")
    page.get_by_label(SUMMARY, exact=True).fill("I formularen.")
    page.locator("[data-status][data-l=server]").wait_for()
    page.context.unroute_all()
    ivalu.opens(address)

    ivalu.reads("I formularen.")
    ivalu.errors.clear()


def test_tools_by_keyboard_alone(ivalu):
    page, keys = ivalu.page, ivalu.page.keyboard
    ivalu.writes("Du kan søge")
    keys.press("Shift+Home")
    keys.press("Alt+F10")
    assert page.evaluate("document.activeElement.closest('[role=toolbar]') !== null")
    keys.press("ArrowRight")
    keys.press("ArrowRight")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Bold"
    keys.press("Enter")
    assert ivalu.first().locator("strong").inner_text() == "Du kan søge"
    assert page.get_by_role("button", name="Bold").get_attribute("aria-pressed") == "true"
    keys.press("Alt+F10")
    keys.press("ArrowRight")
    keys.press("ArrowRight")
    keys.press("Enter")
    assert page.locator(".surface ul > li").inner_text() == "Du kan søge"
    keys.press("Control+z")
    keys.press("Control+z")
    assert page.locator(".surface ul, .surface strong").count() == 0

    keys.press("End")
    keys.press("Control+k")
    keys.type("tag med toget")
    keys.press("Tab")
    keys.press("Control+a")
    keys.type("nanoq gl")
    keys.press("Enter")
    page.get_by_text("An address has no spaces.").wait_for()
    keys.press("Control+a")
    keys.type("javascript:alert(1)")
    page.get_by_text("A link leads to a page").wait_for()
    keys.press("Control+a")
    keys.type("https://nanoq.gl/")
    keys.press("Enter")
    assert page.locator(".surface a").get_attribute("href") == "https://nanoq.gl/"

    keys.press("Control+f")
    keys.type("TOGET")
    page.get_by_text("1 of 1").wait_for()
    assert page.locator(".surface .found").inner_text() == "toget"
    keys.press("Escape")
    assert page.evaluate("getSelection().toString()") == "toget"
    keys.press("Tab")
    assert not page.evaluate("document.activeElement.classList.contains('surface')")


def test_the_outline_leads_to_headings_and_sections(ivalu):
    page, keys = ivalu.page, ivalu.page.keyboard
    ivalu.writes("## ")
    keys.type("Søg i tide")
    page.locator("[data-outline-list] a", has_text="Søg i tide").first.wait_for(state="attached")
    page.get_by_role("button", name="Sections and headings").click()
    page.get_by_role("navigation", name="Sections and headings").get_by_text(WHO).click()
    keys.type("Alle.")

    assert ivalu.line(WHO) == "Alle."
    page.get_by_text("Words: 4").wait_for()


def test_what_is_pasted_from_word_is_cleaned(ivalu):
    ivalu.stands()
    ivalu.page.evaluate(PASTE, [WORD, ""])

    shown = ivalu.page.locator(".surface > :not(.opening)")
    assert [line.evaluate("line => line.localName") for line in shown.all()] == ["h2", "p", "ul", "p"]
    assert ivalu.page.locator(".surface strong").inner_text() == "søge"
    assert [link.get_attribute("href") for link in ivalu.page.locator(".surface a").all()] == ["https://nanoq.gl"]
    ivalu.is_saved()


def test_a_letter_that_is_being_composed_survives_what_others_write(ivalu, malik):
    ivalu.writes("caf")
    meet(ivalu, malik)
    keys = ivalu.context.new_cdp_session(ivalu.page)
    keys.send("Input.imeSetComposition", {"text": "´", "selectionStart": 1, "selectionEnd": 1})
    malik.first().click()
    malik.page.keyboard.press("Home")
    malik.page.keyboard.type("Vores ")
    malik.writes("Alle.", WHO)
    meet(malik)
    ivalu.asks()
    ivalu.reads("Alle.")
    keys.send("Input.imeSetComposition", {"text": "é", "selectionStart": 1, "selectionEnd": 1})
    keys.send("Input.insertText", {"text": "é"})
    meet(ivalu, malik)

    for person in (ivalu, malik):
        person.reads("Vores café")


def test_the_first_letter_in_an_empty_section_can_be_composed(ivalu, malik):
    ivalu.stands(WHO)
    keys = ivalu.context.new_cdp_session(ivalu.page)
    for text in ("a", "al", "all"):
        keys.send("Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)})
    keys.send("Input.insertText", {"text": "alle"})
    meet(ivalu, malik)

    malik.reads("alle")
    assert ivalu.line(WHO) == malik.line(WHO) == "alle"


def test_words_in_a_paragraph_that_another_deletes_are_shown_and_kept(ivalu, malik):
    ivalu.writes("Første linje.")
    ivalu.page.keyboard.press("Enter")
    ivalu.page.keyboard.type("Anden linje.")
    meet(ivalu, malik)
    malik.reads("Anden linje.")
    ivalu.page.route(SYNC, lambda route: route.abort())
    ivalu.writes(" Mine ord.")
    malik.first().click()
    malik.page.keyboard.press("Home")
    malik.page.keyboard.press("Shift+ArrowDown")
    malik.page.keyboard.press("Delete")
    malik.is_saved()
    ivalu.page.unroute_all()
    ivalu.is_saved()

    ivalu.sees("You wrote in a paragraph that somebody took away")
    ivalu.page.get_by_role("button", name="Give them a line of their own").click()
    meet(ivalu, malik)
    expect(malik.page.locator(".surface > p")).to_have_text(["Mine ord.", "Anden linje."], timeout=LONG)


def test_the_line_can_be_cut_and_nothing_is_lost(ivalu, malik, address):
    ivalu.opens(f"{address}?cut")
    ivalu.page.get_by_role("button", name="Cut the line for 30 seconds").click()
    ivalu.writes("Uden linje.")
    ivalu.sees("The line is cut for")
    ivalu.page.get_by_role("button", name="Join it again").click()
    meet(ivalu, malik)

    malik.reads("Uden linje.")


def test_a_login_that_ended_costs_no_word(ivalu):
    ivalu.page.route(SYNC, lambda route: route.fulfill(status=401, body=""))
    ivalu.writes(SENTENCE)
    ivalu.sees("Your login has ended")
    assert ivalu.page.get_by_role("link", name="Sign in in a new window").is_visible()
    ivalu.writes(" Ring.")
    ivalu.page.unroute_all()
    ivalu.is_saved()
    ivalu.page.reload()

    ivalu.reads(f"{SENTENCE} Ring.")


def bytes_up(request):
    """What a request weighs, without what a browser says of itself in each: that is not ours to choose."""
    headers = request.all_headers().items()
    ours = [
        len(name) + len(value) + 4 for name, value in headers if not name.startswith(("sec-", "user-agent", "accept"))
    ]
    return len(f"POST {request.url} HTTP/1.1") + sum(ours) + len(request.post_data_buffer or b"")


def test_a_sentence_is_small_and_the_editor_is_loaded_once(browser, house, people_there, address):
    ivalu = Writer(browser, house, people_there[0][0], PASSWORD, surface="editor")
    sent, loaded = [], []
    ivalu.page.on("request", lambda request: sent.append(request) if "/text/sync" in request.url else None)
    ivalu.page.on("response", lambda answer: loaded.append(answer) if "/static/editor-" in answer.url else None)
    ivalu.opens(address)
    ivalu.writes(SENTENCE[0])
    ivalu.status("server")
    sent.clear()
    ivalu.page.keyboard.type(SENTENCE[1:])
    ivalu.status("here")
    ivalu.status("server")
    words = [request for request in sent if len(request.post_data_buffer or b"") > len(SENTENCE) / 2]
    assert words
    assert sum(map(bytes_up, words)) <= SENTENCE_BYTES

    assert len(loaded) == 1
    assert int(loaded[0].headers["content-length"]) <= BUNDLE_BYTES
    ivalu.opens(address)
    assert all(answer.from_service_worker or answer.request.sizes()["responseBodySize"] == 0 for answer in loaded[1:])
    ivalu.leaves()


def test_an_open_text_in_which_nobody_writes_asks_once_a_minute(browser, house, people_there, address):
    with house.app.app_context():
        edition = edition_at(address)
        edition.source.updated_at = now() - dt.timedelta(hours=1)
        db.session.commit()
        db.session.remove()
    ivalu = Writer(browser, house, people_there[0][0], PASSWORD, surface="editor")
    ivalu.page.clock.install()
    ivalu.opens(address)
    asked = []
    ivalu.page.on("request", lambda request: asked.append(request.url))
    for _ in range(IDLE_MINUTES * 2):
        with_answer = len(asked)
        ivalu.page.clock.run_for(30_000)
        ivalu.page.wait_for_timeout(100)
        assert len(asked) - with_answer <= 1
    assert 1 <= len(asked) <= IDLE_MINUTES + 1
    ivalu.leaves()


def test_after_an_absence_one_is_told_who_changed_what(ivalu, malik, address):
    malik.writes("Andre ord.")
    ivalu.reads("Andre ord.")
    ivalu.page.wait_for_function("Object.keys(localStorage).some((key) => key.startsWith('seen|'))")
    ivalu.page.goto("/articles")
    ivalu.page.evaluate(AN_HOUR_AGO)
    malik.writes(" Og flere.")
    malik.status("here")
    malik.status("server")
    ivalu.opens(address)

    ivalu.sees("While you were away")
    ivalu.sees("Malik Vahl changed one paragraph in “In short”.")


def test_words_that_came_too_late_are_shown_and_the_text_is_read_only(ivalu, house, address):
    ivalu.writes("I tide.")
    ivalu.status("here")
    ivalu.status("server")
    with house.app.app_context():
        make_move(db.session(), edition_at(address), Move.SUBMIT, person_id=None)
        db.session.commit()
        db.session.remove()
    ivalu.writes(" For sent.")

    ivalu.sees("The words that came too late")
    assert ivalu.page.locator("blockquote[data-late]").inner_text().strip() == "For sent."
    assert ivalu.page.locator(".surface").get_attribute("aria-readonly") == "true"
    assert ivalu.line() == "I tide."


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_editor(ivalu, scheme):
    page = ivalu.page
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    ivalu.writes("Du kan søge")
    page.keyboard.press("Control+Shift+Digit8")
    page.get_by_role("button", name="Who wrote what").click()
    page.keyboard.press("Control+f")
    page.get_by_role("button", name="Sections and headings").click()
    ivalu.status("server")
    axe(page)
    ivalu.stands()
    page.keyboard.press("Control+k")
    page.get_by_role("button", name="Set the link").click()
    page.get_by_text("Write where the link leads.").wait_for()
    axe(page)
    page.keyboard.press("Escape")
    page.emulate_media(color_scheme=None, reduced_motion=None)
