"""People, the roles they hold and until when, their logins, their links by mail."""

import datetime as dt
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workbench.domain.roles import Role
from workbench.models.base import Base, key, moment

if TYPE_CHECKING:
    from workbench.models.organisation import Organisation
    from workbench.models.workshop import Workshop


class Person(Base):
    __tablename__ = "person"

    id: Mapped[key]
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password_hash: Mapped[str] = mapped_column(default="")
    locale: Mapped[str] = mapped_column(default="da")
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id"))
    is_active: Mapped[bool] = mapped_column(default=True)
    is_example: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[moment]
    version: Mapped[int] = mapped_column(default=1)

    organisation: Mapped["Organisation | None"] = relationship()
    grants: Mapped[list["Grant"]] = relationship(
        back_populates="person", foreign_keys="Grant.person_id", order_by="Grant.id"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def initials(self) -> str:
        parts = self.name.split()
        return "".join(part[0] for part in (parts[:1] + parts[-1:] if len(parts) > 1 else parts)).upper()


class Grant(Base):
    """A role held by a person: for whom, from when, until when."""

    __tablename__ = "role_grant"

    id: Mapped[key]
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    role: Mapped[Role]
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id"))
    workshop_id: Mapped[int | None] = mapped_column(sa.ForeignKey("workshop.id"), index=True)
    source_language: Mapped[str | None]
    target_language: Mapped[str | None]
    starts_at: Mapped[moment]
    ends_at: Mapped[dt.datetime | None]
    granted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    person: Mapped[Person] = relationship(back_populates="grants", foreign_keys=[person_id])
    organisation: Mapped["Organisation | None"] = relationship()
    workshop: Mapped["Workshop | None"] = relationship(back_populates="grants")

    @property
    def pair(self) -> tuple[str, str] | None:
        return (self.source_language, self.target_language) if self.source_language and self.target_language else None

    def is_held_at(self, at: dt.datetime) -> bool:
        return self.starts_at <= at and (self.ends_at is None or at < self.ends_at)


class Login(Base):
    """One sign-in of one person on one device; the cookie holds the token, the row only its hash."""

    __tablename__ = "login"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    started_at: Mapped[moment]
    seen_at: Mapped[moment]
    ended_at: Mapped[dt.datetime | None]

    person: Mapped[Person] = relationship()


class MailLink(Base):
    """An invitation or a reset by mail: one use, an end, bound to one address; the row holds only the hash."""

    __tablename__ = "mail_link"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    purpose: Mapped[str]
    email: Mapped[str]
    made_at: Mapped[moment]
    ends_at: Mapped[dt.datetime]
    used_at: Mapped[dt.datetime | None]

    person: Mapped[Person] = relationship()


class Attempt(Base):
    """A try that is counted, so that tries can be slowed down across processes; ``key`` is a hash."""

    __tablename__ = "attempt"

    id: Mapped[key]
    key: Mapped[str]
    at: Mapped[moment]

    __table_args__ = (sa.Index("ix_attempt_key_at", "key", "at"),)
