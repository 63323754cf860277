"""The list of articles: what one may read, and what is out for everybody."""

import pytest

from tests.support.queries import LIMIT, counted
from workbench.articles.queries import Wanted, articles_for
from workbench.domain.states import State
from workbench.extensions import db
from workbench.models import Parcel

pytestmark = pytest.mark.usefixtures("both_databases")


def titles(shelf, person, **wanted):
    return [row.title for row in articles_for(shelf.session, shelf.actor(person), Wanted(**wanted)).rows]


def test_people_see_what_they_may_read(shelf):
    shelf.drafted(title="Indskud")
    shelf.accepted(title="Flytning")

    assert titles(shelf, shelf.author, sort="title") == ["Flytning", "Indskud"]
    assert titles(shelf, shelf.coordinator, sort="title") == ["Flytning", "Indskud"]
    assert titles(shelf, shelf.translator) == ["Flytning"]
    assert titles(shelf, shelf.peer) == []
    assert titles(shelf, shelf.stranger) == []
    assert titles(shelf, shelf.reader) == []


def test_what_is_out_is_there_for_everybody_and_nothing_of_what_is_being_written(shelf):
    published = shelf.published(title="Boligtilskud")
    edition = shelf.next_edition(published)
    shelf.write(edition, {}, title="Hemmelig ny titel")
    edition.article.title = "Hemmelig ny titel"
    shelf.session.flush()

    (row,) = articles_for(shelf.session, shelf.actor(shelf.reader), Wanted()).rows
    (mine,) = articles_for(shelf.session, shelf.actor(shelf.author), Wanted()).rows

    assert (row.title, row.state, row.is_readable) == ("Boligtilskud", State.PUBLISHED, False)
    assert (mine.title, mine.state, mine.is_readable) == ("Hemmelig ny titel", State.DRAFTING, True)
    assert titles(shelf, shelf.reader, search="Hemmelig") == []
    assert titles(shelf, shelf.reader, state=State.DRAFTING) == []
    assert titles(shelf, shelf.reader, state=State.PUBLISHED) == ["Boligtilskud"]


def test_titles_are_found_in_both_languages_large_and_small(shelf):
    shelf.drafted(title="Ældre\u00adbolig 100 %")
    shelf.translated()
    shelf.session.flush()

    assert titles(shelf, shelf.author, search="ældrebolig") == ["Ældre\u00adbolig 100 %"]
    assert titles(shelf, shelf.author, search="100 %") == ["Ældre\u00adbolig 100 %"]
    assert titles(shelf, shelf.author, search="100_%") == []
    assert titles(shelf, shelf.author, search="inissiamut attartukkamut") == ["Boligtilskud, når du bor til leje"]


def test_the_list_is_filtered_by_what_people_ask_for(shelf):
    shelf.drafted(title="Indskud")
    shelf.submitted(title="Flytning", workshop=None)
    kl = shelf.people.article(shelf.owner, title="Ineqarneq", source_language="kl")
    ask = {"person": shelf.coordinator, "sort": "title"}

    assert titles(shelf, **ask, state=State.IN_REVIEW) == ["Flytning"]
    assert titles(shelf, **ask, workshop_id=shelf.workshop.id) == ["Indskud"]
    assert titles(shelf, **ask, language="kl") == [kl.title]
    assert titles(shelf, **ask, topic="house") == ["Flytning", "Indskud", "Ineqarneq"]
    assert titles(shelf, **ask, topic="tax") == []
    assert titles(shelf, **ask, owner_id=shelf.elsewhere.id) == []
    assert titles(shelf, **ask, mine=True) == []
    assert titles(shelf, shelf.author, mine=True, workshop_id=shelf.workshop.id) == ["Indskud"]


def test_the_page_shows_fifty_and_leads_on(shelf, visitor):
    for number in range(53):
        shelf.people.article(shelf.owner, title=f"Artikel {number:02}")
    shelf.session.commit()
    one = visitor.as_(shelf.coordinator)

    page = one.opens("articles.index", sort="title")

    assert len(page.find("tbody tr")) == 50
    assert "53 articles" in page
    page = one.opens(page.link("Next page"))
    assert [node.to_text() for node in page.find("tbody th a")] == ["Artikel 50", "Artikel 51", "Artikel 52"]


def test_an_empty_list_says_kindly_what_to_do(shelf, visitor):
    assert "There are no articles yet" in visitor.as_(shelf.author).opens("articles.index")
    shelf.drafted()
    shelf.session.commit()
    page = visitor.as_(shelf.author).opens("articles.index", search="findes ikke")
    assert "No article fits" in page


@pytest.mark.parametrize(
    "strange", [{"page": "x"}, {"page": "-3"}, {"page": "99999999"}, {"state": "x"}, {"owner": "x"}]
)
def test_strange_addresses_show_the_list_all_the_same(shelf, visitor, strange):
    shelf.drafted()
    page = visitor.as_(shelf.author).opens("articles.index", _external="1", **strange)
    assert "1 article" in page


def test_everybody_reads_what_is_out_in_both_languages(shelf, visitor):
    edition = shelf.published()
    assert shelf.session.query(Parcel).count() == 1
    one = visitor.as_(shelf.reader)

    page = one.opens("articles.index")
    page = one.opens(page.link("Boligtilskud, når du bor til leje"))

    assert page.find("div[lang=da] h1")[0].to_text() == "Boligtilskud, når du bor til leje"
    assert "er fyldt 18 år" in page
    assert "Havnebyens Kommune" in page
    page = one.opens("articles.read", article_id=edition.article_id, language="kl")
    assert page.find("div[lang=kl] h1")[0].to_text().replace("\u00ad", "") == "Inissiamut attartukkamut tapiissutit"
    one.opens("articles.read", article_id=edition.article_id, language="en", status=404)
    one.opens("articles.show", article_id=edition.article_id, status=404)


def test_what_is_not_out_is_read_by_nobody_there(shelf, visitor):
    edition = shelf.checked()
    visitor.as_(shelf.author).opens("articles.read", article_id=edition.article_id, language="da", status=404)


def test_the_list_asks_the_database_the_same_for_one_as_for_many(shelf, visitor):
    one = visitor.as_(shelf.coordinator)
    numbers = []
    for number in range(2):
        for more in range(1 + 9 * number):
            shelf.people.article(shelf.owner, title=f"Artikel {number}.{more}")
        one.opens("articles.index")
        with counted(db.engine) as found:
            one.opens("articles.index")
        numbers.append(len(found))
    assert numbers[0] == numbers[1] <= LIMIT, str(found)


def test_the_page_opens_in_all_languages(shelf, visitor):
    shelf.drafted()
    for locale in ("da", "kl", "en"):
        visitor.as_(shelf.coordinator, locale).opens("articles.index")
