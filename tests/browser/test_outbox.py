"""What was written on a device is there until the server has it: real browsers, a line and a server that fail."""

import re
import uuid
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import Error

from tests.browser.conftest import PASSWORD
from tests.browser.test_writing import an_article_with_two_writers
from tests.browser.writing_desk import SYNC, Border, Writer
from workbench.extensions import db
from workbench.models import Edition

ARTICLE = re.compile(r"/articles/([^/]+)/text")


@pytest.fixture
def people_there(house):
    emails, address = house.furnish(an_article_with_two_writers)
    return emails, ARTICLE.match(address)[1]


@pytest.fixture
def border(house, people_there):
    _emails, article_id = people_there
    with house.app.app_context():
        edition = db.session.scalars(sa.select(Edition).where(Edition.article_id == uuid.UUID(article_id))).one()
        text_id = edition.source.id
        db.session.remove()
    return Border(house, text_id)


@pytest.fixture
def ivalu(browser, house, people_there, border):
    emails, article_id = people_there
    writer = Writer(browser, house, emails[0], article_id, border)
    writer.opens()
    yield writer
    writer.looks()
    writer.leaves()


SENTENCE = "Søg om hjælp, før fristen er gået."


def test_saved_is_said_only_when_the_server_has_answered(ivalu, border):
    ivalu.writes(SENTENCE)
    ivalu.says("server")

    assert border.words == SENTENCE
    said = ivalu.said()
    assert "here" in [words for words, _waiting, _kind in said]
    assert not [words for words, waiting, kind in said if waiting and kind == "server"]


def test_words_without_a_line_are_there_after_the_page_is_loaded_again(ivalu, border):
    border.is_dead = True
    ivalu.writes(SENTENCE)
    ivalu.opens()

    assert ivalu.words() == SENTENCE
    ivalu.says("waiting")
    assert border.words == ""

    border.is_dead = False
    ivalu.back_on_line()
    ivalu.says("server")
    assert border.words == SENTENCE
    assert ivalu.left() == []


def test_words_of_a_tab_that_was_closed_arrive_from_the_next_page_of_any_kind(ivalu, border):
    border.is_dead = True
    ivalu.writes(SENTENCE)
    ivalu.page.close(run_before_unload=False)

    border.is_dead = False
    ivalu.page = ivalu.context.new_page()
    with ivalu.page.expect_response(SYNC):
        ivalu.page.goto("/")
    assert border.words == SENTENCE


def test_words_of_a_page_that_died_are_there_to_the_last_key(ivalu, border):
    border.is_dead = True
    ivalu.writes(SENTENCE)
    with pytest.raises(Error):
        ivalu.page.goto("chrome://crash")

    ivalu.page = ivalu.context.new_page()
    ivalu.opens()
    assert ivalu.words() == SENTENCE


@pytest.mark.parametrize("has_locks", [True, False], ids=["with locks", "over plain http"])
def test_two_tabs_show_the_same_words_without_a_line_and_send_them_once(ivalu, border, has_locks):
    if not has_locks:
        ivalu.context.add_init_script("Object.defineProperty(navigator, 'locks', { value: undefined })")
        ivalu.opens()
    border.is_dead = True
    other = ivalu.another_tab()
    ivalu.writes("Hun søger. ")
    other.wait_for_function("() => desk.words() === 'Hun søger. '")
    ivalu.writes("Han svarer.", other)
    ivalu.page.wait_for_function("() => desk.words() === 'Hun søger. Han svarer.'")
    ivalu.says("waiting", other)
    assert len(ivalu.left()) == len("Hun søger. Han svarer.")

    border.is_dead = False
    ivalu.back_on_line()
    ivalu.back_on_line(other)
    ivalu.says("server")
    ivalu.says("server", other)
    assert border.words == "Hun søger. Han svarer."
    clients = [client for request in border.asked for client in request.clients if request.update]
    # Over plain http two tabs may ask at once; what comes twice counts once.
    assert len(clients) == 2 or not has_locks


def test_a_tab_that_is_closed_leaves_its_words_to_the_other_one(ivalu, border):
    border.is_dead = True
    other = ivalu.another_tab()
    ivalu.writes("Hun søger.", other)
    other.close()
    border.is_dead = False
    ivalu.back_on_line()
    ivalu.says("server")

    assert border.words == ivalu.words() == "Hun søger."


def test_two_people_end_with_the_same_words_and_the_same_number(browser, house, ivalu, people_there, border):
    emails, article_id = people_there
    malik = Writer(browser, house, emails[1], article_id, border)
    malik.opens()
    ivalu.writes("Hun søger. ")
    malik.writes("Han svarer. ")
    for person in (ivalu, malik):
        person.says("server")
    both = "() => desk.words().includes('H') && desk.words().length === 23"
    for person in (ivalu, malik):
        person.page.evaluate("() => void desk.session.syncer.kick()")
        person.page.wait_for_function(both)

    assert ivalu.words() == malik.words() == border.words
    numbers = [person.page.evaluate("() => desk.session.syncer.page.hash()") for person in (ivalu, malik)]
    assert numbers[0] == numbers[1] == dict(zip(("crc", "length"), border.hash, strict=True))
    assert "mismatch" not in [name for person in (ivalu, malik) for name, _ in person.told()]
    malik.leaves()


def test_a_lost_answer_neither_loses_nor_doubles(ivalu, border):
    border.is_deaf = True
    ivalu.writes(SENTENCE)
    ivalu.says("waiting")
    border.is_deaf = False
    ivalu.back_on_line()
    ivalu.says("server")

    assert border.words == SENTENCE


def test_a_login_that_ended_keeps_the_words_until_the_same_person_signs_in(ivalu, border):
    border.status = 401
    ivalu.writes(SENTENCE)
    ivalu.says("signedout")
    ivalu.writes(" Ring.")
    assert len(ivalu.left()) == len(SENTENCE + " Ring.")

    border.status = 200
    ivalu.page.evaluate("dispatchEvent(new Event('focus'))")
    ivalu.says("server")
    assert border.words == SENTENCE + " Ring."


def test_another_person_on_the_device_neither_sees_nor_sends_what_is_left(browser, house, ivalu, people_there, border):
    emails, _article_id = people_there
    border.is_dead = True
    ivalu.writes(SENTENCE)
    page = ivalu.context.new_page()
    page.request.post("/sign-out")
    ivalu.context.clear_cookies()
    border.is_dead = False

    page.goto("/language/en?next=/sign-in")
    page.get_by_label("E-mail").fill(emails[1])
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name=re.compile("^Sign in$")).click()
    page.get_by_text("My desk").first.wait_for()
    ivalu.says("signedout")
    ivalu.page.evaluate("dispatchEvent(new Event('focus'))")
    ivalu.opens(page)
    ivalu.says("same", page)

    assert ivalu.words(page) == border.words == ""
    assert set(ivalu.left()) == {emails[0]}


def test_words_that_came_too_late_are_kept_aside_and_the_text_goes_on_without_them(ivalu, border):
    ivalu.says("server")
    border.hand_in()
    ivalu.writes("For sent.")
    ivalu.says("late")

    assert "refused" in [name for name, _ in ivalu.told()]
    assert border.words == ""
    ivalu.page.evaluate("desk.session.renew()")
    assert ivalu.words() == ""
    assert ivalu.page.evaluate("desk.session.outbox.aside(desk.session.text).then(rows => rows.length)") > 0


@pytest.mark.parametrize(
    ("spoiled", "reason"),
    [
        ("Object.defineProperty(window, 'indexedDB', { value: undefined })", "missing"),
        ("IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError') }", "refused"),
        ("IDBObjectStore.prototype.add = () => { throw new DOMException('full', 'QuotaExceededError') }", "full"),
    ],
)
def test_a_device_that_keeps_nothing_says_so_at_once_and_the_words_still_arrive(ivalu, border, spoiled, reason):
    ivalu.page.add_init_script(spoiled)
    border.is_dead = True
    ivalu.opens()
    ivalu.writes(SENTENCE)
    ivalu.says(f"storage{reason}")
    assert ["problem", reason] in ivalu.told()

    border.is_dead = False
    ivalu.back_on_line()
    ivalu.page.wait_for_function("() => desk.session.status().kind === 'server'")
    assert border.words == SENTENCE


def test_a_device_that_has_room_again_takes_what_it_had_refused(ivalu, border):
    border.is_dead = True
    ivalu.page.evaluate(
        """() => { window.real = IDBObjectStore.prototype.add;
        IDBObjectStore.prototype.add = () => { throw new DOMException('full', 'QuotaExceededError') } }"""
    )
    ivalu.writes("Søg ")
    ivalu.says("storagefull")
    ivalu.page.evaluate("() => void (IDBObjectStore.prototype.add = real)")
    ivalu.writes("nu.")
    ivalu.says("waiting")
    ivalu.opens()

    assert ivalu.words() == "Søg nu."


def test_the_words_can_be_taken_along_as_a_file(ivalu, border):
    border.is_dead = True
    ivalu.writes("Søg nu.")
    with ivalu.page.expect_download() as started:
        ivalu.page.evaluate("desk.session.download('txt')")

    assert "Søg nu." in Path(started.value.path()).read_text(encoding="utf-8")


def test_the_line_can_be_cut_and_mends_itself(ivalu, border):
    ivalu.page.evaluate("desk.cut.cut(2)")
    ivalu.writes(SENTENCE)
    ivalu.says("cut")
    assert border.words == ""
    ivalu.says("server")

    assert border.words == SENTENCE


def test_signing_out_sends_what_is_left_and_clears_the_device(ivalu, border):
    ivalu.writes(SENTENCE)
    sign_out(ivalu)
    ivalu.sees("You are signed out.")

    assert border.words == SENTENCE
    assert ivalu.left() == []


def test_signing_out_warns_when_words_would_be_lost_and_the_person_decides(ivalu, border):
    asked = []
    border.status = 503
    ivalu.writes("Søg nu.")
    ivalu.page.on("dialog", lambda dialog: answer(dialog, asked))
    with ivalu.page.expect_event("dialog"):
        sign_out(ivalu)
    assert ivalu.words() == "Søg nu."
    assert len(ivalu.left()) == len("Søg nu.")

    sign_out(ivalu)
    ivalu.sees("You are signed out.")
    assert "has not reached the server" in asked[0]
    assert len(asked) == 2
    assert ivalu.left() == []


def answer(dialog, asked):
    """Stay when asked first, go when asked again."""
    asked.append(dialog.message)
    if len(asked) > 1:
        dialog.accept()
    else:
        dialog.dismiss()


def sign_out(writer):
    writer.page.evaluate("document.querySelector('[data-leaving]').requestSubmit()")
