"""The days of a writing workshop: who writes what when, alone, in each other's articles, and all together."""

import itertools
import random
from collections.abc import Callable, Generator
from dataclasses import dataclass, field

from workbench.rehearsal.browser import SEE_OTHER, Answer
from workbench.rehearsal.clock import Act, Clock, Send, Wait
from workbench.rehearsal.hands import Hands
from workbench.rehearsal.oracle import Ledger
from workbench.rehearsal.page import read_page
from workbench.rehearsal.participant import Participant
from workbench.rehearsal.tabs import FormTab, ScriptTab, Tab, Text
from workbench.rehearsal.words import Words

Doing = Generator[Wait | Send, Answer | None, None]
HOUR = 3600.0
#: When people work, in hours from midnight; each stretch ends with everybody in one article.
STRETCHES = ((9.0, 12.0), (13.0, 16.0))
#: Seconds to a typed word, and how long people think between two bursts of writing.
A_WORD = (0.4, 1.4)
#: How many words a burst has, and how many bursts an article.
BURST = (14, 34)
BURSTS = 6
#: How likely it is that somebody goes to a colleague's article after a burst, and how much they do there.
VISITS = 0.3
CHANGES = (3, 9)
#: How long it takes until somebody without an article of their own looks in again.
LOOKS_IN = HOUR / 2
#: How many pages somebody leaves open; the oldest goes first, saved.
OPEN_TABS = 4
#: One writer of so many has a browser without the script.
PLAIN_FORM = 4
LAW = "https://lov.example/2024/{number}"


@dataclass(slots=True)
class Workshop:
    """The room: the clock, the articles that were begun, where the list is."""

    id: int
    clock: Clock
    words: Words
    articles: int
    days: int
    texts: list[Text] = field(default_factory=list)
    #: Set while everybody is in one article: which one.
    shared: Text | None = None

    @property
    def path(self) -> str:
        return f"/workshops/{self.id}"

    @property
    def is_all_taken(self) -> bool:
        return len(self.texts) >= self.articles

    @property
    def stretches(self) -> list[tuple[float, float]]:
        """When each stretch of work begins and ends, in seconds since the midnight before the first day."""
        return [
            (HOUR * (24 * day + begin), HOUR * (24 * day + end)) for day in range(self.days) for begin, end in STRETCHES
        ]

    def text_at(self, path: str, title: str) -> Text:
        """Return the text of that address, noted as begun the first time."""
        for text in self.texts:
            if text.path == path:
                return text
        text = Text(path, title)
        text.ledger.type(title)
        self.texts.append(text)
        return text


def moment(seconds: float) -> str:
    """Say a moment in words."""
    day, rest = divmod(int(seconds), int(24 * HOUR))
    return f"Day {day + 1}, {rest // 3600:02d}:{rest % 3600 // 60:02d}"


class Writer:
    """Somebody who writes as long as the workshop lasts."""

    def __init__(self, person: Participant, number: int, workshop: Workshop, rng: random.Random) -> None:
        self.person, self.workshop, self.rng = person, workshop, rng
        self.hands = Hands(rng, workshop.words)
        self.kind: Callable[[Participant, Text, Clock], Tab] = (
            FormTab if number % PLAIN_FORM == PLAIN_FORM - 1 else ScriptTab
        )
        self.tabs: list[Tab] = []
        self.own: Tab | None = None
        self.bursts_left = 0

    @property
    def _now(self) -> float:
        return self.workshop.clock.now

    def days(self) -> Act:
        """Come, write, go; the pages stay open overnight."""
        for begin, end in self.workshop.stretches:
            yield Wait(max(0.0, begin - self._now) + self.rng.uniform(0, 120))
            yield from self.person.signs_in()
            yield from self._stretch(end - HOUR / 4)
            yield Wait(max(0.0, end - HOUR / 4 - self._now))
            yield from self._together()
        yield from self._stay_on()
        yield from self._finish()

    def _stretch(self, until: float) -> Doing:
        while self._now < until:
            yield from self._write_on()
            if self.rng.random() < VISITS or self.own is None:
                yield from self._visit()
            yield Wait(self.rng.uniform(0.4, 1.6) * self._pause(until))

    def _write_on(self) -> Doing:
        if self.own is not None:
            yield from self._go_on(self.own)
        elif not self.workshop.is_all_taken:
            yield from self._begin()

    def _stay_on(self) -> Doing:
        """Stay until the list is empty and the own article written, however late it gets."""
        while self.own is not None or not self.workshop.is_all_taken:
            yield from self._write_on()
            yield Wait(self.rng.uniform(*A_WORD))

    def _pause(self, until: float) -> float:
        """Return how long to think so that the articles last to the end; who has none left only looks in."""
        if self.own is None and self.workshop.is_all_taken:
            return LOOKS_IN
        left = sum(max(0.0, end - max(begin, self._now)) for begin, end in self.workshop.stretches)
        articles = max(1, self.workshop.articles - len(self.workshop.texts)) / 8 + 1
        return min(max(20.0, left / articles / (BURSTS + 2)), 1200.0, max(20.0, until - self._now))

    def _begin(self) -> Doing:
        """Look at the list, and take an article; somebody may be quicker."""
        answer = yield from self.person.gets("open the list", f"{self.workshop.path}/list")
        page = read_page(answer.text)
        waiting = list(itertools.islice(page.all_forms("/claim"), 3))
        if not waiting:
            return
        form = self.rng.choice(waiting)
        answer = yield from self.person.delivers(self.person.browser.post("take an article", form.action, form.fields))
        if answer.status not in SEE_OTHER:
            return
        tab = yield from self._open(answer.location, title="")
        self.own, self.bursts_left = tab, BURSTS

    def _open(self, path: str, title: str) -> Generator[Wait | Send, Answer | None, Tab]:
        if len(self.tabs) >= OPEN_TABS:
            yield from self.tabs.pop(0).save()
        text = next((text for text in self.workshop.texts if text.path == path), Text(path, title))
        tab = self.kind(self.person, text, self.workshop.clock)
        yield from tab.open()
        tab.text = self.workshop.text_at(path, tab.fields["title"])
        self.tabs.append(tab)
        return tab

    def _go_on(self, tab: Tab) -> Doing:
        """Write the next bit of the own article."""
        if tab not in self.tabs:
            tab = yield from self._open(tab.text.path, tab.text.title)
            self.own = tab
        if self.bursts_left == BURSTS:
            yield from self._state_the_law(tab)
        yield from self._burst(tab)
        self.bursts_left -= 1
        if not self.bursts_left:
            yield from tab.save()
            yield from self.person.gets("open the board", self.workshop.path)
            self.own = None

    def _burst(self, tab: Tab) -> Doing:
        """Write sentences into a section that has few words, and save."""
        name = min(self._free_sections(tab), key=lambda one: (len(tab.fields[one]), "rights" not in one))
        words = self.rng.randint(*BURST)
        while words > 0:
            tab.change(name, self.hands.begin_line)
            for _ in range(min(words, self.hands.sentence_length())):
                yield Wait(self.rng.uniform(*A_WORD))
                tab.change(name, self.hands.append)
                words -= 1
            tab.change(name, lambda text, _ledger: self.hands.end_sentence(text))
        if self.rng.random() < 0.5:  # noqa: PLR2004 - about as often as not
            tab.change(name, self.hands.change)
        yield from self._save(tab)

    def _save(self, tab: Tab) -> Doing:
        yield Wait(self.rng.uniform(*A_WORD))
        # The script saves by itself; only who has none presses the button.
        if isinstance(tab, FormTab):
            yield from tab.save()

    def _free_sections(self, tab: Tab) -> list[str]:
        return [name for name in tab.sections if not name.endswith(("-law", "-selfservice"))]

    def _state_the_law(self, tab: Tab) -> Doing:
        """Name a law with its address, as every article must."""
        name = next((one for one in tab.sections if one.endswith("-law")), None)
        if name is None or tab.fields[name]:
            return

        def link(_text: str, ledger: Ledger) -> str:
            words = f"{self.workshop.words.new()} {self.workshop.words.new()}"
            ledger.type(words)
            return f"[{words.capitalize()}]({LAW.format(number=len(self.workshop.texts))})"

        yield Wait(self.rng.uniform(*A_WORD) * 3)
        tab.change(name, link)
        yield from self._save(tab)

    def _visit(self) -> Doing:
        """Change something in a colleague's article, in a page that may have been open since yesterday."""
        tab = self.rng.choice(self.tabs) if self.tabs and self.rng.random() < 0.5 else None  # noqa: PLR2004 - a coin
        if tab is None:
            if not self.workshop.texts:
                return
            text = self.rng.choice(self.workshop.texts[-8:])
            tab = yield from self._open(text.path, text.title)
        yield from self._change(tab)

    def _change(self, tab: Tab) -> Doing:
        for _ in range(self.rng.randint(*CHANGES)):
            yield Wait(self.rng.uniform(*A_WORD))
            tab.change(self.rng.choice(self._free_sections(tab)), self.hands.change)
        yield from self._save(tab)

    def _together(self) -> Doing:
        """Open one article with everybody else, write in it at the same time, and save in the same moment."""
        if self.workshop.shared is None and self.workshop.texts:
            self.workshop.shared = self.rng.choice(self.workshop.texts)
        text = self.workshop.shared
        if text is None:
            return
        begun = self._now
        tab = yield from self._open(text.path, text.title)
        yield from self._change(tab)
        yield Wait(max(0.0, begun + 300 - self._now))
        yield from tab.save()
        yield Wait(HOUR / 8)
        self.workshop.shared = None

    def _finish(self) -> Doing:
        """Save every page that is still open."""
        for tab in self.tabs:
            yield from tab.save()


def losing_logins(writers: list[Writer], at: float) -> list[Act]:
    """Return acts that end the logins of one writer with the script and of one without, in the middle of their work."""
    kinds: dict[object, Writer] = {}
    for writer in writers:
        kinds.setdefault(writer.kind, writer)
    return [_lose(writer, at) for writer in kinds.values()]


def _lose(writer: Writer, at: float) -> Act:
    yield Wait(max(0.0, at - writer.workshop.clock.now))
    yield from writer.person.loses_login()
