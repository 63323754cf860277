"""Who did what to what: one row for every change, in the transaction of the change."""

from sqlalchemy.orm import Session

from workbench.models import AuditEntry


def record(
    session: Session, person_id: int | None, action: str, subject: str, subject_id: object, **facts: object
) -> AuditEntry:
    """Add one row; ``action`` is in the grammar of permissions, ``facts`` are JSON values without words of texts."""
    entry = AuditEntry(
        person_id=person_id, action=str(action), subject=subject, subject_id=str(subject_id), facts=facts
    )
    session.add(entry)
    return entry
