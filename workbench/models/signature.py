"""Signatures: a person vouches for exactly these sentences, in a capacity. Rows are only ever added."""

from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workbench.domain.signatures import Capacity
from workbench.models.base import Base, key, moment

if TYPE_CHECKING:
    from workbench.models.article import Edition
    from workbench.models.organisation import Organisation
    from workbench.models.person import Person


class Signature(Base):
    __tablename__ = "signature"

    id: Mapped[key]
    edition_id: Mapped[int] = mapped_column(sa.ForeignKey("edition.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id"))
    capacity: Mapped[Capacity]
    at: Mapped[moment]

    edition: Mapped["Edition"] = relationship()
    person: Mapped["Person"] = relationship()
    organisation: Mapped["Organisation | None"] = relationship()
    sentences: Mapped[list["SignedSentence"]] = relationship(back_populates="signature")


class SignedSentence(Base):
    """One sentence under a signature: the hash of the source, and of the target where the capacity read both."""

    __tablename__ = "signed_sentence"

    signature_id: Mapped[int] = mapped_column(sa.ForeignKey("signature.id"), primary_key=True)
    source_hash: Mapped[str] = mapped_column(primary_key=True)
    target_hash: Mapped[str] = mapped_column(primary_key=True, default="")

    signature: Mapped[Signature] = relationship(back_populates="sentences")
