"""One rehearsal from beginning to end."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass

from workbench.rehearsal.browser import Browser
from workbench.rehearsal.carrying import Carried, Carrier
from workbench.rehearsal.cast import PASSWORD, Cast, Member, gather
from workbench.rehearsal.clock import Act, Clock, Wait
from workbench.rehearsal.instance import HOST, Instance, throw_away
from workbench.rehearsal.line import Line
from workbench.rehearsal.oracle import Verdict, judge
from workbench.rehearsal.page import read_page
from workbench.rehearsal.participant import Faults, Participant
from workbench.rehearsal.report import Counter, Report
from workbench.rehearsal.tabs import Text, fields_of
from workbench.rehearsal.words import Words
from workbench.rehearsal.workshop import HOUR, Workshop, Writer, losing_logins, moment

#: How long into the last stretch of work but one two people lose their logins.
LOGINS_END = 1.5 * HOUR
TELL_EVERY = HOUR
WRONG = ("lost", "doubled", "returned")
#: Sections without which no article goes out.
MUST_HAVE = ("-rights", "-law")


@dataclass(frozen=True, slots=True)
class Plan:
    """How large, over which line (seconds of a round trip, bits a second), with which chances."""

    writers: int
    articles: int
    round_trip: float
    bits_per_second: float
    publish: int
    seed: int
    days: int = 2


def rehearse(plan: Plan, tell: Callable[[str], None]) -> Report:
    """Play a workshop on a throw-away instance; ``tell`` is told how far it is, in sentences.

    Raises InstanceError when there is no server to talk to, RefusedError when the server did not take what a
    participant sent.
    """
    begun = time.perf_counter()
    words = Words()
    tell("Setting up a throw-away instance.")
    with throw_away() as instance:
        with instance.database() as sessions, sessions.begin() as session:
            cast = gather(session, writers=plan.writers, articles=plan.articles, words=words)
        instance.start()
        played = _Rehearsal(plan, tell, instance, cast, words)
        try:
            return played.play(begun)
        finally:
            played.close()


class _Rehearsal:
    def __init__(self, plan: Plan, tell: Callable[[str], None], instance: Instance, cast: Cast, words: Words) -> None:
        self.plan, self.tell, self.instance, self.cast, self.words = plan, tell, instance, cast, words
        self.rng = random.Random(plan.seed)  # noqa: S311 - chances to be played again, no secrets
        self.faults = Faults(self.rng)
        self.counter = Counter()
        self.clock = Clock(Line(plan.round_trip, plan.bits_per_second), on_answer=self.counter.note)
        self.workshop = Workshop(cast.workshop_id, self.clock, words, plan.articles, plan.days)
        #: Address of a text -> its fields in the end.
        self.finals: dict[str, dict[str, str]] = {}
        #: What is wrong -> address of a text -> words.
        self.wrong: dict[str, dict[str, set[str]]] = {name: {} for name in WRONG}
        self.details: list[str] = []
        self.browsers: list[Browser] = []

    def play(self, begun: float) -> Report:
        self._write()
        texts = self.workshop.texts
        self.tell(f"The workshop is over: {len(texts)} articles. Reading every text and comparing.")
        self._judge(texts)
        published = self._carry([text for text in texts if self._can_go_on(text)][: self.plan.publish])
        found = {name: sum(len(words) for words in self.wrong[name].values()) for name in WRONG}
        return Report(
            words_typed=sum(len(text.ledger.typed) for text in texts),
            words_lost=found["lost"],
            words_doubled=found["doubled"],
            words_returned=found["returned"],
            articles=len(texts),
            published=published,
            asked_to_publish=self.plan.publish,
            requests={kind: measured.values() for kind, measured in self.counter.kinds.items()},
            days_simulated=self.plan.days,
            seconds=round(time.perf_counter() - begun, 1),
            seed=self.plan.seed,
            answers_lost=self.faults.lost,
            sent_twice=self.faults.twice,
            logins_ended=self.faults.logins_ended,
            details=self.details,
        )

    def close(self) -> None:
        """Close every browser."""
        for browser in self.browsers:
            browser.close()

    def _write(self) -> None:
        writers = [
            Writer(self._participant(member), number, self.workshop, random.Random(self.rng.random()))  # noqa: S311 - as above
            for number, member in enumerate(self.cast.writers)
        ]
        for writer in writers:
            self.clock.start(writer.days())
        for act in losing_logins(writers, self.workshop.stretches[-2][0] + LOGINS_END):
            self.clock.start(act)
        self.clock.start(self._telling())
        self.clock.run()

    def _participant(self, member: Member) -> Participant:
        browser = Browser(HOST, self.instance.port)
        self.browsers.append(browser)
        return Participant(member.id, member.name, member.email, PASSWORD, browser, self.faults)

    def _telling(self) -> Act:
        for begin, end in self.workshop.stretches:
            yield Wait(begin - self.clock.now)
            while self.clock.now < end:
                yield Wait(TELL_EVERY)
                typed = sum(len(text.ledger.typed) for text in self.workshop.texts)
                self.tell(f"{moment(self.clock.now)}: {len(self.workshop.texts)} articles, {typed:,} words.")

    def _judge(self, texts: list[Text]) -> None:
        reader = self._participant(self.cast.writers[0])

        def read() -> Act:
            yield from reader.signs_in()
            for text in texts:
                answer = yield from reader.gets("open the editor", text.path)
                self.finals[text.path] = fields_of(read_page(answer.text).form("/text"))
                self._note(text, "draft", judge(text.ledger, self.finals[text.path].values()))

        self.clock.start(read())
        self.clock.run()

    def _note(self, text: Text, where: str, verdict: Verdict) -> None:
        for name in WRONG:
            if words := getattr(verdict, name):
                self.wrong[name].setdefault(text.path, set()).update(words)
                self.details.append(f"{text.path}, {where}: {name}: {', '.join(sorted(words))}")

    def _can_go_on(self, text: Text) -> bool:
        """Tell whether the article says what the law asks for; the others stay drafts."""
        fields = self.finals[text.path]
        return all(any(words for name, words in fields.items() if name.endswith(key)) for key in MUST_HAVE)

    def _carry(self, texts: list[Text]) -> int:
        """Carry articles on to the portal; return how many stand there whole in both languages."""
        if not texts:
            return 0
        self.tell(f"Carrying {len(texts)} articles on: review, translation, check, approval, portal.")
        people = {name: self._participant(member) for name, member in self.cast.others.items()}
        writer = self._participant(self.cast.writers[0])
        carrier = Carrier({**people, "writer": writer}, writer)
        self.clock.start(carrier.signs_everybody_in())
        self.clock.run()
        carried = [Carried(text, text.title) for text in texts]
        for one in carried:
            self.clock.start(carrier.carries(one))
        self.clock.run()
        self.tell("Everything is approved. Waiting for the worker, and reading the portal.")
        whole = carrier.read_back(carried, lambda one, where, verdict: self._note(one.text, where, verdict))
        self.details += [f"{one.text.path}: not on the portal: {one.missing}" for one in carried if one.missing]
        return whole
