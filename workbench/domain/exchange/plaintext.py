"""What a line of plain text is meant to be: headings, points, items and paragraphs that carry no marks of their own."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workbench.domain.linetext import LINE_BREAK, Draft, Kind, clean
from workbench.domain.markdown import MONTH, line_kind, parse_inline

_BULLET = re.compile("[-*\u2022\u2023\u25e6\u25aa\u25cf\u00b7\uf0b7]\\s+(?=\\S)")
#: The number of a point: "1.1. Skolen", "2.3 Skolen".
_POINT = re.compile(r"[0-9]{1,2}(?:\.[0-9]{1,2})+\.?\s+(?=\S)")
_NUMBER = re.compile(r"[0-9]{1,3}[.)]\s+(?=\S)")
#: Longer lines, in letters and words, are no headings.
_LETTERS, _WORDS = 80, 14
#: A line before a list, or with a colon at its end, is a heading when it has at most so many words.
_WORDS_OF_A_LABEL = 3
#: A line broken by a program, not by a person, has about so many letters.
_SHORTEST, _LONGEST = 45, 100
_SENTENCE_END = (".", "!", ";", ",", ")")
#: Short lines that are something else: dates, greetings, addresses and telephone numbers.
_NO_HEADING = re.compile(
    rf"[0-9]{{1,2}}\.\s*{MONTH}"
    r"|(?:K\u00e6re|Hej|Hilsen|Venlig hilsen|Med venlig hilsen|Inussiarner\w*|Aluu|Dear)\b"
    r"|.*(?:@|www\.|https?:|[0-9][0-9 ]{5})"
)
_NAME_WORDS = range(2, 5)


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines without an empty line between them."""

    lines: tuple[str, ...]

    @property
    def alone(self) -> str:
        """The line of a block that has but one."""
        return self.lines[0] if len(self.lines) == 1 else ""


def read_plain(text: str) -> tuple[str, tuple[Draft, ...]]:
    """Give the title and the lines of a plain text.

    A short line that stands alone, starts with a capital letter or a number, ends without a sign and has something
    longer behind it is a heading; the last of several short ones at the beginning is the title. Numbered points
    ("1.1. Skolen") are headings below a heading when their text follows. Names, dates, captions, greetings and lines
    before a list are paragraphs. All words stay, in their order; only the signs of items are taken off.
    """
    blocks = _blocks(text)
    headings = _headings(blocks)
    title = _title(blocks)
    drafts: list[Draft] = []
    number = 0
    for place, block in enumerate(blocks):
        if place == title:
            continue
        for line, after in zip(block.lines, [*block.lines[1:], ""], strict=True):
            kind, words = _kind(line, after, number) if place not in headings else (_level(line), line)
            number = number + 1 if kind is Kind.NUMBER else 0
            drafts.append(Draft(kind, parse_inline(words)))
    return blocks[title].alone if title is not None else "", tuple(drafts)


def _blocks(text: str) -> list[_Block]:
    lines = (clean(line).strip() for line in LINE_BREAK.split(text))
    return [_Block(tuple(_unwrapped(tuple(its)))) for filled, its in itertools.groupby(lines, bool) if filled]


def _unwrapped(lines: Sequence[str]) -> Iterator[str]:
    """Join what a program broke: long lines of one length whose sentences go on in the next."""
    broken = [_goes_on(line, after) for line, after in itertools.pairwise(lines)]
    everywhere = any(broken) and all(_SHORTEST <= len(line) <= _LONGEST for line in lines[:-1])
    joined: list[str] = []
    for number, line in enumerate(lines):
        joined.append(line)
        if number + 1 == len(lines) or _has_sign(lines[number + 1]) or not (everywhere or broken[number]):
            yield " ".join(joined)
            joined = []


def _goes_on(line: str, after: str) -> bool:
    return _SHORTEST <= len(line) <= _LONGEST and not line.endswith((".", "!", "?", ":", ";")) and after[0].islower()


def _has_sign(line: str) -> bool:
    return bool(_BULLET.match(line) or _POINT.match(line) or _NUMBER.match(line))


def _kind(line: str, after: str, number: int) -> tuple[Kind, str]:
    """Say what a line inside a block is, and give it without the sign of an item."""
    numbered = _POINT.match(line) or _NUMBER.match(line)
    if numbered and after and not _has_sign(after) and _is_short(line):
        return Kind.SUBHEADING, line
    return line_kind(_BULLET.sub("- ", line, count=1) if _BULLET.match(line) else line, number)


def _level(line: str) -> Kind:
    return Kind.SUBHEADING if _POINT.match(line) else Kind.HEADING


def _is_short(line: str) -> bool:
    """Say whether a line has the length and the look of a heading."""
    words = line.split()
    return bool(
        words
        and len(line) <= _LETTERS
        and len(words) <= (_WORDS_OF_A_LABEL if line.endswith(":") else _WORDS)
        and (words[0][0].isupper() or words[0][0].isdigit())
        and any(letter.isalpha() for letter in line)
        and not line.endswith(_SENTENCE_END)
        and not _NO_HEADING.match(line)
        and not _is_name(words)
    )


def _is_name(words: Sequence[str]) -> bool:
    return len(words) in _NAME_WORDS and all(word[0].isupper() and not word.isupper() for word in words)


def _headings(blocks: Sequence[_Block]) -> set[int]:
    """Find the blocks that are headings: short, alone, and with something behind them that is not."""
    return {
        number
        for number, (block, after) in enumerate(itertools.pairwise(blocks))
        if _is_short(block.alone)
        and not _is_short(after.alone)
        and not (_opens_list(after) and len(block.alone.split()) > _WORDS_OF_A_LABEL)
        and not _repeats(block.alone, blocks[number - 1].alone if number else "")
    }


def _opens_list(block: _Block) -> bool:
    return bool(_BULLET.match(block.lines[0]) or _NUMBER.match(block.lines[0]))


def _repeats(line: str, before: str) -> bool:
    """Say whether a line repeats the short one before it, as captions of pictures do."""
    return bool(before) and (before in line or line in before)


def _title(blocks: Sequence[_Block]) -> int | None:
    """Find the title: the last of the short lines with which the text starts, a banner before them let pass."""
    short = [_is_short(block.alone) for block in blocks]
    banner = len(blocks) > 1 and not short[0] and bool(blocks[0].alone) and not blocks[0].alone.endswith(_SENTENCE_END)
    first = 1 if banner else 0
    run = len(list(itertools.takewhile(bool, short[first:])))
    return first + run - 1 if run else None
