"""Words that exist once each, so that every loss and every doubling is seen."""

import itertools
import re
from collections.abc import Iterator

_FIRST = "bdfghjklmnprstv"
_VOWELS = "aeiouyæøå"
_SYLLABLES = tuple(f"{first}{vowel}" for first in _FIRST for vowel in _VOWELS)
#: How many syllables each word has: all are of one length, so that two which ran together are found.
LENGTH = 3
LETTERS = 2 * LENGTH
#: Between one word and the next in the order they are given out: makes neighbours unlike each other.
_STRIDE = 1_000_003
_WORD = re.compile(r"[^\W\d_]+")


class Words:
    """Gives out words that nobody has had."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self._of = len(_SYLLABLES) ** LENGTH

    def new(self) -> str:
        """Return a word that was never given out; there are almost two and a half million."""
        return "".join(self._syllables(next(self._numbers) * _STRIDE % self._of))

    def _syllables(self, number: int) -> Iterator[str]:
        for _ in range(LENGTH):
            number, digit = divmod(number, len(_SYLLABLES))
            yield _SYLLABLES[digit]


def words_in(text: str) -> list[str]:
    """Return the words of a text as they were given out, in order; capitals count as small letters."""
    return [match.group().casefold() for match in _WORD.finditer(text)]
