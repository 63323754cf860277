"""What a text is made of: lines with a stable id and a kind, runs of letters with their marks, sections."""

import enum
from collections.abc import Iterable
from dataclasses import dataclass

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
    """Cut the lines at their section lines, in reading order; a lead without section line comes first, if it has lines."""
    found: list[tuple[str, list[Line]]] = [("", [])]
    for line in lines:
        if key := section_key(line):
            found.append((key, []))
        else:
            found[-1][1].append(line)
    return tuple(Section(key, tuple(its)) for key, its in found if key or its)
