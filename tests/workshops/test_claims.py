"""Taking an article of the list: one writer, whoever is quicker, however often they press."""

import threading

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import sessionmaker

from workbench.domain.refusals import Denied, Invalid, Reason, StaleVersion, Unknown
from workbench.domain.states import State
from workbench.models import Article, OutboxEntry, Person, WantedArticle, Workshop, now
from workbench.models.engine import open_engine
from workbench.store import texts
from workbench.store.visibility import actor_of
from workbench.workshops.commands.lists import assign_wanted, claim_wanted
from workbench.workshops.commands.workshops import close_workshop

pytestmark = pytest.mark.usefixtures("both_databases")


@pytest.fixture
def sessions(app):
    engine = open_engine(app.config["SQLALCHEMY_DATABASE_URI"])
    yield sessionmaker(engine)
    engine.dispose()


def at_once(*acts):
    """Do the acts in a thread each, all starting together; return what each gave back or was refused with."""
    found = [None] * len(acts)
    start = threading.Barrier(len(acts))

    def run(number):
        start.wait()
        try:
            found[number] = acts[number]()
        except StaleVersion as refusal:
            found[number] = refusal.reason

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return found


def claiming(sessions, person_id, workshop_id, wanted_id):
    def act():
        with sessions.begin() as session:
            actor = actor_of(session.get_one(Person, person_id))
            return claim_wanted(session, actor, session.get_one(Workshop, workshop_id), wanted_id).id

    return act


def test_whoever_claims_an_article_begins_it_and_is_its_contact(group, people):
    wanted = group.wants("Fremleje", source_language="kl", segment="business")

    article = claim_wanted(group.session, people.actor(group.writer), group.workshop, wanted.id)
    group.session.commit()

    assert (article.title, article.source_language, article.segment) == ("Fremleje", "kl", "business")
    assert (article.owner, article.programme, article.workshop) == (group.owner, group.programme, group.workshop)
    assert (article.contact_person, wanted.writer, wanted.article) == (group.writer, group.writer, article)
    assert [topic.key for topic in article.topics] == ["house"]
    edition = article.editions[0]
    assert edition.state is State.DRAFTING
    assert len(texts.content_of(edition.source).lines) == len(texts.section_keys(edition))


def test_of_two_who_claim_at_once_one_gets_the_article(group, sessions):
    wanted = group.wants("Fremleje")
    people = (group.writer.id, group.other_writer.id)
    workshop_id, wanted_id = group.workshop.id, wanted.id
    group.session.commit()

    found = at_once(*(claiming(sessions, person, workshop_id, wanted_id) for person in people))

    assert Reason.ALREADY_TAKEN in found
    (article,) = group.session.scalars(sa.select(Article)).all()
    assert article.id in found
    group.session.refresh(wanted)
    assert wanted.article_id == article.id
    assert wanted.writer_id == article.contact_person_id == people[found.index(article.id)]


def test_a_double_press_begins_one_article(group, sessions):
    wanted = group.wants("Fremleje")
    arguments = (group.writer.id, group.workshop.id, wanted.id)
    group.session.commit()

    first, second = at_once(*(claiming(sessions, *arguments) for _ in range(2)))

    assert first == second
    assert group.session.scalar(sa.select(sa.func.count()).select_from(Article)) == 1


def test_an_article_is_claimed_or_given_back_by_the_closing_but_never_both(group, sessions):
    wanted = group.wants("Fremleje")
    writer_id, runner_id = group.writer.id, group.facilitator.id
    workshop_id, wanted_id, version = group.workshop.id, wanted.id, group.workshop.version
    group.session.commit()

    def closing():
        with sessions.begin() as session:
            actor = actor_of(session.get_one(Person, runner_id))
            return close_workshop(session, actor, session.get_one(Workshop, workshop_id), seen_version=version)

    claimed, returned = at_once(claiming(sessions, writer_id, workshop_id, wanted_id), closing)

    group.session.refresh(wanted)
    if claimed is Reason.WORKSHOP_CLOSED:
        assert (returned, wanted.workshop_id, wanted.article_id) == (1, None, None)
    else:
        assert (returned, wanted.workshop_id, wanted.article_id) == (0, workshop_id, claimed)


def test_what_is_taken_stays_taken(group, people):
    wanted = group.wants("Fremleje")
    claim_wanted(group.session, people.actor(group.writer), group.workshop, wanted.id)
    group.session.commit()

    with pytest.raises(StaleVersion) as refusal:
        claim_wanted(group.session, people.actor(group.other_writer), group.workshop, wanted.id)
    assert refusal.value.reason is Reason.ALREADY_TAKEN


def test_nothing_is_claimed_in_a_closed_workshop(group, people):
    wanted = group.wants("Fremleje")
    group.workshop.closed_at = now()
    group.session.commit()

    with pytest.raises(StaleVersion) as refusal:
        claim_wanted(group.session, people.actor(group.writer), group.workshop, wanted.id)
    assert refusal.value.reason is Reason.WORKSHOP_CLOSED


def test_coordinators_do_not_write_and_so_do_not_claim(group, people):
    wanted = group.wants("Fremleje")

    with pytest.raises(Denied) as refusal:
        claim_wanted(group.session, people.actor(group.coordinator), group.workshop, wanted.id)
    assert refusal.value.reason is Reason.ROLE_LACKS_PERMISSION


def test_the_list_of_one_workshop_is_not_claimed_through_another(group, people):
    elsewhere = people.workshop(people.programme(group.owner))
    wanted = group.wants("Fremleje", workshop=elsewhere, programme=elsewhere.programme)

    with pytest.raises(Unknown):
        claim_wanted(group.session, people.actor(group.writer), group.workshop, wanted.id)


def test_the_facilitator_gives_an_article_to_a_writer_who_is_told(group, people):
    wanted = group.wants("Fremleje")

    article = assign_wanted(
        group.session,
        people.actor(group.facilitator),
        group.workshop,
        wanted.id,
        group.writer,
        seen_version=wanted.version,
    )
    group.session.commit()

    assert (wanted.writer, article.contact_person) == (group.writer, group.writer)
    letter = group.session.scalars(sa.select(OutboxEntry)).one()
    assert (letter.facts["kind"], letter.facts["to"]) == ("article_assignment", group.writer.email)
    assert letter.facts["facts"]["title"] == "Fremleje"


def test_an_article_goes_from_one_writer_to_the_next_with_its_words(group, people):
    wanted = group.wants("Fremleje")
    article = claim_wanted(group.session, people.actor(group.writer), group.workshop, wanted.id)
    group.session.commit()

    given = assign_wanted(
        group.session,
        people.actor(group.coordinator),
        group.workshop,
        wanted.id,
        group.other_writer,
        seen_version=wanted.version,
    )
    group.session.commit()

    assert given is article
    assert (wanted.writer, article.contact_person) == (group.other_writer, group.other_writer)


def test_an_article_is_given_only_to_people_who_may_write_there(group, people):
    wanted = group.wants("Fremleje")
    outsider = people.participant(people.workshop(group.programme))

    with pytest.raises(Invalid):
        assign_wanted(
            group.session,
            people.actor(group.facilitator),
            group.workshop,
            wanted.id,
            outsider,
            seen_version=wanted.version,
        )
    assert wanted.article_id is None


def test_who_saw_an_older_list_does_not_give_an_article_away(group, people):
    wanted = group.wants("Fremleje")
    seen = wanted.version
    claim_wanted(group.session, people.actor(group.writer), group.workshop, wanted.id)
    group.session.commit()

    with pytest.raises(StaleVersion) as refusal:
        assign_wanted(
            group.session,
            people.actor(group.facilitator),
            group.workshop,
            wanted.id,
            group.other_writer,
            seen_version=seen,
        )
    assert refusal.value.reason is Reason.CHANGED_MEANWHILE
    assert group.session.get_one(WantedArticle, wanted.id).writer == group.writer
