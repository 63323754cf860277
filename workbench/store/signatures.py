"""Signatures in the database: who vouches for which sentences of an article, and what is still uncovered."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workbench import audit
from workbench.domain.refusals import Invalid, Reason
from workbench.domain.signatures import Capacity, Coverage, Pair, Signed, can_be_signed, coverage, required, signed_form
from workbench.models import Edition, Person, Segment, Signature, SignedSentence
from workbench.store import texts
from workbench.store.segments import Sentence, segments_of, sentences_of


def required_of(edition: Edition) -> dict[Capacity, int]:
    """Return how many people must sign the edition in which capacity before the owner may."""
    from_programme = edition.article.programme.stages if edition.article.programme else {"signatures": {"peer": 1}}
    return required(from_programme)


def pairs_of(session: Session, edition: Edition, segments: Iterable[Segment] | None = None) -> list[Pair]:
    """Return the sentences of the edition as they are now, each with its translation where that is up to date.

    ``segments`` are its current ones where they are at hand already.
    """
    segments = segments_of(session, edition) if segments is None else segments
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


@dataclass(frozen=True, slots=True)
class Under:
    """One sentence under one signature: whose it is and when it was signed."""

    signed: Signed
    name: str
    at: dt.datetime


def signatures_of(session: Session, edition: Edition, *, source_hash: str = "") -> list[Under]:
    """Return every sentence signed in any edition of the article, the oldest first; or those of one source."""
    wanted = SignedSentence.source_hash == source_hash if source_hash else sa.true()
    rows = session.execute(
        sa.select(
            Signature.person_id,
            Signature.capacity,
            SignedSentence.source_hash,
            SignedSentence.target_hash,
            Person.name,
            Signature.at,
        )
        .join(SignedSentence, SignedSentence.signature_id == Signature.id)
        .join(Edition, Edition.id == Signature.edition_id)
        .join(Person, Person.id == Signature.person_id)
        .where(Edition.article_id == edition.article_id, wanted)
        .order_by(Signature.id)
    )
    return [
        Under(Signed(person_id, capacity, source_hash, target_hash), name, at)
        for person_id, capacity, source_hash, target_hash, name, at in rows
    ]


def signed_of(session: Session, edition: Edition, *, source_hash: str = "") -> list[Signed]:
    """Return every sentence signed in any edition of the article: a signature follows the words, not the edition."""
    return [under.signed for under in signatures_of(session, edition, source_hash=source_hash)]


@dataclass(frozen=True, slots=True)
class Vouched:
    """How many of the ``all`` sentences as they are now somebody has signed in a capacity, and when last."""

    person_id: int
    name: str
    capacity: Capacity
    at: dt.datetime
    covered: int
    all: int


def vouched_for(pairs: Collection[Pair], signatures: Iterable[Under]) -> list[Vouched]:
    """Return who has signed, by capacity and time; whoever signed only words that are gone covers 0."""
    forms: dict[tuple[Capacity, int], set[tuple[str, str]]] = {}
    last: dict[tuple[Capacity, int], Under] = {}
    for under in signatures:
        who = under.signed.capacity, under.signed.person_id
        forms.setdefault(who, set()).add((under.signed.source_hash, under.signed.target_hash))
        last[who] = under
    order = list(Capacity)
    found = [
        Vouched(person_id, last[capacity, person_id].name, capacity, last[capacity, person_id].at, covered, len(pairs))
        for (capacity, person_id), signed in forms.items()
        for covered in [sum(can_be_signed(pair, capacity) and signed_form(pair, capacity) in signed for pair in pairs)]
    ]
    return sorted(found, key=lambda one: (order.index(one.capacity), one.at))


def authors_by_key(session: Session, edition: Edition, *, key: str = "") -> dict[str, frozenset[int]]:
    """Return, per segment key (or for one), everyone who wrote that translated sentence: their check does not count.

    In any edition: words that were copied into a new one have still the same author.
    """
    return texts.translation_authors(session, edition.article_id, key=key)


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


def coverages(
    session: Session, edition: Edition, pairs: Collection[Pair] | None = None, signed: Collection[Signed] | None = None
) -> dict[Capacity, Coverage]:
    """Return how far each required capacity has come with the edition as it is now.

    ``pairs`` and ``signed`` are what ``pairs_of`` and ``signed_of`` gave, where they are at hand already.
    """
    pairs = pairs_of(session, edition) if pairs is None else pairs
    signed = signed_of(session, edition) if signed is None else signed
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
