"""The queue: what waits to be translated or checked, for whose roles, how large, how much of it the memory has."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from workbench.domain.permissions import Actor, may_there
from workbench.domain.roles import Permission, Role
from workbench.domain.signatures import Capacity
from workbench.domain.states import Move, State
from workbench.models import (
    Article,
    Claim,
    Edition,
    EditionMove,
    Person,
    Segment,
    Text,
    TextUpdate,
    Topic,
    Workshop,
    now,
)
from workbench.store.memory import covered_shares
from workbench.store.paging import Paged, paged
from workbench.store.people import PAIRS
from workbench.store.texts import Base
from workbench.store.visibility import in_scope, place_of

TABS = ("translate", "mine", "check")
ORDERS = ("due", "age", "size")


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
        .where(Edition.state.in_([State.IN_TRANSLATION, State.IN_CHECKING]))
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
    workshops = session.scalars(
        sa.select(Workshop)
        .where(
            sa.exists()
            .where(Article.workshop_id == Workshop.id, Edition.article_id == Article.id)
            .where(sa.or_(_to_translate(actor), _to_check(actor)))
        )
        .order_by(Workshop.title, Workshop.id)
    ).all()
    return Choices([pair for pair in PAIRS if None in held or pair in held], topics, workshops)


def queue_for(session: Session, actor: Actor, wish: Wish, *, page: int, locale: str) -> Paged[Row]:
    """Return one page of the queue, in a constant number of queries."""
    found = paged(session, _ordered(_filtered(_chosen(actor, wish.tab), wish), wish.order), page)
    editions: Sequence[Edition] = found.rows
    sentences = _sentences(session, [edition.id for edition in editions])
    sources = {edition: [one.source for one in sentences.get(edition.id, ())] for edition in editions}
    shares = covered_shares(session, sources)
    claims = _claims(session, [edition.id for edition in editions])
    return found.each(
        lambda edition: _row(
            edition, actor, locale, sentences.get(edition.id, []), shares[edition.id], claims.get(_turn(edition))
        )
    )


def _chosen(actor: Actor, tab: str) -> sa.Select[Edition]:
    conditions = {"mine": _mine, "check": _to_check}
    return (
        sa.select(Edition)
        .join(Article, Article.id == Edition.article_id)
        .join(Text, sa.and_(Text.edition_id == Edition.id, Text.is_source))
        .where(conditions.get(tab, _to_translate)(actor))
        .options(joinedload(Edition.article).joinedload(Article.owner), selectinload(Edition.texts))
    )


def _filtered(query: sa.Select[Edition], wish: Wish) -> sa.Select[Edition]:
    if wish.pair:
        query = query.where(Article.source_language == wish.pair.partition("-")[0])
    if wish.topic:
        query = query.where(Article.topics.any(Topic.key == wish.topic))
    if wish.workshop_id is not None:
        query = query.where(Article.workshop_id == wish.workshop_id)
    if wish.only_free:
        query = query.where(~sa.exists().where(Claim.edition_id == Edition.id, Claim.ends_at > now()))
    return query


def _ordered(query: sa.Select[Edition], order: str) -> sa.Select[Edition]:
    if order == "size":
        return query.order_by(Text.letters, Edition.id)
    if order == "age":
        return query.order_by(Edition.state_since, Edition.id)
    return query.order_by(Edition.due_at.is_(None), Edition.due_at, Edition.state_since, Edition.id)


@dataclass(frozen=True, slots=True)
class _Sentence:
    source: str
    is_ready: bool
    is_returned: bool


def _sentences(session: Session, edition_ids: Iterable[int]) -> Mapping[int, list[_Sentence]]:
    is_ready = sa.and_(Segment.target != "", Segment.is_confirmed, Segment.made_from == Segment.source_hash)
    is_returned = sa.and_(Segment.returned_reason != "", sa.not_(Segment.is_confirmed))
    rows = session.execute(
        sa.select(Segment.edition_id, Segment.source, is_ready, is_returned).where(
            Segment.edition_id.in_(edition_ids), Segment.is_current
        )
    )
    found: dict[int, list[_Sentence]] = {}
    for edition_id, source, ready, returned in rows:
        found.setdefault(edition_id, []).append(_Sentence(source, bool(ready), bool(returned)))
    return found


def _turn(edition: Edition) -> tuple[int, str]:
    capacity = Capacity.CHECKER if edition.state is State.IN_CHECKING else Capacity.TRANSLATOR
    return edition.id, capacity.value


def _claims(session: Session, edition_ids: Iterable[int]) -> dict[tuple[int, str], Claim]:
    rows = session.scalars(
        sa.select(Claim)
        .where(Claim.edition_id.in_(edition_ids), Claim.ends_at > now())
        .options(joinedload(Claim.person))
    )
    return {(claim.edition_id, claim.capacity): claim for claim in rows}


def _row(
    edition: Edition, actor: Actor, locale: str, sentences: Sequence[_Sentence], share: int, claim: Claim | None
) -> Row:
    article = edition.article
    permission = Permission.CHECK_WRITE if edition.state is State.IN_CHECKING else Permission.TRANSLATION_WRITE
    return Row(
        article_id=article.id,
        title=edition.source.title or article.title,
        pair=article.pair,
        owner=article.owner.name(locale),
        state=edition.state,
        sentences=len(sentences),
        letters=edition.source.letters,
        ready=sum(one.is_ready for one in sentences),
        share=share,
        returned=sum(one.is_returned for one in sentences),
        since=edition.state_since,
        due_at=edition.due_at,
        claimed_by=claim.person.name if claim else "",
        is_mine=claim is not None and claim.person_id == actor.id,
        may_claim=claim is None and bool(may_there(actor, permission, place_of(article))),
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
