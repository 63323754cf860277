"""What the pages of translators and checkers send."""

import uuid

from flask import request

from workbench.domain.refusals import Invalid, Reason
from workbench.translation.late import Typed
from workbench.translation.queries import ORDERS, TABS, Wish
from workbench.web.forms import storable


def typed() -> Typed:
    """Return what was typed in one sentence; raise Invalid when the number of the page is none."""
    key = request.form.get("segment", "")
    return Typed(request.form.get("base", ""), asked_number(), key, request.form.get(f"section-{key}", ""))


def asked_number() -> uuid.UUID:
    """Return the page's own number for this act; raise Invalid when it is none."""
    try:
        return uuid.UUID(request.form.get("request", ""))
    except ValueError:
        raise Invalid(Reason.FIELD_INVALID) from None


def asked_reason() -> str:
    """Return the reason that was typed; raise Invalid when it cannot be stored."""
    return storable(request.form.get("reason", ""))


def seen_version() -> int | None:
    """Return the version of the edition that the page showed."""
    return request.form.get("version", type=int)


def wish() -> Wish:
    """Return what somebody wants to see of the queue; what is none of ours counts as not asked."""
    tab, order = request.args.get("tab", ""), request.args.get("order", "")
    pair = request.args.get("pair", "")
    return Wish(
        tab=tab if tab in TABS else "",
        pair=pair if pair in {"da-kl", "kl-da"} else "",
        topic=request.args.get("topic", ""),
        workshop_id=request.args.get("workshop", type=int),
        only_free=request.args.get("free") == "1",
        order=order if order in ORDERS else "due",
    )
