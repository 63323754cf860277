"""What is out of an article: the very words that were signed and sent."""

import datetime as dt
import uuid
from dataclasses import dataclass

import sqlalchemy as sa
from markupsafe import Markup
from sqlalchemy.orm import Session, undefer

from workbench.domain.markup import to_html
from workbench.domain.portal.parcel import SHOWN, Owner, Topic
from workbench.domain.portal.reading import from_payload
from workbench.domain.refusals import Reason, Unknown
from workbench.domain.states import State
from workbench.models import Edition, Parcel


@dataclass(frozen=True, slots=True)
class Published:
    """One language of a published edition; ``sections`` are (heading, words as safe HTML)."""

    article_id: uuid.UUID
    language: str
    languages: tuple[str, ...]
    title: str
    sections: tuple[tuple[str, Markup], ...]
    topics: tuple[Topic, ...]
    owner: Owner
    updated: dt.datetime


def published_of(session: Session, article_id: uuid.UUID, language: str) -> Published:
    """Return what is out in that language; raises Unknown when nothing is."""
    row = session.scalars(
        sa.select(Parcel)
        .join(Edition, Edition.id == Parcel.edition_id)
        .where(
            Parcel.article_id == article_id,
            Edition.state == State.PUBLISHED,
            Parcel.kind.in_([kind.value for kind in SHOWN]),
        )
        .options(undefer(Parcel.payload))
        .order_by(Parcel.payload_version.desc())
        .limit(1)
    ).first()
    if row is None:
        raise Unknown(Reason.UNKNOWN)
    parcel = from_payload(row.payload)
    text = parcel.texts.get(language)
    if text is None:
        raise Unknown(Reason.UNKNOWN)
    return Published(
        article_id=article_id,
        language=language,
        languages=tuple(sorted(parcel.texts)),
        title=text.title,
        sections=tuple(
            # What to_html gives is built from escaped words and plain tags only.
            (section.heading, Markup(to_html(section.lines, heading_level=3)))  # noqa: S704 - see above
            for section in text.sections
        ),
        topics=parcel.topics,
        owner=parcel.owner,
        updated=dt.datetime.fromisoformat(parcel.updated),
    )
