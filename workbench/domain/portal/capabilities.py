"""What a portal can hold, and what of a parcel it cannot: asked before anything is sent."""

from collections.abc import Iterator
from dataclasses import dataclass

from workbench.domain.linetext import Kind
from workbench.domain.portal.comparison import PARTS, Difference, Part
from workbench.domain.portal.parcel import LANGUAGES, Parcel, ParcelKind

EVERY_KIND_OF_LINE = frozenset(Kind) - {Kind.SECTION}


@dataclass(frozen=True, slots=True)
class Capabilities:
    """``largest`` is the size of the canonical parcel in bytes."""

    languages: frozenset[str] = frozenset(LANGUAGES)
    kinds: frozenset[ParcelKind] = frozenset(ParcelKind)
    lines: frozenset[Kind] = EVERY_KIND_OF_LINE
    largest: int = 1_000_000


def obstacles(parcel: Parcel, size: int, capabilities: Capabilities) -> Iterator[Difference]:
    """Return what the portal cannot hold, each as something sent that would not be found; nothing if all fits.

    ``size`` is that of the canonical parcel in bytes.
    """
    if parcel.kind not in capabilities.kinds:
        yield Difference(Part.PAGE, "", parcel.kind, "")
    if size > capabilities.largest:
        yield Difference(Part.PAGE, "", f"{size}", f"{capabilities.largest}")
    for language, text in parcel.texts.items():
        if language not in capabilities.languages:
            yield Difference(Part.LANGUAGE, language, language, "")
        lines = (line for section in text.sections for line in section.lines)
        strange = (line for line in lines if line.kind not in capabilities.lines)
        yield from (Difference(PARTS[line.kind], language, line.words, "") for line in strange)
