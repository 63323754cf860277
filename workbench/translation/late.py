"""Translated words that came too late: kept beside the text, shown to whoever wrote them and whoever goes on."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from workbench import audit
from workbench.domain import livetext
from workbench.domain.linetext import clean
from workbench.domain.permissions import Actor, Held, covers, may
from workbench.domain.refusals import Invalid, Reason, Unknown
from workbench.domain.roles import GRANTS, Permission
from workbench.models import Edition, LateWords, Person, Segment, Text
from workbench.store import texts
from workbench.store.bases import base_of
from workbench.store.segments import words_of_line
from workbench.store.visibility import matter_of, place_of


@dataclass(frozen=True, slots=True)
class Typed:
    """What a page sends of one sentence: the token of its base, its own number, the sentence's key and its words."""

    base: str
    request_id: uuid.UUID
    key: str
    words: str


@dataclass(frozen=True, slots=True)
class Late:
    """Late words of one sentence as they are shown."""

    id: int
    key: str
    words: str
    name: str
    at: dt.datetime


def edition_for_translator(session: Session, actor: Actor, person: Person, article_id: uuid.UUID) -> Edition:
    """Load the newest edition for somebody who sends words for its translation: who may read it, or once could.

    Raises Unknown for everybody else, as for an article that is not there.
    """
    edition = (
        session.scalars(
            sa.select(Edition)
            .where(Edition.article_id == article_id)
            .options(joinedload(Edition.article), joinedload(Edition.texts))
            .order_by(Edition.number.desc())
        )
        .unique()
        .first()
    )
    if edition is None:
        raise Unknown(Reason.UNKNOWN)
    place = place_of(edition.article)
    once_held = (
        Held(grant.role, grant.organisation_id, grant.workshop_id, grant.pair)
        for grant in person.grants
        if {Permission.TRANSLATION_WRITE, Permission.CHECK_WRITE} & GRANTS[grant.role]
    )
    if not any(covers(held, place) for held in once_held) and not _may_see(session, actor, edition):
        raise Unknown(Reason.UNKNOWN)
    return edition


def _may_see(session: Session, actor: Actor, edition: Edition) -> bool:
    matter = matter_of(session, edition)
    return actor.id in matter.translator_ids or bool(may(actor, Permission.ARTICLE_READ, matter))


def keep_late_words(session: Session, person_id: int, edition: Edition, typed: Typed, reason: Reason) -> str:
    """Keep what could not be saved any more, and return it; what the page sends again with more words stays one entry.

    Returns "" when there is nothing that the text does not hold, or the page was made from.
    """
    words = clean(typed.words).strip()
    target = edition.target
    if target is None or not words or words in _known(session, texts.locked(session, target), typed):
        return ""
    mine = session.scalars(
        sa.select(LateWords)
        .where(LateWords.text_id == target.id, LateWords.person_id == person_id)
        .order_by(LateWords.id.desc())
    ).all()
    row = next((row for row in mine if typed.key in row.words), None)
    if row is not None and row.settled_at is not None:
        row = row if row.words[typed.key] == words else None
    if row is None or not _goes_on(words, str(row.words[typed.key])):
        row = _add(session, person_id, edition, target, typed, reason)
    row.words = {typed.key: words}
    session.flush()
    return words


def _goes_on(words: str, earlier: str) -> bool:
    """Tell whether somebody wrote on: nothing of the earlier words is missing."""
    return words.startswith(earlier) or set(earlier.split()) <= set(words.split())


def _add(session: Session, person_id: int, edition: Edition, target: Text, typed: Typed, reason: Reason) -> LateWords:
    taken = session.scalar(sa.select(LateWords.id).where(LateWords.request_id == typed.request_id))
    row = LateWords(
        text_id=target.id,
        person_id=person_id,
        request_id=typed.request_id if taken is None else uuid.uuid4(),
        reason=reason.value,
        words={},
    )
    session.add(row)
    session.flush()
    audit.record(session, person_id, "text:keep-late", "edition", edition.id, late=row.id, reason=reason.value)
    return row


def _known(session: Session, target: Text, typed: Typed) -> set[str]:
    known = {words_of_line(texts.content_of(target), typed.key)}
    try:
        seen = texts.state_at(session, target, base_of(target, typed.base))
    except Invalid:
        return known
    return known | {words_of_line(livetext.read(seen), typed.key)}


def late_words_of(session: Session, edition: Edition, segments: Sequence[Segment], person_id: int | None) -> list[Late]:
    """Return late words that no confirmed sentence has answered yet, newest first; of one person, or of all (None)."""
    if edition.target is None:
        return []
    query = (
        sa.select(LateWords)
        .where(LateWords.text_id == edition.target.id, LateWords.settled_at.is_(None))
        .options(joinedload(LateWords.person))
    )
    if person_id is not None:
        query = query.where(LateWords.person_id == person_id)
    by_key = {segment.key: segment for segment in segments}
    return [
        Late(row.id, key, str(words), row.person.name, row.at)
        for row in session.scalars(query.order_by(LateWords.id.desc()))
        for key, words in row.words.items()
        if key in by_key and not _is_answered(by_key[key], str(words), row.at)
    ]


def _is_answered(segment: Segment, words: str, at: dt.datetime) -> bool:
    """Tell whether the words stand there, or somebody has confirmed others after they came."""
    after = segment.is_ready and segment.translated_at is not None and segment.translated_at > at
    return segment.target == words or after
