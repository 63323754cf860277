"""Browsers send what is written to one address; whatever comes there, it answers, and no word is lost."""

import datetime as dt
import json
import threading
import zlib
from urllib.parse import quote

import pytest
import sqlalchemy as sa

from tests.domain.livetext_browser import Browser
from tests.support.visitor import Visitor, settle
from workbench.domain import wire
from workbench.domain.livedoc import merged
from workbench.domain.roles import Role
from workbench.domain.wire import Ask, Request, Say
from workbench.models import LateWords, Login, now
from workbench.store import texts

SYNC = {"X-Workbench-Sync": "1", "Accept": "application/octet-stream"}
TYPE = "application/octet-stream"


class Tab:
    """A browser of somebody with the text open in it."""

    def __init__(self, desk, visitor, number=1):
        self.desk, self.visitor = desk, visitor
        self.address = f"/articles/{desk.edition.article_id}/text/sync?text={desk.text.id}"
        self.client, self.seq, self.sent = 3_000_000_000 + number, 0, 0
        self.browser = None
        self.take(self.asks(Request()))

    def post(self, body, *, headers=SYNC, content_type=TYPE, address=None):
        post = self.visitor.client.post
        return self.visitor.asks(post, address or self.address, data=body, headers=headers, content_type=content_type)

    def asks(self, request, **more):
        response = self.post(wire.encode_request(request), **more)
        assert response.status_code == 200, response.text
        return wire.decode_answer(response.data)

    def take(self, answer):
        if self.browser is None:
            self.browser = Browser(answer.update, self.client)
        elif answer.update:
            self.browser.take(answer.update)
        self.seq = answer.seq
        return answer

    def types(self, words, before="høj"):
        self.browser.insert(self.browser.find(before), words)

    def sends(self, **more):
        updates, self.sent = self.browser.updates[self.sent :], len(self.browser.updates)
        return self.take(self.asks(Request(self.seq, merged(updates), (self.client,), **more)))


@pytest.fixture
def tab(desk, visitor):
    return Tab(desk, visitor.as_(desk.author), 1)


@pytest.fixture
def others_tab(desk, visitor):
    return Tab(desk, visitor.as_(desk.other), 2)


def test_the_page_of_a_text_says_where_it_is_synced_and_what_the_person_may(desk, tab, visitor):
    page = visitor.as_(desk.author).opens("drafting.edit", article_id=desk.edition.article_id)
    live = json.loads(page.form("/text").attrs["data-live"])
    assert (live["address"], live["text"], live["seq"]) == (tab.address, desk.text.id, desk.text.seq)
    assert (live["writes"], live["suggests"], live["language"]) == (True, False, "da")


@pytest.mark.usefixtures("both_databases")
def test_two_people_write_and_both_have_all_of_it(desk, tab, others_tab):
    tab.types("meget ")
    others_tab.types("tit ")
    tab.sends()
    others_tab.sends(line_id="abc")
    answer = tab.sends()

    assert tab.browser.words == others_tab.browser.words
    assert "meget" in desk.section("summary")
    assert "tit" in desk.section("summary")
    assert [(near.name, near.line_id) for near in answer.nearby] == [("Malik Brandt", "abc")]


def test_the_form_and_the_editor_write_in_the_same_text(desk, tab, visitor):
    tab.types("meget ")
    tab.sends()
    page = visitor.as_(desk.author).opens("drafting.edit", article_id=desk.edition.article_id)
    assert "husleje meget høj" in page.form("/text").query("textarea[name=section-summary]")[0].to_text()

    desk.save(desk.other, {"need": "Lejekontrakt"})
    tab.take(tab.asks(Request(tab.seq)))
    assert "Lejekontrakt" in tab.browser.words


def test_an_answer_sets_no_cookie_is_kept_by_nobody_and_is_small(tab):
    response = tab.post(wire.encode_request(Request()))

    assert response.headers.getlist("Set-Cookie") == []
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Content-Type"] == TYPE
    assert len(str(response.headers)) < 300
    assert response.data[1] & Ask.DEFLATED
    plain = tab.post(wire.encode_request(Request(asks=Ask.PLAIN)))
    assert not plain.data[1] & Ask.DEFLATED
    assert len(plain.data) > len(response.data)


def test_a_phone_that_gets_another_address_on_its_way_stays_signed_in_and_is_told_nothing_new(tab):
    tab.visitor.client.environ_base |= {"REMOTE_ADDR": "198.51.100.7", "HTTP_USER_AGENT": "another"}
    response = tab.post(wire.encode_request(Request(tab.seq)))
    assert response.status_code == 200
    assert response.headers.getlist("Set-Cookie") == []


def test_a_quiet_text_answers_with_what_stands_for_it_and_within_a_hundred_bytes(tab):
    response = tab.post(wire.encode_request(Request(tab.seq)))
    answer = wire.decode_answer(response.data)
    assert answer.hash
    assert answer.wait == 5
    assert len(response.data) < 100


def test_whoever_is_not_signed_in_is_told_so_as_data_and_nothing_is_set(desk, tab, visitor):
    for someone in (visitor, Visitor(visitor.app)):
        tab.visitor = someone
        response = tab.post(wire.encode_request(Request(1, b"\0\0\0")))
        assert response.status_code == 401
        assert response.mimetype == "application/json"
        assert response.headers.getlist("Set-Cookie") == []


def test_words_of_a_page_are_not_sent_in_the_name_of_who_signed_in_after(desk, tab):
    as_before = {**SYNC, "X-Workbench-Person": quote(desk.author.email)}
    as_another = {**SYNC, "X-Workbench-Person": quote(desk.other.email)}
    assert tab.post(wire.encode_request(Request(1)), headers=as_before).status_code == 200
    assert tab.post(wire.encode_request(Request(1)), headers=as_another).status_code == 401


def test_a_form_of_another_site_cannot_send_anything(tab):
    body = wire.encode_request(Request(1))
    assert tab.post(body, headers={}).status_code == 403
    assert tab.post(body, headers={**SYNC, "Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert tab.post(body, content_type="text/plain").status_code == 422


def test_what_cannot_be_read_or_is_too_large_is_refused(tab):
    packer = zlib.compressobj(9, wbits=-15)
    bomb = b"\1\1" + packer.compress(bytes(50_000_000)) + packer.flush()
    for body in (b"", b"\1", b"\2\0", b"\1\1xyz", b"\1\0\0\0", bomb, wire.encode_request(Request(1)) + b"x"):
        assert tab.post(body).status_code == 422
    assert tab.post(bytes(2_000_000)).status_code == 413


def test_the_text_of_somebody_elses_article_is_not_there(desk, tab, people, visitor):
    stranger = people.with_role("participant", workshop=people.workshop(people.programme(people.organisation())))
    desk.session.commit()
    tab.visitor = visitor.as_(stranger)
    assert tab.post(wire.encode_request(Request())).status_code == 404
    tab.visitor = visitor.as_(desk.author)
    other = desk.drafted()
    desk.session.commit()
    wrong = f"/articles/{desk.edition.article_id}/text/sync?text={other.source.id}"
    assert tab.post(wire.encode_request(Request()), address=wrong).status_code == 404


def test_whatever_bytes_an_update_is_the_server_answers(tab):
    for number in range(40):
        sent = bytes((number * place * 31 + place) % 256 for place in range(number * 3 + 1))
        assert tab.asks(Request(tab.seq, sent)).says == Say.QUARANTINED


def test_looking_on_does_not_keep_a_login_alive_and_writing_does(desk, tab):
    def seen():
        desk.session.expire_all()
        return desk.session.scalars(sa.select(Login.seen_at).where(Login.person_id == desk.author.id)).one()

    earlier = now() - dt.timedelta(minutes=20)
    desk.session.execute(sa.update(Login).values(seen_at=earlier))
    desk.session.commit()
    tab.asks(Request(tab.seq))
    assert seen() == earlier
    tab.types("meget ")
    tab.sends()
    assert seen() > earlier


def test_words_of_somebody_whose_role_ended_are_shown_to_those_who_go_on(desk, tab, visitor):
    for grant in desk.author.grants:
        grant.ends_at = now() - dt.timedelta(seconds=1)
    desk.session.commit()
    tab.types("aldrig ")

    answer = tab.sends()

    assert answer.says == Say.READ_ONLY | Say.QUARANTINED
    kept = desk.session.scalars(sa.select(LateWords)).one()
    page = visitor.as_(desk.other).opens("drafting.edit", article_id=desk.edition.article_id, late=kept.id)
    assert desk.author.name in page
    assert "aldrig" in page


def test_whoever_only_reads_is_told_so_and_reads(desk, tab, visitor, people):
    reader = people.with_role("coordinator", organisation=desk.owner)
    desk.submit(desk.edition)
    desk.session.commit()
    seen = Tab(desk, visitor.as_(reader), 9)
    assert "husleje" in seen.browser.words
    assert seen.asks(Request(seen.seq)).says & Say.READ_ONLY


MARKUP = '"><script>alert(1)</script><img src=x onerror=alert(2)>'


def test_markup_in_marks_ids_and_kinds_is_live_in_no_page(desk, tab, visitor):
    browser = tab.browser
    browser.insert(browser.find("høj"), MARKUP, **{f"r_{MARKUP[:60]}": True})
    browser.mark(browser.find("husleje"), browser.find("husleje") + 3, a=f"javascript:{MARKUP}", b=MARKUP, i=True)
    browser.mark(browser.find("Er din"), browser.find("Er din") + 2, a=f'https://x.example/"{MARKUP}', n_x=MARKUP)
    browser.insert_line(browser.find("husleje"), MARKUP)
    browser.kinds[MARKUP] = "<script>"
    browser.title.insert(0, MARKUP)
    assert tab.sends(line_id="<b>").says == Say(0)

    article_id = desk.edition.article_id
    someone = visitor.as_(desk.other)
    for page in (
        someone.opens("drafting.edit", article_id=article_id),
        someone.opens("drafting.preview", article_id=article_id, language="da"),
        someone.opens("history.index", article_id=article_id, language="da"),
        someone.opens("articles.show", article_id=article_id),
    ):
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text
        assert not page.find("[href^='javascript:']")


class Writer(threading.Thread):
    """Types word after word at one place and sends each; every third answer is lost and sent for again."""

    def __init__(self, tab, name, start):
        super().__init__()
        self.tab, self.mine, self.start_line, self.words, self.failed = tab, name, start, [], None

    def run(self):
        self.start_line.wait()
        try:
            for number in range(8):
                self._write(number)
        except AssertionError as error:
            self.failed = error

    def _write(self, number):
        self.words.append(f"{self.mine}{number}")
        self.tab.types(f"{self.words[-1]} ")
        if number % 3 == 0:
            lost = self.tab.browser.updates[-1]
            self.tab.asks(Request(self.tab.seq, lost, (self.tab.client,)))
        self.tab.sends()


@pytest.mark.usefixtures("both_databases")
def test_eight_people_at_once_lose_and_double_nothing(desk, people, app):
    writers = [desk.author, desk.other]
    while len(writers) < 8:
        writers.append(people.with_role(Role.PARTICIPANT, workshop=desk.workshop))
    tabs = [Tab(desk, Visitor(app, person.id), number) for number, person in enumerate(writers)]
    start = threading.Barrier(8)
    threads = [Writer(tab, name, start) for tab, name in zip(tabs, "abcdefgh", strict=True)]
    before = desk.section("summary").split()
    settle()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)

    assert [thread.failed for thread in threads if thread.failed] == []
    typed = [word for thread in threads for word in thread.words]
    assert sorted(desk.section("summary").split()) == sorted([*before, *typed])
    for tab in tabs:
        tab.take(tab.asks(Request(tab.seq)))
    assert len({tab.browser.words for tab in tabs}) == 1
    assert desk.session.scalar(sa.select(sa.func.count()).select_from(LateWords)) == 0
    assert texts.content_of(desk.text).title
