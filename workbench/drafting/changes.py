"""Who did what to a draft, from its log: by person and section, and by line."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workbench.domain.linetext import Content, sections
from workbench.domain.refusals import Invalid
from workbench.models import Person, Text, TextUpdate
from workbench.store import texts
from workbench.store.texts import TITLE, Base
from workbench.store.visibility import WRITING


@dataclass(frozen=True, slots=True)
class Share:
    """What somebody changed in one section (by key; "title" for the title): in how many of its lines."""

    name: str
    section: str
    lines: int


def changes_since(session: Session, text: Text, seq: int, *, but_of: int) -> list[Share]:
    """Return what others than the person ``but_of`` changed after the row ``seq``, in the order in which they began."""
    rows = session.execute(
        sa.select(Person.name, TextUpdate.touched, TextUpdate.removed)
        .join(Person, Person.id == TextUpdate.person_id)
        .where(
            TextUpdate.text_id == text.id,
            TextUpdate.seq > seq,
            TextUpdate.person_id != but_of,
            TextUpdate.cause.in_(WRITING),
        )
        .order_by(TextUpdate.seq)
    ).all()
    if not rows:
        return []
    places = _before(session, text, seq) | _places(texts.content_of(text)) | {TITLE: TITLE}
    found: dict[tuple[str, str], set[str]] = {}
    for name, touched, removed in rows:
        for line_id in (*touched, *removed):
            if line_id in places:
                found.setdefault((name, places[line_id]), set()).add(line_id)
    return [Share(name, section, len(lines)) for (name, section), lines in found.items()]


def last_writers(session: Session, text: Text) -> dict[str, str]:
    """Return the name of whoever changed a line last, by its id, for the lines that stand in the text now."""
    standing = {line.id for line in texts.content_of(text).lines}
    rows = session.execute(
        sa.select(Person.name, TextUpdate.touched)
        .join(Person, Person.id == TextUpdate.person_id)
        .where(TextUpdate.text_id == text.id, TextUpdate.cause.in_(WRITING))
        .order_by(TextUpdate.seq)
    )
    return {line_id: name for name, touched in rows for line_id in touched if line_id in standing}


def _before(session: Session, text: Text, seq: int) -> dict[str, str]:
    """Return where lines stood that may be gone now; nothing where the row is not known any more."""
    try:
        return _places(texts.content_at(texts.state_at(session, text, Base(seq))))
    except Invalid:
        return {}


def _places(content: Content) -> dict[str, str]:
    return {line.id: section.key for section in sections(content.lines) for line in section.lines}
