"""Planning programmes and workshops, keeping lists, inviting people, closing."""

import datetime as dt

import pytest
import sqlalchemy as sa

from workbench.domain.refusals import Denied, Invalid, Reason, StaleVersion
from workbench.domain.roles import Role
from workbench.domain.states import State
from workbench.models import AuditEntry, OutboxEntry, Person, WantedArticle, now
from workbench.workshops.commands.lists import add_to_list, claim_wanted, put_on_list, take_off_list
from workbench.workshops.commands.programmes import (
    Plan,
    Wish,
    add_wanted,
    create_programme,
    edit_programme,
    edit_wanted,
    remove_wanted,
)
from workbench.workshops.commands.workshops import (
    Guest,
    Occasion,
    close_workshop,
    create_workshop,
    edit_workshop,
    invite_to_workshop,
    remove_from_workshop,
    reopen_workshop,
)

pytestmark = pytest.mark.usefixtures("both_databases")
WISH = Wish("Fremleje", "service", note="Hvem skal spørges?", topic_key="house")


@pytest.fixture
def coordinator(group, people):
    return people.actor(group.coordinator)


@pytest.fixture
def facilitator(group, people):
    return people.actor(group.facilitator)


def occasion(group, **more):
    day = now().date()
    facts = {"title": "Boligdage", "starts_on": day, "ends_on": day + dt.timedelta(days=1), "host": group.owner}
    return Occasion(**{**facts, **more})


def refused(kind, act, *arguments, **more):
    with pytest.raises(kind) as refusal:
        act(*arguments, **more)
    return refusal.value.reason


def test_a_programme_says_how_many_must_read_and_how_long_each_step_may_take(group, coordinator):
    plan = Plan("Bolig", peers=2, lawyers=0, days={State.IN_REVIEW: 10, State.IN_CHECKING: 0})

    programme = create_programme(group.session, coordinator, group.owner, plan)
    group.session.commit()

    assert programme.stages == {"signatures": {"peer": 2, "legal": 0}, "days": {"in_review": 10}}


def test_a_text_that_nobody_must_read_would_never_go_on(group, coordinator):
    reason = refused(
        Invalid, create_programme, group.session, coordinator, group.owner, Plan("Bolig", peers=0, lawyers=0)
    )
    assert reason is Reason.FIELD_INVALID


def test_coordinators_keep_the_programmes_of_their_own_organisation(group, people):
    stranger = people.actor(group.stranger)

    for act in (
        lambda: create_programme(group.session, stranger, group.owner, Plan("Bolig")),
        lambda: edit_programme(
            group.session, stranger, group.programme, group.owner, Plan("Min"), seen_version=group.programme.version
        ),
        lambda: add_wanted(group.session, stranger, group.programme, WISH),
        lambda: create_workshop(group.session, stranger, group.programme, occasion(group)),
    ):
        assert refused(Denied, act) is Reason.ROLE_LACKS_PERMISSION


def test_a_programme_is_not_given_to_an_organisation_of_others(group, people, coordinator):
    theirs = people.organisation("En tredje")

    reason = refused(
        Denied,
        edit_programme,
        group.session,
        coordinator,
        group.programme,
        theirs,
        Plan("Bolig"),
        seen_version=group.programme.version,
    )
    assert reason is Reason.ROLE_LACKS_PERMISSION


def test_who_saw_an_older_programme_does_not_overwrite_it(group, coordinator):
    seen = group.programme.version
    edit_programme(group.session, coordinator, group.programme, group.owner, Plan("Bolig og leje"), seen_version=seen)
    group.session.commit()

    reason = refused(
        StaleVersion,
        edit_programme,
        group.session,
        coordinator,
        group.programme,
        group.owner,
        Plan("Bolig"),
        seen_version=seen,
    )
    assert (reason, group.programme.title) == (Reason.CHANGED_MEANWHILE, "Bolig og leje")


def test_a_title_stands_once_on_a_programmes_list(group, coordinator):
    add_wanted(group.session, coordinator, group.programme, Wish("Ældreboliger", "service"))

    again = Wish("  ældreboliger ", "service")
    assert refused(Invalid, add_wanted, group.session, coordinator, group.programme, again) is Reason.ALREADY_THERE


def test_a_wanted_article_is_changed_and_removed_until_somebody_begins_it(group, people, coordinator):
    wanted = add_wanted(group.session, coordinator, group.programme, WISH)
    edit_wanted(group.session, coordinator, wanted, Wish("Fremleje af bolig", "guide"), seen_version=wanted.version)
    assert (wanted.title, wanted.article_type_key, wanted.topic_key) == ("Fremleje af bolig", "guide", None)
    put_on_list(group.session, people.actor(group.facilitator), group.workshop, [wanted.id])
    claim_wanted(group.session, people.actor(group.writer), group.workshop, wanted.id)
    group.session.commit()

    for act in (
        lambda: edit_wanted(group.session, coordinator, wanted, WISH, seen_version=wanted.version),
        lambda: remove_wanted(group.session, coordinator, wanted, seen_version=wanted.version),
    ):
        assert refused(StaleVersion, act) is Reason.ALREADY_TAKEN


def test_a_removed_wanted_article_is_gone(group, coordinator):
    wanted = add_wanted(group.session, coordinator, group.programme, WISH)

    remove_wanted(group.session, coordinator, wanted, seen_version=wanted.version)
    group.session.commit()

    assert group.session.scalars(sa.select(WantedArticle)).all() == []


def test_a_workshop_does_not_end_before_it_begins(group, coordinator):
    backwards = occasion(group, ends_on=now().date() - dt.timedelta(days=3))

    reason = refused(Invalid, create_workshop, group.session, coordinator, group.programme, backwards)
    assert reason is Reason.DATE_NOT_POSSIBLE


def test_facilitators_change_their_workshop_and_no_other(group, people, facilitator):
    other = people.workshop(group.programme)

    edit_workshop(
        group.session, facilitator, group.workshop, occasion(group, goal=40), seen_version=group.workshop.version
    )
    assert (group.workshop.title, group.workshop.goal) == ("Boligdage", 40)
    reason = refused(
        Denied, edit_workshop, group.session, facilitator, other, occasion(group), seen_version=other.version
    )
    assert reason is Reason.ROLE_LACKS_PERMISSION


def letters(group):
    return [entry.facts for entry in group.session.scalars(sa.select(OutboxEntry).order_by(OutboxEntry.id))]


def test_somebody_new_is_invited_by_a_letter_that_names_the_workshop(group, facilitator):
    until = now() + dt.timedelta(days=30)
    guest = Guest("Ny@Example.org", "Aviaaja Holm", Role.PARTICIPANT, until, locale="kl", organisation=group.owner)

    person = invite_to_workshop(group.session, facilitator, group.workshop, guest)
    group.session.commit()

    (letter,) = letters(group)
    assert (letter["kind"], letter["to"], letter["locale"]) == ("invitation", "ny@example.org", "kl")
    assert letter["facts"]["occasion"] == group.workshop.title
    (grant,) = person.grants
    assert (grant.role, grant.workshop, grant.ends_at) == (Role.PARTICIPANT, group.workshop, until)


def test_somebody_known_gets_the_role_and_a_letter_without_a_new_account(group, people, facilitator):
    known = people.person("Pipaluk Bech", password_hash="x")

    person = invite_to_workshop(
        group.session, facilitator, group.workshop, Guest(known.email, "Another Name", Role.FACILITATOR, None)
    )

    assert (person, person.name) == (known, "Pipaluk Bech")
    (letter,) = letters(group)
    assert (letter["kind"], letter["to"]) == ("workshop_invitation", known.email)
    assert group.session.scalar(sa.select(sa.func.count()).where(Person.name == "Another Name")) == 0


def test_a_workshop_gives_no_roles_that_reach_beyond_it(group, facilitator):
    for role in set(Role) - {Role.PARTICIPANT, Role.FACILITATOR}:
        guest = Guest("ny@example.org", "Ny", role, None)
        assert refused(Invalid, invite_to_workshop, group.session, facilitator, group.workshop, guest)


def test_participants_do_not_invite(group, people):
    guest = Guest("ny@example.org", "Ny", Role.PARTICIPANT, None)

    reason = refused(Denied, invite_to_workshop, group.session, people.actor(group.writer), group.workshop, guest)
    assert reason is Reason.ROLE_LACKS_PERMISSION


def test_who_is_removed_holds_no_role_there_any_more(group, people, facilitator):
    remove_from_workshop(group.session, facilitator, group.workshop, group.writer.grants[0])
    group.session.commit()

    assert people.actor(group.writer).held == ()


def test_the_list_is_filled_from_what_the_programme_wants(group, coordinator, facilitator):
    first = add_wanted(group.session, coordinator, group.programme, Wish("Husdyr", "service"))
    second = add_wanted(group.session, coordinator, group.programme, Wish("Indskud", "service"))

    assert put_on_list(group.session, facilitator, group.workshop, [second.id, first.id]) == 2
    assert {first.workshop, second.workshop} == {group.workshop}


def test_an_article_stands_on_one_list_at_a_time(group, people, facilitator):
    wanted = group.wants("Husdyr", workshop=people.workshop(group.programme))

    reason = refused(StaleVersion, put_on_list, group.session, facilitator, group.workshop, [wanted.id])
    assert reason is Reason.ALREADY_TAKEN


def test_writers_add_what_nobody_had_thought_of(group, people):
    wanted = add_to_list(group.session, people.actor(group.writer), group.workshop, WISH)

    assert (wanted.workshop, wanted.programme, wanted.article_id) == (group.workshop, group.programme, None)


def test_what_is_taken_off_the_list_stays_wanted(group, facilitator):
    wanted = group.wants("Husdyr")

    take_off_list(group.session, facilitator, group.workshop, wanted.id, seen_version=wanted.version)
    group.session.commit()

    assert (wanted.workshop_id, wanted.programme) == (None, group.programme)


def test_closing_gives_back_what_nobody_has_begun(group, people, facilitator):
    begun, left_over = group.wants("Husdyr"), group.wants("Indskud")
    article = claim_wanted(group.session, people.actor(group.writer), group.workshop, begun.id)
    group.session.commit()

    returned = close_workshop(group.session, facilitator, group.workshop, seen_version=group.workshop.version)
    group.session.commit()

    assert (returned, left_over.workshop_id, begun.workshop) == (1, None, group.workshop)
    assert group.workshop.closed_at is not None
    assert people.actor(group.writer).held, "writers keep their access"
    assert article.workshop == group.workshop


def test_a_closed_workshop_is_opened_again_by_those_who_may_close_it(both_databases, group, people, facilitator):
    left_over = group.wants("Indskud")
    close_workshop(group.session, facilitator, group.workshop, seen_version=group.workshop.version)
    group.session.commit()
    for other in (group.writer, group.stranger):
        with pytest.raises(Denied):
            reopen_workshop(group.session, people.actor(other), group.workshop, seen_version=group.workshop.version)

    reopen_workshop(group.session, facilitator, group.workshop, seen_version=group.workshop.version)
    group.session.commit()

    assert group.workshop.closed_at is None
    put_on_list(group.session, facilitator, group.workshop, [left_over.id])
    entry = group.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "workshop:reopen")).one()
    assert (entry.person_id, entry.subject_id) == (group.facilitator.id, str(group.workshop.id))
    version = group.workshop.version
    again = refused(
        StaleVersion, lambda: reopen_workshop(group.session, facilitator, group.workshop, seen_version=version)
    )
    assert again is Reason.WORKSHOP_OPEN


def test_a_closed_workshop_takes_nothing_in_any_more(group, people, facilitator, coordinator):
    wanted = add_wanted(group.session, coordinator, group.programme, WISH)
    close_workshop(group.session, facilitator, group.workshop, seen_version=group.workshop.version)
    group.session.commit()

    guest = Guest("ny@example.org", "Ny", Role.PARTICIPANT, None)
    version = group.workshop.version
    for act in (
        lambda: add_to_list(group.session, people.actor(group.writer), group.workshop, Wish("Husdyr", "service")),
        lambda: put_on_list(group.session, facilitator, group.workshop, [wanted.id]),
        lambda: invite_to_workshop(group.session, facilitator, group.workshop, guest),
        lambda: edit_workshop(group.session, facilitator, group.workshop, occasion(group), seen_version=version),
        lambda: close_workshop(group.session, facilitator, group.workshop, seen_version=version),
    ):
        assert refused(StaleVersion, act) is Reason.WORKSHOP_CLOSED
