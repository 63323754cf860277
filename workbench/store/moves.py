"""Moves of an edition from state to state: the row, the log of moves, the audit, in one place."""

import datetime as dt

from sqlalchemy.orm import Session

from workbench import audit
from workbench.domain.refusals import Reason, StaleVersion
from workbench.domain.states import Move, after
from workbench.models import Edition, EditionMove, now


def refuse_stale(seen_version: int | None, version: int) -> None:
    """Raise StaleVersion when what the person saw is no longer the newest."""
    if seen_version != version:
        raise StaleVersion(Reason.CHANGED_MEANWHILE)


def make_move(
    session: Session, edition: Edition, move: Move, *, person_id: int | None, comment: str = ""
) -> EditionMove:
    """Move the edition; raise IllegalMove when the move does not start from its state."""
    state, at = after(edition.state, move), now()
    row = EditionMove(
        edition=edition,
        move=move,
        from_state=edition.state,
        to_state=state,
        person_id=person_id,
        comment=comment,
        at=at,
    )
    session.add(row)
    edition.set_state(state, at)
    edition.due_at = _due_at(edition, at)
    audit.record(
        session,
        person_id,
        f"edition:{move.value.replace('_', '-')}",
        "edition",
        edition.id,
        article=str(edition.article_id),
        state=state.value,
        version=edition.version,
    )
    session.flush()
    return row


def _due_at(edition: Edition, at: dt.datetime) -> dt.datetime | None:
    programme = edition.article.programme
    days = (programme.stages.get("days", {}) if programme else {}).get(edition.state.value)
    return at + dt.timedelta(days=int(days)) if days else None
