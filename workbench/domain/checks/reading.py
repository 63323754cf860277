"""A sentence as its reader sees it, with the way back to the letters of its Markdown."""

import functools
import re
from dataclasses import dataclass

from workbench.domain.checks.finding import Span
from workbench.domain.facts import Fact, FactKind, facts

_ADDRESS = r"(?:\\[!-/:-@\[-`{-~]|[^\s()\\]|\([^\s()]*\))*"
#: What of the Markdown a reader does not see: soft hyphens, escapes, signs of bold, italic and links.
_SIGNS = re.compile(
    rf"\u00ad|\\(?=[!-/:-@\[-`{{-~])(?P<kept>.)|\*{{1,3}}(?=\S)|(?<=\S)\*{{1,3}}|\]\({_ADDRESS}\)"
    rf"|\[(?=[^\[\]]*\]\({_ADDRESS}\))"
)
_LINK = re.compile(rf"(?<!\\)\[(?P<words>[^\[\]]*)\]\((?P<address>{_ADDRESS})\)")


@dataclass(frozen=True, slots=True)
class Link:
    """A link as written: its address, whatever that is, and where the address stands in the Markdown."""

    address: str
    span: Span


@dataclass(frozen=True, slots=True)
class Reading:
    """The words a reader sees; ``at`` holds for each letter its place in the Markdown."""

    words: str
    at: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """Return where the words from ``start`` up to ``end`` stand in the Markdown; at least one letter."""
        return Span(self.at[start], self.at[max(start, end - 1)] + 1)

    def match(self, found: re.Match[str]) -> Span:
        """Return where a match in the words stands in the Markdown."""
        return self.span(found.start(), found.end())


@functools.lru_cache(maxsize=256)  # every check reads the same two sentences
def read(markdown: str) -> Reading:
    """Read one sentence of inline Markdown; positions count its characters. Raises nothing."""
    hidden = set[int]()
    for sign in _SIGNS.finditer(markdown):
        hidden.update(range(sign.start(), sign.start("kept") if sign["kept"] else sign.end()))
    at = tuple(place for place in range(len(markdown)) if place not in hidden)
    return Reading("".join(markdown[place] for place in at), at)


def links(markdown: str) -> tuple[Link, ...]:
    """Return the links of one sentence in reading order, broken addresses among them."""
    return tuple(
        Link(re.sub(r"\\(.)", r"\1", found["address"]), Span(*found.span("address")))
        for found in _LINK.finditer(markdown)
    )


def without(words: str, found: tuple[Fact, ...]) -> str:
    """Return the words with spaces in the place of these facts, letter for letter as long."""
    for fact in found:
        words = words[: fact.start] + " " * (fact.end - fact.start) + words[fact.end :]
    return words


def without_addresses(words: str) -> str:
    """Return the words with spaces in the place of e-mail and web addresses, which belong to no language."""
    addresses = (FactKind.EMAIL, FactKind.ADDRESS)
    return without(words, tuple(fact for fact in facts(words, "") if fact.kind in addresses))
