"""Signing in: the same answer for everybody who cannot, and a login that ends on the server."""

import datetime as dt

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from tests.accounts.conftest import PASSWORD
from tests.support.instances import leave, make_app
from tests.support.visitor import BASE, Visitor
from workbench.accounts.pages import ACCOUNT
from workbench.models import Attempt, AuditEntry, Login, now

WRONG = "E-mail and password do not fit together. Try again, or ask for a new password."
SLOWLY = "There have been too many tries. Wait a few minutes, then try again."


def is_signed_in(visitor):
    return visitor.asks(visitor.client.get, "/me").status_code == 200


def test_a_person_signs_in_and_comes_to_the_page_they_wanted(ivalu, visitor, signs_in):
    asked = visitor.opens("accounts.settings", status=303)
    assert asked.response.location == "/sign-in?next=/me"
    answer = signs_in(visitor, ivalu.email, next="/me")
    assert answer.response.location == "/me"
    assert "Ivalu Brandt" in visitor.opens("accounts.settings").text


def test_the_address_may_be_typed_in_any_case_and_with_spaces_around(ivalu, visitor, signs_in):
    signs_in(visitor, f"  {ivalu.email.upper()} ")
    assert is_signed_in(visitor)


def test_a_keyboard_that_writes_letters_in_parts_opens_the_same_account(ivalu, visitor, signs_in):
    in_parts = PASSWORD.replace("å", "a\u030a")
    assert in_parts != PASSWORD
    signs_in(visitor, ivalu.email, in_parts)
    assert is_signed_in(visitor)


def test_wrong_password_unknown_and_closed_accounts_are_answered_alike(
    ivalu, people, session, visitor, signs_in, kept_hash
):
    closed = people.person("Pavia", password_hash=kept_hash, is_active=False)
    invited = people.person("Naja")
    session.commit()
    tries = [
        (ivalu.email, "noget helt andet end det"),
        ("nobody@example.org", PASSWORD),
        ("this is no address", PASSWORD),
        (closed.email, PASSWORD),
        (invited.email, PASSWORD),
        (ivalu.email, "x" * 5000),
    ]
    answers = []
    for email, password in tries:
        page = signs_in(visitor, email, password)
        assert WRONG in page
        answers.append((page.status, page.words.replace(email, ""), dict(page.response.headers).keys()))
    assert len({(status, words) for status, words, _headers in answers}) == 1
    assert answers[0][0] == 422
    assert not is_signed_in(visitor)


def test_every_failed_try_is_written_down_without_saying_whose_account_there_is_not(ivalu, session, visitor, signs_in):
    signs_in(visitor, ivalu.email, "noget helt andet end det")
    signs_in(visitor, "nobody@example.org", PASSWORD)
    rows = session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "login:refuse")).all()
    assert [row.subject_id for row in rows] == [str(ivalu.id), ""]
    assert "nobody" not in str([row.facts for row in rows])


def test_ten_wrong_passwords_close_the_account_for_a_while_in_every_process(ivalu, visitor, signs_in, tmp_path, app):
    second = Visitor(make_app(tmp_path / "second", app.config["SQLALCHEMY_DATABASE_URI"]))
    for number in range(ACCOUNT):
        assert WRONG in signs_in(visitor if number % 2 else second, ivalu.email, f"forkert adgangskode {number}")
    for place in (visitor, second):
        page = signs_in(place, ivalu.email)
        assert page.status == 429
        assert SLOWLY in page
        assert not is_signed_in(place)
    leave(second.app)


def test_an_account_that_is_not_there_is_closed_for_a_while_just_the_same(visitor, signs_in):
    for number in range(ACCOUNT):
        signs_in(visitor, "nobody@example.org", f"forkert adgangskode {number}")
    assert signs_in(visitor, "nobody@example.org").status == 429


def test_ten_failures_from_one_address_slow_it_down_whatever_the_account(people, session, visitor, signs_in, kept_hash):
    somebody = people.person("Aviaja", password_hash=kept_hash)
    session.commit()
    for number in range(10):
        assert WRONG in signs_in(visitor, f"nobody{number}@example.org")
    assert signs_in(visitor, somebody.email).status == 429


def test_after_five_minutes_one_may_try_again(ivalu, session, visitor, signs_in):
    for number in range(ACCOUNT):
        signs_in(visitor, ivalu.email, f"forkert adgangskode {number}")
    session.execute(sa.update(Attempt).values(at=now() - dt.timedelta(minutes=5, seconds=1)))
    session.commit()
    signs_in(visitor, ivalu.email)
    assert is_signed_in(visitor)


def test_a_right_password_counts_no_failure_and_old_tries_are_forgotten(ivalu, session, visitor, signs_in):
    session.add(Attempt(key="old", at=now() - dt.timedelta(days=2)))
    session.commit()
    for _time in range(12):
        signs_in(Visitor(visitor.app), ivalu.email)
    assert session.scalar(sa.select(sa.func.count()).select_from(Attempt)) == 0


def test_attempts_tell_nothing_of_whom_they_are_about(ivalu, session, visitor, signs_in):
    signs_in(visitor, ivalu.email, "noget helt andet end det")
    keys = " ".join(session.scalars(sa.select(Attempt.key)))
    assert keys
    assert "person" not in keys
    assert "127.0.0.1" not in keys


def test_each_sign_in_is_a_new_login_and_the_cookie_s_token_is_kept_as_a_hash_only(ivalu, session, visitor, signs_in):
    signs_in(visitor, ivalu.email)
    signs_in(Visitor(visitor.app), ivalu.email)
    with visitor.client.session_transaction(base_url=BASE) as cookie:
        token = cookie["_user_id"]
    hashes = session.scalars(sa.select(Login.token_hash)).all()
    assert len(set(hashes)) == 2
    assert token not in hashes


def test_nothing_of_the_visitor_from_before_stays_in_the_cookie_after_signing_in(ivalu, visitor, signs_in):
    with visitor.client.session_transaction(base_url=BASE) as cookie:
        cookie["planted"] = "by somebody else"
        cookie["_user_id"] = "a token somebody else knows"
    signs_in(visitor, ivalu.email)
    with visitor.client.session_transaction(base_url=BASE) as cookie:
        assert "planted" not in cookie
        assert cookie["_user_id"] != "a token somebody else knows"


def test_a_copied_cookie_is_dead_after_sign_out(ivalu, visitor, signs_in):
    signs_in(visitor, ivalu.email)
    thief = Visitor(visitor.app)
    thief.client.set_cookie(
        "__Host-workbench",
        visitor.client.get_cookie("__Host-workbench", "workbench.example").value,
        domain="workbench.example",
    )
    assert is_signed_in(thief)
    page = visitor.sends(visitor.opens("accounts.settings").form("/sign-out"))
    assert "You are signed out." in page
    assert not is_signed_in(visitor)
    assert not is_signed_in(thief)


def test_signing_out_twice_is_no_error(visitor):
    page = visitor.opens("accounts.sign_in")
    again = visitor.posts("/sign-out", {"csrf_token": visitor.csrf(page)})
    assert "You are signed out." in again


@pytest.mark.parametrize(
    ("role", "seen", "started", "alive"),
    [
        ("reader", 59, 59, True),
        ("reader", 61, 61, False),
        ("administrator", 29, 29, True),
        ("administrator", 31, 31, False),
        ("reader", 1, 23 * 60, True),
        ("reader", 1, 24 * 60 + 1, False),
    ],
)
def test_a_login_ends_when_it_lies_idle_or_a_day_has_passed(people, session, visitor, role, seen, started, alive):
    person = people.with_role(role)
    session.commit()
    there = visitor.as_(person)
    login = session.scalars(sa.select(Login).where(Login.person_id == person.id)).one()
    login.seen_at, login.started_at = now() - dt.timedelta(minutes=seen), now() - dt.timedelta(minutes=started)
    session.commit()
    assert is_signed_in(there) is alive


def test_a_login_in_use_is_noted_at_most_once_a_minute(ivalu, session, visitor):
    there = visitor.as_(ivalu)
    login = session.scalars(sa.select(Login)).one()
    login.seen_at = long_ago = now() - dt.timedelta(minutes=30)
    session.commit()
    assert is_signed_in(there)
    session.refresh(login)
    assert login.seen_at > long_ago
    noted = login.seen_at
    session.commit()
    assert is_signed_in(there)
    session.refresh(login)
    assert login.seen_at == noted


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example",
        "//evil.example",
        "////evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "http:///evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/ /evil.example",
        "\n/me",
        "me",
        "/no-such-page",
        "/%2F/evil.example",
        "",
    ],
)
def test_next_never_leaves_the_workbench(ivalu, visitor, wanted):
    page = visitor.opens("accounts.sign_in", next=wanted)
    answer = visitor.sends(page.form("/sign-in"), email=ivalu.email, password=PASSWORD, next=wanted, follow=False)
    assert answer.status == 303
    assert answer.response.location == "/"


@pytest.mark.parametrize("wanted", ["/me", "/me?x=1", "/sign-in?next=%2Fme", "/language/kl?next=/me"])
def test_next_leads_to_pages_of_ours(ivalu, visitor, wanted):
    page = visitor.opens("accounts.sign_in", next=wanted)
    answer = visitor.sends(page.form("/sign-in"), email=ivalu.email, password=PASSWORD, follow=False)
    assert answer.response.location == wanted


@pytest.mark.parametrize("wanted", ["https://evil.example", "//evil.example", "javascript:alert(1)"])
def test_choosing_a_language_never_leaves_the_workbench_either(visitor, wanted):
    answer = visitor.opens("accounts.language", locale="kl", next=wanted, status=303)
    assert answer.response.location == "/"


def test_there_are_three_languages_and_no_others(visitor):
    assert visitor.asks(visitor.client.get, "/language/sv").status_code == 404


def test_the_language_chosen_before_signing_in_is_kept_after_it_and_on_the_person(ivalu, session, visitor, signs_in):
    newcomer = Visitor(visitor.app, locale="da")
    page = newcomer.opens("accounts.sign_in")
    assert page.find("html")[0].attrs["lang"] == "da"
    answer = newcomer.opens(page.link("Kalaallisut"), status=303)
    cookie = answer.response.headers["Set-Cookie"]
    assert "Max-Age=31536000" in cookie
    assert "Secure" in cookie
    assert newcomer.opens("accounts.sign_in").find("html")[0].attrs["lang"] == "kl"
    signs_in(newcomer, ivalu.email)
    assert newcomer.opens("accounts.settings").find("html")[0].attrs["lang"] == "kl"
    session.refresh(ivalu)
    assert ivalu.locale == "kl"


def test_a_language_chosen_while_signed_in_is_the_person_s_on_every_device(ivalu, session, visitor):
    visitor.as_(ivalu).opens("accounts.language", locale="kl", next="/me", status=303)
    session.refresh(ivalu)
    assert ivalu.locale == "kl"
    session.commit()
    elsewhere = visitor.as_(ivalu)
    elsewhere.client.delete_cookie("language", domain="workbench.example")
    assert elsewhere.opens("accounts.settings").find("html")[0].attrs["lang"] == "kl"


def test_a_person_who_is_signed_in_needs_no_sign_in_page(ivalu, visitor):
    answer = visitor.as_(ivalu).opens("accounts.sign_in", next="/me", status=303)
    assert answer.response.location == "/me"


def test_signing_in_again_on_the_same_device_ends_the_login_before(ivalu, malik, visitor, signs_in):
    signs_in(visitor, ivalu.email)
    old = Visitor(visitor.app)
    old.client.set_cookie(
        "__Host-workbench",
        visitor.client.get_cookie("__Host-workbench", "workbench.example").value,
        domain="workbench.example",
    )
    page = visitor.opens("accounts.settings")
    token = visitor.csrf(page)
    visitor.posts("/sign-in", {"csrf_token": token, "email": malik.email, "password": PASSWORD}, follow=False)
    assert "Malik Kleist" in visitor.opens("accounts.settings").text
    assert not is_signed_in(old)


def test_a_hash_of_older_settings_is_made_anew_at_the_next_sign_in(ivalu, session, visitor, signs_in):
    ivalu.password_hash = before = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    session.commit()
    signs_in(visitor, ivalu.email)
    session.refresh(ivalu)
    assert ivalu.password_hash != before
    signs_in(Visitor(visitor.app), ivalu.email)
    assert is_signed_in(visitor)
