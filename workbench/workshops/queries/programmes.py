"""Programmes in lists, what they want, how far their topics are covered."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from workbench.domain.permissions import Actor
from workbench.domain.states import State
from workbench.models import (
    Article,
    Edition,
    Organisation,
    Programme,
    Topic,
    WantedArticle,
    Workshop,
    article_topic,
)
from workbench.store.paging import Paged, paged
from workbench.store.visibility import readable
from workbench.store.workshops import seen_programmes
from workbench.workshops.queries.progress import PUBLISHED, has_made, is_newest

#: Stands among the states for what nobody has begun.
NOT_BEGUN = "wanted"


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """A programme in a list, in numbers."""

    id: int
    title: str
    organisation: Organisation
    wanted: int
    begun: int
    published: int
    workshops: int


def programmes_seen(session: Session, actor: Actor, *, number: int) -> Paged[ProgrammeRow]:
    """Return a page of the programmes the actor may see, by title."""
    query = (
        sa.select(Programme)
        .where(seen_programmes(actor))
        .order_by(Programme.title, Programme.id)
        .options(joinedload(Programme.organisation))
    )
    page = paged(session, query, number)
    ids = [programme.id for programme in page.rows]
    waiting = _counted(session, WantedArticle.programme_id, ids, WantedArticle.article_id.is_(None))
    begun = _counted(session, Article.programme_id, ids)
    published = _counted(session, Article.programme_id, ids, has_made(PUBLISHED))
    workshops = _counted(session, Workshop.programme_id, ids)
    return page.each(
        lambda programme: ProgrammeRow(
            id=programme.id,
            title=programme.title,
            organisation=programme.organisation,
            wanted=waiting.get(programme.id, 0) + begun.get(programme.id, 0),
            begun=begun.get(programme.id, 0),
            published=published.get(programme.id, 0),
            workshops=workshops.get(programme.id, 0),
        )
    )


def _counted(
    session: Session,
    column: sa.orm.InstrumentedAttribute[int] | sa.orm.InstrumentedAttribute[int | None],
    ids: Sequence[int],
    *conditions: sa.ColumnElement[bool],
) -> dict[int, int]:
    rows = session.execute(sa.select(column, sa.func.count()).where(column.in_(ids), *conditions).group_by(column))
    return {key: number for key, number in rows if key is not None}


@dataclass(frozen=True, slots=True)
class WantedRow:
    """An article a programme wants, with where it stands; ``state`` is None while nobody has begun it."""

    id: int
    title: str
    note: str
    language: str
    segment: str
    topic: Topic | None
    workshop_id: int | None
    workshop: str
    writer: str
    article_id: uuid.UUID | None
    state: State | None
    since: dt.datetime | None
    may_open: bool


def wanted_by(
    session: Session,
    actor: Actor,
    programme: Programme,
    topics: Sequence[Topic],
    *,
    topic: str = "",
    state: str = "",
    number: int = 1,
) -> Paged[WantedRow]:
    """Return a page of what the programme wants, by title; "" for every topic and every state."""
    # The newest edition is part of the outer join, so that what nobody has begun stays in the list.
    query = (
        sa.select(WantedArticle)
        .outerjoin(Article, Article.id == WantedArticle.article_id)
        .outerjoin(Edition, sa.and_(Edition.article_id == Article.id, is_newest()))
        .where(WantedArticle.programme_id == programme.id)
        .order_by(WantedArticle.title, WantedArticle.id)
        .options(joinedload(WantedArticle.writer), joinedload(WantedArticle.workshop))
    )
    if topic:
        query = query.where(WantedArticle.topic_key == topic)
    if state:
        query = query.where(Edition.id.is_(None) if state == NOT_BEGUN else Edition.state == state)
    page = paged(session, query, number)
    standing = _standing(session, actor, page.rows)
    by_key = {found.key: found for found in topics}
    return page.each(lambda wanted: _row(wanted, by_key, standing))


def _standing(
    session: Session, actor: Actor, rows: Sequence[WantedArticle]
) -> dict[uuid.UUID, tuple[State, dt.datetime, bool]]:
    ids = [wanted.article_id for wanted in rows if wanted.article_id is not None]
    found = session.execute(
        sa.select(Article.id, Edition.state, Edition.state_since, readable(actor))
        .join(Article, Article.id == Edition.article_id)
        .where(Article.id.in_(ids), is_newest())
    )
    return {article_id: (state, since, bool(may_open)) for article_id, state, since, may_open in found}


def _row(
    wanted: WantedArticle,
    topics: dict[str, Topic],
    standing: dict[uuid.UUID, tuple[State, dt.datetime, bool]],
) -> WantedRow:
    nothing: tuple[State | None, dt.datetime | None, bool] = (None, None, False)
    state, since, may_open = standing.get(wanted.article_id, nothing) if wanted.article_id else nothing
    return WantedRow(
        id=wanted.id,
        title=wanted.title,
        note=wanted.note,
        language=wanted.source_language,
        segment=wanted.segment,
        topic=topics.get(wanted.topic_key or ""),
        workshop_id=wanted.workshop_id,
        workshop=wanted.workshop.title if wanted.workshop else "",
        writer=wanted.writer.name if wanted.writer else "",
        article_id=wanted.article_id,
        state=state,
        since=since,
        may_open=may_open,
    )


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far a topic is covered; ``topic`` is None for what has none. ``wanted`` counts begun ones too."""

    topic: Topic | None
    wanted: int
    begun: int
    published: int


def coverage_of(session: Session, programme: Programme, topics: Sequence[Topic]) -> tuple[Coverage, ...]:
    """Return the topics of the programme in their order, with what is wanted, begun and published of each.

    An article with two topics counts under both, so the rows may add up to more than there are articles.
    """
    waiting = dict(
        session.execute(
            sa.select(WantedArticle.topic_key, sa.func.count())
            .where(WantedArticle.programme_id == programme.id, WantedArticle.article_id.is_(None))
            .group_by(WantedArticle.topic_key)
        ).all()
    )
    begun = {
        key: (number, there)
        for key, number, there in session.execute(
            sa.select(
                article_topic.c.topic_key,
                sa.func.count(),
                sa.func.sum(sa.case((has_made(PUBLISHED), 1), else_=0)),
            )
            .select_from(Article)
            .outerjoin(article_topic, article_topic.c.article_id == Article.id)
            .where(Article.programme_id == programme.id)
            .group_by(article_topic.c.topic_key)
        )
    }
    keys = waiting.keys() | begun.keys()
    chosen = [topic for topic in (*topics, None) if (topic.key if topic else None) in keys]
    return tuple(_coverage(topic, waiting, begun) for topic in chosen)


def _coverage(
    topic: Topic | None, waiting: dict[str | None, int], begun: dict[str | None, tuple[int, int]]
) -> Coverage:
    key = topic.key if topic else None
    number, there = begun.get(key, (0, 0))
    return Coverage(topic, waiting.get(key, 0) + number, number, there)
