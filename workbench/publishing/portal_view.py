"""The static portal, served read-only as a web server would; nginx can take its place."""

from flask import Blueprint, Response, make_response, send_from_directory
from werkzeug.exceptions import NotFound

from workbench.domain.refusals import Reason, Unknown
from workbench.publishing.places import live_portal
from workbench.web.access import public

blueprint = Blueprint("portal", __name__, url_prefix="/portal")

#: The portal needs nothing from elsewhere and runs no script of its own.
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@blueprint.get("/", defaults={"path": ""})
@blueprint.get("/<path:path>")
@public
def show(path: str) -> Response:
    root = live_portal().root
    if not root.is_dir():
        raise Unknown(Reason.UNKNOWN)
    wanted = path + "index.html" if not path or path.endswith("/") else path
    try:
        response = send_from_directory(root, wanted, max_age=60, conditional=True)
    except NotFound:
        response = _not_found(root_has_page=(root / "404.html").is_file())
    response.headers["Content-Security-Policy"] = POLICY
    return response


def _not_found(*, root_has_page: bool) -> Response:
    if not root_has_page:
        raise Unknown(Reason.UNKNOWN)
    return make_response(send_from_directory(live_portal().root, "404.html", max_age=0), 404)
