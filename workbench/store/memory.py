"""The memory in the database: what was checked enters, and is found again word for word."""

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from workbench.domain.memory import Entry, Wanted, context_hash, exact, norm_hash
from workbench.models import Article, Edition, MemoryEntry, Segment, now
from workbench.store.segments import segments_of


def remember_checked(session: Session, edition: Edition, *, checker_id: int) -> int:
    """Add every checked sentence of the edition that the memory does not have; return how many were added."""
    article, segments = edition.article, segments_of(session, edition)
    rows = session.execute(
        sa.select(MemoryEntry.norm_hash, MemoryEntry.target).where(MemoryEntry.article_id == article.id)
    )
    known = {(key, target) for key, target in rows}
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


@dataclass(frozen=True, slots=True)
class Offer:
    """A translation the memory has for a sentence: ``score`` in per cent, 101 in context, and where it comes from."""

    score: int
    entry: MemoryEntry
    #: The title of the article it comes from, as it is now; "" when that is gone.
    title: str


def matches_for(
    session: Session, edition: Edition, segments: Sequence[Segment], wanted: Iterable[Segment] | None = None
) -> Mapping[str, list[Offer]]:
    """Return exact matches by segment key, best first, in one query; for those ``wanted``, or for all.

    ``segments`` are all the edition's current ones: a match in context has the same neighbours. Pairs of the owner's
    own articles are shown, and of others what is published: drafts of one authority are nobody else's business.
    """
    article = edition.article
    chosen = {segment.key for segment in (segments if wanted is None else wanted)}
    hashes = {segment.key: norm_hash(segment.source) for segment in segments if segment.key in chosen}
    rows = session.execute(
        sa.select(MemoryEntry, Article.title)
        .outerjoin(Article, Article.id == MemoryEntry.article_id)
        .where(
            MemoryEntry.norm_hash.in_(set(hashes.values())),
            MemoryEntry.source_language == article.source_language,
            MemoryEntry.target_language == article.target_language,
            sa.or_(MemoryEntry.organisation_id == article.owner_id, _IS_SHARED),
        )
        .options(joinedload(MemoryEntry.checker), joinedload(MemoryEntry.organisation))
    )
    found: dict[str, dict[Entry, Offer]] = {}
    for row, title in rows:
        found.setdefault(row.norm_hash, {})[_entry(row)] = Offer(0, row, title or "")
    topics = frozenset(topic.key for topic in article.topics) if found else frozenset()
    answers = {}
    for at, segment in enumerate(segments):
        if entries := found.get(hashes.get(segment.key, "")):
            place = Wanted(
                text=segment.source,
                previous=segments[at - 1].source if at else "",
                following=segments[at + 1].source if at + 1 < len(segments) else "",
                article=str(article.id),
                topics=topics,
                organisation=str(article.owner_id),
            )
            answers[segment.key] = [
                replace(entries[match.origin], score=match.score) for match in exact(entries, place)
            ]
    return answers


#: Of articles that are on the portal, or were and are not withdrawn from it.
_IS_SHARED = sa.and_(MemoryEntry.is_published, sa.not_(MemoryEntry.is_withdrawn))


#: The queue asks for the same sentences again and again.
_hash = functools.lru_cache(maxsize=50_000)(norm_hash)


@dataclass(frozen=True, slots=True)
class Asker:
    """For which edition the memory is asked, from which language, and whose article it is."""

    edition_id: int
    source_language: str
    owner_id: int


def covered_shares(session: Session, sources: Mapping[Asker, Sequence[str]]) -> dict[int, int]:
    """Return by edition id how many of its sentences the memory has for it, in per cent 0-100, in one query."""
    hashes = {asker: [_hash(words) for words in its] for asker, its in sources.items()}
    rows = session.execute(
        sa.select(MemoryEntry.norm_hash, MemoryEntry.source_language, MemoryEntry.organisation_id, _IS_SHARED)
        .where(MemoryEntry.norm_hash.in_({one for its in hashes.values() for one in its}))
        .distinct()
    )
    known = {(language, None if shared else owner_id, one) for one, language, owner_id, shared in rows}
    shares = {}
    for asker, its in hashes.items():
        language, owner_id = asker.source_language, asker.owner_id
        there = sum((language, None, one) in known or (language, owner_id, one) in known for one in its)
        shares[asker.edition_id] = 100 * there // len(its) if its else 0
    return shares


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
