"""How far articles have come: the newest edition, and what an article has ever been through."""

import datetime as dt
import uuid
from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from workbench.domain.states import Move
from workbench.models import Article, Edition, EditionMove

#: An article counts as written from its first submission on, and as published from its first arrival.
WRITTEN, PUBLISHED = Move.SUBMIT, Move.PUBLISH


def is_newest() -> sa.ColumnElement[bool]:
    """Return the condition, for a query over Edition joined to Article, that leaves each article's newest edition."""
    other = aliased(Edition)
    newest = sa.select(sa.func.max(other.number)).where(other.article_id == Article.id).correlate(Article)
    return Edition.number == newest.scalar_subquery()


def has_made(move: Move) -> sa.ColumnElement[bool]:
    """Return the condition, for a query over Article, that some edition of it has ever made the move."""
    edition = aliased(Edition)
    return (
        sa.exists()
        .where(edition.article_id == Article.id, EditionMove.edition_id == edition.id, EditionMove.move == move)
        .correlate(Article)
    )


def last_move() -> sa.ScalarSelect[Move | None]:
    """Return the last move of an edition, for a query over Edition: how it came into its state."""
    newest = (
        sa.select(EditionMove.move)
        .where(EditionMove.edition_id == Edition.id)
        .order_by(EditionMove.id.desc())
        .limit(1)
        .correlate(Edition)
    )
    return newest.scalar_subquery()


def first_moves(session: Session, workshop_ids: Iterable[int]) -> dict[uuid.UUID, dict[Move, dt.datetime]]:
    """Return, for each article of the workshops, when it was first written and first published."""
    rows = session.execute(
        sa.select(Edition.article_id, EditionMove.move, sa.func.min(EditionMove.at, type_=EditionMove.at.type))
        .join(EditionMove, EditionMove.edition_id == Edition.id)
        .join(Article, Article.id == Edition.article_id)
        .where(Article.workshop_id.in_(list(workshop_ids)), EditionMove.move.in_([WRITTEN, PUBLISHED]))
        .group_by(Edition.article_id, EditionMove.move)
    )
    found: dict[uuid.UUID, dict[Move, dt.datetime]] = {}
    for article_id, move, at in rows:
        found.setdefault(article_id, {})[move] = at
    return found
