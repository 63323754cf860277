"""Taking in a file: which line of it belongs in which section, and putting them there in one act."""

import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from sqlalchemy.orm import Session

from workbench.domain import livetext
from workbench.domain.exchange.documents import Document
from workbench.domain.linetext import Draft, Kind, Line, Run, sections
from workbench.domain.markdown import to_markdown
from workbench.domain.permissions import Actor
from workbench.domain.refusals import Invalid, Reason
from workbench.drafting.commands import SECTION_BYTES, TITLE_LETTERS
from workbench.models import Cause, Edition, SectionType
from workbench.store import texts
from workbench.store.sources import keep_before, locked_source, settle

#: How deep a heading is; a deeper one stays in the section of the one above it.
_DEPTH = {Kind.HEADING: 1, Kind.SUBHEADING: 2}
_NOT_LETTERS = re.compile(r"[\W\d_]+")


@dataclass(frozen=True, slots=True)
class Imported:
    """What came in: how many lines into which sections (by key), and how many pictures stayed behind."""

    lines: int
    sections: tuple[str, ...]
    images: int


def import_document(
    session: Session,
    actor: Actor,
    edition: Edition,
    document: Document,
    *,
    name: str,
    into: str,
    request_id: uuid.UUID,
) -> Imported:
    """Put the lines of a document behind what the sections hold already; sent twice it counts once.

    Lines under a heading of the article type go to its section, all others to the section ``into``. Its title becomes
    the text's where that has none, else a heading, unless it only is the file's ``name``. The text before and after is
    kept as a version each. Raises Denied or IllegalMove when the actor may not write now, Invalid when
    there is no such section or it would hold too much.
    """
    text = locked_source(session, actor, edition)
    kinds = edition.article.article_type.sections
    if into not in {kind.key for kind in kinds}:
        raise Invalid(Reason.FIELD_INVALID, field="into")
    content = texts.content_of(text)
    heading = _title_as_heading(document, name, content.title) if content.title.strip() else []
    placed = placed_in_sections([*heading, *document.drafts], kinds, into)
    told = Imported(sum(map(len, placed.values())), tuple(placed), document.images)
    if texts.row_of(session, text, request_id):
        return told
    keep_before(session, text, actor.id)
    present = {section.key: section.lines for section in sections(content.lines)}
    wanted = {key: [*_drafts(present.get(key, ())), *drafts] for key, drafts in placed.items()}
    _refuse_too_large(wanted)
    update = livetext.saved(
        text.state,
        wanted,
        None if content.title.strip() else document.title[:TITLE_LETTERS],
        client=texts.new_client(),
        new_id=texts.new_line_id,
    )
    if update:
        texts.append(session, text, update, person_id=actor.id, request_id=request_id, cause=Cause.IMPORT)
        settle(session, edition, text)
        texts.add_version(session, text, Cause.IMPORT, actor.id)
    return told


def _title_as_heading(document: Document, name: str, present: str) -> list[Draft]:
    known = {folded(present), folded(PurePath(name).stem)}
    return [] if folded(document.title) in known else [Draft(Kind.HEADING, (Run(document.title),))]


def placed_in_sections(drafts: Iterable[Draft], kinds: Sequence[SectionType], into: str) -> dict[str, list[Draft]]:
    """Return the lines by section key, in order; headings that name a section of the type are taken out."""
    keys = {folded(kind.name(language)): kind.key for kind in reversed(kinds) for language in ("en", "kl", "da")}
    placed: dict[str, list[Draft]] = {}
    section, depth = into, 0
    for draft in drafts:
        level = _DEPTH.get(draft.kind, 0)
        if level and (key := keys.get(folded(draft.words))):
            section, depth = key, level
            continue
        if level and level <= depth:
            section, depth = into, 0
        placed.setdefault(section, []).append(draft)
    return placed


def folded(words: str) -> str:
    """Return the letters alone, small: headings are the same with another number, sign or capital."""
    return _NOT_LETTERS.sub("", words.replace("\u00ad", "").casefold())


def _drafts(lines: Iterable[Line]) -> list[Draft]:
    return [Draft(line.kind, line.runs) for line in lines if line.words.strip()]


def _refuse_too_large(wanted: Mapping[str, Sequence[Draft]]) -> None:
    if any(len(to_markdown(drafts).encode()) > SECTION_BYTES for drafts in wanted.values()):
        raise Invalid(Reason.DOCUMENT_TOO_LARGE)


def usual_section(edition: Edition) -> str:
    """Return the key of the section that takes what no heading places: the first one for running text."""
    kinds = edition.article.article_type.sections
    return next((kind.key for kind in kinds if kind.role == "text"), kinds[0].key)
