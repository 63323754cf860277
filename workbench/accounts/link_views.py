"""Invitations and new passwords by a link in a letter."""

from flask import Response, flash, url_for

from workbench.accounts import commands, hashing, limits
from workbench.accounts.forms import ForgottenForm, NewPasswordForm
from workbench.accounts.pages import blueprint, key, shared_limits, sign_in
from workbench.domain.refusals import Invalid, TooMany
from workbench.extensions import db
from workbench.models import Person
from workbench.store.links import Purpose, open_link
from workbench.web.access import public
from workbench.web.hypermedia import go_to
from workbench.web.links import unsealed
from workbench.web.locale import t
from workbench.web.rendering import page
from workbench.web.transactions import commit, let_go
from workbench.web.words import sentence

GONE = 410


@blueprint.get("/password/forgotten", endpoint="forgot")
@public
def show_forgot() -> Response:
    return page("accounts/forgot.html", form=ForgottenForm(), is_sent=False, problem="")


@blueprint.post("/password/forgotten")
@public
def ask_for_reset() -> Response:
    form, session = ForgottenForm(), db.session()
    if not form.validate_on_submit():
        return page("accounts/forgot.html", status=422, form=form, is_sent=False, problem="")
    shared = shared_limits("reset")
    try:
        limits.refuse_too_many(session, *shared)
    except TooMany as refusal:
        return page("accounts/forgot.html", status=429, form=form, is_sent=False, problem=sentence(refusal))
    limits.note_try(session, *(limit.key for limit in shared))
    commands.ask_for_reset(session, form.email.data, key("reset", form.email.data))
    commit()
    return go_to(url_for("accounts.letter_sent"))


@blueprint.get("/password/letter")
@public
def letter_sent() -> Response:
    return page("accounts/forgot.html", form=ForgottenForm(), is_sent=True, problem="")


@blueprint.get("/password/<token>", endpoint="reset")
@public
def show_reset(token: str) -> Response:
    return _show(token, Purpose.RESET)


@blueprint.post("/password/<token>")
@public
def set_forgotten(token: str) -> Response:
    return _set(token, Purpose.RESET)


@blueprint.get("/invitation/<token>", endpoint="invitation")
@public
def show_invitation(token: str) -> Response:
    return _show(token, Purpose.INVITATION)


@blueprint.post("/invitation/<token>")
@public
def accept_invitation(token: str) -> Response:
    return _set(token, Purpose.INVITATION)


def _show(signed: str, purpose: Purpose) -> Response:
    try:
        person = open_link(db.session(), unsealed(signed), purpose).person
    except Invalid:
        return page("accounts/link_ended.html", status=GONE)
    return _form_page(NewPasswordForm(), person, signed, purpose)


def _set(signed: str, purpose: Purpose) -> Response:
    session = db.session()
    try:
        token = unsealed(signed)
        person = open_link(session, token, purpose).person
        form = NewPasswordForm()
        if not form.is_taken((person.name, person.email)):
            return _form_page(form, person, signed, purpose, status=422)
        let_go()
        new_hash = hashing.hashed(form.password.data)
        person = commands.set_password_by_link(session, token, purpose, new_hash)
    except Invalid:
        let_go()
        return page("accounts/link_ended.html", status=GONE)
    limits.forget_tries(session, key("account", person.email))
    sign_in(person)
    flash(t("Your new password is in force."), "message")
    return go_to("/")


def _form_page(form: NewPasswordForm, person: Person, signed: str, purpose: Purpose, *, status: int = 200) -> Response:
    action = url_for(f"accounts.{purpose.value}", token=signed)
    return page(
        "accounts/new_password.html",
        status=status,
        form=form,
        action=action,
        person=person,
        is_invited=purpose is Purpose.INVITATION,
    )
