"""Reviews in the database: asking, the letter that tells, asking once more when the words changed."""

import datetime as dt
from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from workbench import audit, outbox
from workbench.domain.events import MailDue
from workbench.domain.permissions import holds
from workbench.domain.roles import Permission, Role
from workbench.domain.signatures import Capacity
from workbench.models import Edition, Grant, Organisation, Person, Review, now
from workbench.store.visibility import actor_of, held_at, matter_of


def add_review(
    session: Session,
    edition: Edition,
    capacity: Capacity,
    *,
    asked_by: Person,
    person: Person | None = None,
    organisation: Organisation | None = None,
    due_on: dt.date | None = None,
    note: str = "",
) -> Review:
    """Ask a person, or whoever reviews for an organisation, and put the letter on its way."""
    review = Review(
        edition=edition,
        capacity=capacity.value,
        person=person,
        organisation=organisation,
        asked_by=asked_by,
        due_on=due_on,
        note=note.strip(),
    )
    session.add(review)
    session.flush()
    audit.record(
        session,
        asked_by.id,
        "review:ask",
        "edition",
        edition.id,
        review=review.id,
        capacity=capacity.value,
        person=person.id if person else None,
        organisation=organisation.id if organisation else None,
    )
    send_letters(session, review)
    return review


def send_letters(session: Session, review: Review) -> int:
    """Put the letters that ask for the review on their way; return how many."""
    article = review.edition.article
    readers = readers_of(session, review)
    for reader in readers:
        facts = {
            "name": reader.name,
            "asker": review.asked_by.name,
            "title": article.title,
            "article": str(article.id),
            "capacity": review.capacity,
            "due": review.due_on.isoformat() if review.due_on else "",
            "note": review.note,
        }
        outbox.put(session, MailDue("review_asked", reader.email, reader.locale, facts))
    return len(readers)


def readers_of(session: Session, review: Review) -> list[Person]:
    """Return who can give the review: who was asked, or all who review for the organisation and did not write in it."""
    if review.person is not None:
        return [review.person]
    people = session.scalars(
        sa.select(Person)
        .where(
            Person.is_active,
            Person.grants.any(
                sa.and_(
                    Grant.role == Role.REVIEWER,
                    Grant.organisation_id == review.organisation_id,
                    held_at(now()),
                )
            ),
        )
        .order_by(Person.name)
    )
    writers = matter_of(session, review.edition).writer_ids
    return [person for person in people if person.id not in writers]


def reviews_of(session: Session, edition: Edition, *, also_cancelled: bool = False) -> list[Review]:
    """Return the reviews asked for in this edition, in the order they were asked."""
    query = (
        sa.select(Review)
        .where(Review.edition_id == edition.id)
        .options(
            joinedload(Review.person),
            joinedload(Review.organisation),
            joinedload(Review.asked_by),
            joinedload(Review.given_by),
        )
        .order_by(Review.id)
    )
    if not also_cancelled:
        query = query.where(Review.cancelled_at.is_(None))
    return list(session.scalars(query))


def ask_again(session: Session, edition: Edition, lacking: Collection[Capacity]) -> list[Review]:
    """Ask those once more who gave a verdict before the edition came to its reviewers this time.

    Only in capacities that lack signatures, and nobody who is asked already, wrote in the text meanwhile or no longer
    reviews.
    """
    known = reviews_of(session, edition)
    waiting = {(each.capacity, each.person_id, each.organisation_id) for each in known if each.is_waiting}
    writers = matter_of(session, edition).writer_ids
    asked: list[Review] = []
    for earlier in known:
        who = (earlier.capacity, earlier.person_id, earlier.organisation_id)
        is_old = earlier.given_at is not None and earlier.given_at < edition.state_since
        if not is_old or who in waiting or Capacity(earlier.capacity) not in lacking:
            continue
        if earlier.person is not None and not _can_read(earlier.person, writers):
            continue
        waiting.add(who)
        asked.append(
            add_review(
                session,
                edition,
                Capacity(earlier.capacity),
                asked_by=earlier.asked_by,
                person=earlier.person,
                organisation=earlier.organisation,
                due_on=edition.due_at.date() if edition.due_at else None,
                note=earlier.note,
            )
        )
    return asked


def _can_read(person: Person, writers: Collection[int]) -> bool:
    return person.id not in writers and bool(holds(actor_of(person), Permission.REVIEW_GIVE))
