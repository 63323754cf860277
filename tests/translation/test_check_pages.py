"""The checker's pages as a visitor without scripts uses them."""

import pytest

from tests.support.queries import LIMIT, counted
from workbench.domain.signatures import Capacity
from workbench.extensions import db
from workbench.models import LateWords, now
from workbench.store import claims

SELF = "Du skal selv søge om det."
OTHER = "Nammineerlutit qinnuteqassaatit."


@pytest.fixture
def checker(visitor, line):
    return visitor.as_(line.checker)


def opened(checker, edition, **more):
    return checker.opens("check.show", article_id=edition.article_id, **more)


def beside(checker, desk, words=None):
    key = {"segment": desk.segment(words).key} if words else {}
    return opened(checker, desk.edition, view="both", **key)


def now_reading(page):
    return page.find(".seg.now .src")[0].to_text().strip()


def test_the_translation_is_read_alone_first(checking, checker, session):
    session.commit()
    page = opened(checker, checking.edition)
    article = page.find("article[lang=kl]")[0].to_text()
    assert "Nammineq qinnuteqassaatit." in article
    assert SELF not in article
    assert checker.opens(page.link("Go on beside the source")).find("ol.segs")


def test_a_checker_reads_sentence_by_sentence_to_the_end(line, checking, checker, session):
    session.commit()
    page = beside(checker, checking)
    for _ in range(11):
        page = checker.sends(page.form("/accept"), status=200)
    assert "11 of 11 sentences are accepted." in page
    page = checker.sends(page.form("/finish"), status=200)
    assert "It waits for its owner now." in page.text
    session.expire_all()
    assert checking.edition.state == "awaiting_approval"


def test_the_check_is_not_finished_before_everything_is_read(checking, checker, session):
    checking.accept(checking.segments()[0])
    session.commit()
    page = beside(checker, checking)
    assert "10 sentences have not been read:" in page
    assert not page.form("/finish").query("button[type=submit]")
    page = checker.sends(page.form("/finish"), status=422)
    assert "Some sentences have not been checked yet." in page


def test_a_correction_is_named_as_what_somebody_else_must_check(checking, checker, second_checker, visitor, session):
    for segment in checking.segments():
        if segment.source != SELF:
            checking.accept(segment)
    session.commit()
    page = beside(checker, checking, SELF)
    key = checking.segment(SELF).key
    page = checker.sends(page.form("/correct"), status=200, **{f"section-{key}": OTHER})
    assert "The words of these are yours, so somebody else must check them:" in page
    page = beside(checker, checking, SELF)
    assert "You have translated this sentence, so somebody else must check it." in page
    assert not page.form("/accept").query("button[type=submit]")
    refused = checker.sends(page.form("/accept"), status=403)
    assert "You have translated this sentence, so somebody else must check it." in refused

    page = checker.sends(beside(checker, checking).form("/finish"), status=200)
    assert "What you have corrected waits for another checker." in page.text
    second = visitor.as_(second_checker)
    page = second.sends(second.opens("translation.queue").form("/check/claim"))
    page = second.opens(page.link("Go on beside the source"))
    assert now_reading(page) == SELF
    page = second.sends(page.form("/accept"), status=200)
    second.sends(page.form("/finish"), status=200)
    session.expire_all()
    assert checking.edition.state == "awaiting_approval"


def test_a_sentence_goes_back_with_a_reason(checking, checker, session):
    session.commit()
    page = beside(checker, checking, SELF)
    refused = checker.sends(page.form("/return"), reason="  ", status=422)
    assert "Say why, so that the next person knows what to do." in refused
    assert now_reading(refused) == SELF
    page = checker.sends(page.form("/return"), reason="Skriv det kortere.", status=200)
    assert "1 goes back to the translator." in page
    assert now_reading(page) != SELF
    for segment in checking.segments():
        if segment.source != SELF:
            checking.accept(segment)
    session.commit()
    page = checker.sends(beside(checker, checking).form("/finish"), status=200)
    assert "The translation goes back to its translator" in page.text


def test_a_sentence_that_changed_under_the_reader_is_not_signed(checking, checker, session):
    session.commit()
    page = beside(checker, checking, SELF)
    checking.correct(checking.segment(SELF), OTHER)
    session.commit()
    answer = checker.sends(page.form("/accept"), status=409)
    assert "Somebody changed this after you opened the page." in answer


def test_an_empty_correction_is_refused_and_asks_again(checking, checker, session):
    session.commit()
    page = beside(checker, checking, SELF)
    key = checking.segment(SELF).key
    page = checker.sends(page.form("/correct"), status=422, **{f"section-{key}": " "})
    assert "Write something first; there are no words yet." in page


def test_a_correction_after_the_claim_ended_is_kept(checking, checker, session):
    session.commit()
    page = beside(checker, checking, SELF)
    claims.claim_of(session, checking.edition, Capacity.CHECKER).ends_at = now()
    session.commit()
    key = checking.segment(SELF).key
    page = checker.sends(page.form("/correct"), status=403, **{f"section-{key}": OTHER})
    assert page.find("#late")[0].to_text().strip() == OTHER
    session.expire_all()
    assert session.query(LateWords).one().words == {key: OTHER}


def test_findings_are_shown_to_the_checker_and_can_be_let_stand(line, at_work, checker, session):
    edition = line.accepted()
    translator = at_work(line.translator, edition)
    translator.claim()
    translator.translate()
    segment = translator.segment("Udfyld")
    translator.save(segment, "Immersugassaq immersoruk")
    translator.hand_in()
    at_work(line.checker, edition).take_check()
    session.commit()
    page = opened(checker, edition, view="both", segment=segment.key)
    assert "The sentence ends with another sign than the source." in page
    page = checker.sends(page.form("/dismissal"), reason="Det er en overskrift.", status=200)
    assert "ends with another sign" not in page


def test_who_wrote_the_source_is_told_why_they_cannot_check(line, people, visitor, session):
    edition = line.translated()
    people.grant(line.author, "checker", pair=("da", "kl"))
    session.commit()
    page = opened(visitor.as_(line.author), edition)
    assert "You have written in this text, so somebody else must vouch for it." in page


def test_translators_do_not_come_here(line, visitor, session):
    edition = line.translated()
    session.commit()
    opened(visitor.as_(line.translator), edition, status=403)


def test_a_checker_of_another_pair_finds_nothing(line, people, visitor, session):
    edition = line.translated()
    other = people.with_role("checker", pair=("kl", "da"))
    session.commit()
    opened(visitor.as_(other), edition, status=404)


def test_giving_the_check_back_keeps_what_was_signed(checking, checker, session):
    checking.accept(checking.segments()[0])
    session.commit()
    page = checker.sends(opened(checker, checking.edition).form("/release"), status=200)
    assert "What you signed stays signed." in page.text
    assert "1 of 11 sentences are accepted." in opened(checker, checking.edition)


@pytest.mark.parametrize("view", ["target", "both"])
def test_the_check_asks_as_little_as_other_pages(checking, checker, session, app, view):
    checking.accept(checking.segments()[0])
    session.commit()
    with app.app_context(), counted(db.engine) as statements:
        opened(checker, checking.edition, view=view)
    assert len(statements) <= LIMIT, str(statements)
