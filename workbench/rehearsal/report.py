"""What a rehearsal found, for people and for machines."""

import statistics
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from workbench.rehearsal.browser import Answer, Request


@dataclass(slots=True)
class Measured:
    """Every request of one kind: how long the server took, in milliseconds, and how many bytes went over the line."""

    milliseconds: list[float] = field(default_factory=list)
    size: list[int] = field(default_factory=list)

    def values(self) -> dict[str, float]:
        """Return count, median and 95th percentile of the time, and the median of the bytes."""
        return {
            "n": len(self.milliseconds),
            "p50_ms": round(percentile(self.milliseconds, 50), 1),
            "p95_ms": round(percentile(self.milliseconds, 95), 1),
            "bytes_p50": round(statistics.median(self.size)),
        }


def percentile(values: Sequence[float], share: int) -> float:
    """Return the smallest value that ``share`` of a hundred do not exceed; 0 of nothing."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, -(-len(ordered) * share // 100) - 1))] if ordered else 0.0


class Counter:
    """Counts requests by kind."""

    def __init__(self) -> None:
        self.kinds: dict[str, Measured] = defaultdict(Measured)

    def note(self, request: Request, answer: Answer) -> None:
        """Count one request with its answer."""
        measured = self.kinds[request.kind]
        measured.milliseconds.append(answer.seconds * 1000)
        measured.size.append(request.size + answer.size)


@dataclass(slots=True)
class Report:
    """The outcome of one rehearsal."""

    words_typed: int
    words_lost: int
    words_doubled: int
    #: Words that were taken away and stand there again.
    words_returned: int
    articles: int
    #: Articles read back from the portal in both languages, and how many were asked for.
    published: int
    asked_to_publish: int
    requests: dict[str, dict[str, float]]
    days_simulated: int
    seconds: float
    seed: int
    answers_lost: int
    sent_twice: int
    logins_ended: int
    #: Each bad word with its article, for whoever looks for the reason.
    details: list[str] = field(default_factory=list)

    @property
    def is_well(self) -> bool:
        lost = self.words_lost or self.words_doubled or self.words_returned
        return not lost and self.published >= self.asked_to_publish

    def values(self) -> dict[str, Any]:
        """Return the report as one JSON object."""
        names = ("words_typed", "words_lost", "words_doubled", "words_returned", "articles", "published", "requests")
        more = ("days_simulated", "seconds", "seed", "answers_lost", "sent_twice", "logins_ended", "details")
        return {name: getattr(self, name) for name in (*names, *more)}

    def sentences(self) -> list[str]:
        """Return the report in words, a line each."""
        return [
            (
                f"{self.words_typed:,} words were typed into {self.articles} articles in {self.days_simulated} days; "
                f"{self.words_lost} were lost, {self.words_doubled} stand twice, {self.words_returned} came back."
            ),
            (
                f"{self.published} of {self.asked_to_publish} articles were carried on to the portal "
                "and read back there in both languages."
            ),
            (
                f"On the way {self.answers_lost} answers were lost on the line, {self.sent_twice} requests went twice "
                f"and {self.logins_ended} logins ended while somebody wrote."
            ),
            *([] if self.is_well else ["", "What went wrong:", *self.details[:40]]),
            "",
            *table(self.requests),
            "",
            f"The rehearsal took {self.seconds:.0f} s. To play the same one again: --seed {self.seed}",
            "No word is lost. The workshop can begin."
            if self.is_well
            else "Do not begin a workshop with this: something was lost, doubled or not delivered.",
        ]


def table(requests: dict[str, dict[str, float]]) -> list[str]:
    """Lay the requests out as lines of a table."""
    width = max((len(kind) for kind in requests), default=0)
    names = f"{'how many':>8}  {'server, median':>14}  {'95 of 100 within':>16}  {'bytes, median':>13}"
    rows = [
        f"{kind:<{width}}  {its['n']:>8,.0f}  {its['p50_ms']:>11,.1f} ms  {its['p95_ms']:>13,.1f} ms  "
        f"{its['bytes_p50']:>13,.0f}"
        for kind, its in sorted(requests.items(), key=lambda one: -one[1]["n"])
    ]
    return [f"{'request':<{width}}  {names}", *rows]
