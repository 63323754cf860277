"""The page on which an edition is approved."""

import uuid

from flask import Blueprint, Response, url_for

from workbench.approval import commands, queries
from workbench.approval.forms import ApprovalForm, ReturnForm
from workbench.domain.permissions import Decision, Matter, may, may_there
from workbench.domain.refusals import Reason
from workbench.domain.roles import Permission
from workbench.domain.states import State
from workbench.extensions import db
from workbench.models import Edition
from workbench.store.visibility import place_of
from workbench.web.access import current_actor, requires
from workbench.web.hypermedia import go_to
from workbench.web.locale import locale
from workbench.web.reading import citizen_html, plain_words
from workbench.web.rendering import page
from workbench.web.transactions import commit

blueprint = Blueprint("approval", __name__, url_prefix="/articles")


@blueprint.get("/<uuid:article_id>/approval")
@requires(Permission.APPROVAL_READ)
def show(article_id: uuid.UUID) -> Response:
    return _sheet(*queries.edition_to_approve(db.session(), current_actor(), article_id))


@blueprint.post("/<uuid:article_id>/approval")
@requires(Permission.EDITION_APPROVE)
def approve(article_id: uuid.UUID) -> Response:
    edition, matter = queries.edition_to_approve(db.session(), current_actor(), article_id)
    form = ApprovalForm()
    if not form.validate():
        return _sheet(edition, matter, form, status=422)
    commands.approve_edition(db.session(), current_actor(), edition, seen_version=form.version.data)
    commit()
    return go_to(url_for("approval.show", article_id=article_id))


@blueprint.post("/<uuid:article_id>/approval/return")
@requires(Permission.EDITION_REOPEN)
def return_edition(article_id: uuid.UUID) -> Response:
    edition, matter = queries.edition_to_approve(db.session(), current_actor(), article_id)
    form = ReturnForm()
    if not form.validate():
        return _sheet(edition, matter, returning=form, status=422)
    commands.return_edition(
        db.session(),
        current_actor(),
        edition,
        to=form.state,
        reason=form.reason.data,
        seen_version=form.version.data,
    )
    commit()
    return go_to(url_for("articles.show", article_id=article_id))


def _sheet(
    edition: Edition,
    matter: Matter,
    form: ApprovalForm | None = None,
    returning: ReturnForm | None = None,
    status: int = 200,
) -> Response:
    actor, sheet = current_actor(), queries.sheet_of(db.session(), edition, matter, locale())
    return page(
        "approval/show.html",
        "main",
        status,
        edition=edition,
        article=edition.article,
        sheet=sheet,
        outgoing={language: citizen_html(content) for language, content in sheet.contents.items()},
        form=form or ApprovalForm(formdata=None, version=edition.version),
        returning=returning or ReturnForm(formdata=None, version=edition.version),
        decision=_decision(matter, is_whole=not sheet.missing),
        plain=plain_words,
        may_return=bool(may_there(actor, Permission.EDITION_REOPEN, place_of(edition.article))),
        may_ask=bool(may_there(actor, Permission.REVIEW_ASK, place_of(edition.article))),
    )


def _decision(matter: Matter, *, is_whole: bool) -> Decision:
    """Say whether the button may be pressed; the command asks everything again."""
    allowed = may(current_actor(), Permission.EDITION_APPROVE, matter)
    if not allowed:
        return allowed
    if matter.state is not State.AWAITING_APPROVAL:
        return Decision(Reason.MOVE_NOT_POSSIBLE)
    return Decision() if is_whole else Decision(Reason.NOT_COMPLETE)
