"""Reviews asked for and given, remarks on words, what each person has read."""

import datetime as dt
import enum
import uuid
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workbench.models.base import Base, key, moment, uuid_key

if TYPE_CHECKING:
    from workbench.models.article import Edition
    from workbench.models.organisation import Organisation
    from workbench.models.person import Person
    from workbench.models.text import Text


class Verdict(enum.StrEnum):
    #: The reviewer signs the sentences as they are.
    ACCEPT = "accept"
    #: Something must change first.
    REQUEST_CHANGES = "request_changes"


class Review(Base):
    """One reading of one edition that was asked for: of a person, or of anybody in an organisation."""

    __tablename__ = "review"

    id: Mapped[key]
    edition_id: Mapped[int] = mapped_column(sa.ForeignKey("edition.id"), index=True)
    #: "peer" or "legal".
    capacity: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    asked_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    asked_at: Mapped[moment]
    due_on: Mapped[dt.date | None]
    note: Mapped[str] = mapped_column(default="")
    verdict: Mapped[Verdict | None]
    reason: Mapped[str] = mapped_column(default="")
    given_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    given_at: Mapped[dt.datetime | None]
    #: The row of the source's log that stood in front of the reviewer.
    read_seq: Mapped[int | None]
    cancelled_at: Mapped[dt.datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    edition: Mapped["Edition"] = relationship()
    person: Mapped["Person | None"] = relationship(foreign_keys=[person_id])
    organisation: Mapped["Organisation | None"] = relationship()
    asked_by: Mapped["Person"] = relationship(foreign_keys=[asked_by_id])
    given_by: Mapped["Person | None"] = relationship(foreign_keys=[given_by_id])

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_waiting(self) -> bool:
        return self.verdict is None and self.cancelled_at is None


class Remark(Base):
    """A comment anchored to words of a line, or to a segment, or an answer to another remark."""

    __tablename__ = "remark"

    #: Made by the sender: a remark sent twice stands once.
    id: Mapped[uuid_key]
    text_id: Mapped[int] = mapped_column(sa.ForeignKey("text.id"), index=True)
    line_id: Mapped[str] = mapped_column(default="")
    quote: Mapped[str] = mapped_column(default="")
    words: Mapped[str]
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    answers_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("remark.id"), index=True)
    at: Mapped[moment]
    resolved_at: Mapped[dt.datetime | None]
    resolved_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    text: Mapped["Text"] = relationship()
    person: Mapped["Person"] = relationship(foreign_keys=[person_id])
    resolved_by: Mapped["Person | None"] = relationship(foreign_keys=[resolved_by_id])


class Reading(Base):
    """What a person last read of a text: the row of the log that stood in front of them."""

    __tablename__ = "reading"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), primary_key=True)
    text_id: Mapped[int] = mapped_column(sa.ForeignKey("text.id"), primary_key=True)
    seq: Mapped[int]
    at: Mapped[moment]
