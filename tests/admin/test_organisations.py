"""Administrators keep organisations, whose contact details stand in every article of theirs."""

import datetime as dt

import pytest
import sqlalchemy as sa

from workbench.models import AuditEntry, Organisation, now

LACKS = "Your roles do not include this."


@pytest.fixture
def desk(people, visitor):
    return visitor.as_(people.administrator())


@pytest.fixture
def home(people):
    return people.organisation("Qeqqata Kommunia")


def page_of(visitor, organisation, **more):
    return visitor.opens("admin.organisation", organisation_id=organisation.id, **more)


def test_an_organisation_is_added_with_all_that_articles_show(desk, session):
    page = desk.opens("admin.new_organisation")
    page = desk.sends(
        page.form_at("/organisations"),
        name_da="Avannaata Kommunia",
        name_kl="Avannaata Kommunia",
        address="Postboks 1, 3952 Ilulissat",
        phone="+299 70 18 00",
        email="POST@example.org",
        website="https://avannaata.example",
        municipality_code="GL-AV",
    )
    assert page.heading == "Avannaata Kommunia"
    made = session.scalars(sa.select(Organisation)).one()
    assert (made.email, made.municipality_code, made.is_active) == ("post@example.org", "GL-AV", True)
    assert "Avannaata Kommunia" in desk.opens("admin.organisations")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name_da": " "}, "Fill in “Name in Danish”."),
        ({"name_da": "Qeqqata Kommunia"}, "That is there already."),
        ({"email": "post at example"}, "This is not an e-mail address."),
        ({"website": "javascript:alert(1)"}, "Write the whole address, beginning with https://."),
        ({"municipality_code": "GL-XX"}, "Choose one of the entries of the list."),
        ({"address": "a" * 401}, "At most 400 letters fit here"),
    ],
)
def test_details_that_cannot_be_right_are_refused_with_the_reason(desk, home, session, fields, sentence):
    typed = {"name_da": "Avannaata Kommunia", **fields}
    page = desk.sends(desk.opens("admin.new_organisation").form_at("/organisations"), **typed, status=422)
    assert sentence in page
    assert session.scalar(sa.select(sa.func.count()).select_from(Organisation)) == 1
    assert home.id


def test_an_organisation_is_changed_and_what_stood_there_before_is_on_record(desk, home, session):
    page = desk.sends(page_of(desk, home).form_at(f"/organisations/{home.id}"), phone="+299 11 11 11")
    assert "+299 11 11 11" in page.text
    entry = session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "organisation:edit")).one()
    assert entry.facts["before"] == {"phone": "+299 00 00 00"}


def test_of_two_who_change_an_organisation_the_second_is_told(desk, home, session):
    form = page_of(desk, home).form_at(f"/organisations/{home.id}")
    home.phone = "+299 22 22 22"
    page = desk.sends(form, phone="+299 33 33 33", status=409)
    assert "Somebody changed this after you opened the page." in page
    session.refresh(home)
    assert home.phone == "+299 22 22 22"


def test_contact_details_are_confirmed_and_the_list_says_whose_are_old(desk, home, session):
    home.confirmed_at = now() - dt.timedelta(days=400)
    assert "last confirmed" in desk.opens("admin.organisations")
    desk.sends(page_of(desk, home).form("/confirmation"))
    session.refresh(home)
    assert now() - home.confirmed_at < dt.timedelta(minutes=1)
    assert "last confirmed" not in desk.opens("admin.organisations")


def test_an_organisation_that_no_longer_exists_cannot_be_chosen_any_more(desk, home, people):
    desk.sends(page_of(desk, home).form_at(f"/organisations/{home.id}"), is_active=None)
    assert "no longer exists" in desk.opens("admin.organisations")
    assert "Qeqqata" not in desk.opens("admin.new_person").text


def test_an_administrator_of_one_organisation_keeps_only_that_one(people, visitor, home):
    other = people.organisation("Avannaata Kommunia")
    there = visitor.as_(people.with_role("administrator", organisation=home))
    page = there.opens("admin.organisations")
    assert "Qeqqata Kommunia" in page
    assert "Avannaata" not in page
    page_of(there, other, status=404)
    assert LACKS in there.opens("admin.new_organisation", status=403)
    token = there.csrf(page_of(there, home))
    there.posts(f"/administration/organisations/{other.id}", {"csrf_token": token, "name_da": "Mine"}, status=404)
    there.posts("/administration/organisations", {"csrf_token": token, "name_da": "Mine"}, status=403)


def test_municipalities_are_shown_with_their_lifetimes(desk):
    page = desk.opens("admin.municipalities")
    for name in ("Avannaata", "Kujalleq", "Qeqertalik", "Qeqqata", "Sermersooq"):
        assert name in page
    assert "GL-SM" in page
