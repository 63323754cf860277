"""The list of articles: those a person may read, and what is out for everybody."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from workbench.domain.permissions import Actor
from workbench.domain.roles import Permission
from workbench.domain.states import State
from workbench.models import (
    Article,
    Edition,
    Organisation,
    Segment,
    Text,
    TextUpdate,
    Topic,
    WantedArticle,
    Workshop,
    article_topic,
)
from workbench.store.paging import SIZE, Paged
from workbench.store.texts import TITLE
from workbench.store.visibility import WRITING, newest_editions, readable

SORTS = ("changed", "title", "due", "waiting")
SOFT_HYPHEN = "\u00ad"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is asked for; empty says: all."""

    search: str = ""
    state: State | None = None
    owner_id: int | None = None
    topic: str = ""
    workshop_id: int | None = None
    language: str = ""
    mine: bool = False
    sort: str = "changed"
    page: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """One article of the list as this person may see it: the open edition, or what is out."""

    article_id: uuid.UUID
    title: str
    language: str
    owner: Organisation
    state: State
    since: dt.datetime
    due_at: dt.datetime | None
    is_readable: bool
    topics: tuple[Topic, ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """What the list can be filtered by."""

    owners: Sequence[Organisation]
    topics: Sequence[Topic]
    workshops: Sequence[Workshop]


class _Seen:
    """The columns of the list as one person sees them: of an edition they may not read, nothing but what is out."""

    def __init__(self, actor: Actor) -> None:
        newest = sa.select(Edition.article_id, sa.func.max(Edition.number).label("number"))
        self.newest = newest.group_by(Edition.article_id).subquery()
        self.live = aliased(Edition)
        self.live_text = aliased(Text)
        self.may_read = readable(actor)
        self.title = sa.case((self.may_read, Article.title), else_=self.live_text.title)
        self.state = sa.case((self.may_read, Edition.state), else_=self.live.state)
        self.since = sa.case((self.may_read, Edition.state_since), else_=self.live.state_since)
        self.due_at = sa.case((self.may_read, Edition.due_at), else_=sa.null())

    def select(self, *columns: Any) -> sa.Select[Any]:  # noqa: ANN401 - columns and entities alike
        """Select from the newest edition of every article that is readable or out."""
        return (
            sa.select(*columns)
            .select_from(Article)
            .join(self.newest, self.newest.c.article_id == Article.id)
            .join(Edition, sa.and_(Edition.article_id == Article.id, Edition.number == self.newest.c.number))
            .outerjoin(self.live, sa.and_(self.live.article_id == Article.id, self.live.state == State.PUBLISHED))
            .outerjoin(self.live_text, sa.and_(self.live_text.edition_id == self.live.id, self.live_text.is_source))
            .where(sa.or_(self.may_read, self.live.id.is_not(None)))
        )

    def order(self, sort: str) -> tuple[Any, ...]:
        ways: dict[str, sa.ColumnElement[Any]] = {
            "title": sa.func.lower(self.title),
            "due": sa.func.coalesce(self.due_at, dt.datetime.max.replace(tzinfo=dt.UTC)),
            "waiting": self.since,
        }
        return (ways.get(sort, self.since.desc()), Article.id)


def articles_for(session: Session, actor: Actor, wanted: Wanted) -> Paged[Row]:
    """Return one page of the list, in a constant number of queries."""
    seen = _Seen(actor)
    where = _conditions(seen, actor, wanted)
    total = session.scalar(seen.select(sa.func.count()).where(*where)) or 0
    last = max(1, -(-total // SIZE))
    here = min(max(1, wanted.page), last)
    columns = (Article, Organisation, seen.title, seen.state, seen.since, seen.due_at, seen.may_read)
    rows = session.execute(
        seen.select(*columns)
        .join(Organisation, Organisation.id == Article.owner_id)
        .where(*where)
        .order_by(*seen.order(wanted.sort))
        .limit(SIZE)
        .offset((here - 1) * SIZE)
    ).all()
    topics = _topics_of(session, [row[0].id for row in rows])
    shown = tuple(
        Row(
            article_id=article.id,
            title=title or "",
            language=article.source_language,
            owner=owner,
            state=State(state),
            since=since,
            due_at=due_at,
            is_readable=bool(may_read),
            topics=topics.get(article.id, ()),
        )
        for article, owner, title, state, since, due_at, may_read in rows
    )
    return Paged(shown, here, last, total)


def _topics_of(session: Session, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, tuple[Topic, ...]]:
    rows = session.execute(
        sa.select(article_topic.c.article_id, Topic)
        .join(Topic, Topic.key == article_topic.c.topic_key)
        .where(article_topic.c.article_id.in_(ids))
        .order_by(Topic.position)
    )
    found: dict[uuid.UUID, list[Topic]] = {}
    for article_id, topic in rows:
        found.setdefault(article_id, []).append(topic)
    return {article_id: tuple(topics) for article_id, topics in found.items()}


def _conditions(seen: _Seen, actor: Actor, wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    asked: dict[str, sa.ColumnElement[bool] | None] = {
        "search": _found(seen, wanted.search) if wanted.search.strip() else None,
        "state": seen.state == wanted.state if wanted.state else None,
        "owner": Article.owner_id == wanted.owner_id if wanted.owner_id else None,
        "topic": _about(wanted.topic) if wanted.topic else None,
        "workshop": Article.workshop_id == wanted.workshop_id if wanted.workshop_id else None,
        "language": Article.source_language == wanted.language if wanted.language else None,
        "mine": sa.and_(seen.may_read, _mine(actor)) if wanted.mine else None,
    }
    return [condition for condition in asked.values() if condition is not None]


def _found(seen: _Seen, search: str) -> sa.ColumnElement[bool]:
    """Look for the words in the title of either language, small or capital; SQLite knows no capitals but A to Z."""
    words = " ".join(search.replace(SOFT_HYPHEN, "").split())
    forms = {words, words.lower(), words.upper(), words.capitalize()}
    target = (
        sa.select(Segment.id)
        .where(
            Segment.edition_id == sa.case((seen.may_read, Edition.id), else_=seen.live.id),
            Segment.line_id == TITLE,
            Segment.is_current,
        )
        .where(sa.or_(*(_holds(Segment.target, form) for form in forms)))
        .exists()
    )
    return sa.or_(target, *(_holds(seen.title, form) for form in forms))


def _holds(column: sa.ColumnElement[Any] | Any, words: str) -> sa.ColumnElement[bool]:  # noqa: ANN401 - a column or its attribute
    condition: sa.ColumnElement[bool] = sa.func.replace(column, SOFT_HYPHEN, "").icontains(words, autoescape=True)
    return condition


def _about(topic: str) -> sa.ColumnElement[bool]:
    return sa.exists().where(article_topic.c.article_id == Article.id, article_topic.c.topic_key == topic)


def _mine(actor: Actor) -> sa.ColumnElement[bool]:
    """Choose what the person is the contact of, has taken to write, or has written in."""
    taken = sa.exists().where(WantedArticle.article_id == Article.id, WantedArticle.writer_id == actor.id)
    wrote = (
        sa.select(TextUpdate.seq)
        .join(Text, Text.id == TextUpdate.text_id)
        .where(Text.edition_id == Edition.id, TextUpdate.person_id == actor.id, TextUpdate.cause.in_(WRITING))
        .exists()
    )
    return sa.or_(Article.contact_person_id == actor.id, taken, wrote)


def choices_for(session: Session, actor: Actor) -> Choices:
    """Return all topics, whoever owns an article, and the workshops of those that the person may read."""
    newest = newest_editions().where(readable(actor), Article.workshop_id.is_not(None))
    workshops = newest.with_only_columns(Article.workshop_id)
    owns = sa.exists().where(Article.owner_id == Organisation.id)
    return Choices(
        owners=session.scalars(sa.select(Organisation).where(owns).order_by(Organisation.name_da)).all(),
        topics=session.scalars(sa.select(Topic).order_by(Topic.position)).all(),
        workshops=session.scalars(
            sa.select(Workshop).where(Workshop.id.in_(workshops)).order_by(Workshop.starts_on.desc())
        ).all(),
    )


def owners_for(
    session: Session, actor: Actor, permission: Permission = Permission.ARTICLE_CREATE
) -> Sequence[Organisation]:
    """Return the organisations for which the actor's roles carry the permission, whatever the workshop."""
    held = [each for each in actor.with_permission(permission) if each.pair is None and each.workshop_id is None]
    own = [each.organisation_id for each in held if each.organisation_id is not None]
    query = sa.select(Organisation).where(Organisation.is_active).order_by(Organisation.name_da)
    is_everywhere = len(own) < len(held)
    return session.scalars(query if is_everywhere else query.where(Organisation.id.in_(own))).all()
