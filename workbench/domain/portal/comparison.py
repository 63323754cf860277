"""What a portal must say about an article, and where what it says differs. There is no "nearly"."""

import enum
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, zip_longest

from workbench.domain.linetext import Kind, Line
from workbench.domain.portal.parcel import CONTACT, SUMMARY, LawLink, Parcel, ParcelKind, Section, Sentence, Text


class Part(enum.StrEnum):
    #: The name of the article.
    TITLE = "title"
    #: The heading of a section.
    SECTION = "section"
    #: A heading inside a section.
    HEADING = "heading"
    #: A heading below a heading.
    SUBHEADING = "subheading"
    #: Running text.
    PARAGRAPH = "paragraph"
    #: An item of a bulleted list.
    BULLET = "bullet"
    #: An item of a numbered list.
    NUMBER = "number"
    #: A quotation.
    QUOTE = "quote"
    #: A link to do something at once.
    SELF_SERVICE = "self-service"
    #: A law the text rests on.
    LAW = "law"
    #: Why the article was taken out.
    NOTE = "note"
    #: Name, address, phone, e-mail or website of the authority.
    OWNER = "owner"
    #: A sentence that was signed.
    SENTENCE = "sentence"
    #: The form for machines.
    MACHINE_FORM = "machine-form"
    #: The language the page says it is in.
    LANGUAGE = "language"
    #: Whether the article stands in the lists.
    LISTING = "listing"
    #: The page or the file itself.
    PAGE = "page"


#: What each kind of line is called when it stands on a page.
PARTS: Mapping[Kind, Part] = {
    Kind.PARAGRAPH: Part.PARAGRAPH,
    Kind.HEADING: Part.HEADING,
    Kind.SUBHEADING: Part.SUBHEADING,
    Kind.BULLET: Part.BULLET,
    Kind.NUMBER: Part.NUMBER,
    Kind.QUOTE: Part.QUOTE,
}

_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Statement:
    """Something a page says; ``links`` are the linked words with their addresses, in reading order."""

    part: Part
    words: str
    links: tuple[tuple[str, str], ...] = ()

    @property
    def shown(self) -> str:
        """The words with their addresses, for people."""
        return " ".join([self.words, *(f"<{address}>" for _, address in self.links)])


@dataclass(frozen=True, slots=True)
class Difference:
    """What was sent and what was found; either is empty where there is nothing on that side."""

    part: Part
    language: str
    sent: str
    found: str


def settled(words: str) -> str:
    """Return the words as compared: NFC, without soft hyphens, every kind of space as one space."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", words.replace("\u00ad", ""))).strip()


def statements(parcel: Parcel, language: str) -> tuple[Statement, ...]:
    """Return what the page of this article must say in this language, in reading order.

    Title, summary, self-service links, the other sections, laws no section links to, how to reach the authority.
    """
    text = parcel.texts[language]
    said = [Statement(Part.TITLE, settled(text.title))]
    said += _words_of(text) if parcel.is_shown else _note_of(text)
    if parcel.kind is not ParcelKind.REDIRECT:
        said += _owner(parcel, language)
    return tuple(said)


def _words_of(text: Text) -> Iterator[Statement]:
    order = arranged(text)
    yield from _sections(order.summary)
    yield from (_linked(Part.SELF_SERVICE, link.words, link.address) for link in text.self_service)
    yield from _sections(order.body)
    yield from (_linked(Part.LAW, law.words, law.address) for law in laws_apart(text))
    yield from _sections(order.contact)


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The sections that say something, by their place on a page; each place holds as many as there are."""

    summary: tuple[Section, ...]
    body: tuple[Section, ...]
    contact: tuple[Section, ...]


def arranged(text: Text) -> Arrangement:
    """Return the sections with words in them: a leading summary on top, the contact beside, the others between."""
    speaking = [section for section in text.sections if any(line.words.strip() for line in section.lines)]
    head = 1 if speaking and speaking[0].key == SUMMARY else 0
    return Arrangement(
        tuple(speaking[:head]),
        tuple(section for section in speaking[head:] if section.key != CONTACT),
        tuple(section for section in speaking[head:] if section.key == CONTACT),
    )


def laws_apart(text: Text) -> tuple[LawLink, ...]:
    """Return the laws that no section links to: a page lists them after the sections."""
    linked = {run.link for section in text.sections for line in section.lines for run in line.runs}
    return tuple(law for law in text.laws if law.address not in linked)


def owner_apart(parcel: Parcel, language: str) -> tuple[str, ...]:
    """Return the authority's name and the lines of its address, without those its contact section already says."""
    own = (parcel.owner.names[language], *parcel.owner.address.splitlines())
    contact = arranged(parcel.texts[language]).contact if parcel.is_shown else ()
    said = " ".join(settled(line.words) for section in contact for line in section.lines)
    return tuple(words for words in map(settled, own) if words and words not in said)


def _sections(sections: tuple[Section, ...]) -> Iterator[Statement]:
    for section in sections:
        yield Statement(Part.SECTION, settled(section.heading))
        yield from (_line(line) for line in section.lines if line.words.strip())


def _note_of(text: Text) -> Iterator[Statement]:
    if text.note.strip():
        yield Statement(Part.NOTE, settled(text.note))


def _line(line: Line) -> Statement:
    together = ((link, "".join(run.words for run in runs)) for link, runs in groupby(line.runs, lambda run: run.link))
    links = tuple((settled(words), link) for link, words in together if link)
    return Statement(PARTS[line.kind], settled(line.words), links)


def _linked(part: Part, words: str, address: str) -> Statement:
    return Statement(part, settled(words), ((settled(words), address),))


def _owner(parcel: Parcel, language: str) -> Iterator[Statement]:
    owner = parcel.owner
    yield from (Statement(Part.OWNER, words) for words in owner_apart(parcel, language))
    if owner.phone.strip():
        yield _linked(Part.OWNER, owner.phone, "tel:" + dialled(owner.phone))
    if owner.email:
        yield _linked(Part.OWNER, owner.email, "mailto:" + owner.email)
    if owner.website:
        yield _linked(Part.OWNER, without_scheme(owner.website), owner.website)


def dialled(phone: str) -> str:
    """Return the phone number as it is dialled: digits, and a plus sign in front if it has one."""
    return ("+" if phone.strip().startswith("+") else "") + re.sub(r"\D", "", phone)


def without_scheme(address: str) -> str:
    """Return a web address as people write it: without ``https://`` and without the last slash."""
    return re.sub(r"^https?://", "", address).rstrip("/")


def compare(parcel: Parcel, language: str, found: Sequence[Statement]) -> tuple[Difference, ...]:
    """Return every statement and every signed sentence that is not on the page exactly as it was sent, or is too much.

    Compared are text, headings, lists, links and their order, after ``settled``.
    """
    sent = statements(parcel, language)
    sentences = parcel.texts[language].sentences if parcel.is_shown else ()
    return (*_unlike(sent, found, language), *_missing(sentences, found, language))


def _unlike(sent: Sequence[Statement], found: Sequence[Statement], language: str) -> Iterator[Difference]:
    matcher = SequenceMatcher(None, sent, found, autojunk=False)
    for how, first, last, first_found, last_found in matcher.get_opcodes():
        if how != "equal":
            for its, theirs in zip_longest(sent[first:last], found[first_found:last_found]):
                part = (its or theirs).part
                yield Difference(part, language, its.shown if its else "", theirs.shown if theirs else "")


def _missing(sentences: Sequence[Sentence], found: Sequence[Statement], language: str) -> Iterator[Difference]:
    for sentence in sentences:
        words = settled(sentence.words)
        if not any(words in statement.words for statement in found):
            yield Difference(Part.SENTENCE, language, words, "")
