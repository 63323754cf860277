"""Acts on an edition that waits for its owner: sign it, or send it back with the reason."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workbench.approval.gate import gaps
from workbench.domain.permissions import Actor, require, require_there
from workbench.domain.portal.parcel import ParcelKind
from workbench.domain.refusals import IllegalMove, Invalid, Reason
from workbench.domain.roles import Permission
from workbench.domain.signatures import Capacity
from workbench.domain.states import Move, State, after
from workbench.models import Cause, Edition, EditionMove, Parcel
from workbench.store import texts
from workbench.store.moves import make_move, refuse_stale
from workbench.store.parcels import send_parcel
from workbench.store.progress import locked_edition
from workbench.store.signatures import pairs_of, sign
from workbench.store.visibility import matter_of, place_of


def approve_edition(session: Session, actor: Actor, edition: Edition, *, seen_version: int | None) -> Parcel:
    """Sign every sentence in both languages for the owner and send the parcel, in one transaction.

    Sent twice by the same person it counts once. Raises Denied for who may not or wrote in it, StaleVersion when the
    edition moved meanwhile, IllegalMove from any other state, Invalid(NOT_COMPLETE) while something is missing.
    """
    edition = locked_edition(session, edition)
    if (sent := _sent_before(session, actor, edition, seen_version)) is not None:
        return sent
    require(actor, Permission.EDITION_APPROVE, matter_of(session, edition))
    refuse_stale(seen_version, edition.version)
    after(edition.state, Move.APPROVE)
    if gaps(session, edition):
        raise Invalid(Reason.NOT_COMPLETE)
    owner_id = edition.article.owner_id
    pairs = pairs_of(session, edition)
    sign(session, edition, pairs, Capacity.APPROVER, person_id=actor.id, organisation_id=owner_id)
    for text in edition.texts:
        texts.add_version(session, text, Cause.APPROVE, actor.id)
    make_move(session, edition, Move.APPROVE, person_id=actor.id)
    return send_parcel(session, edition, ParcelKind.PUBLISH, person_id=actor.id)


def _sent_before(session: Session, actor: Actor, edition: Edition, seen_version: int | None) -> Parcel | None:
    """Return the parcel that this very act has made already: the button was pressed twice, or the answer was lost."""
    if edition.state not in {State.APPROVED, State.PUBLISHED} or seen_version is None:
        return None
    signed = session.scalars(
        sa.select(EditionMove)
        .where(EditionMove.edition_id == edition.id, EditionMove.move == Move.APPROVE)
        .order_by(EditionMove.id.desc())
        .limit(1)
    ).first()
    if signed is None or signed.person_id != actor.id or seen_version >= edition.version:
        return None
    return session.scalars(
        sa.select(Parcel)
        .where(Parcel.edition_id == edition.id, Parcel.kind == ParcelKind.PUBLISH)
        .order_by(Parcel.payload_version)
        .limit(1)
    ).first()


#: Where an edition can be sent back to from the owner's desk, and by which move.
BACK = {State.IN_TRANSLATION: Move.RETURN, State.DRAFTING: Move.REOPEN}


def return_edition(
    session: Session, actor: Actor, edition: Edition, *, to: State, reason: str, seen_version: int | None
) -> Edition:
    """Send the edition back to its translator or its writers, with the reason; signatures stay on what stays.

    Raises Denied, StaleVersion, Invalid(REASON_MISSING), and IllegalMove when it no longer waits for its owner.
    """
    edition = locked_edition(session, edition)
    require_there(actor, Permission.EDITION_REOPEN, place_of(edition.article))
    refuse_stale(seen_version, edition.version)
    if edition.state is not State.AWAITING_APPROVAL or to not in BACK:
        raise IllegalMove(Reason.MOVE_NOT_POSSIBLE)
    if not reason.strip():
        raise Invalid(Reason.REASON_MISSING)
    make_move(session, edition, BACK[to], person_id=actor.id, comment=reason.strip())
    return edition
