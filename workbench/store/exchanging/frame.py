"""The frame of a workshop that came from its home: organisations, programme, the workshop itself, its people.

Home decides about them. What comes back home changes none of it.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workbench.domain.exchange.bundle import Entry
from workbench.domain.roles import Role
from workbench.models import Grant, Organisation, PeerName, Person, Programme, Workshop, now
from workbench.store.exchanging.names import KINDS, Kind, Name, Names, Row
from workbench.store.people import person_by_email
from workbench.store.workshops import WORKSHOP_ROLES

_TEXTS = ("name_da", "name_kl", "name_en", "address", "phone", "email", "website")


class Frame:
    """Puts up the frame of one workshop here, or brings it up to how it is at home."""

    def __init__(self, session: Session, names: Names) -> None:
        self.session, self.names = session, names
        self.people = 0

    def put_up(self, entries: Iterable[Entry], home: str) -> None:
        """Go through the entries in their order; those of other kinds are passed over. ``home`` is whose they are."""
        acts = {
            "organisation": self._organisation,
            "programme": self._programme,
            "workshop": self._workshop,
        }
        its = list(entries)
        # Home speaks of its own workshop alone: nothing that was born here, or elsewhere, is changed by it.
        if any(entry["name"][0] != home for entry in its if entry["is"] in {"programme", "workshop"}):
            raise ValueError("not its own workshop")
        for entry in its:
            if act := acts.get(entry["is"]):
                act(entry)
        workshop = self._there(Workshop, next(entry["name"] for entry in its if entry["is"] == "workshop"))
        for entry in its:
            if entry["is"] == "person":
                self._person(entry, workshop)
        self.session.flush()

    def _found(self, kind: type[Kind], name: Name) -> Kind | None:
        number = self.names.number(kind, name)
        return self.session.get(kind, number) if number is not None else None

    def _there(self, kind: type[Kind], name: Name) -> Kind:
        found = self._found(kind, name)
        if found is None:
            raise ValueError(f"there is no {KINDS[kind]} {name}")
        return found

    def _add(self, row: Row, name: Name) -> None:
        self.session.add(row)
        self.session.flush()
        self.names.bind(row, name)

    def _organisation(self, entry: Entry) -> None:
        facts = {name: str(entry["facts"].get(name, "")) for name in _TEXTS}
        if self._found(Organisation, entry["name"]) is not None:
            return
        same = self.session.scalars(
            sa.select(Organisation).where(
                Organisation.name_da == facts["name_da"],
                Organisation.name_kl == facts["name_kl"],
                Organisation.id.not_in(sa.select(PeerName.local_id).where(PeerName.kind == KINDS[Organisation])),
            )
        ).first()
        if same is not None:
            self.names.bind(same, entry["name"])
        else:
            self._add(Organisation(**facts), entry["name"])

    def _programme(self, entry: Entry) -> None:
        facts = {name: entry["facts"][name] for name in ("title", "description", "stages")}
        programme = self._found(Programme, entry["name"])
        if programme is None:
            owner = self._there(Organisation, entry["organisation"])
            self._add(Programme(organisation=owner, **facts), entry["name"])
        else:
            _set(programme, facts)

    def _workshop(self, entry: Entry) -> None:
        facts = {name: entry["facts"][name] for name in ("title", "place", "goal")}
        for name in ("starts_on", "ends_on"):
            facts[name] = dt.date.fromisoformat(entry["facts"][name])
        workshop = self._found(Workshop, entry["name"])
        if workshop is None:
            programme, host = self._there(Programme, entry["programme"]), self._there(Organisation, entry["host"])
            self._add(Workshop(programme=programme, host=host, **facts), entry["name"])
        else:
            _set(workshop, facts)

    def _person(self, entry: Entry, workshop: Workshop) -> None:
        person = person_by_email(self.session, entry["email"])
        facts = entry["facts"]
        if person is None:
            organisation = self._found(Organisation, entry["organisation"]) if entry["organisation"] else None
            person = Person(email=entry["email"], name=facts["name"], locale=facts["locale"], organisation=organisation)
            self.session.add(person)
            self.session.flush()
            self.people += 1
        # A password somebody has here already stays theirs.
        person.password_hash = person.password_hash or str(facts.get("password_hash", ""))
        for role in entry["roles"]:
            _give(self.session, person, workshop, role)


def _set(row: Programme | Workshop, facts: Mapping[str, Any]) -> None:
    for name, value in facts.items():
        if getattr(row, name) != value:
            setattr(row, name, value)


def _give(session: Session, person: Person, workshop: Workshop, entry: Mapping[str, Any]) -> None:
    """Let the person hold the role in the workshop here, until home says it ends."""
    role = Role(entry["role"])
    if role not in WORKSHOP_ROLES:
        return
    grant = session.scalars(
        sa.select(Grant).where(Grant.person_id == person.id, Grant.workshop_id == workshop.id, Grant.role == role)
    ).first()
    if grant is None:
        # From now on at the latest: the clock here may be behind.
        starts = min(dt.datetime.fromisoformat(entry["from"]), now())
        grant = Grant(person_id=person.id, workshop_id=workshop.id, role=role, starts_at=starts)
        session.add(grant)
    grant.ends_at = dt.datetime.fromisoformat(entry["until"]) if entry["until"] else None
    session.flush()
    session.expire(person, ["grants"])
