"""Words and their marks as HTML; the only place that joins letters to tags, each letter escaped on the way."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from itertools import groupby
from pathlib import Path

from markupsafe import Markup, escape

from workbench.domain.linetext import Kind, Line, Run

#: Letters -> letters: soft hyphens for the languages that need them.
Soften = Callable[[str], str]

_TAGS: Mapping[Kind, str] = {
    Kind.PARAGRAPH: "p",
    Kind.HEADING: "h3",
    Kind.SUBHEADING: "h4",
    Kind.BULLET: "li",
    Kind.NUMBER: "li",
    Kind.QUOTE: "p",
}
_AROUND: Mapping[Kind, str] = {Kind.BULLET: "ul", Kind.NUMBER: "ol", Kind.QUOTE: "blockquote"}
_SYMBOL = re.compile(r'<symbol id="([^"]+)" viewBox="([^"]+)"[^>]*>(.*?)</symbol>', re.DOTALL)


def lines_as_html(lines: Iterable[Line], soften: Soften) -> Markup:
    """Return paragraphs, headings, lists and quotations; lines without words are left out."""
    speaking = (line for line in lines if line.words.strip())
    groups = (_group(kind, group, soften) for kind, group in groupby(speaking, lambda line: line.kind))
    return Markup("\n".join(groups))  # noqa: S704 - tags stand in this module, letters are escaped in _marked and _linked


def _group(kind: Kind, lines: Iterable[Line], soften: Soften) -> str:
    tag = _TAGS[kind]
    inner = "\n".join(_element(tag, _runs(line.runs, soften)) for line in lines)
    return _element(_AROUND[kind], inner) if kind in _AROUND else inner


def _element(tag: str, inner: str) -> str:
    return f"<{tag}>{inner}</{tag}>"


def _runs(runs: Iterable[Run], soften: Soften) -> str:
    return "".join(_linked(link, group, soften) for link, group in groupby(runs, lambda run: run.link))


def _linked(link: str, runs: Iterable[Run], soften: Soften) -> str:
    inner = "".join(_marked(run, soften) for run in runs)
    return f'<a href="{escape(link)}">{inner}</a>' if link else inner


def _marked(run: Run, soften: Soften) -> str:
    words = str(escape(soften(run.words)))
    words = _element("em", words) if run.italic else words
    return _element("strong", words) if run.bold else words


def data_block(document: object) -> Markup:
    """Return JSON that cannot end the script element it stands in."""
    raw = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    for letter in "<>&\u2028\u2029":
        raw = raw.replace(letter, f"\\u{ord(letter):04x}")
    return Markup(raw)  # noqa: S704 - every letter that could end the element is escaped


class Icons:
    """The signs of a sprite, to be drawn where they are needed."""

    def __init__(self, sprite: Path) -> None:
        found = _SYMBOL.findall(sprite.read_text(encoding="utf-8"))
        self._symbols = {name: (box, Markup(drawing)) for name, box, drawing in found}  # noqa: S704 - our own sprite

    def __contains__(self, name: str) -> bool:
        return name in self._symbols

    def draw(self, name: str) -> Markup:
        """Return the sign as an SVG element that screen readers pass over."""
        box, drawing = self._symbols[name]
        return Markup('<svg viewBox="{}" aria-hidden="true">{}</svg>').format(box, drawing)
