"""Working on words: what compares, reads and checks texts, and how its time grows with them."""

import gc
from collections.abc import Callable, Iterable

from sqlalchemy.orm import Session, sessionmaker

from workbench.benchmarks.results import Result, counted, milliseconds_of, timed
from workbench.domain.alignment import Fresh, Known, align
from workbench.domain.checks import Languages, run
from workbench.domain.diffing import compare
from workbench.domain.facts import facts
from workbench.domain.linetext import Content, Kind, Line, Run
from workbench.domain.markdown import from_markdown
from workbench.rehearsal.instance import Instance

TIMES = 9
COMPARE_LIMIT, ALIGN_LIMIT = 50, 200
#: What may be typed to make a reader slow: each is repeated to a whole page, and to two.
SIGNS = ("[", "*", "*a*", "**", "](", "[](", "\\", "[a](b", "*a", "1.", "a.", "12:", "kr.", "(", "<1/", "2026-mi ")
PAGE, SENTENCE = 8192, 1024
#: Eight times the text takes eight times the time, 64 times where a reader goes over it again and again.
LONGER, GROWTH_LIMIT = 8, 24


def measure(_instance: Instance, _sessions: sessionmaker[Session], _articles: int) -> list[Result]:
    """Compare and align long texts, and read pages full of signs."""
    readers: dict[str, tuple[Callable[[str], object], int]] = {
        "markdown": (from_markdown, PAGE),
        "facts": (lambda text: facts(text, "kl"), PAGE),
        "checks": (lambda text: run(text, text, Languages("da", "kl")), SENTENCE),
    }
    return [
        _compared(),
        _aligned(),
        *(_growth(name, read, length) for name, (read, length) in readers.items()),
    ]


def _compared() -> Result:
    words = [[f"ord{at * 31 % 97 + line_at}" for at in range(40)] for line_at in range(40)]
    changed = [[word if at % 5 else f"nyt{at}" for at, word in enumerate(line)] for line in words]
    earlier, later = _content(words), _content(changed)
    compare(earlier, later)
    times = [milliseconds_of(lambda: compare(earlier, later)) for _ in range(TIMES)]
    return timed("texts: compare", times, limit=COMPARE_LIMIT, method="10 kB in 40 lines, each fifth word another")


def _content(lines: Iterable[Iterable[str]]) -> Content:
    return Content("", tuple(Line(f"l{at}", Kind.PARAGRAPH, (Run(" ".join(words)),)) for at, words in enumerate(lines)))


def _aligned() -> Result:
    def sentences(change: str) -> list[tuple[str, str]]:
        return [
            (
                f"{change}{at // 5}",
                f"S {at * 7919 % 997} om {at * 31 % 89} i by {at} {change} {'og mer ' * (at % 9)}.",
            )
            for at in range(300)
        ]

    old = [Known(str(at), *sentence) for at, sentence in enumerate(sentences("gammel"))]
    new = [Fresh(*sentence) for sentence in sentences("ny")]
    align(old, new)
    times = [milliseconds_of(lambda: align(old, new)) for _ in range(TIMES)]
    return timed("texts: align", times, limit=ALIGN_LIMIT, method="300 sentences, all of them changed, in other lines")


def _growth(name: str, read: Callable[[str], object], length: int) -> Result:
    """Return how many times longer the longer text takes, for the signs that are worst."""

    def quickest(text: str) -> float:
        return min(milliseconds_of(lambda: read(text)) for _ in range(3))

    pages = (sign * (length // len(sign)) for sign in SIGNS)
    # What is collected depends on all that happened before, not on the text.
    gc.disable()
    try:
        worst = max(quickest(page * LONGER) / quickest(page) for page in pages)
    finally:
        gc.enable()
    method = f"{LONGER * length} characters against {length}, the worst of {len(SIGNS)} kinds, quickest of 3 each"
    return counted(f"texts: growth of {name}", "times", worst, limit=GROWTH_LIMIT, method=method, n=len(SIGNS))
