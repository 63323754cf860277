"""Administrators keep people and their roles, as far as their own role reaches."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.support.visitor import Visitor
from workbench.models import AuditEntry, Grant, OutboxEntry, Person, now
from workbench.web.formatting import today

LACKS = "Your roles do not include this."
UNKNOWN = "There is no such page, or it is not yours to see."
MEANWHILE = "Somebody changed this after you opened the page."


@pytest.fixture
def boss(people):
    return people.administrator()


@pytest.fixture
def desk(boss, visitor):
    return visitor.as_(boss)


@pytest.fixture
def home(people):
    return people.organisation("Qeqqata Kommunia")


@pytest.fixture
def local(people, home):
    """An administrator of one organisation."""
    return people.with_role("administrator", "Aviaja Lokal", organisation=home)


def person_page(visitor, person, **more):
    return visitor.opens("admin.person", person_id=person.id, **more)


def test_the_list_finds_people_by_name_role_and_organisation(desk, people, home):
    people.with_role("reviewer", "Åse Ørsted", organisation=home)
    people.person("Malik Kleist")
    assert "Åse Ørsted" in desk.opens("admin.people")
    for found in ({"words": "åse"}, {"words": "ØRSTED"}, {"role": "reviewer"}, {"organisation": home.id}):
        page = desk.opens("admin.people", **found)
        assert "Åse Ørsted" in page, found
        assert "Malik Kleist" not in page, found
    nobody = desk.opens("admin.people", words="100%_no\\body")
    assert "Nobody found" in nobody
    assert "Malik Kleist" in desk.opens("admin.people", role="no such role", words="")


def test_a_role_that_has_ended_does_not_count_in_the_list(desk, people, home):
    person = people.person("Malik Kleist")
    people.grant(person, "reviewer", organisation=home, ends_at=now() - dt.timedelta(minutes=1))
    assert "Malik Kleist" not in desk.opens("admin.people", role="reviewer")


def test_the_list_comes_in_pages_and_keeps_its_filters(desk, people):
    for number in range(60):
        people.person(f"Person Nr. {number:02}")
    first = desk.opens("admin.people", words="Person Nr.")
    assert "60 people" in first
    assert "Person Nr. 49" in first
    assert "Person Nr. 50" not in first
    second = desk.opens(first.link("Next page"))
    assert "Person Nr. 50" in second
    assert "Page 2 of 2" in second
    assert "Page 2 of 2" in desk.opens("admin.people", words="Person Nr.", page=99)


def test_the_list_asks_the_database_as_often_for_many_people_as_for_few(desk, people, app, home):
    counts = []
    for number in (1, 30):
        for _time in range(number):
            people.with_role("reviewer", organisation=home)
        desk.opens("admin.people")
        with app.app_context():
            engine = app.extensions["sqlalchemy"].engine
        statements = []
        listener = lambda *args, statements=statements: statements.append(args[2])  # noqa: E731 - one line of a test
        sa.event.listen(engine, "before_cursor_execute", listener)
        desk.opens("admin.people")
        sa.event.remove(engine, "before_cursor_execute", listener)
        counts.append(len([one for one in statements if one.startswith("SELECT")]))
    assert counts[0] == counts[1]
    assert counts[1] <= 15


def test_an_administrator_invites_somebody_and_gives_them_a_role(desk, session, home, boss):
    page = desk.opens("admin.new_person")
    page = desk.sends(
        page.form_at("/people"), name="Naja Holm", email="Naja@Example.org", organisation=str(home.id), locale="kl"
    )
    assert page.heading == "Naja Holm"
    assert "Invited, but no password chosen yet." in page
    day = today() + dt.timedelta(days=30)
    page = desk.sends(
        page.form_at("/roles"),
        **{"role-role": "approver", "role-organisation": str(home.id), "role-ends_on": day.isoformat()},
    )
    assert "Approver" in page
    assert "Qeqqata Kommunia" in page
    person = session.scalars(sa.select(Person).where(Person.email == "naja@example.org")).one()
    [grant] = person.grants
    assert grant.granted_by_id == boss.id
    assert grant.ends_at.astimezone(dt.UTC) > now() + dt.timedelta(days=29)
    letter = session.scalars(sa.select(OutboxEntry)).one()
    assert letter.facts["to"] == "naja@example.org"
    assert letter.facts["locale"] == "kl"
    acts = list(session.scalars(sa.select(AuditEntry.action).where(AuditEntry.person_id == boss.id)))
    assert acts == ["person:create", "person:invite", "role:grant"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": ""}, "Fill in “Name”."),
        ({"email": "naja at example"}, "This is not an e-mail address."),
        ({"email": ""}, "Fill in “E-mail”."),
        ({"locale": "sv"}, "Choose one of the entries of the list."),
        ({"organisation": "4711"}, "Choose one of the entries of the list."),
    ],
)
def test_what_is_typed_wrongly_is_said_at_its_field_and_nothing_is_lost(desk, session, fields, sentence):
    page = desk.opens("admin.new_person")
    typed = {"name": "Naja Holm", "email": "naja@example.org", **fields}
    page = desk.sends(page.form_at("/people"), **typed, status=422)
    assert sentence in page
    assert (typed["email"] or typed["name"]) in page.text
    assert session.scalar(sa.select(sa.func.count()).select_from(OutboxEntry)) == 0


def test_an_address_that_is_taken_is_refused(desk, people):
    there = people.person("Malik Kleist")
    page = desk.sends(
        desk.opens("admin.new_person").form_at("/people"), name="Malik", email=there.email.upper(), status=422
    )
    assert "That is there already." in page


def test_an_administrator_changes_name_address_and_organisation(desk, people, session, home):
    person = people.person("Malik Kleist")
    page = desk.sends(
        person_page(desk, person).form_at(f"/people/{person.id}"),
        name="Malik K. Kleist",
        email="malik@example.org",
        organisation=str(home.id),
    )
    assert page.heading == "Malik K. Kleist"
    session.refresh(person)
    assert (person.email, person.organisation_id) == ("malik@example.org", home.id)
    entry = session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "person:edit")).one()
    assert set(entry.facts["changed"]) == {"name", "email", "organisation"}


def test_of_two_administrators_who_change_the_same_person_the_second_is_told(desk, people, session):
    person = people.person("Malik Kleist")
    form = person_page(desk, person).form_at(f"/people/{person.id}")
    person.name = "Malik Changed"
    page = desk.sends(form, name="Malik Mine", status=409)
    assert MEANWHILE in page
    assert "Malik Mine" in page.text
    session.refresh(person)
    assert person.name == "Malik Changed"
    assert desk.sends(page.form_at(f"/people/{person.id}"), name="Malik Mine").heading == "Malik Mine"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"role-role": "approver"}, "Say for which organisation, workshop or language pair the role is."),
        ({"role-role": "king"}, "Choose one of the entries of the list."),
        ({"role-role": "reader", "role-ends_on": "2020-01-01"}, "This day is over."),
        ({"role-role": "reader", "role-ends_on": "soon"}, "That is not a day."),
        ({"role-role": "translator", "role-pair": "da-en"}, "Choose one of the entries of the list."),
    ],
)
def test_a_role_that_cannot_be_given_is_refused_with_the_reason(desk, people, session, fields, sentence):
    person = people.person()
    page = desk.sends(person_page(desk, person).form_at("/roles"), **fields, status=422)
    assert sentence in page
    assert session.scalar(sa.select(sa.func.count()).select_from(Grant).where(Grant.person_id == person.id)) == 0


def test_a_role_counts_from_the_next_request_and_ends_with_the_next_request(desk, people, visitor, home):
    person = people.person("Malik Kleist")
    there = visitor.as_(person)
    there.opens("admin.people", status=403)
    page = desk.sends(person_page(desk, person).form_at("/roles"), **{"role-role": "administrator"})
    there.opens("admin.people")
    desk.sends(page.form("/end"))
    assert LACKS in there.opens("admin.people", status=403)


def test_a_role_given_for_a_workshop_and_languages_says_so(desk, people, home):
    workshop = people.workshop(people.programme(home))
    person = people.person()
    page = desk.sends(
        person_page(desk, person).form_at("/roles"), **{"role-role": "facilitator", "role-workshop": str(workshop.id)}
    )
    assert "Workshop Bolig" in page
    page = desk.sends(page.form_at("/roles"), **{"role-role": "checker", "role-pair": "kl-da"})
    assert "from Kalaallisut to Danish" in page


def test_nobody_takes_away_their_own_administration_or_closes_their_own_account(desk, boss):
    page = person_page(desk, boss)
    assert "You cannot take away your own administration." in page
    refused = desk.sends(page.form("/end"), status=403)
    assert "You cannot take away your own administration." in refused
    token = desk.csrf(page)
    desk.posts(f"/administration/people/{boss.id}/closing", {"csrf_token": token}, status=403)
    desk.opens("admin.people")


def test_closing_an_account_signs_the_person_out_everywhere_at_once(desk, people, visitor, session):
    person = people.with_role("reader", "Malik Kleist")
    there = visitor.as_(person)
    there.opens("accounts.settings")
    page = desk.sends(person_page(desk, person).form("/closing"))
    assert "This account is closed." in page
    there.opens("accounts.settings", status=303)
    page = desk.sends(page.form("/reopening"))
    assert "This account is closed." not in page
    there.opens("accounts.settings", status=303)
    visitor.as_(person).opens("accounts.settings")
    acts = list(session.scalars(sa.select(AuditEntry.action).where(AuditEntry.subject_id == str(person.id))))
    assert {"person:close", "login:end-all", "person:reopen"} <= set(acts)


def test_a_closed_account_is_not_closed_again_and_an_open_one_not_opened(desk, people):
    person = people.person()
    token = desk.csrf(person_page(desk, person))
    address = f"/administration/people/{person.id}"
    desk.posts(f"{address}/reopening", {"csrf_token": token}, status=409)
    desk.posts(f"{address}/closing", {"csrf_token": token})
    desk.posts(f"{address}/closing", {"csrf_token": token}, status=409)


def test_an_invitation_is_sent_again_until_a_password_is_chosen(desk, people, session):
    person = people.person("Naja Holm")
    desk.sends(person_page(desk, person).form("/invitation"))
    desk.sends(person_page(desk, person).form("/invitation"))
    assert session.scalar(sa.select(sa.func.count()).select_from(OutboxEntry)) == 2
    person.password_hash = "chosen"
    page = person_page(desk, person)
    assert not [form for form in page.find("form") if "/invitation" in form.attrs.get("action", "")]
    token = desk.csrf(page)
    desk.posts(f"/administration/people/{person.id}/invitation", {"csrf_token": token}, status=422)


@pytest.mark.parametrize("role", ["reader", "coordinator", "reviewer", "approver", "translator"])
def test_nobody_but_administrators_keeps_people(people, visitor, role, home):
    scope = {"organisation": home} if role != "translator" else {"pair": ("da", "kl")}
    there = visitor.as_(people.with_role(role, **scope))
    somebody = people.person()
    for endpoint, values in (
        ("admin.people", {}),
        ("admin.new_person", {}),
        ("admin.person", {"person_id": somebody.id}),
        ("admin.organisations", {}),
        ("admin.words", {}),
        ("admin.audit", {}),
    ):
        assert LACKS in there.opens(endpoint, **values, status=403)


def test_administrators_see_no_drafts_by_that_alone(desk, people, home):
    article = people.article(home, title="Endnu hemmelig")
    assert UNKNOWN in desk.opens(f"/articles/{article.id}", status=404)


def test_an_administrator_of_one_organisation_finds_only_its_people(local, people, visitor, home):
    people.person("Malik Hjemme", organisation=home)
    stranger = people.person("Naja Udenfor", organisation=people.organisation("Avannaata Kommunia"))
    guest = people.person("Pipaluk Gæst")
    people.grant(guest, "reviewer", organisation=home)
    there = visitor.as_(local)
    page = there.opens("admin.people")
    assert "Malik Hjemme" in page
    assert "Pipaluk Gæst" in page
    assert "Naja Udenfor" not in page
    assert "Avannaata" not in page.text
    assert UNKNOWN in there.opens("admin.person", person_id=stranger.id, status=404)
    assert there.opens("admin.person", person_id=999_999, status=404).words


def test_an_administrator_of_one_organisation_gives_no_role_that_reaches_further(local, people, visitor, home, session):
    other = people.organisation("Avannaata Kommunia")
    own = people.person("Malik Hjemme", organisation=home)
    there = visitor.as_(local)
    page = person_page(there, own)
    for fields in ({"role-role": "administrator"}, {"role-role": "translator", "role-pair": "da-kl"}):
        assert LACKS in there.sends(page.form_at("/roles"), **fields, status=403)
    there.sends(page.form_at("/roles"), **{"role-role": "approver", "role-organisation": str(other.id)}, status=422)
    page = there.sends(page.form_at("/roles"), **{"role-role": "approver", "role-organisation": str(home.id)})
    assert "Approver" in page
    assert [grant.organisation_id for grant in session.scalars(sa.select(Grant).where(Grant.person_id == own.id))] == [
        home.id
    ]


def test_an_administrator_of_one_organisation_cannot_take_over_a_mightier_account(
    local, people, visitor, home, session
):
    mighty = people.person("Malik Mægtig", organisation=home)
    people.grant(mighty, "administrator")
    there = visitor.as_(local)
    page = person_page(there, mighty)
    refused = there.sends(page.form_at(f"/people/{mighty.id}"), email="mine@example.org", status=403)
    assert LACKS in refused
    there.sends(page.form("/closing"), status=403)
    there.sends(page.form("/end"), status=403)
    session.refresh(mighty)
    assert mighty.is_active
    assert mighty.email != "mine@example.org"


def test_a_grant_of_somebody_else_is_not_ended_under_another_name(desk, people):
    one, two = people.with_role("reader"), people.with_role("reader")
    token = desk.csrf(person_page(desk, one))
    [grant] = two.grants
    address = f"/administration/people/{one.id}/roles/{grant.id}/end"
    assert UNKNOWN in desk.posts(address, {"csrf_token": token}, status=404)


def test_long_names_and_names_like_programs_are_shown_as_they_are(desk, people):
    name = "Ivalu <script>alert(1)</script> Nukappiaraaluunngitsunnguaqartitsisariaqartarnerumut"
    person = people.person(name)
    page = person_page(desk, person)
    assert page.heading == name
    assert "<script>alert" not in page.text
    assert name in desk.opens("admin.people")


def test_the_region_of_the_list_is_the_same_alone_and_in_the_page(desk, people):
    people.person("Malik Kleist")
    whole = desk.opens("admin.people").find("#people")[0].to_text()
    assert desk.fragment("admin.people").find("#people")[0].to_text() == whole
    assert isinstance(desk, Visitor)
