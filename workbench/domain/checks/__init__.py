"""The quality checks: which there are, and what they find in one text or in a sentence and its translation."""

from collections.abc import Callable, Iterable

from workbench.domain.checks import agreement, letters, markup, punctuation, wording
from workbench.domain.checks.finding import (
    SEVERITIES,
    Check,
    Context,
    Finding,
    Languages,
    Mark,
    Severity,
    Span,
    found,
)

__all__ = ("SEVERITIES", "Check", "Context", "Finding", "Languages", "Severity", "Span", "run", "run_one")

PairCheck = Callable[[str, str, Languages, Context], list[Mark]]
WordsCheck = Callable[[str, str], list[Mark]]

#: Checks of a sentence with its translation.
PAIR_CHECKS: tuple[PairCheck, ...] = (
    wording.same_as_source,
    wording.left_in_source_language,
    wording.length,
    agreement.facts_differ,
    agreement.number_words_differ,
    markup.markup,
    markup.placeholder,
    markup.link_target,
    markup.link_language,
    punctuation.brackets_differ,
    punctuation.beginning_differs,
    punctuation.end_differs,
)
#: Checks of words alone, whatever they are; a translation is asked as well.
WORDS_CHECKS: tuple[WordsCheck, ...] = (
    wording.wrong_language,
    markup.raw_html,
    letters.cpr_number,
    letters.unseen_letter,
    letters.look_alike,
    letters.old_spelling,
    letters.glued_ending,
    punctuation.double_space,
    punctuation.doubled_word,
)
#: Checks of words alone that a pair check asks in its own way where there is a source to compare with.
SOURCE_CHECKS: tuple[WordsCheck, ...] = (markup.link_address, punctuation.brackets)

_NOTHING_MORE = Context()


def run(source: str, target: str, languages: Languages, context: Context = _NOTHING_MORE) -> list[Finding]:
    """Check a translation: what it says beside its source, and its own words.

    Both are one sentence of inline Markdown; spans count characters of them. What is wrong with the source alone is
    for ``run_one``. A target without words has one finding. Blocking findings come first, then by place.
    Checks and examples: translation study, section 6.
    """
    if missing := wording.empty_target(source, target, languages, context):
        return _findings(missing, source, target)
    marks = [mark for check in PAIR_CHECKS for mark in check(source, target, languages, context)]
    own = [mark for check in WORDS_CHECKS for mark in check(target, languages.target)]
    return _findings([*marks, *(Mark(mark.check, None, mark.source) for mark in own)], source, target)


def run_one(words: str, language: str) -> list[Finding]:
    """Check the words of one sentence alone, source or target, drafted or translated; spans are ``source_span``.

    ``words`` is inline Markdown, ``language`` a tag such as "da". Blocking findings come first, then by place.
    """
    return _findings([mark for check in (*WORDS_CHECKS, *SOURCE_CHECKS) for mark in check(words, language)], words, "")


_RANKS = {severity: rank for rank, severity in enumerate(Severity)}


def _findings(marks: Iterable[Mark], source: str, target: str) -> list[Finding]:
    findings = [found(mark, source, target) for mark in marks]
    nowhere = Span(0, 0)
    return sorted(
        findings,
        key=lambda one: (_RANKS[one.severity], one.source_span or nowhere, one.target_span or nowhere),
    )
