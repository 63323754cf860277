"""Where sentences end in Danish and Kalaallisut, and which part of each line is a segment."""

import dataclasses
import functools
import itertools
import re
from collections.abc import Iterable, Iterator

import sentencex

from workbench.domain.linetext import Kind, Line, Run

#: Grows whenever the same words would be cut differently; a version keeps the number it was cut with.
SEGMENTER = 1


def _short(forms: str) -> frozenset[str]:
    return frozenset(forms.split())


#: After these a sentence goes on, whatever follows; without their last full stop.
#: Translation study, section 2; the rest stands in public texts of both languages.
_GOES_ON = {
    "da": _short(
        """f.eks eks bl.a bl jf stk nr pkt kap art ca kl d dr tlf pct kr mio mia evt inkl ekskl excl hhv iht pga mht ift
        ifm vedr bkg bek lbk lovbek cirk dvs sept jan feb aug okt nov dec pr ang sml henh resp vha j.nr sagsnr cc ff pt
        hr fr prof skt sr jr afd afs adr pgf cpr cvr p.gr.a m.h.t i.h.t"""
    ),
    "kl": _short(
        """nal imm assers ass kr nr qupp qup miss imal imalt tak sap.ak sap ak t.i art kap tlf mio mia pct kl jf stk
        pkt j.nr sagsnr cc dr cpr cvr"""
    ),
}
#: After these a sentence goes on unless a capital letter follows.
_CLOSERS = {"da": _short("m.fl mfl fl m.m mm mv m.v osv o.l o.lign etc"), "kl": _short("il.il il")}
#: These close a sentence like any word when an amount stands before them and a capital letter follows.
_UNITS = _short("kr pct mio mia")
#: How the names of the months begin, in the spellings of both languages.
_MONTH = re.compile(
    r"(?:jan|feb|mar(?:ts|si|tsi)\b|apr|maj\b|maj[ip]|maaj|jun|jul|juun|juul|aug|aggust|sep|okt|nov|dec)", re.IGNORECASE
)

#: What may open a sentence before its first letter, and what may close it behind its sign.
_OPENERS = "([\"'\u00bb\u00ab\u201c\u201d\u201e\u2018"
_CLOSING = ")]\"'\u00bb\u00ab\u201c\u201d\u2019"
#: Where a sentence may end for us, whatever the library says.
_SIGN = re.compile(rf"[.!?\u2026][{re.escape(_CLOSING)}]*\s+(?=\S)")
#: Numbers and letters that count paragraphs and points belong to the words they count.
_COUNTER = re.compile(
    r"(?:\u00a7+\s*\d+(?:\s?[a-z\u00e6\u00f8\u00e5])?|(?:(?:stk|nr|pkt|kap|imm)\.?\s*)?\d{1,3}|[^\W\d_])[.)]\s+",
    re.IGNORECASE,
)
#: In letters; a short form that is not in the lists above is hardly ever longer.
_SURELY_NO_SHORT_FORM = 6
_DAY = re.compile(r"(?<!\d)(?:[12]?\d|3[01])\.$")
_WORD_END = re.compile(r"(?P<word>[^\W\d_]{2,})[.!?]$")


@functools.lru_cache(maxsize=8192)
def sentences(words: str, language: str) -> tuple[str, ...]:
    """Cut a paragraph into its sentences; joined they are ``words`` again, letter for letter.

    Spaces belong to the sentence before them, those at the very beginning to the first. ``language`` is a tag such as
    "da" or "kl-GL"; another language than these two is cut without a list of abbreviations. A cut stands only where
    spaces stand, so 12.500, 30.-at and kr.-it stay whole. No sentence is empty; no words, no sentences.
    Rules: translation study, section 2, on top of sentencex, which has Danish and falls back on its own rules for kl.
    """
    tongue = language.partition("-")[0].lower()
    cuts = [0]
    for end in _possible_ends(words, tongue):
        if not _COUNTER.fullmatch(words, cuts[-1], end) and not _goes_on(words[:end].rstrip(), words[end:], tongue):
            cuts.append(end)
    return tuple(words[start:end] for start, end in itertools.pairwise((*cuts, len(words))) if end > start)


def _possible_ends(words: str, tongue: str) -> list[int]:
    """Where the library or we would cut: always before a letter that is not a space and behind one that is."""
    ends = {found["end_index"] for found in sentencex.get_sentence_boundaries(tongue, words)}
    ends = {end + len(words[end:]) - len(words[end:].lstrip()) for end in ends}
    ends |= {
        sign.end() for sign in _SIGN.finditer(words) if _is_our_end(words[: sign.end()].rstrip(), words[sign.end() :])
    }
    first = len(words) - len(words.lstrip())
    return sorted(end for end in ends if first < end < len(words) and words[end - 1].isspace())


def _is_our_end(before: str, after: str) -> bool:
    # The library leaves out ends behind brackets, addresses, amounts and closers, and all that a figure follows.
    if _opens_with_capital(after):
        return True
    word = _WORD_END.search(before)
    if not word or not after[0].isdigit() or _MONTH.match(word["word"]):
        return False
    return len(word["word"]) >= _SURELY_NO_SHORT_FORM or bool(_COUNTER.match(after))


def _goes_on(before: str, after: str, tongue: str) -> bool:
    """Whether the full stop at the end of ``before`` belongs to a short form, a letter or a day."""
    last = before.rsplit(maxsplit=1)[-1].strip(_OPENERS + _CLOSING)
    if not last.endswith("."):
        return False
    short, capital = last[:-1].lower(), _opens_with_capital(after)
    if short in _CLOSERS.get(tongue, ()):
        return not capital
    if short in _UNITS and capital and _ends_with_amount(before.removesuffix(last)):
        return False
    return (
        short in _GOES_ON.get(tongue, ())
        or (len(short) == 1 and short.isalpha())
        or bool(_DAY.search(last) and _MONTH.match(after))
    )


def _ends_with_amount(words: str) -> bool:
    return words.rstrip()[-1:].isdigit()


def _opens_with_capital(words: str) -> bool:
    return words.lstrip(_OPENERS)[:1].isupper()


def segments(line: Line, language: str) -> tuple[tuple[Run, ...], ...]:
    """Cut the runs of a line into its segments, each without spaces at its ends.

    Running text and quotations are cut at the ends of sentences; a heading and an item of a list are one segment each;
    a line that opens a section, or has no words, has none. The cut depends on the words alone, never on their marks.
    """
    if line.kind is Kind.SECTION or not line.words.strip():
        return ()
    whole = line.kind not in {Kind.PARAGRAPH, Kind.QUOTE}
    parts = (line.words,) if whole else sentences(line.words, language)
    return tuple(tuple(_between(line.runs, start, end)) for start, end in _spans(parts))


def _spans(parts: Iterable[str]) -> Iterator[tuple[int, int]]:
    at = 0
    for part in parts:
        if words := part.strip():
            start = at + part.index(words)
            yield start, start + len(words)
        at += len(part)


def _between(runs: Iterable[Run], start: int, end: int) -> Iterator[Run]:
    at = 0
    for run in runs:
        words = run.words[max(start - at, 0) : max(end - at, 0)]
        if words:
            yield dataclasses.replace(run, words=words)
        at += len(run.words)
