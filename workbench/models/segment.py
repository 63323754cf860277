"""Segments: the sentences of a source and what answers them in the target; claims, dismissals, the memory."""

import datetime as dt
import enum
import uuid
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workbench.models.base import Base, key, moment

if TYPE_CHECKING:
    from workbench.models.article import Edition
    from workbench.models.organisation import Organisation
    from workbench.models.person import Person


class Origin(enum.StrEnum):
    #: A person typed it.
    HUMAN = "human"
    #: It came from the memory, unchanged.
    MEMORY = "memory"
    #: It came in with a PO file.
    IMPORT = "import"


class Segment(Base):
    """One sentence of the source, by a key that it keeps; the target text has a line of that id."""

    __tablename__ = "segment"

    id: Mapped[key]
    edition_id: Mapped[int] = mapped_column(sa.ForeignKey("edition.id"), index=True)
    key: Mapped[str]
    #: Reading order over the whole text; the title is 0.
    position: Mapped[int]
    line_id: Mapped[str]
    section_key: Mapped[str] = mapped_column(default="")
    #: The kind of the line the sentence stands in.
    kind: Mapped[str]
    #: The sentence as inline Markdown, and its signature hash.
    source: Mapped[str]
    source_hash: Mapped[str] = mapped_column(index=True)
    #: The wording before, when the source changed after something had been translated.
    previous_source: Mapped[str] = mapped_column(default="")
    #: The target's words as inline Markdown and their hash, a cache of the target text's line.
    target: Mapped[str] = mapped_column(default="")
    target_hash: Mapped[str] = mapped_column(default="")
    #: Hash of the source that the target was made from; another than ``source_hash`` means out of date.
    made_from: Mapped[str] = mapped_column(default="")
    origin: Mapped[Origin | None]
    #: Who last changed the target, and when.
    translator_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    translated_at: Mapped[dt.datetime | None]
    #: Said by the translator: this is how it should be.
    is_confirmed: Mapped[bool] = mapped_column(default=False)
    #: Why a checker gave it back; empty once answered.
    returned_reason: Mapped[str] = mapped_column(default="")
    #: False when the source has no such sentence any more: kept, for its words.
    is_current: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)

    edition: Mapped["Edition"] = relationship()
    translator: Mapped["Person | None"] = relationship()

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (sa.UniqueConstraint("edition_id", "key"),)

    @property
    def is_missing(self) -> bool:
        return not self.target

    @property
    def is_outdated(self) -> bool:
        return bool(self.target) and self.made_from != self.source_hash

    @property
    def is_ready(self) -> bool:
        return bool(self.target) and self.is_confirmed and self.made_from == self.source_hash


class Claim(Base):
    """Who works on an edition as translator or checker; it ends by itself after a silence."""

    __tablename__ = "claim"

    id: Mapped[key]
    edition_id: Mapped[int] = mapped_column(sa.ForeignKey("edition.id"))
    #: "translator" or "checker".
    capacity: Mapped[str]
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    claimed_at: Mapped[moment]
    ends_at: Mapped[dt.datetime]
    version: Mapped[int] = mapped_column(default=1)

    edition: Mapped["Edition"] = relationship()
    person: Mapped["Person"] = relationship()

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (sa.UniqueConstraint("edition_id", "capacity"),)


class Dismissal(Base):
    """A finding somebody has looked at and let stand, with the reason; it counts for these very words only."""

    __tablename__ = "dismissal"

    id: Mapped[key]
    segment_id: Mapped[int] = mapped_column(sa.ForeignKey("segment.id"), index=True)
    #: The finding's key: its check and the words it was found in.
    finding: Mapped[str]
    reason: Mapped[str]
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    at: Mapped[moment]

    person: Mapped["Person"] = relationship()

    __table_args__ = (sa.UniqueConstraint("segment_id", "finding"),)


class MemoryEntry(Base):
    """A checked pair of sentences: where it came from, who vouches for it, who may be shown it."""

    __tablename__ = "memory_entry"

    id: Mapped[key]
    source_language: Mapped[str]
    target_language: Mapped[str]
    norm_hash: Mapped[str] = mapped_column(index=True)
    context_hash: Mapped[str] = mapped_column(default="")
    source: Mapped[str]
    target: Mapped[str]
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"))
    article_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("article.id"))
    edition_number: Mapped[int] = mapped_column(default=1)
    topic_key: Mapped[str] = mapped_column(default="")
    translator_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    checker_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    #: Published pairs are shared; others stay within their organisation.
    is_published: Mapped[bool] = mapped_column(default=False)
    is_withdrawn: Mapped[bool] = mapped_column(default=False)
    at: Mapped[moment]

    organisation: Mapped["Organisation"] = relationship()
    translator: Mapped["Person | None"] = relationship(foreign_keys=[translator_id])
    checker: Mapped["Person | None"] = relationship(foreign_keys=[checker_id])
