"""An article, its editions, and the moves each edition has made."""

import datetime as dt
import uuid
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workbench.domain.states import OPEN, Move, State
from workbench.models.base import Base, key, moment, uuid_key

if TYPE_CHECKING:
    from workbench.models.catalogue import ArticleType, Topic
    from workbench.models.organisation import Organisation
    from workbench.models.person import Person
    from workbench.models.programme import Programme
    from workbench.models.text import Text
    from workbench.models.workshop import Workshop

article_topic = sa.Table(
    "article_topic",
    Base.metadata,
    sa.Column("article_id", sa.Uuid, sa.ForeignKey("article.id"), primary_key=True),
    sa.Column("topic_key", sa.String, sa.ForeignKey("topic.key"), primary_key=True),
)


class Article(Base):
    """What a citizen reads: one id for all its languages and editions."""

    __tablename__ = "article"

    id: Mapped[uuid_key]
    #: The title in the source language as the newest edition has it, for lists and sorting; the text is the truth.
    title: Mapped[str] = mapped_column(index=True)
    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    contact_person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    article_type_key: Mapped[str] = mapped_column(sa.ForeignKey("article_type.key"))
    programme_id: Mapped[int | None] = mapped_column(sa.ForeignKey("programme.id"), index=True)
    workshop_id: Mapped[int | None] = mapped_column(sa.ForeignKey("workshop.id"), index=True)
    #: "citizen" or "business".
    segment: Mapped[str] = mapped_column(default="citizen")
    source_language: Mapped[str] = mapped_column(default="da")
    is_example: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[moment]
    version: Mapped[int] = mapped_column(default=1)

    owner: Mapped["Organisation"] = relationship()
    contact_person: Mapped["Person | None"] = relationship()
    article_type: Mapped["ArticleType"] = relationship()
    programme: Mapped["Programme | None"] = relationship()
    workshop: Mapped["Workshop | None"] = relationship()
    topics: Mapped[list["Topic"]] = relationship(secondary=article_topic, order_by="Topic.position")
    editions: Mapped[list["Edition"]] = relationship(back_populates="article", order_by="Edition.number")

    __mapper_args__ = {"version_id_col": version}

    @property
    def target_language(self) -> str:
        return "kl" if self.source_language == "da" else "da"

    @property
    def pair(self) -> tuple[str, str]:
        return self.source_language, self.target_language


class Edition(Base):
    """One round of change of an article in all its languages together."""

    __tablename__ = "edition"

    id: Mapped[key]
    article_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("article.id"), index=True)
    number: Mapped[int]
    state: Mapped[State] = mapped_column(default=State.DRAFTING, index=True)
    #: When the edition came into the state it is in.
    state_since: Mapped[moment]
    #: When the stage it is in should be over.
    due_at: Mapped[dt.datetime | None]
    #: What this edition changes, in a sentence; empty for the first.
    change_note: Mapped[str] = mapped_column(default="")
    opened_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    opened_at: Mapped[moment]
    #: True from opening until it is published, superseded or withdrawn: at most one edition of an article has it.
    is_open: Mapped[bool | None] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)

    article: Mapped[Article] = relationship(back_populates="editions")
    opened_by: Mapped["Person | None"] = relationship()
    texts: Mapped[list["Text"]] = relationship(back_populates="edition", order_by="Text.id")
    moves: Mapped[list["EditionMove"]] = relationship(back_populates="edition", order_by="EditionMove.id")

    __mapper_args__ = {"version_id_col": version}
    # Null counts as different from null: so of the open ones there is one, of the closed ones there are many.
    __table_args__ = (sa.UniqueConstraint("article_id", "number"), sa.UniqueConstraint("article_id", "is_open"))

    def set_state(self, state: State, at: dt.datetime) -> None:
        """Enter the state; keep ``is_open`` true to it (null, never false: see the constraint)."""
        self.state = state
        self.state_since = at
        self.is_open = True if state in OPEN else None

    def text_in(self, language: str) -> "Text | None":
        return next((text for text in self.texts if text.language == language), None)

    @property
    def source(self) -> "Text":
        return next(text for text in self.texts if text.is_source)

    @property
    def target(self) -> "Text | None":
        return next((text for text in self.texts if not text.is_source), None)


class EditionMove(Base):
    """One move of an edition from state to state: who, when, why. Rows are only ever added."""

    __tablename__ = "edition_move"

    id: Mapped[key]
    edition_id: Mapped[int] = mapped_column(sa.ForeignKey("edition.id"), index=True)
    move: Mapped[Move]
    from_state: Mapped[State]
    to_state: Mapped[State]
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    comment: Mapped[str] = mapped_column(default="")
    at: Mapped[moment]

    edition: Mapped[Edition] = relationship(back_populates="moves")
    person: Mapped["Person | None"] = relationship()
