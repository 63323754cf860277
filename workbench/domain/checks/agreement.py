"""Checks that amounts, dates, numbers and references say the same on both sides."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from workbench.domain.checks.finding import Check, Context, Languages, Mark, Span
from workbench.domain.checks.reading import Reading, read, without
from workbench.domain.facts import Fact, FactKind, address_key, facts
from workbench.domain.numberwords import certain_number_words, possible_number_words

CHECKS: Mapping[FactKind, Check] = {
    FactKind.AMOUNT: Check.AMOUNT,
    FactKind.PERCENT: Check.PERCENT,
    FactKind.NUMBER: Check.NUMBER,
    FactKind.DATE: Check.DATE,
    FactKind.TIME: Check.TIME,
    FactKind.PHONE: Check.PHONE,
    FactKind.EMAIL: Check.EMAIL,
    FactKind.ADDRESS: Check.ADDRESS,
    FactKind.LAW: Check.LAW,
}


def facts_differ(source: str, target: str, languages: Languages, _context: Context) -> list[Mark]:
    """Find values that stand on one side only, counted: twice and once differ.

    Forgiven is the same number said in another way: a year away from its day, "imm. 3" for "afsnit 3", a number from
    1 to 12 as a word.
    """
    sides = [read(words) for words in (source, target)]
    found = [facts(side.words, language) for side, language in zip(sides, languages.pair, strict=True)]
    here, there = _alone(found[0], found[1]), _alone(found[1], found[0])
    lost = _unsaid(_unforgiven(here, there), sides[1], languages.pair[1])
    added = _unsaid(_unforgiven(there, here), sides[0], languages.pair[0])
    return _paired(sides[0], sides[1], lost, added, (here, there))


def _key(fact: Fact) -> tuple[FactKind, str]:
    return fact.kind, address_key(fact.value) if fact.kind is FactKind.ADDRESS else fact.value


def _alone(mine: Iterable[Fact], others: Iterable[Fact]) -> list[Fact]:
    partners = Counter(map(_key, others))
    alone = []
    for fact in mine:
        if partners[_key(fact)]:
            partners[_key(fact)] -= 1
        else:
            alone.append(fact)
    return alone


def _atoms(fact: Fact) -> tuple[str, ...]:
    """Return the plain numbers a fact is made of, or itself where a bare number would not say the same."""
    if fact.kind is FactKind.DATE:
        year, month, *day = fact.value.rsplit("-", 2) if fact.value.count("-") > 1 else fact.value.split("-")
        return tuple(part.lstrip("0") for part in (year.strip("-"), f"month {month}", *day) if part)
    if fact.kind is FactKind.TIME:
        return (fact.value.lstrip("0").removesuffix(":00").replace(":", ".") or "0",)
    if fact.kind is FactKind.LAW and not fact.value.startswith("§"):
        return tuple(fact.value.removeprefix("stk").removeprefix("nr").split("-"))
    if fact.kind in {FactKind.NUMBER, FactKind.PHONE}:
        return (fact.value,)
    return (f"{fact.kind} {fact.value}",)


def _unforgiven(mine: Iterable[Fact], others: Iterable[Fact]) -> list[Fact]:
    pool = Counter(atom for fact in others for atom in _atoms(fact))
    left = []
    for fact in mine:
        atoms = Counter(_atoms(fact))
        if atoms <= pool:
            pool -= atoms
        else:
            left.append(fact)
    return left


def _unsaid(mine: Iterable[Fact], other: Reading, language: str) -> list[Fact]:
    """Leave out numbers that the other side says as a word."""
    said = possible_number_words(other.words, language)
    left = []
    for fact in mine:
        if fact.kind is FactKind.NUMBER and said[fact.value]:
            said[fact.value] -= 1
        else:
            left.append(fact)
    return left


def _paired(
    source: Reading,
    target: Reading,
    lost: Sequence[Fact],
    added: Sequence[Fact],
    candidates: tuple[Sequence[Fact], Sequence[Fact]],
) -> list[Mark]:
    """Put what is missing beside what stands there instead, kind by kind, in reading order."""
    marks = []
    taken: list[Fact] = []
    for fact in lost:
        instead = _instead(fact, added, taken) or _instead(fact, candidates[1], taken)
        taken += [instead] if instead else []
        marks.append(Mark(CHECKS[fact.kind], _span(source, fact), _span(target, instead)))
    for fact in added:
        if fact not in taken:
            instead = _instead(fact, candidates[0], list(lost))
            marks.append(Mark(CHECKS[fact.kind], _span(source, instead), _span(target, fact)))
    return marks


def _instead(fact: Fact, others: Iterable[Fact], taken: Sequence[Fact]) -> Fact | None:
    return next((other for other in others if other.kind is fact.kind and other not in taken), None)


def _span(side: Reading, fact: Fact | None) -> Span | None:
    return side.span(fact.start, fact.end) if fact else None


def number_words_differ(source: str, target: str, languages: Languages, _context: Context) -> list[Mark]:
    """Find a Danish number word, two to twelve, that the other side says neither as a word nor in digits."""
    here, there = languages.pair
    lost = _unsaid_words(read(source), here, read(target), there)
    added = _unsaid_words(read(target), there, read(source), here)
    return [Mark(Check.NUMBER_WORD, span) for span in lost] + [Mark(Check.NUMBER_WORD, None, span) for span in added]


def _unsaid_words(side: Reading, language: str, other: Reading, its_language: str) -> list[Span]:
    digits = Counter(atom for fact in facts(other.words, its_language) for atom in _atoms(fact))
    said = possible_number_words(other.words, its_language) + digits
    unsaid = []
    for number, word in certain_number_words(without(side.words, facts(side.words, language)), language):
        if said[number]:
            said[number] -= 1
        else:
            unsaid.append(side.match(word))
    return unsaid
