"""The list of articles, the page of one, and what is out of it."""

import uuid
from typing import Any

from flask import Response, request, url_for

from workbench.articles import change_views, queries
from workbench.articles.pages import article_page, blueprint
from workbench.articles.published import published_of
from workbench.domain.permissions import holds
from workbench.domain.roles import Permission
from workbench.domain.states import State
from workbench.extensions import db
from workbench.web.access import current_actor, requires, signed_in
from workbench.web.locale import t
from workbench.web.rendering import page

__all__ = ["blueprint", "change_views"]

FILTERS = ("search", "state", "owner", "topic", "workshop", "language", "mine", "sort")


@blueprint.get("")
@requires(Permission.ARTICLE_READ_PUBLISHED)
def index() -> Response:
    wanted = _wanted()
    session, actor = db.session(), current_actor()
    return page(
        "articles/index.html",
        "list",
        found=queries.articles_for(session, actor, wanted),
        choices=queries.choices_for(session, actor),
        wanted=wanted,
        states=list(State),
        sorts=_sorts(),
        is_filtered=any(request.args.get(name) for name in FILTERS if name != "sort"),
        may_begin=bool(holds(actor, Permission.ARTICLE_CREATE)),
        address_of=_address_of,
    )


def _wanted() -> queries.Wanted:
    given = request.args
    state, sort = given.get("state", ""), given.get("sort", "")
    return queries.Wanted(
        search=given.get("search", "")[:200].replace("\x00", ""),
        state=State(state) if state in set(State) else None,
        owner_id=given.get("owner", type=int),
        topic=given.get("topic", "").replace("\x00", ""),
        workshop_id=given.get("workshop", type=int),
        language=given.get("language", "").replace("\x00", ""),
        mine=bool(given.get("mine")),
        sort=sort if sort in queries.SORTS else queries.SORTS[0],
        page=given.get("page", 1, type=int),
    )


def _sorts() -> list[tuple[str, str]]:
    return [
        ("changed", t("Newest first")),
        ("title", t("By title")),
        ("due", t("Due first")),
        ("waiting", t("Waiting longest")),
    ]


def _address_of(number: int) -> str:
    given: dict[str, Any] = {name: request.args[name] for name in FILTERS if request.args.get(name)}
    given["page"] = number
    return url_for("articles.index", **given)


@blueprint.get("/<uuid:article_id>")
@signed_in
def show(article_id: uuid.UUID) -> Response:
    return article_page(article_id)


@blueprint.get("/<uuid:article_id>/published/<language>")
@requires(Permission.ARTICLE_READ_PUBLISHED)
def read(article_id: uuid.UUID, language: str) -> Response:
    """Show what is out, to everybody who is signed in."""
    out = published_of(db.session(), article_id, language)
    return page("articles/read.html", out=out)
