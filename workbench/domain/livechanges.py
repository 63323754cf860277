"""What an update from a browser would do to a text, before it is let in; and what stands for a whole text."""

import functools
import itertools
import json
import re
from collections.abc import Iterator

from workbench.domain import livetext, wire
from workbench.domain.linetext import SECTION_SIGN, Content
from workbench.domain.livebytes import Parts, clocks_of, parts_of
from workbench.domain.livedoc import Committed, Live, merged, settled_in
from workbench.domain.liveletters import LINE_ID, PROPOSED, Attributes, is_proposed

#: The largest state of a text, in bytes: what a browser sends as its whole state must fit into one request.
TEXT_BYTES = wire.UPDATE_BYTES
#: Marks of remarks and proposals: they change no word.
_BESIDE = ("r:", PROPOSED, "d:")
#: So many marks may lie on the letters of a text, counted anew at every letter where any mark begins or ends; and so
#: many may come at once, at worst. A thousand remarks one inside the other would else fill the memory of the server.
_MARKS, _MARKS_AT_ONCE = 100_000, 2_000_000
#: Letters that are two units of UTF-16, and what stands for half of one.
_TWO_UNITS = re.compile("[\U00010000-\U0010ffff\ufffd]")


class TooMuchError(ValueError):
    """The text would be larger than a text may be."""


class TooManyMarksError(TooMuchError):
    """More marks would lie on the letters than a server can read."""


class Change:
    """An update merged into a state: what is there then, and what is different.

    ``began`` and ``went_on`` are the client ids with work that was not known: those that had none here before, and
    those that had. ``is_news`` is false where the update brings nothing at all. With a gap nothing of this is known.
    """

    def __init__(self, state: bytes, update: bytes) -> None:
        """Raise ValueError when the update is none, TooMuchError when the text would be too large."""
        parts = parts_of(update)
        self._before = _Seen(state)
        had = clocks_of(self._before.doc.get_state())
        _refuse_marks(self._before, parts, had)
        both = merged([state, update]) if state else update
        self._after = _Seen(both)
        self.committed: Committed = settled_in(self._after, both)
        if self.committed.gap:
            return
        self._refuse_too_much(state)
        has = clocks_of(self._after.doc.get_state())
        self._refuse_cut(has)
        grown = {client for client, clock in has.items() if clock > had.get(client, 0)}
        self.began, self.went_on = frozenset(grown - had.keys()), frozenset(grown & had.keys())
        self.is_news = bool(grown) or _deletions(self._before) != _deletions(self._after)

    def _refuse_cut(self, has: dict[int, int]) -> None:
        """Let nobody cut a letter of two units in two: pycrdt 0.14 then writes a state in which it counts for one."""
        if not any(_TWO_UNITS.search(str(live.text) + str(live.title)) for live in (self._before, self._after)):
            return
        items = parts_of(self.committed.state).items
        if {client: stretches[-1][1] for client, stretches in items.items()} != has:
            raise ValueError("half a letter")

    def _refuse_too_much(self, state: bytes) -> None:
        if len(self.committed.state) > max(TEXT_BYTES, len(state)):
            raise TooMuchError("the text is too large")
        if _marks(self._after) > max(_MARKS, _marks(self._before)):
            raise TooManyMarksError("too many marks")

    @property
    def changes_words(self) -> bool:
        """Tell whether words, kinds or formats are others than before, not only remarks and proposals."""
        if _letters(self._before) != _letters(self._after):
            return True
        return _written(self._before) != _written(self._after)


class _Seen(Live):
    """A text that is only read, and its letters once only: they are asked for again and again."""

    def chunks(self) -> Iterator[tuple[str, Attributes]]:
        return iter(self._chunks)

    @functools.cached_property
    def _chunks(self) -> list[tuple[str, Attributes]]:
        return list(super().chunks())


def brought(state: bytes, update: bytes) -> tuple[Content, Content]:
    """Give all words of a state, and those it would have with an update: in both with those that are only proposed.

    Raises ValueError when the update is none, or has more marks than can be read.
    """
    _refuse_marks(Live(state), parts_of(update), {})
    return livetext.read(state, proposed=True), livetext.read(merged([state, update]), proposed=True)


def _refuse_marks(before: Live, parts: Parts, had: dict[int, int]) -> None:
    new = [name for client, place, name in parts.marks if place >= had.get(client, 0)]
    if len(set(new)) * (len(new) + (sum(1 for _ in before.chunks()) if new else 0)) > _MARKS_AT_ONCE:
        raise TooManyMarksError("too many marks at once")


def _marks(live: Live) -> int:
    return sum(len(its) for _, its in live.chunks())


def _deletions(live: Live) -> object:
    return parts_of(live.doc.get_update(live.doc.get_state())).deletions


def _letters(live: Live) -> str:
    """Give the letters that are written, whatever their marks: where they differ, nothing else need be compared."""
    return "".join(words for words, its in live.chunks() if not is_proposed(its) or "\n" in words)


def _written(live: Live) -> object:
    """Give all that is not beside the words, in a form that can be compared."""
    chunks = (
        (
            words,
            {name: its[name] for name in (its if "\n" in words else _marks_of(its)) if not name.startswith(_BESIDE)},
        )
        for words, its in live.chunks()
        if not is_proposed(its) or "\n" in words
    )
    return live.titled().words, live.kinds(), live.meta(), _joined(chunks)


def _joined(chunks: Iterator[tuple[str, Attributes]]) -> list[tuple[str, Attributes]]:
    """Join neighbours that carry the same attributes."""
    same = itertools.groupby(chunks, key=lambda chunk: chunk[1])
    return [("".join(words for words, _ in its), attributes) for attributes, its in same]


def canonical(state: bytes) -> bytes:
    """Give the one form of a text that browsers make, too: JSON of [title, [[id, kind, [[words, marks], ...]], ...]].

    All lines are in it, the empty ones and those that open a section, whose kind is "" as that of a paragraph. Marks
    are pairs sorted by name, in the order of UTF-16; neighbours with the same marks are joined. UTF-8, no spaces.
    """
    live = Live(state)
    kinds = live.kinds()
    lines = [
        [
            line.id,
            _kind(kinds.get(line.id)) if not line.id.startswith(SECTION_SIGN) else "",
            [[words, _pairs(its)] for words, its in _joined((words, _marks_of(its)) for words, its in line.letters)],
        ]
        for line in live.lines()
    ]
    text = [str(live.title), lines]
    return json.dumps(text, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _marks_of(attributes: Attributes) -> Attributes:
    """Give the attributes of letters without the id of a line, which is one only on a line break."""
    return {name: attributes[name] for name in attributes if name != LINE_ID}


def _kind(value: object) -> object:
    return "" if value is None else value


def _pairs(attributes: Attributes) -> list[list[object]]:
    named = sorted(attributes.items(), key=lambda pair: pair[0].encode("utf-16-be", "surrogatepass"))
    return [[name, int(value) if isinstance(value, float) and value.is_integer() else value] for name, value in named]


@functools.lru_cache(maxsize=64)  # a browser that only looks on asks again and again
def hash_of(state: bytes) -> tuple[int, int]:
    """Give what stands for the text: CRC-32 and length in bytes of its canonical form."""
    return wire.hash_of(canonical(state))
