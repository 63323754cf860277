"""Who works on an edition as translator or checker right now; a claim ends by itself after a silence."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from workbench import audit
from workbench.domain.refusals import Denied, Reason
from workbench.domain.signatures import Capacity
from workbench.models import Claim, Edition, now

#: How long a claim lives without a word being saved, where the programme says nothing else.
USUAL_HOURS = 24


def claim_of(session: Session, edition: Edition, capacity: Capacity) -> Claim | None:
    """Return the claim on the edition that holds now, with its person, or None; nothing is locked."""
    return session.scalars(
        sa.select(Claim)
        .where(Claim.edition_id == edition.id, Claim.capacity == capacity.value, Claim.ends_at > now())
        .options(joinedload(Claim.person))
    ).first()


def _locked(session: Session, edition: Edition, capacity: Capacity) -> Claim | None:
    """Return the row, whether it holds or has ended, as it is now; nobody else claims or releases until the commit."""
    # The edition's row stands for the claim that may not be there yet: of two who claim at once one waits here.
    session.scalars(sa.select(Edition.id).where(Edition.id == edition.id).with_for_update()).one()
    return session.scalars(
        sa.select(Claim)
        .where(Claim.edition_id == edition.id, Claim.capacity == capacity.value)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()


def take_claim(session: Session, edition: Edition, capacity: Capacity, person_id: int) -> Claim:
    """Claim the edition, or claim it on; raises Denied(CLAIMED_BY_ANOTHER) while somebody else holds it."""
    claim = _locked(session, edition, capacity)
    at = now()
    ends_at = _end(edition, at)
    if claim is not None and claim.ends_at > at:
        if claim.person_id != person_id:
            raise Denied(Reason.CLAIMED_BY_ANOTHER)
        claim.ends_at = ends_at
        session.flush()
        return claim
    if claim is None:
        claim = Claim(edition_id=edition.id, capacity=capacity.value)
        session.add(claim)
    claim.person_id, claim.claimed_at, claim.ends_at = person_id, at, ends_at
    audit.record(session, person_id, f"{capacity.value}:claim", "edition", edition.id)
    session.flush()
    return claim


def require_claim(session: Session, edition: Edition, capacity: Capacity, person_id: int) -> Claim:
    """Return this person's claim and lengthen it; raises Denied when they hold none."""
    claim = _locked(session, edition, capacity)
    if claim is None or claim.ends_at <= now():
        raise Denied(Reason.NOT_CLAIMED)
    if claim.person_id != person_id:
        raise Denied(Reason.CLAIMED_BY_ANOTHER)
    claim.ends_at = _end(edition, now())
    session.flush()
    return claim


def release_claim(session: Session, edition: Edition, capacity: Capacity, person_id: int) -> None:
    """End the claim; the work stays. What has ended, or is another's, stays as it is."""
    claim = _locked(session, edition, capacity)
    if claim is not None and claim.person_id == person_id and claim.ends_at > now():
        claim.ends_at = now()
        audit.record(session, person_id, f"{capacity.value}:release", "edition", edition.id)
        session.flush()


def _end(edition: Edition, at: dt.datetime) -> dt.datetime:
    programme = edition.article.programme
    hours = programme.stages.get("claim_hours", USUAL_HOURS) if programme else USUAL_HOURS
    return at + dt.timedelta(hours=int(hours))
