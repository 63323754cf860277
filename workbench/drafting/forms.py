"""What the form of a text sends."""

import uuid

from flask import request

from workbench.domain.refusals import Invalid, Reason
from workbench.drafting.commands import Typed
from workbench.store.texts import TITLE

PREFIX = "section-"


def typed() -> Typed:
    """Read the form that came; raise Invalid when it has no number of its own."""
    try:
        request_id = uuid.UUID(request.form.get("request", ""))
    except ValueError:
        raise Invalid(Reason.FIELD_INVALID, field="request") from None
    sections = {name.removeprefix(PREFIX): words for name, words in request.form.items() if name.startswith(PREFIX)}
    return Typed(request.form.get("base", ""), request_id, sections, request.form.get(TITLE))
