"""A field to be covered: its wanted articles, the stages and signatures it asks for."""

import datetime as dt
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workbench.models.base import Base, key, moment

if TYPE_CHECKING:
    from workbench.models.article import Article
    from workbench.models.organisation import Organisation
    from workbench.models.person import Person
    from workbench.models.workshop import Workshop


def usual_stages() -> dict[str, Any]:
    """Return the signatures asked for where a programme says nothing else, and the days each stage may take."""
    return {
        "signatures": {"peer": 1, "legal": 1},
        "days": {"in_review": 14, "in_translation": 14, "in_checking": 7, "awaiting_approval": 7},
    }


class Programme(Base):
    __tablename__ = "programme"

    id: Mapped[key]
    title: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    #: ``signatures``: capacity -> how many people; ``days``: state -> days it may take. Translator, checker and
    #: approver are always one each: that nobody vouches for their own words is not a setting.
    stages: Mapped[dict[str, Any]] = mapped_column(default=usual_stages)
    is_example: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[moment]
    version: Mapped[int] = mapped_column(default=1)

    organisation: Mapped["Organisation"] = relationship()
    wanted: Mapped[list["WantedArticle"]] = relationship(back_populates="programme", order_by="WantedArticle.id")
    workshops: Mapped[list["Workshop"]] = relationship(back_populates="programme", order_by="Workshop.starts_on")

    __mapper_args__ = {"version_id_col": version}


class WantedArticle(Base):
    """An article a programme wants; in a workshop once it is on that workshop's list, with a writer once claimed."""

    __tablename__ = "wanted_article"

    id: Mapped[key]
    programme_id: Mapped[int] = mapped_column(sa.ForeignKey("programme.id"), index=True)
    title: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    article_type_key: Mapped[str] = mapped_column(sa.ForeignKey("article_type.key"))
    topic_key: Mapped[str | None] = mapped_column(sa.ForeignKey("topic.key"))
    source_language: Mapped[str] = mapped_column(default="da")
    segment: Mapped[str] = mapped_column(default="citizen")
    workshop_id: Mapped[int | None] = mapped_column(sa.ForeignKey("workshop.id"), index=True)
    writer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    article_id: Mapped[Any | None] = mapped_column(sa.Uuid, sa.ForeignKey("article.id"), unique=True)
    added_at: Mapped[moment]
    claimed_at: Mapped[dt.datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    programme: Mapped[Programme] = relationship(back_populates="wanted")
    workshop: Mapped["Workshop | None"] = relationship(back_populates="wanted")
    writer: Mapped["Person | None"] = relationship()
    article: Mapped["Article | None"] = relationship()

    __mapper_args__ = {"version_id_col": version}
