"""The addresses another workbench speaks to: no session and no cookie, every request signed, one at a time per pair."""

import json
import time
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint, Response, current_app, make_response, request

from workbench.domain.exchange.bundle import (
    PIECE_BYTES,
    BundleError,
    answer_payload,
    missing,
    read_piece,
    request_payload,
)
from workbench.domain.exchange.keys import is_signed, signature_of
from workbench.exchange.commands import acknowledged, outgoing_to, take_piece
from workbench.exchange.folder import Folder, Outgoing
from workbench.extensions import csrf, db
from workbench.models import Peer, PeerBundle, Workshop
from workbench.store.exchanging.peers import WINDOW, is_replayed, locked_peer, peer_by_key
from workbench.web.access import Access
from workbench.web.transactions import commit, let_go

blueprint = Blueprint("exchange", __name__, url_prefix="/exchange")
# No cookie is looked at, so no other site can make a browser send anything that counts.
csrf.exempt(blueprint)
KEY, MOMENT, NONCE, SIGNATURE = "X-Workbench-Key", "X-Workbench-Time", "X-Workbench-Nonce", "X-Workbench-Signature"
NOT_KNOWN, TOO_LARGE, CANNOT_BE, FINE = 401, 413, 422, 200
_LONGEST_NONCE = 64
Answer = dict[str, Any] | bytes
View = Callable[[Folder, Peer, bytes], Answer]


def paired(view: View) -> Callable[[], Response]:
    """Let in workbenches we are paired with, by the signature of the request, each request once."""

    @wraps(view)
    def guarded() -> Response:
        if (request.content_length or 0) > PIECE_BYTES:
            return make_response({"error": "A piece is at most 64 kB."}, TOO_LARGE)
        request.max_content_length = PIECE_BYTES
        body = request.get_data()
        peer = _peer(body)
        if peer is None:
            let_go()
            return make_response({"time": int(time.time())}, NOT_KNOWN)
        folder = Folder(current_app.extensions["workbench"].instance)
        try:
            answer, status = view(folder, peer, body), FINE
            commit()
        except BundleError as error:
            let_go()
            is_replayed(db.session(), locked_peer(db.session(), peer), request.headers[NONCE])
            commit()
            answer, status = {"error": str(error)}, CANNOT_BE
        return _signed(folder, answer, status)

    guarded.access = Access.PAIRED  # type: ignore[attr-defined]  # read by refuse_undeclared_endpoints
    return guarded


def _peer(body: bytes) -> Peer | None:
    """Return who sent this request, locked; None when it is nobody's, too old, too new, or was here before."""
    nonce, moment = request.headers.get(NONCE, ""), request.headers.get(MOMENT, 0, int)
    if not 0 < len(nonce) <= _LONGEST_NONCE or not moment or abs(time.time() - moment) > WINDOW.total_seconds():
        return None
    peer = peer_by_key(db.session(), _hex(KEY))
    signed = request_payload(request.method, request.path, body, moment, nonce)
    if peer is None or not is_signed(peer.public_key, signed, _hex(SIGNATURE)):
        return None
    peer = locked_peer(db.session(), peer)
    return None if is_replayed(db.session(), peer, nonce) else peer


def _hex(header: str) -> bytes:
    try:
        return bytes.fromhex(request.headers.get(header, ""))
    except ValueError:
        return b""


def _signed(folder: Folder, answer: Answer, status: int) -> Response:
    body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
    response = make_response(body, status)
    response.mimetype = "application/octet-stream" if isinstance(answer, bytes) else "application/json"
    signature = signature_of(folder.key, answer_payload(request.headers[NONCE], status, body))
    response.headers[SIGNATURE] = signature.hex()
    return response


def _asked(body: bytes) -> dict[str, Any]:
    try:
        asked = json.loads(body)
    except ValueError as error:
        raise BundleError("The request cannot be read.") from error
    if not isinstance(asked, dict):
        raise BundleError("The request cannot be read.")
    return asked


def _bundle(asked: dict[str, Any]) -> uuid.UUID:
    try:
        return uuid.UUID(str(asked.get("bundle")))
    except ValueError as error:
        raise BundleError("The request names no bundle.") from error


@blueprint.post("/pieces")
@paired
def piece(folder: Folder, peer: Peer, body: bytes) -> Answer:
    """Take a piece; answer which ones lack still, and once none does, what came of the bundle."""
    lacking, report = take_piece(db.session(), folder, peer, body, db.session.commit)
    if report is not None:
        commit()
        folder.forget(peer.id, read_piece(body).bundle)
    return {"missing": lacking, "report": report}


@blueprint.post("/state")
@paired
def state(folder: Folder, peer: Peer, body: bytes) -> Answer:
    """Answer how far a bundle has come: all of it may lack."""
    bundle = _bundle(_asked(body))
    known = db.session.get(PeerBundle, bundle)
    if known is not None and known.peer_id == peer.id:
        folder.forget(peer.id, bundle)
        return {"missing": [], "report": known.report}
    came = folder.came(peer.id, bundle)
    return {"missing": missing(came) if came else None, "report": None}


@blueprint.post("/offers")
@paired
def offer(folder: Folder, peer: Peer, body: bytes) -> Answer:
    """Make ready what a peer gets of a workshop, or what it has not got to the end."""
    workshop = _workshop(folder, peer, _asked(body))
    ready = outgoing_to(db.session(), folder, peer, workshop, with_sign_ins=peer.has_sign_ins)
    return {"bundle": str(ready.bundle), "count": len(ready.pieces)}


@blueprint.post("/offered")
@paired
def offered(folder: Folder, peer: Peer, body: bytes) -> Answer:
    """Hand out one piece of what was made ready."""
    asked = _asked(body)
    ready = _ready(folder, peer, asked)
    number = asked.get("number")
    if not isinstance(number, int) or not 0 <= number < len(ready.pieces):
        raise BundleError("There is no such piece.")
    return ready.pieces[number]


@blueprint.post("/receipt")
@paired
def receipt(folder: Folder, peer: Peer, body: bytes) -> Answer:
    """Note that the peer has taken in what was made ready."""
    asked = _asked(body)
    workshop = _workshop(folder, peer, asked)
    acknowledged(db.session(), peer, _ready(folder, peer, asked))
    commit()
    folder.sent(peer.id, workshop.id)
    return {"taken": True}


def _ready(folder: Folder, peer: Peer, asked: dict[str, Any]) -> Outgoing:
    ready = folder.outgoing(peer.id, _workshop(folder, peer, asked).id)
    if ready is None or ready.bundle != _bundle(asked):
        raise BundleError("That bundle is not ready any more: ask for a new one.")
    return ready


def _workshop(folder: Folder, peer: Peer, asked: dict[str, Any]) -> Workshop:
    """Return the workshop of ours that a peer may carry; every other looks as if it were not there."""
    name = asked.get("workshop")
    number = next((each for each in peer.workshop_ids if name == [folder.own, each]), None)
    workshop = db.session.get(Workshop, number) if number is not None else None
    if workshop is None:
        raise BundleError("There is no such workshop here for this pair.")
    return workshop
