"""How days and months are written in Danish and in Kalaallisut, where both spellings of a month occur."""

import re
from collections.abc import Callable, Iterator

#: Value, start, end.
Found = tuple[str, int, int]

#: How a Kalaallisut month goes on: januaari-p, -mi, -mut, -miit, -kkut.
_ENDING = "(?:[pmk][a-z]*)?"
#: Spellings seen in 2,638 public da-kl pairs, in CLDR and in MediaWiki's kl messages.
MONTHS = (
    rf"jan(?:n?uaa?r(?:i{_ENDING})?)?",
    rf"feb(?:ruaa?r(?:i{_ENDING})?)?",
    rf"marts(?:i{_ENDING})?|marsi{_ENDING}|mar(?=\.)",
    rf"apr(?:ii?li?{_ENDING})?",
    rf"maa?ji{_ENDING}|maj",
    rf"juu?n(?:i{_ENDING})?",
    rf"juu?li{_ENDING}|jul(?=\.)",
    rf"au?gg?(?:ust(?:us)?i?{_ENDING})?",
    rf"sept?(?:emb[ae]ri?{_ENDING})?",
    rf"okt(?:ob[ae]ri?{_ENDING})?",
    rf"nov(?:emb[ae]ri?{_ENDING})?",
    rf"dec(?:emb[ae]ri?{_ENDING})?",
)
_NAMES = [re.compile(rf"(?:{month})\.?", re.IGNORECASE) for month in MONTHS]
_MONTH = "(?P<month>" + "|".join(MONTHS) + ")(?![a-z])"
_DAY = r"(?<![0-9])(?<![0-9][.,])(?P<day>0?[1-9]|[12][0-9]|3[01])"
_YEAR = r"(?P<year>(?:1[5-9]|2[01])[0-9]{2})(?![0-9])(?!\s?(?:kr\b|koruun|%))"
_CASE = r"(?: ?-[a-z]+)?"


def _month(name: str) -> int:
    return next(number for number, pattern in enumerate(_NAMES, 1) if pattern.fullmatch(name))


def _number(name: str) -> int:
    return int(name) if name.isdigit() else _month(name)


def _read(match: re.Match[str]) -> Iterator[Found]:
    parts = match.groupdict()
    month = f"{_number(parts['month']):02}"
    year = parts.get("year") or parts.get("before") or ""
    if parts.get("from"):
        yield _value(year, month, parts["from"]), match.start("from"), match.end("from")
        yield _value(year, month, parts["day"]), match.start("day"), match.end()
    else:
        yield _value(year, month, parts.get("day")), match.start(), match.end()


def _value(year: str, month: str, day: str | None) -> str:
    if not day:
        return f"{year}-{month}"
    return f"{year or '-'}-{month}-{int(day):02}"


_BEFORE = r"(?:\b(?P<before>(?:1[5-9]|2[01])[0-9]{2})-[a-z]+,?\s)?"

_PATTERNS = (
    # 2026-05-01
    rf"(?<![0-9-]){_YEAR}-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12][0-9]|3[01])(?![0-9])",
    # 01.05.2026, 1/5 2026, 1-5-2026
    rf"{_DAY}(?P<sign>[./-]) ?(?P<month>0?[1-9]|1[0-2])(?:(?P=sign) ?| ){_YEAR}",
    # 1. maj 2026, 1.-15. maj, 30. januaarimi 2026-mi, 1. maaji ukioq 2026
    (
        r"(?<![0-9])(?<![0-9][.,])(?:(?P<from>0?[1-9]|[12][0-9]|3[01])\.?\s?[-\u2013]\s?)?"
        rf"(?<![0-9])(?P<day>0?[1-9]|[12][0-9]|3[01])(?:\.{_CASE}\s?|{_CASE}\s){_MONTH}"
        rf"(?:(?:\.?,?|{_CASE})\s(?:ukio[a-z]*\s)?{_YEAR})?"
    ),
    # maajip 1-at 2026, 2026-mi maajip 1-at
    rf"{_BEFORE}{_MONTH}(?<=p)\s{_DAY}\.?-[a-z]+(?:,?\s{_YEAR})?",
    # 2026-mi maajimi
    rf"\b{_YEAR}-[a-z]+\s{_MONTH}",
    # maj 2026
    rf"(?<![a-z]){_MONTH}(?:\.|{_CASE})\s{_YEAR}",
)

#: In this order: a pattern and what reads its match.
DATE_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Iterator[Found]]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), _read) for pattern in _PATTERNS
)
