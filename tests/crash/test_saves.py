"""The server is killed again and again while four people save: what it said is saved is there, once."""

import contextlib
import http.client
import itertools
import random
import threading
import uuid
from collections import Counter

import pytest
import sqlalchemy as sa

from workbench.rehearsal.browser import Browser
from workbench.rehearsal.cast import PASSWORD, gather
from workbench.rehearsal.instance import HOST, throw_away
from workbench.rehearsal.page import read_page
from workbench.rehearsal.words import Words, words_in

WRITERS, ARTICLES, ACKNOWLEDGED, KILLS = 4, 2, 200, 5
FIELD = "section-how"
AUTOSAVE = {"Accept": "application/json", "HX-Request": "true"}
AWAY = (OSError, http.client.HTTPException)


class Writer:
    """Saves sentence after sentence, whatever happens to the server."""

    def __init__(self, number, email, port, room):
        self.room, self.email = room, email
        self.rng = random.Random(number)
        self.browser = Browser(HOST, port)
        self.path = ""
        self.said, self.unsure = [], []

    def ask(self, request):
        """Return the answer, or None when the server is away: then it is asked again when it is back."""
        try:
            return self.browser.send(request)
        except AWAY:
            self.browser.close()
            return None

    def surely(self, make):
        """Ask until there is an answer."""
        while not self.room.has_failed:
            self.room.is_open.wait(30)
            if answer := self.ask(make()):
                return answer
        raise AssertionError("the server did not come back")

    def sign_in(self):
        page = read_page(self.surely(lambda: self.browser.get("", "/sign-in")).text).form("/sign-in")
        fields = {**page.fields, "email": self.email, "password": PASSWORD}
        assert self.surely(lambda: self.browser.post("", page.action, fields)).status == 303

    def claim(self, workshop_id):
        page = read_page(self.surely(lambda: self.browser.get("", f"/workshops/{workshop_id}/list")).text)
        form = next(page.all_forms("/claim"))
        return self.surely(lambda: self.browser.post("", form.action, form.fields)).location

    def write(self):
        while not self.room.is_over:
            answer = self.surely(lambda: self.browser.get("", self.path))
            form = read_page(answer.text).form("/text")
            self.save_some(form, form.fields["base"], form.fields[FIELD])

    def save_some(self, form, base, text):
        """Save a few times from one page; give it up when a save was not answered."""
        for _ in range(5):
            sentence = self.room.sentence()
            text = f"{text} {sentence}".strip()
            hidden = {name: value for name, value in form.fields.items() if not name.startswith("section-")}
            fields = {**hidden, FIELD: text, "base": base, "request": str(uuid.uuid4())}
            answer = self.ask(self.browser.post("", form.action, fields, **AUTOSAVE))
            if answer is None and self.rng.random() < 0.5:
                # The same save once more: whether or not the first one got through, it counts once.
                answer = self.surely(lambda sent=fields: self.browser.post("", form.action, sent, **AUTOSAVE))
            if answer is None:
                self.unsure.append(sentence)
                return
            assert answer.status == 200, answer.text
            self.said.append(sentence)
            base = answer.json["own_base"]


class Room:
    def __init__(self):
        self.words, self.lock = Words(), threading.Lock()
        self.is_open, self.is_over, self.has_failed = threading.Event(), False, False

    def sentence(self):
        """Three words that nobody has written."""
        with self.lock:
            return " ".join(itertools.islice(iter(self.words.new, None), 3))


@pytest.fixture
def instance():
    with throw_away() as instance:
        yield instance


def count(writers):
    return sum(len(writer.said) for writer in writers)


def wait_for(writers, acknowledged, threads):
    pause = threading.Event()
    for _ in range(6000):
        if count(writers) >= acknowledged:
            return
        assert all(thread.is_alive() for thread in threads), "a writer gave up"
        pause.wait(0.01)
    raise AssertionError(f"only {count(writers)} saves were acknowledged")


@contextlib.contextmanager
def writing(writers, room):
    """Let them write side by side; yields their threads, and waits for all of them at the end."""
    threads = [threading.Thread(target=writer.write) for writer in writers]
    for thread in threads:
        thread.start()
    try:
        yield threads
    except BaseException:
        room.has_failed = True
        raise
    finally:
        room.is_over = True
        room.is_open.set()
        for thread in threads:
            thread.join()


def kill_while_they_write(instance, writers, room):
    with writing(writers, room) as threads:
        for kill in range(1, KILLS + 1):
            wait_for(writers, kill * ACKNOWLEDGED // (KILLS + 1), threads)
            room.is_open.clear()
            instance.kill()
            instance.start()
            room.is_open.set()
        wait_for(writers, ACKNOWLEDGED, threads)


def test_no_acknowledged_save_is_lost_when_the_server_is_killed(instance):
    room = Room()
    with instance.database() as sessions, sessions.begin() as session:
        cast = gather(session, writers=WRITERS, articles=ARTICLES, words=room.words)
    instance.start()
    room.is_open.set()
    writers = [Writer(number, one.email, instance.port, room) for number, one in enumerate(cast.writers)]
    for writer in writers:
        writer.sign_in()
    paths = [writer.claim(cast.workshop_id) for writer in writers[:ARTICLES]]
    for writer, path in zip(writers, itertools.cycle(paths), strict=False):
        writer.path = path

    kill_while_they_write(instance, writers, room)

    found = Counter(word for path in paths for word in words_there(writers[0], path))
    said = [words_in(sentence) for writer in writers for sentence in writer.said]
    unsure = [words_in(sentence) for writer in writers for sentence in writer.unsure]
    assert len(said) >= ACKNOWLEDGED
    assert {word: found[word] for words in said for word in words if found[word] != 1} == {}
    assert [words for words in unsure if [found[word] for word in words] not in ([0, 0, 0], [1, 1, 1])] == []
    for writer in writers:
        writer.browser.close()


@pytest.fixture(autouse=True)
def sound_database(instance):
    """Whatever was killed: the database of the test is whole afterwards."""
    yield
    with instance.database() as sessions, sessions() as session:
        assert session.scalars(sa.text("PRAGMA integrity_check")).all() == ["ok"]
        assert session.execute(sa.text("PRAGMA foreign_key_check")).all() == []


def words_there(writer, path):
    page = read_page(writer.surely(lambda: writer.browser.get("", path)).text)
    return words_in(page.form("/text").fields[FIELD])
