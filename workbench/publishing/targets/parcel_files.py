"""Parcels as files in a folder, as canonical JSON: for a portal that fetches, or a stick that travels."""

from pathlib import Path
from uuid import UUID

from workbench.domain.portal.capabilities import Capabilities
from workbench.domain.portal.comparison import Difference, Part
from workbench.domain.portal.parcel import Parcel, content_hash, hash_of
from workbench.domain.portal.reading import parse
from workbench.domain.refusals import Invalid, Reason
from workbench.publishing.targets.base import (
    Condition,
    Delivered,
    Health,
    Outcome,
    Readback,
    Reading,
    Verdict,
    accepted,
    taking_out,
    unavailable_when_disk_fails,
)
from workbench.publishing.targets.disk import free_bytes, locked, write_whole


class ParcelFiles:
    """``folder/<article>.json`` is the newest parcel of each article."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def capabilities(self) -> Capabilities:
        return Capabilities()

    def deliver(self, parcel: Parcel) -> Delivered:
        sent = accepted(parcel, self.capabilities())
        path = self._path(parcel.article_id)
        with unavailable_when_disk_fails(), locked(self._folder):
            outcome = self._outcome(sent.parcel)
            if outcome is Outcome.DELIVERED:
                write_whole(path, sent.raw)
        addresses = dict.fromkeys(parcel.texts, str(path))
        return Delivered(outcome, parcel.parcel_id, sent.hash, addresses, str(parcel.payload_version))

    def withdraw(self, parcel: Parcel) -> Delivered:
        return self.deliver(taking_out(parcel))

    def read_back(self, parcel: Parcel) -> Readback:
        path = self._path(parcel.article_id)
        with unavailable_when_disk_fails():
            raw = path.read_bytes() if path.exists() else b""
        there = _parcel_in(raw)
        version = there.payload_version if there else 0
        if not raw or 0 < version < parcel.payload_version:
            return Readback(Verdict.MISSING, parcel.parcel_id, str(version))
        if version > parcel.payload_version:
            return Readback(Verdict.NEWER, parcel.parcel_id, str(version))
        found = hash_of(raw)
        unlike = () if found == content_hash(parcel) else (Difference(Part.PAGE, "", content_hash(parcel), found),)
        verdict = Verdict.DIFFERS if unlike else Verdict.VERIFIED
        return Readback(verdict, parcel.parcel_id, str(version), (Reading("", str(path), found),), unlike)

    def health(self) -> Health:
        try:
            free = free_bytes(self._folder)
        except OSError as complaint:
            return Health(Condition.UNAVAILABLE, complaint=str(complaint))
        count = sum(1 for _ in self._folder.glob("*.json"))
        return Health(Condition.READY if count else Condition.EMPTY, count, "", free)

    def _outcome(self, parcel: Parcel) -> Outcome:
        path = self._path(parcel.article_id)
        there = _parcel_in(path.read_bytes()) if path.exists() else None
        if there is None or there.payload_version < parcel.payload_version:
            return Outcome.DELIVERED
        if there.payload_version > parcel.payload_version:
            return Outcome.OLDER
        if there != parcel:
            raise Invalid(Reason.PARCEL_BROKEN, where="payload_version", why="belongs to another parcel already")
        return Outcome.UNCHANGED

    def _path(self, article_id: UUID) -> Path:
        return self._folder / f"{article_id}.json"


def _parcel_in(raw: bytes) -> Parcel | None:
    """Return the parcel a file holds, or None where somebody spoilt it: it is then written anew."""
    try:
        return parse(raw)
    except Invalid:
        return None
