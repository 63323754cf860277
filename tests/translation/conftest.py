"""Editions to translate, and the acts of those who translate and check them."""

import uuid

import pytest

from tests.support.line import ANSWERS, Line
from workbench.store.segments import segments_of
from workbench.store.texts import Base
from workbench.translation import check_commands, commands


@pytest.fixture
def line(session, people):
    return Line(session, people)


class Desk:
    """One person at work on one edition, through the commands."""

    def __init__(self, line, edition, person):
        self.session, self.line, self.edition, self.person = line.session, line, edition, person

    @property
    def actor(self):
        return self.line.actor(self.person)

    @property
    def base(self):
        return Base(self.edition.target.seq)

    def segments(self):
        return segments_of(self.session, self.edition)

    def segment(self, words):
        return self.line.segment(self.edition, words)

    def claim(self):
        return commands.claim_translation(self.session, self.actor, self.edition)

    def release(self):
        commands.release_translation(self.session, self.actor, self.edition)

    def save(self, segment, words, *, confirm=True, base=None, request_id=None, **more):
        return commands.save_segment(
            self.session,
            self.actor,
            self.edition,
            segment,
            words,
            base=base or self.base,
            request_id=request_id or uuid.uuid4(),
            confirm=confirm,
            **more,
        )

    def translate(self, answers=ANSWERS):
        for segment in self.segments():
            if not segment.is_ready:
                self.save(segment, answers[segment.source])

    def hand_in(self):
        return commands.hand_in_translation(self.session, self.actor, self.edition, seen_version=self.edition.version)

    def take_check(self):
        return check_commands.claim_check(self.session, self.actor, self.edition)

    def accept(self, segment):
        check_commands.accept_segment(
            self.session,
            self.actor,
            self.edition,
            segment,
            seen_source=segment.source_hash,
            seen_target=segment.target_hash,
        )

    def accept_all(self):
        for segment in self.segments():
            self.accept(segment)

    def correct(self, segment, words, **more):
        facts = {"base": self.base, "request_id": uuid.uuid4(), **more}
        return check_commands.correct_segment(self.session, self.actor, self.edition, segment, words, **facts)

    def give_back(self, segment, reason):
        check_commands.return_segment(self.session, self.actor, self.edition, segment, reason=reason)

    def finish(self):
        return check_commands.finish_check(self.session, self.actor, self.edition, seen_version=self.edition.version)


@pytest.fixture
def at_work(line):
    """at_work(person, edition) puts a person to work on an edition."""
    return lambda person, edition: Desk(line, edition, person)


@pytest.fixture
def translating(line, at_work):
    """An accepted edition and its translator, who has claimed it."""
    desk = at_work(line.translator, line.accepted())
    desk.claim()
    return desk


@pytest.fixture
def checking(line, at_work):
    """A handed-in translation and its checker, who has claimed it; the translator did it through the commands."""
    edition = line.accepted()
    translator = at_work(line.translator, edition)
    translator.claim()
    translator.translate()
    translator.hand_in()
    desk = at_work(line.checker, edition)
    desk.take_check()
    return desk


@pytest.fixture
def second_checker(people):
    return people.with_role("checker", "Ane Kleist", pair=("da", "kl"))
