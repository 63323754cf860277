"""Lines as HTML and as plain words: what readers see of a text outside the workbench's own pages."""

import html
import itertools
from collections.abc import Iterable

from workbench.domain.linetext import Draft, Kind, Line, Run, tidy

_DEEPEST = 6
_LISTS = {Kind.BULLET: "ul", Kind.NUMBER: "ol"}
_LEVELS = {Kind.SECTION: 0, Kind.HEADING: 0, Kind.SUBHEADING: 1}


def to_html(lines: Iterable[Line | Draft], *, heading_level: int = 2) -> str:
    """Write lines as HTML, one block a line of the answer, built from escaped words and plain tags only.

    ``heading_level`` (1-6) is that of a heading; one below a heading is one deeper, at most 6. Items of a list that
    follow one another are one list, quotations that do are one quotation. Lines without words are left out.
    """
    blocks: list[str] = []
    written = ((line.kind, inline_html(line.runs)) for line in lines if line.words.strip())
    for kind, same in itertools.groupby(written, key=lambda one: one[0]):
        blocks += _blocks(kind, [words for _, words in same], heading_level)
    return "\n".join(blocks)


def _blocks(kind: Kind, lines: list[str], heading_level: int) -> list[str]:
    if kind in _LISTS:
        return [f"<{_LISTS[kind]}>", *(f"<li>{words}</li>" for words in lines), f"</{_LISTS[kind]}>"]
    if kind in _LEVELS:
        level = min(heading_level + _LEVELS[kind], _DEEPEST)
        return [f"<h{level}>{words}</h{level}>" for words in lines]
    paragraphs = [f"<p>{words}</p>" for words in lines]
    return ["<blockquote>", *paragraphs, "</blockquote>"] if kind is Kind.QUOTE else paragraphs


def inline_html(runs: Iterable[Run]) -> str:
    """Write the runs of one line as HTML; a link leads only where ``address`` lets it."""
    return "".join(
        _linked(link, "".join(_marked(run) for run in same))
        for link, same in itertools.groupby(tidy(runs), key=lambda run: run.link)
    )


def _linked(link: str, inside: str) -> str:
    return f'<a href="{html.escape(link)}">{inside}</a>' if link else inside


def _marked(run: Run) -> str:
    words = html.escape(run.words, quote=False)
    words = f"<em>{words}</em>" if run.italic else words
    return f"<strong>{words}</strong>" if run.bold else words


def plain(lines: Iterable[Line | Draft]) -> str:
    """Give the words alone, a line for each line that has some."""
    return "\n".join(line.words for line in lines if line.words.strip())
