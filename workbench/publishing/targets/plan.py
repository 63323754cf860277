"""Which pages the portal has, and what each is made from: two plans compared tell what has to be drawn again."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from uuid import UUID

from workbench.domain.collation import sort_key
from workbench.domain.portal.parcel import LANGUAGES, ParcelKind, Segment, Topic
from workbench.publishing.targets.catalogue import Catalogue, Entry, in_order

#: Articles on one page of a topic, where each has its teaser, and of the list from A to Z.
TOPIC_PAGE, INDEX_PAGE = 50, 150
#: Articles on the front page, and titles under the name of a topic there.
NEWEST, SAMPLES = 6, 3


@dataclass(frozen=True, slots=True)
class Row:
    """An article in a list."""

    title: str
    teaser: str
    path: str
    updated: str
    segment: Segment


@dataclass(frozen=True, slots=True)
class Page:
    """A file of the site; ``path`` is below its root, ``alternates`` the same page by language."""

    path: str
    language: str
    alternates: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ArticlePage(Page):
    """An article, or the explanation of where it went; ``onward`` is the page of what took its place."""

    article_id: UUID
    hash: str
    kind: ParcelKind
    onward: str


@dataclass(frozen=True, slots=True)
class MovedPage(Page):
    """An address the article once had."""

    title: str
    onward: str


@dataclass(frozen=True, slots=True)
class Subject:
    """A topic on the front page, with the newest titles in it."""

    topic: Topic
    path: str
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FrontPage(Page):
    """Where people begin."""

    subjects: tuple[Subject, ...]
    newest: tuple[Row, ...]
    index: str


@dataclass(frozen=True, slots=True)
class ListPage(Page):
    """A page of a topic, or of the list from A to Z where ``topic`` is None; ``number`` counts from 1."""

    topic: Topic | None
    rows: tuple[Row, ...]
    number: int
    pages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Landing(Page):
    """The root: readers choose their language."""


@dataclass(frozen=True, slots=True)
class NotFound(Page):
    """What a server shows where there is no page."""


@dataclass(frozen=True, slots=True)
class Sitemap(Page):
    """For search engines: each article's addresses by language, and its day."""

    articles: tuple[tuple[tuple[tuple[str, str], ...], str], ...]


@dataclass(frozen=True, slots=True)
class Robots(Page):
    """For search engines: where the sitemap is."""


#: Path -> page.
Plan = dict[str, Page]


def plan_of(catalogue: Catalogue) -> Plan:
    """Return every page of the site, by path."""
    shown = [entry for entry in catalogue.entries if entry.is_shown]
    lists = chain.from_iterable(_lists(shown, language) for language in LANGUAGES)
    pages = chain(_articles(catalogue), lists, _single_files(shown))
    return {page.path: page for page in pages}


def _articles(catalogue: Catalogue) -> Iterable[Page]:
    entries = catalogue.by_article()
    for entry in catalogue.entries:
        alternates = tuple(sorted(entry.addresses.items()))
        ahead = entries.get(entry.successor) if entry.successor else None
        for language, path in alternates:
            onward = ahead.addresses.get(language, "") if ahead and ahead.is_shown else ""
            yield ArticlePage(path, language, alternates, entry.article_id, entry.hash, entry.kind, onward)
            for old in entry.former.get(language, ()):
                yield MovedPage(old, language, ((language, old),), entry.titles[language], path)


def _lists(shown: Sequence[Entry], language: str) -> Iterable[Page]:
    ordered = in_order(shown, language)
    topics = _topics(ordered, language)
    for topic, entries in topics.values():
        yield from _list_pages(topic, entries, language)
    yield from _list_pages(None, ordered, language)
    newest = sorted(ordered, key=lambda entry: entry.updated, reverse=True)[:NEWEST]
    yield FrontPage(
        path=front(language),
        language=language,
        alternates=tuple((its, front(its)) for its in LANGUAGES),
        subjects=tuple(_subject(topic, entries, language) for topic, entries in topics.values()),
        newest=tuple(_row(entry, language) for entry in newest),
        index=_list_path(None, 1, language),
    )


def _topics(ordered: Iterable[Entry], language: str) -> dict[str, tuple[Topic, list[Entry]]]:
    """Topics that have articles, by key; the newest parcel's word for a topic counts."""
    said: dict[str, tuple[int, Topic]] = {}
    entries: dict[str, list[Entry]] = {}
    for entry in ordered:
        for topic in entry.topics:
            said[topic.key] = max(
                said.get(topic.key, (0, topic)), (entry.payload_version, topic), key=lambda its: its[0]
            )
            entries.setdefault(topic.key, []).append(entry)
    order = sorted(entries, key=lambda key: sort_key(said[key][1].names[language], language))
    return {key: (said[key][1], entries[key]) for key in order}


def _subject(topic: Topic, entries: Sequence[Entry], language: str) -> Subject:
    newest = sorted(entries, key=lambda entry: entry.updated, reverse=True)[:SAMPLES]
    return Subject(topic, _list_path(topic, 1, language), tuple(entry.titles[language] for entry in newest))


def _list_pages(topic: Topic | None, entries: Sequence[Entry], language: str) -> Iterable[ListPage]:
    size = TOPIC_PAGE if topic else INDEX_PAGE
    ordered = sorted(entries, key=lambda entry: entry.segment is Segment.BUSINESS) if topic else entries
    count = max(1, math.ceil(len(ordered) / size))
    for number in range(1, count + 1):
        yield ListPage(
            path=_list_path(topic, number, language),
            language=language,
            alternates=tuple((its, _list_path(topic, number, its)) for its in LANGUAGES),
            topic=topic,
            rows=tuple(_row(entry, language) for entry in ordered[(number - 1) * size : number * size]),
            number=number,
            pages=tuple(_list_path(topic, its, language) for its in range(1, count + 1)),
        )


def _list_path(topic: Topic | None, number: int, language: str) -> str:
    name = f"topic-{topic.key}" if topic else "all"
    return f"{language}/{name}.html" if number == 1 else f"{language}/{name}-{number}.html"


def _row(entry: Entry, language: str) -> Row:
    path, title = entry.addresses[language], entry.titles[language]
    return Row(title, entry.teasers[language], path, entry.updated, entry.segment)


def _single_files(shown: Iterable[Entry]) -> Iterable[Page]:
    fronts = tuple((language, front(language)) for language in LANGUAGES)
    by_id = sorted(shown, key=lambda entry: entry.article_id.hex)
    yield Landing("index.html", LANGUAGES[0], fronts)
    yield NotFound("404.html", LANGUAGES[0], fronts)
    yield Robots("robots.txt", "", ())
    yield Sitemap(
        "sitemap.xml", "", fronts, tuple((tuple(sorted(its.addresses.items())), its.updated[:10]) for its in by_id)
    )


def front(language: str) -> str:
    """Return the path of the front page in that language."""
    return f"{language}/index.html"
