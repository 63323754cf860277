"""The text that many write at once: a Yjs document, and every save as operations on it.

A text is a flat ``Y.Text`` "text", a ``Y.Text`` "title", a ``Y.Map`` "kind" (line id -> kind) and a ``Y.Map`` "meta".
Every line ends with a line break, which carries the line's id as its only attribute "l"; letters carry "b", "i" and
"a" (an address). Attributes of other names are other people's and are never taken away: letters with "n:..." are
proposed and no words of the text yet, those with "d:..." are proposed away and words still.

A state or a base is the bytes of any set of updates that is complete in itself. Every function that changes a text
answers the update to be appended to its log, ``b""`` when there is nothing to change. ``client`` is a random number
of 32 bits that was never used before, ``new_id`` makes an id that no line of the text has had.
"""

import functools
from collections.abc import Mapping, Sequence

from workbench.domain.linetext import SECTION_SIGN, Content, Draft, Kind, Line, Run, clean, sections, tidy
from workbench.domain.livedoc import Committed, Live, merged, played, settled, spaced_words
from workbench.domain.liveletters import Ids, NewId, Wanted, own_ids, revealed

__all__ = ["Committed"]


def opened(title: str, section_keys: Sequence[str], *, client: int) -> bytes:
    """Give the first update of a text with its title and its empty sections in the order of the template."""
    lines = tuple(Line(f"{SECTION_SIGN}{key}", Kind.SECTION, ()) for key in section_keys)
    return opened_with(Content(title, lines), client=client)


def opened_with(content: Content, *, client: int) -> bytes:
    """Give the first update of a text that starts as a copy of another, with the ids of its lines."""

    def play(live: Live) -> None:
        at = 0
        for line in content.lines:
            at = live.write_line(at, line.id, Wanted(line.kind, tidy(line.runs)))
        live.write_title(content.title)

    return played(b"", client, play)


def joined(updates: Sequence[bytes]) -> bytes:
    """Give the state that the updates make together, whatever their order and however often each is there.

    Raises ValueError when one of them is no update.
    """
    return settled(merged(updates)).state if updates else b""


def committed(state: bytes, update: bytes) -> Committed:
    """Merge an update into a state. Raises ValueError when the bytes are no update; the state is then as before."""
    return settled(merged([state, update]) if state else update)


@functools.lru_cache(maxsize=256)  # a save asks for the words of the same few states again and again
def read(state: bytes, *, proposed: bool = False) -> Content:
    """Give the words of a state: section lines, and all other lines that have words; with those proposed if asked.

    Lines without words are there still, hidden: what somebody writes in a line that somebody else takes away at the
    same time is found in it. A line whose id is missing or taken gets one by its place until it is repaired.
    """
    live = Live(state)
    taken: set[str] = set()
    lines: list[Line] = []
    for placed in map(revealed, live.lines()) if proposed else live.lines():
        if not (placed.section or placed.words.strip()):
            continue
        line_id = placed.id
        while not line_id or line_id in taken:
            line_id = f"{line_id}~{len(lines)}"
        taken.add(line_id)
        lines.append(Line(line_id, live.kind_of(line_id), placed.runs()))
    return Content(clean(live.titled().words), tuple(lines))


def line_words(state: bytes, line_id: str) -> str:
    """Give the words of one line, "" when there is no such line."""
    return next((clean(line.words) for line in Live(state).lines() if line.id == line_id), "")


def saved(
    base: bytes, changes: Mapping[str, Sequence[Draft]], title: str | None, *, client: int, new_id: NewId
) -> bytes:
    """Turn whole sections, as they stand in a form, into operations on the base they were made from.

    ``changes`` names the sections by key ("" is what stands before the first); sections not named and a title of None
    stay untouched, drafts without words are passed over. Lines are paired by their words, words are changed inside a
    pair; the id stays with the words, after a join it is the last one's. A line that goes stays as an empty one.
    """

    def play(live: Live) -> None:
        ids = Ids(live.lines(), new_id)
        for key, drafts in changes.items():
            wanted = [Wanted(draft.kind, tidy(draft.runs)) for draft in drafts if draft.words.strip()]
            live.change_section(key, wanted, ids)
        if title is not None:
            live.write_title(title)

    return played(base, client, play)


def saved_section(base: bytes, key: str, drafts: Sequence[Draft], *, client: int, new_id: NewId) -> bytes:
    """Turn one whole section into operations, as ``saved`` does."""
    return saved(base, {key: drafts}, None, client=client, new_id=new_id)


def replaced(present: bytes, wanted: Content, *, client: int, new_id: NewId) -> bytes:
    """Make the present text into the wanted one by new edits, as a restore or an import does.

    Lines are paired by their id first. A wanted line that is not there any more comes back under its own id; one that
    stands elsewhere now is taken out there and comes back under a new one. Section lines stay, wanted or not.
    """
    contents = {section.key: section.lines for section in sections(wanted.lines)}

    def play(live: Live) -> None:
        ids = Ids(live.lines(), new_id)
        present_keys = ["", *filter(None, (line.section for line in live.lines()))]
        for key in dict.fromkeys([*contents, *present_keys]):
            its = [line for line in contents.get(key, ()) if line.words.strip()]
            live.change_section(key, [Wanted(line.kind, tidy(line.runs), line.id) for line in its], ids)
        live.write_title(wanted.title)

    return played(present, client, play)


def saved_line(base: bytes, line_id: str, runs: Sequence[Run], *, client: int) -> bytes:
    """Set the words of one line; its kind stays.

    A line that is not there is made at the end, as a paragraph. Two who make the same line at once make it twice, so
    make lines on the present state before bases are handed out (with no runs it is made empty).
    """

    def play(live: Live) -> None:
        old = next((line for line in live.lines() if line.id == line_id), None)
        if old:
            live.rewrite([old], [Wanted(live.kind_of(line_id), tidy(runs))], Ids(live.lines(), str))
        else:
            live.write_line(len(live.text), line_id, Wanted(Kind.PARAGRAPH, tidy(runs)))

    return played(base, client, play)


def with_lines(state: bytes, line_ids: Sequence[str], *, client: int) -> bytes:
    """Make those lines that are not there, empty, at the end: ``saved_line`` finds them on every later base."""

    def play(live: Live) -> None:
        there = {line.id for line in live.lines()}
        for line_id in [line_id for line_id in line_ids if line_id not in there]:
            live.write_line(len(live.text), line_id, Wanted(Kind.PARAGRAPH, ()))

    return played(state, client, play)


def repaired(state: bytes, section_keys: Sequence[str], *, client: int, new_id: NewId) -> bytes:
    """Put back what people can take away together without meaning to; to be asked after every merge.

    The end of the last line; a section of the template; one id for one line; and words that slid on a section line
    because the line they were written in was deleted meanwhile become a line of their own before it.
    """

    def play(live: Live) -> None:
        ids = Ids(live.lines(), new_id)
        live.end_last_line(ids)
        lines = live.lines()
        own = own_ids(lines, section_keys)
        for number in reversed(range(len(lines))):
            live.repair(lines[number], ids, is_own=number in own)
        for number, key in enumerate(section_keys):
            live.put_back_section(key, section_keys[number + 1 :])

    return played(state, client, play)


def spaced(present: bytes, base: bytes, update: bytes, *, client: int) -> bytes:
    """Put a space where words ran together because two people replaced or wrote at one place at the same time.

    ``update`` was made on ``base`` and is merged into ``present``; the answer is to be appended behind it. A word that
    is neither in the present text nor in what the writer sent, and that is made of words which are, is such a pair.
    """
    sides = [Live(present), Live(joined([base, update]))]
    return played(joined([present, update]), client, lambda live: spaced_words(live, sides))
