"""The text that many write at once: a Yjs document, and every save as operations on it.

A text is a flat ``Y.Text`` "text", a ``Y.Text`` "title", a ``Y.Map`` "kind" (line id -> kind) and a ``Y.Map`` "meta".
Every line ends with a line break, which carries the line's id as its only attribute "l"; letters carry "b", "i" and
"a" (an address). Attributes of other names are other people's and are never taken away. This is the only module that
knows pycrdt 0.14: its positions count UTF-8 bytes, an insertion without attributes copies those before it, and an
update that comes before what it builds on is dropped unless it is merged first.

A state or a base is the bytes of any set of updates that is complete in itself. Every function that changes a text
answers the update to be appended to its log, ``b""`` when there is nothing to change. ``client`` is a random number
of 32 bits that was never used before, ``new_id`` makes an id that no line of the text has had.
"""

import functools
import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pycrdt import Doc, Map, Text, TransactionEvent, get_update, merge_updates

from workbench.domain.linepairs import grouped
from workbench.domain.linetext import SECTION_SIGN, Content, Draft, Kind, Line, Run, clean, sections, tidy
from workbench.domain.livegaps import waits
from workbench.domain.liveletters import (
    LINE_ID,
    Attributes,
    Ids,
    NewId,
    Placed,
    Wanted,
    kept_ids,
    mark_changes,
    marks_of,
    own_ids,
    pieces,
    run_together,
    size,
    spread,
)
from workbench.domain.wordedits import Edit, word_edits

#: What stands in the text and is no letter; nobody writes such things, but they take up a place.
_EMBED = ("\x1a",)
_KINDS = {kind.value: kind for kind in Kind if kind not in {Kind.SECTION, Kind.PARAGRAPH}}


@dataclass(frozen=True, slots=True)
class Committed:
    """The state after an update; ``gap`` says that something in it builds on updates that have not come yet."""

    state: bytes
    gap: bool


def opened(title: str, section_keys: Sequence[str], *, client: int) -> bytes:
    """Give the first update of a text with its title and its empty sections in the order of the template."""
    lines = tuple(Line(f"{SECTION_SIGN}{key}", Kind.SECTION, ()) for key in section_keys)
    return opened_with(Content(title, lines), client=client)


def opened_with(content: Content, *, client: int) -> bytes:
    """Give the first update of a text that starts as a copy of another, with the ids of its lines."""

    def play(live: _Live) -> None:
        at = 0
        for line in content.lines:
            at = live.write_line(at, line.id, Wanted(line.kind, tidy(line.runs)))
        live.write_title(content.title)

    return _played(b"", client, play)


def joined(updates: Sequence[bytes]) -> bytes:
    """Give the state that the updates make together, whatever their order and however often each is there.

    Raises ValueError when one of them is no update.
    """
    return _settled(merge_updates(*updates) if len(updates) > 1 else updates[0]).state if updates else b""


def committed(state: bytes, update: bytes) -> Committed:
    """Merge an update into a state. Raises ValueError when the bytes are no update; the state is then as before."""
    return _settled(merge_updates(state, update) if state else update)


@functools.lru_cache(maxsize=256)  # a save asks for the words of the same few states again and again
def read(state: bytes) -> Content:
    """Give the words of a state: section lines, and all other lines that have words.

    Lines without words are there still, hidden: what somebody writes in a line that somebody else takes away at the
    same time is found in it. A line whose id is missing or taken gets one by its place until it is repaired.
    """
    live = _Live(state)
    taken: set[str] = set()
    lines: list[Line] = []
    for placed in live.lines():
        if not (placed.section or placed.words.strip()):
            continue
        line_id = placed.id
        while not line_id or line_id in taken:
            line_id = f"{line_id}~{len(lines)}"
        taken.add(line_id)
        lines.append(Line(line_id, live.kind_of(line_id), placed.runs()))
    return Content(clean(str(live.title)), tuple(lines))


def line_words(state: bytes, line_id: str) -> str:
    """Give the words of one line, "" when there is no such line."""
    return next((clean(line.words) for line in _Live(state).lines() if line.id == line_id), "")


def saved(
    base: bytes, changes: Mapping[str, Sequence[Draft]], title: str | None, *, client: int, new_id: NewId
) -> bytes:
    """Turn whole sections, as they stand in a form, into operations on the base they were made from.

    ``changes`` names the sections by key ("" is what stands before the first); sections not named and a title of None
    stay untouched, drafts without words are passed over. Lines are paired by their words, words are changed inside a
    pair; the id stays with the words, after a join it is the last one's. A line that goes stays as an empty one.
    """

    def play(live: _Live) -> None:
        ids = Ids(live.lines(), new_id)
        for key, drafts in changes.items():
            wanted = [Wanted(draft.kind, tidy(draft.runs)) for draft in drafts if draft.words.strip()]
            live.change_section(key, wanted, ids)
        if title is not None:
            live.write_title(title)

    return _played(base, client, play)


def saved_section(base: bytes, key: str, drafts: Sequence[Draft], *, client: int, new_id: NewId) -> bytes:
    """Turn one whole section into operations, as ``saved`` does."""
    return saved(base, {key: drafts}, None, client=client, new_id=new_id)


def replaced(present: bytes, wanted: Content, *, client: int, new_id: NewId) -> bytes:
    """Make the present text into the wanted one by new edits, as a restore or an import does.

    Lines are paired by their id first. A wanted line that is not there any more comes back under its own id; one that
    stands elsewhere now is taken out there and comes back under a new one. Section lines stay, wanted or not.
    """
    contents = {section.key: section.lines for section in sections(wanted.lines)}

    def play(live: _Live) -> None:
        ids = Ids(live.lines(), new_id)
        present_keys = ["", *filter(None, (line.section for line in live.lines()))]
        for key in dict.fromkeys([*contents, *present_keys]):
            its = [line for line in contents.get(key, ()) if line.words.strip()]
            live.change_section(key, [Wanted(line.kind, tidy(line.runs), line.id) for line in its], ids)
        live.write_title(wanted.title)

    return _played(present, client, play)


def saved_line(base: bytes, line_id: str, runs: Sequence[Run], *, client: int) -> bytes:
    """Set the words of one line; its kind stays.

    A line that is not there is made at the end, as a paragraph. Two who make the same line at once make it twice, so
    make lines on the present state before bases are handed out (with no runs it is made empty).
    """

    def play(live: _Live) -> None:
        old = next((line for line in live.lines() if line.id == line_id), None)
        if old:
            live.rewrite([old], [Wanted(live.kind_of(line_id), tidy(runs))], Ids(live.lines(), str))
        else:
            live.write_line(len(live.text), line_id, Wanted(Kind.PARAGRAPH, tidy(runs)))

    return _played(base, client, play)


def with_lines(state: bytes, line_ids: Sequence[str], *, client: int) -> bytes:
    """Make those lines that are not there, empty, at the end: ``saved_line`` finds them on every later base."""

    def play(live: _Live) -> None:
        there = {line.id for line in live.lines()}
        for line_id in [line_id for line_id in line_ids if line_id not in there]:
            live.write_line(len(live.text), line_id, Wanted(Kind.PARAGRAPH, ()))

    return _played(state, client, play)


def repaired(state: bytes, section_keys: Sequence[str], *, client: int, new_id: NewId) -> bytes:
    """Put back what people can take away together without meaning to; to be asked after every merge.

    The end of the last line; a section of the template; one id for one line; and words that slid on a section line
    because the line they were written in was deleted meanwhile become a line of their own before it.
    """

    def play(live: _Live) -> None:
        ids = Ids(live.lines(), new_id)
        live.end_last_line(ids)
        lines = live.lines()
        own = own_ids(lines, section_keys)
        for number in reversed(range(len(lines))):
            live.repair(lines[number], ids, is_own=number in own)
        for number, key in enumerate(section_keys):
            live.put_back_section(key, section_keys[number + 1 :])

    return _played(state, client, play)


def spaced(present: bytes, base: bytes, update: bytes, *, client: int) -> bytes:
    """Put a space where words ran together because two people replaced or wrote at one place at the same time.

    ``update`` was made on ``base`` and is merged into ``present``; the answer is to be appended behind it. A word that
    is neither in the present text nor in what the writer sent, and that is made of words which are, is such a pair.
    """
    sides = [_Live(present), _Live(joined([base, update]))]

    def play(live: _Live) -> None:
        for text, known in (
            (live.text, "\n".join(str(side.text) for side in sides)),
            (live.title, "\n".join(str(side.title) for side in sides)),
        ):
            for place in reversed(run_together(str(text), known)):
                text.insert(place, " ", {})

    return _played(joined([present, update]), client, play)


class _Live:
    """A document, its lines, and the only hands that change them."""

    def __init__(self, state: bytes, client: int = 0) -> None:
        self.doc = Doc[Any](client_id=client)
        self.text = self.doc.get("text", type=Text)
        self.title = self.doc.get("title", type=Text)
        self._kinds = self.doc.get("kind", type=Map)
        if state:
            self.doc.apply_update(state)

    def kind_of(self, line_id: str) -> Kind:
        if line_id.startswith(SECTION_SIGN):
            return Kind.SECTION
        return _KINDS.get(str(self._kinds.get(line_id)), Kind.PARAGRAPH)

    def lines(self) -> list[Placed]:
        lines: list[Placed] = []
        letters: list[tuple[str, Attributes]] = []
        start = 0
        for chunk, attributes in self.text.diff():
            its = attributes or {}
            first, *others = chunk.split("\n") if isinstance(chunk, str) else _EMBED
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
        before, after = str(self.title), clean(title)
        edits = word_edits(before, after)
        _replace(self.title, 0, before, [(edit, [(after[edit.at : edit.until], {})]) for edit in edits])

    def rewrite(self, old: Sequence[Placed], new: Sequence[Wanted], ids: Ids) -> None:
        """Make lines that belong together into new ones by whole words; a line keeps its id if its end stays."""
        before, after = ("\n".join(line.words for line in lines) for lines in (old, new))
        if len(old) == len(new) == 1 and before == after and old[0].runs() == new[0].runs:
            self._set_kind(old[0].id, new[0].kind)
            return
        edits = word_edits(before, after) if before != after else ()
        names = [name or ids.take(line.id) for name, line in zip(kept_ids(edits, before, after, old), new, strict=True)]
        had = spread((line.attributes() for line in old), [line.id for line in old[:-1]])
        wants = spread((line.attributes() for line in new), names[:-1])
        _replace(self.text, old[0].start, before, [(edit, pieces(edit, after, wants, had)) for edit in edits])
        places = list(itertools.accumulate(map(size, after), initial=old[0].start))
        for start, stop, change in mark_changes(edits, wants, had):
            self.text.format(places[start], places[stop], change)
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
                for line in reversed(mine):
                    del self.text[line.start : line.stop - 1]
            else:
                at = theirs[group.old.start - 1].stop if group.old.start else start
                for one in wanted:
                    at = self.write_line(at, ids.take(one.id), one)

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
        if is_own and line.section and line.words:
            self.text.insert(end, "\n", {LINE_ID: ids.take()})
        elif not is_own and line.section and not line.words:
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


def _replace(
    text: Text, start: int, before: str, edits: Sequence[tuple[Edit, Sequence[tuple[str, Attributes]]]]
) -> None:
    """Play edits of the words that start at a byte, from right to left.

    What comes is written inside of what goes, behind its first letter (before it, if that is a space), and only then
    the old letters are deleted: words that others write beside the old ones at the same time stay beside, not between.
    """
    places = list(itertools.accumulate(map(size, before), initial=start))
    for edit, came in reversed(edits):
        gone = before[edit.start : edit.stop]
        head = 0 if gone[:1] in {"", " ", "\t"} else 1
        middle = at = places[edit.start + head]
        for words, attributes in came:
            text.insert(at, words, attributes)
            at += size(words)
        rest = places[edit.stop] - middle
        if rest:
            del text[at : at + rest]
        if head:
            del text[places[edit.start] : middle]


def _played(base: bytes, client: int, play: Callable[[_Live], None]) -> bytes:
    """Let edits be played on a fork of the base, in one transaction, and give the update they are."""
    live = _Live(base, client)
    updates: list[bytes] = []

    def keep(event: TransactionEvent) -> None:
        updates.append(event.update)

    subscription = live.doc.observe(keep)
    with live.doc.transaction():
        play(live)
    live.doc.unobserve(subscription)
    return b"".join(updates[:1])


def _settled(merged: bytes) -> Committed:
    doc = _Live(merged).doc
    have = doc.get_state()
    gap = waits(get_update(merged, have), have)
    # A document forgets what waits when it is written out: with a gap the bytes are kept as they came.
    return Committed(merged if gap else doc.get_update(), gap)
