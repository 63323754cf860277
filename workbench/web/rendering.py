"""One template per page; a fragment of it when htmx asks for one."""

from flask import Flask, Response, make_response, render_template
from jinja2 import StrictUndefined
from jinja2_fragments.flask import render_block

from workbench.extensions import htmx
from workbench.web.access import current_person
from workbench.web.locale import locale

#: Everything that decides between page and fragment; without it a cache hands one out for the other.
DECIDED_BY = ("HX-Request", "HX-Boosted", "HX-History-Restore-Request")


def wants_fragment() -> bool:
    """Tell whether htmx asks for a region of the page and not for the page."""
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def page(template: str, fragment: str = "main", status: int = 200, **context: object) -> Response:
    """Answer with the page, or with its block ``fragment`` when htmx asks."""
    everything = {"me": current_person(), "locale": locale(), **context}
    html = (
        render_block(template, fragment, **everything) if wants_fragment() else render_template(template, **everything)
    )
    response = make_response(html, status)
    response.vary.update(DECIDED_BY)
    return response


def init_app(app: Flask) -> None:
    # A block rendered alone does not run the top of its template: macros come as one global, and a name that is
    # missing is an error instead of an empty fragment.
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["ui"] = app.jinja_env.get_template("components/ui.html").module
