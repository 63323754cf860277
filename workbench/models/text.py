"""A text: an append-only log of updates is the truth; the state beside it is a cache of their sum."""

import datetime as dt
import enum
import uuid
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from workbench.models.base import Base, key, moment

if TYPE_CHECKING:
    from workbench.models.article import Edition
    from workbench.models.person import Person


class Cause(enum.StrEnum):
    #: The text was opened from the template of its type, or from the live edition.
    OPEN = "open"
    #: Somebody saved in the form.
    SAVE = "save"
    #: Somebody's browser sent what they wrote since it sent last.
    SYNC = "sync"
    #: Somebody's browser sent remarks and proposals; no word of the text became another.
    SUGGEST = "suggest"
    #: A file was imported.
    IMPORT = "import"
    #: An earlier version was brought back.
    RESTORE = "restore"
    #: The text was handed to its reviewers.
    SUBMIT = "submit"
    #: The reviewers accepted it.
    ACCEPT = "accept"
    #: The translator handed it in.
    HAND_IN = "hand_in"
    #: A checker corrected it, or has checked all of it.
    CHECK = "check"
    #: The owner signed it.
    APPROVE = "approve"
    #: The server put back what a text must have.
    REPAIR = "repair"


class Text(Base):
    """An edition in one language."""

    __tablename__ = "text"

    id: Mapped[key]
    edition_id: Mapped[int] = mapped_column(sa.ForeignKey("edition.id"), index=True)
    language: Mapped[str]
    is_source: Mapped[bool]
    #: The number of the newest row of the log; without holes, in the order of commits.
    seq: Mapped[int] = mapped_column(default=0)
    #: Sum of the log, a cache.
    state: Mapped[bytes] = deferred(mapped_column(sa.LargeBinary, default=b""))
    title: Mapped[str] = mapped_column(default="")
    letters: Mapped[int] = mapped_column(default=0)
    words: Mapped[int] = mapped_column(default=0)
    updated_at: Mapped[moment]

    edition: Mapped["Edition"] = relationship(back_populates="texts")

    __table_args__ = (sa.UniqueConstraint("edition_id", "language"),)


class TextUpdate(Base):
    """One row of the log. Rows are only ever added."""

    __tablename__ = "text_update"

    text_id: Mapped[int] = mapped_column(sa.ForeignKey("text.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    #: Made by the sender; a row sent twice counts once.
    request_id: Mapped[uuid.UUID]
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    cause: Mapped[Cause]
    update: Mapped[bytes] = mapped_column(sa.LargeBinary)
    #: Ids of the lines whose words, kind or marks this row changed, found by the server.
    touched: Mapped[list[Any]]
    #: Ids of the lines it took away.
    removed: Mapped[list[Any]]
    at: Mapped[moment]

    person: Mapped["Person | None"] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("text_id", "request_id"),
        # When did this person's words come last: asked with every request of a browser.
        sa.Index("ix_text_update_text_id_person_id_seq", "text_id", "person_id", "seq"),
    )


class TextClient(Base):
    """Whose work stands under a client id of a text: the first to send some, for ever."""

    __tablename__ = "text_client"

    text_id: Mapped[int] = mapped_column(sa.ForeignKey("text.id"), primary_key=True)
    #: 32 bits without a sign.
    client: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    at: Mapped[moment]


class Presence(Base):
    """Where in a text somebody was last, and when."""

    __tablename__ = "presence"

    text_id: Mapped[int] = mapped_column(sa.ForeignKey("text.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), primary_key=True)
    line_id: Mapped[str]
    at: Mapped[moment]

    person: Mapped["Person"] = relationship()


class TextCheckpoint(Base):
    """The sum of the log up to a row: spares reading the whole log for an old base."""

    __tablename__ = "text_checkpoint"

    text_id: Mapped[int] = mapped_column(sa.ForeignKey("text.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[bytes] = mapped_column(sa.LargeBinary)


class TextVersion(Base):
    """An immutable, numbered moment of a text, with its authors and its cause."""

    __tablename__ = "text_version"

    id: Mapped[key]
    text_id: Mapped[int] = mapped_column(sa.ForeignKey("text.id"), index=True)
    number: Mapped[int]
    seq: Mapped[int]
    cause: Mapped[Cause]
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    #: The title and the lines, as plain values: readable without the log.
    content: Mapped[dict[str, Any]] = deferred(mapped_column(sa.JSON))
    #: Ids of everyone who changed words since the version before.
    author_ids: Mapped[list[Any]]
    #: The numbering of the segmentation rules that cut this version into sentences.
    segmenter: Mapped[int]
    at: Mapped[moment]

    text: Mapped[Text] = relationship()
    person: Mapped["Person | None"] = relationship()

    __table_args__ = (sa.UniqueConstraint("text_id", "number"),)


class LateWords(Base):
    """Words that came when the text was no longer open to their writer: kept, shown, never merged by themselves."""

    __tablename__ = "late_words"

    id: Mapped[key]
    text_id: Mapped[int] = mapped_column(sa.ForeignKey("text.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    request_id: Mapped[uuid.UUID] = mapped_column(unique=True)
    reason: Mapped[str]
    #: Section or segment key -> the words as they were typed.
    words: Mapped[dict[str, Any]]
    #: What a browser sent, as it came; None where words were typed in a form.
    update: Mapped[bytes | None] = deferred(mapped_column(sa.LargeBinary))
    at: Mapped[moment]
    #: When somebody said that the words are dealt with, and who; they stay here all the same.
    settled_at: Mapped[dt.datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    person: Mapped["Person"] = relationship(foreign_keys=[person_id])
    settled_by: Mapped["Person | None"] = relationship(foreign_keys=[settled_by_id])
    text: Mapped[Text] = relationship()
