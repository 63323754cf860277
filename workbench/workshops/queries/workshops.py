"""Workshops in lists, what one is to write, who is in it, what came of it."""

import datetime as dt
import enum
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from workbench.domain.permissions import Actor
from workbench.domain.roles import Role
from workbench.domain.states import State
from workbench.models import (
    Article,
    ArticleType,
    Edition,
    Grant,
    Organisation,
    Person,
    Programme,
    Text,
    Topic,
    WantedArticle,
    Workshop,
)
from workbench.store.paging import SIZE, Paged, cut, paged
from workbench.store.visibility import readable
from workbench.store.workshops import seen_workshops
from workbench.workshops.queries.progress import WRITTEN, has_made, is_newest


class When(enum.StrEnum):
    #: Its days are now.
    TODAY = "today"
    #: It lies ahead.
    COMING = "coming"
    #: Its days are over and nobody has closed it.
    OVER = "over"
    #: It was closed.
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class WorkshopRow:
    """A workshop in a list; ``listed`` counts all articles it set out to write."""

    id: int
    title: str
    programme_id: int
    programme: str
    place: str
    starts_on: dt.date
    ends_on: dt.date
    host: Organisation
    when: When
    people: int
    listed: int
    written: int

    @property
    def rank(self) -> int:
        """Return where its group stands: now, ahead, over, closed."""
        return list(When).index(self.when)


def when(workshop: Workshop, today: dt.date) -> When:
    """Tell whether the workshop is now, ahead, over or closed."""
    if workshop.closed_at is not None:
        return When.CLOSED
    if today < workshop.starts_on:
        return When.COMING
    return When.TODAY if today <= workshop.ends_on else When.OVER


def _order(today: dt.date) -> tuple[sa.ColumnElement[Any], ...]:
    rank = sa.case(
        (Workshop.closed_at.is_not(None), 3),
        (Workshop.starts_on > today, 1),
        (Workshop.ends_on < today, 2),
        else_=0,
    )
    ahead = sa.case((sa.and_(Workshop.closed_at.is_(None), Workshop.starts_on > today), Workshop.starts_on))
    return rank, ahead, Workshop.starts_on.desc(), Workshop.id.desc()


def workshops_seen(session: Session, actor: Actor, *, today: dt.date, number: int) -> Paged[WorkshopRow]:
    """Return a page of the workshops the actor may see: today's, those ahead the next first, those behind."""
    query = (
        sa.select(Workshop)
        .join(Programme, Programme.id == Workshop.programme_id)
        .where(seen_workshops(actor))
        .order_by(*_order(today))
        .options(joinedload(Workshop.programme), joinedload(Workshop.host))
    )
    return _rows(session, paged(session, query, number), today)


def workshops_of(session: Session, actor: Actor, programme: Programme, *, today: dt.date) -> tuple[WorkshopRow, ...]:
    """Return the workshops of a programme that the actor may see, the newest fifty."""
    query = (
        sa.select(Workshop)
        .join(Programme, Programme.id == Workshop.programme_id)
        .where(seen_workshops(actor), Workshop.programme_id == programme.id)
        .order_by(*_order(today))
        .options(joinedload(Workshop.programme), joinedload(Workshop.host))
        .limit(SIZE)
    )
    return _rows(session, cut(session.scalars(query), 1), today).rows


def _rows(session: Session, page: Paged[Workshop], today: dt.date) -> Paged[WorkshopRow]:
    ids = [workshop.id for workshop in page.rows]
    people = _counted(session, Grant.workshop_id, ids, sa.func.count(sa.distinct(Grant.person_id)))
    waiting = _counted(session, WantedArticle.workshop_id, ids, sa.func.count(), WantedArticle.article_id.is_(None))
    begun = {
        workshop_id: (number, written)
        for workshop_id, number, written in session.execute(
            sa.select(Article.workshop_id, sa.func.count(), sa.func.sum(sa.case((has_made(WRITTEN), 1), else_=0)))
            .where(Article.workshop_id.in_(ids))
            .group_by(Article.workshop_id)
        )
    }
    return page.each(
        lambda workshop: WorkshopRow(
            id=workshop.id,
            title=workshop.title,
            programme_id=workshop.programme_id,
            programme=workshop.programme.title,
            place=workshop.place,
            starts_on=workshop.starts_on,
            ends_on=workshop.ends_on,
            host=workshop.host,
            when=when(workshop, today),
            people=people.get(workshop.id, 0),
            listed=waiting.get(workshop.id, 0) + begun.get(workshop.id, (0, 0))[0],
            written=begun.get(workshop.id, (0, 0))[1],
        )
    )


def _counted(
    session: Session,
    column: sa.orm.InstrumentedAttribute[int | None],
    ids: Sequence[int],
    count: sa.ColumnElement[int],
    *conditions: sa.ColumnElement[bool],
) -> dict[int, int]:
    rows = session.execute(sa.select(column, count).where(column.in_(ids), *conditions).group_by(column))
    return {workshop_id: number for workshop_id, number in rows if workshop_id is not None}


@dataclass(frozen=True, slots=True)
class ListEntry:
    """An article of a workshop's list; ``state`` and ``article_id`` are None until somebody begins it."""

    id: int
    version: int
    title: str
    note: str
    language: str
    article_type: ArticleType
    topic: Topic | None
    writer_id: int | None
    writer: str
    article_id: uuid.UUID | None
    state: State | None
    may_open: bool


def list_of(session: Session, actor: Actor, workshop: Workshop) -> tuple[ListEntry, ...]:
    """Return what the workshop is to write: first what nobody has begun, each in the order it was added."""
    return _entries(session, actor, WantedArticle.workshop_id == workshop.id)


def to_take_from(session: Session, actor: Actor, workshop: Workshop) -> tuple[ListEntry, ...]:
    """Return what the programme wants and no workshop has on its list."""
    return _entries(
        session,
        actor,
        sa.and_(
            WantedArticle.programme_id == workshop.programme_id,
            WantedArticle.workshop_id.is_(None),
            WantedArticle.article_id.is_(None),
        ),
    )


def _entries(session: Session, actor: Actor, condition: sa.ColumnElement[bool]) -> tuple[ListEntry, ...]:
    rows = session.execute(
        sa.select(WantedArticle, ArticleType, Topic, Person.name, Edition.state, readable(actor))
        .join(ArticleType, ArticleType.key == WantedArticle.article_type_key)
        .outerjoin(Topic, Topic.key == WantedArticle.topic_key)
        .outerjoin(Person, Person.id == WantedArticle.writer_id)
        .outerjoin(Article, Article.id == WantedArticle.article_id)
        .outerjoin(Edition, sa.and_(Edition.article_id == Article.id, is_newest()))
        .where(condition)
        .order_by(WantedArticle.article_id.is_not(None), WantedArticle.id)
        .options(sa.orm.lazyload(ArticleType.sections))
    )
    return tuple(
        ListEntry(
            id=wanted.id,
            version=wanted.version,
            title=wanted.title,
            note=wanted.note,
            language=wanted.source_language,
            article_type=article_type,
            topic=topic,
            writer_id=wanted.writer_id,
            writer=writer or "",
            article_id=wanted.article_id,
            state=state,
            may_open=wanted.article_id is not None and bool(may_open),
        )
        for wanted, article_type, topic, writer, state, may_open in rows
    )


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody's role in a workshop; ``has_account`` is False until they have followed their invitation."""

    grant_id: int
    person_id: int
    name: str
    email: str
    organisation: Organisation | None
    role: Role
    ends_at: dt.datetime | None
    has_account: bool
    is_held: bool


def members_of(session: Session, workshop: Workshop, at: dt.datetime) -> tuple[Member, ...]:
    """Return who is in the workshop: those whose role counts now by name, then those whose role has ended."""
    grants = session.scalars(
        sa.select(Grant)
        .join(Person, Person.id == Grant.person_id)
        .where(Grant.workshop_id == workshop.id)
        .order_by(Person.name, Grant.id)
        .options(joinedload(Grant.person).joinedload(Person.organisation))
    )
    members = [
        Member(
            grant_id=grant.id,
            person_id=grant.person_id,
            name=grant.person.name,
            email=grant.person.email,
            organisation=grant.person.organisation,
            role=grant.role,
            ends_at=grant.ends_at,
            has_account=bool(grant.person.password_hash),
            is_held=grant.is_held_at(at) and grant.person.is_active,
        )
        for grant in grants
    ]
    return tuple(sorted(members, key=lambda member: not member.is_held))


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above every page of a workshop; ``waiting`` counts what nobody has begun."""

    waiting: int
    begun: int
    people: int
    facilitators: tuple[str, ...]


def head_of(session: Session, workshop: Workshop, at: dt.datetime) -> Head:
    """Return the numbers and names for the head of the workshop's pages."""
    waiting = sa.select(sa.func.count()).where(
        WantedArticle.workshop_id == workshop.id, WantedArticle.article_id.is_(None)
    )
    begun = sa.select(sa.func.count()).where(Article.workshop_id == workshop.id)
    numbers = session.execute(sa.select(waiting.scalar_subquery(), begun.scalar_subquery())).one()
    held = session.execute(
        sa.select(Person.id, Person.name, Grant.role)
        .join(Grant, Grant.person_id == Person.id)
        .where(Grant.workshop_id == workshop.id, Person.is_active, _is_held(at))
        .order_by(Person.name)
    ).all()
    return Head(
        waiting=numbers[0] or 0,
        begun=numbers[1] or 0,
        people=len({row.id for row in held}),
        facilitators=tuple(row.name for row in held if row.role is Role.FACILITATOR),
    )


def _is_held(at: dt.datetime) -> sa.ColumnElement[bool]:
    return sa.and_(Grant.starts_at <= at, sa.or_(Grant.ends_at.is_(None), Grant.ends_at > at))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an article of the workshop."""

    article_id: uuid.UUID
    title: str
    language: str
    writer: str
    state: State
    words: int
    is_written: bool
    may_open: bool


def outcomes_of(session: Session, actor: Actor, workshop: Workshop) -> tuple[Outcome, ...]:
    """Return every article that was begun in the workshop, the written ones first, by title."""
    rows = session.execute(
        sa.select(
            Article.id,
            Article.title,
            Article.source_language,
            sa.func.coalesce(Person.name, ""),
            Edition.state,
            Text.words,
            has_made(WRITTEN),
            readable(actor),
        )
        .join(Article, Article.id == Edition.article_id)
        .join(Text, sa.and_(Text.edition_id == Edition.id, Text.is_source))
        .outerjoin(WantedArticle, WantedArticle.article_id == Article.id)
        .outerjoin(Person, Person.id == sa.func.coalesce(WantedArticle.writer_id, Article.contact_person_id))
        .where(Article.workshop_id == workshop.id, is_newest())
        .order_by(Article.title, Article.id)
    )
    outcomes = [Outcome(*row[:-2], bool(row[-2]), bool(row[-1])) for row in rows]
    return tuple(sorted(outcomes, key=lambda outcome: not outcome.is_written))
