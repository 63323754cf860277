"""What others must still be told: written with the change, done by a worker after the commit."""

import datetime as dt
import enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from workbench.models.base import Base, key, moment


class OutboxState(enum.StrEnum):
    #: To be done, now or at its moment.
    DUE = "due"
    #: Done.
    DONE = "done"
    #: Tried too often; a person must look.
    DEAD = "dead"


class OutboxEntry(Base):
    __tablename__ = "outbox_entry"

    id: Mapped[key]
    #: Name of the event: a handler is registered for it.
    kind: Mapped[str]
    #: Travels as idempotency key.
    key: Mapped[str] = mapped_column(unique=True)
    #: Entries of one stream are done one after the other, in the order they were written.
    stream: Mapped[str] = mapped_column(index=True)
    facts: Mapped[dict[str, Any]]
    state: Mapped[OutboxState] = mapped_column(default=OutboxState.DUE)
    run_at: Mapped[moment]
    lease_until: Mapped[dt.datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str] = mapped_column(default="")
    made_at: Mapped[moment]
    done_at: Mapped[dt.datetime | None]

    __table_args__ = (sa.Index("ix_outbox_entry_state_run_at", "state", "run_at"),)
