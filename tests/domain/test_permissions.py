"""Who may do what to which edition, and why not."""

import pytest

from workbench.domain.permissions import (
    SEEN_BY_TRANSLATORS,
    Actor,
    Held,
    Matter,
    Place,
    covers,
    holds,
    may,
    may_there,
    require,
    require_there,
    who_may,
)
from workbench.domain.refusals import Denied, Reason
from workbench.domain.roles import GRANTS, SCOPES, Permission, Role
from workbench.domain.states import State

P = Permission
HERE, THERE = 1, 2
DANISH, KALAALLISUT = ("da", "kl"), ("kl", "da")


def somebody(role, person_id=7, **scope):
    return Actor(person_id, (Held(Role(role), **scope),))


def edition(state=State.DRAFTING, **more):
    facts = {"organisation_ids": frozenset({HERE}), "workshop_id": HERE, "pair": DANISH, "state": state}
    return Matter(**{**facts, **more})


def test_every_permission_is_somebodys():
    granted = frozenset().union(*GRANTS.values())
    assert granted == frozenset(Permission)


def test_every_role_is_in_the_table_with_its_scope():
    assert set(GRANTS) == set(SCOPES) == set(Role)


@pytest.mark.parametrize(
    ("scope", "counts"),
    [
        ({}, True),
        ({"organisation_id": HERE}, True),
        ({"organisation_id": THERE}, False),
        ({"workshop_id": HERE}, True),
        ({"workshop_id": THERE}, False),
        ({"pair": DANISH}, True),
        ({"pair": KALAALLISUT}, False),
        ({"organisation_id": HERE, "pair": DANISH}, True),
        ({"organisation_id": HERE, "pair": KALAALLISUT}, False),
        ({"organisation_id": THERE, "workshop_id": HERE}, False),
    ],
)
def test_a_role_counts_where_all_it_names_is_the_articles(scope, counts):
    assert covers(Held(Role.COORDINATOR, **scope), edition()) is counts
    assert bool(may_there(somebody("coordinator", **scope), P.ARTICLE_EDIT, edition())) is counts


def test_a_role_for_an_organisation_does_not_count_for_what_has_none():
    assert not covers(Held(Role.COORDINATOR, organisation_id=HERE), Place())


@pytest.mark.parametrize("state", list(State))
def test_writers_write_only_while_it_is_a_draft(state):
    decision = may(somebody("participant", workshop_id=HERE), P.TEXT_WRITE, edition(state))
    assert decision.reason is (None if state is State.DRAFTING else Reason.TEXT_NOT_OPEN)


@pytest.mark.parametrize("role", ["translator", "checker"])
@pytest.mark.parametrize("state", list(State))
def test_translators_and_checkers_see_what_has_been_accepted(role, state):
    assert bool(may(somebody(role, pair=DANISH), P.ARTICLE_READ, edition(state))) is (state in SEEN_BY_TRANSLATORS)
    assert not may(somebody(role, pair=KALAALLISUT), P.ARTICLE_READ, edition(state))


def test_reviewers_see_only_what_was_asked_of_them_from_whichever_organisation_they_come():
    reader = somebody("reviewer", organisation_id=THERE)
    assert may(reader, P.ARTICLE_READ, edition()).reason is Reason.ROLE_LACKS_PERMISSION
    assert may(reader, P.REVIEW_GIVE, edition()).reason is Reason.NOT_ASKED
    asked = edition(asked_ids=frozenset({reader.id}))
    assert all(may(reader, permission, asked) for permission in (P.ARTICLE_READ, P.REVIEW_GIVE, P.REMARK_WRITE))


def test_being_asked_is_nothing_without_the_role():
    asked = edition(asked_ids=frozenset({7}))
    assert not may(somebody("reader"), P.ARTICLE_READ, asked)
    assert not may(somebody("reader"), P.REVIEW_GIVE, asked)
    assert not may(Actor(7), P.REMARK_WRITE, asked)


@pytest.mark.parametrize(
    ("permission", "role", "scope", "asked"),
    [
        (P.REVIEW_GIVE, "reviewer", {"organisation_id": HERE}, True),
        (P.CHECK_WRITE, "checker", {"pair": DANISH}, False),
        (P.EDITION_APPROVE, "approver", {"organisation_id": HERE}, False),
    ],
)
def test_nobody_vouches_for_own_words(permission, role, scope, asked):
    person, nobody = somebody(role, **scope), frozenset()
    its = {"asked_ids": frozenset({person.id}) if asked else nobody}
    assert may(person, permission, edition(**its))
    wrote = edition(**its, writer_ids=frozenset({person.id, 8}))
    assert may(person, permission, wrote).reason is Reason.OWN_WORDS
    with pytest.raises(Denied) as refusal:
        require(person, permission, wrote)
    assert refusal.value.reason is Reason.OWN_WORDS


def test_nobody_approves_what_they_translated():
    owner = somebody("approver", organisation_id=HERE)
    assert may(owner, P.EDITION_APPROVE, edition(translator_ids=frozenset({7}))).reason is Reason.OWN_WORDS


def test_a_role_elsewhere_is_told_before_own_words():
    owner = somebody("approver", organisation_id=THERE)
    its = edition(writer_ids=frozenset({7}))
    assert may(owner, P.EDITION_APPROVE, its).reason is Reason.ROLE_LACKS_PERMISSION


def test_administrators_see_no_draft_by_virtue_of_that_alone():
    assert not any(may(somebody("administrator"), P.ARTICLE_READ, edition(state)) for state in State)


def test_several_roles_add_up_and_do_not_mix_their_scopes():
    both = Actor(7, (Held(Role.APPROVER, organisation_id=THERE), Held(Role.PARTICIPANT, workshop_id=HERE)))
    assert may(both, P.TEXT_WRITE, edition())
    assert not may(both, P.EDITION_APPROVE, edition())
    assert holds(both, P.EDITION_APPROVE)


def test_those_who_could_are_named():
    writer, owner = somebody("approver", 7, organisation_id=HERE), somebody("approver", 8, organisation_id=HERE)
    its = edition(State.AWAITING_APPROVAL, writer_ids=frozenset({7}))
    assert who_may([writer, owner, somebody("reader", 9)], P.EDITION_APPROVE, its) == (owner,)


def test_a_place_is_asked_without_the_rules_on_the_thing():
    require_there(somebody("participant", workshop_id=HERE), P.TEXT_WRITE, edition(State.PUBLISHED))
    with pytest.raises(Denied):
        require_there(somebody("participant", workshop_id=THERE), P.TEXT_WRITE, edition())
