"""Parcels on their way to a portal, and what each target answered."""

import datetime as dt
import enum
import uuid
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from workbench.models.base import Base, key, moment, uuid_key

if TYPE_CHECKING:
    from workbench.models.article import Article, Edition
    from workbench.models.person import Person


class DeliveryState(enum.StrEnum):
    #: Not sent yet.
    WAITING = "waiting"
    #: Read back and found equal.
    VERIFIED = "verified"
    #: Read back and found different.
    DIFFERS = "differs"
    #: The target could not take it now; it is tried again.
    FAILED = "failed"
    #: The target will not take it, or it was tried too often; somebody must look.
    REFUSED = "refused"
    #: A later parcel of the article was there first.
    OVERTAKEN = "overtaken"


class Parcel(Base):
    """What goes to a portal: one edition, whole, as canonical JSON under its hash. Never changed."""

    __tablename__ = "parcel"

    id: Mapped[uuid_key]
    article_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("article.id"), index=True)
    edition_id: Mapped[int] = mapped_column(sa.ForeignKey("edition.id"), index=True)
    #: Rises with every parcel of the article; a target refuses an older one.
    payload_version: Mapped[int]
    #: "publish", "withdraw".
    kind: Mapped[str]
    content_hash: Mapped[str]
    payload: Mapped[dict[str, Any]] = deferred(mapped_column(sa.JSON))
    made_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    made_at: Mapped[moment]

    article: Mapped["Article"] = relationship()
    edition: Mapped["Edition"] = relationship()
    made_by: Mapped["Person"] = relationship()
    deliveries: Mapped[list["Delivery"]] = relationship(back_populates="parcel", order_by="Delivery.id")

    __table_args__ = (sa.UniqueConstraint("article_id", "payload_version"),)


class Delivery(Base):
    """A parcel and one target: how far it has come, and the receipt."""

    __tablename__ = "delivery"

    id: Mapped[key]
    parcel_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("parcel.id"), index=True)
    target: Mapped[str]
    state: Mapped[DeliveryState] = mapped_column(default=DeliveryState.WAITING)
    tries: Mapped[int] = mapped_column(default=0)
    #: Addresses, hash sent, hash read back, differences, as the target's adapter gave them.
    receipt: Mapped[dict[str, Any]] = mapped_column(default=dict)
    problem: Mapped[str] = mapped_column(default="")
    changed_at: Mapped[moment]
    verified_at: Mapped[dt.datetime | None]

    parcel: Mapped[Parcel] = relationship(back_populates="deliveries")

    __table_args__ = (sa.UniqueConstraint("parcel_id", "target"),)
