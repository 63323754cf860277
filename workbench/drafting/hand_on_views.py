"""What follows writing: reading the text as a citizen does, handing it to its reviewers."""

import uuid

from flask import Response, flash, request, url_for
from markupsafe import Markup

from workbench.domain.markup import to_html
from workbench.domain.roles import Permission
from workbench.domain.states import Move
from workbench.drafting import commands
from workbench.drafting.pages import blueprint
from workbench.extensions import db
from workbench.store.editions import reading
from workbench.store.visibility import edition_for
from workbench.web.access import current_actor, requires, signed_in
from workbench.web.hypermedia import go_to
from workbench.web.locale import t
from workbench.web.rendering import page
from workbench.web.transactions import commit


@blueprint.get("/preview/<language>")
@signed_in
def preview(article_id: uuid.UUID, language: str) -> Response:
    edition = edition_for(db.session(), current_actor(), article_id)
    shown = reading(db.session(), edition, language)
    parts = [
        (heading, Markup(to_html(lines, heading_level=3)))  # noqa: S704 - built from escaped words alone
        for _key, _role, heading, lines in shown.sections
    ]
    return page("drafting/preview.html", edition=edition, article=edition.article, reading=shown, parts=parts)


@blueprint.post("/submission")
@requires(Permission.EDITION_SUBMIT)
def submit(article_id: uuid.UUID) -> Response:
    edition = edition_for(db.session(), current_actor(), article_id)
    moves = commands.submit_edition(
        db.session(), current_actor(), edition, seen_version=request.form.get("version", type=int)
    )
    commit()
    if Move.ACCEPT in moves:
        flash(t("All of it was signed already, so it goes on at once."), "toast")
    else:
        flash(t("Submitted. Now its reviewers read it."), "toast")
    return go_to(url_for("articles.show", article_id=article_id))
