"""What the quality checks say of an edition's sentences now, without what somebody let stand with a reason."""

import functools
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workbench import audit
from workbench.domain.checks import Finding, Languages, Severity, run, run_one
from workbench.domain.refusals import Invalid, Reason
from workbench.models import Dismissal, Edition, Segment
from workbench.store.segments import segments_of


@dataclass(frozen=True, slots=True)
class Found:
    """A finding in one sentence of the edition; ``in_source`` when the source alone is what is wrong."""

    segment: Segment
    finding: Finding
    in_source: bool = False

    @property
    def is_blocking(self) -> bool:
        return self.finding.severity is Severity.BLOCKING


#: The same sentences are looked at again on every page; what is found in them stays the same.
_pair_findings = functools.lru_cache(maxsize=20_000)(run)
_source_findings = functools.lru_cache(maxsize=20_000)(run_one)


def findings_in(segment: Segment, pair: tuple[str, str]) -> list[Found]:
    """Return what the checks say of one segment, dismissed or not; ``pair`` is (source language, target language).

    A sentence without a translation has only the findings of its source: that it is missing is said elsewhere.
    """
    found = [Found(segment, each, in_source=True) for each in _source_findings(segment.source, pair[0])]
    if segment.target:
        found += [Found(segment, each) for each in _pair_findings(segment.source, segment.target, Languages(*pair))]
    return found


def findings_of(session: Session, edition: Edition, segments: Iterable[Segment] | None = None) -> list[Found]:
    """Return every finding of the current sentences that nobody has dismissed, in reading order."""
    chosen = list(segments_of(session, edition) if segments is None else segments)
    dismissed = _dismissed(session, edition.article_id)
    everything = (found for segment in chosen for found in findings_in(segment, edition.article.pair))
    return [found for found in everything if found.finding.key not in dismissed]


def open_findings(session: Session, edition: Edition, segments: Iterable[Segment] | None = None) -> list[Found]:
    """Return the blocking findings that must be mended or dismissed before anybody hands in or signs."""
    return [found for found in findings_of(session, edition, segments) if found.is_blocking]


def dismiss(session: Session, segment: Segment, finding_key: str, reason: str, *, person_id: int) -> Dismissal:
    """Let a finding stand, for these very words and with a reason; once is enough. Whoever calls has asked the rules.

    Raises Invalid when the reason is empty or the sentence has no such finding now.
    """
    if not reason.strip():
        raise Invalid(Reason.REASON_MISSING)
    known = session.scalars(
        sa.select(Dismissal).where(Dismissal.segment_id == segment.id, Dismissal.finding == finding_key)
    ).first()
    if known is not None:
        return known
    if all(found.finding.key != finding_key for found in findings_in(segment, segment.edition.article.pair)):
        raise Invalid(Reason.CHANGED_MEANWHILE)
    row = Dismissal(segment_id=segment.id, finding=finding_key, reason=reason.strip(), person_id=person_id)
    session.add(row)
    audit.record(session, person_id, "finding:dismiss", "segment", segment.id, finding=finding_key)
    session.flush()
    return row


def _dismissed(session: Session, article_id: uuid.UUID) -> set[str]:
    """Return the findings let stand in any edition: their keys hold the words, so those of unchanged ones go along."""
    query = (
        sa.select(Dismissal.finding)
        .join(Segment, Segment.id == Dismissal.segment_id)
        .join(Edition, Edition.id == Segment.edition_id)
        .where(Edition.article_id == article_id)
    )
    return set(session.scalars(query))
