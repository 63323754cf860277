"""One rehearsal from beginning to end."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass

from workbench.rehearsal.browser import Browser
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
from workbench.rehearsal.workshop import DAYS, HOUR, Workshop, Writer, losing_logins, moment, stretches

#: The middle of the second morning.
LOGINS_END = 24 * HOUR + 10.5 * HOUR
TELL_EVERY = HOUR


@dataclass(frozen=True, slots=True)
class Plan:
    """How large, over which line (seconds of a round trip, bits a second), with which chances."""

    writers: int
    articles: int
    round_trip: float
    bits_per_second: float
    publish: int
    seed: int


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
        return _Rehearsal(plan, tell, instance, cast, words).play(begun)


class _Rehearsal:
    def __init__(self, plan: Plan, tell: Callable[[str], None], instance: Instance, cast: Cast, words: Words) -> None:
        self.plan, self.tell, self.instance, self.cast, self.words = plan, tell, instance, cast, words
        self.rng = random.Random(plan.seed)  # noqa: S311 - chances to be played again, no secrets
        self.faults = Faults(self.rng)
        self.counter = Counter()
        self.clock = Clock(Line(plan.round_trip, plan.bits_per_second), on_answer=self.counter.note)
        self.workshop = Workshop(cast.workshop_id, self.clock, words, plan.articles)
        self.details: list[str] = []

    def play(self, begun: float) -> Report:
        self._two_days()
        texts = self.workshop.texts
        self.tell(f"Both days are over: {len(texts)} articles. Reading every text and comparing.")
        verdicts = self._judge(texts)
        return Report(
            words_typed=sum(len(text.ledger.typed) for text in texts),
            words_lost=sum(len(verdict.lost) for verdict in verdicts),
            words_doubled=sum(len(verdict.doubled) for verdict in verdicts),
            words_returned=sum(len(verdict.returned) for verdict in verdicts),
            articles=len(texts),
            published=0,
            asked_to_publish=0,
            requests={kind: measured.values() for kind, measured in self.counter.kinds.items()},
            days_simulated=DAYS,
            seconds=round(time.perf_counter() - begun, 1),
            seed=self.plan.seed,
            answers_lost=self.faults.lost,
            sent_twice=self.faults.twice,
            logins_ended=self.faults.logins_ended,
            details=self.details,
        )

    def _two_days(self) -> None:
        writers = [
            Writer(self._participant(member), number, self.workshop, random.Random(self.rng.random()))  # noqa: S311 - as above
            for number, member in enumerate(self.cast.writers)
        ]
        for writer in writers:
            self.clock.start(writer.days())
        for act in losing_logins(writers, LOGINS_END):
            self.clock.start(act)
        self.clock.start(self._telling())
        self.clock.run()

    def _participant(self, member: Member) -> Participant:
        browser = Browser(HOST, self.instance.port)
        return Participant(member.id, member.name, member.email, PASSWORD, browser, self.faults)

    def _telling(self) -> Act:
        last = stretches()[-1][1]
        yield Wait(stretches()[0][0])
        while self.clock.now < last:
            yield Wait(TELL_EVERY)
            typed = sum(len(text.ledger.typed) for text in self.workshop.texts)
            self.tell(f"{moment(self.clock.now).capitalize()}: {len(self.workshop.texts)} articles, {typed:,} words.")

    def _judge(self, texts: list[Text]) -> list[Verdict]:
        reader = self._participant(self.cast.writers[0])
        verdicts: list[Verdict] = []

        def read() -> Act:
            yield from reader.signs_in()
            for text in texts:
                answer = yield from reader.gets("open the editor", text.path)
                fields = fields_of(read_page(answer.text).form("/text"))
                verdicts.append(judge(text.ledger, fields.values()))
                self._note(text, verdicts[-1])

        self.clock.start(read())
        self.clock.run()
        return verdicts

    def _note(self, text: Text, verdict: Verdict) -> None:
        for what in ("lost", "doubled", "returned"):
            its = sorted(getattr(verdict, what))
            if its:
                self.details.append(f"{text.path}: {what}: {', '.join(its)}")
