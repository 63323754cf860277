"""Which sentences a signature covers, and what is still uncovered.

A peer and a lawyer read the source and vouch for its sentences. A translator, a checker and an approver vouch for
pairs: the source sentence together with its translation. So a changed source sentence voids every signature on
itself and on its counterpart; a changed translation voids those on the pair; no other sentence is touched. Nothing
is ever marked void: a signature covers a sentence as long as the hashes are the same.
"""

import enum
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass


class Capacity(enum.StrEnum):
    #: Somebody of the same field has read the source.
    PEER = "peer"
    #: A lawyer has read the source.
    LEGAL = "legal"
    #: The translator vouches for the pair.
    TRANSLATOR = "translator"
    #: A second person has read the pair.
    CHECKER = "checker"
    #: The owning authority lets the pair out.
    APPROVER = "approver"


#: Capacities that vouch for the source alone.
OF_SOURCE = frozenset({Capacity.PEER, Capacity.LEGAL})
#: How many people must sign in these capacities; a programme cannot change it.
ALWAYS: Mapping[Capacity, int] = {Capacity.TRANSLATOR: 1, Capacity.CHECKER: 1}


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence of an edition: the hash of its source and of its target, "" where there is none yet."""

    key: str
    source_hash: str
    target_hash: str = ""


@dataclass(frozen=True, slots=True)
class Signed:
    """One sentence under one signature; ``target_hash`` is "" for signatures of the source."""

    person_id: int
    capacity: Capacity
    source_hash: str
    target_hash: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far a capacity has come: keys of the sentences that enough people have signed, and of those not."""

    capacity: Capacity
    needed: int
    covered: tuple[str, ...]
    uncovered: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        return not self.uncovered


def required(stages: Mapping[str, object]) -> dict[Capacity, int]:
    """Return how many people must sign in which capacity before the owner may, from a programme's stages."""
    asked = stages.get("signatures", {})
    counts = {
        Capacity(name): int(count)
        for name, count in (asked.items() if isinstance(asked, Mapping) else ())
        if int(count) > 0 and Capacity(name) in OF_SOURCE
    }
    return counts | dict(ALWAYS)


def can_be_signed(pair: Pair, capacity: Capacity) -> bool:
    """Tell whether there is something to sign: a pair without its translation is only a source."""
    return capacity in OF_SOURCE or bool(pair.target_hash)


def signed_form(pair: Pair, capacity: Capacity) -> tuple[str, str]:
    """Return what a signature in that capacity is bound to: the source's hash, and the target's for pairs."""
    return pair.source_hash, "" if capacity in OF_SOURCE else pair.target_hash


def coverage(
    pairs: Collection[Pair],
    signed: Iterable[Signed],
    capacity: Capacity,
    needed: int,
    *,
    not_by: Mapping[str, Collection[int]] | None = None,
) -> Coverage:
    """Tell for which sentences at least ``needed`` different people have signed in the capacity.

    ``not_by`` maps a sentence's key to the ids of people whose signature does not count there: its own authors.
    A pair whose translation is missing or out of date is never covered in a capacity that vouches for pairs.
    """
    people: dict[tuple[str, str], set[int]] = {}
    for each in signed:
        if each.capacity is capacity:
            people.setdefault((each.source_hash, each.target_hash), set()).add(each.person_id)
    barred = not_by or {}
    covered: list[str] = []
    uncovered: list[str] = []
    for pair in pairs:
        signers = people.get(signed_form(pair, capacity), set()) - set(barred.get(pair.key, ()))
        enough = can_be_signed(pair, capacity) and len(signers) >= needed
        (covered if enough else uncovered).append(pair.key)
    return Coverage(capacity, needed, tuple(covered), tuple(uncovered))
