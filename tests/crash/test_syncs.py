"""The server is killed again and again while four people write together: what it took is there, once."""

import itertools
from collections import Counter

from tests.crash.test_saves import (  # noqa: F401 - fixtures
    ARTICLES,
    Room,
    Writer,
    instance,
    kill_while_they_write,
    sound_database,
)
from tests.domain.livetext_browser import Browser as Doc
from workbench.domain import wire
from workbench.domain.wire import Say
from workbench.rehearsal.browser import Request
from workbench.rehearsal.cast import gather
from workbench.rehearsal.words import words_in

WRITERS = 4


class Typist(Writer):
    """Writes in an editor; what was not answered stays in the outbox and is sent again, just as it was."""

    def __init__(self, number, email, port, room):
        super().__init__(number, email, port, room)
        self.client, self.doc, self.seq = 3_000_000_000 + number, None, 0

    def sync(self, update=b""):
        body = wire.encode_request(wire.Request(self.seq, update, (self.client,)))
        more = {"Content-Type": "application/octet-stream", "X-Workbench-Sync": "1", "Content-Length": str(len(body))}
        headers = self.browser._headers(more)
        answer = self.surely(lambda: Request("", "POST", f"{self.path}/sync", headers, body))
        assert answer.status == 200, answer.text
        told = wire.decode_answer(answer.body)
        assert told.says == Say(0)
        if self.doc is None:
            self.doc = Doc(told.update, self.client)
        elif told.update:
            self.doc.take(told.update)
        self.seq = told.seq

    def write(self):
        self.sync()
        while not self.room.is_over:
            sentence = self.room.sentence()
            self.doc.insert(1, f"{sentence}. ")
            self.sync(self.doc.updates[-1])
            self.said.append(sentence)


def test_nothing_that_was_taken_is_lost_or_doubled_when_the_server_is_killed(instance):  # noqa: F811 - a fixture
    room = Room()
    with instance.database() as sessions, sessions.begin() as session:
        cast = gather(session, writers=WRITERS, articles=ARTICLES, words=room.words)
    instance.start()
    room.is_open.set()
    writers = [Typist(number, one.email, instance.port, room) for number, one in enumerate(cast.writers)]
    for writer in writers:
        writer.sign_in()
    paths = [writer.claim(cast.workshop_id) for writer in writers[:ARTICLES]]
    for writer, path in zip(writers, itertools.cycle(paths), strict=False):
        writer.path = path

    kill_while_they_write(instance, writers, room)

    found = Counter()
    for writer in writers[:ARTICLES]:
        reader = Typist(9, writer.email, instance.port, room)
        reader.browser.cookies, reader.path, reader.client = writer.browser.cookies, writer.path, 77
        reader.sync()
        found.update(words_in(reader.doc.words))
        reader.browser.close()
    said = [word for writer in writers for sentence in writer.said for word in words_in(sentence)]
    assert len(said) >= 600
    assert {word: found[word] for word in said if found[word] != 1} == {}
    for writer in writers:
        writer.browser.close()
