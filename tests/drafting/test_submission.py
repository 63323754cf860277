"""Handing a draft to its reviewers, and reading it as a citizen does."""

import pytest

from workbench.domain.refusals import Denied, Invalid, Reason, StaleVersion
from workbench.drafting.commands import submit_edition
from workbench.models import Cause, TextVersion

pytestmark = pytest.mark.usefixtures("both_databases")


def submitted(desk, person=None, **more):
    facts = {"seen_version": desk.edition.version, **more}
    return submit_edition(desk.session, desk.actor(person or desk.author), desk.edition, **facts)


def test_writers_hand_a_draft_to_its_reviewers(desk):
    moves = submitted(desk)

    assert moves == ["submit"]
    assert desk.edition.state == "in_review"
    version = desk.session.query(TextVersion).one()
    assert (version.number, version.cause, version.person_id) == (1, Cause.SUBMIT, desk.author.id)
    assert version.author_ids == [desk.author.id]


def test_what_is_signed_already_goes_on_at_once(desk):
    desk.submit(desk.edition)
    desk.accept(desk.edition)
    desk.reopen(desk.edition)

    moves = submitted(desk)

    assert moves == ["submit", "accept"]
    assert desk.edition.state == "in_translation"


def test_a_draft_without_a_title_stays(desk):
    desk.save(desk.author, title=" ")
    with pytest.raises(Invalid) as refusal:
        submitted(desk)
    assert refusal.value.reason is Reason.TITLE_MISSING


def test_a_draft_without_words_stays(desk):
    edition = desk.drafted(draft={})
    with pytest.raises(Invalid) as refusal:
        submit_edition(desk.session, desk.actor(desk.author), edition, seen_version=edition.version)
    assert refusal.value.reason is Reason.TEXT_EMPTY
    assert edition.state == "drafting"


def test_nobody_else_hands_it_on(desk):
    with pytest.raises(Denied):
        submitted(desk, desk.coordinator)


def test_a_page_that_is_no_longer_true_hands_nothing_on(desk):
    with pytest.raises(StaleVersion):
        submitted(desk, seen_version=0)


def test_writers_hand_it_on_from_the_form(desk, visitor):
    one = visitor.as_(desk.author)
    page = one.opens("drafting.edit", article_id=desk.edition.article_id)

    page = one.sends(page.form("/submission"))

    assert "Submitted. Now its reviewers read it." in page.text
    assert "Reviewers must be asked" in page


def test_the_form_says_why_a_draft_cannot_be_handed_on(desk, visitor):
    edition = desk.drafted(draft={}, title="Indskud")
    one = visitor.as_(desk.author)

    page = one.opens("drafting.edit", article_id=edition.article_id)

    assert "Write something first; there are no words yet." in page
    assert page.find("button[aria-disabled=true]")
    one.sends(page.form("/submission"), status=422)


def test_writers_read_the_text_as_a_citizen_does(desk, visitor):
    one = visitor.as_(desk.author)

    page = one.opens("drafting.preview", article_id=desk.edition.article_id, language="da")

    article = page.find("article div[lang=da]")[0]
    assert [node.to_text() for node in article.query("li")][:2] == [
        "er fyldt 18 år",
        "bor til leje i en bolig med eget køkken",
    ]
    assert article.query("a[href='https://lov.example/2024/99']")
    assert article.query("h2")[0].to_text() == "Kort fortalt"
    empty = one.opens("drafting.preview", article_id=desk.edition.article_id, language="kl")
    assert "There are no words in this language yet." in empty
    one.opens("drafting.preview", article_id=desk.edition.article_id, language="en", status=404)


def test_strangers_do_not_see_a_draft(desk, people, visitor):
    stranger = visitor.as_(people.coordinator(people.organisation("En anden")))
    stranger.opens("drafting.preview", article_id=desk.edition.article_id, language="da", status=404)
