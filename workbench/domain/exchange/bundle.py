"""What one workbench hands another: entries, packed and cut into signed pieces that may come in any order, and twice.

A piece is, big endian: "WBX1", 16 bytes of the bundle's id, its number u16, how many there are u16, 32 bytes of the
sender's public key, a cut of the deflated entries, and 64 bytes of signature over everything before it. A file is the
pieces, each behind its length u32. The id is made of the sender and the deflated entries: pieces of two bundles cannot
be mixed, and the same entries are the same bundle.
"""

import hashlib
import json
import struct
import uuid
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workbench.domain.exchange.keys import KEY, SIGNATURE, is_signed, public_of, signature_of

#: The largest piece, in bytes, with all that stands around its content.
PIECE_BYTES = 64 * 1024
#: More than this is no workshop, inflated, in bytes.
MOST_BYTES = 256 * 1024 * 1024
VERSION = 1
_MOST_PIECES = 4096
_MAGIC = b"WBX1"
_HEAD = struct.Struct(f">4s16sHH{KEY}s")
_CUT = PIECE_BYTES - _HEAD.size - SIGNATURE
_NAMES = uuid.UUID("51f5d3c2-4be2-4a7c-9d53-7d6a2a0f6a11")
Entry = Mapping[str, Any]


class BundleError(ValueError):
    """What came is no bundle, or no whole one; the message is one clear sentence."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece whose signature holds; ``number`` counts from 0."""

    bundle: uuid.UUID
    number: int
    count: int
    sender: bytes
    content: bytes


def pieces_of(entries: Iterable[Entry], private: bytes) -> list[bytes]:
    """Pack entries, JSON values each, into signed pieces of at most ``PIECE_BYTES``."""
    lines = (json.dumps(entry, ensure_ascii=False, separators=(",", ":"), sort_keys=True) for entry in entries)
    packed = zlib.compress("\n".join(lines).encode("utf-8", "replace"), 9)
    sender = public_of(private)
    cuts = [packed[at : at + _CUT] for at in range(0, len(packed), _CUT)]
    name = _name(sender, packed).bytes
    heads = (_HEAD.pack(_MAGIC, name, number, len(cuts), sender) for number in range(len(cuts)))
    return [part + signature_of(private, part) for part in map(bytes.__add__, heads, cuts)]


def read_piece(raw: bytes) -> Piece:
    """Read a piece. Raises BundleError when it is none, or not as its sender made it."""
    if not _HEAD.size + SIGNATURE < len(raw) <= PIECE_BYTES or not raw.startswith(_MAGIC):
        raise BundleError("This is no piece of an exchange.")
    signed, signature = raw[:-SIGNATURE], raw[-SIGNATURE:]
    _, name, number, count, sender = _HEAD.unpack_from(signed)
    if not is_signed(sender, signed, signature) or not number < count <= _MOST_PIECES:
        raise BundleError("A piece is not as it was made: it was damaged or changed on the way.")
    return Piece(uuid.UUID(bytes=name), number, count, sender, signed[_HEAD.size :])


def missing(pieces: Iterable[Piece]) -> list[int]:
    """Give the numbers that lack among pieces of one bundle; raises BundleError when they are of several, or none."""
    found = list(pieces)
    if len({(piece.bundle, piece.count, piece.sender) for piece in found}) != 1:
        raise BundleError("There must be pieces of one bundle, and of one only.")
    return sorted(set(range(found[0].count)) - {piece.number for piece in found})


def entries_of(pieces: Sequence[Piece]) -> list[Entry]:
    """Put the pieces of one bundle together, in whatever order and however often they came.

    Raises BundleError where one is missing, and where they are not what their sender packed.
    """
    if lacking := missing(pieces):
        raise BundleError(f"{len(lacking)} of {pieces[0].count} pieces are missing.")
    by_number = {piece.number: piece.content for piece in pieces}
    packed = b"".join(by_number[number] for number in range(pieces[0].count))
    if _name(pieces[0].sender, packed) != pieces[0].bundle:
        raise BundleError("The pieces do not belong together.")
    try:
        return [_entry(line) for line in _inflated(packed).decode().split("\n")]
    except ValueError as error:
        raise BundleError("What is in the pieces cannot be read.") from error


def as_file(pieces: Iterable[bytes]) -> bytes:
    """Put pieces behind each other, as they stand in a file."""
    return b"".join(len(piece).to_bytes(4, "big") + piece for piece in pieces)


def from_file(content: bytes) -> list[bytes]:
    """Take a file apart; what was cut off at its end is left out. Raises BundleError when there is no piece at all."""
    pieces, at = [], 0
    while at + 4 <= len(content):
        length = int.from_bytes(content[at : at + 4], "big")
        if length > PIECE_BYTES or at + 4 + length > len(content):
            break
        pieces.append(content[at + 4 : at + 4 + length])
        at += 4 + length
    if not pieces:
        raise BundleError("This file holds no exchange.")
    return pieces


def request_payload(method: str, path: str, body: bytes, at: int, nonce: str) -> bytes:
    """Give what is signed of a request: nothing of it can be changed, and none can be sent twice as another.

    ``at`` is in seconds of Unix time by the clock of the one who is asked, ``nonce`` is never used again.
    """
    return "\n".join(["request 1", method, path, hashlib.sha256(body).hexdigest(), str(at), nonce]).encode()


def answer_payload(nonce: str, status: int, body: bytes) -> bytes:
    """Give what is signed of an answer: it belongs to one request, which ``nonce`` names."""
    return "\n".join(["answer 1", nonce, str(status), hashlib.sha256(body).hexdigest()]).encode()


def _name(sender: bytes, packed: bytes) -> uuid.UUID:
    return uuid.uuid5(_NAMES, hashlib.sha256(sender + packed).hexdigest())


def _inflated(packed: bytes) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        content = unpacker.decompress(packed, MOST_BYTES)
    except zlib.error as error:
        raise BundleError("What is in the pieces is damaged.") from error
    if not unpacker.eof:
        raise BundleError("There is more in the pieces than one workshop can be.")
    return content


def _entry(line: str) -> Entry:
    entry = json.loads(line)
    if not isinstance(entry, dict) or not isinstance(entry.get("is"), str):
        raise BundleError("An entry cannot be read.")
    return entry
