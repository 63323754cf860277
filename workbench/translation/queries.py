"""The queue: what waits to be translated or checked, for whose roles, how large, how much of it the memory has."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from workbench.domain.permissions import Actor, Place, may_there
from workbench.domain.roles import Permission, Role
from workbench.domain.signatures import Capacity
from workbench.domain.states import Move, State
from workbench.models import (
    Article,
    Claim,
    Edition,
    EditionMove,
    Organisation,
    Person,
    Segment,
    Text,
    TextUpdate,
    Topic,
    Workshop,
    now,
)
from workbench.store.memory import Asker, covered_shares
from workbench.store.paging import Paged, paged_rows
from workbench.store.people import PAIRS
from workbench.store.texts import Base
from workbench.store.visibility import in_scope

TABS = ("translate", "mine", "check")
ORDERS = ("due", "age", "size")
IN_QUEUE = (State.IN_TRANSLATION, State.IN_CHECKING)


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to see of the queue; "" and None are everything."""

    tab: str = "translate"
    pair: str = ""
    topic: str = ""
    workshop_id: int | None = None
    only_free: bool = False
    order: str = "due"


@dataclass(frozen=True, slots=True)
class Row:
    """One edition of the queue: ``share`` is what the memory has of it, in per cent; ``due_at`` may be None."""

    article_id: uuid.UUID
    title: str
    pair: tuple[str, str]
    owner: str
    state: State
    sentences: int
    letters: int
    ready: int
    share: int
    returned: int
    since: dt.datetime
    due_at: dt.datetime | None
    claimed_by: str
    is_mine: bool
    may_claim: bool

    @property
    def is_check(self) -> bool:
        return self.state is State.IN_CHECKING


@dataclass(frozen=True, slots=True)
class Choices:
    """What the queue can be filtered by: pairs, topics, workshops that have something in it."""

    pairs: Sequence[tuple[str, str]]
    topics: Sequence[Topic]
    workshops: Sequence[Workshop]


def _to_translate(actor: Actor) -> sa.ColumnElement[bool]:
    return sa.and_(Edition.state == State.IN_TRANSLATION, _scope(actor, Permission.TRANSLATION_WRITE))


def _to_check(actor: Actor) -> sa.ColumnElement[bool]:
    return sa.and_(Edition.state == State.IN_CHECKING, _scope(actor, Permission.CHECK_WRITE))


def _scope(actor: Actor, permission: Permission) -> sa.ColumnElement[bool]:
    """Let through what the actor may do there, and what they oversee as a coordinator."""
    overseeing = Actor(actor.id, tuple(held for held in actor.held if held.role is Role.COORDINATOR))
    return sa.or_(in_scope(actor, permission), in_scope(overseeing, Permission.TRANSLATION_READ))


def _mine(actor: Actor) -> sa.ColumnElement[bool]:
    capacity = sa.case((Edition.state == State.IN_TRANSLATION, Capacity.TRANSLATOR.value), else_=Capacity.CHECKER.value)
    claimed = sa.exists().where(
        Claim.edition_id == Edition.id,
        Claim.person_id == actor.id,
        Claim.ends_at > now(),
        Claim.capacity == capacity,
    )
    return sa.and_(sa.or_(_to_translate(actor), _to_check(actor)), claimed)


def counts_of(session: Session, actor: Actor) -> dict[str, int]:
    """Return how many editions each tab holds, whatever the filters."""
    conditions = {"translate": _to_translate(actor), "mine": _mine(actor), "check": _to_check(actor)}
    row = session.execute(
        sa.select(*(sa.func.sum(sa.case((condition, 1), else_=0)) for condition in conditions.values()))
        .select_from(Edition)
        .join(Article, Article.id == Edition.article_id)
        .where(Edition.state.in_(IN_QUEUE))
    ).one()
    return {tab: int(count or 0) for tab, count in zip(conditions, row, strict=True)}


def tabs_of(actor: Actor) -> tuple[str, ...]:
    """Return the tabs that are of use to the actor: who only translates has nothing to check."""
    oversees = any(held.role is Role.COORDINATOR for held in actor.held)
    needed = {"translate": Permission.TRANSLATION_WRITE, "check": Permission.CHECK_WRITE}
    return tuple(tab for tab in TABS if oversees or tab not in needed or actor.with_permission(needed[tab]))


def choices_for(session: Session, actor: Actor) -> Choices:
    """Return what the actor can filter the queue by."""
    held = {one.pair for one in actor.with_permission(Permission.TRANSLATION_READ)}
    topics = session.scalars(sa.select(Topic).order_by(Topic.position)).all()
    waiting_in = (
        sa.select(Article.workshop_id)
        .join(Edition, Edition.article_id == Article.id)
        .where(Edition.state.in_(IN_QUEUE), sa.or_(_to_translate(actor), _to_check(actor)))
    )
    workshops = session.scalars(
        sa.select(Workshop).where(Workshop.id.in_(waiting_in)).order_by(Workshop.title, Workshop.id)
    ).all()
    return Choices([pair for pair in PAIRS if None in held or pair in held], topics, workshops)


def queue_for(session: Session, actor: Actor, wish: Wish, *, page: int, locale: str) -> Paged[Row]:
    """Return one page of the queue, in a constant number of queries."""
    found = paged_rows(session, _ordered(_filtered(_chosen(actor, wish.tab), wish), wish.order), page)
    counts = _counts(session, [row.edition_id for row in found.rows])
    shares = _shares(session, found.rows)
    claims = _claims(session, [row.edition_id for row in found.rows])
    return found.each(lambda row: _row(row, actor, locale, counts.get(row.edition_id), shares, claims.get(_turn(row))))


def _chosen(actor: Actor, tab: str) -> sa.Select[*tuple[Any, ...]]:
    conditions = {"mine": _mine, "check": _to_check}
    return (
        sa.select(
            Edition.id.label("edition_id"),
            Edition.state,
            Edition.state_since,
            Edition.due_at,
            Article.id.label("article_id"),
            sa.func.coalesce(sa.func.nullif(Text.title, ""), Article.title).label("title"),
            Article.source_language,
            Article.owner_id,
            Article.workshop_id,
            Organisation,
            Text.letters,
        )
        .join(Article, Article.id == Edition.article_id)
        .join(Organisation, Organisation.id == Article.owner_id)
        .join(Text, sa.and_(Text.edition_id == Edition.id, Text.is_source))
        .where(conditions.get(tab, _to_translate)(actor))
    )


def _filtered(query: sa.Select[*tuple[Any, ...]], wish: Wish) -> sa.Select[Any]:
    if wish.pair:
        query = query.where(Article.source_language == wish.pair.partition("-")[0])
    if wish.topic:
        query = query.where(Article.topics.any(Topic.key == wish.topic))
    if wish.workshop_id is not None:
        query = query.where(Article.workshop_id == wish.workshop_id)
    if wish.only_free:
        query = query.where(~sa.exists().where(Claim.edition_id == Edition.id, Claim.ends_at > now()))
    return query


def _ordered(query: sa.Select[*tuple[Any, ...]], order: str) -> sa.Select[Any]:
    if order == "size":
        return query.order_by(Text.letters, Edition.id)
    if order == "age":
        return query.order_by(Edition.state_since, Edition.id)
    return query.order_by(Edition.due_at.is_(None), Edition.due_at, Edition.state_since, Edition.id)


@dataclass(frozen=True, slots=True)
class _Counts:
    """How many sentences an edition has, how many of them are confirmed, and how many a checker gave back."""

    all: int = 0
    ready: int = 0
    returned: int = 0


def _counts(session: Session, edition_ids: Sequence[int]) -> Mapping[int, _Counts]:
    is_ready = sa.and_(Segment.target != "", Segment.is_confirmed, Segment.made_from == Segment.source_hash)
    is_returned = sa.and_(Segment.returned_reason != "", sa.not_(Segment.is_confirmed))
    rows = session.execute(
        sa.select(
            Segment.edition_id,
            sa.func.count(),
            sa.func.sum(sa.case((is_ready, 1), else_=0)),
            sa.func.sum(sa.case((is_returned, 1), else_=0)),
        )
        .where(Segment.edition_id.in_(edition_ids), Segment.is_current)
        .group_by(Segment.edition_id)
    )
    return {edition_id: _Counts(*counts) for edition_id, *counts in rows}


def _shares(session: Session, rows: Sequence[sa.Row[*tuple[Any, ...]]]) -> Mapping[int, int]:
    """Return how much the memory has of what is to be translated; of what is checked nobody asks that any more."""
    askers = {
        row.edition_id: Asker(row.edition_id, row.source_language, row.owner_id)
        for row in rows
        if row.state is State.IN_TRANSLATION
    }
    sources: dict[Asker, list[str]] = {asker: [] for asker in askers.values()}
    found = session.execute(
        sa.select(Segment.edition_id, Segment.source).where(Segment.edition_id.in_(askers), Segment.is_current)
    )
    for edition_id, source in found:
        sources[askers[edition_id]].append(source)
    return covered_shares(session, sources)


def _turn(row: sa.Row[*tuple[Any, ...]]) -> tuple[int, str]:
    capacity = Capacity.CHECKER if row.state is State.IN_CHECKING else Capacity.TRANSLATOR
    return row.edition_id, capacity.value


def _claims(session: Session, edition_ids: Sequence[int]) -> dict[tuple[int, str], tuple[int, str]]:
    """Return who holds which edition in which capacity now, by id and name."""
    rows = session.execute(
        sa.select(Claim.edition_id, Claim.capacity, Claim.person_id, Person.name)
        .join(Person, Person.id == Claim.person_id)
        .where(Claim.edition_id.in_(edition_ids), Claim.ends_at > now())
    )
    return {(edition_id, capacity): (person_id, name) for edition_id, capacity, person_id, name in rows}


def _row(
    row: sa.Row[*tuple[Any, ...]],
    actor: Actor,
    locale: str,
    counts: _Counts | None,
    shares: Mapping[int, int],
    claim: tuple[int, str] | None,
) -> Row:
    pair = (row.source_language, dict(PAIRS)[row.source_language])
    permission = Permission.CHECK_WRITE if row.state is State.IN_CHECKING else Permission.TRANSLATION_WRITE
    place = Place(frozenset({row.owner_id}), row.workshop_id, pair)
    counted = counts or _Counts()
    return Row(
        article_id=row.article_id,
        title=row.title,
        pair=pair,
        owner=row.Organisation.name(locale),
        state=row.state,
        sentences=counted.all,
        letters=row.letters,
        ready=counted.ready,
        share=shares.get(row.edition_id, 0),
        returned=counted.returned,
        since=row.state_since,
        due_at=row.due_at,
        claimed_by=claim[1] if claim else "",
        is_mine=claim is not None and claim[0] == actor.id,
        may_claim=claim is None and bool(may_there(actor, permission, place)),
    )


def last_move(session: Session, edition: Edition, wanted: Move) -> EditionMove | None:
    """Return the move that brought the edition where it is, with its person, if it was the wanted one."""
    move = session.scalars(
        sa.select(EditionMove)
        .where(EditionMove.edition_id == edition.id)
        .options(joinedload(EditionMove.person))
        .order_by(EditionMove.id.desc())
        .limit(1)
    ).first()
    return move if move is not None and move.move is wanted else None


def who_wrote_since(session: Session, text: Text, key: str, base: Base) -> list[str]:
    """Return the names of those whose words came into the sentence after the base, without the page's own saves."""
    rows = session.execute(
        sa.select(Person.name, TextUpdate.touched)
        .join(Person, Person.id == TextUpdate.person_id)
        .where(TextUpdate.text_id == text.id, TextUpdate.seq > base.seq, TextUpdate.seq.not_in(base.own))
        .order_by(TextUpdate.seq)
    )
    return list(dict.fromkeys(name for name, touched in rows if key in touched))
