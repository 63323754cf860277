"""Programmes and the articles they want."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workbench import audit
from workbench.domain.permissions import Actor, Place, require_there
from workbench.domain.refusals import Invalid, Reason, StaleVersion, Unknown
from workbench.domain.roles import Permission
from workbench.domain.states import State
from workbench.models import Organisation, Programme, WantedArticle
from workbench.models.programme import usual_stages
from workbench.store.articles import SEGMENTS, SOURCES
from workbench.store.moves import refuse_stale
from workbench.store.workshops import place_of_programme

#: The stages for which a programme can say how many days they may take.
TIMED = (State.IN_REVIEW, State.IN_TRANSLATION, State.IN_CHECKING, State.AWAITING_APPROVAL)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a programme says of itself; ``days`` maps a stage to the days it may take, 0 for as long as it takes."""

    title: str
    description: str = ""
    peers: int = 1
    lawyers: int = 1
    days: Mapping[State, int] | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """What is known of an article before anybody writes it."""

    title: str
    article_type_key: str
    note: str = ""
    topic_key: str | None = None
    source_language: str = "da"
    segment: str = "citizen"


def create_programme(session: Session, actor: Actor, organisation: Organisation, plan: Plan) -> Programme:
    """Make a programme of the organisation; raise Denied when the actor may not there."""
    require_there(actor, Permission.PROGRAMME_EDIT, Place(frozenset({organisation.id})))
    programme = Programme(organisation=organisation)
    _plan(programme, plan)
    session.add(programme)
    session.flush()
    audit.record(session, actor.id, "programme:create", "programme", programme.id, organisation=organisation.id)
    return programme


def edit_programme(
    session: Session,
    actor: Actor,
    programme: Programme,
    organisation: Organisation,
    plan: Plan,
    *,
    seen_version: int | None,
) -> Programme:
    """Change a programme; whoever gives it to another organisation must be allowed in both."""
    require_there(actor, Permission.PROGRAMME_EDIT, place_of_programme(programme))
    require_there(actor, Permission.PROGRAMME_EDIT, Place(frozenset({organisation.id})))
    refuse_stale(seen_version, programme.version)
    programme.organisation = organisation
    _plan(programme, plan)
    audit.record(
        session,
        actor.id,
        Permission.PROGRAMME_EDIT,
        "programme",
        programme.id,
        organisation=organisation.id,
        stages=programme.stages,
    )
    session.flush()
    return programme


def _plan(programme: Programme, plan: Plan) -> None:
    if not plan.title.strip():
        raise Invalid(Reason.TITLE_MISSING)
    # Without anybody to read it no text could ever leave its review.
    if plan.peers < 0 or plan.lawyers < 0 or plan.peers + plan.lawyers == 0:
        raise Invalid(Reason.FIELD_INVALID)
    programme.title = plan.title.strip()
    programme.description = plan.description.strip()
    stages: dict[str, Any] = {"signatures": {"peer": plan.peers, "legal": plan.lawyers}}
    if plan.days is not None:
        stages["days"] = {state.value: days for state, days in plan.days.items() if state in TIMED and days > 0}
    programme.stages = {**(programme.stages or usual_stages()), **stages}


def add_wanted(session: Session, actor: Actor, programme: Programme, wish: Wish) -> WantedArticle:
    """Put an article on the programme's list; raise Invalid when one of that title stands there."""
    require_there(actor, Permission.PROGRAMME_EDIT, place_of_programme(programme))
    return want(session, actor.id, programme, wish)


def want(session: Session, person_id: int, programme: Programme, wish: Wish) -> WantedArticle:
    """Add a wanted article for a caller that has asked already whether the person may."""
    wanted = WantedArticle()
    _wish(session, wanted, wish, programme_id=programme.id)
    wanted.programme = programme
    session.add(wanted)
    session.flush()
    audit.record(session, person_id, "wanted:add", "wanted_article", wanted.id, programme=programme.id)
    return wanted


def edit_wanted(
    session: Session, actor: Actor, wanted: WantedArticle, wish: Wish, *, seen_version: int | None
) -> WantedArticle:
    """Change what is known of a wanted article; once somebody writes it, it is changed as an article."""
    require_there(actor, Permission.PROGRAMME_EDIT, place_of_programme(wanted.programme))
    refuse_stale(seen_version, wanted.version)
    _refuse_begun(wanted)
    _wish(session, wanted, wish, programme_id=wanted.programme_id)
    audit.record(session, actor.id, "wanted:edit", "wanted_article", wanted.id, programme=wanted.programme_id)
    session.flush()
    return wanted


def remove_wanted(session: Session, actor: Actor, wanted: WantedArticle, *, seen_version: int | None) -> None:
    """Take an article that nobody has begun off the programme's list."""
    require_there(actor, Permission.PROGRAMME_EDIT, place_of_programme(wanted.programme))
    refuse_stale(seen_version, wanted.version)
    _refuse_begun(wanted)
    audit.record(
        session,
        actor.id,
        "wanted:remove",
        "wanted_article",
        wanted.id,
        programme=wanted.programme_id,
        title=wanted.title,
    )
    session.delete(wanted)
    session.flush()


def wanted_of(session: Session, programme: Programme, wanted_id: int, *, is_locked: bool = True) -> WantedArticle:
    """Load an article of the programme's list as it is now; raise Unknown when it is not on it.

    ``is_locked``: nobody else changes it before the commit.
    """
    query = sa.select(WantedArticle).where(WantedArticle.id == wanted_id, WantedArticle.programme_id == programme.id)
    if is_locked:
        query = query.with_for_update(key_share=True)
    wanted = session.scalars(query.execution_options(populate_existing=True)).first()
    if wanted is None:
        raise Unknown(Reason.UNKNOWN)
    return wanted


def _refuse_begun(wanted: WantedArticle) -> None:
    if wanted.article_id is not None:
        raise StaleVersion(Reason.ALREADY_TAKEN)


def _wish(session: Session, wanted: WantedArticle, wish: Wish, *, programme_id: int) -> None:
    title = " ".join(wish.title.split())
    if not title:
        raise Invalid(Reason.TITLE_MISSING)
    if wish.source_language not in SOURCES or wish.segment not in SEGMENTS:
        raise Invalid(Reason.FIELD_INVALID)
    _refuse_double(session, programme_id, title, not_id=wanted.id)
    wanted.title = title
    wanted.note = wish.note.strip()
    wanted.article_type_key = wish.article_type_key
    wanted.topic_key = wish.topic_key or None
    wanted.source_language = wish.source_language
    wanted.segment = wish.segment


def _refuse_double(session: Session, programme_id: int, title: str, *, not_id: int | None) -> None:
    # Compared here and not in SQL: SQLite's lower() knows ASCII only.
    there = session.execute(
        sa.select(WantedArticle.id, WantedArticle.title).where(WantedArticle.programme_id == programme_id)
    )
    if any(row.id != not_id and row.title.casefold() == title.casefold() for row in there):
        raise Invalid(Reason.ALREADY_THERE, field="title")
