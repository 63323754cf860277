"""What the pages of workshops and programmes share: doing what a form asks, and what stands on every page of one."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Blueprint

from workbench.domain.permissions import may_there
from workbench.domain.refusals import Invalid, Refusal, StaleVersion
from workbench.domain.roles import Permission
from workbench.extensions import db
from workbench.models import Programme, WantedArticle, Workshop, now
from workbench.store.workshops import place_of_workshop, workshop_for
from workbench.web.access import current_actor
from workbench.web.errors import STATUS
from workbench.web.formatting import today
from workbench.web.forms import Form
from workbench.web.transactions import begin_reading, commit, let_go
from workbench.web.words import sentence
from workbench.workshops.queries import workshops as queries

blueprint = Blueprint("workshops", __name__, url_prefix="/workshops")
Result = TypeVar("Result")
OK, INVALID = 200, 422


def attempt(
    form: Form, act: Callable[[], Result], thing: Programme | Workshop | WantedArticle | None = None
) -> tuple[Result | None, int]:
    """Do the act and commit it if the form holds; return what came of it and the status.

    Where it was refused the result is None and the form carries the reason, with everything that was typed.
    ``thing`` is what the form changes: after a refusal as stale, sending the form again changes it knowingly.
    """
    if not form.validate():
        return None, INVALID
    try:
        result = act()
    except (Invalid, StaleVersion) as refusal:
        return None, _explain(form, refusal, thing)
    commit()
    return result, OK


def _explain(form: Form, refusal: Refusal, thing: Programme | Workshop | WantedArticle | None) -> int:
    let_go()
    begin_reading()
    name = str(refusal.details.get("field", ""))
    field = form[name] if name in form else next(iter(form))
    field.errors = [*field.errors, sentence(refusal)]
    if thing is not None and "version" in form:
        form["version"].data, form["version"].raw_data = thing.version, None
    return STATUS[type(refusal)]


def seen_workshop(workshop_id: int) -> Workshop:
    """Return the workshop if whoever asks may see it."""
    return workshop_for(db.session(), current_actor(), workshop_id)


def framed(workshop: Workshop, tab: str) -> dict[str, Any]:
    """Return what the head of every page of a workshop shows, and what whoever asks may do in it."""
    place = place_of_workshop(workshop)
    is_open = workshop.closed_at is None
    may_edit = may_there(current_actor(), Permission.WORKSHOP_EDIT, place)
    return {
        "workshop": workshop,
        "tab": tab,
        "head": queries.head_of(db.session(), workshop, now()),
        "when": queries.when(workshop, today()),
        "is_open": is_open,
        "may_edit": is_open and bool(may_edit),
        "may_reopen": not is_open and bool(may_edit),
        "may_claim": is_open and bool(may_there(current_actor(), Permission.WANTED_CLAIM, place)),
    }
