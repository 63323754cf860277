"""The five rules of Kalaallisut spelling, good for telling the language and too coarse for finding misspellings."""

import enum
import re


class SpellingRule(enum.StrEnum):
    #: e and o stand only before q and r (a long one counts as one letter).
    E_OR_O = "e-or-o"
    #: Right before q and r stand e and o, never i and u.
    I_OR_U = "i-or-u"
    #: Letters that no Kalaallisut word has.
    LETTERS = "letters"
    #: Two unlike consonants stand together only as r + consonant, ts or ng.
    CLUSTERS = "clusters"
    #: A word ends in a vowel or in p, t, k, q.
    ENDING = "ending"


_CONSONANTS = "bcdfghjklmnpqrstvwxz"
_BROKEN = {
    SpellingRule.E_OR_O: re.compile(r"e+(?![eqr])|o+(?![oqr])"),
    SpellingRule.I_OR_U: re.compile(r"[iu](?=[qr])"),
    SpellingRule.LETTERS: re.compile(r"[^aefgijklmnopqrstuv]"),
    SpellingRule.CLUSTERS: re.compile(rf"(?!ts|ng)([{_CONSONANTS}])(?<!r)(?!\1)[{_CONSONANTS}]"),
    SpellingRule.ENDING: re.compile(r"[^aeioupktq]$"),
}
_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST = 4


def broken_rules(word: str) -> frozenset[SpellingRule]:
    """Return the rules that a word in small letters breaks. Loans break them too: kommuni, novembari."""
    return frozenset(rule for rule, pattern in _BROKEN.items() if pattern.search(word))


def telling_words(words: str) -> list[re.Match[str]]:
    """Return the words by which a language can be told: small letters only, four of them or more."""
    return [word for word in _WORD.finditer(words) if len(word[0]) >= _SHORTEST and word[0].islower()]
