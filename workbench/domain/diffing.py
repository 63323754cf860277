"""What changed between two texts, told in whole lines and whole words for the people who read it."""

import dataclasses
import enum
import itertools
import operator
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from diff_match_patch import diff_match_patch

from workbench.domain.linetext import Content, Kind, Line, Run
from workbench.domain.order import staying
from workbench.domain.pairing import pair_lines

#: Letters that change the one before them, or join two: accents, soft hyphens, zero-width joiners, emoji variants.
_MARKS = "\u00ad\u0300-\u036f\u200b-\u200d\u2060\ufe00-\ufe0f\U0001f3fb-\U0001f3ff"
#: A number, an address and an abbreviation are one word to a reader: 12.500, ansog@kommune.gl, f.eks
_WORD = re.compile(
    rf"[\w{_MARKS}]+(?:[.,:@'\u2019](?=\w)[\w{_MARKS}]+)*"
    rf"|\s+"
    rf"|[\U0001f1e6-\U0001f1ff]{{2}}"
    rf"|[^\w\s](?:\u200d[^\w\s]|[{_MARKS}])*"
)
#: The private-use planes 15 and 16: 131,068 words of one pair can have a letter of their own.
_FIRST_LETTER, _LETTERS = 0xF0000, 0x1FFFE
#: How long one pair of lines may take before the answer is "all out, all in", in seconds.
PATIENCE = 0.5
#: How many words of a line are quoted to say where it is.
_QUOTED_WORDS = 4


class Op(enum.StrEnum):
    #: Words that stand on both sides.
    SAME = "same"
    #: Words that came.
    INS = "ins"
    #: Words that went.
    DEL = "del"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of whole words with one fate."""

    op: Op
    words: str


class Change(enum.StrEnum):
    #: The line stands where it stood, with the same words and formats.
    KEPT = "kept"
    #: Words, kind or formats of the line are others.
    CHANGED = "changed"
    #: The line is new.
    ADDED = "added"
    #: The line is gone.
    REMOVED = "removed"
    #: The line stands at another place; its pieces say whether its words changed too.
    MOVED = "moved"


class Mark(enum.StrEnum):
    """The marks of a run, under their names there."""

    #: Stressed.
    BOLD = "bold"
    #: Quoted or foreign.
    ITALIC = "italic"
    #: Leads to an address.
    LINK = "link"


@dataclass(frozen=True, slots=True)
class FormatNote:
    """Words whose format is another: ``before`` and ``after`` are empty without the mark.

    With it they are the address of a link, or the name of the mark.
    """

    mark: Mark
    words: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line on its way from one text to the other, or the title.

    ``number`` counts the changes of a comparison from 1 and is None for a line that is kept. ``moved_from`` begins the
    line it stood after, is empty when it stood first, and None when it did not move. A row that was added has nothing
    before (kind, id and place are None), a row that was removed nothing after; places count lines from 0; the title has
    neither kind, id nor place. ``coarse`` says that time ran out and words that stayed may be told as gone and come.
    """

    change: Change
    pieces: tuple[Piece, ...]
    kind_before: Kind | None = None
    kind_after: Kind | None = None
    id_before: str | None = None
    id_after: str | None = None
    place_before: int | None = None
    place_after: int | None = None
    number: int | None = None
    moved_from: str | None = None
    format_notes: tuple[FormatNote, ...] = ()
    coarse: bool = False

    @property
    def words_before(self) -> str:
        """The line as it was, or nothing when it was added."""
        return "".join(piece.words for piece in self.pieces if piece.op is not Op.INS)

    @property
    def words_after(self) -> str:
        """The line as it is, or nothing when it was removed."""
        return "".join(piece.words for piece in self.pieces if piece.op is not Op.DEL)

    @property
    def new_kind(self) -> bool:
        """Whether the line was there before as another kind: "now a heading"."""
        return None not in {self.kind_before, self.kind_after} and self.kind_before is not self.kind_after


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two texts side by side: the title, then rows in the order of the later text.

    A removed line stands behind the line it stood behind, unless that moved. ``changes`` counts the rows that are not
    kept, the title too.
    """

    title: Row
    rows: tuple[Row, ...]
    changes: int
    coarse: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows that are shown together; ``folded`` when all of them are kept and far from any change."""

    folded: bool
    rows: tuple[Row, ...]


def compare(earlier: Content, later: Content) -> Comparison:
    """Tell people what changed between two texts.

    Lines are paired by id, else by the same words in order, else the same words anywhere, else by likeness of their
    word bags of at least .45. Pairs that are not on the longest rising run have moved. Words inside a pair are
    compared as in ``word_diff``, with ``PATIENCE`` for each pair; kind, bold, italic and links are compared apart.
    ``before(comparison)`` and ``after(comparison)`` give both sides back. Rules: collaboration study, section 7.
    """
    pairs = pair_lines(earlier.lines, later.lines)
    kept = staying(pairs)
    rows = [
        _added(line, place)
        if place not in pairs
        else _paired(earlier, pairs[place], line, place, moved=place not in kept)
        for place, line in enumerate(later.lines)
    ]
    title, *rows = _numbered([_title(earlier.title, later.title), *_with_removed(rows, earlier.lines)])
    changes = sum(row.number is not None for row in (title, *rows))
    return Comparison(title, tuple(rows), changes, any(row.coarse for row in (title, *rows)))


def _title(before: str, after: str) -> Row:
    pieces, coarse = _word_diff(before, after, PATIENCE)
    return Row(Change.KEPT if before == after else Change.CHANGED, pieces, coarse=coarse)


def _added(line: Line, place: int) -> Row:
    pieces = _pieces([(1, line.words)])
    return Row(
        Change.ADDED,
        pieces,
        kind_after=line.kind,
        id_after=line.id,
        place_after=place,
        format_notes=_format_notes((), line.runs, pieces),
    )


def _removed(line: Line, place: int) -> Row:
    pieces = _pieces([(-1, line.words)])
    return Row(
        Change.REMOVED,
        pieces,
        kind_before=line.kind,
        id_before=line.id,
        place_before=place,
        format_notes=_format_notes(line.runs, (), pieces),
    )


def _paired(earlier: Content, former: int, line: Line, place: int, *, moved: bool) -> Row:
    old = earlier.lines[former]
    pieces, coarse = _word_diff(old.words, line.words, PATIENCE)
    notes = _format_notes(old.runs, line.runs, pieces) if old.runs != line.runs else ()
    same = old.words == line.words and old.kind is line.kind and not notes
    return Row(
        Change.MOVED if moved else Change.KEPT if same else Change.CHANGED,
        pieces,
        kind_before=old.kind,
        kind_after=line.kind,
        id_before=old.id,
        id_after=line.id,
        place_before=former,
        place_after=place,
        moved_from=_begin_of_line_before(earlier.lines, former) if moved else None,
        format_notes=notes,
        coarse=coarse,
    )


def _begin_of_line_before(lines: Sequence[Line], place: int) -> str:
    words = next((line.words.split() for line in reversed(lines[:place]) if line.words.strip()), [])
    return " ".join(words[:_QUOTED_WORDS])


def _with_removed(rows: Sequence[Row], lines: Sequence[Line]) -> Iterator[Row]:
    """Put every removed line behind the line it stood behind, or that before it when that one moved away."""
    changes = {row.place_before: row.change for row in rows}
    behind: dict[int | None, list[Row]] = {}
    last = None
    for place, line in enumerate(lines):
        if place not in changes:
            behind.setdefault(last, []).append(_removed(line, place))
        elif changes[place] is not Change.MOVED:
            last = place
    yield from behind.get(None, ())
    for row in rows:
        yield row
        if row.place_before is not None:
            yield from behind.get(row.place_before, ())


def _numbered(rows: Iterable[Row]) -> Iterator[Row]:
    numbers = itertools.count(1)
    return (row if row.change is Change.KEPT else dataclasses.replace(row, number=next(numbers)) for row in rows)


def _format_notes(old: Sequence[Run], new: Sequence[Run], pieces: Sequence[Piece]) -> tuple[FormatNote, ...]:
    carried = [mark for mark in Mark if any(_value(run, mark) for run in (*old, *new))]
    return tuple(note for mark in carried for note in _notes_of(mark, _marks(mark, old), _marks(mark, new), pieces))


def _notes_of(mark: Mark, old: Sequence[str], new: Sequence[str], pieces: Iterable[Piece]) -> Iterator[FormatNote]:
    for (was, now), letters in itertools.groupby(_letters(old, new, pieces), key=operator.itemgetter(1, 2)):
        words = "".join(letter for letter, *_ in letters)
        if was != now and not words.isspace():
            yield FormatNote(mark, words, was, now)


def _value(run: Run, mark: Mark) -> str:
    carried: str | bool = getattr(run, mark)
    return carried if isinstance(carried, str) else carried * str(mark)


def _marks(mark: Mark, runs: Iterable[Run]) -> list[str]:
    return [value for run in runs for value in [_value(run, mark)] * len(run.words)]


def _letters(old: Sequence[str], new: Sequence[str], pieces: Iterable[Piece]) -> Iterator[tuple[str, str, str]]:
    """Give each letter with the value of its mark before and after.

    On words that came or went only a mark counts that the line did not have, or has no longer: a new word in a bold
    line is no news about bold.
    """
    came, went = set(new) - set(old), set(old) - set(new)
    olds, news = iter(old), iter(new)
    for piece in pieces:
        for letter in piece.words:
            was = "" if piece.op is Op.INS else next(olds)
            now = "" if piece.op is Op.DEL else next(news)
            if piece.op is Op.SAME or was in went or now in came:
                yield letter, was, now
            else:
                yield letter, "", ""


def before(comparison: Comparison) -> Content:
    """Rebuild the earlier text: every line with its id, kind and words; of marks the rows keep only what changed."""
    lines = (_line(row.place_before, row.id_before, row.kind_before, row.words_before) for row in comparison.rows)
    return Content(comparison.title.words_before, _in_order(lines))


def after(comparison: Comparison) -> Content:
    """Rebuild the later text, as ``before`` does the earlier one."""
    lines = (_line(row.place_after, row.id_after, row.kind_after, row.words_after) for row in comparison.rows)
    return Content(comparison.title.words_after, _in_order(lines))


def _line(place: int | None, line_id: str | None, kind: Kind | None, words: str) -> tuple[int, Line] | None:
    if place is None or line_id is None or kind is None:
        return None
    return place, Line(line_id, kind, (Run(words),) if words else ())


def _in_order(lines: Iterable[tuple[int, Line] | None]) -> tuple[Line, ...]:
    return tuple(line for _, line in sorted((line for line in lines if line), key=operator.itemgetter(0)))


def folded(rows: Sequence[Row], around: int = 1) -> tuple[Stretch, ...]:
    """Cut rows into stretches, those folded that are kept and stand more than ``around`` rows from any change.

    Every row is in one stretch, in order. A single row is never folded: the fold would take the place of the row.
    """
    changed = [place for place, row in enumerate(rows) if row.change is not Change.KEPT]
    near = {place + step for place in changed for step in range(-around, around + 1)}
    far = [place not in near for place in range(len(rows))]
    alone = {
        place
        for place in range(len(rows))
        if far[place] and not any(far[place - 1 : place] + far[place + 1 : place + 2])
    }
    stretches = itertools.groupby(range(len(rows)), key=lambda place: far[place] and place not in alone)
    return tuple(Stretch(fold, tuple(rows[place] for place in places)) for fold, places in stretches)


_OPS = {-1: Op.DEL, 0: Op.SAME, 1: Op.INS}


def word_diff(before: str, after: str) -> tuple[Piece, ...]:
    """Say which words went and which came on the way from one sentence or line to another.

    The pieces without INS joined are ``before``, without DEL they are ``after``, letter for letter. No piece ends
    inside a word, no piece is empty, and where words were replaced, what went stands before what came. A pair that
    cannot be told within ``PATIENCE`` seconds comes back with its common begin and end and the rest as one replacement.
    """
    return _word_diff(before, after, PATIENCE)[0]


def _word_diff(before: str, after: str, seconds: float) -> tuple[tuple[Piece, ...], bool]:
    """Give the pieces, and whether they are coarse because time or letters ran out."""
    sides = [_WORD.findall(side) for side in (before, after)]
    names = list(dict.fromkeys(word for side in sides for word in side))
    if len(names) > _LETTERS:
        return _pieces([(-1, before), (1, after)]), True
    letters = {word: chr(_FIRST_LETTER + number) for number, word in enumerate(names)}
    old, new = ("".join(letters[word] for word in side) for side in sides)
    told = _letter_diff(old, new, seconds)
    decoded = [(op, "".join(names[ord(letter) - _FIRST_LETTER] for letter in some)) for op, some in told]
    return _joined(_pieces(decoded)), _gave_up(told)


def _letter_diff(before: str, after: str, seconds: float) -> list[tuple[int, str]]:
    machine = diff_match_patch()
    machine.Diff_Timeout = seconds
    told: list[tuple[int, str]] = machine.diff_main(before, after, False)  # noqa: FBT003 - the library's own signature
    return told


def _gave_up(told: list[tuple[int, str]]) -> bool:
    # The library says nothing when its time is out; but only then are there letters that went and came at one place.
    return any(
        one == -1 and other == 1 and not set(gone).isdisjoint(come)
        for (one, gone), (other, come) in itertools.pairwise(told)
    )


def _pieces(told: Iterable[tuple[int, str]]) -> tuple[Piece, ...]:
    return tuple(Piece(_OPS[op], words) for op, words in told if words)


def _joined(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Join replacements that only spaces keep apart: "to gamle mand" for "en ung dreng" is one change, not three."""
    told: list[Piece] = []
    change: list[Piece] = []
    for index, piece in enumerate(pieces):
        inside = bool(change) and index + 1 < len(pieces) and piece.words.isspace()
        if piece.op is not Op.SAME or inside:
            change.append(piece)
        else:
            told += [*_one_change(change), piece]
            change = []
    return (*told, *_one_change(change))


def _one_change(pieces: list[Piece]) -> list[Piece]:
    sides = {op: "".join(piece.words for piece in pieces if piece.op in {op, Op.SAME}) for op in (Op.DEL, Op.INS)}
    if any(not words or words.isspace() for words in sides.values()):
        return pieces
    return [Piece(op, words) for op, words in sides.items()]
