"""Words that exist once each, so that every loss and every doubling is seen."""

import itertools
import re
from collections.abc import Iterator

#: Syllables of each language: the first of a word, and the others. The checks of a translation tell by spelling which
#: language words are in, so they look like it; all words of a language are of one length.
_SYLLABLES = {
    "da": ([a + b for a in "bdfhjv" for b in "aeiouyæøå"], [a + b for a in "bdfghjklmnprstv" for b in "aeiouyæøå"], 3),
    "kl": ([a + b for a in "kmnpst" for b in "aiu"], [a + b for a in "gklmnpstv" for b in "aiu"], 4),
}
#: Between one word and the next in the order they are given out: makes neighbours unlike each other.
_STRIDE = 314_159
_WORD = re.compile(r"[^\W\d_]+")


class Words:
    """Gives out words that nobody has had: hundreds of thousands in each language."""

    def __init__(self, language: str = "da") -> None:
        self._first, self._others, self._length = _SYLLABLES[language]
        self._numbers = itertools.count(1)
        self._of = len(self._first) * len(self._others) ** (self._length - 1)

    def new(self) -> str:
        """Return a word that was never given out."""
        return "".join(self._spelt(next(self._numbers) * _STRIDE % self._of))

    def _spelt(self, number: int) -> Iterator[str]:
        number, digit = divmod(number, len(self._first))
        yield self._first[digit]
        for _ in range(self._length - 1):
            number, digit = divmod(number, len(self._others))
            yield self._others[digit]


def words_in(text: str) -> list[str]:
    """Return the words of a text as they were given out, in order; capitals count as small letters."""
    return [match.group().casefold() for match in _WORD.finditer(text)]


def each_word(text: str) -> Iterator[re.Match[str]]:
    """Go through the words of a text with their places."""
    return _WORD.finditer(text)
