"""The audit log."""

import datetime as dt

from flask import Response, request

from workbench.admin.pages import blueprint
from workbench.admin.queries import audit as queries
from workbench.domain.roles import Permission
from workbench.extensions import db
from workbench.web.access import current_actor, requires
from workbench.web.formatting import end_of, start_of
from workbench.web.paging import asked_page
from workbench.web.rendering import page


@blueprint.get("/audit")
@requires(Permission.AUDIT_READ)
def audit() -> Response:
    session = db.session()
    asked = {name: request.args.get(name, "").strip()[:200] for name in ("person", "action", "subject", "subject_id")}
    day = _day(request.args.get("day", ""))
    wanted = queries.Wanted(**asked, since=start_of(day) if day else None, until=end_of(day) if day else None)
    actions, subjects = queries.choices(session)
    return page(
        "admin/audit.html",
        "audit",
        found=queries.entries(session, current_actor(), wanted, asked_page()),
        wanted=wanted,
        day=day,
        actions=actions,
        subjects=subjects,
    )


def _day(typed: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(typed)
    except ValueError:
        return None
