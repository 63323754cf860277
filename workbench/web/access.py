"""Every endpoint declares who may call it; the application does not start otherwise."""

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec, TypeVar

import sqlalchemy as sa
from flask import Flask, Response, current_app, g, request, session
from flask_login import UserMixin, current_user, login_user, logout_user
from flask_wtf.csrf import generate_csrf
from sqlalchemy.orm import joinedload

from workbench.domain.permissions import Actor, holds
from workbench.domain.refusals import Denied, NotSignedIn, Reason
from workbench.domain.roles import Permission, Role
from workbench.extensions import db, login_manager
from workbench.models import Login, Person, now
from workbench.models.engine import AWAY
from workbench.store.links import token_hash
from workbench.store.visibility import actor_of

log = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")
#: How long a login lives without being used, and in all; administrators' shorter.
IDLE, IDLE_ADMINISTRATOR, ABSOLUTE = dt.timedelta(hours=1), dt.timedelta(minutes=30), dt.timedelta(hours=24)
SEEN_EVERY = dt.timedelta(minutes=1)


class Access:
    """What an endpoint without a permission declares instead."""

    PUBLIC = "public"
    SIGNED_IN = "signed-in"
    #: Another workbench, by the signature of its request; people never.
    PAIRED = "paired"


@dataclass
class SignedIn(UserMixin):  # type: ignore[misc]  # published without types
    """The person of the login under way, for Flask-Login; its id is the login's token."""

    person: Person
    actor: Actor
    token: str

    def get_id(self) -> str:
        return self.token


@login_manager.user_loader  # type: ignore[untyped-decorator]  # published without types
def load_login(token: str) -> SignedIn | None:
    """Return who the cookie's token stands for; nobody when the login has ended or was idle too long."""
    login = (
        db.session.scalars(
            sa.select(Login)
            .where(Login.token_hash == token_hash(token))
            .options(joinedload(Login.person).joinedload(Person.grants))
        )
        .unique()
        .first()
    )
    at = now()
    if login is None or login.ended_at or not login.person.is_active:
        return None
    actor = actor_of(login.person, at)
    is_administrator = any(held.role is Role.ADMINISTRATOR for held in actor.held)
    if at - login.seen_at > (IDLE_ADMINISTRATOR if is_administrator else IDLE) or at - login.started_at > ABSOLUTE:
        return None
    if at - login.seen_at > SEEN_EVERY:
        g.login_to_touch = login.token_hash
    return SignedIn(login.person, actor, token)


def current_person() -> Person | None:
    """Return the person signed in, or None."""
    return current_user.person if current_user and current_user.is_authenticated else None


def current_actor() -> Actor:
    """Return the actor of this request; raise NotSignedIn when nobody is signed in."""
    if not current_user or not current_user.is_authenticated:
        raise NotSignedIn(Reason.NOT_SIGNED_IN)
    actor: Actor = current_user.actor
    return actor


def current_login() -> str:
    """Return the hash of the token of the login under way."""
    return token_hash(current_user.token)


def forget_reader() -> None:
    """Answer from here on as to somebody unknown, without looking who it is; the login itself stays."""
    g.pop("login_to_touch", None)
    login_manager._update_request_context_with_user()  # noqa: SLF001 - Flask-Login has no other way to be told


def leave_unnoted() -> None:
    """Let this request not count as a use of the login: nobody did anything."""
    g.pop("login_to_touch", None)


def start_login(person: Person, token: str) -> None:
    """Put the person's new login into the cookie, and nothing of what was there before."""
    session.clear()
    login_user(SignedIn(person, actor_of(person), token))
    session.pop("_id")  # stands for the address and browser: not asked for, and sent with every request
    generate_csrf()  # now, or two pages opened at once would each make one, and the cookie would keep only the last


def end_login() -> str | None:
    """Empty the cookie; return the hash of the login's token, so that it can be ended on the server too."""
    ended = token_hash(current_user.token) if current_user.is_authenticated else None
    logout_user()
    session.clear()
    return ended


def requires(permission: Permission) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let in those whose roles carry the permission; queries and commands ask the rules for the object itself."""

    def declare(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            if reason := holds(current_actor(), permission).reason:
                raise Denied(reason, permission=permission)
            return view(*args, **kwargs)

        guarded.access = permission  # type: ignore[attr-defined]  # read by refuse_undeclared_endpoints
        return guarded

    return declare


def signed_in(view: Callable[P, R]) -> Callable[P, R]:
    """Let in everybody who is signed in; the queries behind it decide what they find."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        current_actor()
        return view(*args, **kwargs)

    guarded.access = Access.SIGNED_IN  # type: ignore[attr-defined]  # read by refuse_undeclared_endpoints
    return guarded


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Let in everybody."""
    view.access = Access.PUBLIC  # type: ignore[attr-defined]  # read by refuse_undeclared_endpoints
    return view


def access_of(app: Flask, endpoint: str) -> str | None:
    """Return what the endpoint declares: a permission, public or signed-in; None when it is silent."""
    return getattr(app.view_functions[endpoint], "access", None)


def refuse_undeclared_endpoints(app: Flask) -> None:
    """Raise RuntimeError, naming them, when endpoints do not say who may call them."""
    silent = sorted({rule.endpoint for rule in app.url_map.iter_rules() if access_of(app, rule.endpoint) is None})
    if silent:
        raise RuntimeError(f"No access declared for: {', '.join(silent)}")


def _touch(response: Response) -> Response:
    """Note that the login was used; after the request's own transaction, because that may only read."""
    if touched := g.pop("login_to_touch", None):
        db.session.rollback()
        try:
            with db.engine.begin() as connection:
                connection.execute(sa.update(Login).where(Login.token_hash == touched).values(seen_at=now()))
        except AWAY as error:
            # The answer is made, and what it tells was saved; the next request notes the login.
            log.warning("The login could not be noted: %s", error)
    return response


def init_app(app: Flask) -> None:
    app.after_request(_touch)
    app.before_request(_name_the_reader)


def _name_the_reader() -> None:
    # Whoever is signed in reads in the language chosen on the device, else in their own.
    if request.endpoint == "static" or (current_app.testing and request.endpoint is None):
        return
    person = current_person()
    if person is not None and "language" not in request.cookies:
        g.locale = person.locale
