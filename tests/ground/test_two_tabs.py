"""Several pages of one person, open at once."""

from flask.testing import FlaskClient

from tests.support.visitor import Page
from workbench.accounts.hashing import hashed

PASSWORD = "fjorten ord og en kajak"


def copied(client, app):
    """The same browser at the same moment: what is set in one request the other has not seen yet."""
    other = FlaskClient(app, app.response_class, use_cookies=True)
    cookie = client.get_cookie("__Host-workbench", domain="workbench.example")
    other.set_cookie("__Host-workbench", cookie.value, domain="workbench.example", secure=True)
    return other


def test_two_pages_opened_at_once_after_signing_in_can_both_be_sent(app, people, session, visitor):
    email = people.person("Ivalu Brandt", password_hash=hashed(PASSWORD)).email
    session.commit()
    first = app.test_client()
    form = Page(visitor.asks(first.get, "/sign-in")).form("/sign-in")
    fields = {"csrf_token": token_of(form), "email": email, "password": PASSWORD}
    assert visitor.asks(first.post, "/sign-in", data=fields).status_code == 303
    second = copied(first, app)

    tokens = [token_of(Page(visitor.asks(tab.get, "/")).form("/sign-out")) for tab in (first, second)]

    sent = [
        visitor.asks(tab.post, "/sign-out", data={"csrf_token": token})
        for tab, token in zip((first, second), reversed(tokens), strict=True)
    ]
    assert [answer.status_code for answer in sent] == [303, 303]


def token_of(form):
    return form.query("input[name=csrf_token]")[0].attrs["value"]
