"""What changed between two texts, told in whole lines and whole words for the people who read it."""

import enum
import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from diff_match_patch import diff_match_patch

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
