"""Checks on what is not words: bold, links and their addresses, tags, placeholders."""

import itertools
import re
from collections import Counter
from collections.abc import Sequence

from workbench.domain.checks.finding import Check, Context, Languages, Mark, Span
from workbench.domain.checks.reading import Link, links, read
from workbench.domain.facts import address_key
from workbench.domain.markdown import parse_inline

#: What must stand on both sides, and where it stands.
Keyed = tuple[str, Span]

_TAG = re.compile(r"</?[a-z][a-z0-9-]*(?:\s[^<>]*)?/?>|<!--", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"\{[A-Za-z_][A-Za-z0-9_]*\}|</?[0-9]+/?>")
_SIGN_OF_LANGUAGE = re.compile(
    r"[?&](?:sc_)?lang(?:uage)?=(?P<asked>[a-z]{2})\b|^https?://[^/]+/(?P<path>da|kl)(?:-(?:gl|dk))?(?=[/?#]|$)",
    re.IGNORECASE,
)
_WEB = re.compile(r"https://(?:[\w-]+\.)+[^\W\d_]{2,24}(?::[0-9]+)?(?:[/?#]\S*)?", re.IGNORECASE)
_OTHER = re.compile(r"mailto:[^\s@:/]+@(?:[\w-]+\.)+[a-z]{2,24}(?:\?\S*)?|tel:\+?[0-9][0-9 -]*", re.IGNORECASE)
_UNENCRYPTED = re.compile(r"http://[^\s<>()\[\]]+", re.IGNORECASE)


def markup(source: str, target: str, _languages: Languages, _context: Context) -> list[Mark]:
    """Find bold, italic or linked words that one side has and the other has not; their order may differ."""
    return [Mark(Check.MARKUP)] if _shape(source) != _shape(target) else []


def _shape(markdown: str) -> tuple[int, int, int]:
    """Count the stretches of bold words, of italic words, and the links."""
    runs = parse_inline(markdown)
    bold = sum(marked for marked, _ in itertools.groupby(run.bold for run in runs))
    italic = sum(marked for marked, _ in itertools.groupby(run.italic for run in runs))
    return bold, italic, len(links(markdown))


def raw_html(words: str, _language: str) -> list[Mark]:
    """Find HTML tags and comments; placeholders such as <1/> are none."""
    return [Mark(Check.RAW_HTML, Span(*found.span())) for found in _TAG.finditer(words)]


def placeholder(source: str, target: str, _languages: Languages, _context: Context) -> list[Mark]:
    """Find placeholders such as {name} and <1/> that do not stand as often in the target as in the source."""
    lost, added = unmatched(_placeholders(source), _placeholders(target))
    return [Mark(Check.PLACEHOLDER, span) for span in lost] + [Mark(Check.PLACEHOLDER, None, span) for span in added]


def _placeholders(words: str) -> list[Keyed]:
    return [(found[0], Span(*found.span())) for found in _PLACEHOLDER.finditer(words)]


def unmatched(here: Sequence[Keyed], there: Sequence[Keyed]) -> tuple[list[Span], list[Span]]:
    """Return what of each side has no partner with the same key on the other."""
    return _beyond(here, Counter(key for key, _ in there)), _beyond(there, Counter(key for key, _ in here))


def _beyond(keyed: Sequence[Keyed], partners: Counter[str]) -> list[Span]:
    alone = []
    for key, span in keyed:
        if partners[key]:
            partners[key] -= 1
        else:
            alone.append(span)
    return alone


def link_target(source: str, target: str, _languages: Languages, _context: Context) -> list[Mark]:
    """Find links to another page than in the source; the language of the page may differ. Lost links are ``markup``."""
    here, there = (_by_page(links(words)) for words in (source, target))
    if len(here) != len(there):
        return []
    lost, added = unmatched(here, there)
    return [Mark(Check.LINK_TARGET, *pair) for pair in zip(lost, added, strict=True)]


def _by_page(found: Sequence[Link]) -> list[Keyed]:
    return [(address_key(link.address), link.span) for link in found]


def link_language(_source: str, target: str, languages: Languages, _context: Context) -> list[Mark]:
    """Find links in the target that lead to the page in another language than the target's."""
    return [
        Mark(Check.LINK_LANGUAGE, None, link.span)
        for link in links(target)
        if (sign := _SIGN_OF_LANGUAGE.search(link.address))
        and (sign["asked"] or sign["path"]).lower() != languages.pair[1]
    ]


def link_address(words: str, _language: str) -> list[Mark]:
    """Find links that are no address or not encrypted, and addresses among the words that begin with http://."""
    linked = links(words)
    bad = [link.span for link in linked if not (_WEB.fullmatch(link.address) or _OTHER.fullmatch(link.address))]
    reading = read(words)
    plain = [reading.match(found) for found in _UNENCRYPTED.finditer(reading.words)]
    return [Mark(Check.LINK_ADDRESS, span) for span in bad + plain]
