"""Words that came too late: kept beside the text, shown to whoever wrote them and whoever goes on with it."""

import uuid
from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from workbench import audit
from workbench.domain.linetext import LINE_BREAK, clean, sections
from workbench.domain.markdown import from_markdown, to_markdown
from workbench.domain.permissions import Actor, Held, covers, may, may_there
from workbench.domain.refusals import Invalid, Reason, Unknown
from workbench.domain.roles import GRANTS, Permission
from workbench.drafting.commands import Typed
from workbench.models import Article, Edition, LateWords, Person, Text
from workbench.store import texts
from workbench.store.bases import base_of
from workbench.store.visibility import matter_of, place_of


def edition_for_writer(session: Session, actor: Actor, person: Person, article_id: uuid.UUID) -> Edition:
    """Load the newest edition for somebody who sends words for it: who may read it, or had a role to write in it.

    Raises Unknown for everybody else, as for an article that is not there.
    """
    edition = (
        session.scalars(
            sa.select(Edition)
            .where(Edition.article_id == article_id)
            .options(joinedload(Edition.article).joinedload(Article.article_type), joinedload(Edition.texts))
            .order_by(Edition.number.desc())
        )
        .unique()
        .first()
    )
    if edition is None:
        raise Unknown(Reason.UNKNOWN)
    place = place_of(edition.article)
    if may_there(actor, Permission.TEXT_WRITE, place):
        return edition
    matter = matter_of(session, edition)
    once_held = (
        Held(grant.role, grant.organisation_id, grant.workshop_id, grant.pair)
        for grant in person.grants
        if Permission.TEXT_WRITE in GRANTS[grant.role]
    )
    wrote_here = actor.id in matter.writer_ids or any(covers(held, place) for held in once_held)
    if not wrote_here and not may(actor, Permission.ARTICLE_READ, matter):
        raise Unknown(Reason.UNKNOWN)
    return edition


def keep_late_words(
    session: Session, person_id: int, edition: Edition, typed: Typed, reason: Reason
) -> LateWords | None:
    """Keep what could not be saved any more; what the same page sends again with more words stays one entry.

    Returns None when nothing that was typed differs from what the page was made from.
    """
    text = texts.locked(session, edition.source)
    words = _news(session, text, typed)
    if not words:
        return None
    row = session.scalars(
        sa.select(LateWords)
        .where(LateWords.text_id == text.id, LateWords.person_id == person_id)
        .order_by(LateWords.id.desc())
    ).first()
    if row is not None and row.settled_at is not None:
        row = row if row.words == words else None
    if row is not None and _holds(words, row.words):
        row.words = words
        return row
    taken = session.scalar(sa.select(LateWords.id).where(LateWords.request_id == typed.request_id))
    row = LateWords(
        text_id=text.id,
        person_id=person_id,
        request_id=typed.request_id if taken is None else uuid.uuid4(),
        reason=reason.value,
        words=words,
    )
    session.add(row)
    session.flush()
    audit.record(session, person_id, "text:keep-late", "edition", edition.id, late=row.id, reason=reason.value)
    return row


def _news(session: Session, text: Text, typed: Typed) -> dict[str, str]:
    """Return what was typed and is not what the page was made from, without letters no database keeps."""
    sent = {key: _storable(words) for key, words in typed.sections.items()}
    if typed.title is not None:
        sent[texts.TITLE] = clean(typed.title)
    known = _words_of(session, text, typed)
    return {
        key: words
        for key, words in sent.items()
        if words.strip() and _normal(key, words) != _normal(key, known.get(key, ""))
    }


def _words_of(session: Session, text: Text, typed: Typed) -> dict[str, str]:
    try:
        state = texts.state_at(session, text, base_of(text, typed.base))
    except Invalid:
        return {}
    content = texts.content_at(state)
    return {texts.TITLE: content.title} | {
        section.key: to_markdown(section.lines) for section in sections(content.lines)
    }


def _storable(words: str) -> str:
    return "\n".join(clean(line) for line in LINE_BREAK.split(words))


def _normal(key: str, words: str) -> str:
    return " ".join(words.split()) if key == texts.TITLE else to_markdown(from_markdown(words))


def _holds(words: Mapping[str, str], earlier: Mapping[str, str]) -> bool:
    return all(set(old.split()) <= set(words.get(key, "").split()) for key, old in earlier.items())
