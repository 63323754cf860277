"""Checks on single letters and figures: unseen, borrowed, out of date, glued, or somebody's CPR number."""

import re
import unicodedata

from workbench.domain.checks.finding import Check, Mark, Span
from workbench.domain.checks.reading import read

_SOFT_HYPHEN, _JOINER = "\u00ad", "\u200d"
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
_ALLOWED = frozenset({"\n", "\t", _SOFT_HYPHEN})
_WORD = re.compile(r"[^\W\d_]+")
_LATIN_IN_NORMAL_USE = frozenset("\u00aa\u00ba\u00b5")
_ACCENTS = "\u00e2\u00ea\u00ee\u00f4\u00fb\u00e1\u00ed\u00fa\u00e3\u0129\u00f5\u0169"
_OLD = re.compile(rf"\b\w*\u0138\w*|\bK['\u2019](?=[aeiou])\w*|\b\w*[{_ACCENTS}]\w*", re.IGNORECASE)
_QUOTED = re.compile(
    r"\u00bb[^\u00ab\u00bb]*\u00ab|\u00ab[^\u00ab\u00bb]*\u00bb|[\u201c\u201d\u201e][^\u201c\u201d]*[\u201c\u201d]|\"[^\"]*\""
)
_ENDINGS = (
    r"(?:i?m(?:i|ut|it|iit|ik|eersoq\w*|eersu\w*|oort\w*)|i?n(?:i|ut|it|ik)|i?kkut|i?tut|it|ip|at|an[ik]\w*"
    r"|u?p?put|iu\w*)"
)
_GLUED = re.compile(
    rf"(?<![\w.,-])[0-9][0-9.,]{{0,20}}{_ENDINGS}\b|%[a-z]+|\b(?:kr|pct|nr|imm|stk|art|mio|mia)\.(?:[a-z]{{2,}}|p)\b"
    rf"|\b[A-Z\u00c6\u00d8\u00c5]{{2,}}{_ENDINGS}\b"
)
_CPR = re.compile(
    r"(?<![0-9-])(?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|1[0-2])[0-9]{2}"
    r"[ \u00a0]?[-\u2010-\u2013\u2212]?[ \u00a0]?[0-9]{4}(?![0-9-])"
)


def cpr_number(words: str, _language: str) -> list[Mark]:
    """Find ten figures that begin with a day and a month, as CPR numbers do; they belong in no article."""
    reading = read(words)
    return [Mark(Check.CPR_NUMBER, reading.match(found)) for found in _CPR.finditer(reading.words)]


def unseen_letter(words: str, _language: str) -> list[Mark]:
    """Find controls and letters nobody sees; soft hyphens and the joiners inside an emoji may stay."""
    return [
        Mark(Check.UNSEEN_LETTER, Span(at, at + 1))
        for at, letter in enumerate(words)
        if letter not in _ALLOWED and (letter == "\ufffd" or unicodedata.category(letter) in _UNSEEN)
        if not (letter == _JOINER and _joins_emoji(words, at))
    ]


def _joins_emoji(words: str, at: int) -> bool:
    around = words[max(0, at - 1) : at], words[at + 1 : at + 2]
    return all(letter and unicodedata.category(letter) in {"So", "Sk", "Mn"} for letter in around)


def look_alike(words: str, _language: str) -> list[Mark]:
    """Find words that mix Latin letters with others, and letters that stand for Latin ones in another guise."""
    reading = read(words)
    return [Mark(Check.LOOK_ALIKE, reading.match(word)) for word in _WORD.finditer(reading.words) if _mixed(word[0])]


def _mixed(word: str) -> bool:
    if word.isascii():
        return False
    latin = [unicodedata.name(letter, "").startswith("LATIN ") for letter in word]
    in_guise = any(
        unicodedata.normalize("NFKC", letter) != unicodedata.normalize("NFC", letter)
        for letter in word
        if letter not in _LATIN_IN_NORMAL_USE and unicodedata.category(letter) != "Lm"
    )
    return in_guise or (any(latin) and not all(latin))


def old_spelling(words: str, language: str) -> list[Mark]:
    """Find kra and the accents of the spelling before 1973 in Kalaallisut, outside quotations and later names."""
    if not language.startswith("kl"):
        return []
    reading = read(words)
    unquoted = _QUOTED.sub(lambda quoted: " " * len(quoted[0]), reading.words)
    return [Mark(Check.OLD_SPELLING, reading.match(word)) for word in _OLD.finditer(unquoted) if _is_old(word)]


def _is_old(word: re.Match[str]) -> bool:
    """Whether it is no name: names keep their accents, so a capital inside a sentence is let pass."""
    begins_sentence = not word.string[: word.start()].strip()
    return (
        "\u0138" in word[0].lower() or "'" in word[0] or "\u2019" in word[0] or word[0][0].islower() or begins_sentence
    )


def glued_ending(words: str, language: str) -> list[Mark]:
    """Find Kalaallisut endings without their hyphen: 2026mi, kr.nik, %imik, PDFimi."""
    if not language.startswith("kl"):
        return []
    reading = read(words)
    return [Mark(Check.GLUED_ENDING, reading.match(found)) for found in _GLUED.finditer(reading.words)]
