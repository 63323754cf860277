"""What the lists of the portal are made of: a short entry for each article, taken from its parcel."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from workbench.domain.collation import sort_key
from workbench.domain.portal.addresses import page_name
from workbench.domain.portal.comparison import arranged, settled
from workbench.domain.portal.parcel import LANGUAGES, SHOWN, Parcel, ParcelKind, Segment, Text, Topic
from workbench.domain.portal.shape import Fault, reader, written

#: Letters of the summary that a list shows.
TEASER = 140


@dataclass(frozen=True, slots=True)
class Entry:
    """An article in the lists; ``addresses`` by language, ``former`` are addresses that readers may still hold."""

    article_id: UUID
    payload_version: int
    hash: str
    kind: ParcelKind
    segment: Segment
    updated: str
    topics: tuple[Topic, ...]
    titles: Mapping[str, str]
    teasers: Mapping[str, str]
    addresses: Mapping[str, str]
    former: Mapping[str, tuple[str, ...]]
    successor: UUID | None = None

    @property
    def is_shown(self) -> bool:
        return self.kind in SHOWN


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All entries, and the fingerprint of the look they were last drawn in."""

    entries: tuple[Entry, ...] = ()
    look: str = ""

    def by_article(self) -> dict[UUID, Entry]:
        return {entry.article_id: entry for entry in self.entries}

    def as_json(self) -> bytes:
        return written(self).encode()


def read_catalogue(raw: bytes | None) -> Catalogue | None:
    """Return the catalogue, or None where there is none or it was written in another form."""
    try:
        catalogue: Catalogue = reader(Catalogue)(json.loads(raw or b"null"))
    except Fault:
        return None
    return catalogue


def entry_of(parcel: Parcel, content_hash: str, earlier: Iterable[Parcel] = ()) -> Entry:
    """Return the entry of a parcel; ``earlier`` are older parcels of the article whose addresses still count."""
    addresses = addresses_of(parcel)
    known = {
        language: {addresses_of(its)[language] for its in earlier if language in its.texts} for language in addresses
    }
    return Entry(
        article_id=parcel.article_id,
        payload_version=parcel.payload_version,
        hash=content_hash,
        kind=parcel.kind,
        segment=parcel.segment,
        updated=parcel.updated,
        topics=parcel.topics,
        titles={language: settled(text.title) for language, text in parcel.texts.items() if language in addresses},
        teasers={language: _teaser(text) for language, text in parcel.texts.items() if language in addresses},
        addresses=addresses,
        former={language: tuple(sorted(known[language] - {addresses[language]})) for language in addresses},
        successor=parcel.successor,
    )


def addresses_of(parcel: Parcel) -> dict[str, str]:
    """Return the paths of an article's pages by language; none if nothing of it stays."""
    if parcel.kind is ParcelKind.VANISH:
        return {}
    texts = ((language, parcel.texts.get(language)) for language in LANGUAGES)
    return {language: f"{language}/{page_name(text.title, parcel.article_id)}" for language, text in texts if text}


def _teaser(text: Text) -> str:
    """Take the beginning of the summary, cut between words."""
    lines = [settled(line.words) for section in arranged(text).summary for line in section.lines]
    words = " ".join(filter(None, lines))
    if len(words) <= TEASER:
        return words
    return words[:TEASER].rpartition(" ")[0].rstrip(" ,;:.-") + " …"


def in_order(entries: Iterable[Entry], language: str) -> list[Entry]:
    """Return the entries by title, in the alphabet of the language."""
    return sorted(entries, key=lambda entry: (sort_key(entry.titles[language], language), entry.article_id.hex))
