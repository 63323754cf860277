"""Pages at 2,000 articles in two languages: how long the server takes, and what the first HTML weighs."""

import itertools
import re
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from workbench.benchmarks.results import Result, counted, timed
from workbench.benchmarks.visits import Visitor, person_with, visitor
from workbench.domain.permissions import Actor
from workbench.domain.roles import Permission, Role
from workbench.domain.states import State
from workbench.models import Article, Edition, Text, TextVersion, Workshop
from workbench.rehearsal.instance import Instance
from workbench.store.visibility import actor_of, in_scope

TIMES = 40
#: Milliseconds of the server, 95th percentile; bytes of the first HTML as brotli. From the experience we promise.
PAGE_LIMIT, WEIGHT_LIMIT = 40, 14_000
#: Requests and bytes of the first view of My desk.
VIEW_REQUESTS, VIEW_LIMIT = 5, 60_000
DESK = "My desk"
_FILE = re.compile(r'(?:href|src)="(/static/[^"#?]+)')
METHOD = "over HTTP on loopback, one after the other, {articles} articles; time until the last byte is there"


@dataclass(frozen=True, slots=True)
class Opened:
    """A kind of page: who opens it, and which of them."""

    name: str
    roles: tuple[Role, ...]
    paths: Callable[[Session, Actor], Sequence[str]]


def _desk(_session: Session, _actor: Actor) -> Sequence[str]:
    return ["/"]


def _boards(session: Session, _actor: Actor) -> Sequence[str]:
    return [
        f"/workshops/{one}" for one in session.scalars(sa.select(Workshop.id).order_by(Workshop.id.desc()).limit(8))
    ]


def _articles(session: Session, actor: Actor) -> Sequence[str]:
    return [f"/articles/{one}" for one in _ids(session, actor, Permission.ARTICLE_READ, *State)]


def _editors(session: Session, actor: Actor) -> Sequence[str]:
    return [f"/articles/{one}/text" for one in _ids(session, actor, Permission.TEXT_WRITE, State.DRAFTING)]


def _queue(_session: Session, _actor: Actor) -> Sequence[str]:
    return ["/translation"]


def _comparisons(session: Session, actor: Actor) -> Sequence[str]:
    rows = session.execute(
        sa.select(Edition.article_id, Text.language, sa.func.min(TextVersion.id), sa.func.max(TextVersion.id))
        .join(Text, Text.edition_id == Edition.id)
        .join(TextVersion, TextVersion.text_id == Text.id)
        .join(Article, Article.id == Edition.article_id)
        .where(Edition.state == State.PUBLISHED, in_scope(actor, Permission.ARTICLE_READ))
        .group_by(Edition.article_id, Text.language)
        .having(sa.func.count() > 1)
        .limit(TIMES)
    )
    return [
        f"/articles/{article}/history/{language}/comparison?from={first}&to={last}"
        for article, language, first, last in rows
    ]


def _ids(session: Session, actor: Actor, permission: Permission, *states: State) -> list[uuid.UUID]:
    return list(session.scalars(newest_articles(actor, permission, *states).limit(12)))


def newest_articles(actor: Actor, permission: Permission, *states: State) -> sa.Select[uuid.UUID]:
    """Select the ids of articles in these states that the actor may see so; those of the newest workshop first."""
    return (
        sa.select(Article.id)
        .join(Edition, Edition.article_id == Article.id)
        .where(Edition.state.in_(states), in_scope(actor, permission))
        .order_by(Article.workshop_id.desc(), Article.id)
    )


_EVERYBODY = (Role.PARTICIPANT, Role.REVIEWER, Role.TRANSLATOR, Role.CHECKER, Role.APPROVER, Role.COORDINATOR)
PAGES = (
    Opened(DESK, _EVERYBODY, _desk),
    Opened("board", (Role.COORDINATOR,), _boards),
    Opened("article", (Role.COORDINATOR,), _articles),
    Opened("editor", (Role.PARTICIPANT,), _editors),
    Opened("queue", (Role.TRANSLATOR,), _queue),
    Opened("history compare", (Role.COORDINATOR,), _comparisons),
)


def measure(instance: Instance, sessions: sessionmaker[Session], articles: int) -> list[Result]:
    """Open every kind of page many times."""
    return list(itertools.chain.from_iterable(_measured(each, instance, sessions, articles) for each in PAGES))


def _measured(opened: Opened, instance: Instance, sessions: sessionmaker[Session], articles: int) -> list[Result]:
    with sessions() as session:
        people = [person_with(session, role) for role in opened.roles]
        paths = opened.paths(session, actor_of(people[0]))
    readers = [visitor(instance, person.email) for person in people]
    visits = list(itertools.islice(zip(itertools.cycle(readers), itertools.cycle(paths), strict=False), TIMES))
    for reader in readers:
        reader.opens(paths[0])
    times = [reader.opens(path).seconds * 1000 for reader, path in visits]
    weights = [_weight(reader, paths) for reader in readers]
    first_views = [_first_view(readers[0])] if opened.name == DESK else []
    for reader in readers:
        reader.browser.close()
    method = METHOD.format(articles=articles)
    return [
        timed(f"page: {opened.name}", times, limit=PAGE_LIMIT, method=method),
        counted(
            f"first HTML: {opened.name}",
            "bytes",
            max(weights),
            limit=WEIGHT_LIMIT,
            method="brotli, as served; the heaviest of those opened",
            n=len(weights),
        ),
        *itertools.chain.from_iterable(first_views),
    ]


def _first_view(reader: Visitor) -> list[Result]:
    """Weigh My desk with everything a browser has to fetch for it the first time."""
    files = set(_FILE.findall(reader.opens("/").text))
    weight = sum(reader.weighs(path) for path in ("/", *files))
    method = "the page and the files under /static/ it names, brotli, as served"
    return [
        counted("first view: My desk, requests", "requests", 1 + len(files), limit=VIEW_REQUESTS, method=method),
        counted("first view: My desk", "bytes", weight, limit=VIEW_LIMIT, method=method),
    ]


def _weight(reader: Visitor, paths: Sequence[str]) -> int:
    return max(reader.weighs(path) for path in paths[:4])
