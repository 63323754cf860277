"""Inviting people and granting roles, on both databases."""

import datetime as dt

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import sessionmaker

from workbench.domain.mailaddress import tidy_address
from workbench.domain.refusals import Denied, Invalid
from workbench.domain.roles import Role
from workbench.models import AuditEntry, MailLink, OutboxEntry, now
from workbench.store.links import Purpose, make_link, token_hash, use_link
from workbench.store.people import end_grant, grant_role, invite_person

pytestmark = pytest.mark.usefixtures("both_databases")


def test_an_invited_person_is_there_once_however_the_address_is_written(session, people):
    first = invite_person(session, None, "naja@example.org", "Naja Holm", organisation=people.organisation())
    again = invite_person(session, None, " NAJA@example.org ", "Naja H.")
    assert first is again
    assert first.name == "Naja Holm"
    assert session.scalar(sa.select(sa.func.count()).select_from(OutboxEntry)) == 2


def test_the_letter_of_an_invitation_holds_what_it_needs_and_the_link_is_kept_as_a_hash(session, people):
    inviter = people.person("Malik Kleist")
    person = invite_person(session, inviter.id, "naja@example.org", "Naja Holm", locale="kl", occasion="Workshop Bolig")
    facts = session.scalars(sa.select(OutboxEntry)).one().facts
    assert (facts["kind"], facts["to"], facts["locale"]) == ("invitation", person.email, "kl")
    assert facts["facts"]["inviter"] == "Malik Kleist"
    assert facts["facts"]["occasion"] == "Workshop Bolig"
    link = session.scalars(sa.select(MailLink)).one()
    assert link.token_hash == token_hash(facts["facts"]["token"])


@pytest.mark.parametrize(
    "address", ["", "naja", "naja@", "@example.org", "na ja@example.org", "naja@exa mple.org", "a@b\nc"]
)
def test_what_is_no_address_is_refused(session, address):
    with pytest.raises(Invalid, match="address-invalid"):
        invite_person(session, None, address, "Naja Holm")


def test_an_address_with_letters_that_no_letter_can_carry_is_refused():
    for address in ("næja@example.org", 'naja"@example.org', "naja@example.org, other@example.org", "n@" + "a" * 260):
        with pytest.raises(Invalid, match="address-invalid"):
            tidy_address(address)
    assert tidy_address(" Naja.O'Hara+x@Mail.Example.org ") == "naja.o'hara+x@mail.example.org"


def test_a_person_without_a_name_is_refused(session):
    with pytest.raises(Invalid, match="field-invalid"):
        invite_person(session, None, "naja@example.org", "  ")


def test_a_closed_account_is_not_invited(session, people):
    closed = people.person(is_active=False)
    with pytest.raises(Invalid, match="account-closed"):
        invite_person(session, None, closed.email, "Naja")


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        (Role.PARTICIPANT, {}),
        (Role.FACILITATOR, {"organisation": True}),
        (Role.REVIEWER, {}),
        (Role.TRANSLATOR, {"organisation": True}),
        (Role.CHECKER, {}),
        (Role.MUNICIPAL_EDITOR, {}),
        (Role.APPROVER, {"pair": ("da", "kl")}),
    ],
)
def test_a_role_is_not_granted_without_the_scope_it_needs(session, people, role, scope):
    person = people.person()
    named = {name: people.organisation() if value is True else value for name, value in scope.items()}
    with pytest.raises(Invalid, match="scope-missing"):
        grant_role(session, None, person, role, **named)


def test_a_role_is_granted_for_its_scope_until_its_end(session, people):
    person, owner = people.person(), people.organisation()
    grant = grant_role(session, None, person, Role.APPROVER, organisation=owner, ends_at=now() + dt.timedelta(days=1))
    assert grant.is_held_at(now())
    assert not grant.is_held_at(now() + dt.timedelta(days=2))
    assert [held.organisation_id for held in people.actor(person).held] == [owner.id]


def test_granting_the_same_role_again_moves_its_end(session, people):
    person, owner = people.person(), people.organisation()
    first = grant_role(session, None, person, Role.APPROVER, organisation=owner, ends_at=now() + dt.timedelta(days=1))
    session.refresh(person)
    assert grant_role(session, None, person, Role.APPROVER, organisation=owner) is first
    assert first.ends_at is None
    other = grant_role(session, None, person, Role.APPROVER, organisation=people.organisation("Another"))
    assert other is not first


def test_a_role_cannot_end_before_it_begins_and_a_pair_must_be_ours(session, people):
    with pytest.raises(Invalid, match="date-not-possible"):
        grant_role(session, None, people.person(), Role.READER, ends_at=now())
    with pytest.raises(Invalid, match="field-invalid"):
        grant_role(session, None, people.person(), Role.TRANSLATOR, pair=("da", "en"))


def test_a_role_ends_at_once_and_only_once(session, people):
    person = people.with_role("reader")
    [grant] = person.grants
    end_grant(session, None, grant)
    assert people.actor(person).held == ()
    with pytest.raises(Invalid, match="move-not-possible"):
        end_grant(session, None, grant)
    assert "role:end" in set(session.scalars(sa.select(AuditEntry.action)))


def test_nobody_takes_away_or_bounds_their_own_administration(session, people):
    administrator = people.administrator()
    [grant] = administrator.grants
    with pytest.raises(Denied, match="own-administration"):
        end_grant(session, administrator.id, grant)
    with pytest.raises(Denied, match="own-administration"):
        grant_role(session, administrator.id, administrator, Role.ADMINISTRATOR, ends_at=now() + dt.timedelta(days=1))
    end_grant(session, people.administrator().id, grant)


def test_of_two_who_use_a_link_at_once_one_is_refused(session, people):
    person = people.person()
    token, person_id = make_link(session, person, Purpose.RESET), person.id
    session.commit()
    with sessionmaker(session.get_bind())() as other:
        assert use_link(other, token, Purpose.RESET).id == person_id
        other.commit()
    with pytest.raises(Invalid, match="link-ended"):
        use_link(session, token, Purpose.RESET)
