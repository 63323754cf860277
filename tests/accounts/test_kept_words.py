"""A login may end while somebody writes; the words may not."""

import datetime as dt
import io

import pytest
import sqlalchemy as sa

from tests.accounts.conftest import PASSWORD
from tests.support.visitor import HTMX
from workbench.models import Login, now
from workbench.web import kept

OURS = {"Sec-Fetch-Site": "same-origin"}
NAME = "Ivalu <b>Brandt</b>\nfrom Maniitsoq"


@pytest.fixture
def there(ivalu, visitor):
    return visitor.as_(ivalu)


@pytest.fixture
def late(there, session):
    """A form of a page that was opened in time, and whose login has ended since: address and fields."""
    page = there.opens("accounts.settings")
    token = there.csrf(page)
    session.execute(sa.update(Login).values(seen_at=now() - dt.timedelta(hours=2)))
    return "/administration/people", {"csrf_token": token, "name": NAME, "email": "naja@example.org", "locale": "kl"}


def hidden(form):
    return [field.attrs["value"] for field in form.query("input[type=hidden]") if field.attrs["name"] == "name"]


def test_words_sent_after_the_login_ended_stand_on_the_sign_in_page_and_go_with_it(there, late, ivalu):
    page = there.posts(*late, status=401)
    assert page.heading == "Sign in"
    assert "Sign in to go on. What you have written is kept." in page
    assert "Ivalu <b>Brandt</b> from Maniitsoq" in page.find("details")[0].to_text().replace("\n", " ")
    words = there.sends(page.form("/sign-in"), email=ivalu.email, password=PASSWORD, status=200)
    assert words.heading == "Send your words"
    form = words.form("/administration/people")
    assert form.attrs["action"] == "/administration/people"
    assert hidden(form) == [NAME]
    assert "Send as Ivalu Brandt" in words
    assert there.csrf(words) != late[1]["csrf_token"]
    assert not [field for field in form.query("input") if "password" in field.attrs["name"]]


def test_the_words_survive_a_wrong_password_on_the_way(there, late, ivalu):
    page = there.posts(*late, status=401)
    page = there.sends(page.form("/sign-in"), email=ivalu.email, password="noget helt andet end det", status=422)
    words = there.sends(page.form("/sign-in"), email=ivalu.email, password=PASSWORD)
    assert words.heading == "Send your words"


def test_words_of_somebody_else_are_sent_only_by_who_says_they_are_theirs(there, late, malik):
    page = there.posts(*late, status=401)
    words = there.sends(page.form("/sign-in"), email=malik.email, password=PASSWORD)
    assert "Somebody else was signed in here when these words were written." in words
    assert "Send as Malik Kleist" in words


def test_words_whose_form_is_of_an_older_login_are_shown_and_not_taken(there):
    old = {"csrf_token": "of an older login", "name": "Naja Holm", "email": "naja@example.org"}
    words = there.posts("/administration/people", old, status=403, headers=OURS)
    assert words.heading == "Send your words"
    assert "Send as Ivalu Brandt" in words


def test_a_form_of_a_device_that_forgot_everything_keeps_its_words_too(visitor):
    fields = {"csrf_token": "of a cookie that is gone", "name": "Naja Holm"}
    page = visitor.posts("/administration/people", fields, status=401, headers=OURS)
    assert page.heading == "Sign in"
    assert page.find("details")


@pytest.mark.parametrize(
    "headers", [{}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"}]
)
def test_words_from_another_site_are_never_put_into_anybody_s_mouth(there, headers):
    page = there.posts("/administration/people", {"name": "planted"}, status=403, headers=headers)
    assert "planted" not in page.text


def test_an_older_browser_says_by_its_origin_that_the_form_is_ours(there):
    page = there.posts(
        "/administration/people", {"name": "Naja Holm"}, status=403, headers={"Origin": "https://workbench.example"}
    )
    assert page.heading == "Send your words"


def test_the_sign_in_page_itself_may_have_lain_open_too_long(visitor, ivalu):
    page = visitor.posts(
        "/sign-in",
        {"csrf_token": "old", "email": ivalu.email, "password": PASSWORD, "next": "/me"},
        status=403,
        headers=OURS,
    )
    assert page.find("#email")[0].attrs["value"] == ivalu.email
    assert PASSWORD not in page.text
    assert visitor.sends(page.form("/sign-in"), password=PASSWORD).heading == "My settings"


def test_passwords_are_never_carried_along(there):
    fields = {"csrf_token": "old", "old": "x", "password": NAME, "again": NAME}
    page = there.posts("/me/password", fields, status=403, headers=OURS)
    assert "Maniitsoq" not in page.text


def test_more_words_than_can_be_carried_are_not_promised(there, late):
    address, fields = late
    answer = there.asks(there.client.post, address, data={**fields, "name": "ord " * (kept.MOST // 4 + 1)})
    assert answer.status_code == 401
    assert "Your words are kept here" not in answer.text
    assert "go back in the browser to copy them" in answer.text


def test_a_file_has_to_be_chosen_again_and_the_page_says_so(there, late, ivalu):
    address, fields = late
    page = there.posts(address, {**fields, "document": (io.BytesIO(b"words"), "words.txt")}, status=401)
    words = there.sends(page.form("/sign-in"), email=ivalu.email, password=PASSWORD)
    assert "The file cannot be carried along." in words
    assert words.form(address)


def test_words_lead_only_to_places_of_ours_that_take_them(there, app, ivalu):
    with app.test_request_context():
        for address in ("https://evil.example/x", "//evil.example", "/no-such-page", "/style", "/administration/audit"):
            assert kept.kept_words(kept._sealer().dumps([address, [["name", "x"]], None, False])) is None
        assert kept.kept_words(kept._sealer().dumps(["/administration/people", [["name", "x"]], None, False]))
    page = there.opens("accounts.settings")
    token = there.csrf(page)
    there.sends(page.form("/sign-out"))
    door = there.opens("accounts.sign_in")
    answer = there.sends(door.form("/sign-in"), email=ivalu.email, password=PASSWORD, kept="made up", follow=False)
    assert answer.response.location == "/"
    assert token


def test_a_page_that_htmx_keeps_open_stays_as_it_is_and_says_that_the_login_has_ended(there, late):
    address, fields = late
    answer = there.asks(there.client.post, address, data=fields, headers=HTMX)
    assert answer.status_code == 401
    assert "HX-Redirect" not in answer.headers
    assert "Sign in to go on." in answer.text
    assert "<html" not in answer.text


def test_a_link_followed_after_the_login_ended_leads_back_to_its_page_after_signing_in(there, session, ivalu):
    session.execute(sa.update(Login).values(ended_at=now()))
    asked = there.opens("/me?tab=roles", status=303)
    assert asked.response.location == "/sign-in?next=/me?tab%3Droles"
    page = there.opens(asked.response.location)
    answer = there.sends(page.form("/sign-in"), email=ivalu.email, password=PASSWORD, follow=False)
    assert answer.response.location == "/me?tab=roles"
