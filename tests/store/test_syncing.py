"""Browsers write in one text: what each sends is in it once, or beside it with its words, and each learns the rest."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.domain.livetext_browser import Browser
from tests.support.line import Line
from workbench.domain import livechanges, livetext
from workbench.domain.refusals import Reason
from workbench.domain.wire import Ask, Request, Say
from workbench.models import Cause, LateWords, Presence, TextClient, TextUpdate, Verdict, now
from workbench.review import commands as review_commands
from workbench.store import syncing, texts
from workbench.store.latewords import late_words_of
from workbench.store.reopening import next_edition
from workbench.store.visibility import edition_and_matter

pytestmark = pytest.mark.usefixtures("both_databases")
NOTHING = Ask(0)


class Room(Line):
    """An article that people write in browsers."""

    def __init__(self, session, people):
        super().__init__(session, people)
        self.other = people.with_role("participant", "Malik Brandt", workshop=self.workshop)
        self.edition = self.drafted()
        session.commit()
        self._clients = iter(range(3_000_000_001, 3_100_000_000))

    @property
    def text(self):
        return self.edition.source

    def browser(self):
        return Browser(self.text.state, next(self._clients))

    def send(self, person, update=b"", *, seq=None, line_id="", asks=NOTHING, clients=(), text=None, edition=None):
        text = text or self.text
        request = Request(text.seq if seq is None else seq, update, tuple(clients), line_id, asks)
        answer = syncing.take(self.session, edition or self.edition, text, self.actor(person), request)
        self.session.commit()
        return answer

    def rows(self):
        self.session.expire_all()
        return self.session.query(TextUpdate).filter_by(text_id=self.text.id).order_by(TextUpdate.seq).all()

    def words(self):
        self.session.refresh(self.text)
        return " ".join(line.words for line in texts.content_of(self.text).lines)

    def late(self):
        self.session.expire_all()
        return self.session.scalars(sa.select(LateWords).order_by(LateWords.id)).all()


@pytest.fixture
def room(session, people):
    return Room(session, people)


def typed(browser, words="virkelig ", before="høj"):
    browser.insert(browser.find(before), words)
    return browser.updates[-1]


def test_what_somebody_writes_is_in_the_text_and_under_their_name(room):
    update = typed(room.browser())
    answer = room.send(room.author, update)

    row = room.rows()[-1]
    assert (row.cause, row.person_id, row.seq) == (Cause.SYNC, room.author.id, answer.seq)
    assert row.touched
    assert "Er din husleje virkelig høj" in room.words()
    assert answer.says == Say(0)
    assert answer.update == b""
    assert abs(answer.saved - now().timestamp()) < 60


def test_what_was_sent_twice_is_there_once_and_answered_twice(room):
    update = typed(room.browser())
    first = room.send(room.author, update)
    again = room.send(room.author, update, seq=first.seq - 1)

    assert again.seq == first.seq
    assert again.saved == first.saved
    assert again.says == Say(0)
    assert [row.cause for row in room.rows()].count(Cause.SYNC) == 1


def test_what_was_sent_already_in_other_pieces_adds_no_row(room):
    browser = room.browser()
    for part in ("virkelig ", "og altid "):
        room.send(room.author, typed(browser, part))
    count = len(room.rows())

    answer = room.send(room.author, browser.update)

    assert len(room.rows()) == count
    assert answer.says == Say(0)


def test_each_learns_what_the_others_wrote_and_nothing_of_their_own(room):
    one, other = room.browser(), room.browser()
    seq = room.text.seq
    room.send(room.author, typed(one, "meget "), seq=seq)
    answer = room.send(room.other, typed(other, "stadig "), seq=seq)

    other.take(answer.update)
    assert "meget" in other.words
    assert "stadig" in other.words
    one.take(room.send(room.author, seq=seq + 1).update)
    assert one.words == other.words


def test_whoever_has_nothing_gets_the_whole_text(room):
    answer = room.send(room.author, seq=0)
    assert livetext.read(answer.update) == texts.content_of(room.text)


def test_where_nothing_is_new_the_answer_stands_for_the_whole_text(room):
    answer = room.send(room.author)
    assert answer.update == b""
    assert answer.hash == livechanges.hash_of(room.text.state)


def test_updates_that_come_in_another_order_are_asked_for_anew_and_nothing_is_lost(room):
    browser = room.browser()
    first, second = typed(browser, "virkelig "), typed(browser, "og altid ")

    early = room.send(room.author, second)
    assert Say.GAP in early.says
    assert room.rows()[-1].cause is Cause.SAVE

    room.send(room.author, browser.state, asks=Ask.HEAL, clients=[browser.client])
    for late in (first, second):
        assert room.send(room.author, late).says == Say(0)
    assert "husleje virkelig og altid høj" in room.words()
    assert room.session.get(TextClient, (room.text.id, browser.client)).person_id == room.author.id


def test_a_server_that_was_set_back_asks_for_everything_and_has_it_again(room):
    browser = room.browser()
    typed(browser)
    answer = room.send(room.author, seq=room.text.seq + 20)
    assert Say.GAP in answer.says

    room.send(room.author, browser.state, seq=0, asks=Ask.HEAL, clients=[browser.client])

    assert "virkelig" in room.words()


def test_nobody_writes_under_the_name_of_another(room):
    browser = room.browser()
    room.send(room.author, typed(browser))
    forged = typed(browser, "aldrig ")

    answer = room.send(room.other, forged)

    assert Say.QUARANTINED in answer.says
    assert "aldrig" not in room.words()
    (kept,) = room.late()
    assert (kept.person_id, kept.reason) == (room.other.id, Reason.FORM_NOT_OURS.value)
    assert kept.update == forged
    assert "aldrig" in kept.words["summary"]


def test_whoever_replays_the_words_of_another_writes_nothing(room):
    update = typed(room.browser())
    room.send(room.author, update)
    answer = room.send(room.other, update)

    assert answer.says == Say(0)
    assert {row.person_id for row in room.rows() if row.cause is Cause.SYNC} == {room.author.id}


def test_words_of_somebody_whose_role_ended_are_kept_beside_the_text(room, session):
    browser = room.browser()
    first, second = typed(browser), typed(browser, "altid ")
    room.send(room.author, first)
    for grant in room.author.grants:
        grant.ends_at = now() - dt.timedelta(seconds=1)
    session.commit()

    answer = room.send(room.author, second)
    again = room.send(room.author, second)
    known = room.send(room.author, first)

    assert answer.says == again.says == Say.READ_ONLY | Say.QUARANTINED
    assert known.says == Say(0)
    assert answer.update == b""
    assert "altid" not in room.words()
    (late,) = late_words_of(session, room.edition, texts.content_of(room.text))
    assert late.reason is Reason.ROLE_LACKS_PERMISSION
    assert "virkelig altid høj" in late.parts["summary"]


def test_words_that_come_after_the_text_was_handed_in_are_one_entry_however_many_come(room):
    browser = room.browser()
    room.submit(room.edition)
    room.session.commit()
    seq = room.text.seq

    for part in ("virkelig ", "altid ", "meget "):
        answer = room.send(room.author, typed(browser, part))
        assert answer.says == Say.READ_ONLY | Say.QUARANTINED

    assert room.text.seq == seq
    (kept,) = room.late()
    assert kept.reason == Reason.TEXT_NOT_OPEN.value
    assert "husleje virkelig altid meget høj" in kept.words["summary"]


def test_words_for_an_edition_that_is_live_already_stand_beside_the_next_one(room, session, people):
    edition = room.published()
    old = edition.source
    browser = Browser(old.state, 3_500_000_001)
    newest = next_edition(session, edition, person_id=room.author.id)
    session.commit()

    answer = room.send(room.author, typed(browser), text=old, edition=newest)

    assert Say.QUARANTINED in answer.says
    assert [late.parts.keys() for late in late_words_of(session, newest, texts.content_of(newest.source))]


def asked(room):
    edition = room.edition
    review = room.ask(edition, room.peer)
    room.submit(edition)
    room.session.commit()
    return review


def test_a_reviewer_proposes_and_remarks_and_is_no_writer_for_that(room, session):
    review = asked(room)
    browser, seq = room.browser(), room.text.seq
    browser.insert(browser.find("høj"), "meget ", n_1=True)
    browser.mark(browser.find("Er din"), browser.find("husleje"), r_2=True)

    answer = room.send(room.peer, browser.update)

    assert answer.says == Say.SUGGEST_ONLY
    assert room.rows()[-1].cause is Cause.SUGGEST
    assert "meget" not in room.words()
    assert room.peer.id not in edition_and_matter(session, room.actor(room.peer), room.edition.article_id)[1].writer_ids
    review_commands.give_review(
        session,
        room.actor(room.peer),
        review,
        Verdict.ACCEPT,
        reason="",
        seen_version=review.version,
        read_seq=seq,
    )


def test_a_reviewer_who_changes_a_word_has_it_kept_beside_the_text(room):
    asked(room)
    answer = room.send(room.peer, typed(room.browser()))

    assert answer.says == Say.SUGGEST_ONLY | Say.QUARANTINED
    assert "virkelig" not in room.words()
    assert "virkelig" in room.late()[0].words["summary"]


@pytest.mark.parametrize("sent", [b"\0", b"x", bytes.fromhex("908bb978"), b"\0\0\0", b"\xff" * 400])
def test_bytes_that_are_no_update_are_kept_and_change_nothing(room, sent):
    seq = room.text.seq
    answer = room.send(room.author, sent)

    assert answer.says == Say.QUARANTINED
    assert answer.seq == seq
    assert [(kept.update, kept.words) for kept in room.late()] == [(sent, {})]


def test_a_text_that_would_be_too_large_stays_as_it_is(room):
    browser = room.browser()
    answer = room.send(room.author, typed(browser, "bolig " * 176_000))

    assert answer.says == Say.QUARANTINED
    assert room.late()[0].reason == Reason.TOO_LARGE.value
    assert "bolig " * 100 in room.late()[0].words["summary"]


def test_ten_thousand_remarks_at_once_are_kept_beside_the_text(room):
    browser = room.browser()
    with browser.doc.transaction():
        for number in range(2_500):
            browser.mark(1 + number % 9, 20 + number % 9, **{f"r_{number}": True})
    assert room.send(room.author, browser.update).says == Say.QUARANTINED


def test_a_section_that_somebody_takes_away_comes_back(room):
    browser = room.browser()
    place = browser.words.index("\n", browser.find("Er din"))
    browser.delete(place + 1, place + 2)
    browser.insert(place + 1, "Nye ord")

    answer = room.send(room.author, browser.update, seq=room.text.seq)
    browser.take(answer.update)

    keys = [line.id for line in texts.content_of(room.text).lines if line.id.startswith("§")]
    assert keys == [texts.section_line_id(key) for key in texts.section_keys(room.edition)]
    assert room.rows()[-1].cause is Cause.REPAIR
    assert livetext.read(browser.state) == texts.content_of(room.text)


def test_people_see_where_the_others_are_and_since_when(room, session):
    room.send(room.author, line_id="abc")
    (near,) = room.send(room.other, line_id="xyz").nearby
    assert (near.name, near.line_id) == (room.author.name, "abc")
    assert near.age < 60

    room.send(room.author, line_id="def")
    assert session.get(Presence, (room.text.id, room.author.id)).line_id == "abc"
    session.get(Presence, (room.text.id, room.author.id)).at = now() - dt.timedelta(seconds=40)
    session.commit()
    (near,) = room.send(room.other).nearby
    assert 40 <= near.age < 90
    room.send(room.author, line_id="def")
    assert session.get(Presence, (room.text.id, room.author.id)).line_id == "def"
    session.get(Presence, (room.text.id, room.author.id)).at = now() - dt.timedelta(hours=1)
    session.commit()
    assert room.send(room.other).nearby == ()


@pytest.mark.parametrize(("minutes", "seconds"), [(0, 5), (3, 15), (60, 60)])
def test_the_longer_nothing_changes_the_later_the_next_question(room, session, minutes, seconds):
    room.text.updated_at = now() - dt.timedelta(minutes=minutes)
    session.commit()
    assert room.send(room.author).wait == seconds


def test_the_article_carries_the_title_that_was_typed(room, session):
    browser = room.browser()
    browser.title.insert(0, "Ny: ")
    room.send(room.author, browser.update)
    assert room.edition.article.title.startswith("Ny: ")
