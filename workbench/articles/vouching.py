"""Who vouches for which sentences of an article now, by name, and which sentences lack it."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workbench.domain.signatures import OF_SOURCE, Capacity, Coverage, Pair, Signed, coverage, signed_form
from workbench.models import Edition, Person, Signature, SignedSentence
from workbench.store.segments import Sentence
from workbench.store.signatures import authors_by_key, not_checked_by, required_of


@dataclass(frozen=True, slots=True)
class Vouching:
    """How far a capacity has come: by whom (names), and which sentences lack it; ``was_signed``: some were before."""

    capacity: Capacity
    needed: int
    covered: int
    all: int
    names: tuple[str, ...]
    uncovered: tuple[str, ...]
    was_signed: bool

    @property
    def is_whole(self) -> bool:
        return self.covered == self.all


def vouching_of(
    session: Session, edition: Edition, fresh: Sequence[Sentence], pairs: Sequence[Pair]
) -> tuple[Vouching, ...]:
    """Return how far each capacity has come; ``fresh`` are the source's sentences, ``pairs`` the same with answers."""
    rows = _signed(session, edition)
    signed = [each for _name, each in rows]
    used = {each.capacity for each in signed}
    authors = authors_by_key(session, edition) if Capacity.CHECKER in used else {}
    barred = not_checked_by(pairs, signed, authors)
    wanted = required_of(edition) | ({Capacity.APPROVER: 1} if Capacity.APPROVER in used else {})
    words = {pair.key: sentence.words for pair, sentence in zip(pairs, fresh, strict=True)}
    found = []
    for capacity, needed in wanted.items():
        told = coverage(pairs, signed, capacity, needed, not_by=barred if capacity is Capacity.CHECKER else None)
        found.append(
            Vouching(
                capacity,
                needed,
                len(told.covered),
                len(pairs),
                _signers(rows, pairs, capacity),
                _lacking(told, words),
                was_signed=capacity in used,
            )
        )
    return tuple(found)


def _signed(session: Session, edition: Edition) -> list[tuple[str, Signed]]:
    """Return every sentence signed in any edition of the article, with the name of who signed it."""
    rows = session.execute(
        sa.select(
            Person.name,
            Signature.person_id,
            Signature.capacity,
            SignedSentence.source_hash,
            SignedSentence.target_hash,
        )
        .join(SignedSentence, SignedSentence.signature_id == Signature.id)
        .join(Person, Person.id == Signature.person_id)
        .join(Edition, Edition.id == Signature.edition_id)
        .where(Edition.article_id == edition.article_id)
        .order_by(Signature.id)
    )
    return [(name, Signed(person_id, capacity, source, target)) for name, person_id, capacity, source, target in rows]


def _signers(rows: Sequence[tuple[str, Signed]], pairs: Sequence[Pair], capacity: Capacity) -> tuple[str, ...]:
    present = {signed_form(pair, capacity) for pair in pairs}
    return tuple(
        dict.fromkeys(
            name
            for name, its in rows
            if its.capacity is capacity
            and (its.source_hash, "" if capacity in OF_SOURCE else its.target_hash) in present
        )
    )


def _lacking(told: Coverage, words: dict[str, str]) -> tuple[str, ...]:
    return tuple(words[key] for key in told.uncovered)
