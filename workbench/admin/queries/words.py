"""The sentences of the interface with what stands for them in a language, and who read them."""

import datetime as dt
import functools
import hashlib
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from sqlalchemy.orm import Session

from workbench.domain.refusals import Reason, Unknown
from workbench.models import InterfaceWords, Person
from workbench.store.paging import Paged, cut

LOCALE_FOLDER = Path(__file__).resolve().parents[2] / "locale"
#: Between context and sentence, as gettext and the corrected words have it.
CONTEXT_SIGN = "\x04"
#: How the comment of a sentence begins in the catalogue that nobody has read who speaks the language.
UNREAD = "unread"
SIZE = 25


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the catalogue; ``key`` is what corrections are kept under, ``id`` its short name in addresses."""

    id: str
    key: str
    context: str
    english: str
    words: str
    is_read: bool


@dataclass(frozen=True, slots=True)
class SentenceRow:
    """A sentence as it is shown: ``words`` are on screen now, ``written`` are the catalogue's."""

    id: str
    context: str
    english: str
    danish: str
    words: str
    written: str
    is_read: bool
    reader: str
    read_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which sentences are looked for; empty means all."""

    words: str = ""
    only_unread: bool = False


def sentences(locale: str, folder: Path = LOCALE_FOLDER) -> dict[str, Sentence]:
    """Return the catalogue of a language by id, without the sentences that have plural forms."""
    file = folder / locale / "LC_MESSAGES" / "messages.po"
    return _read(file, locale, file.stat().st_mtime_ns) if file.exists() else {}


@functools.lru_cache(maxsize=8)
def _read(file: Path, locale: str, _mtime: int) -> dict[str, Sentence]:
    with file.open("rb") as opened:
        messages = list(read_po(opened, locale=locale, charset="utf-8"))
    found = (_sentence(message) for message in messages if message.id and isinstance(message.id, str))
    return {sentence.id: sentence for sentence in found}


def _sentence(message: Message) -> Sentence:
    context, english = message.context or "", str(message.id)
    key = f"{context}{CONTEXT_SIGN}{english}" if context else english
    short = hashlib.blake2b(key.encode(), digest_size=8).hexdigest()
    is_read = not any(comment.startswith(UNREAD) for comment in message.user_comments)
    return Sentence(short, key, context, english, str(message.string), is_read)


def sentence_for(locale: str, short: str, folder: Path = LOCALE_FOLDER) -> Sentence:
    """Return one sentence; raise Unknown when there is none."""
    sentence = sentences(locale, folder).get(short)
    if sentence is None:
        raise Unknown(Reason.UNKNOWN)
    return sentence


def rows(
    session: Session, locale: str, wanted: Wanted, number: int, folder: Path = LOCALE_FOLDER
) -> Paged[SentenceRow]:
    """Return a page of the sentences, those that nobody has read first."""
    danish = sentences("da", folder)
    corrected = _corrected(session, locale)
    everything = (
        _row(sentence, danish.get(sentence.id), corrected.get(sentence.key))
        for sentence in sentences(locale, folder).values()
    )
    found = sorted((row for row in everything if _is_wanted(row, wanted)), key=lambda row: row.is_read)
    return cut(found, number, size=SIZE)


def _corrected(session: Session, locale: str) -> dict[str, tuple[InterfaceWords, str]]:
    query = (
        sa.select(InterfaceWords, Person.name)
        .join(Person, Person.id == InterfaceWords.person_id)
        .where(InterfaceWords.locale == locale)
    )
    return {found.msgid: (found, name) for found, name in session.execute(query)}


def _row(sentence: Sentence, danish: Sentence | None, corrected: tuple[InterfaceWords, str] | None) -> SentenceRow:
    found, reader = corrected or (None, "")
    return SentenceRow(
        id=sentence.id,
        context=sentence.context,
        english=sentence.english,
        danish=danish.words if danish else "",
        words=found.words if found else sentence.words,
        written=sentence.words,
        is_read=sentence.is_read or found is not None,
        reader=reader,
        read_at=found.at if found else None,
    )


def _is_wanted(row: SentenceRow, wanted: Wanted) -> bool:
    if wanted.only_unread and row.is_read:
        return False
    looked_for = wanted.words.casefold()
    return any(looked_for in words.casefold() for words in (row.english, row.danish, row.words, row.context))


def unread_count(session: Session, locale: str, folder: Path = LOCALE_FOLDER) -> int:
    """Return how many sentences nobody has read yet."""
    corrected = _corrected(session, locale)
    return sum(
        not sentence.is_read and sentence.key not in corrected for sentence in sentences(locale, folder).values()
    )
