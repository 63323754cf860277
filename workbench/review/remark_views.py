"""Remarks, answers, and what is settled."""

import uuid

from flask import Response

from workbench.domain.refusals import Invalid
from workbench.domain.roles import Permission
from workbench.extensions import db
from workbench.review import remark_commands as commands
from workbench.review.forms import AnswerForm, RemarkForm
from workbench.review.pages import Typed, back_to, blueprint, edition_here, review_page
from workbench.web.access import current_actor, requires
from workbench.web.transactions import begin_reading, commit
from workbench.web.words import sentence


@blueprint.post("/articles/<uuid:article_id>/review/remarks")
@requires(Permission.REMARK_WRITE)
def remark(article_id: uuid.UUID) -> Response:
    (edition, matter), form = edition_here(article_id), RemarkForm()
    if not form.validate():
        return review_page(edition, matter, Typed(remark=form), 422)
    try:
        written = commands.write_remark(
            db.session(),
            current_actor(),
            edition,
            remark_id=form.uuid,
            line_id=form.line.data or "",
            quote=form.quote.data or "",
            words=form.words.data,
        )
    except Invalid as refusal:
        # The words somebody else took away meanwhile: what was typed stays on the page.
        form.quote.errors = [sentence(refusal)]
        db.session.rollback()
        begin_reading()
        return review_page(*edition_here(article_id), Typed(remark=form), 422)
    commit()
    return back_to(article_id, f"thread-{written.id}")


@blueprint.post("/articles/<uuid:article_id>/review/remarks/<uuid:remark_id>/answers")
@requires(Permission.REMARK_WRITE)
def answer(article_id: uuid.UUID, remark_id: uuid.UUID) -> Response:
    edition, matter = edition_here(article_id)
    thread = commands.remark_of(db.session(), edition, remark_id)
    form = AnswerForm(remark_id)
    if not form.validate():
        return review_page(edition, matter, Typed(answer=form, answers_id=remark_id), 422)
    commands.answer_remark(db.session(), current_actor(), edition, thread, answer_id=form.uuid, words=form.words.data)
    commit()
    return back_to(article_id, f"thread-{remark_id}")


@blueprint.post("/articles/<uuid:article_id>/review/remarks/<uuid:remark_id>/resolution")
@requires(Permission.REMARK_WRITE)
def resolve(article_id: uuid.UUID, remark_id: uuid.UUID) -> Response:
    return _settle(article_id, remark_id, settled=True)


@blueprint.post("/articles/<uuid:article_id>/review/remarks/<uuid:remark_id>/reopening")
@requires(Permission.REMARK_WRITE)
def reopen(article_id: uuid.UUID, remark_id: uuid.UUID) -> Response:
    return _settle(article_id, remark_id, settled=False)


def _settle(article_id: uuid.UUID, remark_id: uuid.UUID, *, settled: bool) -> Response:
    edition, _matter = edition_here(article_id)
    thread = commands.remark_of(db.session(), edition, remark_id)
    commands.settle_remark(db.session(), current_actor(), edition, thread, settled=settled)
    commit()
    return back_to(article_id, f"thread-{remark_id}")
