"""Plants the demo: people, organisations, workshops and articles in all states, through the commands people use."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from workbench import outbox
from workbench.accounts.hashing import hashed
from workbench.articles.commands import plant_catalogue
from workbench.demo.journey import Journey
from workbench.demo.scene import Scene
from workbench.domain.roles import Role
from workbench.models import (
    ArticleType,
    Organisation,
    OutboxEntry,
    Person,
    Programme,
    Topic,
    WantedArticle,
    Workshop,
    now,
)
from workbench.publishing.places import Targets
from workbench.publishing.worker import parcel_handler
from workbench.store.people import grant_role

CONTENT = Path(__file__).parent / "content"
#: The one password of all people of the demo; it is printed, and nobody outside this machine can reach them.
PASSWORD = "arbejdsbordet er et eksempel"  # noqa: S105 - an example, printed at the start


def is_empty(session: Session) -> bool:
    """Tell whether nobody has an account yet."""
    return session.scalar(sa.select(sa.func.count()).select_from(Person)) == 0


def plant(sessions: sessionmaker[Session], targets: Targets) -> None:
    """Plant the whole demo into a migrated, empty workbench; every step is committed as people would have done it."""
    facts = json.loads((CONTENT / "demo.json").read_text(encoding="utf-8"))
    with sessions.begin() as session:
        plant_catalogue(session)
        _plant_frame(session, facts)
    for article in facts["articles"]:
        _plant_article(sessions, targets, article, facts)
    with sessions.begin() as session:
        _plant_wanted(session, facts)
        # Letters to people of the demo would reach nobody.
        session.execute(sa.delete(OutboxEntry).where(OutboxEntry.kind == "MailDue"))


def _plant_article(
    sessions: sessionmaker[Session], targets: Targets, article: dict[str, Any], facts: dict[str, Any]
) -> None:
    handlers = {"ParcelDue": parcel_handler(targets)}
    with sessions.begin() as session:
        begun = Journey(Scene(session, facts), article).begin()
    for edition in article["editions"]:
        for step in Journey.steps(edition):
            with sessions.begin() as session:
                Journey(Scene(session, facts), article, begun).take(step, edition)
            while outbox.drain_one(sessions, handlers):
                pass
        with sessions.begin() as session:
            Journey(Scene(session, facts), article, begun).date_back(edition)


def _plant_frame(session: Session, facts: dict[str, Any]) -> None:
    """Plant organisations, programme, workshops, and people with their roles."""
    scene = Scene(session, facts)
    for row in facts["organisations"]:
        session.add(_organisation(row))
    session.flush()
    kept = hashed(PASSWORD)
    for row in facts["people"]:
        session.add(
            Person(
                name=row["name"],
                email=row["email"],
                locale=row["language"],
                organisation=scene.organisation(row["organisation"]),
                password_hash=kept,
                is_example=True,
            )
        )
    session.flush()
    _plant_workshops(session, scene, facts)
    for row in facts["people"]:
        for role in row["roles"]:
            _grant(session, scene, row["key"], role)


def _organisation(row: dict[str, Any]) -> Organisation:
    names = {f"name_{language}": name for language, name in row["names"].items()}
    contact = {name: row[name] for name in ("address", "phone", "email", "website")}
    return Organisation(is_example=True, **names, **contact)


def _plant_workshops(session: Session, scene: Scene, facts: dict[str, Any]) -> None:
    row = facts["programme"]
    programme = Programme(
        title=row["title"],
        description=row["description"],
        organisation=scene.organisation(row["organisation"]),
        stages=row["stages"],
        is_example=True,
    )
    session.add(programme)
    today = now().date()
    for each in facts["workshops"]:
        starts_on = today + dt.timedelta(days=each["starts_in_days"])
        ends_on = starts_on + dt.timedelta(days=each["lasts_days"] - 1)
        closed_at = dt.datetime.combine(ends_on, dt.time(16), dt.UTC) if each["is_closed"] else None
        session.add(
            Workshop(
                programme=programme,
                host=scene.organisation(each["host"]),
                title=each["title"],
                place=each["place"],
                starts_on=starts_on,
                ends_on=ends_on,
                goal=each["goal"],
                closed_at=closed_at,
                is_example=True,
            )
        )
    session.flush()


def _grant(session: Session, scene: Scene, key: str, role: dict[str, Any]) -> None:
    source, _, target = role.get("pair", "").partition("-")
    grant_role(
        session,
        None,
        scene.person(key),
        Role(role["role"]),
        organisation=scene.organisation(role["organisation"]) if "organisation" in role else None,
        workshop=scene.workshop(role["workshop"]) if "workshop" in role else None,
        pair=(source, target) if target else None,
    )


def _plant_wanted(session: Session, facts: dict[str, Any]) -> None:
    scene = Scene(session, facts)
    for row in facts["programme"]["wanted"]:
        session.add(
            WantedArticle(
                programme=scene.programme(),
                title=row["title"],
                note=row["note"],
                article_type_key=session.get_one(ArticleType, row["article_type"]).key,
                topic_key=session.get_one(Topic, row["topic"]).key,
                source_language=row["source_language"],
                segment=row["segment"],
                workshop_id=scene.workshop(row["workshop"]).id if row["workshop"] else None,
            )
        )
    session.flush()


def sign_ins(session: Session) -> list[tuple[str, str]]:
    """Return (e-mail, name with roles) of everybody in the demo, for the terminal."""
    people = session.scalars(sa.select(Person).where(Person.is_example).order_by(Person.id))
    return [
        (person.email, f"{person.name} ({', '.join(dict.fromkeys(grant.role.value for grant in person.grants))})")
        for person in people
    ]
