"""The queue shows what waits in one's own languages, how large it is, and who has it."""

import datetime as dt

import pytest

from tests.support.line import DRAFT, Line
from tests.support.queries import LIMIT, counted
from workbench.extensions import db
from workbench.models import Topic, now


@pytest.fixture
def translator(visitor, line):
    return visitor.as_(line.translator)


def titles(page):
    return [row.to_text().strip() for row in page.find(".task > p[lang]")]


def test_a_row_says_what_it_is_and_how_much_of_it_is_known(line, checking, translator, session):
    checking.accept_all()
    checking.finish()
    edition = line.accepted(title="Boligtilskud i byen")
    edition.due_at = now() - dt.timedelta(days=2, hours=1)
    session.commit()
    page = translator.opens("translation.queue")
    assert titles(page) == ["Boligtilskud i byen"]
    for words in (
        "Havnebyens Kommune",
        "from Danish to Kalaallisut",
        "11 sentences",
        "90 % are in the memory",
        "days over time",
    ):
        assert words in page, words


def test_only_pairs_of_ones_own_are_there(line, session, people, visitor):
    line.accepted()
    other = visitor.as_(people.with_role("translator", pair=("kl", "da")))
    session.commit()
    page = other.opens("translation.queue")
    assert "The queue is empty" in page
    assert titles(page) == []


def test_a_role_for_one_organisation_shows_that_organisations_articles(line, session, people, visitor):
    line.accepted()
    elsewhere = people.organisation("Bygdernes Kommune")
    other = people.with_role("translator", pair=("da", "kl"), organisation=elsewhere)
    session.commit()
    assert "The queue is empty" in visitor.as_(other).opens("translation.queue")


def test_who_has_claimed_what_is_said_by_name(line, people, translating, visitor, session):
    session.commit()
    page = visitor.as_(people.translator()).opens("translation.queue")
    assert "Claimed by Aviaaja Holm." in page
    assert not [form for form in page.find("form") if "/claim" in form.attrs.get("action", "")]
    assert "Nothing fits these filters" in visitor.as_(people.translator()).opens("translation.queue", free="1")


def test_what_is_mine_has_a_list_of_its_own(line, translating, translator, session):
    line.accepted(title="Noget andet")
    session.commit()
    assert len(titles(translator.opens("translation.queue"))) == 2
    page = translator.opens("translation.queue", tab="mine")
    assert titles(page) == [translating.edition.article.title]
    assert "You have claimed it." in page


def test_checkers_find_what_is_handed_in(line, visitor, session):
    line.translated()
    session.commit()
    checker = visitor.as_(line.checker)
    page = checker.opens("translation.queue")
    assert len(titles(page)) == 1
    page = checker.sends(page.form("/check/claim"), status=200)
    assert "Read it as a citizen does" in page


def test_a_coordinator_sees_both_queues_and_claims_nothing(line, visitor, session):
    line.accepted()
    line.translated(title="Den anden")
    session.commit()
    coordinator = visitor.as_(line.coordinator)
    for tab in ("translate", "check"):
        page = coordinator.opens("translation.queue", tab=tab)
        assert len(titles(page)) == 1
        assert not [form for form in page.find("form") if "/claim" in form.attrs.get("action", "")]


def test_the_queue_can_be_sorted_and_filtered(line, people, translator, session):
    late = line.accepted(title="Sent")
    short = line.accepted({"summary": "Kort."}, title="Kort")
    old = line.accepted(title="Gammel")
    late.due_at, short.due_at, old.due_at = now(), now() + dt.timedelta(days=9), None
    old.state_since = now() - dt.timedelta(days=40)
    short.article.topics = [session.get_one(Topic, "tax")]
    old.article.workshop = people.workshop(line.programme, title="Workshop Skat")
    session.commit()
    assert titles(translator.opens("translation.queue")) == ["Sent", "Kort", "Gammel"]
    assert titles(translator.opens("translation.queue", order="age"))[0] == "Gammel"
    assert titles(translator.opens("translation.queue", order="size"))[0] == "Kort"
    assert titles(translator.opens("translation.queue", topic="tax")) == ["Kort"]
    assert titles(translator.opens("translation.queue", workshop=old.article.workshop_id)) == ["Gammel"]
    assert titles(translator.opens("translation.queue", pair="kl-da")) == []


def test_a_returned_article_says_so(line, checking, visitor, session):
    checking.give_back(checking.segments()[1], "Skriv det kortere.")
    for segment in checking.segments():
        if segment.is_confirmed:
            checking.accept(segment)
    checking.finish()
    session.commit()
    page = visitor.as_(line.translator).opens("translation.queue")
    assert "1 sentence was returned by the checker." in page


def test_an_empty_queue_says_what_will_come(line, visitor, session):
    session.commit()
    assert "When a text is accepted by its reviewers, it appears here." in visitor.as_(line.translator).opens(
        "translation.queue"
    )
    assert "You have claimed nothing" in visitor.as_(line.translator).opens("translation.queue", tab="mine")
    assert "Nothing waits to be checked" in visitor.as_(line.checker).opens("translation.queue")


def test_claiming_what_was_claimed_a_moment_ago_is_refused_in_words(line, people, visitor, session):
    edition = line.accepted()
    others = [visitor.as_(people.translator()) for _ in range(2)]
    session.commit()
    forms = [other.opens("translation.queue").form("/claim") for other in others]
    others[0].sends(forms[0], status=200)
    assert "Somebody else is working on this right now." in others[1].sends(forms[1], status=403)
    assert edition.article.title


@pytest.mark.parametrize("odd", [{"tab": "x"}, {"page": "x"}, {"workshop": "x"}, {"order": "x"}, {"page": "999"}])
def test_odd_addresses_show_the_queue(line, translator, session, odd):
    line.accepted()
    session.commit()
    assert len(titles(translator.opens("translation.queue", **odd))) == 1


def test_the_queue_asks_the_same_whatever_its_length(session, people, visitor, app):
    line = Line(session, people)
    translator = None
    counts = []
    for more in (1, 3):
        for number in range(more):
            line.accepted({"summary": DRAFT["summary"]}, title=f"Artikel {more} {number}")
        session.commit()
        translator = visitor.as_(line.translator)
        with app.app_context(), counted(db.engine) as statements:
            translator.opens("translation.queue")
        counts.append(len(statements))
        assert len(statements) <= LIMIT, str(statements)
    assert counts[0] == counts[1]
