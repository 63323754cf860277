"""Who and what the demo's content means by its keys."""

from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workbench.domain.permissions import Actor
from workbench.models import Base, Organisation, Person, Programme, Workshop
from workbench.store.visibility import actor_of

Row = TypeVar("Row", bound=Base)


class Scene:
    """Finds the rows of the demo on a session."""

    def __init__(self, session: Session, facts: dict[str, Any]) -> None:
        self.session = session
        self._facts = facts

    def _fact(self, part: str, key: str) -> dict[str, Any]:
        found: dict[str, Any] = next(row for row in self._facts[part] if row["key"] == key)
        return found

    def organisation(self, key: str) -> Organisation:
        """Return the organisation of that key."""
        name = self._fact("organisations", key)["names"]["da"]
        return self._one(sa.select(Organisation).where(Organisation.name_da == name, Organisation.is_example))

    def person(self, key: str) -> Person:
        """Return the person of that key."""
        email = self._fact("people", key)["email"]
        return self._one(sa.select(Person).where(Person.email == email))

    def actor(self, key: str) -> Actor:
        """Return the person with the roles they hold."""
        return actor_of(self.person(key))

    def workshop(self, key: str) -> Workshop:
        """Return the workshop of that key."""
        title = self._fact("workshops", key)["title"]
        return self._one(sa.select(Workshop).where(Workshop.title == title, Workshop.is_example))

    def programme(self) -> Programme:
        """Return the one programme of the demo."""
        return self._one(sa.select(Programme).where(Programme.is_example))

    def coordinator(self) -> Actor:
        """Return who runs the programme."""
        return self.actor(self._facts["programme"]["coordinator"])

    def _one(self, query: sa.Select[Row]) -> Row:
        return self.session.scalars(query).one()
