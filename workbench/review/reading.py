"""The text as a citizen reads it, with the remarks at the words they are about."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from workbench.domain.anchors import Anchor, Cut, cut_at, place_of
from workbench.domain.linetext import Content, Kind, Line, Run, sections
from workbench.domain.markup import inline_html
from workbench.models import Edition, Remark
from workbench.store.texts import TITLE

#: Letters of a line that a list of lines shows.
_BEGINNING = 60


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line with its remarks marked; ``id`` is the line's own."""

    id: str
    html: Markup


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one kind that stand together: the items of a list, the lines of a quotation; else there is one."""

    kind: Kind
    lines: tuple[ShownLine, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A section under its heading, "" for what stands before the first."""

    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Thread:
    """A remark with its answers. ``number`` counts open ones in reading order, 0 for those that are settled.

    ``is_gone`` when it is about words that no longer stand there.
    """

    number: int
    remark: Remark
    answers: tuple[Remark, ...]
    is_gone: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Everything to read: the title, the parts, the threads that are open and those that are settled."""

    title: ShownLine
    parts: tuple[Part, ...]
    threads: tuple[Thread, ...]
    settled: tuple[Thread, ...]
    #: (line id, beginning of its words) for those who choose a line from a list.
    choices: tuple[tuple[str, str], ...]


def page_of(edition: Edition, content: Content, remarks: Sequence[Remark]) -> Page:
    """Put the page together."""
    title = Line(TITLE, Kind.PARAGRAPH, (Run(content.title),))
    lines = [title, *(line for line in content.lines if line.kind is not Kind.SECTION and line.words.strip())]
    threads, anchors = _threads(lines, remarks)
    shown = {line.id: ShownLine(line.id, _html(line, anchors.get(line.id, ()))) for line in lines}
    headings = {kind.key: kind.name(edition.article.source_language) for kind in edition.article.article_type.sections}
    parts = [
        Part(headings.get(section.key, ""), _blocks(section.lines, shown))
        for section in sections(content.lines)
        if any(line.words.strip() for line in section.lines)
    ]
    return Page(
        title=shown[TITLE],
        parts=tuple(parts),
        threads=tuple(thread for thread in threads if thread.number),
        settled=tuple(thread for thread in threads if not thread.number),
        choices=tuple((line.id, _beginning(line.words)) for line in lines),
    )


def _threads(lines: Sequence[Line], remarks: Sequence[Remark]) -> tuple[list[Thread], dict[str, list[Anchor]]]:
    """Give the open remarks their numbers in reading order, and find their words."""
    answers: dict[object, list[Remark]] = {}
    for remark in remarks:
        answers.setdefault(remark.answers_id, []).append(remark)
    order = {line.id: place for place, line in enumerate(lines)}
    words = {line.id: line.words for line in lines}
    found = [(remark, _place(remark, words)) for remark in answers.get(None, [])]
    # What is about the whole text comes first, what is about words that are gone last.
    found.sort(key=lambda one: (order.get(one[0].line_id, len(order) if one[0].line_id else -1), one[1] or (0, 0)))
    threads: list[Thread] = []
    anchors: dict[str, list[Anchor]] = {}
    number = 0
    for remark, place in found:
        is_open = remark.resolved_at is None
        number += is_open
        is_gone = bool(remark.line_id) and place is None
        threads.append(Thread(number if is_open else 0, remark, tuple(answers.get(remark.id, ())), is_gone))
        if is_open and place is not None:
            anchors.setdefault(remark.line_id, []).append(Anchor(number, *place))
    return threads, anchors


def _place(remark: Remark, words: Mapping[str, str]) -> tuple[int, int] | None:
    there = words.get(remark.line_id)
    if there is None:
        return None
    return place_of(remark.quote, there) if remark.quote else (0, len(there))


def _blocks(lines: Iterable[Line], shown: Mapping[str, ShownLine]) -> tuple[Block, ...]:
    written = [line for line in lines if line.words.strip()]
    blocks: list[Block] = []
    for kind, same in groupby(written, key=lambda line: line.kind):
        its = tuple(shown[line.id] for line in same)
        together = kind in {Kind.BULLET, Kind.NUMBER, Kind.QUOTE}
        blocks += [Block(kind, its)] if together else [Block(kind, (line,)) for line in its]
    return tuple(blocks)


def _html(line: Line, anchors: Sequence[Anchor]) -> Markup:
    return Markup("").join(_cut_html(cut) for cut in cut_at(line.runs, anchors))


def _cut_html(cut: Cut) -> Markup:
    # What inline_html gives is escaped words in plain tags.
    words = Markup(inline_html((cut.run,)))  # noqa: S704 - see above
    if cut.under:
        words = Markup('<mark class="anchor">{}</mark>').format(words)
    return words + Markup("").join(
        Markup('<a class="anchor" href="#remark-{}" id="at-{}"><sup>{}</sup></a>').format(number, number, number)
        for number in cut.ends
    )


def _beginning(words: str) -> str:
    return words if len(words) <= _BEGINNING else words[:_BEGINNING].rstrip() + " ..."
