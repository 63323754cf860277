"""Updates of browsers that are not let into a text: kept as they came, with the words they would have brought."""

import hashlib
import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workbench import audit
from workbench.domain import livechanges
from workbench.domain.linetext import Line, sections, touched
from workbench.domain.livebytes import parts_of
from workbench.domain.livedoc import merged
from workbench.domain.markdown import to_markdown
from workbench.domain.refusals import Reason
from workbench.domain.wire import UPDATE_BYTES
from workbench.models import Edition, LateWords, Text
from workbench.store.texts import TITLE

#: Made for these alone: the same bytes, sent again, are the same late words.
_NAMES = uuid.UUID("3e0f8a54-7a1e-4d0e-9f0c-5f0a8f1c9b52")


def keep_late_update(
    session: Session, person_id: int, edition: Edition, text: Text, update: bytes, reason: Reason
) -> LateWords:
    """Keep an update that was refused; what the same person sends after it for the same reason is added to it.

    ``text``, which is ``locked``, is what the update was made for; it is shown with the newest edition.
    """
    row = _newest(session, person_id, edition, reason)
    grown = _grown(row.update, update) if row is not None and row.update else None
    if row is not None and grown is not None:
        if grown != row.update:
            row.update, row.words = grown, words_of(text.state, grown)
        return row
    request_id = uuid.uuid5(_NAMES, f"{text.id} {person_id} {hashlib.sha256(update).hexdigest()}")
    known = session.scalars(sa.select(LateWords).where(LateWords.request_id == request_id)).first()
    if known is not None:
        return known
    row = LateWords(
        text_id=edition.source.id,
        person_id=person_id,
        request_id=request_id,
        reason=reason.value,
        words=words_of(text.state, update),
        update=update,
    )
    session.add(row)
    session.flush()
    audit.record(session, person_id, "text:keep-late", "edition", edition.id, late=row.id, reason=reason.value)
    return row


def _newest(session: Session, person_id: int, edition: Edition, reason: Reason) -> LateWords | None:
    row = session.scalars(
        sa.select(LateWords)
        .where(LateWords.text_id == edition.source.id, LateWords.person_id == person_id)
        .where(LateWords.settled_at.is_(None))
        .order_by(LateWords.id.desc())
        .limit(1)
    ).first()
    return row if row is not None and row.reason == reason.value else None


def _grown(earlier: bytes, update: bytes) -> bytes | None:
    """Add an update to an earlier one; None when they cannot be one, or would be too large."""
    if earlier == update:
        return earlier
    try:
        parts_of(earlier), parts_of(update)
        grown = merged([earlier, update])
    except ValueError:
        return None
    return grown if len(grown) <= UPDATE_BYTES else None


def words_of(state: bytes, update: bytes) -> dict[str, str]:
    """Return what an update would have written: by section key, or "title", the lines it changes, as Markdown.

    Empty where it cannot be read.
    """
    try:
        before, after = livechanges.brought(state, update)
    except ValueError:
        return {}
    news = touched(before, after)
    found = {section.key: _markdown(section.lines, news) for section in sections(after.lines)}
    if after.title.strip() and after.title != before.title:
        found[TITLE] = after.title
    return {key: words for key, words in found.items() if words.strip()}


def _markdown(lines: tuple[Line, ...], news: frozenset[str]) -> str:
    return to_markdown([line for line in lines if line.id in news])
