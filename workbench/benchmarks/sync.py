"""Writing together: many writers at once over the real wire, and what became of every word they wrote."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Self
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from workbench.benchmarks import syncspeed
from workbench.benchmarks.peers import Room, Tab, all_at_once, outcome, shuffled
from workbench.benchmarks.results import MEGABYTE, Result, counted
from workbench.benchmarks.visits import BenchmarkError, Visitor, visitor
from workbench.domain.livechanges import canonical
from workbench.domain.livedoc import merged
from workbench.domain.livetext import read
from workbench.domain.wire import Ask, Say
from workbench.models import Article, Edition, Person, Text, Workshop
from workbench.rehearsal.cast import PASSWORD, Cast, gather
from workbench.rehearsal.instance import Instance
from workbench.store.visibility import actor_of
from workbench.workshops.commands.lists import claim_wanted


@dataclass(frozen=True, slots=True)
class Size:
    """How many write how much."""

    writers: int = 8
    edits: int = 200
    #: Of the whole room: people, articles, and how many of the people write in each.
    people: int = 30
    articles: int = 68
    each: int = 4
    edits_there: int = 6
    pace: syncspeed.Pace = field(default_factory=syncspeed.Pace)


WHOLE = Size()
#: Letters of a text that is written in, as most articles have.
LETTERS = 10_000
#: Every so many answers one is lost; so many edits are sent together after being offline.
LOSES, BATCH = 10, 8


def measure(instance: Instance, sessions: sessionmaker[Session], _articles: int, *, size: Size = WHOLE) -> list[Result]:
    """Let writers write in one text, offline, and in a whole room; then see how fast it is and what it weighs."""
    before = instance.memory()
    with _Hall(instance, sessions, size) as hall:
        results = [*_live(hall), *_offline(hall), *_room(hall)]
        room = Room()
        tabs = [hall.tab(number, 2, room) for number in range(size.writers)]
        tabs[0].fill(LETTERS)
        results += syncspeed.measure(instance, tabs, lambda number: hall.tab(number, 2, room), size.pace)
    method = f"resident, {size.people} people signed in, {size.articles} texts written in; no text is kept in memory"
    return [
        *results,
        counted("sync.memory.before", "MB", before / MEGABYTE, limit=None, method=method),
        counted("sync.memory.after", "MB", instance.memory() / MEGABYTE, limit=None, method=method),
    ]


class _Hall:
    """People with browsers, signed in, and articles they may all write in."""

    def __init__(self, instance: Instance, sessions: sessionmaker[Session], size: Size) -> None:
        self.instance, self.sessions, self.size = instance, sessions, size
        with sessions.begin() as session:
            self.cast = gather(session, writers=size.people, articles=size.articles + 3, words=Room().words)
        with sessions.begin() as session:
            self.articles = _begin(session, self.cast)
        self.visitors: list[Visitor] = []

    def __enter__(self) -> Self:
        emails = [writer.email for writer in self.cast.writers]
        self.visitors = [visitor(self.instance, email, password=PASSWORD) for email in emails]
        return self

    def __exit__(self, *_: object) -> None:
        for each in self.visitors:
            each.browser.close()

    def tab(self, person: int, article: int, room: Room) -> Tab:
        """Open an article for somebody; there may be more tabs than people."""
        number = person % len(self.visitors)
        path = f"/articles/{self.articles[article]}/text"
        return Tab(self.visitors[number].browser, self.cast.writers[number].email, path, room)

    def tabs(self, article: int, room: Room) -> list[Tab]:
        """Fill an article and open it for the writers."""
        tabs = [self.tab(number, article, room) for number in range(self.size.writers)]
        tabs[0].fill(LETTERS)
        for tab in tabs[1:]:
            tab.sync()
        return tabs

    def states(self, articles: Sequence[int]) -> list[bytes]:
        """Return what the server has of the articles."""
        ids = [self.articles[article] for article in articles]
        query = sa.select(Edition.article_id, Text.state).join(Edition, Edition.id == Text.edition_id)
        with self.sessions() as session:
            found = {row[0]: row[1] for row in session.execute(query.where(Edition.article_id.in_(ids)))}
        return [found[one] for one in ids]


def _begin(session: Session, cast: Cast) -> list[UUID]:
    """Let the writers claim all articles by turns; return the ids of the articles."""
    workshop = session.get_one(Workshop, cast.workshop_id)
    people = [session.get_one(Person, writer.id) for writer in cast.writers]
    turns = zip(list(workshop.wanted), itertools.cycle(people), strict=False)
    begun: list[Article] = [
        claim_wanted(session, actor_of(person), workshop, wanted.id, owner=workshop.host) for wanted, person in turns
    ]
    return [article.id for article in begun]


def _told(name: str, hall: _Hall, room: Room, tabs: Sequence[tuple[int, Tab]], method: str) -> Iterator[Result]:
    """Let everybody look once more, and count what became of the words; ``tabs`` have the number of their article."""
    all_at_once([tab.sync for _, tab in tabs])
    articles = sorted({article for article, _ in tabs})
    states = dict(zip(articles, hall.states(articles), strict=True))
    wants = {article: canonical(state) for article, state in states.items()}
    apart = sum(canonical(tab.peer.state) != wants[article] for article, tab in tabs)
    words = [" ".join(line.words for line in read(state).lines) for state in states.values()]
    found = outcome(room, words, apart=apart)
    for what, value in (("lost", found.lost), ("doubled", found.doubled), ("garbled", found.garbled)):
        yield counted(f"sync.{name}.{what}", "words", value, limit=0, method=method, n=len(room.written))


def _live(hall: _Hall) -> Iterator[Result]:
    room, size = Room(), hall.size
    tabs = hall.tabs(0, room)

    def write(tab: Tab) -> None:
        left = size.edits
        for turn in itertools.count(1):
            some = min(left, tab.rng.randint(1, 3))
            for _ in range(some):
                tab.edit()
            left -= some
            if turn % LOSES == 0:
                tab.sync(keep=False)
            tab.sync()
            if not left:
                return

    all_at_once([lambda tab=tab: write(tab) for tab in tabs])  # type: ignore[misc]  # bound in the loop on purpose
    method = (
        f"{size.writers} writers x {size.edits} edits at once in one text, 1-3 in a sync, one answer in {LOSES} lost"
    )
    return _told("live", hall, room, [(0, tab) for tab in tabs], method)


def _offline(hall: _Hall) -> Iterator[Result]:
    room, size = Room(), hall.size
    tabs = hall.tabs(1, room)
    for tab in tabs:
        for _ in range(size.edits):
            tab.edit()
    all_at_once([lambda tab=tab: _deliver(tab) for tab in tabs])  # type: ignore[misc]  # bound in the loop on purpose
    method = (
        f"{size.writers} writers x {size.edits} edits, each offline, then in pieces of {BATCH}: shuffled, every second "
        "one twice, most answers lost"
    )
    return _told("offline", hall, room, [(1, tab) for tab in tabs], method)


def _deliver(tab: Tab) -> None:
    """Deliver what waits in an order of chance, much of it twice; the answers get lost, and all is sent again."""
    starts = range(0, len(tab.peer.waiting), BATCH)
    pieces = shuffled([merged(tab.peer.waiting[start : start + BATCH]) for start in starts])
    for number, piece in enumerate(pieces):
        for _ in range(1 + number % 2):
            answer = tab.deliver(piece)
        if Say.GAP in answer.says and number > len(pieces) // 2:
            tab.deliver(tab.peer.state, asks=Ask.HEAL)
    tab.sync()


def _room(hall: _Hall) -> Iterator[Result]:
    room, size = Room(), hall.size
    pairs = shuffled([(a, (a * size.each + k) % size.people) for a in range(size.articles) for k in range(size.each)])
    tabs: list[tuple[int, Tab]] = []

    def write(person: int) -> None:
        for article in [article for article, whose in pairs if whose == person]:
            tab = hall.tab(person, article + 3, room)
            for _ in range(size.edits_there):
                tab.edit()
            tab.sync()
            tabs.append((article + 3, tab))

    all_at_once([lambda person=person: write(person) for person in range(size.people)])  # type: ignore[misc]  # bound in the loop on purpose
    if len(tabs) != len(pairs):
        raise BenchmarkError("somebody did not write")
    method = (
        f"{size.people} writers x {size.articles} articles at once, {size.each} of them in each with "
        f"{size.edits_there} edits"
    )
    return _told("room", hall, room, tabs, method)
