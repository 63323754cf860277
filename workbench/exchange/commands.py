"""An exchange with a peer, from files and rows: what goes out, and taking in a bundle that has come whole."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from workbench.domain.exchange.bundle import BundleError, entries_of, missing, pieces_of, read_piece
from workbench.exchange.folder import Folder, Outgoing
from workbench.models import Peer, Workshop
from workbench.store.exchanging.giving import acknowledge, given
from workbench.store.exchanging.taking import Report, take_bundle


def outgoing_to(session: Session, folder: Folder, peer: Peer, workshop: Workshop, *, with_sign_ins: bool) -> Outgoing:
    """Return what a peer gets of a workshop next: what was broken off before, else what it has not got yet."""
    broken_off = folder.outgoing(peer.id, workshop.id)
    if broken_off is not None:
        return broken_off
    new = given(session, workshop, folder.own, peer=peer, with_sign_ins=with_sign_ins)
    return folder.put_out(peer.id, workshop.id, pieces_of(new.entries, folder.key), new.reaches)


def acknowledged(session: Session, peer: Peer, outgoing: Outgoing) -> None:
    """Note that the peer has it; to be committed before the files go."""
    acknowledge(session, peer, outgoing.reaches)


def take_piece(
    session: Session, folder: Folder, peer: Peer, raw: bytes, pause: Callable[[], None]
) -> tuple[list[int], Report | None]:
    """Keep a piece of a peer, which is locked; return the numbers that lack, and once none does, what came of it.

    ``pause`` commits between texts. Raises BundleError for what is no piece, or not the peer's own.
    """
    if read_piece(raw).sender != peer.public_key:
        raise BundleError("A piece was made by somebody else than who brings it.")
    piece = folder.keep(peer.id, raw)
    came = folder.came(peer.id, piece.bundle)
    lacking = missing(came)
    if lacking:
        return lacking, None
    return [], take_bundle(session, peer, piece.bundle, entries_of(came), folder.own, pause)
