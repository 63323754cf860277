"""What must hold when people write together on bad lines: each rule of writing together is asserted on its own."""

import random
from collections import Counter

import pytest

from tests.store.test_syncing import Room
from workbench.domain import livechanges, livetext
from workbench.domain.livedoc import merged
from workbench.domain.livepeer import Peer
from workbench.domain.wire import Ask, Say
from workbench.models import Cause
from workbench.rehearsal.words import Words, each_word, words_in
from workbench.store.texts import new_client, new_line_id

pytestmark = pytest.mark.usefixtures("both_databases")
SEEDS = range(4)
PEOPLE, EDITS = 4, 30


class Desk:
    """A copy of the text; what is typed in it goes over a line that loses, doubles, delays and mixes up."""

    def __init__(self, room, person, rng, words):
        self.room, self.person, self.rng, self.words = room, person, rng, words
        self.seq, self.client = room.text.seq, new_client()
        self.peer = Peer(room.text.state, self.client)
        self.typed, self.deleted, self.late = [], [], []

    def edit(self):
        places = [match for match in each_word(self.peer.words) if match.start() > 1]
        place = self.rng.choice(places)
        act = self.rng.choices(("write", "delete", "part", "mark"), (6, 1, 2, 2))[0]
        if act == "write":
            self.typed.append(self.words.new())
            self.peer.write(place.start(), f"{self.typed[-1]} ")
        elif act == "delete" and self.typed:
            seen = [match for match in places if match.group() in self.typed]
            for match in seen[:1]:
                self.deleted.append(match.group())
                self.peer.delete(match.start(), match.end() + 1)
        elif act == "part":
            self.peer.write_line(place.start(), new_line_id(), kind=self.rng.choice(("", "h2", "ol")))
        else:
            self.peer.mark(place.start(), place.end(), self.rng.choice("bi"))

    def send(self):
        """Send what waits; it may come late, twice, or in pieces, and its answer may be lost."""
        fate = self.rng.choice(("well", "late", "twice", "lost"))
        pieces = [merged(self.peer.waiting)] if self.peer.waiting else []
        if fate == "late":
            self.late += pieces
            return
        for piece in pieces * (2 if fate == "twice" else 1):
            answer = self._deliver(piece)
        if fate != "lost" and pieces and Say.GAP not in answer.says:
            self.peer.waiting.clear()
            self._take(answer)

    def _deliver(self, update=b"", **more):
        return self.room.send(self.person, update, seq=self.seq, clients=[self.client], **more)

    def _take(self, answer):
        self.seq = answer.seq
        if answer.update:
            self.peer.take(answer.update)

    def catch_up(self):
        """Let all that is on its way arrive, in an order of chance, and send what waits."""
        self.rng.shuffle(self.late)
        for update in self.late:
            self._deliver(update)
        if Say.GAP in (answer := self._deliver(merged(self.peer.waiting))).says:
            answer = self._deliver(self.peer.state, asks=Ask.HEAL)
        self._take(answer)


def written_together(session, people, seed):
    room, rng, words = Room(session, people), random.Random(seed), Words()
    desks = [Desk(room, person, rng, words) for person in (room.author, room.other) * (PEOPLE // 2)]
    for _ in range(EDITS):
        for desk in desks:
            desk.edit()
        rng.choice(desks).send()
    for desk in desks:
        desk.catch_up()
    for desk in desks:
        desk._take(desk._deliver())
    session.refresh(room.text)
    return room, desks


@pytest.mark.parametrize("seed", SEEDS)
def test_all_have_the_same_letters_marks_and_kinds_however_the_line_was(session, people, seed):
    room, desks = written_together(session, people, seed)
    assert {livechanges.canonical(desk.peer.state) for desk in desks} == {livechanges.canonical(room.text.state)}


@pytest.mark.parametrize("seed", SEEDS)
def test_every_word_that_nobody_took_away_is_there_once(session, people, seed):
    room, desks = written_together(session, people, seed)
    found = Counter(words_in(room.words()))
    gone = {word for desk in desks for word in desk.deleted}
    kept = [word for desk in desks for word in desk.typed if word not in gone]
    assert len(kept) > PEOPLE * EDITS / 4
    assert {word: found[word] for word in kept if found[word] != 1} == {}


@pytest.mark.parametrize("seed", SEEDS)
def test_no_word_that_was_taken_away_comes_back(session, people, seed):
    room, desks = written_together(session, people, seed)
    found = Counter(words_in(room.words()))
    assert [word for desk in desks for word in desk.deleted if found[word]] == []


def test_a_word_that_was_taken_away_does_not_come_back_with_an_old_form_or_the_whole_of_an_old_copy(session, people):
    room = Room(session, people)
    old, one = room.browser(), room.browser()
    one.delete(one.find("husleje"), one.find("husleje") + len("husleje "))
    room.send(room.author, one.update)
    old.insert(old.find("høj"), "meget ")

    room.send(room.other, old.state, asks=Ask.HEAL, clients=[old.client])

    assert "husleje" not in room.words()
    assert "meget høj" in room.words()


def test_eight_people_who_wrote_five_hundred_times_offline_lose_nothing_in_a_hundred_kilobytes():
    rng, words = random.Random(8), Words()
    writer = Peer(livetext.opened("Titel", ["first"], client=new_client()), new_client())
    for _ in range(20):
        writer.write_line(1, new_line_id(), " ".join(words.new() for _ in range(30)) + " ")
    peers = [Peer(writer.state, new_client()) for _ in range(8)]
    typed, gone = words_in(writer.words), set()
    for peer in peers:
        places = rng.sample(list(each_word(peer.words)), 500)
        for number, place in enumerate(sorted(places, key=lambda place: -place.start())):
            if number % 5:
                typed.append(words.new())
                peer.write(place.start(), f"{typed[-1]} ")
            else:
                gone.add(place.group())
                peer.delete(place.start(), place.end() + 1)
    updates = [merged(peer.waiting) for peer in peers]
    states = []
    for order in (updates, updates[::-1], rng.sample(updates * 2, 16)):
        state = writer.state
        for update in order:
            state = livechanges.Change(state, update).committed.state
        states.append(state)

    assert len({livechanges.canonical(state) for state in states}) == 1
    found = Counter(word for line in livetext.read(states[0]).lines for word in words_in(line.words))
    assert {word: found[word] for word in typed if found[word] != (word not in gone)} == {}
    assert max(map(len, states)) <= 100_000


def test_nobody_changes_a_word_who_may_not_and_what_they_sent_is_kept(session, people):
    room = Room(session, people)
    room.submit(room.edition)
    session.commit()
    before, peer = room.text.state, Peer(room.text.state, new_client())
    peer.write(peer.words.index("husleje"), "fremmed ")

    answer = room.send(room.other, merged(peer.waiting), clients=[peer.client])

    session.refresh(room.text)
    assert Say.QUARANTINED in answer.says
    assert room.text.state == before
    assert [late.update for late in room.late()] == peer.waiting
    assert Cause.SYNC not in {row.cause for row in room.rows()}
