"""What an edition lacks before its owner may sign it."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from workbench.domain.legalminimum import Lacking
from workbench.domain.portal.parcel import ParcelKind
from workbench.domain.portal.reading import checked
from workbench.domain.refusals import Invalid
from workbench.domain.signatures import OF_SOURCE, Capacity, Pair
from workbench.models import Edition, Segment
from workbench.store.editions import legally_lacking, readable_contents
from workbench.store.findings import Found, open_findings
from workbench.store.parcels import unsigned_parcel
from workbench.store.segments import segments_of
from workbench.store.signatures import Under, coverages, pairs_of, signatures_of


class What(enum.StrEnum):
    #: Sentences without a confirmed translation of their present wording.
    TRANSLATION = "translation"
    #: Sentences that not enough people have signed in a capacity.
    SIGNATURE = "signature"
    #: A blocking finding that is neither mended nor dismissed.
    FINDING = "finding"
    #: Something the circular asks for.
    MINIMUM = "minimum"
    #: Something no portal could take.
    FORM = "form"


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing; the fields beside ``what`` say which, as far as they apply.

    ``sentences`` are the sentences concerned, in reading order; ``needed`` is how many people must sign each.
    """

    what: What
    sentences: tuple[Segment, ...] = ()
    capacity: Capacity | None = None
    needed: int = 1
    lacking: Lacking | None = None
    found: Found | None = None
    where: str = ""


@dataclass(frozen=True, slots=True)
class Stand:
    """How an edition stands now: its sentences, its pairs, and every signature under one of them."""

    segments: tuple[Segment, ...]
    pairs: tuple[Pair, ...]
    signatures: tuple[Under, ...]


def stand_of(session: Session, edition: Edition) -> Stand:
    """Read how the edition stands."""
    segments = tuple(segments_of(session, edition))
    pairs = tuple(pairs_of(session, edition, segments))
    return Stand(segments, pairs, tuple(signatures_of(session, edition)))


def gaps(session: Session, edition: Edition, stand: Stand | None = None) -> list[Gap]:
    """Return everything that is missing before the edition may go out; empty means that the owner may sign."""
    stand = stand or stand_of(session, edition)
    segments = stand.segments
    missing = [
        *_untranslated(segments),
        *_unsigned(session, edition, stand),
        *(Gap(What.FINDING, (found.segment,), found=found) for found in open_findings(session, edition, segments)),
        *(Gap(What.MINIMUM, lacking=each) for each in legally_lacking(edition, readable_contents(edition, segments))),
    ]
    return missing or _unfit(edition, segments)


def _untranslated(segments: Sequence[Segment]) -> list[Gap]:
    open_ones = tuple(segment for segment in segments if not segment.is_ready)
    return [Gap(What.TRANSLATION, open_ones)] if open_ones or not segments else []


def _unsigned(session: Session, edition: Edition, stand: Stand) -> list[Gap]:
    """Return what is not signed; sentences without a translation are told once, as such."""
    by_key = {segment.key: segment for segment in stand.segments}
    signed = [under.signed for under in stand.signatures]
    found = []
    for capacity, coverage in coverages(session, edition, stand.pairs, signed).items():
        its = tuple(by_key[key] for key in coverage.uncovered if key in by_key)
        signable = its if capacity in OF_SOURCE else tuple(segment for segment in its if segment.is_ready)
        if signable or len(its) < len(coverage.uncovered):
            found.append(Gap(What.SIGNATURE, signable, capacity=capacity, needed=coverage.needed))
    return found


def _unfit(edition: Edition, segments: Sequence[Segment]) -> list[Gap]:
    """Return what would keep the parcel from being made: topics, a contact field, a link that leads nowhere."""
    try:
        checked(unsigned_parcel(edition, segments, ParcelKind.PUBLISH, version=1, notes={}))
    except Invalid as refusal:
        return [Gap(What.FORM, where=str(refusal.details.get("where", "")))]
    return []
