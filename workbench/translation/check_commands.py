"""Acts of a checker: a second person reads every sentence, accepts, corrects or returns it."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from workbench import audit
from workbench.domain.permissions import Actor, require
from workbench.domain.refusals import Denied, IllegalMove, Invalid, Reason, StaleVersion
from workbench.domain.roles import Permission
from workbench.domain.signatures import ALWAYS, Capacity, Pair, Signed, coverage
from workbench.domain.states import Move, State
from workbench.models import Cause, Claim, Edition, Segment
from workbench.store import claims, memory, segments, signatures, texts
from workbench.store.moves import make_move, refuse_stale
from workbench.store.progress import advance, locked_edition
from workbench.store.segments import Saved
from workbench.store.texts import Base
from workbench.store.visibility import matter_of
from workbench.translation.commands import LONGEST, LONGEST_REASON


def claim_check(session: Session, actor: Actor, edition: Edition) -> Claim:
    """Take the edition to check. Raises Denied, IllegalMove(TEXT_NOT_OPEN)."""
    edition = locked_edition(session, edition)
    _require_open(session, actor, edition)
    return claims.take_claim(session, edition, Capacity.CHECKER, actor.id)


def release_check(session: Session, actor: Actor, edition: Edition) -> None:
    """Give the check back to the queue; what was signed stays."""
    claims.release_claim(session, edition, Capacity.CHECKER, actor.id)


def _require_open(session: Session, actor: Actor, edition: Edition) -> None:
    require(actor, Permission.CHECK_WRITE, matter_of(session, edition))
    if edition.state is not State.IN_CHECKING:
        raise IllegalMove(Reason.TEXT_NOT_OPEN)


def _require_turn(session: Session, actor: Actor, edition: Edition) -> Edition:
    edition = locked_edition(session, edition)
    _require_open(session, actor, edition)
    claims.require_claim(session, edition, Capacity.CHECKER, actor.id)
    return edition


@dataclass(frozen=True, slots=True)
class Reading:
    """How far the check of an edition has come: sentences without a checker's signature, and whose would not count."""

    unsigned: frozenset[str]
    not_by: Mapping[str, frozenset[int]]

    def unread(self, current: Iterable[Segment]) -> frozenset[str]:
        """Return the sentences that nobody has accepted or returned; one that came back as it was counts as unread."""
        return frozenset(
            segment.key
            for segment in current
            if not is_returned(segment) and (segment.key in self.unsigned or segment.returned_reason)
        )

    def barred(self, person_id: int) -> frozenset[str]:
        """Return the sentences this person must not check: those they wrote, or handed in as the translator."""
        return frozenset(key for key, people in self.not_by.items() if person_id in people)


def reading_of(session: Session, edition: Edition, current: Sequence[Segment]) -> Reading:
    """Return how far the check has come, in two queries; ``current`` are the edition's sentences."""
    signed, authors = signatures.signed_of(session, edition), signatures.authors_by_key(session, edition)
    return _reading(current, signed, authors)


def _reading(current: Sequence[Segment], signed: Sequence[Signed], authors: Mapping[str, frozenset[int]]) -> Reading:
    not_by = signatures.not_checked_by([_pair(segment) for segment in current], signed, authors)
    pairs = [_pair(segment) for segment in current if segment.is_ready]
    covered = coverage(pairs, signed, Capacity.CHECKER, ALWAYS[Capacity.CHECKER], not_by=not_by).covered
    return Reading(frozenset(segment.key for segment in current) - frozenset(covered), not_by)


def is_returned(segment: Segment) -> bool:
    """Tell whether the checker has marked the sentence to go back."""
    return bool(segment.returned_reason) and not segment.is_confirmed


def _pair(segment: Segment) -> Pair:
    return Pair(segment.key, segment.source_hash, segment.target_hash)


def accept_segment(
    session: Session, actor: Actor, edition: Edition, segment: Segment, *, seen_source: str, seen_target: str
) -> None:
    """Sign one sentence as checker; ``seen_*`` are the hashes that stood in front of them.

    A sentence this checker was about to return is accepted after all. Raises Denied(OWN_TRANSLATION) for own words,
    StaleVersion when the sentence is no longer the one they read.
    """
    edition = _require_turn(session, actor, edition)
    session.refresh(segment)
    if (seen_source, seen_target) != (segment.source_hash, segment.target_hash):
        raise StaleVersion(Reason.CHANGED_MEANWHILE)
    # Of this sentence alone: who reads all of a text asks as often as it has sentences.
    signed = signatures.signed_of(session, edition, source_hash=segment.source_hash)
    authors = signatures.authors_by_key(session, edition, key=segment.key)
    if segment.key in _reading([segment], signed, authors).barred(actor.id):
        raise Denied(Reason.OWN_TRANSLATION)
    if not segment.target or segment.is_outdated:
        raise Invalid(Reason.NOT_TRANSLATED)
    segment.is_confirmed, segment.returned_reason = True, ""
    session.flush()
    # Once returned, a sentence may have been signed before that.
    if segment.key in _reading([segment], signed, authors).unsigned:
        _sign(session, actor, edition, segment, Capacity.CHECKER)


def _sign(session: Session, actor: Actor, edition: Edition, segment: Segment, capacity: Capacity) -> None:
    signatures.sign(
        session, edition, [_pair(segment)], capacity, person_id=actor.id, organisation_id=actor.organisation_id
    )


def correct_segment(
    session: Session, actor: Actor, edition: Edition, segment: Segment, words: str, *, base: Base, request_id: uuid.UUID
) -> Saved:
    """Change a sentence while checking: from then on it is the checker's, and somebody else must check it."""
    if not words.strip():
        raise Invalid(Reason.TEXT_EMPTY)
    if len(words) > LONGEST:
        raise Invalid(Reason.TOO_LARGE)
    edition = _require_turn(session, actor, edition)
    session.refresh(segment)
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
    if segment.target_hash != before:
        segment.returned_reason = ""
        audit.record(session, actor.id, "check:correct", "segment", segment.id)
    # Words that came together on two pages are nobody's until somebody has seen them.
    if not saved.merged and not segment.is_confirmed and not segment.returned_reason:
        segment.is_confirmed = True
        session.flush()
        _sign(session, actor, edition, segment, Capacity.TRANSLATOR)
    return saved


def return_segment(session: Session, actor: Actor, edition: Edition, segment: Segment, *, reason: str) -> None:
    """Mark a sentence to go back to the translator, with the reason. Raises Invalid(REASON_MISSING)."""
    if not reason.strip():
        raise Invalid(Reason.REASON_MISSING)
    if len(reason) > LONGEST_REASON:
        raise Invalid(Reason.TOO_LARGE)
    _require_turn(session, actor, edition)
    session.refresh(segment)
    # Kept until a checker accepts the sentence, so that whoever reads it again knows what was asked.
    segment.is_confirmed, segment.returned_reason = False, reason.strip()
    audit.record(session, actor.id, "check:return", "segment", segment.id)
    session.flush()


def finish_check(session: Session, actor: Actor, edition: Edition, *, seen_version: int | None) -> Edition:
    """End the reading: back to the translator if a sentence was returned, on to the owner if all are checked.

    Sentences that only somebody else may check, because this checker corrected them, go back to the queue for another
    checker. Raises Invalid(NOT_CHECKED) while there is another sentence that is neither.
    """
    edition = _require_turn(session, actor, edition)
    refuse_stale(seen_version, edition.version)
    current = segments.segments_of(session, edition)
    reading = reading_of(session, edition, current)
    unread = reading.unread(current)
    if unread - reading.barred(actor.id):
        raise Invalid(Reason.NOT_CHECKED)
    claims.release_claim(session, edition, Capacity.CHECKER, actor.id)
    if returned := [segment for segment in current if is_returned(segment)]:
        _return(session, actor, edition, returned)
    elif not unread:
        memory.remember_checked(session, edition, checker_id=actor.id)
        advance(session, edition, actor.id)
    return edition


def _return(session: Session, actor: Actor, edition: Edition, returned: Sequence[Segment]) -> None:
    comment = "\n".join(segment.returned_reason for segment in returned)
    if edition.target is not None:
        texts.add_version(session, edition.target, Cause.CHECK, actor.id)
    make_move(session, edition, Move.RETURN, person_id=actor.id, comment=comment)
