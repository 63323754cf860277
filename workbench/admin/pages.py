"""The blueprint of the administrators' pages, and how they do what a form asks."""

from collections.abc import Callable
from typing import TypeVar

from flask import Blueprint

from workbench.domain.refusals import Invalid, Refusal, StaleVersion
from workbench.models import Organisation, Person
from workbench.web.errors import STATUS
from workbench.web.forms import Form
from workbench.web.transactions import begin_reading, commit, let_go
from workbench.web.words import sentence

blueprint = Blueprint("admin", __name__, url_prefix="/administration")
Result = TypeVar("Result")
OK, INVALID = 200, 422


def attempt(
    form: Form, act: Callable[[], Result], thing: Person | Organisation | None = None
) -> tuple[Result | None, int]:
    """Do the act and commit it if the form holds; return what came of it, and the status.

    Where it was refused the result is None and the form says why, with everything that was typed. ``thing`` is what
    the form changes: after a refusal as stale, sending the form again changes it knowingly.
    """
    if not form.validate():
        return None, INVALID
    try:
        result = act()
    except (Invalid, StaleVersion) as refusal:
        return None, _explain(form, refusal, thing)
    commit()
    return result, OK


def _explain(form: Form, refusal: Refusal, thing: Person | Organisation | None) -> int:
    let_go()
    begin_reading()
    name = str(refusal.details.get("field", ""))
    field = form[name] if name in form else next(iter(form))
    field.errors = [*field.errors, sentence(refusal)]
    if thing is not None and "version" in form:
        form["version"].data, form["version"].raw_data = thing.version, None
    return STATUS[type(refusal)]
