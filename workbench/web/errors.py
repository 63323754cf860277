"""A refusal becomes an answer: its status, its reason in words, and the way out."""

import logging

from flask import Flask, Response, flash, jsonify, make_response, request, url_for
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

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
from workbench.web.hypermedia import go_to, wants_json
from workbench.web.locale import t
from workbench.web.rendering import page
from workbench.web.words import sentence

log = logging.getLogger(__name__)

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
    if isinstance(refusal, NotSignedIn) and not wants_json():
        # Somebody whose login ended while a form was open comes back to the page, not to the address it was sent to.
        back = request.full_path.rstrip("?") if request.method == "GET" else (request.referrer and request.path) or "/"
        flash(sentence(refusal), "login")
        return go_to(url_for("accounts.sign_in", next=back))
    return problem(t("That is not possible"), sentence(refusal), STATUS[type(refusal)])


def init_app(app: Flask) -> None:
    app.register_error_handler(Refusal, refused)
    app.register_error_handler(CSRFError, lambda _error: refused(Denied(Reason.FORM_NOT_OURS)))
    app.register_error_handler(StaleDataError, lambda _error: refused(StaleVersion(Reason.CHANGED_MEANWHILE)))
    app.register_error_handler(RequestEntityTooLarge, lambda _error: refused(Invalid(Reason.TOO_LARGE)))

    @app.errorhandler(HTTPException)
    def wrong_address(error: HTTPException) -> Response:
        if error.code in {301, 302, 303, 307, 308}:
            return make_response(error.get_response())
        db.session.rollback()
        if error.code == STATUS[Unknown]:
            return refused(Unknown(Reason.UNKNOWN))
        return problem(t("That is not possible"), t("The workbench cannot answer this request."), error.code or 400)

    @app.errorhandler(OperationalError)
    def database_away(error: OperationalError) -> Response:
        log.error("The database does not answer: %s", error.orig)
        return make_response(t("The database does not answer. Nothing was saved; try again in a moment."), 503)
