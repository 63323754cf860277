"""The form of a text: open it, save it, with or without a script."""

import uuid

from flask import Response, jsonify, make_response, request, url_for

from workbench.domain.refusals import Denied, IllegalMove, Invalid, Refusal
from workbench.domain.roles import Permission
from workbench.drafting import change_views, commands, hand_on_views, import_views, late, queries, sync_views
from workbench.drafting.commands import Saved, Typed
from workbench.drafting.forms import typed
from workbench.drafting.pages import blueprint, closed_page, form_page, heading_of, late_page
from workbench.extensions import db
from workbench.models import Edition, Person, now
from workbench.store.bases import token_of
from workbench.store.sources import require_open
from workbench.store.texts import TITLE
from workbench.store.visibility import edition_for
from workbench.web.access import current_actor, current_person, requires, signed_in
from workbench.web.errors import STATUS
from workbench.web.formatting import clock
from workbench.web.hypermedia import go_to, wants_json
from workbench.web.transactions import begin_reading, commit
from workbench.web.words import sentence

__all__ = ["blueprint", "change_views", "hand_on_views", "import_views", "sync_views"]


@blueprint.get("/text")
@requires(Permission.TEXT_WRITE)
def edit(article_id: uuid.UUID) -> Response:
    edition = edition_for(db.session(), current_actor(), article_id)
    try:
        require_open(db.session(), current_actor(), edition)
    except (Denied, IllegalMove) as refusal:
        return closed_page(edition, refusal)
    return form_page(edition, since=request.args.get("since"), late_id=request.args.get("late", type=int))


@blueprint.post("/text")
@signed_in
def save(article_id: uuid.UUID) -> Response:
    return _save(article_id, as_json=wants_json())


@blueprint.post("/text/autosave")
@signed_in
def autosave(article_id: uuid.UUID) -> Response:
    return _save(article_id, as_json=True)


def _save(article_id: uuid.UUID, *, as_json: bool) -> Response:
    edition = _edition(article_id)
    sent = typed()
    try:
        saved = commands.save_text(db.session(), current_actor(), edition, sent)
        # Under the lock of the save: what is told of the text is of the very moment of the row.
        told = _told(edition, saved, sent) if as_json else None
        since = token_of(saved.text, saved.own)
        commit()
    except (Denied, IllegalMove) as refusal:
        return _too_late(article_id, sent, refusal, as_json=as_json)
    except Invalid as refusal:
        return _unfit(article_id, sent, refusal, as_json=as_json)
    return told or go_to(url_for("drafting.edit", article_id=article_id, since=since))


def _edition(article_id: uuid.UUID) -> Edition:
    return late.edition_for_writer(db.session(), current_actor(), _writer(), article_id)


def _writer() -> Person:
    person = current_person()
    assert person is not None  # noqa: S101 - the view lets in nobody who is not signed in
    return person


def _told(edition: Edition, saved: Saved, sent: Typed) -> Response:
    answer = queries.answer_to(db.session(), saved, sent)
    sections = {key: words for key, words in answer.merged.items() if key != TITLE}
    told = {
        "base": token_of(saved.text, answer.base),
        "own_base": token_of(saved.text, answer.own),
        "saved_at": clock(now()),
        "sections": sections,
        "others": [{"name": one.name, "section": heading_of(edition, one.section)} for one in answer.others],
    }
    if TITLE in answer.merged:
        told["title"] = answer.merged[TITLE]
    return make_response(jsonify(told))


def _too_late(article_id: uuid.UUID, sent: Typed, refusal: Refusal, *, as_json: bool) -> Response:
    """Keep the words in a transaction of their own: the refusal has taken back everything else."""
    db.session.rollback()
    edition = _edition(article_id)
    row = late.keep_late_words(db.session(), current_actor().id, edition, sent, refusal.reason)
    kept = dict(row.words) if row else {}
    commit()
    status = STATUS[type(refusal)]
    if as_json:
        return make_response(jsonify(message=sentence(refusal)), status)
    return late_page(_edition(article_id), kept, refusal, status)


def _unfit(article_id: uuid.UUID, sent: Typed, refusal: Refusal, *, as_json: bool) -> Response:
    db.session.rollback()
    begin_reading()
    if as_json:
        return make_response(jsonify(message=sentence(refusal)), STATUS[type(refusal)])
    return form_page(_edition(article_id), sent=sent, refusal=refusal)
