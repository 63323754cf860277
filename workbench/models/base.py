"""The base of all rows: how constraints are named, how enums and moments are stored."""

import datetime as dt
import enum
import uuid
from typing import Annotated, Any

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, mapped_column


class Moment(sa.TypeDecorator[dt.datetime]):
    """A moment in UTC: SQLite forgets the zone, so it is put back on reading."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, _dialect: sa.Dialect) -> dt.datetime | None:
        return None if value is None else value.astimezone(dt.UTC)

    def process_result_value(self, value: dt.datetime | None, _dialect: sa.Dialect) -> dt.datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


def now() -> dt.datetime:
    """Return this moment in UTC."""
    return dt.datetime.now(dt.UTC)


key = Annotated[int, mapped_column(primary_key=True)]
#: When the row was made.
moment = Annotated[dt.datetime, mapped_column(Moment, default=now)]
uuid_key = Annotated[uuid.UUID, mapped_column(primary_key=True, default=uuid.uuid4)]


def _values(kind: type[enum.Enum]) -> list[str]:
    return [member.value for member in kind]


class Base(DeclarativeBase):
    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {
        enum.StrEnum: sa.Enum(enum.StrEnum, native_enum=False, length=40, values_callable=_values),
        dt.datetime: Moment,
        dict[str, Any]: sa.JSON,
        list[Any]: sa.JSON,
    }


class Named:
    """A thing with a name in each language of the interface."""

    name_da: "sa.orm.Mapped[str]" = mapped_column(default="")
    name_kl: "sa.orm.Mapped[str]" = mapped_column(default="")
    name_en: "sa.orm.Mapped[str]" = mapped_column(default="")

    def name(self, locale: str) -> str:
        """Return the name in that language; where it is missing, in Danish, Kalaallisut, English, in this order."""
        wanted = {"da": self.name_da, "kl": self.name_kl, "en": self.name_en}
        return wanted.get(locale) or next((name for name in wanted.values() if name), "")
