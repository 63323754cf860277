"""The blueprint of the account pages, and what signing in by password and by link have in common."""

import datetime as dt

from flask import Blueprint, Response, current_app, request

from workbench.accounts import commands
from workbench.accounts.limits import Limit, key_of
from workbench.extensions import db
from workbench.models import Person
from workbench.web import access
from workbench.web.locale import COOKIE, LOCALES
from workbench.web.transactions import commit

blueprint = Blueprint("accounts", __name__)
#: Failures in five minutes after which nobody may try again for a while: on one account, from one address, in all.
ACCOUNT, ADDRESS, EVERYBODY = 10, 10, 1000
YEAR = dt.timedelta(days=365)


def key(kind: str, what: str) -> str:
    """Return the key under which tries of that kind are counted."""
    return key_of(str(current_app.secret_key), kind, what.strip().lower())


def account_limit(email: str) -> Limit:
    """Return how often a password may be tried on one account, there or not."""
    return Limit(key("account", email), ACCOUNT)


def shared_limits(kind: str) -> tuple[Limit, Limit]:
    """Return how often something may fail from the address of this request, and in all."""
    address = Limit(key(f"{kind}-address", request.remote_addr or ""), ADDRESS)
    return address, Limit(key(f"{kind}-all", ""), EVERYBODY)


def keep_language(response: Response, locale: str) -> Response:
    """Keep the language on this device for a year."""
    is_secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    response.set_cookie(COOKIE, locale, max_age=YEAR, secure=is_secure, httponly=True, samesite="Lax")
    return response


def sign_in(person: Person) -> None:
    """Begin a login on this device, in the language chosen here, and end the one that was there before."""
    session = db.session()
    before = access.current_person()
    if before is not None:
        commands.end_login(session, before.id, access.current_login())
    if (chosen := request.cookies.get(COOKIE)) in LOCALES:
        commands.choose_language(session, person, str(chosen))
    token = commands.start_login(session, person)
    commit()
    access.start_login(person, token)
