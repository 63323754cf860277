"""Workbenches we are paired with; whoever calls has the word of a person for the key."""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workbench import audit
from workbench.domain.exchange.keys import KEY, fingerprint
from workbench.domain.refusals import Invalid, Reason
from workbench.models import Peer, PeerRequest, now

#: A request counts for so long before and after the moment it names; so long its nonce is remembered, twice.
WINDOW = dt.timedelta(minutes=5)


def pair_with(
    session: Session, name: str, public_key: bytes, workshop_ids: Sequence[int], *, has_sign_ins: bool
) -> Peer:
    """Accept the key of another workbench, or change what it may carry.

    Raises Invalid when the key is none, or the name is another's.
    """
    if len(public_key) != KEY or not name.strip():
        raise Invalid(Reason.FIELD_INVALID)
    peer = peer_by_key(session, public_key)
    named = session.scalars(sa.select(Peer).where(Peer.name == name.strip())).first()
    if named is not None and named is not peer:
        raise Invalid(Reason.ALREADY_THERE)
    if peer is None:
        peer = Peer(public_key=public_key)
        session.add(peer)
    peer.name, peer.has_sign_ins = name.strip(), has_sign_ins
    peer.workshop_ids = sorted(set(workshop_ids))
    session.flush()
    facts = {"key": fingerprint(public_key), "workshops": peer.workshop_ids, "sign_ins": has_sign_ins}
    audit.record(session, None, "exchange:pair", "peer", peer.id, **facts)
    return peer


def peer_by_key(session: Session, public_key: bytes) -> Peer | None:
    """Return whose key that is, if it is somebody's we are paired with."""
    return session.scalars(sa.select(Peer).where(Peer.public_key == public_key)).first()


def locked_peer(session: Session, peer: Peer) -> Peer:
    """Lock the peer until the commit: one thing at a time is done with each."""
    return session.get_one(Peer, peer.id, with_for_update=True, populate_existing=True)


def is_replayed(session: Session, peer: Peer, nonce: str) -> bool:
    """Tell whether a request of the peer, which is locked, was here before; note that it was now."""
    oldest = now() - 4 * WINDOW
    session.execute(sa.delete(PeerRequest).where(PeerRequest.peer_id == peer.id, PeerRequest.at < oldest))
    if session.get(PeerRequest, (peer.id, nonce)) is not None:
        return True
    session.add(PeerRequest(peer_id=peer.id, nonce=nonce))
    session.flush()
    return False
