"""Pages of people: the list, a new one, one with everything kept of them."""

from flask import Response, flash, request, url_for

from workbench.admin.commands import people as commands
from workbench.admin.forms import PersonForm, RoleForm, person_form, role_form
from workbench.admin.pages import OK, attempt, blueprint
from workbench.admin.queries import organisations
from workbench.admin.queries import people as queries
from workbench.domain.roles import Permission, Role
from workbench.extensions import db
from workbench.models import Person, now
from workbench.web.access import current_actor, requires
from workbench.web.hypermedia import go_to
from workbench.web.locale import t
from workbench.web.paging import asked_page
from workbench.web.rendering import page
from workbench.web.transactions import commit


@blueprint.get("/people")
@requires(Permission.PERSON_EDIT)
def people() -> Response:
    session, actor = db.session(), current_actor()
    asked = request.args
    role = asked.get("role", "")
    wanted = queries.Wanted(
        words=asked.get("words", "").strip()[:200],
        role=Role(role) if role in set(Role) else None,
        organisation_id=asked.get("organisation", type=int),
    )
    return page(
        "admin/people.html",
        "people",
        found=queries.people(session, actor, wanted, asked_page()),
        wanted=wanted,
        organisations=organisations.choosable(session, actor),
        all_roles=list(Role),
    )


@blueprint.get("/people/new")
@requires(Permission.PERSON_EDIT)
def new_person() -> Response:
    return page("admin/new_person.html", form=person_form(organisations.choosable(db.session(), current_actor())))


@blueprint.post("/people")
@requires(Permission.PERSON_EDIT)
def create_person() -> Response:
    session, actor = db.session(), current_actor()
    form = person_form(organisations.choosable(session, actor))
    person, status = attempt(form, lambda: commands.create_person(session, actor, form.about))
    if person is None:
        return page("admin/new_person.html", status=status, form=form)
    flash(t("Invited: {name}. A letter is on its way.", name=person.name), "toast")
    return go_to(url_for("admin.person", person_id=person.id))


@blueprint.get("/people/<int:person_id>")
@requires(Permission.PERSON_EDIT)
def person(person_id: int) -> Response:
    return person_page(queries.person_for(db.session(), current_actor(), person_id))


@blueprint.post("/people/<int:person_id>")
@requires(Permission.PERSON_EDIT)
def save_person(person_id: int) -> Response:
    session, actor = db.session(), current_actor()
    found = queries.person_for(session, actor, person_id)
    form = person_form(organisations.choosable(session, actor), found)

    def save() -> bool:
        commands.save_person(session, actor, found, form.about, seen_version=form.version.data)
        return True

    done, status = attempt(form, save, found)
    return _saved(found) if done else person_page(found, form=form, status=status)


@blueprint.post("/people/<int:person_id>/invitation")
@requires(Permission.PERSON_EDIT)
def invite(person_id: int) -> Response:
    session, actor = db.session(), current_actor()
    found = queries.person_for(session, actor, person_id)
    commands.resend_invitation(session, actor, found)
    commit()
    flash(t("Invited: {name}. A letter is on its way.", name=found.name), "toast")
    return go_to(url_for("admin.person", person_id=person_id))


@blueprint.post("/people/<int:person_id>/closing")
@requires(Permission.PERSON_EDIT)
def close_account(person_id: int) -> Response:
    session, actor = db.session(), current_actor()
    found = queries.person_for(session, actor, person_id)
    commands.close_account(session, actor, found)
    commit()
    flash(t("The account of {name} is closed; they are signed out everywhere.", name=found.name), "toast")
    return go_to(url_for("admin.person", person_id=person_id))


@blueprint.post("/people/<int:person_id>/reopening")
@requires(Permission.PERSON_EDIT)
def reopen_account(person_id: int) -> Response:
    session, actor = db.session(), current_actor()
    found = queries.person_for(session, actor, person_id)
    commands.reopen_account(session, actor, found)
    commit()
    flash(t("The account of {name} is open again.", name=found.name), "toast")
    return go_to(url_for("admin.person", person_id=person_id))


def _saved(found: Person) -> Response:
    flash(t("Saved: {name}.", name=found.name), "toast")
    return go_to(url_for("admin.person", person_id=found.id))


def person_page(
    found: Person, *, form: PersonForm | None = None, roles: RoleForm | None = None, status: int = OK
) -> Response:
    """Answer with everything that is kept of the person."""
    session, actor, at = db.session(), current_actor(), now()
    choosable = organisations.choosable(session, actor)
    return page(
        "admin/person.html",
        status=status,
        person=found,
        form=form or person_form(choosable, found),
        role_form=roles or role_form(choosable, queries.open_workshops(session, actor)),
        held=[grant for grant in found.grants if grant.is_held_at(at)],
        ended=[grant for grant in found.grants if not grant.is_held_at(at)],
        last_seen=queries.last_seen(session, found.id),
        is_self=found.id == actor.id,
    )
