"""Amounts, dates, times, numbers, addresses and law references as values that Danish and Kalaallisut share."""

import enum
import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from workbench.domain.dates import DATE_RULES


class FactKind(enum.StrEnum):
    #: Money in kroner; the value is the number of kroner.
    AMOUNT = "amount"
    #: A share; the value is the number of per cent.
    PERCENT = "percent"
    #: Any other number; decimals after a point, no thousands sign, no trailing zeros.
    NUMBER = "number"
    #: A day or a month: 2026-05-01, --05-01 without a year, 2026-05 without a day.
    DATE = "date"
    #: A time of day as HH:MM.
    TIME = "time"
    #: A telephone number: its digits without +299, or with the country code of another country.
    PHONE = "phone"
    #: An e-mail address in small letters.
    EMAIL = "email"
    #: A web address in small letters, without scheme, www. and the last slash.
    ADDRESS = "address"
    #: A place in a law: "§19b stk2 nr3", or "stk2" or "nr553" alone.
    LAW = "law"


@dataclass(frozen=True, slots=True)
class Fact:
    """One value and where it stands; ``start`` and ``end`` count characters and leave out the case ending."""

    kind: FactKind
    value: str
    start: int
    end: int
    #: The Kalaallisut ending after the hyphen ("mi" of 2026-mi), or "".
    ending: str = ""


#: What a rule finds in one place: value, start, end.
Found = tuple[str, int, int]
Reader = Callable[[re.Match[str]], Iterator[Found]]

_GAP = "\u00a0\u202f\u2009"


def _numeral(gaps: str, point: str = "") -> str:
    """Return the pattern of a number with its thousands signs; ``point`` allows decimals after a full stop."""
    return rf"(?:[0-9]{{1,3}}(?:[.{gaps}][0-9]{{3}})+(?![0-9])|[0-9]+{point})(?:,[0-9]+)?"


def _range(numeral: str) -> str:
    """Return the pattern of one number or of two with a dash or "til" between them."""
    to = r"\s?(?:[-\u2013]|(?:-[a-z]+)?\s(?:til|tikillugu))\s?"
    return rf"(?<![0-9])(?<![0-9][.,:])(?:(?P<first>{numeral})(?:{to}(?P<second>{numeral}))?)"


_POINT = r"(?:\.[0-9]{1,2}(?![0-9]))?"
_NUMBER = _numeral(_GAP)
_MONEY = _range(_numeral(" " + _GAP, _POINT))
_SHARE = _range(_numeral(_GAP, _POINT))
_SPACE = rf"[ {_GAP}]?"
_SCALE = (
    rf"(?:{_SPACE}-?(?:(?P<million>mio\b\.?|milli[ou]+n\w*)|(?P<milliard>mia\b\.?|milli?ard\w*)"
    r"|(?P<thousand>tusind\w*|tusinti\w*)))?"
)
_HOUR = r"(?:[01]?[0-9]|2[0-4])"
_CLOCK = rf"{_HOUR}(?:[.:][0-5][0-9])?(?![0-9])"
_ENDING = re.compile(r"\.? ?[-\u2011](?P<ending>[a-z\u00e6\u00f8\u00e5]+)")
#: A single figure behind a letter is part of a name: A4, CO2.
_ALONE = r"(?:(?<![^\W_])|(?=[0-9]{2}))"
_CASE = r"(?: ?-[a-z]+)?[,\s]*"
_PART = r"[0-9]+(?:\.[0-9]+)*(?:\s?[-\u2013]\s?[0-9]+)?(?:\s?[a-hj-z](?![\w-]|\.\w))?"
#: The rest of a group that stands for nothing, where a reader asks for it by name.
_NONE = r"(?!))?"

#: Letter that stands where a fact has been read, so that no other rule reads it again.
_TAKEN = "\ufffc"


def plain_number(words: str) -> str:
    """Return the digits of a number as da and kl write it ("1.234,50") with a decimal point ("1234.5")."""
    whole, _, decimals = re.sub(rf"[. {_GAP}](?=[0-9]{{3}}(?![0-9]))", "", words).replace(",", ".").partition(".")
    decimals = decimals.rstrip("0")
    return (whole.lstrip("0") or "0") + (f".{decimals}" if decimals else "")


def address_key(address: str) -> str:
    """Return what two addresses of one page share: no scheme, no www., no case, and no language of the page.

    The portal carries its language as ``sc_lang``, other sites as a part of the path or as ``lang``.
    """
    key = re.sub(r"^https?://(?:www\.)?|^www\.", "", address.strip().lower()).rstrip("/")
    key = re.sub(r"([?&](?:sc_)?lang(?:uage)?=)[\w-]+", r"\1*", key)
    return re.sub(r"/(?:da|kl|en)(?:-(?:gl|dk|gb))?(?=/|\?|#|$)", "/*", key)


@functools.lru_cache(maxsize=256)  # several checks ask for the facts of one sentence
def facts(words: str, language: str) -> tuple[Fact, ...]:
    """Find every fact of a text in reading order; no two overlap.

    ``words`` is plain text, positions count its characters; ``language`` is a tag such as "da" or "kl-GL" and decides
    only whether a hyphen may begin a case ending. Both languages are read with both month names, since both are
    written in Kalaallisut. Raises nothing.
    """
    if not re.search(r"[0-9@]|www|\.[a-z]{2}", words, re.IGNORECASE):
        return ()
    found: list[Fact] = []
    rest = words
    for kind, pattern, reader in RULES:
        if spans := [place for match in pattern.finditer(rest) for place in reader(match)]:
            found += [Fact(kind, *place) for place in spans]
            rest = _hidden(rest, spans)
    found.sort(key=lambda fact: fact.start)
    return tuple(_with_ending(fact, words) for fact in found) if language.startswith("kl") else tuple(found)


def _hidden(words: str, places: list[Found]) -> str:
    pieces, at = [], 0
    for _, start, end in places:
        pieces += [words[at:start], _TAKEN * (end - start)]
        at = end
    return "".join([*pieces, words[at:]])


def _with_ending(fact: Fact, words: str) -> Fact:
    match = _ENDING.match(words, fact.end)
    return Fact(fact.kind, fact.value, fact.start, fact.end, match["ending"]) if match else fact


def _numbers(match: re.Match[str]) -> Iterator[Found]:
    """Read one number or a range of two, with the scale that follows them."""
    zeros = 6 * bool(match["million"]) + 9 * bool(match["milliard"]) + 3 * bool(match["thousand"])
    if match["second"]:
        yield _scaled(match["first"], zeros), match.start(), match.end("first")
        yield _scaled(match["second"], zeros), match.start("second"), match.end()
    else:
        yield _scaled(match["first"], zeros), match.start(), match.end()


def _scaled(number: str, zeros: int) -> str:
    value = plain_number(number)
    return plain_number(format(Decimal(value).scaleb(zeros), "f").replace(".", ",")) if zeros else value


def _dotted(match: re.Match[str]) -> Iterator[Found]:
    words = match[0]
    value = plain_number(words) if words.count(".") == 1 else words
    yield value, match.start(), match.end()


def _times(match: re.Match[str]) -> Iterator[Found]:
    for name in ("first", "second"):
        if match[name]:
            hour, _, minute = match[name].replace(".", ":").partition(":")
            yield f"{hour:0>2}:{minute or '00'}", match.start(name), match.end(name)


def _phone(match: re.Match[str]) -> Iterator[Found]:
    digits = re.sub(r"[^0-9]", "", match["number"])
    country = match["country"] or ""
    known = re.sub(r"[^0-9]", "", country).removeprefix("00").removeprefix("299")
    yield (f"+{known}{digits}" if known else digits), match.start("whole"), match.end("whole")


def _small(match: re.Match[str]) -> Iterator[Found]:
    yield match[0].lower(), match.start(), match.end()


def _address(match: re.Match[str]) -> Iterator[Found]:
    words = match[0].rstrip(".,;:!?*_'")
    value = re.sub(r"^https?://(?:www\.)?|^www\.", "", words.lower()).rstrip("/")
    yield value, match.start(), match.start() + len(words)


def _law(match: re.Match[str]) -> Iterator[Found]:
    section = re.sub(r"\s", "", match["section"].replace("\u2013", "-"))
    first, _, last = section.partition("-")
    if last or match["last"]:
        yield f"§{first}", match.start(), match.start("section") + len(first)
        yield f"§{last or match['last']}", match.end() - 1, match.end()
        return
    named = {"§": section, "stk": match["part"], "nr": match["item"], "litra": match["letter"]}
    parts = [
        name + re.sub(r"[\s\u2013]", "", number.replace("\u2013", "-")) for name, number in named.items() if number
    ]
    yield " ".join(parts), match.start(), match.end()


def _law_alone(match: re.Match[str]) -> Iterator[Found]:
    name = "nr" if match["name"].lower().startswith("n") else "stk"
    yield name + re.sub(r"\s", "", match["number"].replace("\u2013", "-")), match.start(), match.end()


def _rule(kind: FactKind, pattern: str, reader: Reader) -> tuple[FactKind, re.Pattern[str], Reader]:
    return kind, re.compile(pattern, re.IGNORECASE), reader


#: In this order; what an earlier rule has read is hidden from the later ones.
RULES: tuple[tuple[FactKind, re.Pattern[str], Reader], ...] = (
    _rule(FactKind.EMAIL, r"(?<![\w.+-])[\w.+-]{0,63}\w@(?:[\w-]{1,63}\.){1,6}[a-z]{2,24}", _small),
    _rule(FactKind.ADDRESS, r"https?://(?:[^\s<>()\[\]\"»”]|\([^\s()]*\))+", _address),
    _rule(
        FactKind.ADDRESS,
        r"(?<![\w@.-])(?:www\.(?:[\w-]{1,63}\.){1,6}[a-z]{2,24}"
        r"|(?:[\w-]{1,63}\.){1,6}(?:gl|dk|com|org|net|eu|fo|is|no|se))\b(?:/[^\s<>()\[\]\"»”]*)?",
        _address,
    ),
    _rule(
        FactKind.LAW,
        rf"(?:(?P<several>§§)|§|\bparagraf\w*)\s*(?P<section>{_PART})"
        r"(?(several)(?:\s(?:og|til|eller|aamma)\s(?P<last>[0-9]+))?)"
        rf"(?:{_CASE}(?:stk\b|stykke|imm\b|immikkoort\w*) ?\.?\s*(?P<part>{_PART}))?"
        rf"(?:{_CASE}(?:nr\b|normu\w*)\.?\s*(?P<item>{_PART}))?"
        rf"(?:{_CASE}litra\s(?P<letter>[a-z])\b)?",
        _law,
    ),
    *((FactKind.DATE, pattern, reader) for pattern, reader in DATE_RULES),
    _rule(
        FactKind.PHONE,
        r"(?<![\w+])(?P<whole>(?P<country>(?:\+|00)299|\(\+?299\))[ -]?"
        r"(?P<number>(?:[0-9]{2}[ -]?){2}[0-9]{2}))(?![0-9])",
        _phone,
    ),
    _rule(
        FactKind.PHONE,
        r"(?<![\w+])(?P<whole>(?P<country>\+(?:45|354|298|[0-9]{1,3}(?=[ -])))[ -]?"
        r"(?P<number>[0-9](?:[ -]?[0-9]){5,11}))(?![0-9])",
        _phone,
    ),
    _rule(
        FactKind.PHONE,
        r"\b(?:tlf|tel|telefon\w*|oqarasua\w*|mobil\w*)\b[.:]*\s*(?:nr\.?|nummer|normu)?\s*"
        rf"(?P<whole>(?P<country>{_NONE}(?P<number>[0-9](?:[ -]?[0-9]){{5,7}}))(?![0-9])",
        _phone,
    ),
    _rule(
        FactKind.PHONE,
        rf"(?<![0-9])(?<![0-9][ .,])(?P<whole>(?P<country>{_NONE}(?P<number>[0-9]{{2}}(?: [0-9]{{2}}){{2,3}}))"
        r"(?! ?[0-9]|[.,][0-9])",
        _phone,
    ),
    _rule(FactKind.LAW, rf"\b(?P<name>stk\.|imm\.|nr\b\.?|normu\w*)\s?(?P<number>{_PART})", _law_alone),
    _rule(FactKind.AMOUNT, rf"(?<![\w.])(?<![0-9]\s)(?:kr\b\.?|DKK){_SPACE}{_MONEY}(?:,-)?{_SCALE}", _numbers),
    _rule(
        FactKind.AMOUNT,
        rf"{_MONEY}{_SCALE}(?:{_SPACE}(?:krs?\b\.?|krone\w*|koruun\w*|DKK\b)|,-(?!\w))",
        _numbers,
    ),
    _rule(FactKind.PERCENT, rf"{_SHARE}{_SCALE}{_SPACE}(?:%|pct\b\.?|procent\w*|percent\w*)", _numbers),
    _rule(
        FactKind.TIME,
        rf"\b(?:kl\b\.?|k\.|klokken|nal\b\.?|nalunaaqu\w*)\s?(?P<first>{_CLOCK})"
        rf"(?:(?:-[a-z]+\s|\s?[-\u2013]\s?|\s(?:til|og|tikillugu|aamma|eller)\s)(?P<second>{_CLOCK})"
        r"(?![.,][0-9]|\.?\s?(?:%|kr)))?",
        _times,
    ),
    _rule(
        FactKind.TIME,
        rf"(?<![0-9])(?<![0-9][.,:])(?P<first>{_HOUR}[.:][0-5][0-9])(?P<second>{_NONE}(?![0-9]|[.,:][0-9])",
        _times,
    ),
    _rule(FactKind.NUMBER, r"(?<![0-9])[0-9]+(?:\.[0-9]+)*\.(?![0-9]{3}(?![0-9]))[0-9]+(?:\.[0-9]+)*", _dotted),
    _rule(FactKind.NUMBER, rf"{_ALONE}{_range(_NUMBER)}{_SCALE}", _numbers),
    _rule(FactKind.NUMBER, rf"{_ALONE}(?P<first>{_NUMBER})(?P<second>{_NONE}{_SCALE}", _numbers),
)
