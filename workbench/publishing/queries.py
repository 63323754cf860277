"""Parcels and deliveries as the portal page shows them."""

import uuid
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, selectinload

from workbench.domain.permissions import Actor
from workbench.domain.refusals import Reason, Unknown
from workbench.domain.roles import Permission
from workbench.models import Article, Delivery, DeliveryState, Edition, Parcel
from workbench.publishing.commands import STUCK

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Parcels:
    """One page of parcels, newest first; ``counts`` of deliveries by state over all that may be seen."""

    rows: list[Parcel]
    page: int
    pages: int
    counts: dict[DeliveryState, int]


def _visible(actor: Actor) -> sa.ColumnElement[bool]:
    """Let through the parcels of articles for which a held role carries ``parcel:read``."""
    ways = []
    for held in actor.with_permission(Permission.PARCEL_READ):
        parts: list[sa.ColumnElement[bool]] = [sa.true()]
        if held.organisation_id is not None:
            parts.append(Article.owner_id == held.organisation_id)
        if held.workshop_id is not None:
            parts.append(Article.workshop_id == held.workshop_id)
        ways.append(sa.and_(*parts))
    return sa.or_(sa.false(), *ways)


def parcels_for(session: Session, actor: Actor, *, page: int, only_stuck: bool) -> Parcels:
    """Return the parcels the actor may see, in a constant number of queries."""
    chosen = sa.select(Parcel).join(Article, Article.id == Parcel.article_id).where(_visible(actor))
    if only_stuck:
        chosen = chosen.where(sa.exists().where(Delivery.parcel_id == Parcel.id, Delivery.state.in_(STUCK)))
    total = session.scalar(sa.select(sa.func.count()).select_from(chosen.subquery())) or 0
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(1, page), pages)
    rows = session.scalars(
        chosen.options(
            contains_eager(Parcel.article),
            selectinload(Parcel.deliveries),
            selectinload(Parcel.edition),
            selectinload(Parcel.made_by),
        )
        .order_by(Parcel.made_at.desc(), Parcel.payload_version.desc())
        .limit(PER_PAGE)
        .offset((page - 1) * PER_PAGE)
    ).all()
    counts = session.execute(
        sa.select(Delivery.state, sa.func.count())
        .join(Parcel, Parcel.id == Delivery.parcel_id)
        .join(Article, Article.id == Parcel.article_id)
        .where(_visible(actor))
        .group_by(Delivery.state)
    )
    return Parcels(list(rows), page, pages, {row[0]: row[1] for row in counts})


def parcel_for(session: Session, actor: Actor, parcel_id: uuid.UUID) -> Parcel:
    """Load one parcel if the actor may see it; raises Unknown otherwise."""
    query = (
        sa.select(Parcel)
        .join(Article, Article.id == Parcel.article_id)
        .where(Parcel.id == parcel_id, _visible(actor))
        .options(
            selectinload(Parcel.deliveries),
            selectinload(Parcel.article).selectinload(Article.owner),
            selectinload(Parcel.edition).selectinload(Edition.texts),
        )
    )
    parcel = session.scalars(query).first()
    if parcel is None:
        raise Unknown(Reason.UNKNOWN)
    return parcel


def delivery_for(session: Session, actor: Actor, delivery_id: int) -> Delivery:
    """Load one delivery if the actor may see its parcel; raises Unknown otherwise."""
    delivery = session.get(Delivery, delivery_id)
    if delivery is None:
        raise Unknown(Reason.UNKNOWN)
    parcel_for(session, actor, delivery.parcel_id)
    return delivery
