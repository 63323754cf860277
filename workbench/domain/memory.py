"""The translation memory: which sentences count as the same, and which of several translations comes first."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

#: Per cent of a match whose words are the same.
EXACT = 100
#: One above: the sentences before and after are the same, too.
IN_CONTEXT = 101

#: Soft hyphen, zero-width space and joiners, word joiner, byte-order mark.
_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_HASH_BYTES = 16


def normalise(text: str) -> str:
    """Return the form in which sentences are compared: NFC, no letter that nobody sees, single spaces (also for NBSP).

    Case, digits, signs and Markdown stay, so an exact match is word for word, figure for figure and link for link.
    What is stored and shown is never normalised. Rules: translation study, section 3.
    """
    return " ".join(unicodedata.normalize("NFC", _UNSEEN.sub("", text)).split())


def norm_hash(text: str) -> str:
    """Return the key of an exact match: 32 hexadecimal digits (blake2b, 16 bytes) of the normalised text."""
    return _digest(text)


def context_hash(previous: str, text: str, following: str) -> str:
    """Return the key of an in-context match: the sentence with its neighbours, "" at the ends of a text."""
    return _digest(previous, text, following)


def _digest(*texts: str) -> str:
    # Normalised text holds no separator: U+001F counts as a space and is folded away.
    joined = "\x1f".join(normalise(text) for text in texts)
    return hashlib.blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=_HASH_BYTES).hexdigest()


@dataclass(frozen=True, slots=True)
class Entry:
    """One translated sentence and where it comes from; ``context`` is the ``context_hash`` of its source."""

    source: str
    target: str
    #: UTC; when the sentence was checked, or confirmed where it is not checked.
    at: datetime
    checked: bool = False
    context: str = ""
    article: str = ""
    topics: frozenset[str] = frozenset()
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The sentence that is to be translated, and where it stands."""

    text: str
    previous: str = ""
    following: str = ""
    article: str = ""
    topics: frozenset[str] = field(default_factory=frozenset)
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """A translation offered for a sentence; ``score`` is per cent, 100 exact, 101 in context."""

    score: int
    target: str
    #: Where it comes from.
    origin: Entry


def exact(entries: Iterable[Entry], wanted: Wanted) -> list[Match]:
    """Return the entries whose source is the wanted sentence, best first, each target once.

    In-context matches come first. Ties: same article, same topic, same organisation, newest day, checked over
    unchecked, newest hour (translation study, section 3). Entries of another sentence or without words are left out.
    """
    key = normalise(wanted.text)
    context = context_hash(wanted.previous, wanted.text, wanted.following)
    matches = [
        Match(IN_CONTEXT if entry.context == context else EXACT, entry.target, entry)
        for entry in entries
        if normalise(entry.source) == key and normalise(entry.target)
    ]
    matches.sort(key=lambda match: _rank(match, wanted), reverse=True)
    first: dict[str, Match] = {}
    for match in matches:
        first.setdefault(normalise(match.target), match)
    return list(first.values())


def _rank(match: Match, wanted: Wanted) -> tuple[object, ...]:
    origin = match.origin
    return (
        match.score,
        bool(wanted.article) and origin.article == wanted.article,
        bool(origin.topics & wanted.topics),
        bool(wanted.organisation) and origin.organisation == wanted.organisation,
        origin.at.date(),
        origin.checked,
        origin.at,
    )
