"""Asking for a review, reminding, taking it back."""

import uuid

from flask import Response, flash

from workbench.domain.permissions import Matter, require_there
from workbench.domain.refusals import Invalid, Reason
from workbench.domain.roles import Permission
from workbench.domain.signatures import Capacity
from workbench.extensions import db
from workbench.models import Edition, Organisation, Person
from workbench.review import commands, queries
from workbench.review.forms import AskForm, VersionForm
from workbench.review.pages import asked_as, back_to, blueprint, edition_here
from workbench.store.reviews import reviews_of
from workbench.store.visibility import place_of
from workbench.web.access import current_actor, requires
from workbench.web.locale import locale, t
from workbench.web.rendering import page
from workbench.web.transactions import begin_reading, commit
from workbench.web.words import sentence


@blueprint.get("/articles/<uuid:article_id>/review/asking")
@requires(Permission.REVIEW_ASK)
def asking(article_id: uuid.UUID) -> Response:
    edition, matter = _edition(article_id)
    return _page(edition, _form(matter, formdata=None))


@blueprint.post("/articles/<uuid:article_id>/review/asking")
@requires(Permission.REVIEW_ASK)
def ask(article_id: uuid.UUID) -> Response:
    edition, matter = _edition(article_id)
    form = _form(matter)
    if not form.validate():
        return _page(edition, form, 422)
    person, organisation = _chosen(form.who.data)
    try:
        review = commands.ask_review(
            db.session(),
            current_actor(),
            edition,
            Capacity(form.capacity.data),
            person=person,
            organisation=organisation,
            due_on=form.due_on.data,
            note=form.note.data or "",
        )
    except Invalid as refusal:
        field = form.due_on if refusal.reason is Reason.DATE_NOT_POSSIBLE else form.who
        field.errors = [sentence(refusal)]
        db.session.rollback()
        begin_reading()
        return _page(_edition(article_id)[0], form, 422)
    name = review.person.name if review.person else review.organisation.name(locale()) if review.organisation else ""
    commit()
    flash(t("A letter is on its way to {name}.", name=name), "note")
    return back_to(article_id, "asked")


@blueprint.post("/articles/<uuid:article_id>/reviews/<int:review_id>/cancellation")
@requires(Permission.REVIEW_ASK)
def cancel(article_id: uuid.UUID, review_id: int) -> Response:
    review = queries.review_of(db.session(), _edition(article_id)[0], review_id)
    commands.cancel_review(db.session(), current_actor(), review, seen_version=VersionForm().version.data)
    commit()
    return back_to(article_id, "asked")


@blueprint.post("/articles/<uuid:article_id>/reviews/<int:review_id>/letter")
@requires(Permission.REVIEW_ASK)
def resend(article_id: uuid.UUID, review_id: int) -> Response:
    review = queries.review_of(db.session(), _edition(article_id)[0], review_id)
    commands.resend_review(db.session(), current_actor(), review, seen_version=VersionForm().version.data)
    commit()
    flash(t("The letter has been sent again."), "note")
    return back_to(article_id, "asked")


def _edition(article_id: uuid.UUID) -> tuple[Edition, Matter]:
    edition, matter = edition_here(article_id)
    require_there(current_actor(), Permission.REVIEW_ASK, place_of(edition.article))
    return edition, matter


def _form(matter: Matter, **values: object) -> AskForm:
    readers = queries.readers_for(db.session(), matter.writer_ids)
    people = [(f"person-{each.id}", _with_office(each)) for each in readers.people]
    offices = [
        (f"organisation-{each.id}", t("Anybody at {name}", name=each.name(locale()))) for each in readers.organisations
    ]
    return AskForm([*people, *offices], **values)


def _with_office(person: Person) -> str:
    return f"{person.name} ({person.organisation.name(locale())})" if person.organisation else person.name


def _chosen(who: str) -> tuple[Person | None, Organisation | None]:
    """Return who was chosen; the form lets through only those it offered."""
    kind, _, number = who.partition("-")
    if kind == "person":
        return db.session.get_one(Person, int(number)), None
    return None, db.session.get_one(Organisation, int(number))


def _page(edition: Edition, form: AskForm, status: int = 200) -> Response:
    return page(
        "review/asking.html",
        "main",
        status,
        edition=edition,
        article=edition.article,
        form=form,
        asked_as=asked_as,
        reviews=reviews_of(db.session(), edition),
    )
