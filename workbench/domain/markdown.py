"""The Markdown that people write here: headings, lists, quotations, bold, italic and links, line by line."""

import itertools
import operator
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from workbench.domain.linetext import LINE_BREAK, Draft, Kind, Run, address, clean, tidy

_PUNCTUATION = "!-/:-@[-`{-~"
#: Signs of an item besides "-" and "*": what word processors leave when words are copied out of them.
_BULLETS = "\u2022\u2023\u25e6\u25aa\u25cf\u00b7\uf0b7"
#: Months in Danish and Kalaallisut: a line that starts with "1. januar" starts with a date.
MONTH = (
    r"(?:januar|februar|marts|marsi|april|apriil|maj\b|maaji|juni|juuni|juli|juuli|"
    r"august|aggust|septemb|oktob|novemb|decemb)"
)
#: The sign of a line's kind; up to three spaces before it are let pass, and exactly one space behind it.
_SIGN = re.compile(
    rf"[ \t]{{0,3}}(?:(?P<heading>#{{1,6}})|(?P<bullet>[-*{_BULLETS}])|(?P<quote>>)"
    rf"|(?P<number>[0-9]{{1,9}})(?:\)|\.(?!\s*{MONTH})))[ \t]"
)
_LOOKS_LIKE_SIGN = re.compile(rf"([ \t]*[0-9]*)(?=[-#*>{_BULLETS}.)])")
#: Signs inside a line. A space can be escaped only beside an asterisk: elsewhere "a \ b" is what was meant.
_TOKEN = re.compile(
    rf"\\(?P<escaped>[{_PUNCTUATION}{_BULLETS}]|(?<=\*\\)[ \t]|[ \t](?=\*))"
    rf"|(?P<stars>\*+)|(?P<open>\[)"
    rf"|\](?:\((?P<address>(?>(?:\\[{_PUNCTUATION}]|[^\\\s()\[\]]|\\|\((?>(?:\\[{_PUNCTUATION}]|[^\\\s()\[\]])*)\))+))\))?"
)
_ESCAPED = re.compile(rf"\\([{_PUNCTUATION}])")
_MUST_ESCAPE = re.compile(rf"[*\[\]]|\\(?=[{_PUNCTUATION}{_BULLETS} \t]|$)")
_IN_ADDRESS = re.compile(rf"[()\[\]]|\\(?=[{_PUNCTUATION}])")
_SPACES = frozenset({" ", "\t"})
_MARKS = operator.attrgetter("bold", "italic", "link")
#: What that many asterisks switch: italic, bold.
_SWITCHES = {1: (True, False), 2: (False, True), 3: (True, True)}
_LISTS = frozenset({Kind.BULLET, Kind.NUMBER})
_SIGNS = {Kind.HEADING: "## ", Kind.SECTION: "## ", Kind.SUBHEADING: "### ", Kind.BULLET: "- ", Kind.QUOTE: "> "}


class _Written(Protocol):
    """A line or a draft: what matters here of both."""

    @property
    def kind(self) -> Kind: ...
    @property
    def runs(self) -> tuple[Run, ...]: ...


def to_markdown(lines: Iterable[_Written]) -> str:
    """Write lines as Markdown, without a line break at the end.

    Items of one list follow one another, all else is kept apart by an empty line. Lines without words are left out.
    ``from_markdown`` gives kinds and runs back as they were (``tidy``); section lines come back as headings.
    """
    written: list[str] = []
    before, number = Kind.PARAGRAPH, 0
    for line in lines:
        words = inline_markdown(line.runs)
        if _is_blank(line.runs):
            continue
        if written:
            written.append("\n" if line.kind is before and line.kind in _LISTS else "\n\n")
        written.append(_signed(line.kind, words, number))
        before, number = line.kind, number + 1 if line.kind is Kind.NUMBER else 0
    return "".join(written)


def from_markdown(text: str) -> tuple[Draft, ...]:
    """Read Markdown as lines: every line of the text that holds words is one, whatever it holds.

    An empty line only keeps apart. A number opens an item only where it starts a list with 1 or goes on counting,
    so "25. april" stays what it is. Takes linear time, refuses nothing and never raises.
    """
    drafts: list[Draft] = []
    number = 0
    for written in LINE_BREAK.split(text):
        kind, words = line_kind(clean(written), number)
        runs = parse_inline(words)
        if _is_blank(runs):
            continue
        drafts.append(Draft(kind, runs))
        number = number + 1 if kind is Kind.NUMBER else 0
    return tuple(drafts)


def _is_blank(runs: Iterable[Run]) -> bool:
    return not clean("".join(run.words for run in runs)).strip()


def line_kind(written: str, number: int) -> tuple[Kind, str]:
    """Say what a line of Markdown is, and give it without the sign of its kind.

    ``number`` is that of the numbered item before it, 0 when there is none.
    """
    sign = _SIGN.match(written)
    if not sign or (sign["number"] and int(sign["number"]) not in {1, number + 1}):
        return Kind.PARAGRAPH, written
    kinds = {"bullet": Kind.BULLET, "quote": Kind.QUOTE, "number": Kind.NUMBER}
    heading = Kind.HEADING if len(sign["heading"] or "") < 3 else Kind.SUBHEADING  # noqa: PLR2004 - of "### "
    return kinds.get(sign.lastgroup or "", heading), written[sign.end() :]


def _signed(kind: Kind, words: str, number: int) -> str:
    if kind is Kind.NUMBER:
        point = f"{number + 1}. {words}"
        return point if _SIGN.match(point) else f"{number + 1}) {words}"
    if kind is Kind.PARAGRAPH and line_kind(words, number)[0] is not Kind.PARAGRAPH:
        return _LOOKS_LIKE_SIGN.sub(r"\1\\", words, count=1)
    return _SIGNS.get(kind, "") + words


def inline_markdown(runs: Sequence[Run]) -> str:
    """Write the runs of one line; only what would be read as a mark is escaped."""
    runs = tidy(runs)
    plain = "".join(run.words for run in runs)
    if not any(run.bold or run.italic or run.link for run in runs) and _is_plain(plain):
        return plain
    around = (Run(""), *runs, Run(""))
    return "".join(_run_with_its_left_edge(around, index) for index in range(1, len(around)))


def _is_plain(words: str) -> bool:
    return not words or parse_inline(words) == (Run(words),)


def _run_with_its_left_edge(runs: Sequence[Run], index: int) -> str:
    """Write what stands between a run and the one before it, and the run up to where the next edge begins."""
    before, run = runs[index - 1], runs[index]
    after = runs[index + 1] if index + 1 < len(runs) else Run("")
    edge = f"]({_IN_ADDRESS.sub(_backslashed, before.link)})" if before.link and before.link != run.link else ""
    edge += "*" * ((run.italic is not before.italic) + 2 * (run.bold is not before.bold))
    edge += "[" if run.link and run.link != before.link else ""
    words = _MUST_ESCAPE.sub(_backslashed, run.words)
    if edge.endswith("*") and words[:1] in _SPACES and _switches_off(run, before):
        words = f"\\{words}"
    escaped = len(words) == 2 and words[0] == "\\"  # noqa: PLR2004 - one letter, escaped
    stays_linked = not run.link or run.link == after.link
    if words[-1:] in _SPACES and not escaped and stays_linked and _switches_off(run, after):
        words = f"{words[:-1]}\\{words[-1]}"
    return edge + words


def _switches_off(run: Run, other: Run) -> bool:
    """Say whether bold or italic of the run stops on the way to its neighbour: spaces would be in the way."""
    return run.bold > other.bold or run.italic > other.italic


def _backslashed(found: re.Match[str]) -> str:
    return f"\\{found[0]}"


@dataclass(slots=True)
class _Piece:
    words: str
    bold: bool
    italic: bool
    link: str = ""


@dataclass(slots=True)
class _Line:
    """What is known half-way through a line: its pieces, and which of them may turn out to have opened something."""

    pieces: list[_Piece] = field(default_factory=list)
    bold: _Piece | None = None
    italic: _Piece | None = None
    #: Where brackets stand open, by the number of their piece.
    brackets: list[int] = field(default_factory=list)

    def add(self, words: str) -> _Piece:
        piece = _Piece(words, self.bold is not None, self.italic is not None)
        self.pieces.append(piece)
        return piece


def parse_inline(words: str) -> tuple[Run, ...]:
    """Read the marks of one line; what opens and never closes is letters. Linear time, never raises."""
    words = clean(words)
    line, at, escaped_until = _Line(), 0, -1
    for token in _TOKEN.finditer(words):
        start, end = token.span()
        if start > at:
            line.add(words[at:start])
        at = end
        sign = token.lastgroup
        if sign == "open":
            line.brackets.append(len(line.pieces))
            line.add("[")
        elif sign == "stars":
            after_letter = start > 0 and (escaped_until == start or words[start - 1] not in " \t")
            _star(line, token["stars"], words[end : end + 1] not in {"", " ", "\t"}, after_letter)
        elif sign == "escaped":
            line.add(token["escaped"])
            escaped_until = end
        else:
            _close_bracket(line, token)
    if at < len(words):
        line.add(words[at:])
    return tuple(_runs(line))


def _star(line: _Line, stars: str, may_open: bool, may_close: bool) -> None:  # noqa: FBT001 - said in order
    """Switch italic (one), bold (two) or both (three).

    They open before a letter and close after one; where one of them cannot be switched, all are letters.
    """
    italic, bold = _SWITCHES.get(len(stars), (False, False))
    italic_opens, bold_opens = italic and line.italic is None, bold and line.bold is None
    opens, closes = italic_opens or bold_opens, italic > italic_opens or bold > bold_opens
    if opens is closes is False or (opens and not may_open) or (closes and not may_close):
        line.add(stars)
        return
    if bold:
        line.bold = line.add("") if bold_opens else None
    if italic:
        line.italic = line.add("") if italic_opens else None


def _close_bracket(line: _Line, token: re.Match[str]) -> None:
    opened = line.brackets.pop() if line.brackets else None
    if token["address"] is None or opened is None or opened == len(line.pieces) - 1:
        line.add(token[0])
        return
    link = address(_ESCAPED.sub(r"\1", token["address"]))
    line.pieces[opened].words = ""
    for piece in line.pieces[opened:]:
        piece.link = link
    line.brackets.clear()  # a link stands in no other link


def _runs(line: _Line) -> Iterator[Run]:
    """Give the pieces as runs; asterisks that are still open are letters, and open nothing."""
    if line.bold is not None:
        line.bold.words = "**"
        for piece in itertools.dropwhile(lambda piece: piece is not line.bold, line.pieces):
            piece.bold = False
    if line.italic is not None:
        line.italic.words = "*"
        for piece in itertools.dropwhile(lambda piece: piece is not line.italic, line.pieces):
            piece.italic = False
    lettered = [piece for piece in line.pieces if piece.words]
    for marks, same in itertools.groupby(lettered, key=_MARKS):
        yield Run("".join([piece.words for piece in same]), *marks)
