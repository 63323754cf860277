"""What waits for a person in every role they hold: a constant number of queries, whatever waits."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from workbench.desk.tasks import Kind, Task, by_urgency
from workbench.domain.permissions import Actor, holds
from workbench.domain.roles import Permission, Role
from workbench.domain.signatures import Capacity
from workbench.domain.states import OPEN, Move, State
from workbench.models import (
    Article,
    Cause,
    Claim,
    Delivery,
    DeliveryState,
    Edition,
    EditionMove,
    Parcel,
    Person,
    Programme,
    Remark,
    Review,
    Signature,
    Text,
    TextUpdate,
    WantedArticle,
    Workshop,
)
from workbench.store.visibility import WRITING, in_scope
from workbench.store.workshops import seen_workshops

#: Deliveries that somebody should know of; those that failed are tried again by themselves.
TROUBLE = (DeliveryState.FAILED, DeliveryState.REFUSED, DeliveryState.DIFFERS)
#: Rows of a target's log that a translator made; a checker's corrections do not keep them from checking.
TRANSLATING = tuple(cause for cause in WRITING if cause is not Cause.CHECK)
#: How many coming workshops a desk names.
WORKSHOPS = 3


def tasks_of(session: Session, actor: Actor, at: dt.datetime) -> list[Task]:
    """Return everything that waits for the actor, the most urgent first."""
    return by_urgency(
        [
            *_drafts(session, actor),
            *_remarks(session, actor),
            *_reviews(session, actor),
            *_unasked(session, actor),
            *_claims(session, actor, at),
            *_queues(session, actor, at),
            *_checks(session, actor, at),
            *_approvals(session, actor),
            *_deliveries(session, actor),
        ]
    )


def _editions(*more: Any) -> sa.Select[Any]:  # noqa: ANN401 - columns of any type
    """Select open editions with what every row of the desk shows; ``more`` are further columns."""
    return (
        sa.select(
            Article.id,
            Article.title,
            Article.source_language,
            Article.workshop_id,
            sa.func.coalesce(Workshop.title, "").label("workshop"),
            Edition.state,
            Edition.state_since,
            Edition.due_at,
            *more,
        )
        .select_from(Edition)
        .join(Article, Article.id == Edition.article_id)
        .outerjoin(Workshop, Workshop.id == Article.workshop_id)
        .where(Edition.is_open.is_(True))
    )


def _task(kind: Kind, row: Any, **more: Any) -> Task:  # noqa: ANN401 - a row of _editions
    facts = {"since": row.state_since, "due": row.due_at, "state": row.state, **more}
    return Task(
        kind=kind,
        title=row.title,
        language=row.source_language,
        article_id=row.id,
        workshop_id=row.workshop_id,
        workshop=row.workshop,
        **facts,
    )


def _is_mine(actor: Actor) -> sa.ColumnElement[bool]:
    """Return the condition, over Article: the actor is to write it, by the list of a workshop or as its contact."""
    listed = sa.exists().where(WantedArticle.article_id == Article.id, WantedArticle.writer_id == actor.id)
    return sa.or_(Article.contact_person_id == actor.id, listed.correlate(Article))


def _wrote(
    actor: Actor, causes: tuple[Cause, ...], *of_text: sa.ColumnExpressionArgument[bool]
) -> sa.ColumnElement[bool]:
    """Return the condition, over Edition without its texts: the actor's words stand in the log of one of them."""
    return (
        sa.exists()
        .where(
            Text.edition_id == Edition.id,
            TextUpdate.text_id == Text.id,
            TextUpdate.person_id == actor.id,
            TextUpdate.cause.in_(causes),
            *of_text,
        )
        .correlate(Edition)
    )


def _drafts(session: Session, actor: Actor) -> list[Task]:
    if not holds(actor, Permission.TEXT_WRITE):
        return []
    last_move = (
        sa.select(EditionMove.move)
        .where(EditionMove.edition_id == Edition.id)
        .order_by(EditionMove.id.desc())
        .limit(1)
        .correlate(Edition)
        .scalar_subquery()
    )
    rows = session.execute(
        _editions(Text.words, last_move.label("move"))
        .join(Text, sa.and_(Text.edition_id == Edition.id, Text.is_source))
        .where(Edition.state == State.DRAFTING, _is_mine(actor), in_scope(actor, Permission.TEXT_WRITE))
    )
    return [
        _task(Kind.WRITE, row, number=row.words, is_returned=row.move is Move.REQUEST_CHANGES, is_mine=True)
        for row in rows
    ]


def _remarks(session: Session, actor: Actor) -> list[Task]:
    """Return the own texts on which others remarked, where the actor has not had the last word."""
    if not holds(actor, Permission.TEXT_WRITE):
        return []
    rows = session.execute(
        _editions(Remark.id.label("remark_id"), Remark.answers_id, Remark.person_id, Remark.at, Remark.resolved_at)
        .join(Text, sa.and_(Text.edition_id == Edition.id, Text.is_source))
        .join(Remark, Remark.text_id == Text.id)
        .where(Edition.state.in_(OPEN), _is_mine(actor), in_scope(actor, Permission.TEXT_WRITE))
        .order_by(Remark.at)
    ).all()
    # Sorted out here: the rows are this person's alone, and few.
    last_word = {row.answers_id or row.remark_id: row.person_id for row in rows}
    waiting: dict[uuid.UUID, list[Any]] = {}
    for row in rows:
        if row.answers_id is None and row.resolved_at is None and last_word[row.remark_id] != actor.id:
            waiting.setdefault(row.id, []).append(row)
    return [
        _task(Kind.ANSWER, found[0], number=len(found), since=found[0].at, is_mine=True) for found in waiting.values()
    ]


def _reviews(session: Session, actor: Actor) -> list[Task]:
    if not holds(actor, Permission.REVIEW_GIVE):
        return []
    offices = [held.organisation_id for held in actor.held if held.role is Role.REVIEWER and held.organisation_id]
    by_office = sa.and_(Review.person_id.is_(None), Review.organisation_id.in_(offices))
    asker = aliased(Person)
    rows = session.execute(
        _editions(Review.capacity, Review.due_on, Review.asked_at, asker.name.label("asker"))
        .join(Review, Review.edition_id == Edition.id)
        .join(asker, asker.id == Review.asked_by_id)
        .where(
            Edition.state == State.IN_REVIEW,
            Review.verdict.is_(None),
            Review.cancelled_at.is_(None),
            sa.or_(Review.person_id == actor.id, by_office),
            ~_wrote(actor, WRITING, Text.is_source),
        )
    )
    return [
        _task(
            Kind.REVIEW,
            row,
            since=row.asked_at,
            due=row.due_on or row.due_at,
            who=row.asker,
            facet=Capacity(row.capacity),
        )
        for row in rows
    ]


def _unasked(session: Session, actor: Actor) -> list[Task]:
    """Return the texts in review of which nobody is asked anything at the moment: they would wait for ever."""
    if not holds(actor, Permission.REVIEW_ASK):
        return []
    waiting = sa.exists().where(
        Review.edition_id == Edition.id, Review.verdict.is_(None), Review.cancelled_at.is_(None)
    )
    rows = session.execute(
        _editions().where(Edition.state == State.IN_REVIEW, in_scope(actor, Permission.REVIEW_ASK), ~waiting)
    )
    return [_task(Kind.ASK, row) for row in rows]


def _claims(session: Session, actor: Actor, at: dt.datetime) -> list[Task]:
    """Return the translations and checks that the actor has in hand."""
    kinds = {
        (State.IN_TRANSLATION, Capacity.TRANSLATOR): (Kind.TRANSLATE, Permission.TRANSLATION_WRITE),
        (State.IN_CHECKING, Capacity.CHECKER): (Kind.CHECK, Permission.CHECK_WRITE),
    }
    held = {key: found for key, found in kinds.items() if holds(actor, found[1])}
    if not held:
        return []
    theirs = [
        sa.and_(Edition.state == state, Claim.capacity == capacity.value, in_scope(actor, permission))
        for (state, capacity), (_kind, permission) in held.items()
    ]
    rows = session.execute(
        _editions(Claim.capacity, Claim.claimed_at)
        .join(Claim, Claim.edition_id == Edition.id)
        .where(Claim.person_id == actor.id, Claim.ends_at > at, sa.or_(*theirs))
    )
    return [_task(held[row.state, Capacity(row.capacity)][0], row, since=row.claimed_at, is_mine=True) for row in rows]


def _is_claimed(capacity: Capacity, at: dt.datetime) -> sa.ColumnElement[bool]:
    return sa.exists().where(Claim.edition_id == Edition.id, Claim.capacity == capacity.value, Claim.ends_at > at)


def _queues(session: Session, actor: Actor, at: dt.datetime) -> list[Task]:
    """Return one row for each language that texts wait in for a translator, with how many there are."""
    if not holds(actor, Permission.TRANSLATION_WRITE):
        return []
    rows = session.execute(
        sa.select(
            Article.source_language,
            sa.func.count(),
            sa.func.min(Edition.due_at, type_=Edition.due_at.type),
            sa.func.min(Edition.state_since, type_=Edition.state_since.type),
        )
        .join(Edition, Edition.article_id == Article.id)
        .where(
            Edition.state == State.IN_TRANSLATION,
            in_scope(actor, Permission.TRANSLATION_WRITE),
            ~_is_claimed(Capacity.TRANSLATOR, at),
        )
        .group_by(Article.source_language)
    )
    return [
        Task(Kind.TRANSLATE, "", language, since, due, state=State.IN_TRANSLATION, number=number, facet=language)
        for language, number, due, since in rows
    ]


def _checks(session: Session, actor: Actor, at: dt.datetime) -> list[Task]:
    """Return the translations that nobody checks yet and the actor may: none of their own words or handing in."""
    if not holds(actor, Permission.CHECK_WRITE):
        return []
    handed_in = sa.exists().where(
        Signature.edition_id == Edition.id,
        Signature.person_id == actor.id,
        Signature.capacity == Capacity.TRANSLATOR,
    )
    rows = session.execute(
        _editions().where(
            Edition.state == State.IN_CHECKING,
            in_scope(actor, Permission.CHECK_WRITE),
            ~_is_claimed(Capacity.CHECKER, at),
            ~_wrote(actor, WRITING, Text.is_source),
            ~_wrote(actor, TRANSLATING, ~Text.is_source),
            ~handed_in,
        )
    )
    return [_task(Kind.CHECK, row) for row in rows]


def _approvals(session: Session, actor: Actor) -> list[Task]:
    if not holds(actor, Permission.EDITION_APPROVE):
        return []
    rows = session.execute(
        _editions().where(
            Edition.state == State.AWAITING_APPROVAL,
            in_scope(actor, Permission.EDITION_APPROVE),
            ~_wrote(actor, WRITING),
        )
    )
    return [_task(Kind.APPROVE, row) for row in rows]


def _deliveries(session: Session, actor: Actor) -> list[Task]:
    """Return what did not arrive at a portal and has not been overtaken by a newer parcel of the article."""
    if not holds(actor, Permission.PARCEL_SEND):
        return []
    newer = aliased(Parcel)
    overtaken = sa.exists().where(newer.article_id == Parcel.article_id, newer.payload_version > Parcel.payload_version)
    rows = session.execute(
        sa.select(
            Article.title,
            Article.source_language,
            Article.workshop_id,
            sa.func.coalesce(Workshop.title, "").label("workshop"),
            Delivery.parcel_id,
            Delivery.target,
            Delivery.state,
            Delivery.changed_at,
        )
        .join(Parcel, Parcel.id == Delivery.parcel_id)
        .join(Article, Article.id == Parcel.article_id)
        .outerjoin(Workshop, Workshop.id == Article.workshop_id)
        .where(Delivery.state.in_(TROUBLE), in_scope(actor, Permission.PARCEL_SEND), ~overtaken)
    )
    return [
        Task(
            Kind.DELIVER,
            row.title,
            row.source_language,
            row.changed_at,
            parcel_id=row.parcel_id,
            workshop_id=row.workshop_id,
            workshop=row.workshop,
            who=row.target,
            facet=row.state,
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class Meeting:
    """An open workshop of the actor, now or ahead; ``waiting`` counts articles of its list without a writer."""

    id: int
    title: str
    place: str
    starts_on: dt.date
    ends_on: dt.date
    waiting: int
    may_claim: bool


def meetings_of(session: Session, actor: Actor, today: dt.date) -> tuple[Meeting, ...]:
    """Return the next open workshops of the actor."""
    waiting = (
        sa.select(sa.func.count())
        .where(WantedArticle.workshop_id == Workshop.id, WantedArticle.article_id.is_(None))
        .correlate(Workshop)
        .scalar_subquery()
    )
    rows = session.execute(
        sa.select(
            Workshop.id,
            Workshop.title,
            Workshop.place,
            Workshop.starts_on,
            Workshop.ends_on,
            waiting.label("waiting"),
            seen_workshops(actor, Permission.WANTED_CLAIM).label("may_claim"),
        )
        .join(Programme, Programme.id == Workshop.programme_id)
        .where(seen_workshops(actor), Workshop.closed_at.is_(None), Workshop.ends_on >= today)
        .order_by(Workshop.starts_on, Workshop.id)
        .limit(WORKSHOPS)
    )
    return tuple(
        Meeting(row.id, row.title, row.place, row.starts_on, row.ends_on, row.waiting, bool(row.may_claim))
        for row in rows
    )
