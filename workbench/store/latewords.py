"""Words that came too late for a text: which of them it still does not hold, and that somebody has dealt with them."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from workbench import audit
from workbench.domain.linetext import Content
from workbench.domain.markdown import from_markdown
from workbench.domain.permissions import Actor, may_there
from workbench.domain.refusals import Reason, Unknown
from workbench.domain.roles import Permission
from workbench.models import Edition, LateWords, Text, now
from workbench.store.visibility import place_of

#: Who has a hand in a text and sees all that came too late for it: in a source, in a translation.
_SOURCE = (Permission.TEXT_WRITE, Permission.ARTICLE_EDIT, Permission.EDITION_REOPEN)
_TARGET = (Permission.TRANSLATION_WRITE, Permission.CHECK_WRITE)


@dataclass(frozen=True, slots=True)
class Late:
    """Late words as they are shown: those parts, by section key, that the text does not hold yet."""

    id: int
    name: str
    person_id: int
    reason: Reason
    at: dt.datetime
    parts: Mapping[str, str]


def late_words_of(session: Session, edition: Edition, content: Content) -> list[Late]:
    """Return the late words of the source that still miss something of ``content``, the newest first."""
    rows = session.scalars(
        sa.select(LateWords)
        .where(LateWords.text_id == edition.source.id, LateWords.settled_at.is_(None))
        .options(joinedload(LateWords.person))
        .order_by(LateWords.id.desc())
    )
    present = {line.words.strip() for line in content.lines} | {content.title.strip()}
    found = []
    for row in rows:
        parts = {key: words for key, words in row.words.items() if not _is_there(words, present)}
        if parts:
            found.append(Late(row.id, row.person.name, row.person_id, Reason(row.reason), row.at, parts))
    return found


def _is_there(words: str, present: set[str]) -> bool:
    return all(draft.words.strip() in present for draft in from_markdown(words))


def sees_all(actor: Actor, text: Text) -> bool:
    """Tell whether the actor has a hand in the text; others see only what they wrote themselves."""
    hands = _SOURCE if text.is_source else _TARGET
    return any(may_there(actor, permission, place_of(text.edition.article)) for permission in hands)


def settle_late_words(session: Session, actor: Actor, article_id: uuid.UUID, late_id: int) -> LateWords:
    """Note that the words are dealt with; they are shown no more beside the text and stay in its history.

    Raises Unknown for whoever does not see them. What was settled before stays as it is.
    """
    found = session.scalars(
        sa.select(LateWords)
        .join(LateWords.text)
        .join(Text.edition)
        .where(LateWords.id == late_id, Edition.article_id == article_id)
        .with_for_update(of=LateWords)
        .execution_options(populate_existing=True)
    ).first()
    if found is None or (found.person_id != actor.id and not sees_all(actor, found.text)):
        raise Unknown(Reason.UNKNOWN)
    if found.settled_at is None:
        found.settled_at, found.settled_by_id = now(), actor.id
        audit.record(session, actor.id, "text:settle-late", "edition", found.text.edition_id, late=found.id)
        session.flush()
    return found
