"""PO files: one edition's sentences out to a translator's own tool and back, with every fault told by its line."""

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import polib

from workbench.domain.exchange.pofile import (
    MOST_LETTERS,
    MOST_REFUSALS,
    PoFault,
    PoRefusal,
    Record,
    Scan,
    records_at_fault,
)
from workbench.domain.refusals import Invalid, Reason

__all__ = ("MOST_BYTES", "PoFault", "PoFile", "PoHeader", "PoRefusal", "PoUnit", "read_po", "write_po")

#: Bytes of a file that is read at all; the largest edition has some 200 kB.
MOST_BYTES = 2 * 1024 * 1024

_EDITION, _VERSION, _SOURCE, _BASE = "X-Edition", "X-Source-Version", "X-Source-Language", "X-Target-Base"
_STANDARD = re.compile(
    "Project-Id-Version|Report-Msgid-Bugs-To|POT-Creation-Date|PO-Revision-Date|Last-Translator|Language(?:-Team|-Code)?"
    "|MIME-Version|Content-Type|Content-Transfer-Encoding|Plural-Forms|Generated-By|X-.+"
)
_TAG = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z]{2,4})?")
_CHARSET = re.compile(r"text/plain;\s*charset=utf-?8", re.IGNORECASE)
_PLURALS = re.compile(r"nplurals\s*=\s*[1-6]\s*;\s*plural\s*=[n0-9\s=!<>&|?:()%+*/-]+;?")
_VERSION_NUMBER = re.compile(r"[0-9]{1,9}")
_HASH = "source-hash:"
#: polib 1.2 cuts lines also where these stand (str.splitlines), in the middle of a string; places that are no letters
#: stand in for them while it reads.
_CUTS = "\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_AWAY = {ord(cut): 0xFDD0 + number for number, cut in enumerate(_CUTS)}
_BACK = {stand_in: cut for cut, stand_in in _AWAY.items()}


@dataclass(frozen=True, slots=True)
class PoHeader:
    """What a file belongs to: the edition's id, the number of the source version, and the tags of both languages."""

    edition: str
    version: int
    source: str
    target: str
    #: The article's title, for the person who opens the file.
    title: str = ""
    #: What the file was made from, as its writer knows it: tells newer work from older when the file comes back.
    base: str = ""


@dataclass(frozen=True, slots=True)
class PoUnit:
    """One sentence: its segment key, its source as inline Markdown, and the translation there is, or ""."""

    key: str
    source: str
    target: str = ""
    #: The heading of the section it stands in.
    heading: str = ""
    #: What the source was when the translation was made, where it has changed since; else "".
    previous: str = ""
    #: A person stands behind the translation; false is what PO calls fuzzy.
    confirmed: bool = False
    source_hash: str = ""
    #: Where it stands in the file that was read, from 1; 0 before.
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class PoFile:
    """A file as read: whole, or without units and with every reason against it, by line."""

    header: PoHeader | None
    units: tuple[PoUnit, ...] = ()
    refusals: tuple[PoRefusal, ...] = ()


def write_po(header: PoHeader, units: Sequence[PoUnit]) -> bytes:
    """Write the sentences of an edition as a PO file in UTF-8, the same bytes for the same values.

    msgctxt is the key, msgid the source, msgstr the translation, ``#.`` the heading and the hash of the source, ``#|``
    the previous source, fuzzy a translation nobody has confirmed. ``read_po`` gives the values back as they were, but
    for spaces in heading and title. Raises Invalid(LETTERS_NOT_STORABLE).
    """
    file = polib.POFile(wrapwidth=0)
    file.metadata = {
        "Project-Id-Version": _one_line(header.title),
        "Language": header.target,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        _EDITION: _one_line(header.edition),
        _SOURCE: header.source,
        _VERSION: str(header.version),
        **({_BASE: _one_line(header.base)} if header.base else {}),
    }
    file.extend(_entry(unit) for unit in units)
    written = str(file)
    if re.search("[\x00\ufdd0-\ufdef\ud800-\udfff]", written):
        raise Invalid(Reason.LETTERS_NOT_STORABLE)
    return written.encode()


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _entry(unit: PoUnit) -> polib.POEntry:
    return polib.POEntry(
        msgctxt=unit.key,
        msgid=unit.source,
        msgstr=unit.target,
        comment="\n".join(line for line in (_one_line(unit.heading), f"{_HASH} {unit.source_hash}") if line),
        previous_msgid=unit.previous or None,
        flags=["fuzzy"] if unit.target and not unit.confirmed else [],
    )


def read_po(raw: bytes) -> PoFile:
    """Read a PO file that came back, and refuse all of it when anything is wrong with it.

    At most 2 MiB of UTF-8, with or without a byte-order mark. Refusals come by line, the first hundred of them; whether
    keys and sources are those of the edition is for the caller to say, who finds the line in each unit.
    Raises Invalid with PO_TOO_LARGE, PO_ENCODING (details: line) or PO_UNREADABLE when there is nothing to list.
    """
    if len(raw) > MOST_BYTES:
        raise Invalid(Reason.PO_TOO_LARGE, most=MOST_BYTES)
    lines = _decoded(raw).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    scan = Scan()
    scan.read(lines)
    if not any("msgid" in record.strings for record in scan.records):
        raise Invalid(Reason.PO_UNREADABLE)
    header, faults = _header(scan.records)
    refusals = sorted([*scan.refusals, *records_at_fault(scan.records), *faults], key=lambda refusal: refusal.line)
    if refusals:
        return PoFile(header, (), tuple(refusals[:MOST_REFUSALS]))
    return PoFile(header, tuple(_units(scan)))


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        raise Invalid(Reason.PO_ENCODING, line=raw[: broken.start].count(b"\n") + 1) from broken


def _units(scan: Scan) -> Iterator[PoUnit]:
    """Read the entries of a file without faults, with the library."""
    entries = polib.pofile("\n".join(scan.kept).translate(_AWAY) + "\n")
    lines = {record.text("msgctxt"): record.line for record in scan.records}
    for entry in entries:
        words = entry.comment.split("\n")
        hashes = [line.removeprefix(_HASH).strip() for line in words if line.startswith(_HASH)]
        key, target = _back(entry.msgctxt), _back(entry.msgstr)
        yield PoUnit(
            key=key,
            source=_back(entry.msgid),
            target=target,
            heading=_back(" ".join(line for line in words if not line.startswith(_HASH))),
            previous=_back(entry.previous_msgid),
            confirmed=bool(target) and not entry.fuzzy,
            source_hash=_back(hashes[-1] if hashes else ""),
            line=lines[key],
        )


def _back(words: str | None) -> str:
    return (words or "").translate(_BACK)


def _header(records: Sequence[Record]) -> tuple[PoHeader | None, list[PoRefusal]]:
    """Read the header out of the first entry, and what is wrong with it."""
    if not records or not records[0].is_header:
        return None, [PoRefusal(1, PoFault.HEADER_MISSING)]
    if len(records[0].text("msgstr")) > MOST_LETTERS:
        return None, [PoRefusal(records[0].line, PoFault.STRING_LONG)]
    faults: list[PoRefusal] = []
    fields: dict[str, str] = {}
    for line, written in _header_lines(records[0].strings.get("msgstr", ())):
        name, colon, value = (part.strip() for part in written.partition(":"))
        if not colon or not _STANDARD.fullmatch(name) or name in fields:
            faults.append(PoRefusal(line, PoFault.HEADER_UNKNOWN))
        faults += [PoRefusal(line, fault) for fault in _field_faults(name, value)]
        fields[name] = value
    if not _is_complete(fields):
        return None, faults or [PoRefusal(records[0].line, PoFault.HEADER_INCOMPLETE)]
    version = int(fields[_VERSION])
    target, source = (fields[name].replace("_", "-") for name in ("Language", _SOURCE))
    title, base = fields.get("Project-Id-Version", ""), fields.get(_BASE, "")
    return PoHeader(fields[_EDITION], version, source, target, title, base), faults


def _header_lines(pieces: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Return the lines inside the header's string with the line of the file each begins on."""
    letters = [(line, letter) for line, piece in pieces for letter in piece]
    for ends, group in itertools.groupby(letters, key=lambda pair: pair[1] == "\n"):
        if not ends:
            written = list(group)
            yield written[0][0], "".join(letter for _, letter in written)


def _field_faults(name: str, value: str) -> Iterator[PoFault]:
    if name == "Content-Type" and not _CHARSET.fullmatch(value):
        yield PoFault.CHARSET
    if name == "Plural-Forms" and value and not _PLURALS.fullmatch(value):
        yield PoFault.PLURAL_FORMS


def _is_complete(fields: Mapping[str, str]) -> bool:
    return (
        bool(fields.get(_EDITION))
        and bool(_VERSION_NUMBER.fullmatch(fields.get(_VERSION, "")))
        and all(_TAG.fullmatch(fields.get(name, "")) for name in ("Language", _SOURCE))
        and "Content-Type" in fields
    )
