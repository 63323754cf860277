"""The words of the interface: read, corrected, brought back."""

from typing import Any

from flask import Response, flash, request, url_for

from workbench.admin.commands import words as commands
from workbench.admin.forms import WordsForm
from workbench.admin.pages import OK, attempt, blueprint
from workbench.admin.queries import words as queries
from workbench.domain.refusals import Reason, Unknown
from workbench.domain.roles import Permission
from workbench.extensions import db
from workbench.web.access import current_actor, requires
from workbench.web.hypermedia import go_to
from workbench.web.locale import t
from workbench.web.paging import asked_page
from workbench.web.rendering import page
from workbench.web.transactions import commit

#: English is the code itself.
CORRECTABLE = ("kl", "da")


@blueprint.get("/words")
@requires(Permission.WORDS_EDIT)
def words() -> Response:
    return _words_page(_asked_language(request.args.get("language", CORRECTABLE[0])))


@blueprint.post("/words/<language>/<key>")
@requires(Permission.WORDS_EDIT)
def correct_words(language: str, key: str) -> Response:
    session, actor, form = db.session(), current_actor(), WordsForm()
    sentence = queries.sentence_for(_asked_language(language), key)
    found, status = attempt(
        form, lambda: commands.correct_sentence(session, actor, language, sentence, form.words.data)
    )
    if found is None:
        return _words_page(language, status=status, refused=key, typed=form.words.data, problems=form.words.errors)
    flash(t("Saved. The words are on screen for everybody now."), "toast")
    return _back(language)


@blueprint.post("/words/<language>/<key>/restoring")
@requires(Permission.WORDS_EDIT)
def restore_words(language: str, key: str) -> Response:
    sentence = queries.sentence_for(_asked_language(language), key)
    commands.restore_sentence(db.session(), current_actor(), language, sentence)
    commit()
    flash(t("The words from before are back."), "toast")
    return _back(language)


def _asked_language(tongue: str) -> str:
    if tongue not in CORRECTABLE:
        raise Unknown(Reason.UNKNOWN)
    return tongue


def _filters() -> dict[str, Any]:
    return {name: value for name, value in request.args.items() if name in {"words", "unread", "page"}}


def _back(tongue: str) -> Response:
    return go_to(url_for("admin.words", language=tongue, **_filters()))


def _words_page(
    tongue: str, *, status: int = OK, refused: str = "", typed: str = "", problems: tuple[str, ...] = ()
) -> Response:
    session = db.session()
    wanted = queries.Wanted(request.args.get("words", "").strip()[:200], bool(request.args.get("unread")))
    return page(
        "admin/words.html",
        "words",
        status,
        tongue=tongue,
        languages=CORRECTABLE,
        wanted=wanted,
        filters=_filters(),
        found=queries.rows(session, tongue, wanted, asked_page()),
        unread=queries.unread_count(session, tongue),
        refused=refused,
        typed=typed,
        problems=problems,
    )
