"""The translator's queue and editor."""

import uuid
from dataclasses import replace

from flask import Response, flash, jsonify, make_response, request, url_for

from workbench.domain.permissions import require_there
from workbench.domain.refusals import Denied, IllegalMove, Invalid, Reason, Refusal, StaleVersion, Unknown
from workbench.domain.roles import Permission
from workbench.extensions import db
from workbench.models import Edition, now
from workbench.store.bases import base_of, token_of
from workbench.store.memory import matches_for
from workbench.store.segments import Saved, segments_of
from workbench.store.texts import Base
from workbench.store.visibility import WITH_WORDS, edition_for, place_of
from workbench.translation import commands, po_views, queries
from workbench.translation.forms import asked_reason, seen_version, typed, wish
from workbench.translation.late import Typed, late_words_of
from workbench.translation.pages import SHOWS, blueprint, editor_page, keep_too_late, written_edition
from workbench.translation.sentences import sheet_of
from workbench.web.access import current_actor, requires, signed_in
from workbench.web.errors import STATUS
from workbench.web.formatting import clock
from workbench.web.hypermedia import go_to, wants_json
from workbench.web.locale import locale, t
from workbench.web.paging import asked_page
from workbench.web.rendering import page
from workbench.web.transactions import begin_reading, commit
from workbench.web.words import sentence

__all__ = ["blueprint", "po_views"]


@blueprint.get("")
@requires(Permission.TRANSLATION_READ)
def queue() -> Response:
    actor, session = current_actor(), db.session()
    tabs = queries.tabs_of(actor)
    wanted = wish()
    wanted = replace(wanted, tab=wanted.tab if wanted.tab in tabs else next(tab for tab in tabs if tab != "mine"))
    return page(
        "translation/queue.html",
        "queue",
        tabs=tabs,
        counts=queries.counts_of(session, actor),
        choices=queries.choices_for(session, actor),
        wish=wanted,
        found=queries.queue_for(session, actor, wanted, page=asked_page(), locale=locale()),
    )


@blueprint.get("/<uuid:article_id>")
@requires(Permission.TRANSLATION_READ)
def edit(article_id: uuid.UUID) -> Response:
    return _editor(article_id)


def _editor(article_id: uuid.UUID, sent: Typed | None = None, refusal: Refusal | None = None) -> Response:
    edition = _edition(article_id)
    show = request.args.get("show", "all")
    key = request.values.get("segment", "")
    return editor_page(edition, key=key, show=show if show in SHOWS else "all", sent=sent, refusal=refusal)


def _edition(article_id: uuid.UUID) -> Edition:
    edition = edition_for(db.session(), current_actor(), article_id, also=WITH_WORDS)
    require_there(current_actor(), Permission.TRANSLATION_READ, place_of(edition.article))
    return edition


@blueprint.post("/<uuid:article_id>/claim")
@requires(Permission.TRANSLATION_WRITE)
def claim(article_id: uuid.UUID) -> Response:
    commands.claim_translation(db.session(), current_actor(), _edition(article_id))
    commit()
    return go_to(url_for("translation.edit", article_id=article_id))


@blueprint.post("/<uuid:article_id>/release")
@requires(Permission.TRANSLATION_WRITE)
def release(article_id: uuid.UUID) -> Response:
    commands.release_translation(db.session(), current_actor(), _edition(article_id))
    commit()
    flash(t("It is back in the queue. What you wrote stays in it."), "message")
    return go_to(url_for("translation.queue"))


@blueprint.post("/<uuid:article_id>/sentence")
@signed_in
def save(article_id: uuid.UUID) -> Response:
    return _save(article_id, as_json=wants_json())


@blueprint.post("/<uuid:article_id>/sentence/autosave")
@signed_in
def autosave(article_id: uuid.UUID) -> Response:
    return _save(article_id, as_json=True)


def _save(article_id: uuid.UUID, *, as_json: bool) -> Response:
    """Save one sentence. Whoever may not any longer gets an answer too: their words are kept."""
    sent = typed()
    confirm = request.form.get("act") == "confirm" and not as_json
    try:
        edition = written_edition(article_id)
        saved = _saved(edition, sent, confirm=confirm)
    except (Denied, IllegalMove, StaleVersion, Unknown) as refusal:
        return keep_too_late(article_id, sent, refusal, as_json=as_json)
    except Invalid as refusal:
        return _again(article_id, sent, refusal, as_json=as_json)
    if as_json:
        answer = jsonify(_told(edition, saved, sent))
        commit()
        return make_response(answer)
    merged = saved.merged
    following = sheet_of(db.session(), edition).after(sent.key, lambda row: row.is_open) if confirm else None
    key = sent.key if merged or following is None else following.key
    commit()
    if merged:
        flash(t("Somebody wrote in this sentence at the same time. Read it once more, then confirm it."), "note")
    return _go_on(article_id, key)


def _saved(edition: Edition, sent: Typed, *, confirm: bool) -> Saved:
    session = db.session()
    segment = commands.segment_of(session, edition, sent.key)
    return commands.save_segment(
        session,
        current_actor(),
        edition,
        segment,
        sent.words,
        base=base_of(commands.target_of(edition), sent.base),
        request_id=sent.request_id,
        confirm=confirm,
    )


def _go_on(article_id: uuid.UUID, key: str) -> Response:
    show = request.form.get("show") or None
    return go_to(url_for("translation.edit", article_id=article_id, segment=key, show=show))


def _told(edition: Edition, saved: Saved, sent: Typed) -> dict[str, object]:
    """Return what the page is told after a save: where it stands now, and what differs from what its field holds."""
    target = commands.target_of(edition)
    names = queries.who_wrote_since(db.session(), target, sent.key, saved.base) if saved.merged else []
    number = t("Sentence {number}", number=saved.segment.position + 1)
    return {
        "base": token_of(target, Base(target.seq)),
        "own_base": token_of(target, saved.base),
        "saved_at": clock(now()),
        "sections": {sent.key: saved.segment.target} if saved.merged else {},
        "others": [{"name": name, "section": number} for name in names],
    }


def _again(article_id: uuid.UUID, sent: Typed | None, refusal: Refusal, *, as_json: bool = False) -> Response:
    """Show the page once more, with what was typed and why it could not be taken."""
    db.session.rollback()
    begin_reading()
    if as_json:
        return make_response(jsonify(message=sentence(refusal)), STATUS[type(refusal)])
    return _editor(article_id, sent, refusal)


@blueprint.post("/<uuid:article_id>/sentence/offer")
@requires(Permission.TRANSLATION_WRITE)
def use(article_id: uuid.UUID) -> Response:
    """Put words that are offered into the sentence; what was typed there is saved first, so the log has it."""
    sent = typed()
    try:
        edition = _edition(article_id)
        offered = _offered(edition, sent.key)
        saved = _saved(edition, sent, confirm=False)
        base = token_of(commands.target_of(edition), saved.base)
        again = uuid.uuid5(sent.request_id, "offer")
        _saved(edition, Typed(base, again, sent.key, offered), confirm=False)
    except (Denied, IllegalMove, StaleVersion) as refusal:
        return keep_too_late(article_id, sent, refusal)
    except Invalid as refusal:
        return _again(article_id, sent, refusal)
    commit()
    return _go_on(article_id, sent.key)


def _offered(edition: Edition, key: str) -> str:
    """Return the words of the match or of the late words that were chosen; raise Unknown when they are not offered."""
    session = db.session()
    segments = segments_of(session, edition)
    chosen = [segment for segment in segments if segment.key == key]
    match, late = request.form.get("match", type=int), request.form.get("late", type=int)
    offers = matches_for(session, edition, segments, chosen).get(key, []) if match is not None else []
    words = [offer.entry.target for offer in offers if offer.entry.id == match]
    if late is not None:
        words += [one.words for one in late_words_of(session, edition, chosen, None) if one.id == late]
    if not words:
        raise Unknown(Reason.UNKNOWN)
    return words[0]


@blueprint.post("/<uuid:article_id>/dismissal")
@requires(Permission.TRANSLATION_WRITE)
def dismiss(article_id: uuid.UUID) -> Response:
    edition = _edition(article_id)
    try:
        segment = commands.segment_of(db.session(), edition, request.form.get("segment", ""))
        finding = request.form.get("finding", "")
        commands.dismiss_finding(db.session(), current_actor(), edition, segment, finding, reason=asked_reason())
    except Invalid as refusal:
        return _again(article_id, None, refusal)
    commit()
    return _go_on(article_id, request.form["segment"])


@blueprint.post("/<uuid:article_id>/hand-in")
@requires(Permission.TRANSLATION_WRITE)
def hand_in(article_id: uuid.UUID) -> Response:
    edition = _edition(article_id)
    try:
        commands.hand_in_translation(db.session(), current_actor(), edition, seen_version=seen_version())
    except Invalid as refusal:
        return _again(article_id, None, refusal)
    commit()
    flash(t("The translation is handed in. Somebody else checks it now."), "message")
    return go_to(url_for("translation.queue"))
