"""The audit log, filtered."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workbench.admin.queries.people import containing
from workbench.admin.reach import people_within, reach_of
from workbench.domain.permissions import Actor
from workbench.domain.roles import Permission
from workbench.models import AuditEntry, Person
from workbench.store.paging import Paged, paged


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries are looked for; empty means all. ``since`` and ``until`` bound the moment, the end left out."""

    person: str = ""
    action: str = ""
    subject: str = ""
    subject_id: str = ""
    since: dt.datetime | None = None
    until: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class AuditRow:
    """An entry with the name of who did it; none where the workbench itself did."""

    at: dt.datetime
    person: str | None
    action: str
    subject: str
    subject_id: str
    facts: dict[str, Any]


def entries(session: Session, actor: Actor, wanted: Wanted, number: int) -> Paged[AuditRow]:
    """Return a page of the log, the newest first; where a role reaches only some organisations, of their people."""
    query = sa.select(AuditEntry).order_by(AuditEntry.id.desc()).where(*_conditions(wanted))
    reach = reach_of(actor, Permission.AUDIT_READ)
    people = sa.select(Person.id)
    if reach is not None:
        query = query.where(AuditEntry.person_id.in_(people.where(people_within(reach))))
    if wanted.person:
        query = query.where(
            AuditEntry.person_id.in_(people.where(containing(wanted.person, Person.name, Person.email)))
        )
    page = paged(session, query, number)
    names = _names(session, {entry.person_id for entry in page.rows if entry.person_id})
    return page.each(
        lambda entry: AuditRow(
            entry.at, names.get(entry.person_id), entry.action, entry.subject, entry.subject_id, entry.facts
        )
    )


def _conditions(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    exact = {
        AuditEntry.action: wanted.action,
        AuditEntry.subject: wanted.subject,
        AuditEntry.subject_id: wanted.subject_id,
    }
    found: list[sa.ColumnElement[bool]] = [column == value for column, value in exact.items() if value]
    if wanted.since is not None:
        found.append(AuditEntry.at >= wanted.since)
    if wanted.until is not None:
        found.append(AuditEntry.at < wanted.until)
    return found


def _names(session: Session, ids: set[int]) -> dict[int, str]:
    return {person.id: person.name for person in session.scalars(sa.select(Person).where(Person.id.in_(ids)))}


def choices(session: Session) -> tuple[list[str], list[str]]:
    """Return the actions and the subjects that occur, for the filter."""
    actions = session.scalars(sa.select(AuditEntry.action).distinct().order_by(AuditEntry.action))
    subjects = session.scalars(sa.select(AuditEntry.subject).distinct().order_by(AuditEntry.subject))
    return list(actions), list(subjects)
