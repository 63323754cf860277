"""Checks on the words as a whole: none there, the same words, the wrong language, too short or too long."""

import re

from workbench.domain.checks.finding import Check, Context, Languages, Mark, Span
from workbench.domain.checks.reading import read, without, without_addresses
from workbench.domain.facts import facts
from workbench.domain.spelling import broken_rules, telling_words

#: Fewer words tell no language.
_ENOUGH_WORDS = 3
#: Measured on 2,410 pairs, three telling words or more: 99.9 % of Danish sentences have a larger share of words that
#: break a rule of Kalaallisut spelling, .9 % of the Kalaallisut ones (nearly all for addresses, which are not read).
_DANISH_SHARE = 0.5
#: Measured on the same pairs: 97 % of Kalaallisut sentences have a smaller share, .1 % of the Danish ones.
_KALAALLISUT_SHARE = 0.25
#: Letters of a Danish sentence below which lengths vary more.
_SHORT = 40
#: Letters of a Danish heading or cell below which lengths tell nothing.
_TOO_SHORT = 10
#: Letters in kl for one in da, 1 % and 99 % of 6,582 pairs (translation study): short sentences, then the others.
_LENGTHS = {True: (0.79, 4.2), False: (0.76, 2.25)}
_WORD = re.compile(r"[^\W\d_]{2,}")
#: What may be in any language: quotations, brackets, placeholders, and what hangs on a hyphen as loans do (uran-imik).
_OF_BOTH = re.compile(
    r"\u00bb[^\u00bb\u00ab]*\u00ab|\u00ab[^\u00bb\u00ab]*\u00bb|[\u201c\u201d\u201e][^\u201c\u201d\u201e]*[\u201c\u201d]"
    r"|\"[^\"]*\"|\([^()]*\)|\b\w+(?:-\w+)+|\{[^{}]*\}"
)
#: Shorter words are often the same in both languages by chance.
_LONG_ENOUGH_TO_BE_KALAALLISUT = 6


def whole(words: str) -> Span:
    """Return the span of a whole sentence."""
    return Span(0, len(words))


def empty_target(source: str, target: str, _languages: Languages, _context: Context) -> list[Mark]:
    """Find a target without words where the source has some; signs that nobody sees are no words."""
    missing = bool(read(source).words.strip()) and not read(target).words.strip()
    return [Mark(Check.EMPTY_TARGET, whole(source))] if missing else []


def same_as_source(source: str, target: str, languages: Languages, context: Context) -> list[Mark]:
    """Find a target that repeats the source, unless it holds only names, addresses and numbers."""
    words = read(source).words
    if " ".join(words.split()) != " ".join(read(target).words.split()):
        return []
    rest = without(words, facts(words, languages.source))
    told = [word for word in _WORD.findall(rest) if word[0].islower() and word not in context.names]
    return [Mark(Check.SAME_AS_SOURCE, whole(source), whole(target))] if told else []


def language_of(words: str) -> str:
    """Tell "da" from "kl" by spelling, or return "" where the words are too few or too mixed.

    ``words`` is plain text. For any other language than Kalaallisut the answer is "da".
    """
    telling = telling_words(without_addresses(words))
    if len(telling) < _ENOUGH_WORDS:
        return ""
    share = sum(bool(broken_rules(word[0])) for word in telling) / len(telling)
    if share > _DANISH_SHARE:
        return "da"
    return "kl" if share <= _KALAALLISUT_SHARE else ""


def wrong_language(words: str, language: str) -> list[Mark]:
    """Find Danish in a Kalaallisut field and the reverse."""
    expected = language.partition("-")[0].lower()
    told = language_of(read(words).words)
    wrong = told and (told == "kl") != (expected == "kl")
    return [Mark(Check.WRONG_LANGUAGE, whole(words))] if wrong else []


def left_in_source_language(source: str, target: str, languages: Languages, context: Context) -> list[Mark]:
    """Find words of the source that stand in the target and are, by their spelling, of the source's language."""
    if set(languages.pair) != {"da", "kl"} or read(source).words == read(target).words:
        return []
    to_kalaallisut = languages.pair[1] == "kl"
    reading = read(target)
    known = {word[0] for word in telling_words(read(source).words)} - context.names
    own = without(reading.words, facts(reading.words, languages.target))
    outside = _OF_BOTH.sub(lambda passed: " " * len(passed[0]), own)
    return [
        Mark(Check.LEFT_IN_SOURCE_LANGUAGE, None, reading.match(word))
        for word in telling_words(outside)
        if word[0] in known and (_is_danish(word[0]) if to_kalaallisut else _is_kalaallisut(word[0]))
    ]


def _is_danish(word: str) -> bool:
    return bool(broken_rules(word))


def _is_kalaallisut(word: str) -> bool:
    return len(word) >= _LONG_ENOUGH_TO_BE_KALAALLISUT and not broken_rules(word)


def length(source: str, target: str, languages: Languages, context: Context) -> list[Mark]:
    """Find a translation shorter or longer than 98 % of those of its class are; lengths count the letters seen."""
    if context.grouped or set(languages.pair) != {"da", "kl"}:
        return []
    danish, kalaallisut = (len(read(words).words.strip()) for words in (source, target))
    if languages.pair[0] == "kl":
        danish, kalaallisut = kalaallisut, danish
    least, most = _LENGTHS[danish < _SHORT]
    if danish < _TOO_SHORT or least <= kalaallisut / danish <= most:
        return []
    return [Mark(Check.LENGTH, whole(source), whole(target))]
