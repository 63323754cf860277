"""Signatures in the database: who vouches for which sentences of an article, and what is still uncovered."""

from collections.abc import Collection, Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workbench import audit
from workbench.domain.refusals import Invalid, Reason
from workbench.domain.signatures import Capacity, Coverage, Pair, Signed, can_be_signed, coverage, required, signed_form
from workbench.models import Edition, Segment, Signature, SignedSentence
from workbench.store import texts
from workbench.store.segments import Sentence, segments_of, sentences_of


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


def authors_by_key(session: Session, edition: Edition) -> dict[str, frozenset[int]]:
    """Return, per segment key, everyone who wrote that translated sentence: their check of it does not count."""
    return texts.line_authors(session, edition.target.id) if edition.target else {}


def coverages(session: Session, edition: Edition) -> dict[Capacity, Coverage]:
    """Return how far each required capacity has come with the edition as it is now."""
    pairs, signed = pairs_of(session, edition), signed_of(session, edition)
    barred = authors_by_key(session, edition)
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
