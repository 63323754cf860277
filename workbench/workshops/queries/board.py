"""The board of a workshop: every article in the column of its state, counts, who writes what."""

import datetime as dt
import hashlib
import uuid
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from workbench.domain.permissions import Actor
from workbench.domain.roles import Role
from workbench.domain.signatures import Capacity
from workbench.domain.states import Move, State
from workbench.models import Article, Claim, Edition, Grant, Person, Text, WantedArticle, Workshop
from workbench.store.visibility import readable
from workbench.workshops.queries.progress import PUBLISHED, WRITTEN, first_moves, is_newest, last_move

#: The column of what nobody has begun.
ON_LIST = "wanted"
#: Columns in the order of the work; what is over stands in the last.
COLUMNS: tuple[tuple[str, tuple[State, ...]], ...] = (
    (State.DRAFTING, (State.DRAFTING,)),
    (State.IN_REVIEW, (State.IN_REVIEW,)),
    (State.IN_TRANSLATION, (State.IN_TRANSLATION,)),
    (State.IN_CHECKING, (State.IN_CHECKING,)),
    (State.AWAITING_APPROVAL, (State.AWAITING_APPROVAL,)),
    (State.PUBLISHED, (State.APPROVED, State.PUBLISHED, State.SUPERSEDED, State.WITHDRAWN)),
)
#: A draft's words are told in steps, so that the board does not change with every word.
STEP = 50


@dataclass(frozen=True, slots=True)
class Card:
    """An article on the board; ``words`` counts whole steps of ``STEP``, and is 0 only while there are none."""

    article_id: uuid.UUID
    title: str
    language: str
    state: State
    since: dt.datetime
    due_at: dt.datetime | None
    is_returned: bool
    words: int
    has_words: bool
    writer_id: int | None
    writer: str
    #: Who has it in hand now, where that is not the writer: the translator, the checker.
    holder: str
    may_open: bool


@dataclass(frozen=True, slots=True)
class ListCard:
    """An article of the list that nobody has begun."""

    id: int
    title: str
    language: str


@dataclass(frozen=True, slots=True)
class Column:
    """Articles in one state, those that came last on top."""

    key: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many were written (submitted at least once) and published, in all and since a moment; ``goal`` may be 0."""

    written: int
    written_today: int
    published: int
    published_today: int
    goal: int


@dataclass(frozen=True, slots=True)
class Writer:
    """Somebody who writes in the workshop: what they have in hand, and how many of theirs are written."""

    name: str
    drafts: tuple[Card, ...]
    written: int


@dataclass(frozen=True, slots=True)
class Board:
    """All of a board, so that two of them can be held together."""

    waiting: tuple[ListCard, ...]
    columns: tuple[Column, ...]
    counts: Counts
    writers: tuple[Writer, ...]

    @property
    def fingerprint(self) -> str:
        """Return what changes exactly when something on the board does."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:24]


def board_of(session: Session, actor: Actor, workshop: Workshop, *, today: dt.datetime, at: dt.datetime) -> Board:
    """Return the board as it is at the moment ``at``; ``today`` is when the day of those who look began."""
    waiting = _waiting(session, workshop)
    cards = _cards(session, actor, workshop, at)
    written = first_moves(session, [workshop.id])
    done = {article_id for article_id, moves in written.items() if WRITTEN in moves}
    return Board(
        waiting=waiting,
        columns=tuple(Column(key, tuple(card for card in cards if card.state in states)) for key, states in COLUMNS),
        counts=_counts(written, today, workshop.goal or len(waiting) + len(cards)),
        writers=_writers(_people(session, workshop, at), cards, done),
    )


def _waiting(session: Session, workshop: Workshop) -> tuple[ListCard, ...]:
    rows = session.execute(
        sa.select(WantedArticle.id, WantedArticle.title, WantedArticle.source_language)
        .where(WantedArticle.workshop_id == workshop.id, WantedArticle.article_id.is_(None))
        .order_by(WantedArticle.id)
    )
    return tuple(ListCard(*row) for row in rows)


def _cards(session: Session, actor: Actor, workshop: Workshop, at: dt.datetime) -> list[Card]:
    contact, writer, holder = aliased(Person), aliased(Person), aliased(Person)
    rows = session.execute(
        sa.select(
            Article.id,
            Article.title,
            Article.source_language,
            Edition.state,
            Edition.state_since,
            Edition.due_at,
            last_move().label("move"),
            Text.words,
            sa.func.coalesce(writer.id, contact.id).label("writer_id"),
            sa.func.coalesce(writer.name, contact.name, "").label("writer"),
            sa.func.coalesce(holder.name, "").label("holder"),
            readable(actor).label("may_open"),
        )
        .join(Article, Article.id == Edition.article_id)
        .join(Text, sa.and_(Text.edition_id == Edition.id, Text.is_source))
        .outerjoin(WantedArticle, WantedArticle.article_id == Article.id)
        .outerjoin(writer, writer.id == WantedArticle.writer_id)
        .outerjoin(contact, contact.id == Article.contact_person_id)
        .outerjoin(Claim, _holds_it(at))
        .outerjoin(holder, holder.id == Claim.person_id)
        .where(Article.workshop_id == workshop.id, is_newest())
        .order_by(Edition.state_since.desc(), Edition.id.desc())
    )
    return [_card(row) for row in rows]


def _holds_it(at: dt.datetime) -> sa.ColumnElement[bool]:
    capacity = sa.case((Edition.state == State.IN_CHECKING, Capacity.CHECKER.value), else_=Capacity.TRANSLATOR.value)
    at_work = Edition.state.in_([State.IN_TRANSLATION, State.IN_CHECKING])
    return sa.and_(Claim.edition_id == Edition.id, Claim.capacity == capacity, Claim.ends_at > at, at_work)


def _card(row: sa.Row[*tuple[Any, ...]]) -> Card:
    # Only a draft grows; of the others the number would only make the board change.
    is_draft = row.state is State.DRAFTING
    return Card(
        article_id=row.id,
        title=row.title,
        language=row.source_language,
        state=row.state,
        since=row.state_since,
        due_at=row.due_at,
        is_returned=is_draft and row.move is Move.REQUEST_CHANGES,
        words=row.words // STEP * STEP if is_draft else 0,
        has_words=row.words > 0,
        writer_id=row.writer_id,
        writer=row.writer,
        holder=row.holder,
        may_open=bool(row.may_open),
    )


def _counts(written: dict[uuid.UUID, dict[Move, dt.datetime]], today: dt.datetime, goal: int) -> Counts:
    first_written = [moves[WRITTEN] for moves in written.values() if WRITTEN in moves]
    first_published = [moves[PUBLISHED] for moves in written.values() if PUBLISHED in moves]
    return Counts(
        written=len(first_written),
        written_today=sum(at >= today for at in first_written),
        published=len(first_published),
        published_today=sum(at >= today for at in first_published),
        goal=goal,
    )


def _people(session: Session, workshop: Workshop, at: dt.datetime) -> dict[int, str]:
    rows = session.execute(
        sa.select(Person.id, Person.name)
        .join(Grant, Grant.person_id == Person.id)
        .where(
            Grant.workshop_id == workshop.id,
            Grant.role == Role.PARTICIPANT,
            Grant.starts_at <= at,
            sa.or_(Grant.ends_at.is_(None), Grant.ends_at > at),
        )
        .distinct()
    )
    return dict(rows.all())


def _writers(people: dict[int, str], cards: list[Card], done: set[uuid.UUID]) -> tuple[Writer, ...]:
    names = people | {card.writer_id: card.writer for card in cards if card.writer_id is not None}
    found = [
        Writer(
            name,
            tuple(card for card in cards if card.writer_id == person_id and card.state is State.DRAFTING),
            sum(card.writer_id == person_id and card.article_id in done for card in cards),
        )
        for person_id, name in names.items()
    ]
    return tuple(sorted(found, key=attrgetter("name")))
