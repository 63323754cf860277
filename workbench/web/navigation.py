"""Where a person can go: the entries of the main menu, by what their roles carry."""

from dataclasses import dataclass

from flask import Flask, current_app, request, url_for

from workbench.domain.permissions import holds
from workbench.domain.roles import Permission
from workbench.web.access import current_actor, current_person
from workbench.web.locale import t


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the menu; ``is_current`` on the pages of its part."""

    address: str
    label: str
    is_current: bool


def navigation() -> list[Entry]:
    """Return the menu of the person signed in; empty when nobody is."""
    if current_person() is None:
        return []
    actor = current_actor()
    wanted = [
        ("desk.show", t("My desk"), Permission.DESK_READ),
        ("workshops.index", t("Workshops"), Permission.WORKSHOP_READ),
        ("programmes.index", t("Programmes"), Permission.PROGRAMME_EDIT),
        ("articles.index", t("Articles"), Permission.DESK_READ),
        ("translation.queue", t("Translation"), Permission.TRANSLATION_READ),
        ("publishing.index", t("Portal"), Permission.PARCEL_READ),
        ("admin.people", t("Administration"), Permission.PERSON_EDIT),
    ]
    part = (request.blueprint or "").split(".")[0]
    return [
        Entry(url_for(endpoint), label, endpoint.split(".", maxsplit=1)[0] == part)
        for endpoint, label, permission in wanted
        if endpoint in current_app.view_functions and holds(actor, permission)
    ]


def init_app(app: Flask) -> None:
    app.jinja_env.globals["navigation"] = navigation
