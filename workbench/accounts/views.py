"""Signing in and out, and the language of the pages."""

import sqlalchemy as sa
from flask import Response, abort, flash, request, url_for

from workbench.accounts import commands, hashing, limits, link_views, queries, settings_views
from workbench.accounts.pages import account_limit, blueprint, keep_language, shared_limits, sign_in
from workbench.domain.refusals import Invalid, Reason, Refusal
from workbench.extensions import db
from workbench.models import Person
from workbench.web import access
from workbench.web.access import current_person, public
from workbench.web.errors import STATUS
from workbench.web.hypermedia import go_to, safe_next
from workbench.web.kept import kept_words, sign_in_page, words_page
from workbench.web.locale import LOCALES, t
from workbench.web.transactions import begin_reading, commit, let_go
from workbench.web.words import sentence

__all__ = ["blueprint", "link_views", "settings_views"]

HOME = "/"


@blueprint.get("/sign-in", endpoint="sign_in")
@public
def show_sign_in() -> Response:
    wanted = request.args.get("next", "")
    if current_person() is not None:
        return go_to(safe_next(wanted, HOME))
    return sign_in_page(after=wanted)


@blueprint.post("/sign-in")
@public
def enter() -> Response:
    form = request.form
    email, kept, wanted = form.get("email", ""), form.get("kept"), form.get("next", "")
    try:
        person_id = _whose(email, form.get("password", ""))
    except Refusal as refusal:
        let_go()
        begin_reading()
        status = STATUS[type(refusal)]
        return sign_in_page(status, email=email, after=wanted, problem=sentence(refusal), kept=kept)
    sign_in(db.session().get_one(Person, person_id))
    waiting = kept_words(kept)
    return words_page(waiting) if waiting else go_to(safe_next(wanted, HOME))


def _whose(email: str, password: str) -> int:
    """Return whose e-mail and password these are; raise TooMany or Invalid, in the same words and time for everybody.

    The try is counted before the password is looked at, so that many at once are not cheaper than one by one;
    nobody holds the database while it is looked at.
    """
    session = db.session()
    account, shared = account_limit(email), shared_limits("sign-in")
    limits.refuse_too_many(session, account, *shared)
    found = queries.credentials_of(session, email)
    limits.note_try(session, account.key)
    commit()
    let_go()
    is_theirs = hashing.matches(found.password_hash, password)
    newer = hashing.hashed(password) if is_theirs and hashing.is_outdated(found.password_hash) else ""
    if not is_theirs or found.person_id is None:
        limits.note_try(session, *(limit.key for limit in shared))
        commands.note_failed_sign_in(session, found.person_id)
        commit()
        raise Invalid(Reason.SIGN_IN_FAILED)
    limits.forget_tries(session, account.key)
    if newer:
        commands.keep_password_hash(session, session.get_one(Person, found.person_id), newer)
    return found.person_id


@blueprint.post("/sign-out")
@public
def sign_out() -> Response:
    person = current_person()
    if person is not None:
        commands.end_login(db.session(), person.id, access.current_login())
        commit()
    access.end_login()
    flash(t("You are signed out."), "note")
    return go_to(url_for("accounts.sign_in"))


@blueprint.get("/language/<locale>")
@public
def language(locale: str) -> Response:
    if locale not in LOCALES:
        abort(404)
    person = current_person()
    if person is not None and person.locale != locale:
        # Following a link only reads; the person's own language is noted beside it.
        person_id = person.id
        let_go()
        with db.engine.begin() as connection:
            connection.execute(sa.update(Person).where(Person.id == person_id).values(locale=locale))
    return keep_language(go_to(safe_next(request.args.get("next"), HOME)), locale)
