"""Granting and ending the roles of a person."""

from flask import Response, flash, url_for

from workbench.admin.commands import people as commands
from workbench.admin.forms import role_form
from workbench.admin.pages import attempt, blueprint
from workbench.admin.people_views import person_page
from workbench.admin.queries import organisations
from workbench.admin.queries import people as queries
from workbench.domain.roles import Permission
from workbench.extensions import db
from workbench.web.access import current_actor, requires
from workbench.web.hypermedia import go_to
from workbench.web.locale import t
from workbench.web.transactions import commit
from workbench.web.words import word


@blueprint.post("/people/<int:person_id>/roles")
@requires(Permission.PERSON_EDIT)
def grant_role(person_id: int) -> Response:
    session, actor = db.session(), current_actor()
    person = queries.person_for(session, actor, person_id)
    form = role_form(organisations.choosable(session, actor), queries.open_workshops(session, actor))
    grant, status = attempt(form, lambda: commands.give_role(session, actor, person, form.charge))
    if grant is None:
        return person_page(person, roles=form, status=status)
    flash(t("{name} has the role: {role}.", name=person.name, role=word(grant.role)), "toast")
    return go_to(url_for("admin.person", person_id=person_id, _anchor="roles"))


@blueprint.post("/people/<int:person_id>/roles/<int:grant_id>/end")
@requires(Permission.PERSON_EDIT)
def end_role(person_id: int, grant_id: int) -> Response:
    session, actor = db.session(), current_actor()
    person = queries.person_for(session, actor, person_id)
    grant = queries.grant_of(person, grant_id)
    commands.end_role(session, actor, grant)
    commit()
    flash(t("{name} no longer has the role: {role}.", name=person.name, role=word(grant.role)), "toast")
    return go_to(url_for("admin.person", person_id=person_id, _anchor="roles"))
