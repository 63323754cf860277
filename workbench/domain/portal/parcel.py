"""The parcel: one edition of an article in all its languages, whole or not at all, as canonical bytes with a hash."""

import enum
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Annotated
from uuid import UUID

from workbench.domain.linetext import Line
from workbench.domain.portal.shape import Rule, written
from workbench.domain.refusals import Invalid, Reason
from workbench.domain.signatures import Capacity

#: The version of the form described here; a parcel of another version is refused, not guessed at.
SCHEMA = 1
#: A parcel that shows an article holds every one of these.
LANGUAGES = ("da", "kl")
#: Sections with a meaning of their own: the short text on top, rights and duties, how to reach the authority.
SUMMARY, RIGHTS, CONTACT = "summary", "rights", "contact"

#: A word or sentence in each language, by language tag.
Words = Mapping[str, str]
Tag = Annotated[str, Rule(pattern="[a-z]{2,3}")]
Name = Annotated[str, Rule(pattern=r"[\s\S]*\S[\s\S]*")]
Key = Annotated[str, Rule(pattern="[A-Za-z0-9][A-Za-z0-9._-]{0,79}")]
Hash = Annotated[str, Rule(pattern="[0-9a-f]{32,128}")]
Moment = Annotated[str, Rule(pattern=r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})?)?")]
Day = Annotated[str, Rule(pattern=r"(\d{4}-\d{2}-\d{2})?")]
WebAddress = Annotated[str, Rule(pattern=r"https?://[^\s<>\"'\\]+")]
OwnAddress = Annotated[str, Rule(pattern=r"(https?://[^\s<>\"'\\]+)?")]
Email = Annotated[str, Rule(pattern=r"([^\s@<>]+@[^\s@<>]+)?")]
Area = Annotated[str, Rule(pattern="[A-Z]{2}(-[A-Z0-9]{1,3})?")]


class ParcelKind(enum.StrEnum):
    #: The article is shown with these words; an earlier edition is superseded.
    PUBLISH = "publish"
    #: The same edition once more: a minor correction or a lost page; the dates stay.
    REPUBLISH = "republish"
    #: The article is taken out; its address explains why.
    WITHDRAW = "withdraw"
    #: Another article has taken this one's place; its address leads there.
    REDIRECT = "redirect"
    #: The article never should have been there; nothing of it stays.
    VANISH = "vanish"


#: Kinds after which the article stands in the lists of the portal.
SHOWN = frozenset({ParcelKind.PUBLISH, ParcelKind.REPUBLISH})


class Segment(enum.StrEnum):
    #: For people in their private life.
    CITIZEN = "citizen"
    #: For companies and associations.
    BUSINESS = "business"


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject of the portal; ``icon`` names a sign of the sprite, ``names`` is by language."""

    key: Key
    icon: Key
    names: Mapping[Tag, Name]


@dataclass(frozen=True, slots=True)
class Owner:
    """The authority that answers for the article; ``address`` is lines, ``area`` an ISO 3166 code."""

    id: Key
    names: Mapping[Tag, Name]
    address: str
    phone: str
    email: Email
    website: OwnAddress = ""
    area: Area = "GL"


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to a web address, such as a self-service form."""

    words: Name
    address: WebAddress


@dataclass(frozen=True, slots=True)
class LawLink:
    """A law the text rests on; ``read`` is the day (ISO) on which somebody last read it, or empty."""

    words: Name
    address: WebAddress
    read: Day = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the text under a heading, as written."""

    key: Key
    heading: Name
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that was signed: its key, its words without marks, and the hash the signatures are bound to."""

    key: Name
    words: Name
    hash: Hash


@dataclass(frozen=True, slots=True)
class Text:
    """The article in one language. All words to be read are in title and sections; the links repeat them for machines.

    ``sentences`` stand in reading order; ``note`` tells readers why the article was taken out.
    """

    title: Name
    sections: tuple[Section, ...] = ()
    laws: tuple[LawLink, ...] = ()
    self_service: tuple[Link, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """Somebody vouched in this capacity, for this organisation; ``covers`` is the sentences' hash by language."""

    capacity: Capacity
    organisation: Name
    moment: Moment
    covers: Mapping[Tag, Hash]


@dataclass(frozen=True, slots=True)
class Parcel:
    """One edition, whole; ``parcel_id`` is the idempotency key, ``payload_version`` the number of its event."""

    parcel_id: UUID
    article_id: UUID
    edition: Annotated[int, Rule(least=1)]
    payload_version: Annotated[int, Rule(least=1)]
    kind: ParcelKind
    published: Moment
    updated: Moment
    segment: Segment
    topics: tuple[Topic, ...]
    owner: Owner
    texts: Mapping[Tag, Text]
    signatures: tuple[Signature, ...] = ()
    successor: UUID | None = None
    #: Made, not defaulted: so it is always written.
    schema: int = field(default_factory=lambda: SCHEMA)

    @property
    def is_shown(self) -> bool:
        return self.kind in SHOWN


def payload(parcel: Parcel) -> dict[str, object]:
    """Return the parcel as a plain JSON object; fields that hold their default are left out."""
    plain: dict[str, object] = json.loads(canonical(parcel))
    return plain


def canonical(parcel: Parcel) -> bytes:
    """Return the parcel as canonical JSON: UTF-8, sorted keys, no spaces, defaults left out.

    Raises Invalid(PARCEL_BROKEN) where a letter is half a surrogate, which UTF-8 cannot write.
    """
    words = written(parcel)
    try:
        return words.encode()
    except UnicodeEncodeError:
        raise Invalid(Reason.PARCEL_BROKEN, where="", why="holds letters that cannot be shown") from None


def content_hash(parcel: Parcel) -> str:
    """Return the SHA-256 of the canonical bytes, in hex."""
    return hash_of(canonical(parcel))


def hash_of(raw: bytes) -> str:
    """Return the SHA-256 of canonical bytes, in hex."""
    return hashlib.sha256(raw).hexdigest()


def sentences_hash(sentences: Iterable[Sentence]) -> str:
    """Return the SHA-256, in hex, over the sentences' hashes in reading order, one a line: what a signature covers."""
    return hashlib.sha256("\n".join(sentence.hash for sentence in sentences).encode()).hexdigest()
