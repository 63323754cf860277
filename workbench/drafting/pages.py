"""The pages around the form of a text, put together."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, request

from workbench.domain.diffing import Comparison, Stretch, compare, folded
from workbench.domain.legalminimum import Minimum
from workbench.domain.linetext import Content
from workbench.domain.permissions import Decision, may_there
from workbench.domain.refusals import Invalid, Refusal
from workbench.domain.roles import Permission
from workbench.drafting import commands, queries
from workbench.drafting.commands import Typed
from workbench.extensions import db
from workbench.models import Edition
from workbench.store import texts
from workbench.store.bases import base_of, token_of
from workbench.store.editions import legally_lacking, readable, with_headings
from workbench.store.latewords import late_words_of
from workbench.store.texts import TITLE, Base
from workbench.store.visibility import place_of
from workbench.web.access import current_actor
from workbench.web.errors import STATUS
from workbench.web.live import live_of
from workbench.web.locale import locale, t
from workbench.web.rendering import page
from workbench.web.words import sentence

blueprint = Blueprint("drafting", __name__, url_prefix="/articles/<uuid:article_id>")

#: Which section the circular's points are written in, by role; those without one are facts of the owner.
PLACES = {Minimum.RIGHTS_AND_DUTIES: "rights", Minimum.LAW_LINK: "law"}


def heading_of(edition: Edition, section: str) -> str:
    """Return what the section is called in the language of the answer; ``section`` is a key, or "title"."""
    if section == TITLE:
        return t("Title")
    kinds = {kind.key: kind.name(locale()) for kind in edition.article.article_type.sections}
    return kinds.get(section) or t("Before the first section")


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the circular's section 4: whether it is stated, and the section it belongs in ("": a fact)."""

    what: Minimum
    is_there: bool
    section: str


@dataclass(frozen=True, slots=True)
class News:
    """What others wrote since a save: who and where, and the words."""

    others: Sequence[queries.Other]
    comparison: Comparison
    stretches: Sequence[Stretch]


def form_page(
    edition: Edition,
    *,
    since: str | None = None,
    late_id: int | None = None,
    sent: Typed | None = None,
    refusal: Refusal | None = None,
) -> Response:
    """Answer with the form; with what was typed in it where it came back with a refusal."""
    text = edition.source
    content = texts.content_of(text)
    late = late_words_of(db.session(), edition, content)
    return page(
        "drafting/edit.html",
        status=STATUS[type(refusal)] if refusal else 200,
        edition=edition,
        article=edition.article,
        language=text.language,
        title=sent.title if sent and sent.title is not None else content.title,
        fields=queries.fields_of(edition, content, locale(), sent.sections if sent else None),
        words=text.words,
        base=sent.base if sent else token_of(text, Base(text.seq)),
        request_id=uuid.uuid4(),
        problem=sentence(refusal) if refusal else "",
        wrong=refusal.details.get("field") if refusal else None,
        news=_news(edition, content, since),
        heading_of=heading_of,
        points=points_of(edition, content),
        submission=submission_of(edition),
        late=late,
        open_late=next((one for one in late if one.id == late_id), None),
        is_saved=since is not None and sent is None,
        live=live_of(edition),
        cuts="cut" in request.args
        or bool(may_there(current_actor(), Permission.WORKSHOP_EDIT, place_of(edition.article))),
    )


def submission_of(edition: Edition) -> Decision:
    """Decide whether the draft can be handed on now, by role and by what it holds."""
    decision = may_there(current_actor(), Permission.EDITION_SUBMIT, place_of(edition.article))
    return decision if not decision else Decision(commands.lacks_for_submission(edition))


def _cuts(edition: Edition) -> bool:
    """Tell whether the page offers to cut the line: to whoever runs the workshop, and to whoever asks by address."""
    runs = may_there(current_actor(), Permission.WORKSHOP_EDIT, place_of(edition.article))
    return bool(runs) or "cut" in request.args


def points_of(edition: Edition, content: Content) -> list[Point]:
    """Return the points of the legal minimum with how they stand in the source; none where it does not apply."""
    language = edition.source.language
    sections = {kind.role: kind.key for kind in edition.article.article_type.sections}
    if "rights" not in sections:
        return []
    missing = legally_lacking(edition, {language: readable(edition, content, language)})
    absent = {lacking.what for lacking in missing if lacking.language in {"", language}}
    return [Point(what, what not in absent, sections.get(PLACES.get(what, ""), "")) for what in Minimum]


def _news(edition: Edition, content: Content, since: str | None) -> News | None:
    """Return what others wrote since the save that led here; None where nobody did, or the address was made up."""
    text = edition.source
    if since is None:
        return None
    try:
        own = base_of(text, since)
        before = texts.content_at(texts.state_at(db.session(), text, own))
    except Invalid:
        return None
    others = queries.others_since(db.session(), text, own, before, content)
    if not others:
        return None
    shown = [with_headings(edition, one, text.language) for one in (before, content)]
    comparison = compare(*shown)
    return News(others, comparison, folded(comparison.rows))


def late_page(edition: Edition, kept: Mapping[str, str], refusal: Refusal, status: int) -> Response:
    """Answer a save that came too late: why, and the words that were kept, to copy."""
    return page(
        "drafting/late.html",
        status=status,
        edition=edition,
        article=edition.article,
        language=edition.source.language,
        problem=sentence(refusal),
        parts=[(heading_of(edition, key), words) for key, words in kept.items()],
    )


def closed_page(edition: Edition, refusal: Refusal) -> Response:
    """Answer somebody who wants to write where nobody can now, or not they: why, and where to read it."""
    return page(
        "drafting/closed.html",
        status=STATUS[type(refusal)],
        edition=edition,
        article=edition.article,
        problem=sentence(refusal),
    )
