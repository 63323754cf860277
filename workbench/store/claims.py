"""Who works on an edition as translator or checker right now; a claim ends by itself after a silence."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workbench import audit
from workbench.domain.refusals import Denied, Reason
from workbench.domain.signatures import Capacity
from workbench.models import Claim, Edition, now

#: How long a claim lives without a word being saved, where the programme says nothing else.
USUAL_HOURS = 24


def claim_of(session: Session, edition: Edition, capacity: Capacity) -> Claim | None:
    """Return the claim on the edition that holds now, or None."""
    claim = _row(session, edition, capacity)
    return claim if claim is not None and claim.ends_at > now() else None


def _row(session: Session, edition: Edition, capacity: Capacity) -> Claim | None:
    query = sa.select(Claim).where(Claim.edition_id == edition.id, Claim.capacity == capacity.value)
    return session.scalars(query.with_for_update()).first()


def take_claim(session: Session, edition: Edition, capacity: Capacity, person_id: int) -> Claim:
    """Claim the edition; raises Denied(CLAIMED_BY_ANOTHER) while somebody else holds it."""
    claim = _row(session, edition, capacity)
    ends_at = now() + dt.timedelta(hours=_hours(edition))
    if claim is None:
        claim = Claim(edition_id=edition.id, capacity=capacity.value, person_id=person_id, ends_at=ends_at)
        session.add(claim)
    elif claim.person_id != person_id and claim.ends_at > now():
        raise Denied(Reason.CLAIMED_BY_ANOTHER)
    elif claim.person_id != person_id or claim.ends_at <= now():
        claim.person_id, claim.claimed_at, claim.ends_at = person_id, now(), ends_at
    audit.record(session, person_id, f"{capacity.value}:claim", "edition", edition.id)
    session.flush()
    return claim


def require_claim(session: Session, edition: Edition, capacity: Capacity, person_id: int) -> Claim:
    """Return this person's claim and lengthen it; raises Denied when they hold none."""
    claim = claim_of(session, edition, capacity)
    if claim is None or claim.person_id != person_id:
        raise Denied(Reason.NOT_CLAIMED if claim is None else Reason.CLAIMED_BY_ANOTHER)
    claim.ends_at = now() + dt.timedelta(hours=_hours(edition))
    return claim


def release_claim(session: Session, edition: Edition, capacity: Capacity, person_id: int) -> None:
    """End the claim; the work stays."""
    claim = _row(session, edition, capacity)
    if claim is not None and claim.person_id == person_id:
        claim.ends_at = now()
        audit.record(session, person_id, f"{capacity.value}:release", "edition", edition.id)
        session.flush()


def _hours(edition: Edition) -> int:
    programme = edition.article.programme
    return int(programme.stages.get("claim_hours", USUAL_HOURS)) if programme else USUAL_HOURS
