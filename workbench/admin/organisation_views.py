"""Pages of organisations and municipalities."""

from dataclasses import replace

from flask import Response, flash, url_for

from workbench.admin.commands import organisations as commands
from workbench.admin.forms import OrganisationForm, organisation_form
from workbench.admin.pages import OK, attempt, blueprint
from workbench.admin.queries import organisations as queries
from workbench.admin.reach import require_everywhere
from workbench.domain.roles import Permission
from workbench.extensions import db
from workbench.models import Organisation
from workbench.web.access import current_actor, requires
from workbench.web.formatting import today
from workbench.web.forms import Form, VersionField
from workbench.web.hypermedia import go_to
from workbench.web.locale import locale, t
from workbench.web.paging import asked_page
from workbench.web.rendering import page
from workbench.web.transactions import commit


class SeenForm(Form):
    """What the person saw when they said that it is right."""

    version = VersionField()


@blueprint.get("/organisations")
@requires(Permission.ORGANISATION_EDIT)
def organisations() -> Response:
    found = queries.organisations(db.session(), current_actor(), asked_page())
    return page("admin/organisations.html", "organisations", found=found)


@blueprint.get("/organisations/new")
@requires(Permission.ORGANISATION_EDIT)
def new_organisation() -> Response:
    require_everywhere(current_actor(), Permission.ORGANISATION_EDIT)
    return _organisation_page(organisation_form(queries.municipalities(db.session())))


@blueprint.post("/organisations")
@requires(Permission.ORGANISATION_EDIT)
def create_organisation() -> Response:
    session, actor = db.session(), current_actor()
    require_everywhere(actor, Permission.ORGANISATION_EDIT)
    form = organisation_form(queries.municipalities(session))
    made, status = attempt(
        form, lambda: commands.create_organisation(session, actor, replace(form.details, is_active=True))
    )
    return _organisation_page(form, status=status) if made is None else _saved(made)


@blueprint.get("/organisations/<int:organisation_id>")
@requires(Permission.ORGANISATION_EDIT)
def organisation(organisation_id: int) -> Response:
    session = db.session()
    found = queries.organisation_for(session, current_actor(), organisation_id)
    return _organisation_page(organisation_form(queries.municipalities(session), found), found)


@blueprint.post("/organisations/<int:organisation_id>")
@requires(Permission.ORGANISATION_EDIT)
def save_organisation(organisation_id: int) -> Response:
    session, actor = db.session(), current_actor()
    found = queries.organisation_for(session, actor, organisation_id)
    form = organisation_form(queries.municipalities(session), found)

    def save() -> bool:
        commands.save_organisation(session, actor, found, form.details, seen_version=form.version.data)
        return True

    done, status = attempt(form, save, found)
    return _saved(found) if done else _organisation_page(form, found, status=status)


@blueprint.post("/organisations/<int:organisation_id>/confirmation")
@requires(Permission.ORGANISATION_EDIT)
def confirm_organisation(organisation_id: int) -> Response:
    session, actor, form = db.session(), current_actor(), SeenForm()
    found = queries.organisation_for(session, actor, organisation_id)
    commands.confirm_organisation(session, actor, found, seen_version=form.version.data)
    commit()
    flash(t("Noted: the contact details are right today."), "toast")
    return go_to(url_for("admin.organisation", organisation_id=organisation_id))


@blueprint.get("/municipalities")
@requires(Permission.ORGANISATION_EDIT)
def municipalities() -> Response:
    found = queries.municipalities(db.session())
    return page(
        "admin/municipalities.html", found=found, names={one.code: one.name(locale()) for one in found}, on=today()
    )


def _saved(found: Organisation) -> Response:
    flash(t("Saved: {name}.", name=found.name(locale())), "toast")
    return go_to(url_for("admin.organisation", organisation_id=found.id))


def _organisation_page(form: OrganisationForm, found: Organisation | None = None, *, status: int = OK) -> Response:
    return page("admin/organisation.html", status=status, form=form, organisation=found)
