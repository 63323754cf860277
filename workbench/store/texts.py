"""Texts in the database: append to the log, read a base, make a version. Nothing else writes ``text_update``."""

import functools
import secrets
import string
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, undefer

from workbench.domain import linetext, livetext
from workbench.domain.linetext import SECTION_SIGN, Content, Kind, Line, Run
from workbench.domain.refusals import Invalid, Reason
from workbench.domain.segmentation import SEGMENTER
from workbench.models import Cause, Edition, Text, TextCheckpoint, TextUpdate, TextVersion, now
from workbench.store.visibility import WRITING

#: A checkpoint is kept every so many rows, so that an old base costs at most so many rows to read.
CHECKPOINT_EVERY = 50
#: Stands for the title among line ids.
TITLE = "title"
_LETTERS = string.ascii_lowercase + string.digits


@dataclass(frozen=True, slots=True)
class Base:
    """What a page was made from: all rows up to ``seq``, and the page's own saves after it."""

    seq: int
    own: tuple[int, ...] = ()

    def __str__(self) -> str:
        return "+".join(str(number) for number in (self.seq, *self.own))

    def grown(self, seq: int) -> "Base":
        """Return the base after the page's own save became row ``seq``; rows without a gap are taken together."""
        start, own = self.seq, sorted({*self.own, seq})
        while own and own[0] == start + 1:
            start = own.pop(0)
        return Base(start, tuple(own))


def parse_base(token: str) -> Base:
    """Read a base as a page sends it ("120" or "120+124+131"); raise Invalid when it is none."""
    parts = token.split("+")
    if len(parts) > 5000 or not all(part.isascii() and part.isdigit() and len(part) < 10 for part in parts):  # noqa: PLR2004 - more saves than a page can make
        raise Invalid(Reason.BASE_UNKNOWN)
    seq, *own = (int(part) for part in parts)
    return Base(seq, tuple(own))


def new_client() -> int:
    """Return a fresh client id for one fork: 32 random bits, never used twice."""
    return secrets.randbits(32)


def new_line_id() -> str:
    """Return a fresh line id: 7 random letters."""
    return "".join(secrets.choice(_LETTERS) for _ in range(7))


def locked(session: Session, text: Text) -> Text:
    """Lock the text's row until the commit and return it as it is now: rows of its log get their numbers one by one."""
    with_state = [undefer(Text.state)]
    return session.get_one(Text, text.id, options=with_state, with_for_update=True, populate_existing=True)


def open_text(
    session: Session,
    edition: Edition,
    language: str,
    first: bytes,
    *,
    is_source: bool,
    person_id: int | None,
    request_id: uuid.UUID | None = None,
) -> Text:
    """Make a text of the edition from its first update; ``request_id`` is given where it was opened elsewhere."""
    text = Text(edition=edition, language=language, is_source=is_source, state=first)
    session.add(text)
    session.flush()
    _remember(text, livetext.read(first))
    _add_row(session, text, first, request_id or uuid.uuid4(), person_id, Cause.OPEN, frozenset(), frozenset())
    session.flush()
    return text


def content_of(text: Text) -> Content:
    """Read the text as it is now."""
    return content_at(text.state)


@functools.lru_cache(maxsize=64)
def content_at(state: bytes) -> Content:
    """Read a state; what was read lately, as every page of a text does again and again, is remembered."""
    return livetext.read(state)


def row_of(session: Session, text: Text, request_id: uuid.UUID) -> TextUpdate | None:
    """Return the row that this request became, if it has been here before."""
    return session.scalars(
        sa.select(TextUpdate).where(TextUpdate.text_id == text.id, TextUpdate.request_id == request_id)
    ).first()


def is_same_since(session: Session, text: Text, seq: int) -> bool:
    """Tell whether the words are those of that row still: there is one, and since then people only remarked."""
    changed = sa.select(TextUpdate.seq).where(
        TextUpdate.text_id == text.id, TextUpdate.seq > seq, TextUpdate.cause != Cause.SUGGEST
    )
    return 1 <= seq <= text.seq and (seq == text.seq or session.scalar(changed.limit(1)) is None)


def state_at(session: Session, text: Text, base: Base) -> bytes:
    """Return the state a page was made from; raise Invalid when the log has no such rows."""
    if max((base.seq, *base.own)) > text.seq or base.seq < 1:
        raise Invalid(Reason.BASE_UNKNOWN)
    if base.seq == text.seq:
        return text.state
    checkpoint = session.scalars(
        sa.select(TextCheckpoint)
        .where(TextCheckpoint.text_id == text.id, TextCheckpoint.seq <= base.seq)
        .order_by(TextCheckpoint.seq.desc())
        .limit(1)
    ).first()
    start = checkpoint.seq if checkpoint else 0
    rows = session.scalars(
        sa.select(TextUpdate.update)
        .where(
            TextUpdate.text_id == text.id,
            sa.or_(sa.and_(TextUpdate.seq > start, TextUpdate.seq <= base.seq), TextUpdate.seq.in_(base.own)),
        )
        .order_by(TextUpdate.seq)
    ).all()
    return livetext.joined([*([checkpoint.state] if checkpoint else []), *rows])


def append(
    session: Session,
    text: Text,
    update: bytes,
    *,
    person_id: int | None,
    request_id: uuid.UUID,
    cause: Cause,
    merged: bytes | None = None,
) -> TextUpdate:
    """Add one row to the log of a text that is ``locked``, and bring the cached state up to it.

    What the row touched is found by comparing the text before and after, so nobody can claim other lines than theirs.
    ``merged`` is the state with the update in it, where that is known already.
    """
    before = content_of(text)
    text.state = livetext.committed(text.state, update).state if merged is None else merged
    after = content_at(text.state)
    _remember(text, after)
    row = _add_row(
        session,
        text,
        update,
        request_id,
        person_id,
        cause,
        linetext.touched(before, after) | ({TITLE} if before.title != after.title else set()),
        linetext.removed(before, after),
    )
    if text.seq % CHECKPOINT_EVERY == 0:
        session.add(TextCheckpoint(text_id=text.id, seq=text.seq, state=text.state))
    session.flush()
    return row


def _add_row(
    session: Session,
    text: Text,
    update: bytes,
    request_id: uuid.UUID,
    person_id: int | None,
    cause: Cause,
    touched: Iterable[str],
    removed: Iterable[str],
) -> TextUpdate:
    text.seq += 1
    row = TextUpdate(
        text_id=text.id,
        seq=text.seq,
        request_id=request_id,
        person_id=person_id,
        cause=cause,
        update=update,
        touched=sorted(touched),
        removed=sorted(removed),
        at=now(),
    )
    session.add(row)
    return row


def _remember(text: Text, content: Content) -> None:
    words = [line.words for line in content.lines if line.kind is not Kind.SECTION]
    # A translation has its title on a line of its own, as its other sentences.
    on_a_line = next((line.words for line in content.lines if line.id == TITLE), "")
    text.title = content.title.strip() or on_a_line
    text.letters = sum(len(line) for line in words)
    text.words = sum(len(line.split()) for line in words)
    text.updated_at = now()


def as_values(content: Content) -> dict[str, object]:
    """Return the content as JSON values, readable without the log."""
    lines = [
        {
            "id": line.id,
            "kind": line.kind.value,
            "runs": [[run.words, run.bold, run.italic, run.link] for run in line.runs],
        }
        for line in content.lines
    ]
    return {"title": content.title, "lines": lines}


def from_values(values: dict[str, object]) -> Content:
    """Read a content back from its JSON values."""
    lines = values["lines"]
    if not isinstance(lines, list):
        raise TypeError("lines")
    return Content(
        str(values["title"]),
        tuple(Line(line["id"], Kind(line["kind"]), tuple(Run(*run) for run in line["runs"])) for line in lines),
    )


def add_version(session: Session, text: Text, cause: Cause, person_id: int | None) -> TextVersion:
    """Keep the text as it is now under the next number; its authors are found from the log."""
    last = session.scalars(
        sa.select(TextVersion).where(TextVersion.text_id == text.id).order_by(TextVersion.number.desc()).limit(1)
    ).first()
    authors = session.scalars(
        sa.select(TextUpdate.person_id)
        .where(
            TextUpdate.text_id == text.id,
            TextUpdate.seq > (last.seq if last else 0),
            TextUpdate.cause.in_(WRITING),
            TextUpdate.person_id.is_not(None),
        )
        .distinct()
    ).all()
    version = TextVersion(
        text=text,
        number=(last.number if last else 0) + 1,
        seq=text.seq,
        cause=cause,
        person_id=person_id,
        content=as_values(content_of(text)),
        author_ids=sorted(author for author in authors if author is not None),
        segmenter=SEGMENTER,
        at=now(),
    )
    session.add(version)
    session.flush()
    return version


def line_authors(session: Session, text_id: int) -> dict[str, frozenset[int]]:
    """Return, for each line id, everyone who changed that line in this edition."""
    return _authors(session, TextUpdate.text_id == text_id)


def translation_authors(session: Session, article_id: uuid.UUID, *, key: str = "") -> dict[str, frozenset[int]]:
    """Return, for each segment key, everyone who wrote that translated sentence in any edition of the article.

    With a key only the rows that touched that sentence are read; what they touched besides comes along.
    """
    targets = sa.select(Text.id).join(Edition).where(Edition.article_id == article_id, sa.not_(Text.is_source))
    touched = sa.cast(TextUpdate.touched, sa.Text).contains(f'"{key}"', autoescape=True) if key else sa.true()
    return _authors(session, sa.and_(TextUpdate.text_id.in_(targets), touched))


def _authors(session: Session, where: sa.ColumnElement[bool]) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    rows = session.execute(
        sa.select(TextUpdate.touched, TextUpdate.person_id).where(
            where, TextUpdate.cause.in_(WRITING), TextUpdate.person_id.is_not(None)
        )
    )
    for touched, person_id in rows:
        for line_id in touched:
            found.setdefault(line_id, set()).add(person_id)
    return {line_id: frozenset(people) for line_id, people in found.items()}


def section_keys(edition: Edition) -> list[str]:
    """Return the keys of the sections that texts of this edition have, in order."""
    return [section.key for section in edition.article.article_type.sections]


def section_line_id(key: str) -> str:
    """Return the id of the line that opens the section."""
    return SECTION_SIGN + key
