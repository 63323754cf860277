"""The check of a translation by a second person."""

import uuid

from flask import Blueprint, Response, flash, request, url_for

from workbench.domain.refusals import Denied, IllegalMove, Invalid, Refusal, StaleVersion, Unknown
from workbench.domain.roles import Permission
from workbench.domain.states import State
from workbench.extensions import db
from workbench.models import Edition
from workbench.store.bases import base_of
from workbench.store.visibility import WITH_WORDS, edition_for
from workbench.translation import check_commands, commands
from workbench.translation.check_pages import VIEWS, check_of, check_page, next_key
from workbench.translation.forms import asked_reason, seen_version, typed
from workbench.translation.late import Typed
from workbench.translation.pages import keep_too_late, written_edition
from workbench.web.access import current_actor, requires, signed_in
from workbench.web.hypermedia import go_to
from workbench.web.locale import t
from workbench.web.transactions import begin_reading, commit

blueprint = Blueprint("check", __name__, url_prefix="/articles/<uuid:article_id>/check")


@blueprint.get("")
@requires(Permission.CHECK_WRITE)
def show(article_id: uuid.UUID) -> Response:
    return _page(article_id)


def _page(article_id: uuid.UUID, sent: Typed | None = None, refusal: Refusal | None = None) -> Response:
    view = request.values.get("view", "target")
    key = request.values.get("segment", "")
    return check_page(
        _edition(article_id), view=view if view in VIEWS else "target", key=key, sent=sent, refusal=refusal
    )


def _edition(article_id: uuid.UUID) -> Edition:
    return edition_for(db.session(), current_actor(), article_id, also=WITH_WORDS)


@blueprint.post("/claim")
@requires(Permission.CHECK_WRITE)
def claim(article_id: uuid.UUID) -> Response:
    check_commands.claim_check(db.session(), current_actor(), _edition(article_id))
    commit()
    return go_to(url_for("check.show", article_id=article_id))


@blueprint.post("/release")
@requires(Permission.CHECK_WRITE)
def release(article_id: uuid.UUID) -> Response:
    check_commands.release_check(db.session(), current_actor(), _edition(article_id))
    commit()
    flash(t("It is back in the queue. What you signed stays signed."), "message")
    return go_to(url_for("translation.queue", tab="check"))


@blueprint.post("/accept")
@requires(Permission.CHECK_WRITE)
def accept(article_id: uuid.UUID) -> Response:
    edition = _edition(article_id)
    segment = commands.segment_of(db.session(), edition, request.form.get("segment", ""))
    check_commands.accept_segment(
        db.session(),
        current_actor(),
        edition,
        segment,
        seen_source=request.form.get("source_hash", ""),
        seen_target=request.form.get("target_hash", ""),
    )
    return _next(edition, segment.key)


@blueprint.post("/return")
@requires(Permission.CHECK_WRITE)
def return_segment(article_id: uuid.UUID) -> Response:
    edition = _edition(article_id)
    try:
        segment = commands.segment_of(db.session(), edition, request.form.get("segment", ""))
        check_commands.return_segment(db.session(), current_actor(), edition, segment, reason=asked_reason())
    except Invalid as refusal:
        return _again(article_id, refusal)
    return _next(edition, segment.key)


@blueprint.post("/correct")
@signed_in
def correct(article_id: uuid.UUID) -> Response:
    """Correct one sentence. Whoever may not any longer gets an answer too: their words are kept."""
    sent = typed()
    try:
        edition = written_edition(article_id)
        key = _corrected(edition, sent)
    except (Denied, IllegalMove, StaleVersion, Unknown) as refusal:
        return keep_too_late(article_id, sent, refusal)
    except Invalid as refusal:
        return _again(article_id, refusal, sent)
    return _next(edition, key)


def _corrected(edition: Edition, sent: Typed) -> str:
    """Write the correction; return the sentence behind which to go on."""
    session = db.session()
    segment = commands.segment_of(session, edition, sent.key)
    base = base_of(commands.target_of(edition), sent.base)
    saved = check_commands.correct_segment(
        session, current_actor(), edition, segment, sent.words, base=base, request_id=sent.request_id
    )
    if saved.merged:
        flash(t("Somebody wrote in this sentence at the same time. Read it once more."), "note")
    return sent.key


def _next(edition: Edition, key: str) -> Response:
    article_id = edition.article_id
    following = next_key(check_of(edition), key)
    commit()
    return go_to(url_for("check.show", article_id=article_id, view="both", segment=following, _anchor=f"s-{following}"))


def _again(article_id: uuid.UUID, refusal: Refusal, sent: Typed | None = None) -> Response:
    db.session.rollback()
    begin_reading()
    return _page(article_id, sent, refusal)


@blueprint.post("/dismissal")
@requires(Permission.CHECK_WRITE)
def dismiss(article_id: uuid.UUID) -> Response:
    edition = _edition(article_id)
    key = request.form.get("segment", "")
    try:
        segment = commands.segment_of(db.session(), edition, key)
        finding = request.form.get("finding", "")
        commands.dismiss_finding(db.session(), current_actor(), edition, segment, finding, reason=asked_reason())
    except Invalid as refusal:
        return _again(article_id, refusal)
    commit()
    return go_to(url_for("check.show", article_id=article_id, view="both", segment=key, _anchor=f"s-{key}"))


@blueprint.post("/finish")
@requires(Permission.CHECK_WRITE)
def finish(article_id: uuid.UUID) -> Response:
    edition = _edition(article_id)
    try:
        check_commands.finish_check(db.session(), current_actor(), edition, seen_version=seen_version())
    except Invalid as refusal:
        return _again(article_id, refusal)
    words = {
        State.IN_TRANSLATION: t("The translation goes back to its translator, with your reasons."),
        State.IN_CHECKING: t("What you have corrected waits for another checker."),
    }.get(edition.state, t("The translation is checked. It waits for its owner now."))
    commit()
    flash(words, "message")
    return go_to(url_for("translation.queue", tab="check"))
