"""What is said to htmx; the only place with its headers."""

from urllib.parse import urlsplit

from flask import Response, current_app, make_response, redirect, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from workbench.extensions import htmx

#: How a request of our scripts says that it is one.
FROM_SCRIPT = {"HX-Request": "true"}
#: How the sync of a text says so: a form of another site cannot send it.
FROM_SYNC = "X-Workbench-Sync"


def go_to(address: str) -> Response:
    """Send the person on: by redirect, or by htmx when it asked."""
    if htmx and not htmx.boosted:
        response = make_response("", 204)
        response.headers["HX-Redirect"] = address
        return response
    return make_response(redirect(address, 303))


def triggering(response: Response, event: str) -> Response:
    """Tell the page that something happened, so that other regions can fetch themselves anew."""
    response.headers["HX-Trigger"] = event
    return response


def wants_json() -> bool:
    """Tell whether the caller reads JSON: the autosave or the sync, not a person."""
    if FROM_SYNC in request.headers:
        return True
    best = request.accept_mimetypes.best_match(["text/html", "application/json"], "text/html")
    return best == "application/json"


def safe_next(wanted: str | None, otherwise: str) -> str:
    """Return where to go on to: ``wanted`` only if it is a path of ours that some route answers, else ``otherwise``."""
    if not wanted or not wanted.startswith("/") or wanted[1:2] in {"/", "\\"}:
        return otherwise
    if any(ord(letter) < 33 or letter == "\\" for letter in wanted):  # noqa: PLR2004 - control letters and the space
        return otherwise
    parts = urlsplit(wanted)
    if parts.scheme or parts.netloc:
        return otherwise
    try:
        current_app.url_map.bind("").match(parts.path, "GET")
    except RequestRedirect:
        return wanted
    except HTTPException:
        return otherwise
    return wanted
