"""Who takes part in a rehearsal, and what they have before them: people, a programme, a workshop with its list."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workbench.accounts.hashing import hashed
from workbench.domain.roles import Role
from workbench.models import Organisation, Person, Programme, Topic, Workshop, now
from workbench.rehearsal.words import Words
from workbench.store.people import add_person, grant_role
from workbench.store.visibility import actor_of
from workbench.workshops.commands.lists import add_to_list
from workbench.workshops.commands.programmes import Wish

PASSWORD = "fjorten ord og en kajak"  # noqa: S105 - of people who live for two minutes
#: Those who are not writers, by what they do.
OTHERS = ("facilitator", "peer", "lawyer", "translator", "checker", "approver")
PAIR = ("da", "kl")


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the cast."""

    id: int
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Cast:
    """The ids a rehearsal goes on with."""

    workshop_id: int
    writers: tuple[Member, ...]
    others: dict[str, Member]
    titles: tuple[str, ...]


def gather(session: Session, *, writers: int, articles: int, words: Words) -> Cast:
    """Make everybody and everything; titles are words that exist once, too."""
    organisation = Organisation(
        name_da="Prøvekommunen",
        name_kl="Prøvekommunen",
        name_en="The rehearsal municipality",
        address="Prøvevej 1\n3900 Nuuk",
        phone="+299 00 00 00",
        email="post@rehearsal.example",
        website="https://rehearsal.example",
    )
    session.add(organisation)
    session.flush()
    workshop = _workshop(session, organisation)
    kept = hashed(PASSWORD)
    people = [_person(session, f"Skriver {number}", f"writer{number}", organisation, kept) for number in range(writers)]
    for person in people:
        grant_role(session, None, person, Role.PARTICIPANT, workshop=workshop)
    others = {name: _person(session, name.capitalize(), name, organisation, kept) for name in OTHERS}
    _grant(session, others, organisation, workshop)
    session.flush()
    titles = tuple(_list(session, workshop, others["facilitator"], articles, words))
    return Cast(workshop.id, tuple(map(_member, people)), {name: _member(one) for name, one in others.items()}, titles)


def _workshop(session: Session, organisation: Organisation) -> Workshop:
    programme = Programme(title="Generalprøve", organisation=organisation)
    today = now().date()
    workshop = Workshop(
        programme=programme,
        host=organisation,
        title="Generalprøve",
        place="Nuuk",
        starts_on=today,
        ends_on=today + dt.timedelta(days=1),
    )
    session.add(workshop)
    session.flush()
    return workshop


def _person(session: Session, name: str, address: str, organisation: Organisation, kept: str) -> Person:
    person = add_person(session, None, f"{address}@rehearsal.example", name, locale="da", organisation=organisation)
    person.password_hash = kept
    return person


def _grant(session: Session, others: dict[str, Person], organisation: Organisation, workshop: Workshop) -> None:
    grant_role(session, None, others["facilitator"], Role.FACILITATOR, workshop=workshop)
    for name in ("peer", "lawyer"):
        grant_role(session, None, others[name], Role.REVIEWER, organisation=organisation)
    grant_role(session, None, others["translator"], Role.TRANSLATOR, pair=PAIR)
    grant_role(session, None, others["checker"], Role.CHECKER, pair=PAIR)
    grant_role(session, None, others["approver"], Role.APPROVER, organisation=organisation)


def _list(session: Session, workshop: Workshop, facilitator: Person, articles: int, words: Words) -> list[str]:
    session.refresh(facilitator)
    actor = actor_of(facilitator)
    topics = session.scalars(sa.select(Topic.key).order_by(Topic.position)).all()
    titles = []
    for number in range(articles):
        title = f"{words.new().capitalize()} {words.new()}"
        topic = topics[number % len(topics)]
        add_to_list(session, actor, workshop, Wish(title, "service", topic_key=topic))
        titles.append(title)
    return titles


def _member(person: Person) -> Member:
    return Member(person.id, person.name, person.email)
