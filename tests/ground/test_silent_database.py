"""When the database falls silent people are told so in their language, and what they typed is not thrown away."""

import datetime as dt
import uuid

import pytest
import sqlalchemy as sa

from tests.support.line import Line
from tests.support.silence import MANY_WORDS, Silence
from tests.support.visitor import HTMX
from workbench.extensions import db
from workbench.models import Login, now

pytestmark = pytest.mark.usefixtures("both_databases")

OURS = {"Sec-Fetch-Site": "same-origin"}
JSON = {"Accept": "application/json", "HX-Request": "true"}


@pytest.fixture
def silence(app):
    silence = Silence(app)
    yield silence
    silence.no_longer()


@pytest.fixture
def line(session, people):
    return Line(session, people)


@pytest.fixture
def article_id(line):
    found = line.drafted().article_id
    line.session.commit()
    return found


@pytest.fixture
def opened(line, article_id, visitor, session):
    """The form of a text, open in the browser of its author."""

    def open_form(locale="en"):
        author = visitor.as_(line.author, locale)
        form = author.opens("drafting.edit", article_id=article_id).form("/text")
        session.close()
        return author, form

    return open_form


def test_a_page_says_in_the_language_of_the_person_that_nothing_was_saved(silence, opened):
    author, form = opened("da")
    silence.in_the_next_change()

    page = author.sends(form, **{"section-need": MANY_WORDS}, status=503, headers=OURS)

    assert page.heading == "Databasen svarer ikke"
    assert "Intet blev gemt. Gå tilbage i browseren, og prøv igen om lidt." in page
    assert page.find("html")[0].attrs["lang"] == "da"


def test_the_words_stand_on_the_page_and_can_be_sent_again(silence, opened):
    author, form = opened()
    silence.in_the_next_change()
    page = author.sends(form, **{"section-need": MANY_WORDS}, status=503, headers=OURS)
    assert "Der skal mange ord til." in page
    silence.no_longer()

    saved = author.sends(page.form("/text"), status=200)

    assert "Your words are saved at the server." in saved
    assert MANY_WORDS.strip() in saved.find("textarea[name=section-need]")[0].to_text()


@pytest.mark.parametrize("locale", ["da", "kl", "en"])
def test_an_autosave_is_told_in_json_that_nothing_was_saved_and_is_taken_when_it_comes_again(silence, opened, locale):
    author, form = opened(locale)
    hidden = {field.attrs["name"]: field.attrs["value"] for field in form.query("input[type=hidden]")}
    data = {**hidden, "request": str(uuid.uuid4()), "section-need": MANY_WORDS}
    silence.in_the_next_change()

    answer = author.asks(author.client.post, form.attrs["action"], data=data, headers=JSON)

    assert answer.status_code == 503
    assert answer.json["message"]
    assert ("Nothing was saved" in answer.json["message"]) == (locale == "en")
    silence.no_longer()
    again = author.asks(author.client.post, form.attrs["action"], data=data, headers=JSON)
    assert again.status_code == 200, again.text


def test_a_database_that_is_away_from_the_first_question_on_is_named_to_people_and_scripts(silence, opened):
    author, form = opened()
    silence.from_now_on()

    page = author.sends(form, **{"section-need": "Lejekontrakt"}, status=503, headers=OURS)
    assert "Lejekontrakt" in page
    answer = author.asks(author.client.get, "/", headers=HTMX)
    assert answer.status_code == 503
    assert "The page cannot be shown now." in answer.text
    assert "<html" not in answer.text


def test_words_from_another_site_do_not_stand_on_the_page(silence, opened, app):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    author, form = opened()
    silence.from_now_on()
    planted = {"csrf_token": "guessed", "section-need": "planted"}

    for headers in ({}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        answer = author.asks(author.client.post, form.attrs["action"], data=planted, headers=headers)
        assert answer.status_code == 503
        assert "planted" not in answer.text


def test_whoever_only_looks_is_told_to_come_again(silence, opened):
    author, _form = opened()
    silence.from_now_on()

    page = author.opens("desk.show", status=503)

    assert "The page cannot be shown now. Try again in a moment." in page
    assert "Nothing was saved" not in page.text
    assert page.response.headers["Retry-After"] == "5"

    silence.no_longer()
    assert author.opens("desk.show").heading


def test_a_password_is_not_put_on_the_page(silence, visitor):
    form = visitor.opens("accounts.sign_in").form("/sign-in")
    silence.from_now_on()

    page = visitor.sends(form, email="naja@example.org", password="seks kajakker under broen", status=503)

    assert "seks kajakker" not in page.text


def test_a_page_that_was_made_is_shown_although_the_login_cannot_be_noted(silence, opened, session, app):
    author, _form = opened()
    session.execute(sa.update(Login).values(seen_at=now() - dt.timedelta(minutes=5)))
    session.commit()

    def lose(response):
        db.session.rollback()
        silence.from_now_on()
        return response

    app.after_request_funcs[None].append(lose)

    answer = author.asks(author.client.get, "/")

    assert answer.status_code == 200
