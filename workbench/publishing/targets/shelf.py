"""The parcels of a site while a delivery is under way: what is there, what comes in, what has to be written."""

from collections.abc import Iterable
from uuid import UUID

from workbench.domain.portal.parcel import Parcel, ParcelKind, hash_of
from workbench.domain.portal.reading import parse
from workbench.domain.refusals import Invalid, Reason
from workbench.publishing.targets.base import Consignment, Outcome
from workbench.publishing.targets.catalogue import Catalogue, Entry, addresses_of, entry_of, read_catalogue
from workbench.publishing.targets.generations import Generations

#: Below a generation: the newest parcel of each article, older ones whose addresses readers may hold, the entries.
PARCELS, FORMER, CATALOGUE = "parcels", "former", "catalogue.json"


class Shelf:
    """Parcels and entries of the current generation with those of a delivery; ``changes`` is what to write."""

    def __init__(self, generations: Generations, known: Catalogue | None = None) -> None:
        """Open the shelf; ``known`` is the catalogue of the current generation, if it has been read before."""
        self._generations = generations
        self._last: Parcel | None = None
        self._fresh: dict[UUID, Parcel] = {}
        self._former = self._former_paths()
        self.changes: dict[str, bytes | None] = {}
        kept = known or read_catalogue(generations.read(CATALOGUE))
        self.was = kept or Catalogue()
        self.entries = self.was.by_article() if kept else self._entries_from_parcels()

    def start_again(self) -> None:
        """Forget the entries and take them from the parcels alone."""
        self.entries = self._entries_from_parcels()

    def catalogue(self, look: str) -> Catalogue:
        """Return the entries as they will be, by article."""
        return Catalogue(tuple(self.entries[article] for article in sorted(self.entries)), look)

    def put(self, sent: Consignment) -> Outcome:
        """Take a parcel in, unless a newer one or the same is there; raises Invalid for another of the same number."""
        article = sent.parcel.article_id
        known = self.entries.get(article)
        if known is not None and known.payload_version >= sent.parcel.payload_version:
            return _already_there(sent, known)
        if known is not None:
            self._keep_addresses(sent.parcel, known)
        self.changes[_path(article)] = sent.raw
        self._fresh[article] = sent.parcel
        self.entries[article] = entry_of(sent.parcel, sent.hash, self._earlier(article))
        return Outcome.DELIVERED

    def parcel(self, article: UUID) -> Parcel:
        """Return the newest parcel of an article; pages of one article are drawn one after the other."""
        if article in self._fresh:
            return self._fresh[article]
        if self._last is None or self._last.article_id != article:
            self._last = parse(self._read(_path(article)))
        return self._last

    def _keep_addresses(self, parcel: Parcel, known: Entry) -> None:
        """Keep the parcel before this one if readers may hold an address of it; nothing stays of what vanishes."""
        article = parcel.article_id
        if parcel.kind is ParcelKind.VANISH:
            self.changes.update(dict.fromkeys(self._former.pop(article, ())))
        elif known.addresses and addresses_of(parcel) != known.addresses:
            path = f"{FORMER}/{article}-{known.payload_version}.json"
            self.changes[path] = self._read(_path(article))
            self._former.setdefault(article, []).append(path)

    def _earlier(self, article: UUID) -> Iterable[Parcel]:
        return [parse(self._read(path)) for path in self._former.get(article, ())]

    def _former_paths(self) -> dict[UUID, list[str]]:
        found: dict[UUID, list[str]] = {}
        for path in sorted((self._generations.current / FORMER).glob("*.json")):
            found.setdefault(UUID(path.stem.rpartition("-")[0]), []).append(f"{FORMER}/{path.name}")
        return found

    def _entries_from_parcels(self) -> dict[UUID, Entry]:
        found = {}
        for path in (self._generations.current / PARCELS).glob("*.json"):
            raw = path.read_bytes()
            parcel = parse(raw)
            found[parcel.article_id] = entry_of(parcel, hash_of(raw), self._earlier(parcel.article_id))
        return found

    def _read(self, path: str) -> bytes:
        return self.changes.get(path) or self._generations.read(path) or b""


def _path(article: UUID) -> str:
    return f"{PARCELS}/{article}.json"


def _already_there(sent: Consignment, known: Entry) -> Outcome:
    if known.payload_version > sent.parcel.payload_version:
        return Outcome.OLDER
    if known.hash != sent.hash:
        raise Invalid(Reason.PARCEL_BROKEN, where="payload_version", why="belongs to another parcel already")
    return Outcome.UNCHANGED
