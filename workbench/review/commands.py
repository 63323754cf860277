"""Asking for reviews and giving them: who may, what is signed, what follows from a verdict."""

import datetime as dt

from sqlalchemy.orm import Session

from workbench import audit, outbox
from workbench.domain.events import MailDue
from workbench.domain.permissions import Actor, holds, require, require_there
from workbench.domain.refusals import Denied, IllegalMove, Invalid, Reason, StaleVersion
from workbench.domain.roles import Permission, Role
from workbench.domain.signatures import OF_SOURCE, Capacity
from workbench.domain.states import OPEN, Move, State
from workbench.models import Edition, Organisation, Person, Reading, Review, Text, Verdict, now
from workbench.store import texts
from workbench.store.moves import make_move, refuse_stale
from workbench.store.progress import advance, locked_edition
from workbench.store.reviews import add_review, readers_of, reviews_of, send_letters
from workbench.store.signatures import pairs_of, sign
from workbench.store.visibility import actor_of, matter_of, place_of

#: While an edition is in one of these its words stand still and may be vouched for.
SIGNABLE = frozenset({State.IN_REVIEW, State.IN_TRANSLATION, State.IN_CHECKING, State.AWAITING_APPROVAL})


def ask_review(
    session: Session,
    actor: Actor,
    edition: Edition,
    capacity: Capacity,
    *,
    person: Person | None = None,
    organisation: Organisation | None = None,
    due_on: dt.date | None = None,
    note: str = "",
) -> Review:
    """Ask a person, or whoever reviews for an organisation, to read the text; a letter tells them.

    Raises Denied, IllegalMove once the edition is signed by its owner, and Invalid when nobody of them can review it:
    WROTE_IN_IT, ALREADY_THERE, FIELD_INVALID, DATE_NOT_POSSIBLE.
    """
    require_there(actor, Permission.REVIEW_ASK, place_of(edition.article))
    if edition.state not in OPEN - {State.APPROVED}:
        raise IllegalMove(Reason.MOVE_NOT_POSSIBLE)
    if capacity not in OF_SOURCE or (person is None) == (organisation is None):
        raise Invalid(Reason.FIELD_INVALID)
    if due_on is not None and due_on < now().date() - dt.timedelta(days=1):  # today there may be yesterday here
        raise Invalid(Reason.DATE_NOT_POSSIBLE)
    if person is not None:
        _refuse_reader(session, edition, person)
    _refuse_second(session, edition, capacity, person, organisation)
    review = add_review(
        session,
        edition,
        capacity,
        asked_by=session.get_one(Person, actor.id),
        person=person,
        organisation=organisation,
        due_on=due_on,
        note=note,
    )
    if not readers_of(session, review):
        raise Invalid(Reason.FIELD_INVALID)
    return review


def _refuse_reader(session: Session, edition: Edition, person: Person) -> None:
    if person.id in matter_of(session, edition).writer_ids:
        raise Invalid(Reason.WROTE_IN_IT)
    if not holds(actor_of(person), Permission.REVIEW_GIVE):
        raise Invalid(Reason.FIELD_INVALID)


def _refuse_second(
    session: Session, edition: Edition, capacity: Capacity, person: Person | None, organisation: Organisation | None
) -> None:
    who = (capacity.value, person.id if person else None, organisation.id if organisation else None)
    for review in reviews_of(session, edition):
        if review.is_waiting and (review.capacity, review.person_id, review.organisation_id) == who:
            raise Invalid(Reason.ALREADY_THERE)


def cancel_review(session: Session, actor: Actor, review: Review, *, seen_version: int | None) -> Review:
    """Take back what was asked: it no longer opens the text to them. Raises Denied, StaleVersion, IllegalMove."""
    _require_waiting(actor, review, seen_version)
    review.cancelled_at = now()
    audit.record(session, actor.id, "review:cancel", "edition", review.edition_id, review=review.id)
    session.flush()
    return review


def resend_review(session: Session, actor: Actor, review: Review, *, seen_version: int | None) -> int:
    """Send the letter once more; return to how many. Raises Denied, StaleVersion, IllegalMove."""
    _require_waiting(actor, review, seen_version)
    audit.record(session, actor.id, "review:remind", "edition", review.edition_id, review=review.id)
    return send_letters(session, review)


def _require_waiting(actor: Actor, review: Review, seen_version: int | None) -> None:
    require_there(actor, Permission.REVIEW_ASK, place_of(review.edition.article))
    refuse_stale(seen_version, review.version)
    if not review.is_waiting:
        raise IllegalMove(Reason.MOVE_NOT_POSSIBLE)


def give_review(
    session: Session,
    actor: Actor,
    review: Review,
    verdict: Verdict,
    *,
    reason: str,
    seen_version: int | None,
    read_seq: int | None,
) -> Review:
    """Give the verdict on the very words that were read; accepting signs each of them, and sent twice counts once.

    ``read_seq`` is the row of the source's log that stood in front of the reader. Raises Denied (not asked, own
    words), StaleVersion when the words or the review changed meanwhile, Invalid(REASON_MISSING) when changes are
    asked for without saying which, IllegalMove when the edition is not at a step for the verdict.
    """
    edition = locked_edition(session, review.edition)
    session.refresh(review)
    if review.verdict is verdict and review.given_by_id == actor.id and review.read_seq == read_seq:
        return review
    require(actor, Permission.REVIEW_GIVE, matter_of(session, edition))
    _require_asked(actor, review)
    refuse_stale(seen_version, review.version)
    if read_seq is None or not texts.is_same_since(session, edition.source, read_seq):
        raise StaleVersion(Reason.CHANGED_MEANWHILE)
    if edition.state not in (SIGNABLE if verdict is Verdict.ACCEPT else {State.IN_REVIEW}):
        raise IllegalMove(Reason.MOVE_NOT_POSSIBLE)
    if verdict is Verdict.REQUEST_CHANGES and not reason.strip():
        raise Invalid(Reason.REASON_MISSING)
    _keep_verdict(session, actor, review, verdict, reason.strip(), edition.source.seq)
    if verdict is Verdict.ACCEPT:
        _accept(session, actor, review, edition)
    else:
        _send_back(session, actor, review, edition)
    return review


def _require_asked(actor: Actor, review: Review) -> None:
    """Raise Denied unless it is this review that the actor was asked for, and nobody has given it."""
    reviews_for = {held.organisation_id for held in actor.held if held.role is Role.REVIEWER}
    by_office = review.person_id is None and review.organisation_id in reviews_for
    if review.cancelled_at is not None or not (review.person_id == actor.id or by_office):
        raise Denied(Reason.NOT_ASKED)
    if review.verdict is not None:
        raise StaleVersion(Reason.CHANGED_MEANWHILE)


def _keep_verdict(session: Session, actor: Actor, review: Review, verdict: Verdict, reason: str, seq: int) -> None:
    review.verdict, review.reason = verdict, reason
    review.given_by_id, review.given_at, review.read_seq = actor.id, now(), seq
    keep_reading(session, actor, review.edition.source, seq)
    audit.record(
        session,
        actor.id,
        Permission.REVIEW_GIVE,
        "edition",
        review.edition_id,
        review=review.id,
        capacity=review.capacity,
        verdict=verdict.value,
        read=seq,
    )
    session.flush()


def _accept(session: Session, actor: Actor, review: Review, edition: Edition) -> None:
    sign(
        session,
        edition,
        pairs_of(session, edition),
        Capacity(review.capacity),
        person_id=actor.id,
        organisation_id=review.organisation_id or actor.organisation_id,
    )
    advance(session, edition, actor.id)


def _send_back(session: Session, actor: Actor, review: Review, edition: Edition) -> None:
    writers = matter_of(session, edition).writer_ids
    make_move(session, edition, Move.REQUEST_CHANGES, person_id=actor.id, comment=review.reason)
    article, reader = edition.article, session.get_one(Person, actor.id)
    for writer in (session.get_one(Person, person_id) for person_id in sorted(writers)):
        if writer.is_active:
            facts = {
                "name": writer.name,
                "reader": reader.name,
                "title": article.title,
                "article": str(article.id),
                "reason": review.reason,
            }
            outbox.put(session, MailDue("changes_requested", writer.email, writer.locale, facts))


def keep_reading(session: Session, actor: Actor, text: Text, seq: int) -> Reading:
    """Keep how far the actor has read the text, never less than before; raise Invalid for words that never were."""
    if not 1 <= seq <= text.seq:
        raise Invalid(Reason.BASE_UNKNOWN)
    reading = session.get(Reading, (actor.id, text.id))
    if reading is None:
        reading = Reading(person_id=actor.id, text_id=text.id, seq=seq)
        session.add(reading)
    elif seq > reading.seq:
        reading.seq, reading.at = seq, now()
    session.flush()
    return reading
