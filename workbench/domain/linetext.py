"""What a text is made of: lines with a stable id and a kind, runs of letters with their marks, sections."""

import enum
import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass

#: What ends a line in some program or other; no line of a text holds any of them.
LINE_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
#: Letters that neither HTML nor a database keeps: controls, halves of surrogate pairs, places that are no letters.
_NO_LETTER = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
#: Addresses a reader may be sent to. ``www.`` and a bare e-mail address are completed.
_ADDRESS = re.compile(r"(?:https?://[^\s/?#]|mailto:[^\s]|tel:[^\s])[^\s]*", re.IGNORECASE)
_EMAIL = re.compile(r"[^\s@:/?#]+@[^\s@:/?#]+\.\w+")
#: Longer addresses are not followed by every browser and portal.
ADDRESS_LETTERS = 2000

#: A line whose id starts with this sign opens a section; the rest of the id is the section's key.
SECTION_SIGN = "§"


class Kind(enum.StrEnum):
    #: Opens a section of the article type; only the template makes such lines.
    SECTION = "section"
    #: Running text.
    PARAGRAPH = "p"
    #: A heading inside a section.
    HEADING = "h2"
    #: A heading below a heading.
    SUBHEADING = "h3"
    #: An item of a bulleted list.
    BULLET = "ul"
    #: An item of a numbered list.
    NUMBER = "ol"
    #: A quotation.
    QUOTE = "q"


@dataclass(frozen=True, slots=True)
class Run:
    """Letters that carry the same marks; ``link`` is an address or empty."""

    words: str
    bold: bool = False
    italic: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text; ``id`` never changes while the line lives."""

    id: str
    kind: Kind
    runs: tuple[Run, ...]

    @property
    def words(self) -> str:
        return "".join(run.words for run in self.runs)


@dataclass(frozen=True, slots=True)
class Draft:
    """A line as people hand it in: it has no id yet."""

    kind: Kind
    runs: tuple[Run, ...]

    @property
    def words(self) -> str:
        return "".join(run.words for run in self.runs)


@dataclass(frozen=True, slots=True)
class Content:
    """A whole text: its title and its lines in reading order, section lines among them."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """The lines between one section line and the next; ``key`` is empty before the first section line."""

    key: str
    lines: tuple[Line, ...]


def section_key(line: Line) -> str:
    """Return the key of the section that the line opens, or "" when it opens none."""
    return line.id.removeprefix(SECTION_SIGN) if line.id.startswith(SECTION_SIGN) else ""


def sections(lines: Iterable[Line]) -> tuple[Section, ...]:
    """Cut the lines at their section lines, in reading order; lines before the first come first, under the key ""."""
    found: list[tuple[str, list[Line]]] = [("", [])]
    for line in lines:
        if key := section_key(line):
            found.append((key, []))
        else:
            found[-1][1].append(line)
    return tuple(Section(key, tuple(its)) for key, its in found if key or its)


def clean(words: str) -> str:
    """Give the words without letters that no page or database keeps; what breaks a line becomes a space.

    Everything else stays, soft hyphens and combining accents among it.
    """
    return LINE_BREAK.sub(" ", _NO_LETTER.sub("", words))


def address(written: str) -> str:
    """Give the address as a link may carry it, or "" when it leads anywhere but to http(s), mailto or tel.

    ``www.nuuk.gl`` becomes ``https://www.nuuk.gl``, ``a@nuuk.gl`` becomes ``mailto:a@nuuk.gl``. At most
    ``ADDRESS_LETTERS`` characters, none of them a space or a control.
    """
    wanted = _NO_LETTER.sub("", written).strip()
    if len(wanted) > ADDRESS_LETTERS:
        return ""
    if wanted[:4].lower() == "www.":
        wanted = f"https://{wanted}"
    elif _EMAIL.fullmatch(wanted):
        wanted = f"mailto:{wanted}"
    return wanted if _ADDRESS.fullmatch(wanted) else ""


def tidy(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Give the runs in the one form in which they are kept and compared.

    Words are ``clean``, addresses are ``address``, no run is empty, and neighbours with the same marks are one run.
    """
    cleaned = (Run(clean(run.words), run.bold, run.italic, address(run.link) if run.link else "") for run in runs)
    return tuple(
        Run("".join(run.words for run in same), *marks)
        for marks, same in itertools.groupby((run for run in cleaned if run.words), key=_marks)
    )


def _marks(run: Run) -> tuple[bool, bool, str]:
    return run.bold, run.italic, run.link


def touched(before: Content, after: Content) -> frozenset[str]:
    """Name the lines of ``after`` that are new or whose words, kind or marks differ from ``before``."""
    old = {line.id: line for line in before.lines}
    return frozenset(line.id for line in after.lines if old.get(line.id) != line)


def removed(before: Content, after: Content) -> frozenset[str]:
    """Name the lines of ``before`` that are no longer there in ``after``."""
    return frozenset(line.id for line in before.lines) - frozenset(line.id for line in after.lines)
