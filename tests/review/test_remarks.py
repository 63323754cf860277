"""Remarks stand beside the words they are about, and are never lost."""

import uuid

import pytest

from workbench.domain.refusals import Denied, Invalid, Reason, Refusal, Unknown
from workbench.review.queries import remarks_on
from workbench.review.reading import page_of
from workbench.review.remark_commands import answer_remark, remark_of, settle_remark, write_remark
from workbench.store import texts


def refused(act, *args, **more):
    with pytest.raises(Refusal) as refusal:
        act(*args, **more)
    return type(refusal.value), refusal.value.reason


def line_id(edition, words):
    return next(line.id for line in texts.content_of(edition.source).lines if words in line.words)


def remark(line, edition, quote="fire uger", words="Er det rigtigt?", by=None, **more):
    facts = {"remark_id": uuid.uuid4(), "line_id": line_id(edition, "fire uger"), "quote": quote, "words": words}
    return write_remark(line.session, line.actor(by or line.peer), edition, **{**facts, **more})


def page(line, edition):
    return page_of(edition, texts.content_of(edition.source), remarks_on(line.session, edition.source))


def html(line, edition):
    return "".join(each.html for part in page(line, edition).parts for block in part.blocks for each in block.lines)


def test_words_under_a_remark_carry_its_number(line, in_review):
    remark(line, in_review)
    assert (
        'inden <mark class="anchor">fire uger</mark><a class="anchor" href="#remark-1" id="at-1"><sup>1</sup></a>.'
        in html(line, in_review)
    )


def test_remarks_are_numbered_as_one_reads(line, in_review):
    remark(line, in_review, words="Anden")
    remark(line, in_review, "husleje", "Første", line_id=line_id(in_review, "husleje"))
    remark(line, in_review, "", "Om det hele", line_id="")
    remark(line, in_review, "svar", "Før", line_id=line_id(in_review, "fire uger"))
    assert [(each.number, each.remark.words) for each in page(line, in_review).threads] == [
        (1, "Om det hele"),
        (2, "Første"),
        (3, "Før"),
        (4, "Anden"),
    ]


def test_a_remark_whose_words_are_gone_stays_with_its_quote(line, in_review):
    remark(line, in_review)
    line.reopen(in_review)
    line.replace(in_review, "fire uger", "otte dage")
    [thread] = page(line, in_review).threads
    assert (thread.is_gone, thread.remark.quote) == (True, "fire uger")
    line.write(in_review, {"rights": "Noget helt andet."})
    [thread] = page(line, in_review).threads
    assert thread.is_gone
    assert "anchor" not in html(line, in_review)


def test_words_that_move_take_their_remark_along(line, in_review):
    remark(line, in_review)
    line.reopen(in_review)
    line.replace(in_review, "Du har ret", "Alle har ret")
    assert not page(line, in_review).threads[0].is_gone


def test_a_remark_on_the_title_stands_at_the_title(line, in_review):
    remark(line, in_review, "bor til leje", line_id="title")
    assert '<mark class="anchor">bor til leje</mark>' in page(line, in_review).title.html


def test_a_quote_without_its_line_finds_it(line, in_review):
    assert remark(line, in_review, line_id="").line_id == line_id(in_review, "fire uger")


@pytest.mark.parametrize(("quote", "place"), [("fem uger", None), ("fire uger", "title"), ("fire uger", "nowhere")])
def test_words_that_do_not_stand_there_are_not_remarked_on(line, in_review, quote, place):
    more = {} if place is None else {"line_id": place}
    assert refused(remark, line, in_review, quote, **more) == (Invalid, Reason.QUOTE_NOT_FOUND)


def test_a_remark_sent_twice_stands_once(line, in_review, session):
    same = uuid.uuid4()
    assert remark(line, in_review, remark_id=same).id == remark(line, in_review, remark_id=same).id
    assert len(remarks_on(session, in_review.source)) == 1
    assert refused(remark, line, in_review, by=line.lawyer, remark_id=same) == (Invalid, Reason.FIELD_INVALID)


@pytest.mark.parametrize(("words", "reason"), [("  ", Reason.TEXT_EMPTY), ("a" * 5000, Reason.TOO_LARGE)])
def test_a_remark_says_something_that_can_be_read(line, in_review, words, reason):
    assert refused(remark, line, in_review, words=words) == (Invalid, reason)


def test_answers_stand_in_one_thread(line, in_review, session):
    first = remark(line, in_review)
    author, peer = line.actor(line.author), line.actor(line.peer)
    answer = answer_remark(session, author, in_review, first, answer_id=uuid.uuid4(), words="Ja.")
    answer_remark(session, peer, in_review, answer, answer_id=uuid.uuid4(), words="Tak.")
    [thread] = page(line, in_review).threads
    assert [each.words for each in thread.answers] == ["Ja.", "Tak."]


def test_a_settled_remark_leaves_the_text_and_can_come_back(line, in_review, session):
    first, author = remark(line, in_review), line.actor(line.author)
    settle_remark(session, author, in_review, first, settled=True)
    shown = page(line, in_review)
    assert (shown.threads, len(shown.settled)) == ((), 1)
    assert first.resolved_by_id == line.author.id
    assert "anchor" not in html(line, in_review)
    settle_remark(session, author, in_review, first, settled=False)
    assert (first.resolved_by_id, len(page(line, in_review).threads)) == (None, 1)


def test_who_may_read_may_remark_and_nobody_else(line, in_review, people):
    for person in (line.author, line.facilitator, line.lawyer, line.coordinator, line.approver):
        remark(line, in_review, by=person)
    for person in (line.translator, people.reviewer(line.owner), people.with_role("reader", organisation=line.owner)):
        assert refused(remark, line, in_review, by=person)[0] is Denied


def test_a_remark_of_another_article_is_not_found(line, in_review, session):
    elsewhere = remark(line, in_review)
    other = line.submitted()
    assert refused(remark_of, session, other, elsewhere.id) == (Unknown, Reason.UNKNOWN)


def test_words_and_marks_in_a_remark_are_words(line, in_review, session):
    line.reopen(in_review)
    line.write(in_review, {"how": "Skriv <b>til</b> **os** her."})
    remark(line, in_review, "os her", line_id=line_id(in_review, "Skriv"))
    assert "&lt;b&gt;" in html(line, in_review)
    assert '<mark class="anchor"><strong>os</strong></mark><mark class="anchor"> her</mark>' in html(line, in_review)
