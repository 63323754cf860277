"""Signatures in the database: who vouches for which sentences of an article, and what is still uncovered."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workbench import audit
from workbench.domain.refusals import Invalid, Reason
from workbench.domain.signatures import Capacity, Coverage, Pair, Signed, can_be_signed, coverage, required, signed_form
from workbench.models import Edition, Organisation, Person, Segment, Signature, SignedSentence
from workbench.store import texts
from workbench.store.segments import Sentence, segments_of, sentences_of

_Row = TypeVar("_Row", Person, Organisation)


def required_of(edition: Edition) -> dict[Capacity, int]:
    """Return how many people must sign the edition in which capacity before the owner may."""
    from_programme = edition.article.programme.stages if edition.article.programme else {"signatures": {"peer": 1}}
    return required(from_programme)


def pairs_of(session: Session, edition: Edition) -> list[Pair]:
    """Return the sentences of the edition as they are now, each with its translation where that is up to date."""
    segments = segments_of(session, edition)
    fresh = sentences_of(texts.content_of(edition.source), edition.source.language)
    return paired(fresh, segments)


def paired(fresh: Iterable[Sentence], segments: Iterable[Segment]) -> list[Pair]:
    """Pair sentences with segments: on the same line first, then wherever the same sentence stands."""
    by_place: dict[tuple[str, str], list[Segment]] = {}
    by_hash: dict[str, list[Segment]] = {}
    for segment in segments:
        by_place.setdefault((segment.line_id, segment.source_hash), []).append(segment)
        by_hash.setdefault(segment.source_hash, []).append(segment)
    pairs = []
    for sentence in fresh:
        found = by_place.get((sentence.line_id, sentence.hash)) or by_hash.get(sentence.hash) or []
        if not found:
            pairs.append(Pair(f"{sentence.line_id}/{sentence.ordinal}", sentence.hash))
            continue
        answer = found.pop(0) if len(found) > 1 else found[0]
        pairs.append(Pair(answer.key, sentence.hash, answer.target_hash if answer.is_ready else ""))
    return pairs


def signed_of(session: Session, edition: Edition) -> list[Signed]:
    """Return every sentence signed in any edition of the article: a signature follows the words, not the edition."""
    rows = session.execute(
        sa.select(Signature.person_id, Signature.capacity, SignedSentence.source_hash, SignedSentence.target_hash)
        .join(SignedSentence, SignedSentence.signature_id == Signature.id)
        .join(Edition, Edition.id == Signature.edition_id)
        .where(Edition.article_id == edition.article_id)
    )
    return [Signed(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Vouched:
    """How many of the ``all`` sentences as they are now somebody has signed in a capacity, and when last."""

    person_id: int
    name: str
    organisation: Organisation | None
    capacity: Capacity
    at: dt.datetime
    covered: int
    all: int


def vouched_for(session: Session, edition: Edition, pairs: Collection[Pair] | None = None) -> list[Vouched]:
    """Return who has signed in the article, by capacity and time; a signature that covers nothing now counts 0."""
    rows = session.execute(
        sa.select(
            Signature.person_id,
            Signature.capacity,
            Signature.at,
            Signature.organisation_id,
            SignedSentence.source_hash,
            SignedSentence.target_hash,
        )
        .join(SignedSentence, SignedSentence.signature_id == Signature.id)
        .join(Edition, Edition.id == Signature.edition_id)
        .where(Edition.article_id == edition.article_id)
        .order_by(Signature.id)
    )
    forms: dict[tuple[int, Capacity], set[tuple[str, str]]] = {}
    last: dict[tuple[int, Capacity], tuple[dt.datetime, int | None]] = {}
    for person_id, capacity, at, organisation_id, source_hash, target_hash in rows:
        forms.setdefault((person_id, capacity), set()).add((source_hash, target_hash))
        last[person_id, capacity] = at, organisation_id
    people = _by_id(session, Person, [person_id for person_id, _ in forms])
    organisations = _by_id(session, Organisation, [organisation_id for _, organisation_id in last.values()])
    present = pairs_of(session, edition) if pairs is None else pairs
    order = list(Capacity)
    return [
        Vouched(
            person_id,
            people[person_id].name,
            organisations.get(last[person_id, capacity][1]),
            capacity,
            last[person_id, capacity][0],
            sum(can_be_signed(pair, capacity) and signed_form(pair, capacity) in signed for pair in present),
            len(present),
        )
        for (person_id, capacity), signed in sorted(
            forms.items(), key=lambda one: (order.index(one[0][1]), last[one[0]][0])
        )
    ]


def _by_id(session: Session, kind: type[_Row], ids: Iterable[int | None]) -> dict[int | None, _Row]:
    wanted = {one for one in ids if one is not None}
    rows = session.scalars(sa.select(kind).where(kind.id.in_(wanted))) if wanted else ()
    return {row.id: row for row in rows}


def authors_by_key(session: Session, edition: Edition) -> dict[str, frozenset[int]]:
    """Return, per segment key, everyone who wrote that translated sentence: their check of it does not count.

    In any edition: words that were copied into a new one have still the same author.
    """
    return texts.translation_authors(session, edition.article_id)


def not_checked_by(
    pairs: Iterable[Pair], signed: Iterable[Signed], authors: Mapping[str, frozenset[int]]
) -> dict[str, frozenset[int]]:
    """Return, per sentence, whose check of it does not count: those who wrote it, and those who signed as translator.

    Whoever takes words over as they stand and hands them in vouches for them; the second reader is somebody else.
    """
    vouching: dict[tuple[str, str], set[int]] = {}
    for each in signed:
        if each.capacity is Capacity.TRANSLATOR:
            vouching.setdefault((each.source_hash, each.target_hash), set()).add(each.person_id)
    return {
        pair.key: authors.get(pair.key, frozenset()) | vouching.get((pair.source_hash, pair.target_hash), frozenset())
        for pair in pairs
    }


def coverages(session: Session, edition: Edition) -> dict[Capacity, Coverage]:
    """Return how far each required capacity has come with the edition as it is now."""
    pairs, signed = pairs_of(session, edition), signed_of(session, edition)
    barred = not_checked_by(pairs, signed, authors_by_key(session, edition))
    return {
        capacity: coverage(pairs, signed, capacity, needed, not_by=barred if capacity is Capacity.CHECKER else None)
        for capacity, needed in required_of(edition).items()
    }


def sign(
    session: Session,
    edition: Edition,
    pairs: Collection[Pair],
    capacity: Capacity,
    *,
    person_id: int,
    organisation_id: int | None,
) -> Signature:
    """Add one signature under exactly these sentences, in the form the capacity is bound to.

    Raises Invalid(NOT_TRANSLATED) when a pair without its translation is to be signed as a pair.
    """
    if not all(can_be_signed(pair, capacity) for pair in pairs):
        raise Invalid(Reason.NOT_TRANSLATED)
    signature = Signature(
        edition_id=edition.id, person_id=person_id, organisation_id=organisation_id, capacity=capacity
    )
    session.add(signature)
    session.flush()
    forms = {signed_form(pair, capacity) for pair in pairs}
    session.add_all(
        SignedSentence(signature_id=signature.id, source_hash=source, target_hash=target)
        for source, target in sorted(forms)
    )
    audit.record(
        session,
        person_id,
        f"signature:{capacity.value}",
        "edition",
        edition.id,
        sentences=len(forms),
        number=signature.id,
    )
    session.flush()
    return signature
