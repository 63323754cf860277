"""Pages of what a workshop is to write: added, taken, given."""

from flask import Response, flash, request, url_for

from workbench.domain.refusals import Invalid, StaleVersion
from workbench.domain.roles import Permission
from workbench.extensions import db
from workbench.models import Article, Person, Workshop, now
from workbench.store.workshops import writers_of
from workbench.web.access import current_actor, requires
from workbench.web.errors import STATUS
from workbench.web.hypermedia import go_to
from workbench.web.locale import t, tn
from workbench.web.rendering import page
from workbench.web.transactions import begin_reading, commit, let_go
from workbench.web.words import sentence
from workbench.workshops.commands import lists as commands
from workbench.workshops.forms import GiveForm, SeenForm, WishForm, wish_form
from workbench.workshops.pages import OK, attempt, blueprint, framed, seen_workshop
from workbench.workshops.queries import workshops as queries


@blueprint.get("/<int:workshop_id>/list", endpoint="list")
@requires(Permission.WORKSHOP_READ)
def show_list(workshop_id: int) -> Response:
    return _list_page(seen_workshop(workshop_id), wish_form())


@blueprint.post("/<int:workshop_id>/list")
@requires(Permission.WORKSHOP_READ)
def add(workshop_id: int) -> Response:
    """Put an article on the list that nobody had thought of; those who write may begin it at once."""
    workshop, form = seen_workshop(workshop_id), wish_form()
    added, status = attempt(form, lambda: _added(workshop, form))
    if added is None:
        return _list_page(workshop, form, status=status)
    if isinstance(added, Article):
        return _begin(added)
    flash(t("It is on the list."), "toast")
    return _back(workshop_id)


def _added(workshop: Workshop, form: WishForm) -> Article | Workshop:
    session, actor = db.session(), current_actor()
    wanted = commands.add_to_list(session, actor, workshop, form.wish)
    return commands.claim_wanted(session, actor, workshop, wanted.id) if "mine" in request.form else workshop


@blueprint.post("/<int:workshop_id>/list/choice")
@requires(Permission.WORKSHOP_EDIT)
def take(workshop_id: int) -> Response:
    """Put articles that the programme wants on the list."""
    workshop = seen_workshop(workshop_id)
    chosen = request.form.getlist("wanted", type=int)
    try:
        number = commands.put_on_list(db.session(), current_actor(), workshop, chosen)
    except (Invalid, StaleVersion) as refusal:
        words = t("Tick at least one article.") if not chosen else sentence(refusal)
        return _refused(workshop_id, words, STATUS[type(refusal)])
    commit()
    flash(tn("{n} article is on the list now.", "{n} articles are on the list now.", number), "toast")
    return _back(workshop_id)


@blueprint.post("/<int:workshop_id>/list/<int:wanted_id>/claim")
@requires(Permission.WANTED_CLAIM)
def claim(workshop_id: int, wanted_id: int) -> Response:
    workshop = seen_workshop(workshop_id)
    try:
        article = commands.claim_wanted(db.session(), current_actor(), workshop, wanted_id)
    except StaleVersion as refusal:
        return _refused(workshop_id, sentence(refusal), STATUS[StaleVersion])
    commit()
    return _begin(article)


@blueprint.post("/<int:workshop_id>/list/<int:wanted_id>/assignment")
@requires(Permission.WORKSHOP_EDIT)
def assign(workshop_id: int, wanted_id: int) -> Response:
    workshop, form = seen_workshop(workshop_id), GiveForm()
    writers = _writers(workshop)
    form.writer.choices = [(str(person.id), person.name) for person in writers]
    if not form.validate():
        return _refused(workshop_id, t("Choose who is to write it."), STATUS[Invalid])
    writer = next(person for person in writers if str(person.id) == form.writer.data)
    try:
        commands.assign_wanted(
            db.session(), current_actor(), workshop, wanted_id, writer, seen_version=form.version.data
        )
    except StaleVersion as refusal:
        return _refused(workshop_id, sentence(refusal), STATUS[StaleVersion])
    name = writer.name
    commit()
    flash(t("Given to {name}. A letter is on its way.", name=name), "toast")
    return _back(workshop_id)


@blueprint.post("/<int:workshop_id>/list/<int:wanted_id>/removal")
@requires(Permission.WORKSHOP_EDIT)
def take_off(workshop_id: int, wanted_id: int) -> Response:
    """Give an article that nobody has begun back to the programme's list."""
    workshop, version = seen_workshop(workshop_id), SeenForm().version.data
    try:
        commands.take_off_list(db.session(), current_actor(), workshop, wanted_id, seen_version=version)
    except StaleVersion as refusal:
        return _refused(workshop_id, sentence(refusal), STATUS[StaleVersion])
    commit()
    flash(t("It is back on the programme’s list."), "toast")
    return _back(workshop_id)


def _begin(article: Article) -> Response:
    return go_to(url_for("drafting.edit", article_id=article.id))


def _back(workshop_id: int) -> Response:
    return go_to(url_for("workshops.list", workshop_id=workshop_id))


def _refused(workshop_id: int, words: str, status: int) -> Response:
    """Show the list as it is now, with the reason above it: what else can be taken is the way out."""
    let_go()
    begin_reading()
    return _list_page(seen_workshop(workshop_id), wish_form(is_blank=True), status=status, problem=words)


def _writers(workshop: Workshop) -> list[Person]:
    return writers_of(db.session(), workshop, now())


def _list_page(workshop: Workshop, form: WishForm, *, status: int = OK, problem: str = "") -> Response:
    session, frame = db.session(), framed(workshop, "list")
    may_edit = frame["may_edit"]
    return page(
        "workshops/list.html",
        status=status,
        form=form,
        problem=problem,
        entries=queries.list_of(session, current_actor(), workshop),
        to_take_from=queries.to_take_from(session, current_actor(), workshop) if may_edit else (),
        writers=_writers(workshop) if may_edit else (),
        **frame,
    )
