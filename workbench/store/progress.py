"""How an edition goes on: from stage to stage by itself, as far as signatures cover its words already."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workbench.domain.signatures import OF_SOURCE, Capacity
from workbench.domain.states import Move, State
from workbench.models import Cause, Edition, Text
from workbench.store import reviews, texts
from workbench.store.moves import make_move
from workbench.store.segments import segments_of, sync_segments
from workbench.store.signatures import coverages, signed_of

#: Stages that end as soon as their signatures cover every sentence: the move, its cause, whose version is kept.
_STEPS = {
    State.IN_REVIEW: (Move.ACCEPT, Cause.ACCEPT),
    State.IN_TRANSLATION: (Move.HAND_IN, Cause.HAND_IN),
    State.IN_CHECKING: (Move.CHECK, Cause.CHECK),
}


def locked_edition(session: Session, edition: Edition) -> Edition:
    """Lock the edition's row and its texts until the commit and return it as it is now.

    Two who sign at once then do it one after the other, and nobody writes between reading and signing.
    """
    # By a query: a get with a lock refuses a row that moved on since it was loaded, and here that is what is asked.
    fresh = session.scalars(
        sa.select(Edition).where(Edition.id == edition.id).with_for_update().execution_options(populate_existing=True)
    ).one()
    session.scalars(
        sa.select(Text)
        .where(Text.edition_id == edition.id)
        .order_by(Text.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    return fresh


def advance(session: Session, edition: Edition, person_id: int | None) -> list[Move]:
    """Take the edition through every stage that is whole, and return the moves made.

    To be called after each act that may end a stage: submitting, a verdict, handing in, ending a check. A move is the
    person's only where they signed for it; what goes on by older signatures is nobody's act. An edition that comes to
    its reviewers again and is not covered asks those who read it before once more.
    """
    made: list[Move] = []
    while (step := _STEPS.get(edition.state)) is not None and _is_whole(session, edition):
        move, cause = step
        # Handing in and ending a check are acts of their own, also where nothing was left to sign.
        is_theirs = (not made and edition.state is not State.IN_REVIEW) or _has_signed(session, edition, person_id)
        by = person_id if is_theirs else None
        text = edition.source if edition.state is State.IN_REVIEW else edition.target
        if text is not None:
            texts.add_version(session, text, cause, by)
        if edition.state is State.IN_REVIEW:
            sync_segments(session, edition)
            session.refresh(edition, ["texts"])
        make_move(session, edition, move, person_id=by)
        made.append(move)
    if edition.state is State.IN_REVIEW:
        reviews.ask_again(session, edition, _lacking(session, edition))
    return made


def _capacities(state: State) -> frozenset[Capacity]:
    """Return the capacities whose signatures end the stage."""
    if state is State.IN_REVIEW:
        return OF_SOURCE
    return frozenset({Capacity.TRANSLATOR if state is State.IN_TRANSLATION else Capacity.CHECKER})


def _has_signed(session: Session, edition: Edition, person_id: int | None) -> bool:
    capacities = _capacities(edition.state)
    return any(each.person_id == person_id and each.capacity in capacities for each in signed_of(session, edition))


def _is_whole(session: Session, edition: Edition) -> bool:
    if edition.state is State.IN_REVIEW:
        return not _lacking(session, edition)
    segments = segments_of(session, edition)
    capacity = Capacity.TRANSLATOR if edition.state is State.IN_TRANSLATION else Capacity.CHECKER
    # A sentence that was given back and comes again as it was is read again, whatever its checker had signed before.
    waits = capacity is Capacity.CHECKER and any(segment.returned_reason for segment in segments)
    is_ready = all(segment.is_ready for segment in segments) and not waits
    return is_ready and coverages(session, edition)[capacity].is_whole


def _lacking(session: Session, edition: Edition) -> set[Capacity]:
    """Return the capacities that vouch for the source and do not yet cover all of it."""
    covered = coverages(session, edition)
    return {capacity for capacity in covered if capacity in OF_SOURCE and not covered[capacity].is_whole}
