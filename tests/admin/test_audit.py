"""The audit log says who did what to what and when, to administrators and to nobody else."""

import pytest

from workbench import audit
from workbench.web.formatting import today


@pytest.fixture
def desk(people, visitor):
    return visitor.as_(people.administrator())


@pytest.fixture
def log(people, session):
    malik, naja = people.person("Malik Kleist"), people.person("Naja Holm")
    audit.record(session, malik.id, "edition:approve", "edition", 7, version=3)
    audit.record(session, naja.id, "text:restore", "text", 12)
    audit.record(session, None, "parcel:send", "parcel", "abc")
    return malik, naja


def found(page):
    return [row.to_text() for row in page.find("#audit tbody tr")]


def test_the_newest_stands_on_top_with_who_what_and_details(desk, log):
    rows = found(desk.opens("admin.audit"))
    assert "Parcel sent" in rows[0]
    assert "Approved" in rows[2]
    assert "Edition 7" in rows[2]
    assert "The workbench" in rows[0]
    assert "Malik Kleist" in rows[2]
    assert "version: 3" in rows[2]
    assert log


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({"person": "malik"}, 1),
        ({"person": "nobody"}, 0),
        ({"action": "text:restore"}, 1),
        ({"subject": "edition"}, 1),
        ({"subject": "text", "subject_id": "12"}, 1),
        ({"subject": "text", "subject_id": "13"}, 0),
        ({"day": "2020-01-01"}, 0),
        ({"day": "no day"}, 3),
    ],
)
def test_the_log_is_filtered_by_person_act_subject_and_day(desk, log, filters, count):
    page = desk.opens("admin.audit", **filters)
    assert len(found(page)) == count
    if not count:
        assert "No entry found" in page
    assert log


def test_an_act_that_only_an_earlier_version_knew_is_shown_by_its_name(desk, session):
    audit.record(session, None, "pigeon:send", "pigeon", 1)
    assert "pigeon:send" in found(desk.opens("admin.audit"))[0]


def test_todays_entries_are_found_by_todays_day(desk, log):
    assert len(found(desk.opens("admin.audit", day=today().isoformat()))) == 3
    assert log


def test_an_administrator_of_one_organisation_reads_what_its_people_did(people, visitor, session, log):
    home = people.organisation("Qeqqata Kommunia")
    own = people.person("Pipaluk", organisation=home)
    audit.record(session, own.id, "text:restore", "text", 99)
    rows = found(visitor.as_(people.with_role("administrator", organisation=home)).opens("admin.audit"))
    assert len(rows) == 1
    assert "Pipaluk" in rows[0]
    assert log


def test_nothing_on_the_page_changes_the_log(desk, log):
    page = desk.opens("admin.audit")
    posts = [form for form in page.find("main form") if form.attrs.get("method") == "post"]
    assert posts == []
    assert log
