"""The speed and weight of a sync: at the usual pace of people, with more and more of them, and after hours offline."""

import os
import random
import statistics
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.benchmarks.peers import Room, Sent, Tab, all_at_once
from workbench.benchmarks.results import Result, counted, timed
from workbench.domain.livechanges import Change
from workbench.domain.livedoc import merged
from workbench.domain.livepeer import Peer
from workbench.domain.livetext import opened
from workbench.rehearsal.instance import Instance
from workbench.rehearsal.report import percentile
from workbench.rehearsal.words import each_word
from workbench.store.texts import new_client, new_line_id

#: Milliseconds of a sync at 8 writers, 95th percentile; and those at which it is slow.
TIME_LIMIT, SLOW = 15, 40
#: Bytes of a sentence with headers; milliseconds and bytes of a merge.
UP_LIMIT, MERGE_LIMIT, STATE_LIMIT = 1000, 1000, 100_000
SENTENCE, SENTENCES = 60, 10


@dataclass(frozen=True, slots=True)
class Pace:
    """How long writers write, in seconds, how many at most, and how much after hours offline."""

    first: float = 6
    more: float = 3
    most: int = 64
    step: int = 8
    offline: int = 500


def measure(instance: Instance, tabs: list[Tab], another: Callable[[int], Tab], pace: Pace) -> list[Result]:
    """Measure in the text the tabs have open; ``another`` opens it once more."""
    return [*_bytes(tabs[0]), *_times(instance, tabs, another, pace), *_merge(len(tabs), pace)]


def _bytes(tab: Tab) -> list[Result]:
    tab.sync()
    tab.sent.clear()
    for _ in range(SENTENCES):
        tab.type_sentence(SENTENCE)
        tab.sync()
    method = f"a sentence of {SENTENCE} letters, typed letter by letter, sent in one sync; HTTP/1.1 with headers"
    return [
        counted("sync.up", "bytes", _mean(tab.sent, "up"), limit=UP_LIMIT, method=method, n=SENTENCES),
        counted("sync.down", "bytes", _mean(tab.sent, "down"), limit=None, method=method, n=SENTENCES),
    ]


def _mean(sent: Sequence[Sent], what: str) -> float:
    return float(statistics.mean(getattr(each, what) for each in sent))


def _times(instance: Instance, tabs: list[Tab], another: Callable[[int], Tab], pace: Pace) -> list[Result]:
    """Write at a pace, then with more and more writers until syncs are slow."""
    before = _cpu(instance)
    sent = _write(tabs, pace.first)
    used = _cpu(instance) - before
    method = f"{len(tabs)} writers in one text of 10 kB, each sends a word every second; POST over HTTP on loopback"
    results = [
        timed("sync.time", sent, limit=TIME_LIMIT, method=method),
        counted("sync.cpu", "ms", used * 1000 / len(sent), limit=None, method=f"{method}; CPU of the server for each"),
    ]
    tabs = list(tabs)
    while (late := percentile(sent, 95)) <= SLOW and len(tabs) < pace.most:
        tabs += [another(number) for number in range(len(tabs), len(tabs) + pace.step)]
        sent = _write(tabs, pace.more)
    told = f"passed {SLOW} ms at" if late > SLOW else f"within {SLOW} ms, and not asked for more than"
    method = f"the 95th percentile was {late:.0f} ms, {told} so many writers, each sends a word every second"
    return [*results, counted("sync.writers", "writers", len(tabs), limit=None, method=method)]


def _write(tabs: Sequence[Tab], seconds: float) -> list[float]:
    """Let them write side by side, each at another moment of the second; return what the syncs took."""
    begun, idle = time.monotonic(), threading.Event()

    def write(number: int, tab: Tab) -> None:
        for turn in range(int(seconds)):
            tab.edit()
            idle.wait(max(0.0, begun + turn + number / len(tabs) - time.monotonic()))
            tab.sync()

    for tab in tabs:
        tab.sent.clear()
    all_at_once([lambda each=each: write(*each) for each in enumerate(tabs)])  # type: ignore[misc]  # bound in the loop on purpose
    return [each.milliseconds for tab in tabs for each in tab.sent]


def _cpu(instance: Instance) -> float:
    """Return how many seconds the server has computed; 0 where the system does not tell."""
    file = Path(f"/proc/{instance.process.pid}/stat") if instance.process else Path()
    if not file.is_file():
        return 0.0
    user, system = file.read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def _merge(writers: int, pace: Pace) -> list[Result]:
    """Let each write for hours alone, and let all of it into one text."""
    room, client = Room(), new_client()
    peer = Peer(opened("Title", ["first"], client=client), new_client())
    for _ in range(20):
        peer.write_line(1, new_line_id(), " ".join(room.new() for _ in range(40)) + " ")
    state = first = peer.state
    updates = [merged(_typed(Peer(first, new_client()), room, pace.offline)) for _ in range(writers)]
    begun = time.perf_counter()
    for update in updates:
        state = Change(state, update).committed.state
    took = (time.perf_counter() - begun) * 1000
    method = f"{writers} writers x {pace.offline} edits, each offline from the same text, merged one after the other"
    return [
        counted("sync.merge.time", "ms", took, limit=MERGE_LIMIT, method=method),
        counted("sync.merge.state", "bytes", len(state), limit=STATE_LIMIT, method=method),
    ]


def _typed(peer: Peer, room: Room, edits: int) -> list[bytes]:
    rng = random.Random(peer.client)  # noqa: S311 - what is typed, not a secret
    for _ in range(edits):
        word = rng.choice(list(each_word(peer.words)))
        if rng.random() < 0.2:  # noqa: PLR2004 - every fifth edit takes a word away
            peer.delete(word.start(), word.end() + 1)
        else:
            peer.write(word.start(), f"{room.new()} ")
    return peer.waiting
