"""The versions of a text: list, one of them, two compared, one brought back."""

import uuid

from flask import Blueprint, Response, flash, request, url_for
from markupsafe import Markup

from workbench.domain.diffing import compare as compared
from workbench.domain.diffing import folded
from workbench.domain.markup import to_html
from workbench.domain.permissions import Decision, may
from workbench.domain.refusals import Invalid, Reason, Unknown
from workbench.domain.roles import Permission
from workbench.extensions import db
from workbench.history import commands, queries
from workbench.history.queries import NOW, History, Which
from workbench.history.telling import told
from workbench.store.visibility import edition_for, matter_of
from workbench.web.access import current_actor, requires, signed_in
from workbench.web.hypermedia import go_to
from workbench.web.locale import t
from workbench.web.rendering import page
from workbench.web.transactions import commit

blueprint = Blueprint("history", __name__, url_prefix="/articles/<uuid:article_id>/history")


@blueprint.get("/<language>")
@signed_in
def index(article_id: uuid.UUID, language: str) -> Response:
    history = queries.history_of(db.session(), current_actor(), article_id, language)
    moments = queries.moments_of(db.session(), history)
    late = queries.late_of(db.session(), current_actor(), history)
    return page("history/index.html", history=history, article=history.article, moments=moments, late=late)


@blueprint.get("/<language>/comparison")
@signed_in
def compare(article_id: uuid.UUID, language: str) -> Response:
    session = db.session()
    history = queries.history_of(session, current_actor(), article_id, language)
    before = queries.side_of(session, history, _which("from"))
    after = queries.side_of(session, history, _which("to"))
    comparison = compared(before.content, after.content)
    return page(
        "history/compare.html",
        "comparison",
        history=history,
        article=history.article,
        before=before,
        after=after,
        comparison=comparison,
        stretches=folded(comparison.rows),
        told=told(comparison),
        writers=queries.writers_between(session, before, after),
        is_beside=request.args.get("view") == "side",
    )


def _which(side: str) -> Which:
    given = request.args.get(side, NOW)
    if given == NOW:
        return NOW
    if not given.isascii() or not given.isdigit() or len(given) > 9:  # noqa: PLR2004 - longer than any id
        raise Unknown(Reason.UNKNOWN)
    return int(given)


@blueprint.get("/<language>/versions/<int:version_id>")
@signed_in
def version(article_id: uuid.UUID, language: str, version_id: int) -> Response:
    history = queries.history_of(db.session(), current_actor(), article_id, language)
    side = queries.side_of(db.session(), history, version_id)
    return page(
        "history/version.html",
        history=history,
        article=history.article,
        side=side,
        version=side.version,
        html=Markup(to_html(side.content.lines, heading_level=3)),  # noqa: S704 - built from escaped words alone
        restoration=_restoration(history),
        request_id=uuid.uuid4(),
    )


def _restoration(history: History) -> Decision:
    """Decide whether the version can be brought back now: into the source, while it is written."""
    if not history.newest.is_source:
        return Decision(Reason.TEXT_NOT_OPEN)
    return may(current_actor(), Permission.TEXT_WRITE, matter_of(db.session(), history.newest.edition))


@blueprint.post("/<language>/versions/<int:version_id>/restoration")
@requires(Permission.TEXT_WRITE)
def restore(article_id: uuid.UUID, language: str, version_id: int) -> Response:
    session, actor = db.session(), current_actor()
    edition = edition_for(session, actor, article_id)
    history = queries.history_of(session, actor, article_id, language)
    chosen = queries.version_of(session, history, version_id)
    restored = commands.restore_version(session, actor, edition, chosen, request_id=_request_id())
    commit()
    if restored is None:
        flash(t("The text reads like this version already."), "toast")
    else:
        flash(t("The version is back. The text as it was before is kept, too."), "toast")
    return go_to(url_for("history.index", article_id=article_id, language=language))


def _request_id() -> uuid.UUID:
    try:
        return uuid.UUID(request.form.get("request", ""))
    except ValueError:
        raise Invalid(Reason.FIELD_INVALID) from None
