"""Beginning an article."""

import pytest
import sqlalchemy as sa

from workbench.domain.refusals import Denied, Invalid, Reason
from workbench.domain.states import State
from workbench.models import ArticleType, AuditEntry, Cause, TextUpdate, Topic
from workbench.store import texts
from workbench.store.articles import Beginning, create_article

pytestmark = pytest.mark.usefixtures("both_databases")


@pytest.fixture
def municipality(people):
    return people.organisation()


def beginning(session, owner, **more):
    facts = {"title": "Fremleje", "article_type": session.get_one(ArticleType, "service")}
    return Beginning(owner=owner, **{**facts, **more})


def test_an_article_begins_with_its_first_edition_and_the_empty_sections_of_its_type(session, people, municipality):
    coordinator = people.coordinator(municipality)
    house = session.get_one(Topic, "house")

    article = create_article(
        session, people.actor(coordinator), beginning(session, municipality, topics=[house], source_language="kl")
    )
    session.commit()

    (edition,) = article.editions
    assert (edition.number, edition.state, edition.is_open) == (1, State.DRAFTING, True)
    assert (edition.source.language, edition.source.title, edition.target) == ("kl", "Fremleje", None)
    content = texts.content_of(edition.source)
    assert [line.id for line in content.lines] == [texts.section_line_id(key) for key in texts.section_keys(edition)]
    assert article.topics == [house]
    entry = session.scalars(sa.select(AuditEntry).where(AuditEntry.subject == "article")).one()
    assert (entry.action, entry.person_id, entry.subject_id) == ("article:create", coordinator.id, str(article.id))


def test_beginning_an_article_makes_nobody_an_author_of_its_words(session, people, municipality):
    coordinator = people.coordinator(municipality)

    article = create_article(session, people.actor(coordinator), beginning(session, municipality))

    rows = session.scalars(sa.select(TextUpdate).where(TextUpdate.text_id == article.editions[0].source.id)).all()
    assert [row.cause for row in rows] == [Cause.OPEN]
    assert texts.line_authors(session, article.editions[0].source.id) == {}


def test_participants_begin_articles_in_their_workshop_only(session, people, municipality):
    programme = people.programme(municipality)
    here, elsewhere = people.workshop(programme), people.workshop(programme)
    actor = people.actor(people.participant(here))

    assert create_article(session, actor, beginning(session, municipality, workshop=here)).workshop is here
    with pytest.raises(Denied) as refusal:
        create_article(session, actor, beginning(session, municipality, workshop=elsewhere))
    assert refusal.value.reason is Reason.ROLE_LACKS_PERMISSION


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"title": "  "}, Reason.TITLE_MISSING),
        ({"source_language": "en"}, Reason.FIELD_INVALID),
        ({"segment": "everybody"}, Reason.FIELD_INVALID),
    ],
)
def test_an_article_without_a_title_or_with_a_foreign_language_is_not_begun(
    session, people, municipality, facts, reason
):
    actor = people.actor(people.coordinator(municipality))

    with pytest.raises(Invalid) as refusal:
        create_article(session, actor, beginning(session, municipality, **facts))
    assert refusal.value.reason is reason
