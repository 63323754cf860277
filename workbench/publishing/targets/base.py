"""What every target answers: what it can hold, what it did with a parcel, what it shows now, how it is."""

import enum
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from workbench.domain.portal.capabilities import Capabilities, obstacles
from workbench.domain.portal.comparison import Difference
from workbench.domain.portal.parcel import Parcel, canonical, hash_of
from workbench.domain.portal.reading import parse
from workbench.domain.refusals import Invalid, Reason

#: Raised with every receipt, so that a change in how pages are made can be told from a change in what they say.
ADAPTER = 1


class TargetUnavailable(Exception):
    """The target cannot be reached or written to now; the same parcel may be sent again later."""


class Outcome(enum.StrEnum):
    #: The target holds the parcel now.
    DELIVERED = "delivered"
    #: The target held exactly this parcel already; nothing was written.
    UNCHANGED = "unchanged"
    #: The target holds a newer parcel of this article; nothing was written.
    OLDER = "older"


@dataclass(frozen=True, slots=True)
class Delivered:
    """What became of a parcel: ``addresses`` by language, ``revision`` is the target's own number for its state."""

    outcome: Outcome
    parcel_id: UUID
    content_hash: str
    addresses: Mapping[str, str]
    revision: str
    adapter: int = ADAPTER


class Verdict(enum.StrEnum):
    #: What is shown is exactly what was sent.
    VERIFIED = "verified"
    #: What is shown is not what was sent; the differences say where.
    DIFFERS = "differs"
    #: The target has never had this article.
    MISSING = "missing"
    #: The target holds a newer parcel of this article, so there is nothing to compare.
    NEWER = "newer"


@dataclass(frozen=True, slots=True)
class Reading:
    """One page or file as it was read: ``hash`` is the SHA-256 of its bytes, in hex."""

    language: str
    address: str
    hash: str


@dataclass(frozen=True, slots=True)
class Readback:
    """What a target shows of an article, compared with a parcel."""

    verdict: Verdict
    parcel_id: UUID
    revision: str
    readings: tuple[Reading, ...] = ()
    differences: tuple[Difference, ...] = ()
    adapter: int = ADAPTER


class Condition(enum.StrEnum):
    #: Holds articles and can be written to.
    READY = "ready"
    #: Can be written to, and holds nothing yet.
    EMPTY = "empty"
    #: Cannot be written to.
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True)
class Health:
    """How a target is: articles shown to readers, its own revision, free space in bytes, and what is wrong."""

    condition: Condition
    articles: int = 0
    revision: str = ""
    free_bytes: int = 0
    complaint: str = field(default="")


class Target(Protocol):
    """A portal. Every method may raise TargetUnavailable; a parcel that is broken or does not fit raises Invalid."""

    def capabilities(self) -> Capabilities:
        """Return what the target can hold."""
        ...

    def deliver(self, parcel: Parcel) -> Delivered:
        """Show, replace or take out the article, in all languages or in none; the same parcel twice is one."""
        ...

    def withdraw(self, parcel: Parcel) -> Delivered:
        """Deliver a parcel that takes an article out; refuses one that shows it."""
        ...

    def read_back(self, parcel: Parcel) -> Readback:
        """Read as anybody could, and compare with what was sent."""
        ...

    def health(self) -> Health:
        """Return how the target is; never raises."""
        ...


@dataclass(frozen=True, slots=True)
class Consignment:
    """A parcel that is whole and fits, its canonical bytes and their hash."""

    parcel: Parcel
    raw: bytes
    hash: str


def accepted(parcel: Parcel, capabilities: Capabilities) -> Consignment:
    """Return the parcel if it is whole and fits; raises Invalid(PARCEL_BROKEN) before anything is written."""
    raw = canonical(parcel)
    whole = parse(raw)
    for obstacle in obstacles(whole, len(raw), capabilities):
        raise Invalid(Reason.PARCEL_BROKEN, where=obstacle.part, why=f"does not fit the target: {obstacle.sent}")
    return Consignment(whole, raw, hash_of(raw))


def taking_out(parcel: Parcel) -> Parcel:
    """Return the parcel if it takes an article out; raises Invalid(PARCEL_BROKEN) if it shows one."""
    if parcel.is_shown:
        raise Invalid(Reason.PARCEL_BROKEN, where="kind", why="shows the article")
    return parcel


@contextmanager
def unavailable_when_disk_fails() -> Iterator[None]:
    """Turn what the disk complains of into TargetUnavailable."""
    try:
        yield
    except OSError as complaint:
        raise TargetUnavailable(str(complaint)) from complaint
