"""Pages of workshops: the list of them, the board, the plan, the end."""

from flask import Response, flash, g, make_response, request, url_for

from workbench.domain.permissions import holds, require_there
from workbench.domain.roles import Permission
from workbench.extensions import db
from workbench.models import Workshop, now
from workbench.store.workshops import place_of_workshop
from workbench.web.access import current_actor, requires
from workbench.web.formatting import start_of, today
from workbench.web.forms import Form
from workbench.web.hypermedia import go_to
from workbench.web.locale import locale, t, tn
from workbench.web.paging import asked_page
from workbench.web.rendering import page
from workbench.web.transactions import commit
from workbench.workshops import list_views, people_views
from workbench.workshops.commands import workshops as commands
from workbench.workshops.forms import SeenForm, WorkshopForm, workshop_form
from workbench.workshops.pages import OK, attempt, blueprint, framed, seen_workshop
from workbench.workshops.queries import workshops as queries
from workbench.workshops.queries.board import Board, board_of

__all__ = ["blueprint", "list_views", "people_views"]


@blueprint.get("")
@requires(Permission.WORKSHOP_READ)
def index() -> Response:
    rows = queries.workshops_seen(db.session(), current_actor(), today=today(), number=asked_page())
    may_create = holds(current_actor(), Permission.WORKSHOP_CREATE)
    may_see_programmes = holds(current_actor(), Permission.PROGRAMME_READ)
    return page("workshops/index.html", rows=rows, may_create=may_create, may_see_programmes=may_see_programmes)


@blueprint.get("/new")
@requires(Permission.WORKSHOP_CREATE)
def new() -> Response:
    return _new_page(workshop_form(current_actor(), programme_id=request.args.get("programme", type=int)))


@blueprint.post("/new")
@requires(Permission.WORKSHOP_CREATE)
def create() -> Response:
    form = workshop_form(current_actor())
    workshop, status = attempt(
        form, lambda: commands.create_workshop(db.session(), current_actor(), form.chosen_programme, form.occasion)
    )
    if workshop is None:
        return _new_page(form, status)
    flash(t("The workshop is planned. Now invite those who are to write."), "toast")
    return go_to(url_for("workshops.people", workshop_id=workshop.id))


def _new_page(form: WorkshopForm, status: int = OK) -> Response:
    return page("workshops/new.html", status=status, form=form)


@blueprint.get("/<int:workshop_id>")
@requires(Permission.WORKSHOP_READ)
def show(workshop_id: int) -> Response:
    workshop = seen_workshop(workshop_id)
    return _board_page(workshop, _board(workshop))


@blueprint.get("/<int:workshop_id>/board")
@requires(Permission.WORKSHOP_READ)
def board(workshop_id: int) -> Response:
    """Answer the board that a page asks for by itself: only when something changed, and never with a cookie."""
    g.pop("login_to_touch", None)  # a page left open does not keep a login alive
    workshop = seen_workshop(workshop_id)
    read = _board(workshop)
    tag = _tag(workshop, read)
    is_known = request.if_none_match.contains(tag)
    response = make_response("", 304) if is_known else _board_page(workshop, read)
    response.set_etag(tag)
    return response


def _board(workshop: Workshop) -> Board:
    return board_of(db.session(), current_actor(), workshop, today=start_of(today()), at=now())


def _board_page(workshop: Workshop, read: Board) -> Response:
    return page("workshops/show.html", "board", board=read, tag=_tag(workshop, read), **framed(workshop, "board"))


def _tag(workshop: Workshop, read: Board) -> str:
    # The day is in it, because the ages and today's counts change at midnight without anybody doing anything.
    return f"{read.fingerprint}-{workshop.version}-{today():%Y%m%d}-{locale()}"


@blueprint.get("/<int:workshop_id>/settings")
@requires(Permission.WORKSHOP_EDIT)
def settings(workshop_id: int) -> Response:
    workshop = seen_workshop(workshop_id)
    require_there(current_actor(), Permission.WORKSHOP_EDIT, place_of_workshop(workshop))
    return _settings_page(workshop, workshop_form(current_actor(), workshop))


@blueprint.post("/<int:workshop_id>/settings")
@requires(Permission.WORKSHOP_EDIT)
def edit(workshop_id: int) -> Response:
    workshop = seen_workshop(workshop_id)
    form = workshop_form(current_actor(), workshop)
    changed, status = attempt(
        form,
        lambda: commands.edit_workshop(
            db.session(), current_actor(), workshop, form.occasion, seen_version=form.version.data
        ),
        workshop,
    )
    if changed is None:
        return _settings_page(workshop, form, status)
    flash(t("The workshop is changed."), "toast")
    return go_to(url_for("workshops.show", workshop_id=workshop_id))


def _settings_page(workshop: Workshop, form: Form, status: int = OK) -> Response:
    return page("workshops/settings.html", status=status, form=form, **framed(workshop, "settings"))


@blueprint.get("/<int:workshop_id>/closing")
@requires(Permission.WORKSHOP_EDIT)
def closing(workshop_id: int) -> Response:
    workshop = seen_workshop(workshop_id)
    require_there(current_actor(), Permission.WORKSHOP_EDIT, place_of_workshop(workshop))
    commands.refuse_closed(workshop)
    return _outcome_page("workshops/closing.html", workshop)


@blueprint.post("/<int:workshop_id>/closing")
@requires(Permission.WORKSHOP_EDIT)
def close(workshop_id: int) -> Response:
    workshop = seen_workshop(workshop_id)
    version = SeenForm().version.data
    returned = commands.close_workshop(db.session(), current_actor(), workshop, seen_version=version)
    commit()
    flash(
        tn(
            "The workshop is closed. {n} article went back to the programme’s list.",
            "The workshop is closed. {n} articles went back to the programme’s list.",
            returned,
        ),
        "toast",
    )
    return go_to(url_for("workshops.summary", workshop_id=workshop_id))


@blueprint.post("/<int:workshop_id>/reopening")
@requires(Permission.WORKSHOP_EDIT)
def reopen(workshop_id: int) -> Response:
    workshop = seen_workshop(workshop_id)
    commands.reopen_workshop(db.session(), current_actor(), workshop, seen_version=SeenForm().version.data)
    commit()
    flash(t("The workshop is open again."), "toast")
    return go_to(url_for("workshops.list", workshop_id=workshop_id))


@blueprint.get("/<int:workshop_id>/summary")
@requires(Permission.WORKSHOP_READ)
def summary(workshop_id: int) -> Response:
    return _outcome_page("workshops/summary.html", seen_workshop(workshop_id))


def _outcome_page(template: str, workshop: Workshop) -> Response:
    outcomes = queries.outcomes_of(db.session(), current_actor(), workshop)
    entries = queries.list_of(db.session(), current_actor(), workshop)
    left_over = [entry for entry in entries if entry.article_id is None]
    return page(template, outcomes=outcomes, left_over=left_over, **framed(workshop, "summary"))
