"""Words of the interface that somebody corrected or read in the product; they stand before the catalogue's."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from workbench.models.base import Base, key, moment


class InterfaceWords(Base):
    __tablename__ = "interface_words"

    id: Mapped[key]
    locale: Mapped[str]
    #: The English sentence in the code, with its context before a NUL-free separator where it has one.
    msgid: Mapped[str]
    words: Mapped[str]
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    at: Mapped[moment]

    __table_args__ = (sa.UniqueConstraint("locale", "msgid"),)
