"""Words that came too late for a text: which of them it still does not hold."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from workbench.domain.linetext import Content
from workbench.domain.markdown import from_markdown
from workbench.domain.refusals import Reason
from workbench.models import Edition, LateWords


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
        .where(LateWords.text_id == edition.source.id)
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
