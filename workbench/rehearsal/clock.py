"""Virtual time: what people do and when the line brings it, in the order of a clock that nobody waits for.

People are generators: they yield how long they wait (``Wait``) or what they send (``Send``) and get the answer back
when the line has brought it. Real time passes only while the server works. Requests that are on the line within the
same half of a round trip are posted by several threads at once, as they would be.
"""

import heapq
import itertools
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from workbench.rehearsal.browser import Answer, Browser, Request
from workbench.rehearsal.line import Line

#: How long a browser waits for an answer that does not come, in seconds.
PATIENCE = 30.0
THREADS = 8


@dataclass(frozen=True, slots=True)
class Wait:
    """Do nothing for so many virtual seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Send:
    """Send a request; ``copies`` at once, as a double click does; ``loses`` throws the answer away on the line."""

    browser: Browser
    request: Request
    copies: int = 1
    loses: bool = False


Act = Generator[Wait | Send, Answer | None, None]


@dataclass(order=True, slots=True)
class _Event:
    at: float
    number: int
    act: Act = field(compare=False)
    sent: Send | None = field(compare=False, default=None)
    answer: Answer | None = field(compare=False, default=None)


@dataclass(slots=True)
class Clock:
    """Runs acts in virtual time; ``now`` is in seconds since the start."""

    line: Line
    now: float = 0.0
    #: Told of every answer the server gave, thrown away or not.
    on_answer: Callable[[Request, Answer], None] = lambda _request, _answer: None
    _events: list[_Event] = field(default_factory=list)
    _numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    def start(self, act: Act, *, after: float = 0.0) -> None:
        """Let an act begin."""
        self._push(self.now + after, act)

    def run(self) -> None:
        """Run until nobody has anything left to do."""
        with ThreadPoolExecutor(THREADS) as pool:
            while self._events:
                self._round(pool)

    def _push(self, at: float, act: Act, sent: Send | None = None, answer: Answer | None = None) -> None:
        heapq.heappush(self._events, _Event(at, next(self._numbers), act, sent, answer))

    def _round(self, pool: ThreadPoolExecutor) -> None:
        """Go through everything up to half a round trip from now: no answer to it can be back before."""
        until = self._events[0].at + self.line.one_way
        arrived: list[_Event] = []
        while self._events and self._events[0].at <= until:
            event = heapq.heappop(self._events)
            self.now = max(self.now, event.at)
            if event.sent is None:
                self._resume(event)
            else:
                arrived.append(event)
        for event, answers in zip(arrived, pool.map(_post, arrived), strict=True):
            self._answered(event, answers)

    def _resume(self, event: _Event) -> None:
        try:
            step = event.act.send(event.answer)
        except StopIteration:
            return
        if isinstance(step, Wait):
            self._push(self.now + step.seconds, event.act)
        else:
            size = step.request.size * step.copies
            self._push(self.line.arrival("up", self.now, size), event.act, step)

    def _answered(self, event: _Event, answers: list[Answer]) -> None:
        sent = event.sent
        assert sent is not None  # noqa: S101 - only requests arrive
        for answer in answers:
            self.on_answer(sent.request, answer)
        if sent.loses:
            self._push(event.at + PATIENCE, event.act)
            return
        size = sum(answer.size for answer in answers)
        self._push(self.line.arrival("down", event.at, size), event.act, answer=answers[-1])


def _post(event: _Event) -> list[Answer]:
    sent = event.sent
    assert sent is not None  # noqa: S101 - only requests arrive
    if sent.copies == 1:
        return [sent.browser.send(sent.request, keep=not sent.loses)]
    with ThreadPoolExecutor(sent.copies) as hands:
        return list(hands.map(sent.browser.send, itertools.repeat(sent.request, sent.copies)))
