"""The lines of a PO file held against the rules of the format, since the library that reads them lets much pass."""

import enum
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field


class PoFault(enum.StrEnum):
    #: A line that is neither a comment, a keyword nor a string.
    LINE = "line"
    #: A string that does not end on its line, or has no quotation marks.
    STRING_OPEN = "string-open"
    #: A quotation mark inside a string without a backslash.
    QUOTE = "quote"
    #: A backslash before a letter that means nothing there.
    ESCAPE = "escape"
    #: A keyword or a comment where it must not stand.
    ORDER = "order"
    #: A sentence with no place for its translation: the file ends or goes on without msgstr.
    TRANSLATION_MISSING = "translation-missing"
    #: Plural forms; our sentences have none.
    PLURAL = "plural"
    #: A sentence without msgctxt cannot be told from others.
    KEY_MISSING = "key-missing"
    #: The same msgctxt stands there twice.
    KEY_DOUBLED = "key-doubled"
    #: An empty msgid that is not the header.
    SOURCE_EMPTY = "source-empty"
    #: NUL, or a place of Unicode that is no letter.
    LETTER = "letter"
    #: A string longer than any sentence.
    STRING_LONG = "string-long"
    #: More sentences than an edition has.
    TOO_MANY = "too-many"
    #: There is no header before the first sentence.
    HEADER_MISSING = "header-missing"
    #: A second header.
    HEADER_DOUBLED = "header-doubled"
    #: A line of the header that is not "Name: value", or a name nobody knows.
    HEADER_UNKNOWN = "header-unknown"
    #: The edition, the version or a language is missing in the header or is none.
    HEADER_INCOMPLETE = "header-incomplete"
    #: The header names another encoding than UTF-8.
    CHARSET = "charset"
    #: The header names impossible plural forms.
    PLURAL_FORMS = "plural-forms"


@dataclass(frozen=True, slots=True)
class PoRefusal:
    """Why a PO file is not taken; ``line`` counts from 1, ``key`` is the msgctxt of the sentence or ""."""

    line: int
    code: PoFault
    key: str = ""


@dataclass(slots=True)
class Record:
    """The strings of one entry by keyword, each with the lines its pieces stand on."""

    line: int
    strings: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    #: Something in its lines was refused; what follows from that is not told as well.
    is_broken: bool = False

    def text(self, keyword: str) -> str:
        """Return a string of the entry in one piece, "" where it has none."""
        return "".join(piece for _, piece in self.strings.get(keyword, ()))

    @property
    def is_header(self) -> bool:
        """Whether this is the entry without a source, which stands for the file."""
        return "msgctxt" not in self.strings and not self.text("msgid")

    @property
    def is_finished(self) -> bool:
        """Whether the entry has a place for its translation, its last string."""
        return "msgstr" in self.strings


MOST_LETTERS = 20_000
MOST_RECORDS = 10_000
#: More than this nobody reads; the file is broken from top to bottom.
MOST_REFUSALS = 100

_KEYWORD = re.compile(r"(?P<name>msg[a-z_]+)\s*(?P<index>\[[^\]]*\])?\s*(?P<string>.*)")
_PREVIOUS = re.compile(r"#\|\s*(?P<name>msgctxt|msgid)?\s*(?P<string>\".*)")
_STRING = re.compile(r'"(?P<words>(?:[^"\\]|\\[ntrvbf"\\])*)"')
_ESCAPE = re.compile(r'\\([ntrvbf"\\])')
_MEANING = {"n": "\n", "t": "\t", "r": "\r", "v": "\v", "b": "\b", "f": "\f"}
_NO_LETTER = re.compile("[\x00\ufdd0-\ufdef]")
_ORDER = ("msgctxt", "msgid", "msgstr")


class Scan:
    """One reading of the lines of a file: what was kept of them, the entries, and what is wrong, by line."""

    def __init__(self) -> None:
        self.records: list[Record] = []
        self.refusals: list[PoRefusal] = []
        #: What the library may read: a line for each line of the file, empty where there was nothing to keep.
        self.kept: list[str] = []
        self._record: Record | None = None
        self._keyword = ""
        self._at = 0

    def read(self, lines: Iterable[str]) -> None:
        """Read the lines of a file, without their ends; what is wrong stands in ``refusals``."""
        for number, line in enumerate(lines, 1):
            if len(self.refusals) >= MOST_REFUSALS:
                break
            self._at = number
            if _NO_LETTER.search(line):
                self._refuse(PoFault.LETTER)
            self.kept.append(self._line(line.strip()))
        self._leave_unfinished()
        self._close()

    def _refuse(self, code: PoFault) -> str:
        key = ""
        if self._record:
            self._record.is_broken, key = True, self._record.text("msgctxt")
        self.refusals.append(PoRefusal(self._at, code, key))
        return ""

    def _line(self, line: str) -> str:
        """Read one line and return what of it is kept."""
        if not line or line.startswith("#~"):
            return ""
        if line.startswith("#"):
            return self._comment(line)
        if line.startswith('"'):
            return self._continued(line)
        keyword = _KEYWORD.fullmatch(line)
        return self._opened(keyword) if keyword else self._refuse(PoFault.LINE)

    def _comment(self, line: str) -> str:
        if self._record and self._record.strings and not self._record.is_finished:
            self._refuse(PoFault.TRANSLATION_MISSING if "msgid" in self._record.strings else PoFault.ORDER)
            self._close()
        self._begin_unless_open()
        if line.startswith("#|"):
            return self._previous(line)
        self._keyword = ""
        sign, words = line[:2], line[2:].strip()
        return f"{sign} {words}" if sign in {"#.", "#,"} and words else ""

    def _previous(self, line: str) -> str:
        found = _PREVIOUS.fullmatch(line)
        if not found:
            return self._refuse(PoFault.PLURAL if "msgid_plural" in line else PoFault.LINE)
        if not (found["name"] or self._keyword == "#|"):
            return self._refuse(PoFault.ORDER)
        self._keyword = "#|"
        if self._string(found["string"]) is None:
            return ""
        return " ".join(part for part in ("#|", found["name"], found["string"]) if part)

    def _begin_unless_open(self) -> None:
        if self._record is None or self._record.is_finished:
            self._close()
            self._record = Record(self._at)

    def _opened(self, found: re.Match[str]) -> str:
        name = found["name"]
        if name == "msgid_plural" or (name == "msgstr" and found["index"]):
            return self._refuse(PoFault.PLURAL)
        if name not in _ORDER or found["index"]:
            return self._refuse(PoFault.LINE)
        if name != "msgstr":
            self._leave_unfinished()
            self._begin_unless_open()
        if not self._may_follow(name):
            return self._refuse(PoFault.ORDER)
        string = self._string(found["string"])
        self._keyword = name
        if self._record:
            self._record.line = self._record.line if self._record.strings else self._at
            self._record.strings[name] = [(self._at, string or "")]
        return f"{name} {found['string']}"

    def _leave_unfinished(self) -> None:
        """Close an entry that the next one cuts short."""
        if self._record and "msgid" in self._record.strings and not self._record.is_finished:
            self._refuse(PoFault.TRANSLATION_MISSING)
            self._close()

    def _may_follow(self, name: str) -> bool:
        has = self._record.strings if self._record else {}
        if name == "msgstr":
            return "msgid" in has and "msgstr" not in has
        return "msgid" not in has and name not in has

    def _continued(self, line: str) -> str:
        if not self._record or self._keyword not in self._record.strings:
            return self._refuse(PoFault.ORDER)
        string = self._string(line)
        if string is None:
            return ""
        self._record.strings[self._keyword].append((self._at, string))
        return line

    def _string(self, written: str) -> str | None:
        found = _STRING.fullmatch(written)
        if found:
            return _ESCAPE.sub(lambda escape: _MEANING.get(escape[1], escape[1]), found["words"])
        self._refuse(_fault(written))
        return None

    def _close(self) -> None:
        if self._record and self._record.strings:
            self.records.append(self._record)
        self._record = None


def _fault(written: str) -> PoFault:
    """Tell what is wrong with a string."""
    if len(written) < len('""') or not written.startswith('"'):
        return PoFault.STRING_OPEN
    rest = re.sub(r"\\.", "", written[1:])
    if not rest.endswith('"'):
        return PoFault.STRING_OPEN
    return PoFault.QUOTE if '"' in rest[:-1] else PoFault.ESCAPE


def records_at_fault(records: Sequence[Record]) -> Iterator[PoRefusal]:
    """Return what is wrong with the entries of a file beyond their lines: headers, keys, sources, their number."""
    if len(records) > MOST_RECORDS:
        yield PoRefusal(records[MOST_RECORDS].line, PoFault.TOO_MANY)
        return
    seen: set[str] = set()
    for number, record in enumerate(records):
        key = record.text("msgctxt")
        if not record.is_header:
            yield from _sentence_at_fault(record, key, seen)
        elif number:
            yield PoRefusal(record.line, PoFault.HEADER_DOUBLED)
        seen.add(key)


def _sentence_at_fault(record: Record, key: str, seen: set[str]) -> Iterator[PoRefusal]:
    if record.is_broken:
        return
    for pieces in record.strings.values():
        if sum(len(piece) for _, piece in pieces) > MOST_LETTERS:
            yield PoRefusal(pieces[0][0], PoFault.STRING_LONG, key)
    if not key:
        yield PoRefusal(record.line, PoFault.KEY_MISSING)
    elif key in seen:
        yield PoRefusal(record.line, PoFault.KEY_DOUBLED, key)
    elif not record.text("msgid"):
        yield PoRefusal(record.line, PoFault.SOURCE_EMPTY, key)
