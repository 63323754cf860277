"""Acts of a checker: a second person reads every sentence, accepts, corrects or returns it."""

import uuid

from sqlalchemy.orm import Session

from workbench import audit
from workbench.domain.permissions import Actor, require
from workbench.domain.refusals import IllegalMove, Invalid, Reason, StaleVersion
from workbench.domain.roles import Permission
from workbench.domain.signatures import Capacity, Pair
from workbench.domain.states import Move, State
from workbench.models import Cause, Claim, Edition, Segment
from workbench.store import claims, memory, progress, segments, signatures, texts
from workbench.store.moves import make_move, refuse_stale
from workbench.store.segments import Saved
from workbench.store.texts import Base
from workbench.store.visibility import matter_of
from workbench.translation.commands import LONGEST, require_author_is_another


def claim_check(session: Session, actor: Actor, edition: Edition) -> Claim:
    """Take the edition to check. Raises Denied, IllegalMove(TEXT_NOT_OPEN)."""
    _require_open(session, actor, edition)
    return claims.take_claim(session, edition, Capacity.CHECKER, actor.id)


def release_check(session: Session, actor: Actor, edition: Edition) -> None:
    """Give the check back to the queue; what was signed stays."""
    claims.release_claim(session, edition, Capacity.CHECKER, actor.id)


def _require_open(session: Session, actor: Actor, edition: Edition) -> None:
    require(actor, Permission.CHECK_WRITE, matter_of(session, edition))
    if edition.state is not State.IN_CHECKING:
        raise IllegalMove(Reason.TEXT_NOT_OPEN)


def _require_turn(session: Session, actor: Actor, edition: Edition) -> None:
    _require_open(session, actor, edition)
    claims.require_claim(session, edition, Capacity.CHECKER, actor.id)


def accept_segment(
    session: Session, actor: Actor, edition: Edition, segment: Segment, *, seen_source: str, seen_target: str
) -> None:
    """Sign one sentence as checker; ``seen_*`` are the hashes that stood in front of them.

    Raises Denied(OWN_TRANSLATION) for own words, StaleVersion when the sentence is no longer the one they read.
    """
    _require_turn(session, actor, edition)
    if (seen_source, seen_target) != (segment.source_hash, segment.target_hash):
        raise StaleVersion(Reason.CHANGED_MEANWHILE)
    require_author_is_another(session, actor, edition, segment)
    if not segment.is_ready:
        raise Invalid(Reason.NOT_TRANSLATED)
    pair = Pair(segment.key, segment.source_hash, segment.target_hash)
    if segment.key in signatures.coverages(session, edition)[Capacity.CHECKER].uncovered:
        _sign(session, actor, edition, pair, Capacity.CHECKER)
    segment.returned_reason = ""
    session.flush()


def _sign(session: Session, actor: Actor, edition: Edition, pair: Pair, capacity: Capacity) -> None:
    signatures.sign(session, edition, [pair], capacity, person_id=actor.id, organisation_id=actor.organisation_id)


def correct_segment(
    session: Session, actor: Actor, edition: Edition, segment: Segment, words: str, *, base: Base, request_id: uuid.UUID
) -> Saved:
    """Change a sentence while checking: from then on it is the checker's, and somebody else must check it."""
    _require_turn(session, actor, edition)
    if not words.strip():
        raise Invalid(Reason.TEXT_EMPTY)
    if len(words) > LONGEST:
        raise Invalid(Reason.TOO_LARGE)
    before = segment.target_hash
    saved = segments.save_target(
        session,
        edition,
        segment,
        words,
        base=base,
        request_id=request_id,
        person_id=actor.id,
        cause=Cause.CHECK,
    )
    if segment.target_hash != before and not saved.merged:
        segment.is_confirmed = True
        segment.returned_reason = ""
        pair = Pair(segment.key, segment.source_hash, segment.target_hash)
        _sign(session, actor, edition, pair, Capacity.TRANSLATOR)
    audit.record(session, actor.id, "check:correct", "segment", segment.id)
    session.flush()
    return saved


def return_segment(session: Session, actor: Actor, edition: Edition, segment: Segment, *, reason: str) -> None:
    """Mark a sentence to go back to the translator, with the reason. Raises Invalid(REASON_MISSING)."""
    _require_turn(session, actor, edition)
    if not reason.strip():
        raise Invalid(Reason.REASON_MISSING)
    segment.returned_reason = reason.strip()
    audit.record(session, actor.id, "check:return", "segment", segment.id)
    session.flush()


def finish_check(session: Session, actor: Actor, edition: Edition, *, seen_version: int) -> Edition:
    """End the reading: back to the translator if a sentence was returned, on to the owner if all are checked.

    Raises Invalid(NOT_CHECKED) while a sentence is neither.
    """
    _require_turn(session, actor, edition)
    refuse_stale(seen_version, edition.version)
    current = segments.segments_of(session, edition)
    returned = [segment for segment in current if segment.returned_reason]
    if returned:
        return _return(session, actor, edition, returned)
    if not signatures.coverages(session, edition)[Capacity.CHECKER].is_whole:
        raise Invalid(Reason.NOT_CHECKED)
    claims.release_claim(session, edition, Capacity.CHECKER, actor.id)
    memory.remember_checked(session, edition, checker_id=actor.id)
    progress.advance(session, edition, actor.id)
    return edition


def _return(session: Session, actor: Actor, edition: Edition, returned: list[Segment]) -> Edition:
    for segment in returned:
        segment.is_confirmed = False
    comment = "\n".join(segment.returned_reason for segment in returned)
    if edition.target is not None:
        texts.add_version(session, edition.target, Cause.CHECK, actor.id)
    make_move(session, edition, Move.RETURN, person_id=actor.id, comment=comment)
    claims.release_claim(session, edition, Capacity.CHECKER, actor.id)
    return edition
