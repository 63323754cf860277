"""What the editor asks beside the sync: who changed what, who wrote which line, whether the draft can go on."""

import uuid

from flask import Response, jsonify, make_response, render_template, request

from workbench.domain.roles import Permission
from workbench.drafting import changes
from workbench.drafting.pages import blueprint, heading_of, submission_of
from workbench.extensions import db
from workbench.models import Edition
from workbench.store.sources import require_open
from workbench.store.visibility import edition_for
from workbench.web.access import current_actor, requires

#: A row that no text has yet: rows are counted in 32 bits.
_LAST = 2**31 - 1


@blueprint.get("/text/changes")
@requires(Permission.TEXT_WRITE)
def changes_since(article_id: uuid.UUID) -> Response:
    edition = _edition(article_id)
    since = min(max(0, request.args.get("since", 0, type=int)), _LAST)
    found = changes.changes_since(db.session(), edition.source, since, but_of=current_actor().id)
    shown = [(one.name, heading_of(edition, one.section), one.lines) for one in found]
    return make_response(render_template("drafting/_away.html", changes=shown))


@blueprint.get("/text/authors")
@requires(Permission.TEXT_WRITE)
def authors(article_id: uuid.UUID) -> Response:
    return make_response(jsonify(changes.last_writers(db.session(), _edition(article_id).source)))


@blueprint.get("/text/hand-on")
@requires(Permission.TEXT_WRITE)
def hand_on(article_id: uuid.UUID) -> Response:
    edition = _edition(article_id)
    shown = {"edition": edition, "article": edition.article, "submission": submission_of(edition)}
    return make_response(render_template("drafting/_hand_on.html", **shown))


def _edition(article_id: uuid.UUID) -> Edition:
    edition = edition_for(db.session(), current_actor(), article_id)
    require_open(db.session(), current_actor(), edition)
    return edition
