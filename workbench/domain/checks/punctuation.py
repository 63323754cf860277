"""Checks on signs and spaces: doubled, unbalanced, or others than in the source at its beginning and end."""

import re

from workbench.domain.checks.finding import Check, Context, Languages, Mark, Span
from workbench.domain.checks.reading import Reading, read, without_addresses

_SPACES = re.compile(r"[ \u00a0]{2,}")
_DOUBLED = re.compile(r"\b(?P<word>[^\W\d_]{2,})\s+(?P=word)\b", re.IGNORECASE)
_OPENING = {")": "(", "]": "["}
#: "a)", "12)", "iii)" at the beginning or after a space count points; they close nothing.
_POINT = re.compile(r"(?:^|\s)(?:\w{1,4}|[0-9]+\.?-\w{1,8})$")
_BRACKETS = re.compile(r"[()\[\]]")
#: Marks of which Danish sets two alike or two different ones, so only an odd number is a fault.
_QUOTES = (re.compile(r"\""), re.compile(r"[\u00bb\u00ab]"), re.compile(r"[\u201c\u201d\u201e]"))
_SENTENCE_SIGNS = ".:?!;\u2026"
#: After a short form the full stop may be its own, so the sentence may or may not have one.
_SHORT_FORM = re.compile(
    r"(?:^|[\s(])(?:kr|pct|mio|mia|nr|mv|m\.v|m\.m|m\.fl|osv|o\.l|o\.lign|f\.eks|il\.il|imm|stk)\.$"
)
_CLOSERS = " \u00a0)]\"'\u00bb\u00ab\u201c\u201d\u2019"
#: Letters of an address at most; it may begin small wherever it stands.
_ADDRESS = 200
_LIST_SIGNS = "-\u2013\u2014\u2022\u00b7*"


def double_space(words: str, _language: str) -> list[Mark]:
    """Find two spaces or more inside a sentence."""
    return [Mark(Check.DOUBLE_SPACE, Span(*found.span())) for found in _SPACES.finditer(words.strip())]


def doubled_word(words: str, _language: str) -> list[Mark]:
    """Find a word of two letters or more that is followed by itself, whatever its case."""
    reading = read(words)
    return [Mark(Check.DOUBLED_WORD, reading.match(found)) for found in _DOUBLED.finditer(reading.words)]


def brackets(words: str, _language: str) -> list[Mark]:
    """Find the first bracket and the last quotation mark without a partner."""
    reading = read(words)
    return [Mark(Check.BRACKETS, reading.span(at, at + 1)) for at in _lonely(reading)]


def brackets_differ(source: str, target: str, _languages: Languages, _context: Context) -> list[Mark]:
    """Find brackets without a partner in the target, unless the same ones are lonely in the source."""
    here, there = (read(words) for words in (source, target))
    if [here.words[at] for at in _lonely(here)] == [there.words[at] for at in _lonely(there)]:
        return []
    return [Mark(Check.BRACKETS, None, there.span(at, at + 1)) for at in _lonely(there)]


def _lonely(reading: Reading) -> list[int]:
    quotes = [[mark.start() for mark in kind.finditer(reading.words)] for kind in _QUOTES]
    return sorted([*_lonely_brackets(reading.words)[:1], *(marks[-1] for marks in quotes if len(marks) % 2)])


def _lonely_brackets(words: str) -> list[int]:
    opened: list[int] = []
    lonely = []
    for found in _BRACKETS.finditer(words):
        sign, at = found[0], found.start()
        if sign not in _OPENING:
            opened.append(at)
        elif opened and words[opened[-1]] == _OPENING[sign]:
            opened.pop()
        elif opened or not _POINT.search(words[max(0, at - 14) : at]):
            lonely.append(at)
    return sorted(lonely + opened)


def beginning_differs(source: str, target: str, _languages: Languages, context: Context) -> list[Mark]:
    """Find another space, list sign or size of the first letter at the beginning than in the source."""
    here, there = source[:1], target[:1]
    if not here or not there or context.grouped:
        return []
    spaces = here.isspace() != there.isspace()
    list_signs = _list_sign(source) != _list_sign(target)
    small = here.isupper() and there.islower() and not without_addresses(target[:_ADDRESS]).startswith(" ")
    return [Mark(Check.BEGINNING, Span(0, 1), Span(0, 1))] if spaces or list_signs or small else []


def _list_sign(words: str) -> bool:
    return words[:1] in _LIST_SIGNS and words[1:2].isspace()


def end_differs(source: str, target: str, _languages: Languages, context: Context) -> list[Mark]:
    """Find another sign, space or number of line breaks at the end than in the source."""
    here, there = (read(words).words for words in (source, target))
    if not here.strip() or not there.strip() or context.grouped:
        return []
    spaces = here[-1].isspace() != there[-1].isspace() or source.count("\n") != target.count("\n")
    if not spaces and _last_signs(here) & _last_signs(there):
        return []
    return [Mark(Check.END, _last(source), _last(target))]


def _last_signs(words: str) -> set[str]:
    """Return the sign a sentence ends with, or both "." and "" where that cannot be told."""
    last = words.rstrip(_CLOSERS + "\n")
    if last.endswith("..."):
        return {"\u2026"}
    if _SHORT_FORM.search(last):
        return {".", ""}
    return {last[-1:] if last[-1:] in _SENTENCE_SIGNS else ""}


def _last(words: str) -> Span:
    return Span(len(words) - 1, len(words))
