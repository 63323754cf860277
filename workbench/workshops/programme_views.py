"""Pages of programmes and their wanted articles."""

from typing import Any

from flask import Blueprint, Response, flash, request, url_for

from workbench.domain.permissions import holds, may_there, require_there
from workbench.domain.refusals import StaleVersion
from workbench.domain.roles import Permission
from workbench.domain.states import State
from workbench.extensions import db
from workbench.models import Programme, WantedArticle
from workbench.store.workshops import place_of_programme, programme_for
from workbench.web.access import current_actor, requires
from workbench.web.errors import STATUS
from workbench.web.formatting import today
from workbench.web.forms import Form
from workbench.web.hypermedia import go_to
from workbench.web.locale import t
from workbench.web.paging import asked_page
from workbench.web.rendering import page
from workbench.web.transactions import begin_reading, commit, let_go
from workbench.web.words import sentence
from workbench.workshops.commands import programmes as commands
from workbench.workshops.forms import SeenForm, WishForm, programme_form, wish_form
from workbench.workshops.pages import OK, attempt
from workbench.workshops.queries import choices
from workbench.workshops.queries import programmes as queries
from workbench.workshops.queries.workshops import workshops_of

blueprint = Blueprint("programmes", __name__, url_prefix="/programmes")


@blueprint.get("")
@requires(Permission.PROGRAMME_READ)
def index() -> Response:
    rows = queries.programmes_seen(db.session(), current_actor(), number=asked_page())
    return page("programmes/index.html", rows=rows, may_create=holds(current_actor(), Permission.PROGRAMME_EDIT))


@blueprint.get("/new")
@requires(Permission.PROGRAMME_EDIT)
def new() -> Response:
    return page("programmes/new.html", form=programme_form(current_actor()))


@blueprint.post("/new")
@requires(Permission.PROGRAMME_EDIT)
def create() -> Response:
    form = programme_form(current_actor())
    programme, status = attempt(
        form, lambda: commands.create_programme(db.session(), current_actor(), form.chosen_organisation, form.plan)
    )
    if programme is None:
        return page("programmes/new.html", status=status, form=form)
    flash(t("The programme is there. Now put on its list what it wants."), "toast")
    return go_to(url_for("programmes.show", programme_id=programme.id))


@blueprint.get("/<int:programme_id>")
@requires(Permission.PROGRAMME_READ)
def show(programme_id: int) -> Response:
    return _programme_page(_seen(programme_id))


def _programme_page(
    programme: Programme, form: WishForm | None = None, *, status: int = OK, problem: str = ""
) -> Response:
    session, actor = db.session(), current_actor()
    topics = choices.topics(session)
    filters = {"topic": request.args.get("topic", ""), "state": _asked_state()}
    return page(
        "programmes/show.html",
        "wanted",
        status,
        programme=programme,
        filters=filters,
        states=[queries.NOT_BEGUN, *State],
        wanted=queries.wanted_by(session, actor, programme, topics, **filters, number=asked_page()),
        coverage=queries.coverage_of(session, programme, topics),
        workshops=workshops_of(session, actor, programme, today=today()),
        form=form or wish_form(topics, is_blank=True),
        problem=problem,
        **_rights(programme),
    )


def _asked_state() -> str:
    wanted = request.args.get("state", "")
    return wanted if wanted in {queries.NOT_BEGUN, *State} else ""


def _rights(programme: Programme) -> dict[str, object]:
    place = place_of_programme(programme)
    return {
        "may_edit": may_there(current_actor(), Permission.PROGRAMME_EDIT, place),
        "may_plan": may_there(current_actor(), Permission.WORKSHOP_CREATE, place),
    }


@blueprint.get("/<int:programme_id>/settings")
@requires(Permission.PROGRAMME_EDIT)
def settings(programme_id: int) -> Response:
    programme = _edited(programme_id)
    return page("programmes/settings.html", programme=programme, form=programme_form(current_actor(), programme))


@blueprint.post("/<int:programme_id>/settings")
@requires(Permission.PROGRAMME_EDIT)
def edit(programme_id: int) -> Response:
    programme = _edited(programme_id)
    form = programme_form(current_actor(), programme)
    changed, status = attempt(
        form,
        lambda: commands.edit_programme(
            db.session(),
            current_actor(),
            programme,
            form.chosen_organisation,
            form.plan,
            seen_version=form.version.data,
        ),
        programme,
    )
    if changed is None:
        return page("programmes/settings.html", status=status, programme=programme, form=form)
    flash(t("The programme is changed."), "toast")
    return go_to(url_for("programmes.show", programme_id=programme_id))


@blueprint.post("/<int:programme_id>/wanted")
@requires(Permission.PROGRAMME_EDIT)
def add(programme_id: int) -> Response:
    programme, form = _edited(programme_id), wish_form()
    wanted, status = attempt(form, lambda: commands.add_wanted(db.session(), current_actor(), programme, form.wish))
    if wanted is None:
        return _programme_page(programme, form, status=status)
    flash(t("It is on the list."), "toast")
    return go_to(url_for("programmes.show", programme_id=programme_id))


@blueprint.get("/<int:programme_id>/wanted/<int:wanted_id>")
@requires(Permission.PROGRAMME_EDIT)
def wanted(programme_id: int, wanted_id: int) -> Response:
    entry = commands.wanted_of(db.session(), _edited(programme_id), wanted_id, is_locked=False)
    return _wanted_page(entry, wish_form(**_facts(entry)))


@blueprint.post("/<int:programme_id>/wanted/<int:wanted_id>")
@requires(Permission.PROGRAMME_EDIT)
def edit_wanted(programme_id: int, wanted_id: int) -> Response:
    entry = commands.wanted_of(db.session(), _edited(programme_id), wanted_id)
    form = wish_form()
    changed, status = attempt(
        form,
        lambda: commands.edit_wanted(db.session(), current_actor(), entry, form.wish, seen_version=form.version.data),
        entry,
    )
    if changed is None:
        return _wanted_page(entry, form, status)
    flash(t("The wanted article is changed."), "toast")
    return go_to(url_for("programmes.show", programme_id=programme_id))


@blueprint.post("/<int:programme_id>/wanted/<int:wanted_id>/removal")
@requires(Permission.PROGRAMME_EDIT)
def remove(programme_id: int, wanted_id: int) -> Response:
    programme = _edited(programme_id)
    entry = commands.wanted_of(db.session(), programme, wanted_id)
    title, version = entry.title, SeenForm().version.data
    try:
        commands.remove_wanted(db.session(), current_actor(), entry, seen_version=version)
    except StaleVersion as refusal:
        let_go()
        begin_reading()
        words = sentence(refusal)
        return _programme_page(programme, status=STATUS[StaleVersion], problem=words)
    commit()
    flash(t("No longer on the list: {title}", title=title), "toast")
    return go_to(url_for("programmes.show", programme_id=programme_id))


def _wanted_page(entry: WantedArticle, form: Form, status: int = OK) -> Response:
    return page("programmes/wanted.html", status=status, wanted=entry, programme=entry.programme, form=form)


def _facts(entry: WantedArticle) -> dict[str, Any]:
    same = {name: getattr(entry, name) for name in ("title", "note", "source_language", "segment", "version")}
    return {**same, "article_type": entry.article_type_key, "topic": entry.topic_key or ""}


def _seen(programme_id: int) -> Programme:
    return programme_for(db.session(), current_actor(), programme_id)


def _edited(programme_id: int) -> Programme:
    programme = _seen(programme_id)
    require_there(current_actor(), Permission.PROGRAMME_EDIT, place_of_programme(programme))
    return programme
