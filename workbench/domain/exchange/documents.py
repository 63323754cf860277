"""Files that people bring along, as drafts: plain text, Markdown and Word."""

import re
from dataclasses import dataclass
from pathlib import PurePath

from workbench.domain.exchange.markdownfile import read_markdown
from workbench.domain.exchange.plaintext import read_plain
from workbench.domain.exchange.worddocx import read_word
from workbench.domain.linetext import Draft, clean
from workbench.domain.refusals import Invalid, Reason

#: The largest file, in bytes: a Word file carries its pictures along.
FILE_BYTES = 10_000_000
#: The longest text, in letters: some two hundred pages.
TEXT_LETTERS = 500_000
#: Of so many letters at most one may be a control: above that it is no text.
_LETTERS_A_CONTROL = 100
#: Danish letters of UTF-8 that were read as letters of one byte: the file is UTF-8, but damaged.
_DAMAGED = re.compile("\u00c3[\u00a6\u00b8\u00a5\u2020\u02dc\u2026]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True, slots=True)
class Document:
    """What a file holds: its title, which may be the file's name, its lines, and how many pictures were left out."""

    title: str
    drafts: tuple[Draft, ...]
    images: int = 0


def read_document(name: str, raw: bytes) -> Document:
    """Read a file by the ending of its name: .txt, .md or .docx; ``raw`` are its bytes.

    Headings, lists, links, bold and italic are kept, rows of tables become paragraphs, pictures are counted. The
    title is taken out of the lines. Raises Invalid with DOCUMENT_KIND, DOCUMENT_BROKEN, DOCUMENT_TOO_LARGE (above
    ``FILE_BYTES`` or ``TEXT_LETTERS``), DOCUMENT_EMPTY or DOCUMENT_ENCODING; nothing is fetched from anywhere.
    """
    reader = _READERS.get(PurePath(name).suffix.lower())
    if reader is None:
        raise Invalid(Reason.DOCUMENT_KIND, name=name)
    if len(raw) > FILE_BYTES:
        raise Invalid(Reason.DOCUMENT_TOO_LARGE, name=name)
    document = reader(raw)
    letters = sum(len(draft.words) for draft in document.drafts)
    if not (letters or document.title):
        raise Invalid(Reason.DOCUMENT_EMPTY, name=name)
    if letters > TEXT_LETTERS:
        raise Invalid(Reason.DOCUMENT_TOO_LARGE, name=name)
    title = document.title or clean(PurePath(name).stem.replace("_", " ")).strip()
    return Document(title, document.drafts, document.images)


def decoded(raw: bytes) -> str:
    """Read bytes as letters: UTF-8 and UTF-16 by their mark, else UTF-8, else the one-byte letters of Windows.

    Raises Invalid with DOCUMENT_ENCODING when none of them gives a text, with DOCUMENT_TOO_LARGE when it is too long.
    """
    marked = next((name for mark, name in _MARKS.items() if raw.startswith(mark)), None)
    try:
        text = raw.decode(marked) if marked else _unmarked(raw)
    except UnicodeDecodeError as error:
        raise Invalid(Reason.DOCUMENT_ENCODING) from error
    if len(text) > TEXT_LETTERS:
        raise Invalid(Reason.DOCUMENT_TOO_LARGE)
    if len(_CONTROL.findall(text)) * _LETTERS_A_CONTROL > len(text):
        raise Invalid(Reason.DOCUMENT_ENCODING)
    return text


_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def _unmarked(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("cp1252")
        if _DAMAGED.search(text):
            raise
        return text


def _plain(raw: bytes) -> Document:
    return Document(*read_plain(decoded(raw)))


def _markdown(raw: bytes) -> Document:
    return Document(*read_markdown(decoded(raw)))


def _word(raw: bytes) -> Document:
    return Document(*read_word(raw))


_READERS = {".txt": _plain, ".md": _markdown, ".markdown": _markdown, ".docx": _word}
