"""The own settings: name, language, password, roles, logins."""

from flask import Response, flash, url_for

from workbench.accounts import commands, hashing, limits, queries
from workbench.accounts.forms import ChangePasswordForm, SettingsForm
from workbench.accounts.pages import account_limit, blueprint, keep_language, sign_in
from workbench.domain.refusals import NotSignedIn, Reason, TooMany
from workbench.extensions import db
from workbench.models import Person
from workbench.web import access
from workbench.web.access import ABSOLUTE, current_person, signed_in
from workbench.web.hypermedia import go_to
from workbench.web.locale import t
from workbench.web.rendering import page
from workbench.web.transactions import commit, let_go
from workbench.web.words import reason_sentence, sentence


def _me() -> Person:
    person = current_person()
    if person is None:
        raise NotSignedIn(Reason.NOT_SIGNED_IN)
    return person


@blueprint.get("/me")
@signed_in
def settings() -> Response:
    return _settings_page()


@blueprint.post("/me")
@signed_in
def save_settings() -> Response:
    me, form = _me(), SettingsForm()
    if not form.validate_on_submit():
        return _settings_page(422, form=form)
    commands.save_settings(
        db.session(), me, name=form.name.data, locale=form.locale.data, seen_version=form.version.data
    )
    commit()
    flash(t("Your settings are saved."), "message")
    return keep_language(go_to(url_for("accounts.settings")), form.locale.data)


@blueprint.post("/me/password")
@signed_in
def change_password() -> Response:
    me, form, session = _me(), ChangePasswordForm(), db.session()
    if not form.is_taken((me.name, me.email)):
        return _settings_page(422, password_form=form)
    limit, kept, person_id = account_limit(me.email), me.password_hash, me.id
    try:
        limits.refuse_too_many(session, limit)
    except TooMany as refusal:
        form.old.errors = [sentence(refusal)]
        return _settings_page(429, password_form=form)
    limits.note_try(session, limit.key)
    commit()
    let_go()
    is_theirs, new_hash = hashing.matches(kept, form.old.data), hashing.hashed(form.password.data)
    if not is_theirs:
        form.old.errors = [reason_sentence(Reason.PASSWORD_WRONG)]
        return _settings_page(422, password_form=form)
    person = session.get_one(Person, person_id)
    limits.forget_tries(session, limit.key)
    commands.set_password(session, person, new_hash)
    sign_in(person)
    flash(t("Your new password is in force. You are signed out everywhere else."), "message")
    return go_to(url_for("accounts.settings"))


@blueprint.post("/me/logins/others")
@signed_in
def end_other_logins() -> Response:
    me = _me()
    commands.end_logins(db.session(), me.id, me, but=access.current_login())
    commit()
    flash(t("You are signed out everywhere else."), "message")
    return go_to(url_for("accounts.settings"))


def _settings_page(
    status: int = 200, *, form: SettingsForm | None = None, password_form: ChangePasswordForm | None = None
) -> Response:
    me, session = _me(), db.session()
    return page(
        "accounts/settings.html",
        status=status,
        form=form or SettingsForm(formdata=None, name=me.name, locale=me.locale, version=me.version),
        password_form=password_form or ChangePasswordForm(formdata=None),
        roles=queries.held_roles(session, me.id),
        logins=queries.open_logins(session, me.id, access.current_login(), lifetime=ABSOLUTE),
    )
