"""Acts of a translator: claim, write a sentence, confirm it, hand the translation in."""

import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workbench import audit
from workbench.domain.permissions import Actor, require
from workbench.domain.refusals import Denied, IllegalMove, Invalid, Reason, Unknown
from workbench.domain.roles import Permission
from workbench.domain.signatures import Capacity
from workbench.domain.states import State
from workbench.models import Claim, Dismissal, Edition, Origin, Segment
from workbench.store import claims, findings, progress, segments, signatures
from workbench.store.moves import refuse_stale
from workbench.store.segments import Saved
from workbench.store.texts import Base
from workbench.store.visibility import matter_of

#: Longest sentence a translation may hold, in letters.
LONGEST = 8_000


def claim_translation(session: Session, actor: Actor, edition: Edition) -> Claim:
    """Take the edition to translate. Raises Denied, IllegalMove(TEXT_NOT_OPEN)."""
    _require_open(session, actor, edition)
    segments.sync_segments(session, edition)
    return claims.take_claim(session, edition, Capacity.TRANSLATOR, actor.id)


def release_translation(session: Session, actor: Actor, edition: Edition) -> None:
    """Give the edition back to the queue; what was written stays."""
    claims.release_claim(session, edition, Capacity.TRANSLATOR, actor.id)


def _require_open(session: Session, actor: Actor, edition: Edition) -> None:
    require(actor, Permission.TRANSLATION_WRITE, matter_of(session, edition))
    if edition.state is not State.IN_TRANSLATION:
        raise IllegalMove(Reason.TEXT_NOT_OPEN)


def segment_of(session: Session, edition: Edition, key: str) -> Segment:
    """Load a segment of this edition; raises Unknown."""
    query = sa.select(Segment).where(Segment.edition_id == edition.id, Segment.key == key, Segment.is_current)
    segment = session.scalars(query).first()
    if segment is None:
        raise Unknown(Reason.UNKNOWN)
    return segment


def save_segment(
    session: Session,
    actor: Actor,
    edition: Edition,
    segment: Segment,
    words: str,
    *,
    base: Base,
    request_id: uuid.UUID,
    confirm: bool,
    origin: Origin = Origin.HUMAN,
) -> Saved:
    """Write one sentence of the translation, and confirm it if said so; sent twice, it counts once.

    Raises Denied when the claim is not (any longer) this person's, IllegalMove when the translation is not open,
    Invalid when the words are too many. Whoever calls keeps the words then.
    """
    _require_open(session, actor, edition)
    claims.require_claim(session, edition, Capacity.TRANSLATOR, actor.id)
    if len(words) > LONGEST:
        raise Invalid(Reason.TOO_LARGE)
    saved = segments.save_target(
        session, edition, segment, words, base=base, request_id=request_id, person_id=actor.id, origin=origin
    )
    segment.is_confirmed = bool(segment.target) and (confirm or segment.is_confirmed) and not saved.merged
    if segment.is_confirmed:
        segment.returned_reason = ""
    session.flush()
    return saved


def dismiss_finding(
    session: Session, actor: Actor, edition: Edition, segment: Segment, finding: str, *, reason: str
) -> Dismissal:
    """Let a finding stand, with the reason; it counts for these very words. Raises Denied, Invalid(REASON_MISSING)."""
    matter = matter_of(session, edition)
    is_checking = edition.state is State.IN_CHECKING
    require(actor, Permission.CHECK_WRITE if is_checking else Permission.TRANSLATION_WRITE, matter)
    if not reason.strip():
        raise Invalid(Reason.REASON_MISSING)
    known = session.scalars(
        sa.select(Dismissal).where(Dismissal.segment_id == segment.id, Dismissal.finding == finding)
    ).first()
    if known is not None:
        return known
    dismissal = Dismissal(segment_id=segment.id, finding=finding, reason=reason.strip(), person_id=actor.id)
    session.add(dismissal)
    audit.record(session, actor.id, "finding:dismiss", "segment", segment.id, finding=finding)
    session.flush()
    return dismissal


def hand_in_translation(session: Session, actor: Actor, edition: Edition, *, seen_version: int) -> Edition:
    """Sign the translation as its translator and pass it to a checker.

    Raises Invalid(NOT_TRANSLATED) while a sentence has no confirmed translation of its present wording, and
    Invalid(FINDING_OPEN) while a blocking finding is open.
    """
    _require_open(session, actor, edition)
    claims.require_claim(session, edition, Capacity.TRANSLATOR, actor.id)
    refuse_stale(seen_version, edition.version)
    current = segments.sync_segments(session, edition)
    if not current or not all(segment.is_ready for segment in current):
        raise Invalid(Reason.NOT_TRANSLATED)
    if findings.open_findings(session, edition):
        raise Invalid(Reason.FINDING_OPEN)
    uncovered = set(signatures.coverages(session, edition)[Capacity.TRANSLATOR].uncovered)
    pairs = [pair for pair in signatures.pairs_of(session, edition) if pair.key in uncovered]
    if pairs:
        signatures.sign(
            session,
            edition,
            pairs,
            Capacity.TRANSLATOR,
            person_id=actor.id,
            organisation_id=actor.organisation_id,
        )
    claims.release_claim(session, edition, Capacity.TRANSLATOR, actor.id)
    progress.advance(session, edition, actor.id)
    return edition


def require_author_is_another(session: Session, actor: Actor, edition: Edition, segment: Segment) -> None:
    """Raise Denied(OWN_TRANSLATION) when this person wrote words of the translated sentence."""
    if actor.id in signatures.authors_by_key(session, edition).get(segment.key, frozenset()):
        raise Denied(Reason.OWN_TRANSLATION)
