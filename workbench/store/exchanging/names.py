"""What a thing is called among workbenches: where it was born, and its number there. Numbers differ, names do not."""

from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workbench.domain.refusals import Invalid
from workbench.models import Organisation, PeerName, Person, Programme, WantedArticle, Workshop
from workbench.store.people import person_by_email

Row = Organisation | Programme | Workshop | WantedArticle
KINDS: dict[type[Row], str] = {
    Organisation: "organisation",
    Programme: "programme",
    Workshop: "workshop",
    WantedArticle: "wanted",
}
Kind = TypeVar("Kind", Organisation, Programme, Workshop, WantedArticle)
#: [fingerprint of the workbench where it was born, its number there].
Name = list[str | int]


def known_person(session: Session, email: str) -> Person | None:
    """Return whose address that is; nobody's where it is none."""
    try:
        return person_by_email(session, email) if email else None
    except Invalid:
        return None


class Names:
    """Gives and finds names for one workbench, ``own`` is its fingerprint."""

    def __init__(self, session: Session, own: str) -> None:
        self.session, self.own = session, own

    def of(self, row: Row) -> Name:
        """Return the name of a row of ours."""
        found = self.session.scalars(
            sa.select(PeerName).where(PeerName.kind == KINDS[type(row)], PeerName.local_id == row.id)
        ).first()
        return [found.origin, found.number] if found else [self.own, row.id]

    def number(self, kind: type[Row], name: Name) -> int | None:
        """Return our number of what is called so, or None where it is not here."""
        origin, number = str(name[0]), int(name[1])
        if origin == self.own:
            return number
        found = self.session.get(PeerName, (KINDS[kind], origin, number))
        return found.local_id if found else None

    def bind(self, row: Row, name: Name) -> None:
        """Note that a row, which has its number by now, is what another workbench calls so."""
        self.session.add(PeerName(kind=KINDS[type(row)], origin=str(name[0]), number=int(name[1]), local_id=row.id))
        self.session.flush()
