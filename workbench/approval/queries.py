"""What the page of an approval shows: what goes out, what is new in it, who signed, what is missing."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from workbench.approval.gate import Gap, Stand, gaps, stand_of
from workbench.approval.hands import Hand, Hands, with_hands
from workbench.domain.diffing import Comparison, Stretch, compare, folded
from workbench.domain.linetext import Content
from workbench.domain.permissions import Actor, Matter, require_there
from workbench.domain.roles import Permission
from workbench.domain.states import Move, State
from workbench.models import Edition, EditionMove, Parcel, Segment, Text
from workbench.store import texts
from workbench.store.editions import Readable, readable_contents, with_headings
from workbench.store.segments import composed, segments_of
from workbench.store.signatures import Vouched, vouched_for
from workbench.store.visibility import WITH_WORDS, edition_and_matter, place_of


@dataclass(frozen=True, slots=True)
class New:
    """What is other in one language than in the edition that is live."""

    language: str
    comparison: Comparison
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that lies before the owner."""

    missing: list[tuple[Gap, Hand]]
    approvers: tuple[str, ...]
    vouched: list[Vouched]
    contents: dict[str, Readable]
    live: Edition | None
    news: tuple[New, ...]
    approved: EditionMove | None
    parcel_id: uuid.UUID | None


def edition_to_approve(session: Session, actor: Actor, article_id: uuid.UUID) -> tuple[Edition, Matter]:
    """Load the newest edition of the article for the page on which it is approved, and how the rules see it.

    Raises Unknown when the actor may not read it, Denied when no role of theirs sees approvals there.
    """
    edition, matter = edition_and_matter(session, actor, article_id, also=WITH_WORDS)
    require_there(actor, Permission.APPROVAL_READ, place_of(edition.article))
    return edition, matter


#: Before, nobody has read the words yet; afterwards they are signed.
_GATED = frozenset({State.IN_TRANSLATION, State.IN_CHECKING, State.AWAITING_APPROVAL})
_SIGNED = frozenset({State.APPROVED, State.PUBLISHED, State.SUPERSEDED, State.WITHDRAWN})


def sheet_of(session: Session, edition: Edition, matter: Matter, locale: str) -> Sheet:
    """Put the sheet together; names of organisations are in ``locale``."""
    hands = Hands(session, edition, matter, locale)
    stand = stand_of(session, edition)
    live = live_edition(session, edition)
    is_gated = edition.state in _GATED
    approved = _approval(session, edition) if edition.state in _SIGNED else None
    return Sheet(
        missing=with_hands(hands, gaps(session, edition, stand)) if is_gated else [],
        approvers=hands.approvers() if is_gated else (),
        vouched=vouched_for(stand.pairs, stand.signatures),
        contents=readable_contents(edition, stand.segments),
        live=live,
        news=_news(session, live, edition, stand) if live is not None else (),
        approved=approved,
        parcel_id=_parcel_id(session, edition) if approved is not None else None,
    )


def live_edition(session: Session, edition: Edition) -> Edition | None:
    """Return the edition of the article that citizens read now, where it is another one."""
    query = (
        sa.select(Edition)
        .where(
            Edition.article_id == edition.article_id,
            Edition.state == State.PUBLISHED,
            Edition.number < edition.number,
        )
        .options(joinedload(Edition.texts).undefer(Text.state))
        .order_by(Edition.number.desc())
    )
    return session.scalars(query).unique().first()


def _news(session: Session, live: Edition, edition: Edition, stand: Stand) -> tuple[New, ...]:
    before = _both(live, segments_of(session, live))
    after = _both(edition, stand.segments)
    found = []
    for language, old, new in zip(edition.article.pair, before, after, strict=True):
        comparison = compare(with_headings(live, old, language), with_headings(edition, new, language))
        found.append(New(language, comparison, folded(comparison.rows)))
    return tuple(found)


def _both(edition: Edition, segments: Sequence[Segment]) -> tuple[Content, Content]:
    source = texts.content_of(edition.source)
    return source, composed(source, segments)


def _approval(session: Session, edition: Edition) -> EditionMove | None:
    query = (
        sa.select(EditionMove)
        .where(EditionMove.edition_id == edition.id, EditionMove.move == Move.APPROVE)
        .options(joinedload(EditionMove.person))
        .order_by(EditionMove.id.desc())
        .limit(1)
    )
    return session.scalars(query).first()


def _parcel_id(session: Session, edition: Edition) -> uuid.UUID | None:
    query = sa.select(Parcel.id).where(Parcel.edition_id == edition.id).order_by(Parcel.payload_version.desc()).limit(1)
    return session.scalar(query)
