"""What an article's page says, read from its HTML as a browser would get it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

from workbench.domain.portal.comparison import Part, Statement, settled

#: Elements without an end.
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"],
)
_PARTS: Mapping[str, Part] = {
    "h1": Part.TITLE,
    "h2": Part.SECTION,
    "h3": Part.HEADING,
    "h4": Part.SUBHEADING,
    "p": Part.PARAGRAPH,
}
_ITEMS: Mapping[str, Part] = {"ul": Part.BULLET, "ol": Part.NUMBER}

Attributes = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class PageRead:
    """The language a page claims, what it says, and its documents for machines."""

    language: str
    statements: tuple[Statement, ...]
    documents: tuple[object, ...]


def read_page(raw: bytes) -> PageRead:
    """Read a page; what stands in an element with ``data-said`` counts, but for the words of the interface."""
    reader = _Reader()
    reader.feed(raw.decode(errors="replace"))
    reader.close()
    return PageRead(reader.language, tuple(reader.statements), tuple(reader.documents))


@dataclass(slots=True)
class _Open:
    """An element that is open: what its words are, whether they count, and where its links lead."""

    tag: str
    counts: bool
    part: Part | None
    words: list[str] = field(default_factory=list)
    links: list[tuple[list[str], str]] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.language = ""
        self.statements: list[Statement] = []
        self.documents: list[object] = []
        self._open: list[_Open] = [_Open("", counts=False, part=None)]
        self._link: list[str] | None = None
        self._document: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "html":
            self.language = given.get("lang") or ""
        if tag == "script" and given.get("type") == "application/ld+json":
            self._document = []
        if tag not in _VOID:
            self._open.append(_Open(tag, self._counts(tag, given), self._part(tag, given)))
            if tag == "a" and self._open[-1].counts:
                self._link = []
                self._block().links.append((self._link, given.get("href") or ""))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Nothing that closes itself holds words."""

    def handle_endtag(self, tag: str) -> None:
        if not any(element.tag == tag for element in self._open):
            return
        while (closed := self._open.pop()).tag != tag:
            self._close(closed)
        self._close(closed)

    def handle_data(self, data: str) -> None:
        if self._document is not None:
            self._document.append(data)
        elif self._open[-1].counts:
            self._block().words.append(data)
            if self._link is not None:
                self._link.append(data)

    def _counts(self, tag: str, given: Attributes) -> bool:
        """Words count from an element with ``data-said`` on, but not inside ``data-word`` and drawings."""
        inside = self._open[-1].counts or "data-said" in given
        return inside and "data-word" not in given and tag != "svg"

    def _part(self, tag: str, given: Attributes) -> Part | None:
        if given.get("data-part"):
            return Part(given["data-part"] or "")
        if tag == "li":
            return _ITEMS.get(self._open[-1].tag, Part.BULLET)
        if tag == "p" and self._open[-1].tag == "blockquote":
            return Part.QUOTE
        return Part.PARAGRAPH if "data-said" in given else _PARTS.get(tag)

    def _block(self) -> _Open:
        """Return the innermost element that makes a statement; stray words belong to the one with ``data-said``."""
        return next(element for element in reversed(self._open) if element.part is not None)

    def _close(self, element: _Open) -> None:
        if element.tag == "a":
            self._link = None
        if element.tag == "script" and self._document is not None:
            self.documents.append(_json("".join(self._document)))
            self._document = None
        words = settled("".join(element.words))
        if element.counts and element.part is not None and words:
            links = tuple((settled("".join(its)), address) for its, address in element.links)
            self.statements.append(Statement(element.part, words, links))


def _json(raw: str) -> object:
    try:
        return json.loads(raw)
    except json.JSONDecodeError:
        return raw
