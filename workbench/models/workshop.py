"""A writing workshop: when, where, who, what to write."""

import datetime as dt
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workbench.models.base import Base, key, moment

if TYPE_CHECKING:
    from workbench.models.organisation import Organisation
    from workbench.models.person import Grant
    from workbench.models.programme import Programme, WantedArticle


class Workshop(Base):
    __tablename__ = "workshop"

    id: Mapped[key]
    programme_id: Mapped[int] = mapped_column(sa.ForeignKey("programme.id"), index=True)
    host_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"))
    title: Mapped[str]
    place: Mapped[str] = mapped_column(default="")
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date]
    #: How many articles those who come have set themselves; 0 where they have not.
    goal: Mapped[int] = mapped_column(default=0)
    closed_at: Mapped[dt.datetime | None]
    is_example: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[moment]
    version: Mapped[int] = mapped_column(default=1)

    programme: Mapped["Programme"] = relationship(back_populates="workshops")
    host: Mapped["Organisation"] = relationship()
    grants: Mapped[list["Grant"]] = relationship(back_populates="workshop", order_by="Grant.id")
    wanted: Mapped[list["WantedArticle"]] = relationship(back_populates="workshop", order_by="WantedArticle.id")

    __mapper_args__ = {"version_id_col": version}
