"""The first page after signing in: what waits, in every role, the most urgent first."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from flask import Blueprint, Response, request, url_for

from workbench.desk.queries import meetings_of, tasks_of
from workbench.desk.tasks import Kind, Task
from workbench.domain.permissions import holds
from workbench.domain.roles import Permission
from workbench.extensions import db
from workbench.models import now
from workbench.store.paging import cut
from workbench.web.access import current_actor, signed_in
from workbench.web.formatting import due, today
from workbench.web.locale import t
from workbench.web.paging import asked_page
from workbench.web.rendering import page

blueprint = Blueprint("desk", __name__)

#: Where the work of each kind is done.
PLACES = {
    Kind.WRITE: "drafting.edit",
    Kind.ANSWER: "review.show",
    Kind.ASK: "review.asking",
    Kind.REVIEW: "review.show",
    Kind.TRANSLATE: "translation.edit",
    Kind.CHECK: "check.show",
    Kind.APPROVE: "approval.show",
}


@dataclass(frozen=True, slots=True)
class Group:
    """Tasks that are due at about the same time."""

    key: str
    title: str
    tasks: tuple[Task, ...]


@blueprint.get("/")
@signed_in
def show() -> Response:
    session, actor = db.session(), current_actor()
    everything = tasks_of(session, actor, now())
    workshop_id, kind = request.args.get("workshop", type=int), _asked_kind()
    of_workshop = [task for task in everything if workshop_id in {None, task.workshop_id}]
    tasks = [task for task in of_workshop if kind in {None, task.kind}]
    first, rest = tasks[:1], cut(tasks[1:], asked_page())
    return page(
        "desk/show.html",
        "tasks",
        first=first[0] if first and rest.number == 1 else None,
        rest=rest,
        groups=_groups(rest.rows),
        total=len(everything),
        counts={one: sum(task.kind is one for task in of_workshop) for one in Kind},
        shown=len(of_workshop),
        kind=kind,
        workshop_id=workshop_id,
        workshops=sorted({(task.workshop, task.workshop_id) for task in everything if task.workshop_id is not None}),
        meetings=meetings_of(session, actor, today()),
        address_of=address_of,
        Kind=Kind,
        has_roles=bool(actor.held),
        may_plan=holds(actor, Permission.WORKSHOP_CREATE),
        today=today(),
    )


def _asked_kind() -> Kind | None:
    wanted = request.args.get("show", "")
    return Kind(wanted) if wanted in set(Kind) else None


def address_of(task: Task) -> str:
    """Return where the task is worked on: one click from the desk."""
    if task.kind is Kind.DELIVER:
        return url_for("publishing.parcel", parcel_id=task.parcel_id)
    if task.article_id is None:
        return url_for("translation.queue")
    return url_for(PLACES[task.kind], article_id=task.article_id)


def _groups(tasks: Iterable[Task]) -> list[Group]:
    titles = {"late": t("Over time"), "now": t("Today and tomorrow"), "soon": t("Later"), "": t("When you have time")}
    return [
        Group(key, titles[key], tuple(found))
        for key, found in groupby(tasks, lambda task: due(task.due)[0] if task.due else "")
    ]
