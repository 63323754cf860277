"""The bytes between a browser that writes and the server: request and answer, big endian, version 1.

A request is: version u8, flags u8, and the rest, deflated or not: seq u32, count u8 and so many client ids u32, length
u8 and the id of a line, length u32 and an update. An answer's rest is: seq u32, wait u16, saved u32, length u32 and an
update, count u8 and so many of (length u8 and a name, length u8 and the id of a line, age u16), and 8 bytes of hash
where the flag says so. Words are UTF-8; deflated is without a head (RFC 1951).
"""

import enum
import struct
import zlib
from dataclasses import dataclass

VERSION = 1
#: The largest update that is taken, after inflating, in bytes.
UPDATE_BYTES = 1024 * 1024
#: A longer id of a line is nobody's place.
LINE_ID_BYTES = 40
_MOST = 255
_LARGEST = 0xFFFFFFFF
#: A request around the largest update, with as many client ids and as long a line as there can be.
_REST_BYTES = UPDATE_BYTES + 4 + 1 + 4 * _MOST + 1 + _MOST + 4
#: What a browser may be sent: a text far beyond anything that is written.
_ANSWER_BYTES = 64 * 1024 * 1024
#: Smaller than this, deflating only adds bytes.
_WORTH = 64


class Ask(enum.IntFlag):
    """What a request says of itself."""

    DEFLATED = 1
    #: The update is all the browser has, because the server lacked something of it.
    HEAL = 2
    #: The browser cannot inflate.
    PLAIN = 4


class Say(enum.IntFlag):
    """What an answer says of itself, beside its numbers."""

    DEFLATED = 1
    #: Nothing was taken, because the update builds on something that is not here: send all there is, with HEAL.
    GAP = 2
    HASH = 4
    #: This person may not write in the text now.
    READ_ONLY = 8
    #: The update was not taken into the text; its words are kept beside it.
    QUARANTINED = 16
    #: This person may propose and remark, but not change a word.
    SUGGEST_ONLY = 32


_ASKS_NOTHING, _SAYS_NOTHING = Ask(0), Say(0)


@dataclass(frozen=True, slots=True)
class Request:
    """What a browser sends: the last row it has (0: none), its news, whose they are, and where the person stands."""

    seq: int = 0
    update: bytes = b""
    clients: tuple[int, ...] = ()
    line_id: str = ""
    asks: Ask = _ASKS_NOTHING


@dataclass(frozen=True, slots=True)
class Nearby:
    """Somebody else in the text: their name, the id of the line, and how many seconds ago."""

    name: str
    line_id: str
    age: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server answers: its last row, seconds to the next request, when this person's last words were saved.

    ``saved`` is in seconds of Unix time, 0 for never; ``hash`` is (CRC-32, length in bytes) of the canonical text.
    """

    seq: int
    wait: int = 0
    saved: int = 0
    update: bytes = b""
    nearby: tuple[Nearby, ...] = ()
    hash: tuple[int, int] | None = None
    says: Say = _SAYS_NOTHING


def encode_request(request: Request, *, deflated: bool = True) -> bytes:
    """Write a request. Raises ValueError when a number or the update is too large for it."""
    if len(request.update) > UPDATE_BYTES:
        raise ValueError(f"{len(request.update)} bytes are too large an update")
    rest = b"".join(
        [
            _number(4, request.seq),
            _number(1, len(request.clients)),
            *(_number(4, client) for client in request.clients),
            _short(request.line_id),
            _number(4, len(request.update)),
            request.update,
        ]
    )
    return _framed(request.asks & ~Ask.DEFLATED, rest, deflated=deflated)


def decode_request(sent: bytes) -> Request:
    """Read a request. Raises ValueError for every other bytes, and before more than its limit was inflated."""
    flags, rest = _opened(sent, _REST_BYTES)
    reader = _Reader(rest)
    seq = reader.number(4)
    clients = tuple(reader.number(4) for _ in range(reader.number(1)))
    line_id = reader.words()
    update = reader.take(reader.number(4))
    reader.end()
    if len(update) > UPDATE_BYTES:
        raise ValueError("the update is too large")
    named = line_id if len(line_id.encode()) <= LINE_ID_BYTES else ""
    return Request(seq, update, clients, named, Ask(flags & (Ask.HEAL | Ask.PLAIN)))


def encode_answer(answer: Answer, *, deflated: bool = True) -> bytes:
    """Write an answer; names too long for it are cut. Raises ValueError when a number is too large for it."""
    says = answer.says & ~(Say.DEFLATED | Say.HASH)
    parts = [
        _number(4, answer.seq),
        _number(2, answer.wait),
        _number(4, answer.saved),
        _number(4, len(answer.update)),
        answer.update,
        _number(1, len(answer.nearby)),
        *(_short(one.name) + _short(one.line_id) + _number(2, one.age) for one in answer.nearby),
    ]
    if answer.hash is not None:
        says |= Say.HASH
        parts += [_number(4, number) for number in answer.hash]
    return _framed(says, b"".join(parts), deflated=deflated)


def decode_answer(sent: bytes) -> Answer:
    """Read an answer. Raises ValueError for every other bytes."""
    flags, rest = _opened(sent, _ANSWER_BYTES)
    reader = _Reader(rest)
    seq, wait, saved = reader.number(4), reader.number(2), reader.number(4)
    update = reader.take(reader.number(4))
    nearby = tuple(Nearby(reader.words(), reader.words(), reader.number(2)) for _ in range(reader.number(1)))
    found = (reader.number(4), reader.number(4)) if flags & Say.HASH else None
    reader.end()
    known = Say.GAP | Say.READ_ONLY | Say.QUARANTINED | Say.SUGGEST_ONLY
    return Answer(seq, wait, saved, update, nearby, found, Say(flags) & known)


def hash_of(canonical: bytes) -> tuple[int, int]:
    """Return what stands for a canonical text: its CRC-32 and its length in bytes, both below 2**32."""
    return zlib.crc32(canonical), len(canonical) & _LARGEST


def _number(size: int, value: int) -> bytes:
    try:
        return value.to_bytes(size, "big")
    except OverflowError:
        raise ValueError(f"{value} does not fit into {size} bytes") from None


def _short(words: str) -> bytes:
    """Write words with their length before them, cut at a letter so that they fit."""
    written = words.encode("utf-8", "replace")
    if len(written) > _MOST:
        written = written[:_MOST].decode("utf-8", "ignore").encode()
    return _number(1, len(written)) + written


def _framed(flags: int, rest: bytes, *, deflated: bool) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    small = packer.compress(rest) + packer.flush() if deflated and len(rest) >= _WORTH else rest
    if len(small) < len(rest):
        return struct.pack(">BB", VERSION, flags | Ask.DEFLATED) + small
    return struct.pack(">BB", VERSION, flags) + rest


def _opened(sent: bytes, limit: int) -> tuple[int, bytes]:
    if len(sent) < 2 or sent[0] != VERSION:  # noqa: PLR2004 - the two bytes of version and flags
        raise ValueError("not of this version")
    flags, rest = sent[1], sent[2:]
    return flags, _inflated(rest, limit) if flags & Ask.DEFLATED else rest


def _inflated(packed: bytes, limit: int) -> bytes:
    unpacker = zlib.decompressobj(wbits=-zlib.MAX_WBITS)
    try:
        rest = unpacker.decompress(packed, limit + 1)
    except zlib.error as error:
        raise ValueError("not deflated") from error
    if len(rest) > limit or not unpacker.eof or unpacker.unused_data:
        raise ValueError("too large, cut off, or with something behind it")
    return rest


class _Reader:
    """Reads on from where it stands; a ValueError says that the bytes end too early or too late."""

    def __init__(self, rest: bytes) -> None:
        self._rest, self._at = rest, 0

    def take(self, length: int) -> bytes:
        taken = self._rest[self._at : self._at + length]
        if len(taken) < length:
            raise ValueError("too short")
        self._at += length
        return taken

    def number(self, size: int) -> int:
        return int.from_bytes(self.take(size), "big")

    def words(self) -> str:
        return self.take(self.number(1)).decode()

    def end(self) -> None:
        if self._at != len(self._rest):
            raise ValueError("too long")
