"""Acts of a translator: claim, write a sentence, confirm it, hand the translation in."""

import uuid
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workbench.domain.memory import norm_hash, normalise
from workbench.domain.permissions import Actor, require
from workbench.domain.refusals import IllegalMove, Invalid, Reason, Unknown
from workbench.domain.roles import Permission
from workbench.domain.sentences import signature_hash
from workbench.domain.signatures import Capacity
from workbench.domain.states import Move, State
from workbench.models import Cause, Claim, Dismissal, Edition, EditionMove, MemoryEntry, Origin, Segment, Text
from workbench.store import claims, findings, segments, signatures
from workbench.store.moves import refuse_stale
from workbench.store.progress import advance, locked_edition
from workbench.store.segments import Saved
from workbench.store.texts import Base
from workbench.store.visibility import matter_of

#: Longest sentence a translation may hold, in letters.
LONGEST = 8_000
LONGEST_REASON = 2_000


def claim_translation(session: Session, actor: Actor, edition: Edition) -> Claim:
    """Take the edition to translate. Raises Denied, IllegalMove(TEXT_NOT_OPEN)."""
    edition = locked_edition(session, edition)
    _require_open(session, actor, edition)
    claim = claims.take_claim(session, edition, Capacity.TRANSLATOR, actor.id)
    segments.sync_segments(session, edition)
    return claim


def release_translation(session: Session, actor: Actor, edition: Edition) -> None:
    """Give the edition back to the queue; what was written stays."""
    claims.release_claim(session, edition, Capacity.TRANSLATOR, actor.id)


def _require_open(session: Session, actor: Actor, edition: Edition) -> None:
    require(actor, Permission.TRANSLATION_WRITE, matter_of(session, edition))
    if edition.state is not State.IN_TRANSLATION:
        raise IllegalMove(Reason.TEXT_NOT_OPEN)


def require_turn(session: Session, actor: Actor, edition: Edition) -> Edition:
    """Lock the edition and return it as it is now, with this person's claim lengthened.

    Raises Denied when the claim is not (any longer) theirs, IllegalMove when the translation is not open.
    """
    edition = locked_edition(session, edition)
    _require_open(session, actor, edition)
    claims.require_claim(session, edition, Capacity.TRANSLATOR, actor.id)
    return edition


def segment_of(session: Session, edition: Edition, key: str) -> Segment:
    """Load a segment of this edition as it is now; raises Unknown."""
    query = (
        sa.select(Segment)
        .where(Segment.edition_id == edition.id, Segment.key == key, Segment.is_current)
        .execution_options(populate_existing=True)
    )
    segment = session.scalars(query).first()
    if segment is None:
        raise Unknown(Reason.UNKNOWN)
    return segment


def target_of(edition: Edition) -> Text:
    """Return the text the translation stands in; raise Invalid when there is none, so no page was made from it."""
    if edition.target is None:
        raise Invalid(Reason.BASE_UNKNOWN)
    return edition.target


@dataclass(frozen=True, slots=True)
class MadeOf:
    """The wording of a source sentence, not the present one, that words were made from elsewhere."""

    words: str

    @property
    def hash(self) -> str:
        return signature_hash(self.words)


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
    made_of: MadeOf | None = None,
) -> Saved:
    """Write one sentence of the translation, and confirm it if said so; sent twice, it counts once.

    What is confirmed is what the person saw: words that others wrote in the sentence meanwhile stay, unconfirmed.
    Words ``made_of`` another wording of the source are kept as such, to be confirmed by somebody who has compared.
    Raises Denied when the claim is not (any longer) this person's, IllegalMove when the translation is not open,
    Invalid when the words are too many. Whoever calls keeps the words then.
    """
    if len(words) > LONGEST:
        raise Invalid(Reason.TOO_LARGE)
    edition = require_turn(session, actor, edition)
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
        cause=Cause.IMPORT if origin is Origin.IMPORT else Cause.SAVE,
        origin=origin if origin is Origin.IMPORT else _origin(session, edition, segment, words),
    )
    if made_of is not None and segment.target_hash != before:
        segment.made_from, segment.previous_source = made_of.hash, made_of.words
    elif confirm and segment.target and not saved.merged:
        segment.is_confirmed = True
    session.flush()
    return saved


def _origin(session: Session, edition: Edition, segment: Segment, words: str) -> Origin:
    """Tell words that came from the memory as they stand from words that somebody typed."""
    if not words.strip():
        return Origin.HUMAN
    offered = session.scalars(
        sa.select(MemoryEntry.target).where(
            MemoryEntry.norm_hash == norm_hash(segment.source),
            MemoryEntry.source_language == edition.article.source_language,
        )
    )
    return Origin.MEMORY if normalise(words) in map(normalise, offered) else Origin.HUMAN


def dismiss_finding(
    session: Session, actor: Actor, edition: Edition, segment: Segment, finding: str, *, reason: str
) -> Dismissal:
    """Let a finding stand, with the reason; it counts for these very words.

    For whoever holds the edition now, as translator or as checker. Raises Denied, IllegalMove, Invalid(REASON_MISSING).
    """
    edition = locked_edition(session, edition)
    is_checking = edition.state is State.IN_CHECKING
    permission = Permission.CHECK_WRITE if is_checking else Permission.TRANSLATION_WRITE
    require(actor, permission, matter_of(session, edition))
    if edition.state not in {State.IN_TRANSLATION, State.IN_CHECKING}:
        raise IllegalMove(Reason.TEXT_NOT_OPEN)
    claims.require_claim(session, edition, Capacity.CHECKER if is_checking else Capacity.TRANSLATOR, actor.id)
    if len(reason) > LONGEST_REASON:
        raise Invalid(Reason.TOO_LARGE)
    return findings.dismiss(session, segment, finding, reason, person_id=actor.id)


def hand_in_translation(session: Session, actor: Actor, edition: Edition, *, seen_version: int | None) -> Edition:
    """Sign the translation as its translator and pass it to a checker; pressed twice, it counts once.

    Raises Invalid(NOT_TRANSLATED) while a sentence has no confirmed translation of its present wording, and
    Invalid(FINDING_OPEN) while a blocking finding is open.
    """
    edition = locked_edition(session, edition)
    if _handed_in_before(session, actor, edition, seen_version):
        return edition
    edition = require_turn(session, actor, edition)
    refuse_stale(seen_version, edition.version)
    current = segments.sync_segments(session, edition)
    if not current or not all(segment.is_ready for segment in current):
        raise Invalid(Reason.NOT_TRANSLATED)
    if findings.open_findings(session, edition, current):
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
    advance(session, edition, actor.id)
    return edition


def _handed_in_before(session: Session, actor: Actor, edition: Edition, seen_version: int | None) -> bool:
    """Tell whether this very act was done already: the button was pressed twice, or the answer was lost."""
    if edition.state is not State.IN_CHECKING or seen_version is None or seen_version >= edition.version:
        return False
    last = session.scalars(
        sa.select(EditionMove).where(EditionMove.edition_id == edition.id).order_by(EditionMove.id.desc()).limit(1)
    ).first()
    return last is not None and last.move is Move.HAND_IN and last.person_id == actor.id
