"""What one is asked to read, the text to read, and the verdict on it."""

import uuid

from flask import Response, flash, request, url_for

from workbench.domain.refusals import Invalid, StaleVersion
from workbench.domain.roles import Permission
from workbench.extensions import db
from workbench.models import Verdict
from workbench.review import ask_views, commands, queries, remark_views
from workbench.review.forms import ReadForm
from workbench.review.pages import Typed, asked_as, back_to, blueprint, edition_here, review_page, verdict_form
from workbench.store.reviews import reviews_of
from workbench.web.access import current_actor, requires, signed_in
from workbench.web.hypermedia import go_to
from workbench.web.locale import t
from workbench.web.rendering import page
from workbench.web.transactions import begin_reading, commit

__all__ = ("ask_views", "blueprint", "remark_views")


@blueprint.get("/reviews")
@requires(Permission.REVIEW_GIVE)
def index() -> Response:
    number = request.args.get("page", 1, type=int)
    found = queries.page_of_asked(db.session(), current_actor(), number)
    return page("review/index.html", "main", found=found, asked_as=asked_as)


@blueprint.get("/articles/<uuid:article_id>/review")
@signed_in
def show(article_id: uuid.UUID) -> Response:
    return review_page(*edition_here(article_id))


@blueprint.post("/articles/<uuid:article_id>/reviews/<int:review_id>/verdict")
@requires(Permission.REVIEW_GIVE)
def give(article_id: uuid.UUID, review_id: int) -> Response:
    edition, matter = edition_here(article_id)
    review = queries.review_of(db.session(), edition, review_id)
    form = verdict_form(edition)
    if not form.validate():
        return review_page(edition, matter, Typed(verdict=form), 422)
    seq = form.seq.data
    try:
        commands.give_review(
            db.session(),
            current_actor(),
            review,
            Verdict(form.verdict.data),
            reason=form.reason.data or "",
            seen_version=form.version.data,
            read_seq=seq,
        )
    except StaleVersion:
        return _changed(article_id, seq)
    commit()
    following = next((one for one in queries.asked_of(db.session(), current_actor()) if one.can_be_read), None)
    if following is None:
        flash(t("Your verdict is kept. Nothing more waits for you to read."), "note")
        return back_to(article_id)
    flash(t("Your verdict is kept. Here is the next one."), "note")
    return go_to(url_for("review.show", article_id=following.article_id))


def _changed(article_id: uuid.UUID, seq: int | None) -> Response:
    """Show what is new since the page was made; the reason that was typed stays, with the words it is about now."""
    db.session.rollback()
    begin_reading()
    edition, matter = edition_here(article_id)
    form = verdict_form(edition)
    mine = queries.my_review(current_actor(), reviews_of(db.session(), edition))
    for field, present in ((form.version, mine.version if mine else None), (form.seq, edition.source.seq)):
        field.data, field.raw_data = present, None  # what was sent would be shown again instead
    form.verdict.data = None
    try:
        since = queries.content_at(db.session(), edition.source, seq or 0)
    except Invalid:
        since = None
    return review_page(edition, matter, Typed(verdict=form, since=since), 409)


@blueprint.post("/articles/<uuid:article_id>/review/reading")
@signed_in
def read(article_id: uuid.UUID) -> Response:
    edition, _matter = edition_here(article_id)
    commands.keep_reading(db.session(), current_actor(), edition.source, ReadForm().seq.data or 0)
    commit()
    return back_to(article_id)
