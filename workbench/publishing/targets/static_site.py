"""The portal as a folder of plain pages in both languages, ready for any web server, a USB stick or a radio link."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from workbench.domain.portal.capabilities import Capabilities
from workbench.domain.portal.comparison import Difference, Part, compare
from workbench.domain.portal.cpsv import linked_data
from workbench.domain.portal.parcel import Parcel, hash_of
from workbench.publishing.targets.base import (
    Condition,
    Consignment,
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
from workbench.publishing.targets.catalogue import Catalogue, Entry, read_catalogue
from workbench.publishing.targets.disk import free_bytes, locked
from workbench.publishing.targets.generations import Generations
from workbench.publishing.targets.page_reader import read_page
from workbench.publishing.targets.plan import Plan, plan_of
from workbench.publishing.targets.render import Look, Renderer, Translator, english
from workbench.publishing.targets.shelf import CATALOGUE, Shelf

#: Below a generation: what readers see; the shelf lies beside it.
SITE = "site"


@dataclass(frozen=True, slots=True)
class Drawn:
    """What this process drew last: the number of the generation, its entries and its pages."""

    number: int
    catalogue: Catalogue
    plan: Plan


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a site holds that was drawn anew: its generation, articles that are shown, and pages of all kinds."""

    generation: str
    articles: int
    pages: int


class StaticSite:
    """``folder/current/site`` is the root for readers; ``folder/current/parcels`` is all it takes to draw it again."""

    def __init__(self, folder: Path, look: Look, translator: Translator = english) -> None:
        self._generations = Generations(folder)
        self._renderer = Renderer(look, translator)
        self._look = self._renderer.fingerprint()
        self._drawn = Drawn(0, Catalogue(), {})

    @property
    def root(self) -> Path:
        """The folder a web server shows; it leads to another place after each delivery."""
        return self._generations.current / SITE

    def capabilities(self) -> Capabilities:
        return Capabilities()

    def deliver(self, parcel: Parcel) -> Delivered:
        return self.deliver_all([parcel])[0]

    def withdraw(self, parcel: Parcel) -> Delivered:
        return self.deliver(taking_out(parcel))

    def deliver_all(self, parcels: Iterable[Parcel]) -> list[Delivered]:
        """Deliver many parcels in one step: readers see all of them or none."""
        sent = [accepted(parcel, self.capabilities()) for parcel in parcels]
        with unavailable_when_disk_fails(), locked(self._generations.folder):
            shelf = self._shelf()
            outcomes = [shelf.put(its) for its in sent]
            self._draw(shelf)
            return [self._delivered(its, outcome, shelf) for its, outcome in zip(sent, outcomes, strict=True)]

    def rebuild(self, parcels: Iterable[Parcel] = ()) -> Rebuilt:
        """Draw every page again in one step: from the parcels that lie here, and from those given that do not.

        ``parcels`` are in the order they were sent. Raises Invalid for one that lies here with other words.
        """
        with unavailable_when_disk_fails(), locked(self._generations.folder):
            shelf = self._shelf()
            shelf.start_again()
            for parcel in parcels:
                shelf.put(accepted(parcel, self.capabilities()))
            self._draw(shelf, everything=True)
            shown = sum(entry.is_shown for entry in self._drawn.catalogue.entries)
            return Rebuilt(f"{self._generations.number:06}", shown, len(self._drawn.plan))

    def _shelf(self) -> Shelf:
        """Open the shelf; what this process drew last need not be read again, unless another process drew since."""
        number = self._generations.number
        if number != self._drawn.number:
            shelf = Shelf(self._generations)
            self._drawn = Drawn(number, shelf.was, plan_of(shelf.was))
            return shelf
        return Shelf(self._generations, self._drawn.catalogue if number else None)

    def _draw(self, shelf: Shelf, *, everything: bool = False) -> None:
        catalogue = shelf.catalogue(self._look)
        is_stale = everything or shelf.was.look != self._look
        if not is_stale and not shelf.changes:
            return
        old: Plan = {} if is_stale else self._drawn.plan
        new = plan_of(catalogue)
        changes: dict[str, bytes | None] = dict.fromkeys(self._gone(old, new, is_stale=is_stale))
        for path, page in new.items():
            if old.get(path) != page:
                changes[f"{SITE}/{path}"] = self._renderer.draw(page, shelf.parcel)
        for path, content in self._renderer.assets.items():
            if not (self.root / path).exists():
                changes[f"{SITE}/{path}"] = content
        number = self._generations.advance(changes | shelf.changes | {CATALOGUE: catalogue.as_json()})
        self._drawn = Drawn(number, catalogue, new)

    def _gone(self, old: Plan, new: Plan, *, is_stale: bool) -> Iterable[str]:
        """Pages that are no longer there; after a change of the look that is found on the disk, not in a plan."""
        known = set(old)
        if is_stale and self.root.exists():
            files = (path.relative_to(self.root.resolve()) for path in self.root.resolve().rglob("*") if path.is_file())
            known = {str(path) for path in files if path.parts[0] != "assets"}
        return (f"{SITE}/{path}" for path in known - new.keys())

    def _delivered(self, sent: Consignment, outcome: Outcome, shelf: Shelf) -> Delivered:
        addresses = shelf.entries[sent.parcel.article_id].addresses
        known = {language: self._renderer.address(path) for language, path in addresses.items()}
        return Delivered(outcome, sent.parcel.parcel_id, sent.hash, known, f"{self._generations.number:06}")

    def read_back(self, parcel: Parcel) -> Readback:
        with unavailable_when_disk_fails():
            generation = self._generations.current.resolve()
            catalogue = read_catalogue(_bytes_of(generation / CATALOGUE)) or Catalogue()
            entry = catalogue.by_article().get(parcel.article_id)
            if entry is None or entry.payload_version < parcel.payload_version:
                return Readback(Verdict.MISSING, parcel.parcel_id, generation.name)
            if entry.payload_version > parcel.payload_version:
                return Readback(Verdict.NEWER, parcel.parcel_id, generation.name)
            return self._compared(parcel, entry, generation)

    def _compared(self, parcel: Parcel, entry: Entry, generation: Path) -> Readback:
        readings: list[Reading] = []
        differences = [*_listing(parcel, entry, generation / SITE, self._renderer.address)]
        for language, path in sorted(entry.addresses.items()):
            raw = _bytes_of(generation / SITE / path)
            readings.append(Reading(language, self._renderer.address(path), hash_of(raw)))
            differences += self._differences(parcel, entry, language, raw)
        verdict = Verdict.DIFFERS if differences else Verdict.VERIFIED
        return Readback(verdict, parcel.parcel_id, generation.name, tuple(readings), tuple(differences))

    def _differences(self, parcel: Parcel, entry: Entry, language: str, raw: bytes) -> Iterable[Difference]:
        if not raw:
            yield Difference(Part.PAGE, language, entry.addresses[language], "")
            return
        page = read_page(raw)
        if page.language != language:
            yield Difference(Part.LANGUAGE, language, language, page.language)
        pages = {its: self._renderer.address(path) for its, path in entry.addresses.items()}
        expected = [linked_data(parcel, pages)] if parcel.is_shown else []
        if list(page.documents) != expected:
            yield Difference(Part.MACHINE_FORM, language, f"{len(expected)}", f"{len(page.documents)}")
        yield from compare(parcel, language, page.statements)

    def health(self) -> Health:
        try:
            free = free_bytes(self._generations.folder)
            catalogue = read_catalogue(self._generations.read(CATALOGUE)) or Catalogue()
        except OSError as complaint:
            return Health(Condition.UNAVAILABLE, complaint=str(complaint))
        shown = sum(entry.is_shown for entry in catalogue.entries)
        condition = Condition.READY if shown else Condition.EMPTY
        return Health(condition, shown, f"{self._generations.number:06}", free)


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def _listing(parcel: Parcel, entry: Entry, site: Path, address: Callable[[str], str]) -> Iterable[Difference]:
    """Compare whether the article stands in the sitemap with whether it should; the lists are made from the same."""
    sitemap = _bytes_of(site / "sitemap.xml").decode()
    for language, path in entry.addresses.items():
        is_listed = f"<loc>{address(path)}</loc>" in sitemap
        if is_listed != parcel.is_shown:
            yield Difference(Part.LISTING, language, *(("", address(path)) if is_listed else (address(path), "")))
