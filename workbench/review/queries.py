"""What readers are asked to read, and everything said about a text."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload

from workbench.domain import livetext
from workbench.domain.linetext import Content
from workbench.domain.permissions import Actor, holds
from workbench.domain.refusals import Reason, Unknown
from workbench.domain.roles import Permission, Role
from workbench.domain.states import OPEN, State
from workbench.models import Article, Edition, Grant, Organisation, Person, Reading, Remark, Review, Text, now
from workbench.store import texts
from workbench.store.paging import Paged, cut
from workbench.store.texts import Base
from workbench.store.visibility import actor_of, held_at


@dataclass(frozen=True, slots=True)
class Asked:
    """A row of the list of what somebody is asked to read; ``organisation`` is set when anybody there may."""

    review_id: int
    article_id: uuid.UUID
    title: str
    language: str
    state: State
    capacity: str
    asked_by: str
    organisation: Organisation | None
    due_on: dt.date | None
    note: str

    @property
    def can_be_read(self) -> bool:
        """Whether the words stand still; else the writers have them."""
        return self.state is not State.DRAFTING


def asked_of(session: Session, actor: Actor) -> list[Asked]:
    """Return what the actor is asked to read and has not answered: what can be read first, then by due date."""
    if not holds(actor, Permission.REVIEW_GIVE):
        return []
    rows = session.scalars(
        _mine(actor)
        .where(Review.verdict.is_(None), Edition.state.in_(OPEN - {State.APPROVED}))
        .options(
            contains_eager(Review.edition).contains_eager(Edition.article),
            joinedload(Review.asked_by),
            joinedload(Review.organisation),
        )
    )
    found = [
        Asked(
            review.id,
            review.edition.article_id,
            review.edition.article.title,
            review.edition.article.source_language,
            review.edition.state,
            review.capacity,
            review.asked_by.name,
            review.organisation,
            review.due_on,
            review.note,
        )
        for review in rows
    ]
    return sorted(found, key=lambda one: (not one.can_be_read, one.due_on or dt.date.max, one.review_id))


def page_of_asked(session: Session, actor: Actor, number: int) -> Paged[Asked]:
    """Return a page of ``asked_of``."""
    return cut(asked_of(session, actor), number)


def _mine(actor: Actor) -> sa.Select[Review]:
    by_office = sa.and_(Review.person_id.is_(None), Review.organisation_id.in_(_offices(actor)))
    return (
        sa.select(Review)
        .join(Edition, Edition.id == Review.edition_id)
        .join(Article, Article.id == Edition.article_id)
        .where(Review.cancelled_at.is_(None), sa.or_(Review.person_id == actor.id, by_office))
    )


def _offices(actor: Actor) -> list[int]:
    return [held.organisation_id for held in actor.held if held.role is Role.REVIEWER and held.organisation_id]


def my_review(actor: Actor, reviews: Iterable[Review]) -> Review | None:
    """Return the first of the reviews that waits for the actor."""
    if not holds(actor, Permission.REVIEW_GIVE):
        return None
    offices = _offices(actor)
    mine = (
        review
        for review in reviews
        if review.is_waiting
        and (review.person_id == actor.id or (review.person_id is None and review.organisation_id in offices))
    )
    return next(mine, None)


def review_of(session: Session, edition: Edition, review_id: int) -> Review:
    """Load a review asked for in this edition; raises Unknown."""
    review = session.scalars(sa.select(Review).where(Review.id == review_id, Review.edition_id == edition.id)).first()
    if review is None:
        raise Unknown(Reason.UNKNOWN)
    return review


def remarks_on(session: Session, text: Text) -> list[Remark]:
    """Return every remark on the text and every answer, oldest first."""
    query = (
        sa.select(Remark)
        .where(Remark.text_id == text.id)
        .options(joinedload(Remark.person), joinedload(Remark.resolved_by))
        .order_by(Remark.at, Remark.id)
    )
    return list(session.scalars(query))


@dataclass(frozen=True, slots=True)
class LastReading:
    """What somebody read last of an article's source, and when."""

    content: Content
    at: dt.datetime
    is_present: bool


def last_reading(session: Session, actor: Actor, edition: Edition) -> LastReading | None:
    """Return the source as the actor last read it, in this edition or an earlier one; None when they never did."""
    found = session.execute(
        sa.select(Reading, Text)
        .join(Text, Text.id == Reading.text_id)
        .join(Edition, Edition.id == Text.edition_id)
        .where(
            Reading.person_id == actor.id,
            Edition.article_id == edition.article_id,
            Edition.number <= edition.number,
            Text.is_source,
        )
        .order_by(Edition.number.desc())
        .limit(1)
    ).first()
    if found is None:
        return None
    reading, text = found
    is_present = text.edition_id == edition.id and texts.is_same_since(session, text, reading.seq)
    return LastReading(content_at(session, text, reading.seq), reading.at, is_present)


def content_at(session: Session, text: Text, seq: int) -> Content:
    """Return the text as it stood when that row of its log was the newest; raises Invalid when there is none."""
    return livetext.read(texts.state_at(session, text, Base(seq)))


@dataclass(frozen=True, slots=True)
class Readers:
    """Who can be asked to review: people with the role, and organisations that have such people."""

    people: tuple[Person, ...]
    organisations: tuple[Organisation, ...]


def readers_for(session: Session, writer_ids: Sequence[int] | frozenset[int]) -> Readers:
    """Return who can be asked; whoever wrote in the text cannot."""
    is_reviewer = sa.and_(Grant.role == Role.REVIEWER, held_at(now()))
    people = session.scalars(
        sa.select(Person)
        .where(Person.is_active, Person.grants.any(is_reviewer), Person.id.not_in(list(writer_ids)))
        .options(joinedload(Person.organisation), joinedload(Person.grants).joinedload(Grant.organisation))
        .order_by(Person.name)
    ).unique()
    chosen = tuple(people)
    at = now()
    offices = {
        grant.organisation.id: grant.organisation
        for person in chosen
        for grant in person.grants
        if grant.role is Role.REVIEWER and grant.organisation and grant.is_held_at(at)
    }
    return Readers(
        tuple(person for person in chosen if holds(actor_of(person, at), Permission.REVIEW_GIVE)),
        tuple(sorted(offices.values(), key=lambda office: office.name("da"))),
    )
