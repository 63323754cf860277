"""What stands in an update of Yjs, read from its bytes (format version 1 of Yjs 13), strictly.

A document makes room for as much as an update claims to hold, before it looks: five bytes can ask for half a gigabyte.
So whatever comes from outside is read here first. Only what a text of ours is made of is let through: letters, marks
with plain values, kinds of lines, and what was deleted; nested things, pictures and other roots are not.

Sources: ``encoding.js``, ``Item.js`` and ``DeleteSet.js`` of Yjs 13.6, ``encoding.js`` and ``decoding.js`` of lib0.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

#: Names of the parts of a text, and whether their items stand under a key.
_ROOTS = {"text": False, "title": False, "kind": True, "meta": True}
#: The longest name of a mark or key, and the longest value of a mark, in bytes.
_NAME_BYTES, _VALUE_BYTES = 200, 8000
_CLIENTS = 2**32
#: Counters of a client are 32 bits with a sign in some of the programs that read them.
_CLOCKS = 2**31
_MORE, _LONGEST_NUMBER = 0x80, 8
_HAS_LEFT, _HAS_RIGHT, _HAS_KEY, _CONTENT = 0x80, 0x40, 0x20, 0x1F


@dataclass(frozen=True, slots=True)
class Parts:
    """An update by client id: ``items`` and ``deletions`` are stretches (from, up to and without), rising.

    Items of a client may have holes between them: what lies in a hole is not in the update.
    """

    items: Mapping[int, tuple[tuple[int, int], ...]]
    #: Client id, place among its items, and name of every switch that begins or ends a mark.
    marks: tuple[tuple[int, int, str], ...]
    deletions: Mapping[int, tuple[tuple[int, int], ...]]


def parts_of(update: bytes) -> Parts:
    """Read an update. Raises ValueError for bytes that are none, or hold what no text of ours is made of."""
    reader = _Reader(update)
    items: dict[int, tuple[tuple[int, int], ...]] = {}
    marks: list[tuple[int, int, str]] = []
    for _ in range(reader.number()):
        count, client = reader.number(), reader.number(_CLIENTS)
        items[client] = (*items.get(client, ()), *_stretches(reader, count))
        marks += [(client, place, name) for place, name in reader.marks]
        reader.marks.clear()
    deletions: dict[int, tuple[tuple[int, int], ...]] = {}
    for _ in range(reader.number()):
        client = reader.number(_CLIENTS)
        gone = tuple(reader.stretch(reader.number(_CLOCKS)) for _ in range(reader.number()))
        deletions[client] = (*deletions.get(client, ()), *gone)
    reader.end()
    return Parts(items, tuple(marks), {client: _joined(gone) for client, gone in deletions.items()})


def clocks_of(vector: bytes) -> dict[int, int]:
    """Read a state vector of our own making: how many items of each client are known."""
    reader = _Reader(vector)
    clocks = {reader.number(): reader.number() for _ in range(reader.number())}
    reader.end()
    return clocks


def _joined(stretches: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    joined: list[tuple[int, int]] = []
    for start, stop in sorted(stretches):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], stop))
        else:
            joined.append((start, stop))
    return tuple(joined)


def _stretches(reader: "_Reader", count: int) -> list[tuple[int, int]]:
    """Read the items of one client, which follow each other."""
    found: list[tuple[int, int]] = []
    at = reader.number(_CLOCKS)
    for _ in range(count):
        is_there, start = True, at
        info = reader.byte()
        if info in {_GONE, _SKIPPED}:
            is_there, at = info == _GONE, reader.stretch(at)[1]
        else:
            reader.place = at
            at += _item(reader, info)
        if at >= _CLOCKS:
            raise ValueError("more than one can write")
        if is_there:
            found.append((start, at))
    return found


def _item(reader: "_Reader", info: int) -> int:
    """Read an item; return how many it counts for."""
    for has_neighbour in (info & _HAS_LEFT, info & _HAS_RIGHT):
        if has_neighbour:
            reader.number(_CLIENTS), reader.number(_CLOCKS)
    if not info & (_HAS_LEFT | _HAS_RIGHT):
        _root(reader, has_key=bool(info & _HAS_KEY))
    content = _CONTENTS.get(info & _CONTENT)
    if content is None:
        raise ValueError("an item of another sort")
    return content(reader)


def _root(reader: "_Reader", *, has_key: bool) -> None:
    if reader.number() != 1:
        raise ValueError("an item of a nested thing")
    if _ROOTS.get(reader.words(_NAME_BYTES)) is not has_key:
        raise ValueError("an item of something else")
    if has_key:
        reader.words(_NAME_BYTES)


def _deleted(reader: "_Reader") -> int:
    return reader.stretch(0)[1]


def _letters(reader: "_Reader") -> int:
    length = len(reader.words().encode("utf-16-le")) // 2
    if not length:
        raise ValueError("no letters")
    return length


def _mark(reader: "_Reader") -> int:
    reader.marks.append((reader.place, reader.words(_NAME_BYTES)))
    try:
        value = json.loads(reader.words(_VALUE_BYTES), parse_constant=_refuse)
    except RecursionError:
        raise ValueError("too deep") from None
    if isinstance(value, list | dict):
        raise ValueError("not a plain value")  # noqa: TRY004 - nothing else is raised here
    return 1


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _values(reader: "_Reader") -> int:
    count = reader.number()
    for _ in range(count):
        value = _VALUES.get(reader.byte())
        if value is None:
            raise ValueError("not a plain value")
        value(reader)
    if not count:
        raise ValueError("no values")
    return count


_GONE, _SKIPPED = 0, 10
_CONTENTS: dict[int, Callable[["_Reader"], int]] = {1: _deleted, 4: _letters, 6: _mark, 8: _values}
#: The plain values of lib0 by the byte before them: null, whole numbers, fractions of two sizes, truth, words.
_VALUES: dict[int, Callable[["_Reader"], object]] = {
    126: lambda _: None,
    125: lambda reader: reader.signed(),
    124: lambda reader: reader.take(4),
    123: lambda reader: reader.take(8),
    121: lambda _: None,
    120: lambda _: None,
    119: lambda reader: reader.words(_VALUE_BYTES),
}


class _Reader:
    """Reads on from where it stands; a ValueError says that the bytes end too early or too late."""

    def __init__(self, update: bytes) -> None:
        self._update, self._at = update, 0
        self.place, self.marks = 0, list[tuple[int, str]]()

    def byte(self) -> int:
        if self._at >= len(self._update):
            raise ValueError("too short")
        self._at += 1
        return self._update[self._at - 1]

    def number(self, limit: int = 2**53) -> int:
        """Read a number of seven bits a byte, lowest first; the eighth bit says that more follows."""
        value = 0
        for place in range(_LONGEST_NUMBER):
            byte = self.byte()
            value |= (byte & ~_MORE) << 7 * place
            if byte < _MORE:
                break
        if byte >= _MORE or value >= limit:
            raise ValueError("too large a number")
        return value

    def signed(self) -> None:
        """Pass a number that has a sign, and so six bits in its first byte."""
        self.number()

    def stretch(self, start: int) -> tuple[int, int]:
        length = self.number(_CLOCKS)
        if not length:
            raise ValueError("nothing")
        return start, start + length

    def take(self, length: int) -> bytes:
        taken = self._update[self._at : self._at + length]
        if len(taken) < length:
            raise ValueError("too short")
        self._at += length
        return taken

    def words(self, limit: int = 2**31) -> str:
        return self.take(self.number(limit)).decode()

    def end(self) -> None:
        if self._at != len(self._update):
            raise ValueError("too long")
