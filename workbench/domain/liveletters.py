"""Lines as they stand in a live text and as they are to be, with the marks of every single letter."""

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from workbench.domain.linetext import SECTION_SIGN, Kind, Run, address, tidy
from workbench.domain.wordedits import WORD, Edit, rising

#: Attributes of a letter: "b", "i" and "a" (an address) are ours, "l" (a line id) belongs to line breaks.
Attributes = dict[str, object]
NewId = Callable[[], str]
_OURS = ("b", "i", "a")
#: Names of proposed words begin with this.
PROPOSED = "n:"
LINE_ID = "l"
#: No two words are looked for in one of so many letters.
_LONG = 200


@dataclass(frozen=True, slots=True)
class Wanted:
    """A line as it is to be; ``id`` is the one it had, or empty."""

    kind: Kind
    runs: tuple[Run, ...]
    id: str = ""

    @property
    def words(self) -> str:
        return "".join(run.words for run in self.runs)

    def attributes(self) -> list[Attributes]:
        """Give the marks of each of its letters."""
        return [marks for run in self.runs for marks in [marks_of(run)] * len(run.words)]


@dataclass(frozen=True, slots=True)
class Placed:
    """A line where it stands: ``start`` counts bytes of UTF-8, ``ended`` says whether its line break is there.

    Its words, attributes and runs are without what is only proposed.
    """

    id: str
    start: int
    letters: tuple[tuple[str, Attributes], ...]
    ended: bool

    @property
    def words(self) -> str:
        return "".join(words for words, its in self.letters if not is_proposed(its))

    @property
    def stop(self) -> int:
        """The byte behind the line and its line break."""
        return self.start + sum(size(words) for words, _ in self.letters) + self.ended

    @property
    def section(self) -> str:
        """The key of the section that the line opens, or ""."""
        return self.id.removeprefix(SECTION_SIGN) if self.id.startswith(SECTION_SIGN) else ""

    def attributes(self) -> list[Attributes]:
        """Give the attributes of each of its letters."""
        return [its for words, its in self.letters if not is_proposed(its) for _ in words]

    def runs(self) -> tuple[Run, ...]:
        """Give its words with their marks in the form in which they are kept."""
        return tidy(
            Run(words, bool(its.get("b")), bool(its.get("i")), str(its.get("a") or ""))
            for words, its in self.letters
            if not is_proposed(its)
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """Words that stand in a live text: ``starts`` are the bytes where their letters start, and the one behind them.

    Between two letters there may be others, which are only proposed.
    """

    words: str
    starts: tuple[int, ...]

    def solid(self, start: int = 0, stop: int | None = None) -> list[tuple[int, int]]:
        """Give the bytes of the letters ``start``..``stop`` in stretches (from, to) with nothing proposed inside."""
        found: list[tuple[int, int]] = []
        for letter, first in zip(self.words[start:stop], self.starts[start:stop], strict=False):
            last = first + size(letter)
            if found and found[-1][1] == first:
                found[-1] = (found[-1][0], last)
            else:
                found.append((first, last))
        return found


def is_proposed(attributes: Attributes) -> bool:
    """Tell whether letters with these attributes are proposed, and no words of the text yet."""
    return any(name.startswith(PROPOSED) for name in attributes)


def revealed(line: Placed) -> Placed:
    """Give a line as if all words that are proposed in it were its words."""
    shown = ((words, {name: its[name] for name in its if not name.startswith(PROPOSED)}) for words, its in line.letters)
    return replace(line, letters=tuple(shown))


def standing(lines: Sequence[Placed]) -> Standing:
    """Give the words of lines that follow each other, with the line breaks between them."""
    words: list[str] = []
    starts: list[int] = []
    at = lines[0].start if lines else 0
    for number, line in enumerate(lines):
        if number:
            words.append("\n")
            starts.append(at)
            at += 1
        for letters, its in line.letters:
            behind = at + size(letters)
            if not is_proposed(its):
                words.append(letters)
                starts += range(at, behind) if letters.isascii() else _places(letters, at)
            at = behind
    return Standing("".join(words), (*starts, at))


def _places(letters: str, at: int) -> list[int]:
    return list(itertools.accumulate(map(size, letters[:-1]), initial=at))


def moved(before: Standing, edits: Sequence[Edit], after: str) -> Standing:
    """Give the new words where they stand once the edits were played; those that came are placed roughly."""
    starts: list[int] = []
    grown = 0
    for number, (i, _, stop) in enumerate(_stretches(edits, len(before.words) + 1, len(after) + 1)):
        starts += [before.starts[i + k] + grown for k in range(stop - len(starts))]
        if number < len(edits):
            edit = edits[number]
            came = after[edit.at : edit.until]
            starts += _places(came, starts[-1] if starts else before.starts[0]) if came else []
            grown += size(came) - size(before.words[edit.start : edit.stop])
    return Standing(after, tuple(starts))


class Ids:
    """Gives ids that no line of the text has."""

    def __init__(self, lines: Iterable[Placed], new_id: NewId) -> None:
        self._taken = {line.id for line in lines} | {""}
        self._new_id = new_id

    def take(self, wanted: str = "") -> str:
        """Give the wanted id, or a new one when it is empty or taken."""
        while wanted in self._taken:
            wanted = self._new_id()
        self._taken.add(wanted)
        return wanted


def own_ids(lines: Sequence[Placed], section_keys: Sequence[str]) -> set[int]:
    """Choose the lines that may keep their id: sections in the order of the template, of others the first with it."""
    order = {key: number for number, key in enumerate(section_keys)}
    first = {line.id: number for number, line in reversed(list(enumerate(lines)))}
    standing = [(number, order[line.section]) for number, line in enumerate(lines) if line.section in order]
    others = {number for name, number in first.items() if name and lines[number].section not in order}
    return others | {number for number, _ in rising(standing, lambda _: 1)}


def size(words: str) -> int:
    """Count the bytes that the words take: the one place where letters and positions in a live text meet."""
    return len(words.encode())


def marks_of(run: Run) -> Attributes:
    """Give the attributes that letters of the run carry."""
    marks = {"b": run.bold, "i": run.italic, "a": run.link}
    return {name: mark for name, mark in marks.items() if mark}


def spread(lines: Iterable[list[Attributes]], ends: Sequence[str]) -> list[Attributes]:
    """Join the attributes of lines with those of the line breaks between them, which carry the ids ``ends``."""
    joined: list[Attributes] = []
    for line, end in itertools.zip_longest(lines, ends):
        joined += line if end is None else [*line, {LINE_ID: end}]
    return joined


def pieces(
    edit: Edit, words: str, wants: Sequence[Attributes], had: Sequence[Attributes]
) -> list[tuple[str, Attributes]]:
    """Cut the words that come with an edit where their attributes change; every line break is a piece of its own.

    Words that come between two letters of one remark belong to the remark: what both neighbours carry under a name
    that is not ours, they carry too.
    """
    left = had[edit.start - 1] if edit.start else {}
    right = had[edit.stop] if edit.stop < len(had) else {}
    around = {
        name: mark
        for name, mark in left.items()
        if name not in {*_OURS, LINE_ID} and name in right and right[name] == mark
    }
    return [
        (words[its[0] : its[-1] + 1], own if LINE_ID in own else {**around, **own})
        for own, its in (
            (own, list(its)) for own, its in itertools.groupby(range(edit.at, edit.until), wants.__getitem__)
        )
    ]


def kept_ids(edits: Sequence[Edit], before: str, after: str, old: Sequence[Placed]) -> list[str]:
    """Give for each of the new lines the id of the old line whose line break stays its end, or ""."""
    line_at = dict(zip(_breaks(before), (line.id for line in old), strict=True))
    stays = {k: i + k - j for i, j, stop in _stretches(edits, len(before) + 1, len(after) + 1) for k in range(j, stop)}
    return [line_at.get(stays.get(k, -1), "") for k in _breaks(after)]


def _breaks(words: str) -> list[int]:
    return [*(at for at, letter in enumerate(words) if letter == "\n"), len(words)]


def _stretches(edits: Sequence[Edit], old: int, new: int) -> list[tuple[int, int, int]]:
    """Give the letters that stay: where they start in the old words, where in the new ones, and where they stop."""
    starts = [(0, 0), *((edit.stop, edit.until) for edit in edits)]
    stops = [*((edit.start, edit.at) for edit in edits), (old, new)]
    return [(i, j, stop) for (i, j), (_, stop) in zip(starts, stops, strict=True)]


def mark_changes(
    edits: Sequence[Edit], wants: Sequence[Attributes], had: Sequence[Attributes]
) -> Iterator[tuple[int, int, Attributes]]:
    """Say which of the letters that stay get other marks: from, to (in the new words), and the attributes.

    An attribute of None is taken away. Only our own names are ever given.
    """
    for i, j, stop in _stretches(edits, len(had), len(wants)):
        changes = ((k, _change(had[k - j + i], wants[k])) for k in range(j, stop))
        for change, its in itertools.groupby(changes, lambda one: one[1]):
            if change:
                places = [k for k, _ in its]
                yield places[0], places[-1] + 1, change


def _change(had: Attributes, wants: Attributes) -> Attributes:
    if LINE_ID in wants or not (wants or had):
        return {}
    has = {"b": bool(had.get("b")), "i": bool(had.get("i")), "a": address(str(had.get("a") or ""))}
    return {name: wants.get(name) for name in _OURS if (wants.get(name) or False) != (has[name] or False)}


def run_together(words: str, known: str) -> list[int]:
    """Find the letters of ``words`` before which two words stand together that ``known`` has only apart, rising."""
    names = set(WORD.findall(known))
    found = [(word.start(), word[0]) for word in WORD.finditer(words) if word[0] not in names and len(word[0]) < _LONG]
    return [start + at for start, word in found for at in _cuts(word, names)]


def _cuts(word: str, names: AbstractSet[str]) -> list[int]:
    """Cut a word into the fewest names, or not at all."""
    best: dict[int, list[int]] = {0: []}
    for stop in range(1, len(word) + 1):
        ways = [[*best[at], stop] for at in best if word[at:stop] in names]
        if ways:
            best[stop] = min(ways, key=len)
    return best.get(len(word), [])[:-1]
