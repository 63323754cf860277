"""Other workbenches: whom we are paired with, what they call our things, what they know, what of theirs waits here."""

import uuid
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from workbench.models.base import Base, key, moment
from workbench.models.text import Cause


class Peer(Base):
    """Another workbench whose key somebody here has accepted."""

    __tablename__ = "peer"

    id: Mapped[key]
    name: Mapped[str] = mapped_column(unique=True)
    public_key: Mapped[bytes] = mapped_column(sa.LargeBinary, unique=True)
    #: Numbers of our own workshops that it may carry.
    workshop_ids: Mapped[list[Any]]
    #: It may carry the sign-ins of their people, too.
    has_sign_ins: Mapped[bool] = mapped_column(default=False)
    paired_at: Mapped[moment]


class PeerRequest(Base):
    """A signed request of a peer that was answered: it is answered once."""

    __tablename__ = "peer_request"

    peer_id: Mapped[int] = mapped_column(sa.ForeignKey("peer.id"), primary_key=True)
    nonce: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[moment]


class PeerName(Base):
    """A thing that was born in another workbench: which one there, which one here."""

    __tablename__ = "peer_name"

    kind: Mapped[str] = mapped_column(primary_key=True)
    #: The fingerprint of the key of the workbench where it was born, and its number there.
    origin: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    local_id: Mapped[int]

    __table_args__ = (sa.UniqueConstraint("kind", "local_id"),)


class PeerCursor(Base):
    """Up to which row a peer has the log of a text: it said so itself."""

    __tablename__ = "peer_cursor"

    peer_id: Mapped[int] = mapped_column(sa.ForeignKey("peer.id"), primary_key=True)
    text_id: Mapped[int] = mapped_column(sa.ForeignKey("text.id"), primary_key=True)
    seq: Mapped[int]


class PeerBundle(Base):
    """A bundle of a peer that was taken in, and what came of it: asked again, the same is told."""

    __tablename__ = "peer_bundle"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    peer_id: Mapped[int] = mapped_column(sa.ForeignKey("peer.id"))
    report: Mapped[dict[str, Any]]
    at: Mapped[moment]


class RowAside(Base):
    """A row of a log that a peer brought and that could not be taken in: kept as it came, until it can."""

    __tablename__ = "row_aside"

    id: Mapped[key]
    peer_id: Mapped[int] = mapped_column(sa.ForeignKey("peer.id"))
    workshop_id: Mapped[int] = mapped_column(sa.ForeignKey("workshop.id"), index=True)
    article_id: Mapped[uuid.UUID]
    number: Mapped[int]
    language: Mapped[str]
    request_id: Mapped[uuid.UUID]
    #: The address of who wrote it; empty for what the other workbench did by itself.
    email: Mapped[str]
    cause: Mapped[Cause]
    reason: Mapped[str]
    update: Mapped[bytes] = deferred(mapped_column(sa.LargeBinary))
    #: Article and edition, as the peer told of them, where they are not here.
    facts: Mapped[dict[str, Any]]
    at: Mapped[moment]

    peer: Mapped[Peer] = relationship()

    __table_args__ = (sa.UniqueConstraint("article_id", "number", "language", "request_id"),)
