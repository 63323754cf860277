"""Word files: first looked through as the archives they are, then read by mammoth, then by the tags of its HTML."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from html.parser import HTMLParser
from xml.parsers.expat import ExpatError

import mammoth

from workbench.domain.linetext import Draft, Kind, Run, tidy
from workbench.domain.refusals import Invalid, Reason

#: What an archive may hold: members, bytes of one part of XML, bytes and tags of all (45 microseconds a tag).
MEMBERS, PART_BYTES, XML_BYTES, TAGS = 3_000, 8_000_000, 16_000_000, 200_000
#: Bytes that one byte may become: text in XML becomes some twenty times smaller.
RATIO, SMALL_BYTES = 200, 1_000_000
#: The longest line that is taken for a heading because it is bold.
_LETTERS = 80
_SPACES = re.compile(r"[ \t\n\r]+")
_TaggedLine = tuple[str, tuple[Run, ...]]
_DIRECTIONS = """
p[style-name='Title'] => header:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='List Bullet'] => ul > li:fresh
p[style-name='List Number'] => ol > li:fresh
"""
#: Everything that a file which is no Word file makes the readers of zip, XML and Word stumble over.
_STUMBLES = (
    zipfile.BadZipFile, zlib.error, struct.error, ExpatError, RecursionError, NotImplementedError, RuntimeError,
    OSError, EOFError, LookupError, ValueError, TypeError, AttributeError,
)  # fmt: skip


def read_word(raw: bytes) -> tuple[str, tuple[Draft, ...], int]:
    """Give title, lines and number of pictures of a Word file.

    Raises Invalid with DOCUMENT_BROKEN when it is none, and with DOCUMENT_TOO_LARGE when it holds more than a text
    can. Only its own parts of XML are read: no pictures, no other files, no entities, nothing from the network.
    """
    pictures: list[object] = []
    reader = _Reader()
    try:
        archive = _parts(raw)
        reader.feed(_html(archive, pictures))
    except _STUMBLES as error:
        raise Invalid(Reason.DOCUMENT_BROKEN) from error
    reader.close()
    return (*_levelled(reader.lines), len(pictures))


def _html(archive: io.BytesIO, pictures: list[object]) -> str:
    def left_out(picture: object) -> list[object]:
        pictures.append(picture)
        return []

    made = mammoth.convert_to_html(
        archive, style_map=_DIRECTIONS, convert_image=left_out, include_embedded_style_map=False
    )
    return str(made.value)


def _parts(raw: bytes) -> io.BytesIO:
    """Copy the parts of XML, each looked at, into an archive that holds nothing else."""
    copied, tags, size = io.BytesIO(), 0, 0
    with zipfile.ZipFile(io.BytesIO(raw)) as source, zipfile.ZipFile(copied, "w") as target:
        members = source.infolist()
        names = [member.filename for member in members]
        if len(names) > MEMBERS or len(set(names)) < len(names):
            raise Invalid(Reason.DOCUMENT_BROKEN)
        for member in members:
            if member.filename.endswith((".xml", ".rels")):
                part = _part(source, member)
                tags, size = tags + part.count(b"<"), size + len(part)
                if tags > TAGS or size > XML_BYTES:
                    raise Invalid(Reason.DOCUMENT_TOO_LARGE)
                target.writestr(member.filename, part)
    copied.seek(0)
    return copied


def _part(source: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    if member.file_size > PART_BYTES or member.file_size > max(SMALL_BYTES, RATIO * member.compress_size):
        raise Invalid(Reason.DOCUMENT_TOO_LARGE)
    with source.open(member) as opened:
        part = opened.read(PART_BYTES + 1)
    # Word writes UTF-8 and declares nothing; what does otherwise wants something from us.
    if len(part) > PART_BYTES or b"<!DOCTYPE" in part or b"<!ENTITY" in part or b"\0" in part:
        raise Invalid(Reason.DOCUMENT_BROKEN)
    return part


class _Reader(HTMLParser):
    """Gathers lines from the tags that mammoth writes."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[_TaggedLine] = []
        self._open: list[str] = []
        self._links: list[str] = []
        self._runs: list[Run] = []
        self._cells: list[tuple[Run, ...]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self._break()
            return
        if tag in _BLOCKS:
            self._end_line()
        self._open.append(tag)
        if tag == "a":
            self._links.append(next((value or "" for name, value in attrs if name == "href"), ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in _CELLS:
            self._cells.append(_line(self._runs))
            self._runs = []
        elif tag in _BLOCKS:
            self._end_line()
        if tag == "tr":
            self._end_row()
        if tag == "a" and self._links:
            self._links.pop()
        if tag in self._open:
            del self._open[len(self._open) - 1 - self._open[::-1].index(tag)]

    def handle_data(self, data: str) -> None:
        link = self._links[-1] if self._links else ""
        if not (link.startswith("#") and data == "\u2191"):
            self._runs.append(Run(data, "strong" in self._open, "em" in self._open, link))

    def close(self) -> None:
        super().close()
        self._end_line()

    def _break(self) -> None:
        if "p" in self._open and _CELLS.isdisjoint(self._open) and "li" not in self._open:
            self._end_line()
        else:
            self._runs.append(Run(" "))

    def _end_line(self) -> None:
        if not _CELLS.isdisjoint(self._open):
            self._runs.append(Run(" "))
            return
        runs = _line(self._runs)
        if runs:
            self.lines.append((self._kind(), runs))
        self._runs = []

    def _end_row(self) -> None:
        row = [run for cell in self._cells if cell for run in (Run(" | "), *cell)]
        if row:
            self.lines.append(("p", tidy(row[1:])))
        self._cells = []

    def _kind(self) -> str:
        """Name the innermost tag that says what a line is."""
        return next((tag for tag in reversed(self._open) if tag in _KINDS or tag in _HEADINGS), "p")


_HEADINGS = ("header", "h1", "h2", "h3", "h4", "h5", "h6")
_KINDS = {"ul": Kind.BULLET, "ol": Kind.NUMBER, "blockquote": Kind.QUOTE}
_CELLS = {"td", "th"}
_BLOCKS = {"p", "li", "ul", "ol", "blockquote", "table", "tr", *_HEADINGS, *_CELLS}


def _line(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Give runs with single spaces, none at the edges of the line, and none marked at the edge of a mark."""
    loose: list[Run] = []
    for run in runs:
        words = _SPACES.sub(" ", run.words)
        core = words.strip(" ")
        before = len(words) - len(words.lstrip(" "))
        edges = (words[:before], words[before + len(core) :])
        loose += [Run(edges[0]), replace(run, words=core), Run(edges[1])] if core else [Run(words)]
    joined = tidy(loose)
    if joined:
        joined = tidy((replace(joined[0], words=joined[0].words.lstrip()), *joined[1:]))
    if joined:
        joined = tidy((*joined[:-1], replace(joined[-1], words=joined[-1].words.rstrip())))
    return joined


def _levelled(lines: Sequence[_TaggedLine]) -> tuple[str, tuple[Draft, ...]]:
    """Find the title, and let the highest headings of the file be headings and all others headings below them."""
    if all(tag not in _HEADINGS[1:] for tag, _ in lines):
        lines = [("h1" if _stands_out(tag, runs) else tag, runs) for tag, runs in lines]
    title = ""
    tags = [tag for tag, _ in lines]
    if tags and (tags[0] == _HEADINGS[0] or (tags[0] in _HEADINGS and tags.count(tags[0]) == 1)):
        title, lines = "".join(run.words for run in lines[0][1]), lines[1:]
    highest = min((tag for tag, _ in lines if tag in _HEADINGS), key=_HEADINGS.index, default="")
    return title, tuple(_draft(_kind(tag, highest), runs) for tag, runs in lines)


def _draft(kind: Kind, runs: tuple[Run, ...]) -> Draft:
    """Make the line; a heading that is all bold is just a heading."""
    if kind in {Kind.HEADING, Kind.SUBHEADING} and all(run.bold for run in runs):
        runs = tidy(replace(run, bold=False) for run in runs)
    return Draft(kind, runs)


def _kind(tag: str, highest: str) -> Kind:
    if tag in _HEADINGS:
        return Kind.HEADING if tag == highest else Kind.SUBHEADING
    return _KINDS.get(tag, Kind.PARAGRAPH)


def _stands_out(tag: str, runs: Sequence[Run]) -> bool:
    """Say whether a line is what people write who know no styles: a short line, all bold, without a full stop."""
    words = "".join(run.words for run in runs)
    return tag == "p" and len(words) <= _LETTERS and not words.endswith(".") and all(run.bold for run in runs)
