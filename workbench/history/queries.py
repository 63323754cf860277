"""The named moments of a text through all editions of its article, and what lies between two of them."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, undefer

from workbench.domain.linetext import SECTION_SIGN, Content, Kind, Line
from workbench.domain.permissions import Actor, may
from workbench.domain.refusals import Reason, Unknown
from workbench.domain.roles import Permission
from workbench.models import Article, Cause, Edition, LateWords, Person, Segment, Text, TextUpdate, TextVersion
from workbench.store import texts
from workbench.store.editions import with_headings
from workbench.store.latewords import sees_all
from workbench.store.segments import segments_of
from workbench.store.visibility import WRITING, matters_of

#: Stands for the text as it is, among the ids of versions.
NOW: Literal["now"] = "now"
#: A version, or the text as it is.
Which = int | Literal["now"]


@dataclass(frozen=True, slots=True)
class History:
    """The texts of an article in one language, of every edition this person may read; the newest edition last."""

    article: Article
    language: str
    texts: tuple[Text, ...]

    @property
    def newest(self) -> Text:
        return self.texts[-1]


@dataclass(frozen=True, slots=True)
class Moment:
    """A version as the list shows it; ``authors`` changed words since the version before."""

    id: int
    edition: int
    number: int
    cause: Cause
    name: str
    authors: tuple[str, ...]
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: a version, or the text as it is (``version`` is None)."""

    text: Text
    version: TextVersion | None
    content: Content

    @property
    def seq(self) -> int:
        return self.text.seq if self.version is None else self.version.seq

    @property
    def which(self) -> Which:
        return NOW if self.version is None else self.version.id


def history_of(session: Session, actor: Actor, article_id: uuid.UUID, language: str) -> History:
    """Return the article's texts in that language; raises Unknown when the actor may read none of them."""
    editions = (
        session.scalars(
            sa.select(Edition)
            .where(Edition.article_id == article_id)
            .options(joinedload(Edition.article).joinedload(Article.owner), joinedload(Edition.texts))
            .order_by(Edition.number)
        )
        .unique()
        .all()
    )
    matters = matters_of(session, editions)
    readable = [each for each in editions if may(actor, Permission.ARTICLE_READ, matters[each.id])]
    found = [text for edition in readable for text in edition.texts if text.language == language]
    if not found:
        raise Unknown(Reason.UNKNOWN)
    return History(editions[-1].article, language, tuple(found))


def moments_of(session: Session, history: History) -> list[Moment]:
    """Return the versions of these texts, the newest first."""
    versions = session.scalars(
        sa.select(TextVersion)
        .where(TextVersion.text_id.in_([text.id for text in history.texts]))
        .options(joinedload(TextVersion.person))
        .order_by(TextVersion.id.desc())
    ).all()
    names = _names(session, (author for version in versions for author in version.author_ids))
    numbers = {text.id: text.edition.number for text in history.texts}
    moments = [
        Moment(
            id=version.id,
            edition=numbers[version.text_id],
            number=version.number,
            cause=version.cause,
            name=version.person.name if version.person else "",
            authors=tuple(names[author] for author in version.author_ids if author in names),
            at=version.at,
        )
        for version in versions
    ]
    return sorted(moments, key=lambda moment: (moment.edition, moment.number), reverse=True)


def late_of(session: Session, actor: Actor, history: History) -> list[LateWords]:
    """Return the words that came too late for these texts, dealt with or not: one's own, or all one has a hand in."""
    whole = [text.id for text in history.texts if sees_all(actor, text)]
    return list(
        session.scalars(
            sa.select(LateWords)
            .where(
                LateWords.text_id.in_([text.id for text in history.texts]),
                sa.or_(LateWords.person_id == actor.id, LateWords.text_id.in_(whole)),
            )
            .options(joinedload(LateWords.person), joinedload(LateWords.settled_by))
            .order_by(LateWords.id.desc())
        )
    )


def _names(session: Session, ids: Iterable[int]) -> Mapping[int, str]:
    rows = session.execute(sa.select(Person.id, Person.name).where(Person.id.in_(set(ids))))
    return {row.id: row.name for row in rows}


def side_of(session: Session, history: History, which: Which) -> Side:
    """Return that version of one of these texts, or the text as it is; raises Unknown for any other."""
    if which == NOW:
        text = history.newest
        return Side(text, None, shown(session, text, texts.content_of(text)))
    version = version_of(session, history, which)
    text = next(text for text in history.texts if text.id == version.text_id)
    return Side(text, version, shown(session, text, texts.from_values(version.content)))


def version_of(session: Session, history: History, version_id: int) -> TextVersion:
    """Load a version that belongs to one of these texts; raises Unknown for any other."""
    version = session.scalars(
        sa.select(TextVersion)
        .where(TextVersion.id == version_id, TextVersion.text_id.in_([text.id for text in history.texts]))
        .options(undefer(TextVersion.content), joinedload(TextVersion.person))
    ).first()
    if version is None:
        raise Unknown(Reason.UNKNOWN)
    return version


def shown(session: Session, text: Text, content: Content) -> Content:
    """Return the content as people compare it: with headings, a translation in the order of its sentences."""
    if not text.is_source:
        content = in_order(content, segments_of(session, text.edition, also_gone=True))
    return with_headings(text.edition, content, text.language)


def in_order(content: Content, segments: Sequence[Segment]) -> Content:
    """Return a translation's lines, one a sentence, under their sections; what no sentence asks for comes last."""
    lines = {line.id: line for line in content.lines}
    title, section = "", ""
    ordered: list[Line] = []
    for segment in sorted(segments, key=lambda each: (not each.is_current, each.position, each.id)):
        line = lines.pop(segment.key, None)
        if line is None:
            continue
        if segment.line_id == texts.TITLE:
            title = title or line.words
            continue
        if segment.is_current and segment.section_key != section:
            section = segment.section_key
            ordered.append(Line(SECTION_SIGN + section, Kind.SECTION, ()))
        ordered.append(Line(line.id, Kind(segment.kind), line.runs))
    return Content(title, (*ordered, *lines.values()))


def writers_between(session: Session, before: Side, after: Side) -> list[str]:
    """Return who wrote between the two, by name."""
    first, last = sorted((before, after), key=lambda side: (side.text.edition.number, side.seq))
    steps = sa.and_(TextUpdate.text_id == last.text.id, TextUpdate.seq <= last.seq)
    if first.text.id == last.text.id:
        steps = sa.and_(steps, TextUpdate.seq > first.seq)
    rows = session.scalars(
        sa.select(Person.name)
        .join(TextUpdate, TextUpdate.person_id == Person.id)
        .where(steps, TextUpdate.cause.in_(WRITING))
        .group_by(Person.id, Person.name)
        .order_by(sa.func.min(TextUpdate.seq))
    )
    return list(rows)
