"""Every component on one page, for developers; only in development."""

import datetime as dt

from flask import Blueprint, Response

from workbench.domain.diffing import compare, folded, word_diff
from workbench.domain.linetext import Content, Kind, Line, Run
from workbench.domain.states import STAGES, State
from workbench.models import now
from workbench.web.access import public
from workbench.web.forms import Form, line_field, words_field
from workbench.web.rendering import page

blueprint = Blueprint("style", __name__, url_prefix="/style")

_BEFORE = (
    "Hvem kan søge",
    "Du kan søge, når du er fyldt 18 år.",
    "Du må højst tjene 400.000 kr.",
    "Vi regner hvert år.",
)
_AFTER = (
    "Hvem kan søge",
    "Vi regner hvert år.",
    "Du kan søge, når du er fyldt 18 år.",
    "Du må højst tjene 420.000 kr.",
)
_TAIL = ("Søg i borgerservice.", "Tag lejekontrakten med.", "Du får svar inden fire uger.")


class _Example(Form):
    title = line_field("Titel", description="Skriv det, borgeren søger efter.")
    words = words_field("Grund", required=False)


def _content(words: tuple[str, ...]) -> Content:
    kinds = (Kind.HEADING, *[Kind.PARAGRAPH] * len(words))
    return Content("Boligsikring", tuple(Line(w, kind, (Run(w),)) for w, kind in zip(words, kinds, strict=False)))


def _example() -> _Example:
    form = _Example(formdata=None)
    form.title.errors = ["Giv artiklen en titel."]
    return form


@blueprint.get("/")
@public
def show() -> Response:
    comparison = compare(_content(_BEFORE + _TAIL), _content(_AFTER + _TAIL))
    return page(
        "style/show.html",
        states=list(State),
        stages=STAGES,
        form=_example(),
        comparison=comparison,
        stretches=folded(comparison.rows),
        pieces=word_diff("inden for tre måneder", "inden for seks måneder"),
        days=[now() + dt.timedelta(days=days) for days in (-3, 0, 7)],
    )
