"""Taking in a file by hand: choose it, say where its lines go, see what came in."""

import uuid

from flask import Response, flash, request, url_for

from workbench.domain.exchange.documents import FILE_BYTES, Document, read_document
from workbench.domain.refusals import Denied, IllegalMove, Invalid, Reason, Refusal
from workbench.domain.roles import Permission
from workbench.drafting.importing import import_document, usual_section
from workbench.drafting.pages import blueprint, closed_page
from workbench.extensions import db
from workbench.store.sources import require_open
from workbench.store.visibility import edition_for
from workbench.web.access import current_actor, requires
from workbench.web.errors import STATUS
from workbench.web.hypermedia import go_to
from workbench.web.locale import tn
from workbench.web.rendering import page
from workbench.web.transactions import begin_reading, commit, let_go
from workbench.web.words import sentence


@blueprint.get("/document")
@requires(Permission.TEXT_WRITE)
def document(article_id: uuid.UUID) -> Response:
    edition = edition_for(db.session(), current_actor(), article_id)
    try:
        require_open(db.session(), current_actor(), edition)
    except (Denied, IllegalMove) as refusal:
        return closed_page(edition, refusal)
    return _upload(article_id)


@blueprint.post("/document")
@requires(Permission.TEXT_WRITE)
def take_in(article_id: uuid.UUID) -> Response:
    actor = current_actor()
    let_go()
    try:
        request_id, name, read = _sent()
        edition = edition_for(db.session(), actor, article_id)
        into = request.form.get("into") or usual_section(edition)
        came = import_document(db.session(), actor, edition, read, name=name, into=into, request_id=request_id)
        commit()
    except Invalid as refusal:
        db.session.rollback()
        begin_reading()
        return _upload(article_id, refusal)
    flash(tn("{n} paragraph was taken in.", "{n} paragraphs were taken in.", came.lines), "note")
    if came.images:
        flash(tn("{n} picture was left out.", "{n} pictures were left out.", came.images), "note")
    return go_to(url_for("drafting.edit", article_id=article_id))


def _sent() -> tuple[uuid.UUID, str, Document]:
    file = request.files.get("file")
    if file is None or not file.filename:
        raise Invalid(Reason.DOCUMENT_EMPTY)
    try:
        request_id = uuid.UUID(request.form.get("request", ""))
    except ValueError:
        raise Invalid(Reason.FIELD_INVALID) from None
    return request_id, file.filename, read_document(file.filename, file.read(FILE_BYTES + 1))


def _upload(article_id: uuid.UUID, refusal: Refusal | None = None) -> Response:
    edition = edition_for(db.session(), current_actor(), article_id)
    return page(
        "drafting/document.html",
        status=STATUS[type(refusal)] if refusal else 200,
        edition=edition,
        article=edition.article,
        kinds=edition.article.article_type.sections,
        into=request.form.get("into") or usual_section(edition),
        request_id=uuid.uuid4(),
        problem=sentence(refusal) if refusal else "",
    )
