"""Beginning an article, changing its facts, taking it back, opening the next edition."""

import pytest

from workbench.articles import commands
from workbench.articles.commands import Facts
from workbench.domain.refusals import Denied, IllegalMove, Invalid, Reason, StaleVersion
from workbench.domain.signatures import Capacity
from workbench.models import Article, AuditEntry, Edition, Topic
from workbench.store import texts
from workbench.store.segments import segments_of
from workbench.store.signatures import coverages

both = pytest.mark.usefixtures("both_databases")


def facts_of(article, **changes):
    return Facts(
        **{
            "owner": article.owner,
            "contact_person": article.contact_person,
            "topics": article.topics,
            "segment": article.segment,
            **changes,
        }
    )


def edited(shelf, article, by=None, *, seen_version=None, **changes):
    version = article.version if seen_version is None else seen_version
    return commands.edit_article(
        shelf.session, shelf.actor(by or shelf.coordinator), article, facts_of(article, **changes), seen_version=version
    )


@both
def test_coordinators_change_what_an_article_is(shelf):
    article = shelf.drafted().article
    tax = shelf.session.get(Topic, "tax")

    edited(shelf, article, topics=[tax], segment="business", contact_person=shelf.approver)

    shelf.session.expire(article)
    assert (article.topics, article.segment, article.contact_person) == ([tax], "business", shelf.approver)
    assert shelf.session.query(AuditEntry).filter_by(action="article:edit", subject_id=str(article.id)).one()


@both
def test_facts_changed_meanwhile_are_not_overwritten(shelf):
    article = shelf.drafted().article
    with pytest.raises(StaleVersion):
        edited(shelf, article, seen_version=0, segment="business")


def test_an_article_is_not_given_to_a_house_one_has_no_hand_in(shelf):
    article = shelf.drafted().article
    for person in (shelf.coordinator, shelf.facilitator):
        with pytest.raises(Denied):
            edited(shelf, article, person, owner=shelf.elsewhere)
    with pytest.raises(Denied):
        edited(shelf, article, shelf.author, segment="business")


def test_only_people_of_the_house_or_its_writers_are_contact_people(shelf):
    article = shelf.drafted().article
    with pytest.raises(Invalid) as refusal:
        edited(shelf, article, contact_person=shelf.stranger)
    assert refusal.value.details["field"] == "contact_person"


def test_coordinators_change_facts_on_the_page(shelf, visitor):
    edition = shelf.drafted()
    one = visitor.as_(shelf.coordinator)
    page = one.opens("articles.edit", article_id=edition.article_id)
    form = page.form("/facts")

    page = one.sends(form, segment="business", topics="tax")
    assert "Businesses" in page
    assert "Tax" in page.words or page.find(".topic")

    page = one.sends(form, status=409)
    assert "Somebody changed this after you opened the page." in page
    visitor.as_(shelf.author).opens("articles.edit", article_id=edition.article_id, status=403)
    visitor.as_(shelf.stranger).opens("articles.edit", article_id=edition.article_id, status=404)


def test_writers_of_a_house_begin_an_article_and_write(shelf, people, visitor):
    writer = people.with_role("participant", "Ane Krag", organisation=shelf.owner)
    one = visitor.as_(writer)
    page = one.opens("articles.create")
    form = page.form("/articles")

    again = one.sends(form, title=" ", status=422)
    assert "Fill in “Title”." in again
    page = one.sends(form, title="Fremleje", article_type="news", source_language="kl", topics="house")

    article = shelf.session.query(Article).filter_by(title="Fremleje").one()
    assert page.heading == "Fremleje"
    assert (article.owner, article.contact_person, article.source_language) == (shelf.owner, writer, "kl")
    assert page.find("textarea[name=section-body][lang=kl]")


def test_writers_of_a_workshop_are_led_to_its_list(shelf, visitor):
    page = visitor.as_(shelf.author).opens("articles.create")
    assert "You write in a workshop" in page
    visitor.as_(shelf.reader).opens("articles.create", status=403)


def test_an_article_is_taken_back_with_a_reason(shelf, visitor):
    edition = shelf.accepted()
    one = visitor.as_(shelf.coordinator)
    page = one.opens("articles.show", article_id=edition.article_id)
    form = page.form("/reopening")

    assert "Fill in “Why”." in one.sends(form, reason=" ", status=422)
    page = one.sends(form, reason="Satsen er ændret.")

    assert "The draft is being written" in page
    assert "Satsen er ændret." in page
    assert one.sends(form, reason="Igen.").status == 409


@both
def test_only_some_take_an_article_back_and_only_from_some_steps(shelf):
    edition = shelf.submitted()
    with pytest.raises(Denied):
        commands.reopen_edition(
            shelf.session, shelf.actor(shelf.author), edition, reason="Nej.", seen_version=edition.version
        )
    published = shelf.published(title="Indskud")
    with pytest.raises(IllegalMove):
        commands.reopen_edition(
            shelf.session, shelf.actor(shelf.coordinator), published, reason="Ja.", seen_version=published.version
        )


def opened(shelf, published, by=None):
    edition = commands.open_edition(
        shelf.session,
        shelf.actor(by or shelf.coordinator),
        published,
        change_note="Ny sats.",
        seen_version=published.version,
    )
    shelf.session.refresh(edition)
    return edition


@both
def test_a_new_edition_keeps_words_translations_and_signatures_of_unchanged_sentences(shelf):
    published = shelf.published()
    source, target = texts.content_of(published.source), texts.content_of(published.target)

    edition = opened(shelf, published)
    shelf.replace(edition, "fire uger", "seks uger")
    shelf.submit(edition)

    assert texts.content_of(published.source) == source
    assert texts.content_of(edition.target) == target
    assert edition.number == 2
    covered = coverages(shelf.session, edition)
    changed = {capacity: len(coverage.uncovered) for capacity, coverage in covered.items()}
    assert changed == {Capacity.PEER: 1, Capacity.LEGAL: 1, Capacity.TRANSLATOR: 1, Capacity.CHECKER: 1}
    shelf.accept(edition)
    outdated = [segment for segment in segments_of(shelf.session, edition) if not segment.is_ready]
    assert [segment.source for segment in outdated] == ["Du har ret til et svar inden seks uger."]
    assert outdated[0].previous_source == "Du har ret til et svar inden fire uger."


@both
def test_only_one_edition_is_open(shelf):
    published = shelf.published()
    edition = opened(shelf, published)

    for earlier in (published, edition):
        with pytest.raises(IllegalMove) as refusal:
            opened(shelf, earlier)
        assert refusal.value.reason is Reason.EDITION_OPEN
    assert shelf.session.query(Edition).filter_by(article_id=published.article_id).count() == 2


def test_a_new_edition_says_what_it_changes(shelf, visitor):
    published = shelf.published()
    one = visitor.as_(shelf.coordinator)
    page = one.opens("articles.show", article_id=published.article_id)
    form = page.form("/editions")

    assert "Fill in “What changes”." in one.sends(form, change_note="", status=422)
    page = one.sends(form, change_note="Satsen stiger.")

    assert "Edition 2." in page
    assert "Satsen stiger." in page
    assert "Edition 1 is out." in page
    assert visitor.as_(shelf.reader).opens("articles.index").link("Boligtilskud")
    one.sends(form, change_note="Igen.", status=409)


def test_writers_do_not_open_editions(shelf):
    with pytest.raises(Denied):
        opened(shelf, shelf.published(), by=shelf.author)
