"""The page of an article says where it stands, who is next, who vouches for what."""

import datetime as dt

import pytest

from tests.support.line import TITLE
from tests.support.queries import LIMIT, counted
from workbench.articles.standing import standing_of
from workbench.domain.signatures import Capacity
from workbench.extensions import db
from workbench.models import Claim, now
from workbench.store.claims import take_claim


def test_writers_see_what_the_article_is_and_whose(shelf, sees):
    page = sees(shelf.author, shelf.drafted())

    assert page.heading == TITLE
    assert "Owner: Havnebyens Kommune" in page
    assert "Ivalu Brandt" in page
    assert "Service article" in page
    assert page.find("ol.steps [aria-current]")[0].to_text().strip().startswith("Being written")
    assert page.link("Write")


def test_strangers_find_no_such_article(shelf, sees):
    edition = shelf.drafted()
    sees(shelf.stranger, edition, status=404)
    sees(shelf.reader, edition, status=404)
    sees(shelf.translator, edition, status=404)


@pytest.mark.parametrize(
    ("until", "person", "says", "who"),
    [
        ("drafted", "author", "The draft is being written", "With: Ivalu Brandt"),
        ("submitted", "author", "Reviewers must be asked", "Could take it: Inuk Falk, Minik Rask"),
        ("accepted", "translator", "It waits for a translator", "Could take it: Aviaaja Holm"),
        ("translated", "checker", "The translation waits for a second person", "Could take it: Paninnguaq Lind"),
        ("checked", "approver", "It waits for the owner's signature", "Could take it: Pipaluk Bech"),
        ("approved", "approver", "It is on its way to the portal", ""),
        ("published", "coordinator", "It is out", ""),
    ],
)
def test_everybody_sees_who_is_next(shelf, sees, until, person, says, who):
    edition = getattr(shelf, until)()

    page = sees(getattr(shelf, person), edition)

    assert says in page
    assert who in page


def test_whoever_was_asked_or_took_it_is_named(shelf, sees):
    edition = shelf.submitted()
    shelf.ask(edition, shelf.lawyer, Capacity.LEGAL)
    assert "With: Nuka Ravn" in sees(shelf.author, edition)

    other = shelf.accepted(title="Indskud")
    take_claim(shelf.session, other, Capacity.TRANSLATOR, shelf.translator.id)
    assert "With: Aviaaja Holm" in sees(shelf.author, other)
    shelf.session.query(Claim).one().ends_at = now() - dt.timedelta(seconds=1)
    assert "Could take it: Aviaaja Holm" in sees(shelf.author, other)


def test_nobody_is_offered_to_sign_own_words(shelf, sees, people):
    people.grant(shelf.author, "approver", organisation=shelf.owner)
    page = sees(shelf.author, shelf.checked())
    assert "Could take it: Pipaluk Bech" in page
    assert "You have written in this text, so somebody else must vouch for it." in page


def test_a_changed_sentence_is_shown_as_no_longer_covered(shelf, sees):
    edition = shelf.accepted()
    assert sees(shelf.author, edition).words.count("All 11 sentences") == 2
    shelf.reopen(edition)
    shelf.replace(edition, "fire uger", "seks uger")

    page = sees(shelf.author, edition)

    assert page.words.count("1 sentence is not covered any more") == 2
    assert "Du har ret til et svar inden seks uger." in page
    assert "Malik Vahl" in page


def test_the_clock_adds_up_the_days_of_each_stage(shelf):
    edition = shelf.accepted()
    start = now() - dt.timedelta(days=20)
    edition.opened_at = start
    for move, days in zip(edition.moves, (5, 12), strict=True):
        move.at = start + dt.timedelta(days=days)
    shelf.session.commit()

    stands = standing_of(shelf.session, shelf.actor(shelf.author), edition.article_id)

    assert [(stage.state.value, stage.days, stage.usual, stage.is_now) for stage in stands.stages][:3] == [
        ("drafting", 5, None, False),
        ("in_review", 7, 14, False),
        ("in_translation", 8, 14, True),
    ]


def test_the_languages_say_how_much_there_is(shelf, sees):
    edition = shelf.accepted()
    shelf.answer(edition, shelf.segment(edition, "Du skal selv"), "Nammineq qinnuteqassaatit.")

    page = sees(shelf.author, edition)

    assert "1 of " in page
    assert page.find("progress")[0].attrs["value"] == "1"


def test_receipts_of_the_portal_stand_on_the_page(shelf, sees):
    page = sees(shelf.author, shelf.approved())
    assert "At the portal" in page
    assert "On its way" in page


@pytest.mark.usefixtures("both_databases")
@pytest.mark.parametrize("until", ["drafted", "submitted", "accepted", "translated", "checked", "published"])
def test_the_page_asks_the_database_little(shelf, visitor, until):
    edition = getattr(shelf, until)()
    one = visitor.as_(shelf.coordinator)
    one.opens("articles.show", article_id=edition.article_id)
    with counted(db.engine) as found:
        one.opens("articles.show", article_id=edition.article_id)
    assert len(found) <= LIMIT, str(found)


@pytest.mark.parametrize("locale", ["da", "kl", "en"])
def test_the_page_opens_in_every_language(shelf, visitor, locale):
    edition = shelf.published()
    visitor.as_(shelf.coordinator, locale).opens("articles.show", article_id=edition.article_id)
    visitor.as_(shelf.coordinator, locale).opens("articles.read", article_id=edition.article_id, language="kl")


def test_the_way_back_leads_to_the_workshop_only_for_those_who_see_it(shelf, sees):
    edition = shelf.accepted()
    assert sees(shelf.author, edition).link(edition.article.workshop.title)
    assert not sees(shelf.translator, edition).find("ol.crumbs a[href^='/workshops']")
