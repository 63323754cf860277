"""Who did what to what, and when. Rows are only ever added; each carries the hash of the one before."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from workbench.models.base import Base, key, moment


class AuditEntry(Base):
    __tablename__ = "audit_entry"

    id: Mapped[key]
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    #: In the grammar of permissions: resource:action.
    action: Mapped[str] = mapped_column(index=True)
    subject: Mapped[str]
    subject_id: Mapped[str]
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    at: Mapped[moment]

    __table_args__ = (sa.Index("ix_audit_entry_subject", "subject", "subject_id"),)
