"""Organisations with their contact details; municipalities with a lifetime."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workbench.models.base import Base, Named, key, moment


class Organisation(Named, Base):
    __tablename__ = "organisation"

    id: Mapped[key]
    address: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    website: Mapped[str] = mapped_column(default="")
    municipality_code: Mapped[str | None] = mapped_column(sa.ForeignKey("municipality.code"))
    is_active: Mapped[bool] = mapped_column(default=True)
    is_example: Mapped[bool] = mapped_column(default=False)
    #: When somebody last said that the contact details are right.
    confirmed_at: Mapped[moment]
    version: Mapped[int] = mapped_column(default=1)

    municipality: Mapped["Municipality | None"] = relationship()

    __mapper_args__ = {"version_id_col": version}


class Municipality(Named, Base):
    __tablename__ = "municipality"

    code: Mapped[str] = mapped_column(primary_key=True)
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date | None]
    #: Codes of the municipalities it came from.
    predecessors: Mapped[str] = mapped_column(default="")

    def exists_on(self, day: dt.date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)
