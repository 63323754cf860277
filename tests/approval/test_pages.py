"""Owners see what goes out, what is new, what is missing and who can give it; then they sign."""

import pytest
import sqlalchemy as sa

from tests.support.acts import Acts
from tests.support.queries import LIMIT, counted
from workbench.domain.states import State
from workbench.extensions import db
from workbench.models import Parcel, now


def page_for(visitor, person, edition, **more):
    return visitor.as_(person).opens("approval.show", article_id=edition.article_id, **more)


def test_owners_read_both_languages_and_sign(line, session, visitor):
    edition = line.checked()
    owner = visitor.as_(line.approver)
    page = owner.opens("approval.show", article_id=edition.article_id)
    assert page.heading == "Can edition 1 go out to the citizens?"
    assert "Yes, as soon as you have signed." in page
    assert "Er din husleje høj, kan kommunen betale en del af den." in page
    assert "Inissiamut attartukkamut tapiissutit" in page
    assert "All of it: citizens have not seen this article before." in page
    for name in ("Malik Vahl, Peer", "Nuka Ravn, Lawyer", "Aviaaja Holm, Translator", "Paninnguaq Lind, Checker"):
        assert f"{name} All 11 sentences" in page
    assert {paper.attrs["lang"] for paper in page.find("article.paper[lang]")} == {"da", "kl"}
    page = owner.sends(page.form("/approval"), agreed="y", status=200)
    assert "Yes. Pipaluk Bech signed it" in page
    assert owner.opens(page.link("See where it is")).status == 200


def test_signing_takes_a_second_thought(line, session, visitor):
    edition = line.checked()
    owner = visitor.as_(line.approver)
    page = owner.opens("approval.show", article_id=edition.article_id)
    page = owner.sends(page.form("/approval"), status=422)
    assert "There is one thing to put right" in page
    session.refresh(edition)
    assert edition.state is State.AWAITING_APPROVAL


def test_what_is_missing_is_told_with_a_name(line, session, visitor):
    edition = line.checked()
    line.programme.stages = {"signatures": {"peer": 1, "legal": 1}, "days": {}}
    line.segment(edition, "er fyldt 18").is_confirmed = False
    line.owner.email = ""
    owner = visitor.as_(line.approver)
    page = owner.opens("approval.show", article_id=edition.article_id)
    assert "Not yet. 2 things are missing." in page
    assert "One sentence has no confirmed translation. “er fyldt 18 år” Can do it: Aviaaja Holm." in page
    assert "Nobody has the role for it, and there is no administrator who could give it." in page
    assert "Something is still missing. The list shows what, and who can give it." in page
    page = owner.sends(page.form("/approval"), agreed="y", status=422)
    assert "Something is still missing." in page
    assert session.scalar(sa.select(sa.func.count()).select_from(Parcel)) == 0


def test_a_finding_is_told_with_both_sentences(line, visitor):
    page = page_for(visitor, line.approver, line.checked({"summary": "Gebyret er 450 kr."}, "Gebyr", kind="news"))
    assert "A check found something that must be mended, or dismissed with a reason." in page
    assert "“Gebyret er 450 kr.” “Oqaaseqatigiit nutserneqarsimasut.”" in page


def test_a_missing_reader_can_be_asked_from_the_page(line, session, visitor):
    edition = line.checked()
    line.programme.stages = {"signatures": {"peer": 2}}
    page = page_for(visitor, line.coordinator, edition)
    assert "Peer: 11 sentences are not signed as they stand now. 2 people must sign each." in page
    assert "and 8 more" in page
    assert page.link("Ask for a review").endswith("/review/asking")


def test_owners_see_what_is_new_since_the_live_edition(line, visitor):
    edition = line.next_edition(line.published())
    acts = Acts(line, edition)
    acts.rewrite("er fyldt 18 år", "er fyldt 21 år")
    acts.submit()
    acts.accept()
    acts.translate({"er fyldt 21 år": "21-nik ukioqaleersimaguit"})
    acts.check()
    page = page_for(visitor, line.approver, edition)
    changed = [" ".join(change.to_text().split()) for change in page.find(".change[id]")]
    assert len(changed) == 2, changed
    assert "deleted: 18" in changed[0]
    assert "added: 21" in changed[0]
    assert "ukioqaleersimaguit" in changed[1]


def test_an_edition_that_changes_nothing_says_so(line, visitor):
    edition = line.next_edition(line.published())
    Acts(line, edition).submit()
    assert "Nothing: the words are the same as in edition 1." in page_for(visitor, line.approver, edition)


def test_the_translator_with_the_approvers_role_is_told_why_not(line, people, visitor):
    edition = line.checked()
    people.grant(line.translator, "approver", organisation=line.owner)
    owner = visitor.as_(line.translator)
    page = owner.opens("approval.show", article_id=edition.article_id)
    assert "You have written in this text, so somebody else must vouch for it." in page
    assert "Can sign: Pipaluk Bech." in page
    page = owner.sends(page.form("/approval"), agreed="y", status=403)
    assert "You have written in this text, so somebody else must vouch for it." in page


def test_a_page_that_is_no_longer_true_is_refused(line, session, visitor):
    edition = line.checked()
    owner = visitor.as_(line.approver)
    page = owner.opens("approval.show", article_id=edition.article_id)
    line.reopen(edition)
    page = owner.sends(page.form("/approval"), agreed="y", status=409)
    assert "Somebody changed this after you opened the page." in page


def test_owners_send_back_with_a_reason(line, session, visitor):
    edition = line.checked()
    owner = visitor.as_(line.approver)
    page = owner.opens("approval.show", article_id=edition.article_id)
    again = owner.sends(page.form("/approval/return"), status=422)
    assert "What is to be done?" in again
    owner.sends(page.form("/approval/return"), **{"return-reason": "Se på titlen.", "return-to": "in_translation"})
    session.refresh(edition)
    assert edition.state is State.IN_TRANSLATION


@pytest.mark.parametrize(
    ("stage", "words"),
    [("drafted", "Being written"), ("submitted", "In review"), ("accepted", "It comes here by itself")],
)
def test_before_its_turn_the_page_says_where_it_is(line, visitor, stage, words):
    page = page_for(visitor, line.approver, getattr(line, stage)())
    assert words in page
    assert not page.find("#decide")


def test_others_do_not_see_approvals(line, people, visitor):
    edition = line.checked()
    stranger = people.approver(people.organisation("Fjordbyen"))
    assert "There is no such page" in page_for(visitor, stranger, edition, status=404)
    assert "Your roles do not include this." in page_for(visitor, line.author, edition, status=403)
    people.grant(line.author, "approver", organisation=stranger.organisation)
    assert "Your roles do not include this." in page_for(visitor, line.author, edition, status=403)


def test_an_ended_role_is_gone_on_the_next_request(line, session, visitor):
    edition = line.checked()
    owner = visitor.as_(line.approver)
    page = owner.opens("approval.show", article_id=edition.article_id)
    line.approver.grants[0].ends_at = now()
    session.commit()
    owner.sends(page.form("/approval"), agreed="y", status=403)
    owner.opens("approval.show", article_id=edition.article_id, status=403)


def test_the_page_asks_as_much_for_a_long_article_as_for_a_short_one(line, visitor, app):
    short = line.next_edition(line.published())
    long = line.drafted({"who": "\n".join(f"- Du er {number} år gammel." for number in range(20, 80))})
    acts = Acts(line, short)
    acts.rewrite("er fyldt 18 år", "er fyldt 21 år")
    acts.submit()
    acts.accept()
    line.submit(long)
    line.accept(long)
    ready = line.checked()
    owner = visitor.as_(line.approver)
    sent = []
    for edition in (short, long, ready):
        owner.opens("approval.show", article_id=edition.article_id)
        with counted(db.engine) as statements:
            owner.opens("approval.show", article_id=edition.article_id)
        sent.append(statements)
    assert len(sent[1]) <= len(sent[0]) <= LIMIT, str(sent[0])
    assert len(sent[2]) <= LIMIT, str(sent[2])
