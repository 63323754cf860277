"""Where an article stands: its edition, who is next, who vouches for what, where the days went."""

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, lazyload, undefer

from workbench.articles.vouching import Vouching, vouching_of
from workbench.domain.linetext import Content
from workbench.domain.permissions import Actor, Matter, may
from workbench.domain.refusals import Reason, Unknown
from workbench.domain.roles import Permission
from workbench.domain.signatures import Capacity
from workbench.domain.states import STAGES, State
from workbench.models import (
    Article,
    ArticleType,
    Claim,
    Edition,
    EditionMove,
    Parcel,
    Remark,
    Review,
    Segment,
    Text,
    Workshop,
    now,
)
from workbench.models.programme import usual_stages
from workbench.store import texts
from workbench.store.latewords import Late, late_words_of
from workbench.store.segments import Sentence, segments_of, sentences_of
from workbench.store.signatures import paired
from workbench.store.visibility import actor_of, matter_of, people_with, place_of

#: Whose turn it is at each state, by what they must be allowed to do.
TURNS = {
    State.DRAFTING: Permission.TEXT_WRITE,
    State.IN_REVIEW: Permission.REVIEW_ASK,
    State.IN_TRANSLATION: Permission.TRANSLATION_WRITE,
    State.IN_CHECKING: Permission.CHECK_WRITE,
    State.AWAITING_APPROVAL: Permission.EDITION_APPROVE,
}
_CAPACITIES = {State.IN_TRANSLATION: Capacity.TRANSLATOR, State.IN_CHECKING: Capacity.CHECKER}


@dataclass(frozen=True, slots=True)
class Turn:
    """Who is next: people and organisations by name; ``is_named`` when they took it or were asked, not only could."""

    names: tuple[str, ...]
    is_named: bool


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the edition: how much there is; ``ready`` of its sentences are confirmed, all of a source."""

    language: str
    is_source: bool
    title: str
    words: int
    sentences: int
    ready: int
    is_begun: bool


@dataclass(frozen=True, slots=True)
class Stage:
    """Whole days spent in a state so far, the days it should take (None: nobody said), and whether it is now."""

    state: State
    days: int
    usual: int | None
    is_now: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything the page of an article says."""

    article: Article
    edition: Edition
    live: Edition | None
    matter: Matter
    turn: Turn
    languages: tuple[Language, ...]
    vouching: tuple[Vouching, ...]
    stages: tuple[Stage, ...]
    moves: Sequence[EditionMove]
    parcels: Sequence[Parcel]
    late: Sequence[Late]
    open_remarks: int


def standing_of(session: Session, actor: Actor, article_id: uuid.UUID) -> Standing:
    """Return where the article stands; raises Unknown when the actor may not read it. At most 13 queries."""
    editions = _editions(session, article_id)
    if not editions:
        raise Unknown(Reason.UNKNOWN)
    edition, article = editions[-1], editions[-1].article
    matter = matter_of(session, edition)
    if not may(actor, Permission.ARTICLE_READ, matter):
        raise Unknown(Reason.UNKNOWN)
    open_remarks = _load_texts(session, edition)
    content = texts.content_of(edition.source)
    segments = segments_of(session, edition)
    fresh = sentences_of(content, edition.source.language)
    moves = session.scalars(
        sa.select(EditionMove)
        .where(EditionMove.edition_id == edition.id)
        .options(joinedload(EditionMove.person))
        .order_by(EditionMove.id)
    ).all()
    return Standing(
        article=article,
        edition=edition,
        live=next((each for each in editions if each.state is State.PUBLISHED), None),
        matter=matter,
        turn=_turn(session, edition, matter),
        languages=_languages(edition, content, fresh, segments),
        vouching=vouching_of(session, edition, fresh, paired(fresh, segments)),
        stages=_stages(edition, moves),
        moves=moves,
        parcels=_parcels(session, article_id),
        late=late_words_of(session, edition, content),
        open_remarks=open_remarks,
    )


def _editions(session: Session, article_id: uuid.UUID) -> Sequence[Edition]:
    to_article = joinedload(Edition.article)
    return (
        session.scalars(
            sa.select(Edition)
            .where(Edition.article_id == article_id)
            .options(
                to_article.joinedload(Article.owner),
                to_article.joinedload(Article.contact_person),
                to_article.joinedload(Article.programme),
                to_article.joinedload(Article.workshop).joinedload(Workshop.programme),
                # Joined, SQLite would gather the topics of all articles first.
                to_article.selectinload(Article.topics),
                to_article.joinedload(Article.article_type).options(lazyload(ArticleType.sections)),
            )
            .order_by(Edition.number)
        )
        .unique()
        .all()
    )


def _load_texts(session: Session, edition: Edition) -> int:
    """Load the edition's texts with their words; return how many remarks are open on them."""
    remarks = (
        sa.select(sa.func.count())
        .select_from(Remark)
        .where(Remark.text_id == Text.id, Remark.resolved_at.is_(None), Remark.answers_id.is_(None))
        .scalar_subquery()
    )
    rows = session.execute(
        sa.select(Text, remarks).where(Text.edition_id == edition.id).options(undefer(Text.state)).order_by(Text.id)
    ).all()
    sa.orm.attributes.set_committed_value(edition, "texts", [row[0] for row in rows])
    return sum(row[1] for row in rows)


def _languages(
    edition: Edition, content: Content, fresh: Sequence[Sentence], segments: Sequence[Segment]
) -> tuple[Language, ...]:
    source, target = edition.source, edition.target
    titles = [segment.target for segment in segments if segment.line_id == texts.TITLE]
    return (
        Language(source.language, True, content.title, source.words, len(fresh), len(fresh), source.words > 0),  # noqa: FBT003 - in the order of its fields
        Language(
            edition.article.target_language,
            False,  # noqa: FBT003 - in the order of its fields
            titles[0] if titles else "",
            target.words if target else 0,
            len(segments),
            sum(segment.is_ready for segment in segments),
            target is not None and target.words > 0,
        ),
    )


def _turn(session: Session, edition: Edition, matter: Matter) -> Turn:
    named = _NAMED.get(edition.state, _nobody)(session, edition)
    if named:
        return Turn(tuple(named), is_named=True)
    permission = TURNS.get(edition.state)
    if permission is None:
        return Turn((), is_named=False)
    able = people_with(session, permission, place_of(edition.article))
    names = tuple(person.name for person in able if may(actor_of(person), permission, matter))
    return Turn(names, is_named=False)


def _nobody(_session: Session, _edition: Edition) -> list[str]:
    return []


def _writer(_session: Session, edition: Edition) -> list[str]:
    contact = edition.article.contact_person
    return [contact.name] if contact is not None and contact.is_active else []


def _asked(session: Session, edition: Edition) -> list[str]:
    reviews = session.scalars(
        sa.select(Review)
        .where(Review.edition_id == edition.id, Review.verdict.is_(None), Review.cancelled_at.is_(None))
        .options(joinedload(Review.person), joinedload(Review.organisation))
        .order_by(Review.id)
    )
    asked = [(review.person.name if review.person else "", review.organisation) for review in reviews]
    return list(dict.fromkeys(name or (house.name("da") if house else "") for name, house in asked))


def _claimer(session: Session, edition: Edition) -> list[str]:
    capacity = _CAPACITIES[edition.state]
    claims = session.scalars(
        sa.select(Claim)
        .where(Claim.edition_id == edition.id, Claim.capacity == capacity.value, Claim.ends_at > now())
        .options(joinedload(Claim.person))
    )
    return [claim.person.name for claim in claims]


_NAMED: dict[State, Callable[[Session, Edition], list[str]]] = {
    State.DRAFTING: _writer,
    State.IN_REVIEW: _asked,
    State.IN_TRANSLATION: _claimer,
    State.IN_CHECKING: _claimer,
}


def _stages(edition: Edition, moves: Sequence[EditionMove]) -> tuple[Stage, ...]:
    """Return the days of each stage up to where the edition is, as far as it has been there or should be timed."""
    spent: dict[State, dt.timedelta] = {}
    since = edition.opened_at
    for move in moves:
        spent[move.from_state] = spent.get(move.from_state, dt.timedelta()) + (move.at - since)
        since = move.at
    if edition.state in STAGES[:-1]:
        spent[edition.state] = spent.get(edition.state, dt.timedelta()) + (now() - since)
    programme = edition.article.programme
    usual = (programme.stages if programme else usual_stages()).get("days", {})
    return tuple(
        Stage(state, spent.get(state, dt.timedelta()).days, usual.get(state.value), state is edition.state)
        for state in STAGES[:-1]
        if state in spent or state.value in usual
    )


def _parcels(session: Session, article_id: uuid.UUID) -> Sequence[Parcel]:
    return (
        session.scalars(
            sa.select(Parcel)
            .where(Parcel.article_id == article_id)
            .options(joinedload(Parcel.deliveries), joinedload(Parcel.edition))
            .order_by(Parcel.payload_version.desc())
        )
        .unique()
        .all()
    )
