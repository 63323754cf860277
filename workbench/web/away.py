"""The database does not answer: said in the person's language without asking it, and nothing typed is thrown away."""

import contextlib
import logging

from flask import Response, jsonify, make_response, request
from sqlalchemy.exc import SQLAlchemyError

from workbench.extensions import db
from workbench.web import kept
from workbench.web.access import forget_reader
from workbench.web.hypermedia import wants_json
from workbench.web.locale import read_no_more_corrections, t
from workbench.web.rendering import page

log = logging.getLogger(__name__)

STATUS = 503
#: When a machine may ask again.
PAUSE_SECONDS = 5


def database_away(error: Exception) -> Response:
    """Answer without the database: as JSON, or as a page that can send once more what was typed."""
    log.error("The database does not answer: %s", getattr(error, "orig", None) or error)
    _let_go()
    forget_reader()
    read_no_more_corrections()
    answer = _as_json() if wants_json() else _as_page()
    answer.headers["Retry-After"] = str(PAUSE_SECONDS)
    return answer


def _let_go() -> None:
    """Roll back; where the connection is lost this fails as well, and then it is thrown away."""
    try:
        db.session.rollback()
    except SQLAlchemyError:
        with contextlib.suppress(SQLAlchemyError):
            db.session().invalidate()
        db.session.remove()


def _as_json() -> Response:
    words = t("The database does not answer. Nothing was saved; try again in a moment.")
    return make_response(jsonify(message=words), STATUS)


def _as_page() -> Response:
    again = kept.once_more()
    return page("errors/away.html", "problem", STATUS, kept=again, token=request.form.get("csrf_token", ""))
