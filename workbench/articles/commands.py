"""Acts on articles as a whole."""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workbench import audit
from workbench.domain.permissions import Actor, Place, require, require_there
from workbench.domain.refusals import Invalid, Reason
from workbench.domain.roles import Permission
from workbench.domain.states import Move
from workbench.models import (
    Article,
    ArticleType,
    Edition,
    EditionMove,
    Municipality,
    Organisation,
    Person,
    SectionType,
    Topic,
)
from workbench.store.articles import SEGMENTS
from workbench.store.moves import make_move, refuse_stale
from workbench.store.progress import locked_edition
from workbench.store.reopening import next_edition
from workbench.store.visibility import matter_of, people_with, place_of

CATALOGUE = Path(__file__).with_name("catalogue.json")


@dataclass(frozen=True, slots=True)
class Facts:
    """What an article is beside its words."""

    owner: Organisation
    contact_person: Person | None
    topics: Sequence[Topic]
    segment: str


def edit_article(
    session: Session, actor: Actor, article: Article, facts: Facts, *, seen_version: int | None
) -> Article:
    """Change the owner, the contact person, the topics and whom it is for.

    Raises Denied unless the actor may do so for the present and for the new owner, Invalid when the contact person
    is none of those who could be, or the segment is none of ours.
    """
    place = place_of(article)
    require_there(actor, Permission.ARTICLE_EDIT, place)
    refuse_stale(seen_version, article.version)
    if facts.owner.id != article.owner_id:
        require_there(actor, Permission.ARTICLE_EDIT, Place(frozenset({facts.owner.id}), None, place.pair))
    if facts.segment not in SEGMENTS:
        raise Invalid(Reason.FIELD_INVALID, field="segment")
    allowed = {person.id for person in contact_people(session, article, facts.owner)}
    if facts.contact_person is not None and facts.contact_person.id not in allowed:
        raise Invalid(Reason.FIELD_INVALID, field="contact_person")
    article.owner = facts.owner
    article.contact_person = facts.contact_person
    article.topics = list(facts.topics)
    article.segment = facts.segment
    audit.record(
        session,
        actor.id,
        Permission.ARTICLE_EDIT,
        "article",
        article.id,
        owner=facts.owner.id,
        contact_person=facts.contact_person.id if facts.contact_person else None,
        topics=[topic.key for topic in facts.topics],
        segment=facts.segment,
    )
    session.flush()
    return article


def contact_people(session: Session, article: Article, owner: Organisation) -> list[Person]:
    """Return who can be the contact person: the present one, the owner's people, and those who write there."""
    own = session.scalars(sa.select(Person).where(Person.organisation_id == owner.id, Person.is_active))
    present = [article.contact_person] if article.contact_person else []
    place = Place(frozenset({owner.id}), article.workshop_id, article.pair)
    found = {person.id: person for person in [*present, *own, *people_with(session, Permission.TEXT_WRITE, place)]}
    return sorted(found.values(), key=lambda person: person.name)


def open_edition(
    session: Session, actor: Actor, edition: Edition, *, change_note: str, seen_version: int | None
) -> Edition:
    """Open the edition that follows the newest one, with all its words; raise IllegalMove while one is open."""
    require(actor, Permission.EDITION_REOPEN, matter_of(session, edition))
    refuse_stale(seen_version, edition.version)
    if not change_note.strip():
        raise Invalid(Reason.REASON_MISSING, field="change_note")
    return next_edition(session, edition, person_id=actor.id, change_note=change_note)


def reopen_edition(
    session: Session, actor: Actor, edition: Edition, *, reason: str, seen_version: int | None
) -> EditionMove:
    """Take the edition back to its writers; what was signed of unchanged sentences goes on to count."""
    edition = locked_edition(session, edition)
    require(actor, Permission.EDITION_REOPEN, matter_of(session, edition))
    refuse_stale(seen_version, edition.version)
    if not reason.strip():
        raise Invalid(Reason.REASON_MISSING, field="reason")
    return make_move(session, edition, Move.REOPEN, person_id=actor.id, comment=reason.strip())


def plant_catalogue(session: Session) -> None:
    """Add the municipalities, topics and article types that are not there yet; never touches what is there."""
    catalogue = json.loads(CATALOGUE.read_text(encoding="utf-8"))
    for facts in catalogue["municipalities"]:
        if session.get(Municipality, facts["code"]) is None:
            session.add(_municipality(facts))
    for position, facts in enumerate(catalogue["topics"]):
        if session.get(Topic, facts["key"]) is None:
            session.add(Topic(key=facts["key"], position=position, **_names(facts["names"])))
    for position, facts in enumerate(catalogue["article_types"]):
        if session.get(ArticleType, facts["key"]) is None:
            session.add(_article_type(facts, position))
    session.flush()


def _names(names: dict[str, str], prefix: str = "name") -> dict[str, str]:
    return {f"{prefix}_{language}": names.get(language, "") for language in ("da", "kl", "en")}


def _municipality(facts: dict[str, Any]) -> Municipality:
    ends_on = facts.get("ends_on")
    return Municipality(
        code=facts["code"],
        starts_on=dt.date.fromisoformat(facts["starts_on"]),
        ends_on=dt.date.fromisoformat(ends_on) if ends_on else None,
        predecessors=" ".join(facts.get("predecessors", [])),
        **_names(facts["names"]),
    )


def _article_type(facts: dict[str, Any], position: int) -> ArticleType:
    sections = [
        SectionType(
            key=section["key"],
            position=number,
            role=section["role"],
            is_required=section["required"],
            **_names(section["headings"]),
            **_names(section["guidance"], "guidance"),
        )
        for number, section in enumerate(facts["sections"])
    ]
    return ArticleType(key=facts["key"], position=position, sections=sections, **_names(facts["names"]))
