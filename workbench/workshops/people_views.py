"""Pages of the people in a workshop: who is there, who is invited, who goes."""

from flask import Response, flash, url_for

from workbench.domain.refusals import Reason, Unknown
from workbench.domain.roles import Permission
from workbench.extensions import db
from workbench.models import Grant, Workshop, now
from workbench.web.access import current_actor, requires
from workbench.web.hypermedia import go_to
from workbench.web.locale import t
from workbench.web.rendering import page
from workbench.web.transactions import commit
from workbench.workshops.commands import workshops as commands
from workbench.workshops.forms import GuestForm, guest_form
from workbench.workshops.pages import OK, attempt, blueprint, framed, seen_workshop
from workbench.workshops.queries import workshops as queries


@blueprint.get("/<int:workshop_id>/people")
@requires(Permission.WORKSHOP_READ)
def people(workshop_id: int) -> Response:
    workshop = seen_workshop(workshop_id)
    return _people_page(workshop, guest_form(workshop))


@blueprint.post("/<int:workshop_id>/people")
@requires(Permission.WORKSHOP_EDIT)
def invite(workshop_id: int) -> Response:
    workshop = seen_workshop(workshop_id)
    form = guest_form(workshop)
    person, status = attempt(
        form, lambda: commands.invite_to_workshop(db.session(), current_actor(), workshop, form.guest)
    )
    if person is None:
        return _people_page(workshop, form, status)
    flash(t("Invited: {name}. A letter is on its way.", name=person.name), "toast")
    return go_to(url_for("workshops.people", workshop_id=workshop_id))


@blueprint.post("/<int:workshop_id>/people/<int:grant_id>/removal")
@requires(Permission.WORKSHOP_EDIT)
def remove(workshop_id: int, grant_id: int) -> Response:
    workshop = seen_workshop(workshop_id)
    grant = db.session().get(Grant, grant_id)
    if grant is None or grant.workshop_id != workshop.id:
        raise Unknown(Reason.UNKNOWN)
    commands.remove_from_workshop(db.session(), current_actor(), workshop, grant)
    name = grant.person.name
    commit()
    flash(t("No longer in the workshop: {name}. What they wrote stays.", name=name), "toast")
    return go_to(url_for("workshops.people", workshop_id=workshop_id))


def _people_page(workshop: Workshop, form: GuestForm, status: int = OK) -> Response:
    members = queries.members_of(db.session(), workshop, now())
    return page("workshops/people.html", status=status, form=form, members=members, **framed(workshop, "people"))
