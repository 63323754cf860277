"""Knows what was typed and what was taken away, and says which words stand wrongly in the end."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from workbench.rehearsal.words import words_in


@dataclass(slots=True)
class Ledger:
    """What people did to one text, whether or not the server ever heard of it."""

    typed: set[str] = field(default_factory=set)
    taken: set[str] = field(default_factory=set)

    def type(self, words: str) -> None:
        """Note that somebody typed these words; each is typed once in all."""
        self.typed.update(words_in(words))

    def take(self, words: str) -> None:
        """Note that somebody who saw these words took them away."""
        self.taken.update(words_in(words))

    @property
    def kept(self) -> set[str]:
        """The words that must be there, once each."""
        return self.typed - self.taken


@dataclass(frozen=True, slots=True)
class Verdict:
    """The words of one text that are not as they should be."""

    #: Typed, taken away by nobody, and not there.
    lost: frozenset[str] = frozenset()
    #: There more than once.
    doubled: frozenset[str] = frozenset()
    #: Taken away, and there again.
    returned: frozenset[str] = frozenset()

    @property
    def is_clean(self) -> bool:
        return not (self.lost or self.doubled or self.returned)


def judge(ledger: Ledger, text: str | Iterable[str]) -> Verdict:
    """Compare what people did with the text as it is; a word glued to another is not there."""
    parts = [text] if isinstance(text, str) else list(text)
    found = Counter(word for part in parts for word in words_in(part))
    return Verdict(
        lost=frozenset(word for word in ledger.kept if not found[word]),
        doubled=frozenset(word for word in ledger.typed if found[word] > 1),
        returned=frozenset(word for word in ledger.typed & ledger.taken if found[word]),
    )
