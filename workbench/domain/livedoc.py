"""The Yjs document of a text, and the only hands that change it: this module knows pycrdt 0.14, no other does.

Its positions count UTF-8 bytes, an insertion without attributes copies those before it, and an update that comes
before what it builds on is dropped unless it is merged first.
"""

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pycrdt import Doc, Map, Text, TransactionEvent, get_update, merge_updates

from workbench.domain.linepairs import grouped
from workbench.domain.linetext import SECTION_SIGN, Kind, clean
from workbench.domain.livegaps import waits
from workbench.domain.liveletters import (
    LINE_ID,
    Attributes,
    Ids,
    Placed,
    Standing,
    Wanted,
    kept_ids,
    mark_changes,
    marks_of,
    moved,
    pieces,
    run_together,
    size,
    spread,
    standing,
)
from workbench.domain.wordedits import Edit, word_edits

_KINDS = {kind.value: kind for kind in Kind if kind not in {Kind.SECTION, Kind.PARAGRAPH}}
#: What stands in the text and is no letter; nobody writes such things, but they take up a place.
_EMBED = "\x1a"


@dataclass(frozen=True, slots=True)
class Committed:
    """The state after an update; ``gap`` says that something in it builds on updates that have not come yet."""

    state: bytes
    gap: bool


class Live:
    """A document, its lines, and the only hands that change them."""

    def __init__(self, state: bytes, client: int = 0) -> None:
        self.doc = Doc[Any](client_id=client)
        self.text = self.doc.get("text", type=Text)
        self.title = self.doc.get("title", type=Text)
        self._kinds = self.doc.get("kind", type=Map)
        if state:
            self.doc.apply_update(state)

    def chunks(self) -> Iterator[tuple[str, Attributes]]:
        """Give the letters and line breaks of the text in order, cut where their attributes change."""
        return ((words if isinstance(words, str) else _EMBED, its or {}) for words, its in self.text.diff())

    def titled(self) -> Standing:
        """Give the words of the title."""
        letters = ((words if isinstance(words, str) else _EMBED, its or {}) for words, its in self.title.diff())
        return standing([Placed("", 0, tuple(letters), ended=False)])

    def kinds(self) -> dict[str, object]:
        """Give what stands for the kind of every line that was ever more than a paragraph."""
        return dict(self._kinds.to_py() or {})

    def meta(self) -> dict[str, object]:
        """Give what is said of the text as a whole."""
        return dict(self.doc.get("meta", type=Map).to_py() or {})

    def kind_of(self, line_id: str) -> Kind:
        if line_id.startswith(SECTION_SIGN):
            return Kind.SECTION
        return _KINDS.get(str(self._kinds.get(line_id)), Kind.PARAGRAPH)

    def lines(self) -> list[Placed]:
        lines: list[Placed] = []
        letters: list[tuple[str, Attributes]] = []
        start = 0
        for words, its in self.chunks():
            first, *others = words.split("\n")
            letters += [(first, its)] if first else []
            for other in others:
                lines.append(Placed(str(its.get(LINE_ID) or ""), start, tuple(letters), ended=True))
                start = lines[-1].stop
                letters = [(other, its)] if other else []
        return [*lines, Placed("", start, tuple(letters), ended=False)] if letters else lines

    def write_line(self, at: int, line_id: str, line: Wanted) -> int:
        """Write a new line at a byte where a line starts, and give the byte behind it."""
        for run in line.runs:
            self.text.insert(at, run.words, marks_of(run))
            at += size(run.words)
        self.text.insert(at, "\n", {LINE_ID: line_id})
        self._set_kind(line_id, line.kind)
        return at + 1

    def _set_kind(self, line_id: str, kind: Kind) -> None:
        if kind is not Kind.SECTION and self.kind_of(line_id) not in {kind, Kind.SECTION}:
            self._kinds[line_id] = "" if kind is Kind.PARAGRAPH else kind.value

    def write_title(self, title: str) -> None:
        before, after = self.titled(), clean(title)
        edits = word_edits(before.words, after)
        _replace(self.title, before, [(edit, [(after[edit.at : edit.until], {})]) for edit in edits])

    def rewrite(self, old: Sequence[Placed], new: Sequence[Wanted], ids: Ids) -> None:
        """Make lines that belong together into new ones by whole words; a line keeps its id if its end stays."""
        before, after = standing(old), "\n".join(line.words for line in new)
        if len(old) == len(new) == 1 and before.words == after and old[0].runs() == new[0].runs:
            self._set_kind(old[0].id, new[0].kind)
            return
        edits = word_edits(before.words, after) if before.words != after else ()
        kept = kept_ids(edits, before.words, after, old)
        names = [name or ids.take(line.id) for name, line in zip(kept, new, strict=True)]
        had = spread((line.attributes() for line in old), [line.id for line in old[:-1]])
        wants = spread((line.attributes() for line in new), names[:-1])
        _replace(self.text, before, [(edit, pieces(edit, after, wants, had)) for edit in edits])
        if changes := list(mark_changes(edits, wants, had)):
            now = moved(before, edits, after)
            for start, stop, change in changes:
                for first, last in now.solid(start, stop):
                    self.text.format(first, last, change)
        for name, line in zip(names, new, strict=True):
            self._set_kind(name, line.kind)

    def change_section(self, key: str, new: Sequence[Wanted], ids: Ids) -> None:
        """Make the lines of a section into new ones, in few operations; nothing outside it is touched."""
        again = {line.id for line in new}
        if not new and all(line.section != key for line in self.lines()):
            return
        start, old = self._section(key, ids)
        theirs = [line for line in old if line.words.strip() or line.id in again]
        known = {line.id: i for i, line in enumerate(theirs)}
        pairs = [(known[line.id], j) for j, line in enumerate(new) if line.id in known]
        groups = grouped([line.words for line in theirs], [line.words for line in new], pairs)
        for group in reversed(groups):
            mine, wanted = theirs[group.old.start : group.old.stop], new[group.new.start : group.new.stop]
            if mine and wanted:
                self.rewrite(old[old.index(mine[0]) : old.index(mine[-1]) + 1], wanted, ids)
            elif mine:
                self._empty(mine)
            else:
                at = theirs[group.old.start - 1].stop if group.old.start else start
                for one in wanted:
                    at = self.write_line(at, ids.take(one.id), one)

    def _empty(self, lines: Sequence[Placed]) -> None:
        """Take away the words of lines; the lines stay, with what is only proposed in them."""
        for line in reversed(lines):
            for first, last in reversed(standing([line]).solid()):
                del self.text[first:last]

    def _section(self, key: str, ids: Ids) -> tuple[int, list[Placed]]:
        """Find the lines of a section and the byte where they start; open it at the end when it is not there."""
        lines = self.lines()
        keys = [line.section for line in lines]
        if key and key not in keys:
            self.end_last_line(ids)
            return self.write_line(len(self.text), f"{SECTION_SIGN}{key}", Wanted(Kind.SECTION, ())), []
        opener = keys.index(key) if key else -1
        its = list(itertools.takewhile(lambda line: not line.section, lines[opener + 1 :]))
        if its and not its[-1].ended:
            self.end_last_line(ids)
            return self._section(key, ids)
        return (lines[opener].stop if key else 0), its

    def end_last_line(self, ids: Ids) -> None:
        """Give the last line its line break when two people together took it away."""
        lines = self.lines()
        if lines and not lines[-1].ended:
            self.text.insert(lines[-1].stop, "\n", {LINE_ID: ids.take()})

    def repair(self, line: Placed, ids: Ids, *, is_own: bool) -> None:
        """Let a line have an id of its own, and a section line no words; ``is_own`` says whether it may keep its id."""
        end = line.stop - 1
        if is_own and line.section and line.letters:
            self.text.insert(end, "\n", {LINE_ID: ids.take()})
        elif not is_own and line.section and not line.letters:
            del self.text[end : line.stop]
        elif not is_own:
            name = ids.take()
            self._set_kind(name, self.kind_of(line.id))
            self.text.insert(end, "\n", {LINE_ID: name})
            del self.text[end + 1 : line.stop + 1]

    def put_back_section(self, key: str, later: Sequence[str]) -> None:
        """Write the line of a section that is not there, before the first of the later ones."""
        lines = self.lines()
        if all(line.section != key for line in lines):
            at = next((line.start for line in lines if line.section in later), len(self.text))
            self.write_line(at, f"{SECTION_SIGN}{key}", Wanted(Kind.SECTION, ()))


def _replace(text: Text, before: Standing, edits: Sequence[tuple[Edit, Sequence[tuple[str, Attributes]]]]) -> None:
    """Play edits of words, from right to left.

    What comes is written inside of what goes, behind its first letter (before it, if that is a space), and only then
    the old letters are deleted: words that others write beside the old ones at the same time stay beside, not between.
    """
    for edit, came in reversed(edits):
        gone = before.words[edit.start : edit.stop]
        head = 0 if gone[:1] in {"", " ", "\t"} else 1
        middle = at = before.starts[edit.start + head]
        for words, attributes in came:
            text.insert(at, words, attributes)
            at += size(words)
        for first, last in reversed(before.solid(edit.start + head, edit.stop)):
            del text[first + at - middle : last + at - middle]
        if head:
            first = before.starts[edit.start]
            del text[first : first + size(gone[0])]


def spaced_words(present: Live, sides: Sequence[Live]) -> None:
    """Put a space where words ran together that all of the sides have only apart."""
    for text, words, known in (
        (present.text, standing(present.lines()), [standing(side.lines()) for side in sides]),
        (present.title, present.titled(), [side.titled() for side in sides]),
    ):
        for place in reversed(run_together(words.words, "\n".join(one.words for one in known))):
            text.insert(words.starts[place], " ", {})


def played(base: bytes, client: int, play: Callable[[Live], None]) -> bytes:
    """Let edits be played on a fork of the base, in one transaction, and give the update they are."""
    live = Live(base, client)
    updates: list[bytes] = []

    def keep(event: TransactionEvent) -> None:
        updates.append(event.update)

    subscription = live.doc.observe(keep)
    with live.doc.transaction():
        play(live)
    live.doc.unobserve(subscription)
    return b"".join(updates[:1])


def merged(updates: Sequence[bytes]) -> bytes:
    """Make one update of several. Raises ValueError when one of them is no update."""
    return merge_updates(*updates) if len(updates) > 1 else b"".join(updates)


def settled(merged: bytes) -> Committed:
    """Read an update as a state. Raises ValueError when it is no update."""
    return settled_in(Live(merged), merged)


def settled_in(live: Live, merged: bytes) -> Committed:
    """Give the state of a document that was made of an update."""
    have = live.doc.get_state()
    gap = waits(get_update(merged, have), have)
    # A document forgets what waits when it is written out: with a gap the bytes are kept as they came.
    return Committed(merged if gap else live.doc.get_update(), gap)
