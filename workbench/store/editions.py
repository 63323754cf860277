"""An edition as it will be read: both languages put together, its links, what the circular asks for."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from workbench.domain.legalminimum import Lacking, Page, lacking
from workbench.domain.linetext import SECTION_SIGN, Content, Kind, Line, Run, sections
from workbench.domain.refusals import Reason, Unknown
from workbench.models import Edition, Organisation, Segment
from workbench.store import texts
from workbench.store.segments import composed, segments_of

LANGUAGES = ("da", "kl")


@dataclass(frozen=True, slots=True)
class Authority:
    """The owner as the legal minimum asks for it."""

    name: str
    address: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class Readable:
    """One language of an edition as a citizen reads it: (key, role, heading, lines) of each section that has words."""

    language: str
    title: str
    sections: tuple[tuple[str, str, str, tuple[Line, ...]], ...]

    def lines_with_role(self, role: str) -> list[Line]:
        """Return the lines of the sections that play that role."""
        return [line for _key, its_role, _heading, lines in self.sections if its_role == role for line in lines]


def readable_contents(edition: Edition, segments: Iterable[Segment]) -> dict[str, Readable]:
    """Return both languages of the edition, as far as they are written."""
    source = texts.content_of(edition.source)
    target = composed(source, list(segments))
    article = edition.article
    return {
        article.source_language: readable(edition, source, article.source_language),
        article.target_language: readable(edition, target, article.target_language),
    }


def readable(edition: Edition, content: Content, language: str) -> Readable:
    """Return the content under the headings its article type has in that language."""
    found = {section.key: section.lines for section in sections(content.lines)}
    kinds = edition.article.article_type.sections
    parts = [
        (
            kind.key,
            kind.role,
            kind.name(language),
            tuple(line for line in found.get(kind.key, ()) if line.words.strip()),
        )
        for kind in kinds
    ]
    lead = tuple(line for line in found.get("", ()) if line.words.strip())
    first = [("", "text", "", lead)] if lead else []
    return Readable(language, content.title.strip(), tuple(part for part in [*first, *parts] if part[3]))


def with_headings(edition: Edition, content: Content, language: str) -> Content:
    """Return the content for comparing: section lines carry their headings, empty sections and lines are left out."""
    names = {kind.key: kind.name(language) for kind in edition.article.article_type.sections}
    lines: list[Line] = []
    for section in sections(content.lines):
        written = [line for line in section.lines if line.words.strip()]
        if section.key and written:
            heading = names.get(section.key, section.key)
            lines.append(Line(SECTION_SIGN + section.key, Kind.SECTION, (Run(heading),)))
        lines += written
    return Content(content.title, tuple(lines))


def reading(session: Session, edition: Edition, language: str) -> Readable:
    """Return one language of the edition; raises Unknown for a language it does not have."""
    if language not in edition.article.pair:
        raise Unknown(Reason.UNKNOWN)
    return readable_contents(edition, segments_of(session, edition))[language]


def links_in(lines: Iterable[Line]) -> list[tuple[str, str]]:
    """Return (words, address) of every link in the lines, in reading order, each once."""
    found: dict[str, str] = {}
    for line in lines:
        for run in line.runs:
            if run.link:
                found[run.link] = found.get(run.link, "") + run.words
    return [(words.strip() or address, address) for address, words in found.items()]


def authority_of(owner: Organisation) -> Authority:
    """Return the owner's contact details."""
    return Authority(owner.name("da"), owner.address, owner.phone, owner.email)


def legally_lacking(edition: Edition, contents: dict[str, Readable]) -> list[Lacking]:
    """Return what section 4 of the circular asks for and the edition does not have, in both languages.

    Only article types with a section on rights are bound by it: news and guides for staff are not services.
    """
    roles = {section.role for section in edition.article.article_type.sections}
    if "rights" not in roles:
        return []
    page = Page(
        rights={tag: " ".join(line.words for line in text.lines_with_role("rights")) for tag, text in contents.items()},
        law_links={
            tag: [address for _, address in links_in(text.lines_with_role("law"))] for tag, text in contents.items()
        },
        authority=authority_of(edition.article.owner),
    )
    return lacking(page, LANGUAGES)
