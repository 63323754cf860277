"""Forms of the account pages."""

from collections.abc import Iterable

from wtforms import PasswordField, RadioField
from wtforms.fields.choices import SelectChoice

from workbench.accounts.hashing import leaked_passwords
from workbench.domain.passwords import refuse_weak
from workbench.domain.refusals import Invalid, Reason
from workbench.web.forms import Form, Required, VersionField, line_field
from workbench.web.locale import TONGUES
from workbench.web.words import N_, reason_sentence, sentence


class ForgottenForm(Form):
    email = line_field(N_("E-mail"), letters=254)


class NewPasswordForm(Form):
    """A new password, typed twice."""

    password = PasswordField(N_("New password"), validators=[Required()])
    again = PasswordField(N_("The same password again"), validators=[Required()])

    def is_taken(self, own: Iterable[str]) -> bool:
        """Tell whether the new password can be taken; if not, its fields say why."""
        if not self.validate_on_submit():
            return False
        try:
            refuse_weak(self.password.data, own=own, leaked=leaked_passwords())
        except Invalid as refusal:
            self.password.errors = [sentence(refusal)]
            return False
        if self.password.data != self.again.data:
            self.again.errors = [reason_sentence(Reason.PASSWORDS_DIFFER)]
            return False
        return True


class ChangePasswordForm(NewPasswordForm):
    old = PasswordField(N_("Present password"), validators=[Required()])


class SettingsForm(Form):
    name = line_field(N_("Name"), letters=120)
    locale = RadioField(
        N_("Language of the workbench and of letters to you"),
        choices=[SelectChoice(code, tongue) for code, tongue in TONGUES.items()],
    )
    version = VersionField()
