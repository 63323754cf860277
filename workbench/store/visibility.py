"""Who sees what: people as actors, articles as the rules see them, queries that load and authorise in one call."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from workbench.domain.permissions import SEEN_BY_TRANSLATORS, Actor, Held, Matter, Place, covers, holds, may
from workbench.domain.refusals import Reason, Unknown
from workbench.domain.roles import GRANTS, Permission, Role
from workbench.models import Article, Cause, Edition, Grant, Person, Review, Text, TextUpdate, now

#: Rows of a text's log that carry somebody's own words.
WRITING = (Cause.SAVE, Cause.SYNC, Cause.IMPORT, Cause.RESTORE, Cause.CHECK)


def actor_of(person: Person, at: dt.datetime | None = None) -> Actor:
    """Return the person with the roles held at that moment (now); a closed account holds none."""
    moment = at or now()
    grants = [grant for grant in person.grants if grant.is_held_at(moment)] if person.is_active else []
    held = tuple(Held(grant.role, grant.organisation_id, grant.workshop_id, grant.pair) for grant in grants)
    return Actor(person.id, held, person.organisation_id)


def place_of(article: Article) -> Place:
    """Return the article's scope: its owner, its workshop, its language pair."""
    return Place(frozenset({article.owner_id}), article.workshop_id, article.pair)


def matters_of(session: Session, editions: Iterable[Edition]) -> dict[int, Matter]:
    """Return the editions as the rules see them, by id; a constant number of queries."""
    chosen = list(editions)
    ids = [edition.id for edition in chosen]
    sources, targets = _writers_by_edition(session, ids)
    asked = _asked_ids(session, ids)
    nobody: frozenset[int] = frozenset()
    return {
        edition.id: Matter(
            organisation_ids=frozenset({edition.article.owner_id}),
            workshop_id=edition.article.workshop_id,
            pair=edition.article.pair,
            state=edition.state,
            writer_ids=sources.get(edition.id, nobody),
            translator_ids=targets.get(edition.id, nobody),
            asked_ids=asked.get(edition.id, nobody),
        )
        for edition in chosen
    }


def matter_of(session: Session, edition: Edition) -> Matter:
    """Return one edition as the rules see it."""
    return matters_of(session, [edition])[edition.id]


def _writers_by_edition(
    session: Session, edition_ids: list[int]
) -> tuple[dict[int, frozenset[int]], dict[int, frozenset[int]]]:
    """Return who wrote in the source and who in the target of each edition."""
    rows = session.execute(
        sa.select(Text.edition_id, Text.is_source, TextUpdate.person_id)
        .join(TextUpdate, TextUpdate.text_id == Text.id)
        .where(Text.edition_id.in_(edition_ids), TextUpdate.cause.in_(WRITING), TextUpdate.person_id.is_not(None))
        .distinct()
    ).all()
    sources = _people_by_edition((edition_id, person_id) for edition_id, is_source, person_id in rows if is_source)
    return sources, _people_by_edition((row.edition_id, row.person_id) for row in rows if not row.is_source)


def _people_by_edition(rows: Iterable[tuple[int, int | None]]) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = {}
    for edition_id, person_id in rows:
        if person_id is not None:
            found.setdefault(edition_id, set()).add(person_id)
    return {edition_id: frozenset(people) for edition_id, people in found.items()}


def _asked_ids(session: Session, edition_ids: list[int]) -> dict[int, frozenset[int]]:
    """Return who was asked to review, by name or as a reviewer of the organisation that was asked."""
    mine = sa.select(Review.edition_id, Review.person_id).where(
        Review.edition_id.in_(edition_ids), Review.cancelled_at.is_(None), Review.person_id.is_not(None)
    )
    theirs = (
        sa.select(Review.edition_id, Grant.person_id)
        .join(Grant, Grant.organisation_id == Review.organisation_id)
        .where(
            Review.edition_id.in_(edition_ids),
            Review.cancelled_at.is_(None),
            Review.person_id.is_(None),
            Grant.role == Role.REVIEWER,
            held_at(now()),
        )
    )
    rows: Iterable[Any] = session.execute(sa.union(mine, theirs))
    return _people_by_edition((edition_id, person_id) for edition_id, person_id in rows)


def held_at(at: dt.datetime) -> sa.ColumnElement[bool]:
    """Return the condition, for a query over Grant, that says what ``Grant.is_held_at`` says."""
    return sa.and_(Grant.starts_at <= at, sa.or_(Grant.ends_at.is_(None), Grant.ends_at > at))


def _asked(actor: Actor) -> sa.ColumnElement[bool]:
    organisations = [
        held.organisation_id for held in actor.held if held.role is Role.REVIEWER and held.organisation_id is not None
    ]
    by_organisation = sa.and_(Review.person_id.is_(None), Review.organisation_id.in_(organisations))
    return sa.exists().where(
        Review.edition_id == Edition.id,
        Review.cancelled_at.is_(None),
        sa.or_(Review.person_id == actor.id, by_organisation),
    )


def readable(actor: Actor) -> sa.ColumnElement[bool]:
    """Return the condition, for a query over Edition joined to Article, that lets only readable editions through.

    It says in SQL what ``may(actor, ARTICLE_READ, matter)`` says of one edition; a test holds them together.
    """
    ways: list[sa.ColumnElement[bool]] = [
        _held_condition(held) for held in actor.with_permission(Permission.ARTICLE_READ)
    ]
    if holds(actor, Permission.REVIEW_GIVE):
        ways.append(_asked(actor))
    return sa.or_(sa.false(), *ways)


def in_scope(actor: Actor, permission: Permission) -> sa.ColumnElement[bool]:
    """Return the condition, for a query over Article, under which the actor's roles carry the permission there.

    It says in SQL what ``may_there(actor, permission, place_of(article))`` says of one article.
    """
    return sa.or_(sa.false(), *(_scope_condition(held) for held in actor.with_permission(permission)))


def _scope_condition(held: Held) -> sa.ColumnElement[bool]:
    parts: list[sa.ColumnElement[bool]] = [sa.true()]
    if held.organisation_id is not None:
        parts.append(Article.owner_id == held.organisation_id)
    if held.workshop_id is not None:
        parts.append(Article.workshop_id == held.workshop_id)
    if held.pair is not None:
        # The target language follows from the source: there are two.
        parts.append(Article.source_language == held.pair[0])
    return sa.and_(*parts)


def _held_condition(held: Held) -> sa.ColumnElement[bool]:
    if held.role in {Role.TRANSLATOR, Role.CHECKER}:
        return sa.and_(_scope_condition(held), Edition.state.in_(SEEN_BY_TRANSLATORS))
    return _scope_condition(held)


def newest_editions() -> sa.Select[Edition]:
    """Select the newest edition of every article, joined to it."""
    newest = (
        sa.select(Edition.article_id, sa.func.max(Edition.number).label("number"))
        .group_by(Edition.article_id)
        .subquery()
    )
    return (
        sa.select(Edition)
        .join(newest, sa.and_(Edition.article_id == newest.c.article_id, Edition.number == newest.c.number))
        .join(Article, Article.id == Edition.article_id)
    )


#: What pages load along with an edition that show all its words: its type, its programme, the sums of its logs.
WITH_WORDS: tuple[ORMOption, ...] = (
    joinedload(Edition.article).joinedload(Article.article_type),
    joinedload(Edition.article).joinedload(Article.programme),
    selectinload(Edition.texts).undefer(Text.state),
)


def edition_for(
    session: Session,
    actor: Actor,
    article_id: uuid.UUID,
    *,
    number: int | None = None,
    also: Sequence[ORMOption] = (),
) -> Edition:
    """Load the newest edition of the article (or the one of that number) if the actor may read it; ``also`` adds loads.

    Raises Unknown otherwise, the same for missing and not theirs. Acts on it ask ``require`` in their command.
    """
    return edition_and_matter(session, actor, article_id, number=number, also=also)[0]


def edition_and_matter(
    session: Session,
    actor: Actor,
    article_id: uuid.UUID,
    *,
    number: int | None = None,
    also: Sequence[ORMOption] = (),
) -> tuple[Edition, Matter]:
    """Load as ``edition_for`` does, and return the edition as the rules see it along with it."""
    query = (
        sa.select(Edition)
        .where(Edition.article_id == article_id)
        .options(joinedload(Edition.article).joinedload(Article.owner), selectinload(Edition.texts), *also)
        .order_by(Edition.number.desc())
        .limit(1)
    )
    if number is not None:
        query = query.where(Edition.number == number)
    edition = session.scalars(query).first()
    matter = matter_of(session, edition) if edition is not None else None
    if edition is None or matter is None or not may(actor, Permission.ARTICLE_READ, matter):
        raise Unknown(Reason.UNKNOWN)
    return edition, matter


def people_with(session: Session, permission: Permission, place: Place) -> list[Person]:
    """Return the active people whose roles carry the permission there now, by name."""
    at = now()
    roles = [role for role, permissions in GRANTS.items() if permission in permissions]
    people = session.scalars(
        sa.select(Person)
        .where(Person.is_active, Person.grants.any(sa.and_(Grant.role.in_(roles), held_at(at))))
        .options(joinedload(Person.grants))
        .order_by(Person.name)
    ).unique()
    return [
        person
        for person in people
        if any(covers(held, place) for held in actor_of(person, at).with_permission(permission))
    ]
