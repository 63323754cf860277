"""What a list shows and what a page opens are the same; a role counts where and as long as it says."""

import datetime as dt
import itertools

import pytest
import sqlalchemy as sa

from workbench.domain.permissions import may, may_there
from workbench.domain.refusals import Unknown
from workbench.domain.roles import Permission, Role
from workbench.domain.states import State
from workbench.models import Article, Edition, Review, now
from workbench.store.visibility import (
    actor_of,
    edition_for,
    in_scope,
    matter_of,
    matters_of,
    people_with,
    place_of,
    readable,
)

YESTERDAY = dt.timedelta(days=1)


class Country:
    """Two authorities with a workshop each, and an article of every sort in every state."""

    def __init__(self, session, people):
        self.session, self.people = session, people
        self.owners = [people.organisation("Havnebyen"), people.organisation("Fjordbyen")]
        self.workshops = [people.workshop(people.programme(owner)) for owner in self.owners]
        self.office = people.organisation("Retskontoret")
        self.asker = people.facilitator(self.workshops[0])
        self.editions = [
            self._edition(owner, workshop, source, state)
            for owner, workshop, source, state in itertools.product(
                self.owners, [self.workshops[0], None], ["da", "kl"], State
            )
        ]

    def _edition(self, owner, workshop, source, state):
        article = self.people.article(owner, workshop=workshop, source_language=source)
        edition = (
            article.editions[0]
            if article.editions
            else self.session.scalars(sa.select(Edition).where(Edition.article_id == article.id)).one()
        )
        edition.set_state(state, now())
        return edition

    def scopes(self):
        """Every way to scope a role, over and out of these articles, and some that name two things."""
        for owner in self.owners:
            yield {"organisation": owner}
        for workshop in self.workshops:
            yield {"workshop": workshop}
        yield {"pair": ("da", "kl")}
        yield {"pair": ("kl", "da")}
        yield {"organisation": self.owners[0], "pair": ("da", "kl")}
        yield {"organisation": self.owners[1], "workshop": self.workshops[0]}
        yield {}

    def everybody(self):
        for role, scope in itertools.product(Role, self.scopes()):
            person = self.people.person()
            self.people.grant(person, role, **scope)
            yield person

    def asks(self, **who):
        self.session.add_all(
            Review(edition=edition, capacity="peer", asked_by=self.asker, **who) for edition in self.editions[::5]
        )
        self.session.flush()

    def agree(self, person):
        """Hold the list against the rules, edition by edition."""
        actor = actor_of(person)
        rows = self.session.scalars(sa.select(Edition.id).join(Article).where(readable(actor)))
        matters = matters_of(self.session, self.editions)
        allowed = {edition_id for edition_id, matter in matters.items() if may(actor, Permission.ARTICLE_READ, matter)}
        assert set(rows) == allowed, f"{actor.held}"
        return allowed


@pytest.fixture
def country(session, people):
    return Country(session, people)


@pytest.mark.usefixtures("both_databases")
def test_lists_and_pages_agree_for_every_role_scope_and_state(country):
    sizes = {len(country.agree(person)) for person in country.everybody()}
    assert {0, 72} <= sizes
    assert len(sizes) > 4


@pytest.mark.usefixtures("both_databases")
def test_lists_and_pages_agree_for_those_who_were_asked(country, people):
    people_asked = [people.reviewer(country.office), people.reviewer(country.owners[0]), people.person()]
    for person in people_asked:
        country.asks(person=person)
    country.asks(organisation=country.office)
    colleague, former = people.reviewer(country.office), people.person()
    people.grant(former, Role.REVIEWER, organisation=country.office, ends_at=now())
    people.grant(former, Role.REVIEWER, organisation=country.owners[1])
    seen = [len(country.agree(person)) for person in (*people_asked, colleague, former)]
    assert seen == [15, 15, 0, 15, 0]


def test_a_review_taken_back_closes_the_text(country, people):
    person = people.reviewer(country.office)
    country.asks(person=person)
    country.session.execute(sa.update(Review).values(cancelled_at=now()))
    assert country.agree(person) == set()


def test_places_agree_in_lists_and_pages_for_every_permission(country):
    articles = {edition.article.id: edition.article for edition in country.editions}
    for person in country.everybody():
        actor = actor_of(person)
        for permission in (Permission.ARTICLE_EDIT, Permission.APPROVAL_READ, Permission.TRANSLATION_READ):
            rows = set(country.session.scalars(sa.select(Article.id).where(in_scope(actor, permission))))
            assert rows == {key for key, one in articles.items() if may_there(actor, permission, place_of(one))}


def test_people_who_can_give_it_are_those_whose_roles_allow_it_there(country):
    everybody = list(country.everybody())
    place = place_of(country.editions[0].article)
    for permission in (Permission.EDITION_APPROVE, Permission.REVIEW_ASK, Permission.TRANSLATION_WRITE):
        found = {person.id for person in people_with(country.session, permission, place)}
        able = {person.id for person in everybody if may_there(actor_of(person), permission, place)}
        assert able <= found
        assert found - able <= {country.asker.id}


def test_an_ended_role_opens_nothing(session, people):
    owner = people.organisation()
    edition = people.article(owner).editions[0]
    person = people.person()
    people.grant(person, Role.COORDINATOR, organisation=owner, ends_at=now() - YESTERDAY)
    with pytest.raises(Unknown):
        edition_for(session, people.actor(person), edition.article_id)
    assert people_with(session, Permission.REVIEW_ASK, place_of(edition.article)) == []


def test_a_role_that_has_not_begun_opens_nothing(session, people):
    owner = people.organisation()
    edition, person = people.article(owner).editions[0], people.person()
    people.grant(person, Role.COORDINATOR, organisation=owner).starts_at = now() + YESTERDAY
    session.flush()
    assert not may(people.actor(person), Permission.ARTICLE_READ, matter_of(session, edition))


def test_a_closed_account_opens_nothing(session, people):
    owner = people.organisation()
    edition, person = people.article(owner).editions[0], people.coordinator(owner)
    person.is_active = False
    session.flush()
    with pytest.raises(Unknown):
        edition_for(session, people.actor(person), edition.article_id)
