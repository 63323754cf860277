"""What in an update of Yjs still waits for other updates: read from its bytes (format version 1 of Yjs 13)."""

from collections.abc import Iterator

_MORE = 0x80


def waits(missing: bytes, have: bytes) -> bool:
    """Say whether an update builds on something that a document has not seen.

    ``missing`` is the update without what the document has, ``have`` the document's state vector. Letters wait when
    any are left in ``missing``; a deletion waits when it names letters beyond the vector. Documents forget what waits
    when they are written out, so it must be known before.
    """
    if missing[:1] != b"\0":
        return True
    vector = _numbers(have)
    clocks = {next(vector): next(vector) for _ in range(next(vector))}
    deletions = _numbers(missing[1:])
    for _ in range(next(deletions)):
        known = clocks.get(next(deletions), 0)
        for _ in range(next(deletions)):
            if next(deletions) + next(deletions) > known:
                return True
    return False


def _numbers(raw: bytes) -> Iterator[int]:
    """Read numbers of seven bits a byte, lowest first; the eighth bit says that more follows."""
    number = shift = 0
    for byte in raw:
        number |= (byte % _MORE) << shift
        shift += 7
        if byte < _MORE:
            yield number
            number = shift = 0
