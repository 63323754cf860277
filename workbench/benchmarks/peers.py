"""Writers who type in a text and send what they typed over the real wire, and the count of what became of it."""

import random
import secrets
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from workbench.benchmarks.visits import OK, BenchmarkError
from workbench.domain.livedoc import merged
from workbench.domain.livepeer import Peer
from workbench.domain.wire import Answer, Ask, Request, Say, decode_answer, encode_request
from workbench.rehearsal.browser import Browser
from workbench.rehearsal.words import Words, each_word, words_in
from workbench.store.texts import new_client, new_line_id

#: Of so few words nobody takes one away.
FEW = 30
#: An answer that asks to come again, and how often somebody does.
LATER, TRIES = 503, 3
#: What people do in a text, and how often.
ACTS, ODDS = ("write", "delete", "part", "mark"), (74, 10, 8, 8)
_NOTHING = Ask(0)
T = TypeVar("T")


@dataclass(slots=True)
class Room:
    """The words that were written, and those that somebody took away again."""

    words: Words = field(default_factory=Words)
    written: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)

    def new(self) -> str:
        """Return a word that nobody has written, and note that it was."""
        word = self.words.new()
        self.written.append(word)
        return word


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many words are missing, stand there too often or again, and how many words or copies are nobody's."""

    lost: int
    doubled: int
    garbled: int


def outcome(room: Room, texts: Iterable[str], *, apart: int = 0) -> Outcome:
    """Compare the words of texts with those that were written; ``apart`` copies differ from the server's."""
    found = Counter(word for text in texts for word in words_in(text))
    gone = set(room.deleted)
    return Outcome(
        lost=sum(not found[word] for word in room.written if word not in gone),
        doubled=sum(max(0, found[word] - (word not in gone)) for word in room.written),
        garbled=len(found.keys() - set(room.written)) + apart,
    )


@dataclass(frozen=True, slots=True)
class Sent:
    """A sync on the line: milliseconds at the server, bytes with headers."""

    milliseconds: float
    up: int
    down: int


class Tab:
    """A text that somebody has open in a browser of their own; ``sync`` sends what waits."""

    def __init__(self, browser: Browser, email: str, path: str, room: Room) -> None:
        self.browser, self.email, self.path, self.room = browser, email, path, room
        self.rng = random.Random(f"{email} {path}")  # noqa: S311 - what is typed, not a secret
        self.seq = 0
        self.sent: list[Sent] = []
        client = new_client()
        self.peer = Peer(self._asked(Request(clients=(client,))).update, client)

    def _asked(self, request: Request, *, keep: bool = True) -> Answer:
        """Send a request, and take over what is answered unless the answer gets lost."""
        asked = self.browser.sync("sync", f"{self.path}/sync", encode_request(request), person=self.email)
        for _ in range(TRIES):
            came = self.browser.send(asked, keep=keep)
            if came.status != LATER:
                break
        if came.status != OK:
            raise BenchmarkError(f"a sync was answered {came.status}: {came.text[:300]}")
        answer = decode_answer(came.body)
        if answer.says & ~Say.GAP:
            raise BenchmarkError(f"a sync was not taken: {answer.says!r}")
        self.sent.append(Sent(came.seconds * 1000, asked.size, came.size))
        if keep:
            self.seq = answer.seq
        return answer

    def sync(self, *, keep: bool = True) -> None:
        """Send what waits, and learn what is new; without ``keep`` the answer is lost, so that all is sent again."""
        waiting = len(self.peer.waiting)
        answer = self.deliver(merged(self.peer.waiting), keep=keep)
        if keep:
            del self.peer.waiting[:waiting]
            self.peer.take(answer.update) if answer.update else None

    def deliver(self, update: bytes, *, keep: bool = False, asks: Ask = _NOTHING) -> Answer:
        """Send an update as it is."""
        return self._asked(Request(self.seq, update, (self.peer.client,), asks=asks), keep=keep)

    def edit(self) -> None:
        """Write somewhere in the text, mostly a word; now and then part a line, mark words, or take one away."""
        places = list(each_word(self.peer.words))
        place = self.rng.choice(places) if places else None
        if place is None:
            self.peer.write_line(1, new_line_id(), f"{self.room.new()} ")
            return
        act = self.rng.choices(ACTS, ODDS)[0]
        if act == "delete" and len(places) > FEW:
            self.room.deleted.append(place.group().casefold())
            self.peer.delete(place.start(), place.end() + 1)
        elif act == "part":
            self.peer.write_line(place.start(), new_line_id(), kind=self.rng.choice(("", "h2", "ul")))
        elif act == "mark":
            self.peer.mark(place.start(), place.end(), self.rng.choice("bi"))
        else:
            self.peer.write(place.start(), f"{self.room.new()} ")

    def fill(self, letters: int) -> None:
        """Write paragraphs of so many letters together, and send them."""
        while len(self.peer.words) < letters:
            words = " ".join(self.room.new() for _ in range(40))
            self.peer.write_line(1, new_line_id(), f"{words} ")
        self.sync()

    def type_sentence(self, letters: int) -> None:
        """Type a sentence letter by letter in front of a word."""
        words = " ".join(self.room.new() for _ in range(letters // 6))[: letters - 1]
        place = self.rng.choice(list(each_word(self.peer.words))).start()
        for at, letter in enumerate(f"{words} "):
            self.peer.write(place + at, letter)


def all_at_once(tasks: Sequence[Callable[[], T]]) -> list[T]:
    """Do all side by side, each in a thread of its own; raise what the first that failed raised."""
    results: dict[int, T] = {}
    failed: list[BaseException] = []

    def do(number: int, task: Callable[[], T]) -> None:
        try:
            results[number] = task()
        except (BenchmarkError, OSError, ValueError) as error:
            failed.append(error)

    threads = [threading.Thread(target=do, args=each) for each in enumerate(tasks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise BenchmarkError(str(failed[0])) from failed[0]
    return [results[number] for number in range(len(tasks))]


def shuffled(some: Sequence[T]) -> list[T]:
    """Return them in an order of chance."""
    return sorted(some, key=lambda _: secrets.randbits(32))
