"""The memory in the database: what was checked enters, and is found again word for word."""

from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workbench.domain.memory import Entry, Match, Wanted, context_hash, exact, norm_hash
from workbench.models import Edition, MemoryEntry, Segment, now
from workbench.store.segments import segments_of


def remember_checked(session: Session, edition: Edition, *, checker_id: int) -> int:
    """Add every checked sentence of the edition that the memory does not have; return how many were added."""
    article, segments = edition.article, segments_of(session, edition)
    known = set(
        session.execute(
            sa.select(MemoryEntry.norm_hash, MemoryEntry.target).where(MemoryEntry.article_id == article.id)
        ).tuples()
    )
    topic = article.topics[0].key if article.topics else ""
    source_language, target_language = article.pair
    added = 0
    for segment, context in zip(segments, contexts(segments), strict=True):
        norm = norm_hash(segment.source)
        if not segment.target or (norm, segment.target) in known:
            continue
        known.add((norm, segment.target))
        added += 1
        session.add(
            MemoryEntry(
                source_language=source_language,
                target_language=target_language,
                norm_hash=norm,
                context_hash=context,
                source=segment.source,
                target=segment.target,
                organisation_id=article.owner_id,
                article_id=article.id,
                edition_number=edition.number,
                topic_key=topic,
                translator_id=segment.translator_id,
                checker_id=checker_id,
                at=now(),
            )
        )
    session.flush()
    return added


def contexts(segments: Sequence[Segment]) -> list[str]:
    """Return, for each segment, the hash of it between its neighbours."""
    words = ["", *(segment.source for segment in segments), ""]
    return [context_hash(words[at], words[at + 1], words[at + 2]) for at in range(len(segments))]


def matches_for(session: Session, edition: Edition, segments: Sequence[Segment]) -> Mapping[str, list[Match]]:
    """Return exact matches by segment key, best first, in one query.

    Pairs of the owner's own articles are shown, and of others what is published: drafts of one authority are nobody
    else's business.
    """
    article = edition.article
    hashes = {segment.key: norm_hash(segment.source) for segment in segments}
    rows = session.scalars(
        sa.select(MemoryEntry).where(
            MemoryEntry.norm_hash.in_(set(hashes.values())),
            MemoryEntry.source_language == article.source_language,
            MemoryEntry.target_language == article.target_language,
            sa.or_(MemoryEntry.organisation_id == article.owner_id, MemoryEntry.is_published),
        )
    )
    found: dict[str, list[Entry]] = {}
    for row in rows:
        found.setdefault(row.norm_hash, []).append(_entry(row))
    topics = frozenset(topic.key for topic in article.topics)
    answers = {}
    for at, segment in enumerate(segments):
        wanted = Wanted(
            text=segment.source,
            previous=segments[at - 1].source if at else "",
            following=segments[at + 1].source if at + 1 < len(segments) else "",
            article=str(article.id),
            topics=topics,
            organisation=str(article.owner_id),
        )
        answers[segment.key] = exact(found.get(hashes[segment.key], []), wanted)
    return answers


def covered_share(session: Session, segments: Iterable[Segment]) -> int:
    """Return how many of the sentences the memory has, in per cent 0-100."""
    hashes = [norm_hash(segment.source) for segment in segments]
    if not hashes:
        return 0
    known = set(session.scalars(sa.select(MemoryEntry.norm_hash).where(MemoryEntry.norm_hash.in_(hashes))))
    return round(100 * sum(each in known for each in hashes) / len(hashes))


def _entry(row: MemoryEntry) -> Entry:
    return Entry(
        source=row.source,
        target=row.target,
        at=row.at,
        checked=row.checker_id is not None,
        context=row.context_hash,
        article=str(row.article_id or ""),
        topics=frozenset({row.topic_key}) if row.topic_key else frozenset(),
        organisation=str(row.organisation_id),
    )
