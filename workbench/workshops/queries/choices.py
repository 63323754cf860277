"""What the forms of programmes and workshops offer to choose from."""

import sqlalchemy as sa
from sqlalchemy.orm import Session, lazyload

from workbench.domain.permissions import Actor
from workbench.domain.roles import Permission
from workbench.models import ArticleType, Organisation, Programme, Topic


def article_types(session: Session) -> list[ArticleType]:
    """Return the types an article can have, in their order."""
    return list(session.scalars(sa.select(ArticleType).order_by(ArticleType.position).options(lazyload("*"))))


def topics(session: Session) -> list[Topic]:
    """Return the topics, in their order."""
    return list(session.scalars(sa.select(Topic).order_by(Topic.position)))


def active_organisations(session: Session) -> list[Organisation]:
    """Return all organisations that are not closed, by name."""
    return list(
        session.scalars(
            sa.select(Organisation).where(Organisation.is_active).order_by(Organisation.name_da, Organisation.id)
        )
    )


def organisations_for(session: Session, actor: Actor, permission: Permission) -> list[Organisation]:
    """Return the active organisations for which the actor's roles carry the permission."""
    held = [one for one in actor.with_permission(permission) if one.workshop_id is None and one.pair is None]
    query = sa.select(Organisation).where(Organisation.is_active).order_by(Organisation.name_da, Organisation.id)
    if not any(one.organisation_id is None for one in held):
        query = query.where(Organisation.id.in_([one.organisation_id for one in held]))
    return list(session.scalars(query))


def programmes_for(session: Session, actor: Actor, permission: Permission) -> list[Programme]:
    """Return the programmes for which the actor's roles carry the permission, by title."""
    held = [one for one in actor.with_permission(permission) if one.workshop_id is None and one.pair is None]
    query = sa.select(Programme).order_by(Programme.title, Programme.id)
    if not any(one.organisation_id is None for one in held):
        query = query.where(Programme.organisation_id.in_([one.organisation_id for one in held]))
    return list(session.scalars(query))
