"""A form counts only when a page of ours sent it, in the login it was made for."""

import pytest

OPEN_TOO_LONG = "The page was open for too long or came from elsewhere."


@pytest.fixture
def there(ivalu, visitor):
    return visitor.as_(ivalu)


def send(visitor, token, **headers):
    data = {"name": "Ivalu B.", "locale": "en", "version": "1"}
    if token is not None:
        data["csrf_token"] = token
    return visitor.posts("/me", data, follow=False, headers=headers)


def test_a_form_with_its_own_token_is_taken(there, session, ivalu):
    assert send(there, there.csrf(there.opens("accounts.settings"))).status == 303
    session.refresh(ivalu)
    assert ivalu.name == "Ivalu B."


def test_a_form_without_a_token_is_refused(there, session, ivalu):
    page = send(there, None)
    assert page.status == 403
    assert OPEN_TOO_LONG in page
    session.refresh(ivalu)
    assert ivalu.name == "Ivalu Brandt"


@pytest.mark.parametrize("token", ["", "nonsense", "ImFiYyI.abc.def"])
def test_a_form_with_a_made_up_token_is_refused(there, token):
    assert send(there, token).status == 403


def test_a_form_with_the_token_of_somebody_else_is_refused(there, visitor, malik):
    other = visitor.as_(malik)
    assert send(there, other.csrf(other.opens("accounts.settings"))).status == 403


def test_a_form_of_an_old_login_is_refused(visitor, ivalu, signs_in):
    signs_in(visitor, ivalu.email)
    token = visitor.csrf(visitor.opens("accounts.settings"))
    visitor.sends(visitor.opens("accounts.settings").form("/sign-out"))
    signs_in(visitor, ivalu.email)
    assert send(visitor, token).status == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_form_from_another_site_is_refused_even_with_the_right_token(there, session, ivalu, site):
    token = there.csrf(there.opens("accounts.settings"))
    assert send(there, token, **{"Sec-Fetch-Site": site}).status == 403
    session.refresh(ivalu)
    assert ivalu.name == "Ivalu Brandt"


def test_signing_in_needs_a_token_too(visitor, ivalu):
    page = visitor.posts("/sign-in", {"email": ivalu.email, "password": "kaffemik hos farmor på søndag"})
    assert page.status == 403
    visitor.opens("accounts.settings", status=303)


def test_nothing_is_changed_by_following_a_link(there):
    for address in ("/sign-out", "/me/password", "/me/logins/others"):
        assert there.asks(there.client.get, address).status_code in {404, 405}
