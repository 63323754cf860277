"""The own settings: name, language, password, roles, logins."""

import datetime as dt

import pytest

from tests.accounts.conftest import PASSWORD
from tests.support.visitor import Visitor
from workbench.models import now
from workbench.web.formatting import end_of

NEW = "seks kajakker under broen"


@pytest.fixture
def there(ivalu, visitor, signs_in):
    signs_in(visitor, ivalu.email)
    return visitor


def test_a_role_that_ends_says_the_last_day_on_which_it_counts(there, people, session, ivalu):
    people.grant(ivalu, "reader", ends_at=end_of(dt.date(2030, 5, 31)))
    session.commit()
    page = there.opens("accounts.settings")
    assert "May 31, 2030" in page or "31 May 2030" in page or "31/05/2030" in page
    assert "1 June 2030" not in page


def change(visitor, **fields):
    page = visitor.opens("accounts.settings")
    return visitor.sends(page.form("/me/password"), **{"old": PASSWORD, "password": NEW, "again": NEW, **fields})


def test_a_person_changes_name_and_language(there, session, ivalu):
    page = there.sends(there.opens("accounts.settings").form("/me"), name="Ivalu K. Brandt", locale="kl")
    assert page.find("html")[0].attrs["lang"] == "kl"
    session.refresh(ivalu)
    assert (ivalu.name, ivalu.locale) == ("Ivalu K. Brandt", "kl")


def test_a_name_of_many_letters_fits_and_one_of_too_many_is_refused_with_the_words_kept(there):
    long = "Ivalu " + "Nukappiaraaluunngitsunnguaq " * 4
    page = there.sends(there.opens("accounts.settings").form("/me"), name=long.strip())
    assert long.strip() in page.text
    page = there.sends(page.form("/me"), name="Ivalu" * 30, status=422)
    assert "At most 120 letters fit here" in page
    assert "Ivalu" * 30 in page.text


def test_an_empty_name_is_refused(there):
    assert "Fill in “Name”." in there.sends(there.opens("accounts.settings").form("/me"), name="  ", status=422)


def test_settings_changed_meanwhile_are_not_overwritten(there, ivalu):
    form = there.opens("accounts.settings").form("/me")
    ivalu.name = "Changed by an administrator"
    page = there.sends(form, name="Ivalu", status=409)
    assert "Somebody changed this after you opened the page." in page


def test_a_new_password_needs_the_old_one_and_ends_every_other_login(there, ivalu, visitor, signs_in):
    elsewhere = visitor.as_(ivalu)
    page = change(there)
    assert "My settings" in page
    elsewhere.opens("accounts.settings", status=303)
    assert signs_in(Visitor(visitor.app), ivalu.email, PASSWORD).status == 422
    assert signs_in(Visitor(visitor.app), ivalu.email, NEW).status != 422


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"old": "noget helt andet end det"}, "This is not your present password."),
        ({"old": ""}, "Fill in “Present password”."),
        ({"password": "kort", "again": "kort"}, "The password is too short."),
        ({"again": NEW + "n"}, "The two passwords are not the same."),
        (
            {"password": "Ivalu Brandt, Ivalu Brandt", "again": "x"},
            "This password is known from leaks or easy to guess.",
        ),
    ],
)
def test_a_password_is_not_changed_without_a_reason_why(there, ivalu, signs_in, visitor, fields, sentence):
    page = change(there, **fields)
    assert page.status == 422
    assert sentence in page
    assert NEW not in page.text
    assert signs_in(Visitor(visitor.app), ivalu.email, PASSWORD).status != 422


def test_the_present_password_cannot_be_guessed_on_the_settings_page_either(there):
    for number in range(10):
        change(there, old=f"forkert adgangskode {number}")
    page = change(there)
    assert page.status == 429
    assert "There have been too many tries." in page


def test_a_person_sees_where_they_are_signed_in_and_ends_the_others(there, ivalu, visitor):
    elsewhere = visitor.as_(ivalu)
    page = there.opens("accounts.settings")
    assert len(page.find("#my-logins ~ ul li")) == 2
    after = there.sends(page.form("/me/logins/others"))
    assert len(after.find("#my-logins ~ ul li")) == 1
    elsewhere.opens("accounts.settings", status=303)


def test_a_person_sees_their_roles_with_scope_and_end(there, people, ivalu):
    people.grant(
        ivalu, "reviewer", organisation=people.organisation("Qeqqata Kommunia"), ends_at=now() + dt.timedelta(days=9)
    )
    people.grant(ivalu, "translator", pair=("da", "kl"))
    people.grant(ivalu, "approver", ends_at=now() - dt.timedelta(seconds=1))
    page = there.opens("accounts.settings")
    assert "Reviewer" in page
    assert "Qeqqata Kommunia" in page
    assert "from Danish to Kalaallisut" in page
    assert "without end" in page
    assert "Approver" not in page


def test_somebody_without_a_role_is_told_who_gives_them(there):
    assert "A coordinator or an administrator gives roles." in there.opens("accounts.settings")
