"""A refusal becomes an answer: its status, its reason in words, and the way out."""

from flask import Flask, Response, flash, jsonify, make_response, request, url_for
from flask_wtf.csrf import CSRFError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge, SecurityError

from workbench.domain.refusals import (
    Denied,
    IllegalMove,
    Invalid,
    NotSignedIn,
    Reason,
    Refusal,
    StaleVersion,
    TooMany,
    Unknown,
)
from workbench.extensions import db
from workbench.models.engine import AWAY
from workbench.web import kept
from workbench.web.access import current_person
from workbench.web.away import database_away
from workbench.web.hypermedia import go_to, wants_json
from workbench.web.locale import t
from workbench.web.rendering import page, wants_fragment
from workbench.web.transactions import begin_reading
from workbench.web.words import sentence

STATUS: dict[type[Refusal], int] = {
    NotSignedIn: 401,
    Denied: 403,
    Unknown: 404,
    IllegalMove: 409,
    StaleVersion: 409,
    Invalid: 422,
    TooMany: 429,
}


def problem(title: str, words: str, status: int) -> Response:
    """Answer with a page that says what is the matter and what can be done, or with the same as JSON."""
    if wants_json():
        return make_response(jsonify(message=words), status)
    return page("errors/problem.html", "problem", status, title=title, words=words)


def refused(refusal: Refusal) -> Response:
    """Answer a refusal."""
    db.session.rollback()
    begin_reading()
    if isinstance(refusal, NotSignedIn) and not wants_json():
        return _sign_in_first(sentence(refusal))
    return problem(t("That is not possible"), sentence(refusal), STATUS[type(refusal)])


def _sign_in_first(words: str) -> Response:
    if wants_fragment():
        # The page stays as it is, with everything typed in it; its line says that the login has ended.
        return problem(t("Sign in"), words, STATUS[NotSignedIn])
    if request.method in {"GET", "HEAD"}:
        flash(words, "login")
        return go_to(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))
    if kept.is_too_much():
        words = t(
            "Sign in to go on. Your words were too many to be carried along: go back in the browser to copy them."
        )
    return kept.sign_in_page(STATUS[NotSignedIn], problem=words, kept=kept.keep_words())


def not_our_form(_error: CSRFError) -> Response:
    """Answer a form whose token is not that of this login: refused; but what somebody typed here is not lost."""
    refusal = Denied(Reason.FORM_NOT_OURS)
    db.session.rollback()
    if wants_json() or wants_fragment() or not kept.is_from_our_page():
        return refused(refusal)
    begin_reading()
    if request.endpoint == "accounts.enter":
        form = request.form
        return kept.sign_in_page(
            STATUS[Denied],
            email=form.get("email", ""),
            after=form.get("next", ""),
            problem=sentence(refusal),
            kept=form.get("kept"),
        )
    waiting = kept.keep_words()
    if waiting is None:
        return refused(refusal)
    if current_person() is None:
        return _sign_in_first(sentence(NotSignedIn(Reason.NOT_SIGNED_IN)))
    opened = kept.kept_words(waiting)
    return kept.words_page(opened, STATUS[Denied]) if opened else refused(refusal)


def init_app(app: Flask) -> None:
    app.register_error_handler(Refusal, refused)
    app.register_error_handler(CSRFError, not_our_form)
    app.register_error_handler(StaleDataError, lambda _error: refused(StaleVersion(Reason.CHANGED_MEANWHILE)))
    for kind in AWAY:
        app.register_error_handler(kind, database_away)
    app.register_error_handler(RequestEntityTooLarge, lambda _error: refused(Invalid(Reason.TOO_LARGE)))

    @app.errorhandler(HTTPException)
    def wrong_address(error: HTTPException) -> Response:
        if error.code in {301, 302, 303, 307, 308}:
            return make_response(error.get_response())
        if isinstance(original := getattr(error, "original_exception", None), AWAY):
            # The database went away while another answer was made.
            return database_away(original)
        db.session.rollback()
        if isinstance(error, SecurityError):
            # Asked for under a name that is not ours: no address can be made for such a page.
            return make_response("This is not the address of the workbench.", 400)
        if error.code == STATUS[Unknown]:
            return refused(Unknown(Reason.UNKNOWN))
        return problem(t("That is not possible"), t("The workbench cannot answer this request."), error.code or 400)
