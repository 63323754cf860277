"""What an article can be about and what it consists of: topics, article types and their sections."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workbench.models.base import Base, Named, key


class Topic(Named, Base):
    __tablename__ = "topic"

    key: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]


class ArticleType(Named, Base):
    __tablename__ = "article_type"

    key: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]

    sections: Mapped[list["SectionType"]] = relationship(
        back_populates="article_type", order_by="SectionType.position", lazy="selectin"
    )


class SectionType(Named, Base):
    """A section that articles of a type have; ``role`` says what the legal minimum and the portal make of it."""

    __tablename__ = "section_type"

    id: Mapped[key]
    article_type_key: Mapped[str] = mapped_column(sa.ForeignKey("article_type.key"), index=True)
    key: Mapped[str]
    position: Mapped[int]
    role: Mapped[str]
    is_required: Mapped[bool]
    guidance_da: Mapped[str] = mapped_column(default="")
    guidance_kl: Mapped[str] = mapped_column(default="")
    guidance_en: Mapped[str] = mapped_column(default="")

    article_type: Mapped[ArticleType] = relationship(back_populates="sections")

    __table_args__ = (sa.UniqueConstraint("article_type_key", "key"),)

    def guidance(self, locale: str) -> str:
        """Return what belongs in the section, in that language or in Danish."""
        return {"kl": self.guidance_kl, "en": self.guidance_en}.get(locale) or self.guidance_da
