"""A writer at the other end of the wire: a copy of a text that is typed in, for benchmarks and rehearsals."""

import contextlib
from collections.abc import Iterator
from typing import Any

from pycrdt import Doc, Map, Text, TransactionEvent

from workbench.domain.liveletters import LINE_ID, size


class Peer:
    """A copy of a text, as a browser holds it; what was typed waits in ``waiting``, one update for each act.

    Places count letters. ``client`` is a random number of 32 bits that was never used before.
    """

    def __init__(self, state: bytes, client: int) -> None:
        """Raise ValueError when the state is none."""
        self.client = client
        self.waiting: list[bytes] = []
        self._doc = Doc[Any](client_id=client)
        self._text = self._doc.get("text", type=Text)
        self._kinds = self._doc.get("kind", type=Map)
        self._doc.apply_update(state)

    @contextlib.contextmanager
    def _act(self) -> Iterator[None]:
        # Not for the life of the document: one that is listened to is never freed.
        def keep(event: TransactionEvent) -> None:
            self.waiting.append(event.update)

        subscription = self._doc.observe(keep)
        with self._doc.transaction():
            yield
        self._doc.unobserve(subscription)

    @property
    def words(self) -> str:
        """The letters of all lines, with a line break behind each."""
        return str(self._text)

    @property
    def state(self) -> bytes:
        """All there is, as one update."""
        return self._doc.get_update()

    def take(self, update: bytes) -> None:
        """Take in what others wrote; it must build on nothing that is missing here."""
        self._doc.apply_update(update)

    def write(self, place: int, words: str) -> None:
        """Write words that carry no marks."""
        with self._act():
            self._text.insert(self._byte(place), words, {})

    def write_line(self, place: int, line_id: str, words: str = "", *, kind: str = "") -> None:
        """Write words and a line break behind them, in one act."""
        with self._act():
            at = self._byte(place)
            if words:
                self._text.insert(at, words, {})
            self._text.insert(at + size(words), "\n", {LINE_ID: line_id})
            if kind:
                self._kinds[line_id] = kind

    def delete(self, start: int, stop: int) -> None:
        """Take away letters."""
        with self._act():
            del self._text[self._byte(start) : self._byte(stop)]

    def mark(self, start: int, stop: int, name: str) -> None:
        """Put a mark on letters."""
        with self._act():
            self._text.format(self._byte(start), self._byte(stop), {name: True})

    def _byte(self, place: int) -> int:
        return size(self.words[:place])
