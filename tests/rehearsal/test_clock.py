"""Virtual time: nobody waits for it, and the line decides what arrives when."""

import threading

import pytest

from workbench.rehearsal.browser import Answer, Browser
from workbench.rehearsal.clock import PATIENCE, Clock, Send, Wait
from workbench.rehearsal.line import Line, seconds_of


class Server:
    """Answers at once; knows what it was asked, and how many asked at the same time."""

    def __init__(self, size=100, together=1):
        self.size, self.asked = size, []
        self.all_here = threading.Barrier(together)

    def send(self, request, *, keep=True):
        self.all_here.wait(timeout=10)
        self.asked.append((request.path, keep))
        return Answer(200, {}, b"", 0.001, self.size)


class Person(Browser):
    """A browser whose requests go to the server in this file."""

    def __init__(self, server):
        super().__init__("127.0.0.1", 1)
        self.server = server

    def send(self, request, *, keep=True):
        return self.server.send(request, keep=keep)


@pytest.fixture
def clock():
    return Clock(Line(round_trip=0.7, bits_per_second=512_000))


def test_a_day_passes_in_no_time(clock):
    told = []

    def act():
        yield Wait(24 * 3600)
        told.append(clock.now)

    clock.start(act())
    clock.run()
    assert told == [24 * 3600]


def test_an_answer_is_back_after_the_round_trip_and_its_bytes(clock):
    told = []
    person = Person(Server(size=64_000))

    def act():
        request = person.get("page", "/")
        answer = yield Send(person, request)
        told.append((answer.status, clock.now - request.size * 8 / 512_000))

    clock.start(act())
    clock.run()
    assert told == [(200, pytest.approx(0.7 + 1.0))]


def test_bytes_of_several_people_queue_on_one_line():
    line = Line(round_trip=0.7, bits_per_second=8_000)
    assert line.arrival("up", 0.0, 1000) == pytest.approx(1.35)
    assert line.arrival("up", 0.5, 1000) == pytest.approx(2.35)
    assert line.arrival("down", 0.5, 1000) == pytest.approx(1.85)
    assert line.arrival("up", 10.0, 1000) == pytest.approx(11.35)


def test_requests_that_are_on_the_line_together_are_posted_at_the_same_time(clock):
    server = Server(together=3)

    def act(person):
        yield Send(person, person.get("page", "/"))

    for delay in (0.0, 0.1, 0.2):
        clock.start(act(Person(server)), after=delay)
    clock.run()
    assert len(server.asked) == 3


def test_a_double_click_is_two_requests_at_once_and_the_last_answer_counts(clock):
    server, told = Server(together=2), []
    person = Person(server)

    def act():
        told.append((yield Send(person, person.get("page", "/"), copies=2)))

    clock.start(act())
    clock.run()
    assert len(server.asked) == 2
    assert told[0].status == 200


def test_a_lost_answer_is_waited_for_and_leaves_no_cookie(clock):
    server, told = Server(), []
    person = Person(server)

    def act():
        told.append((yield Send(person, person.get("page", "/"), loses=True)))

    clock.start(act())
    clock.run()
    assert told == [None]
    assert server.asked == [("/", False)]
    assert clock.now > PATIENCE


@pytest.mark.parametrize(("words", "seconds"), [("700ms", 0.7), ("0.7s", 0.7), ("2 s", 2.0), ("0ms", 0.0)])
def test_spans_of_time_are_read(words, seconds):
    assert seconds_of(words) == seconds


@pytest.mark.parametrize("words", ["", "700", "fast", "-1s", "1m"])
def test_what_is_no_span_of_time_is_refused(words):
    with pytest.raises(ValueError, match=r".*"):
        seconds_of(words)
