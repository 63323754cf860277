"""What an owner fills in: the signature, or the reason why it goes back."""

from wtforms import BooleanField, RadioField

from workbench.domain.states import State
from workbench.web.forms import Form, Required, VersionField, words_field
from workbench.web.locale import t
from workbench.web.words import N_


class ApprovalForm(Form):
    """Signing: one box, because it leaves the house."""

    agreed = BooleanField(
        N_("I have read the article in both languages, and it may go out to the citizens."), validators=[Required()]
    )
    version = VersionField()


class ReturnForm(Form):
    """Sending back: to whom, and why."""

    to = RadioField(N_("Who is to look at it again?"))
    reason = words_field(N_("What is to be done?"), required=True, letters=2000)
    version = VersionField()

    def __init__(self, **values: object) -> None:
        super().__init__(prefix="return-", **values)
        self.to.choices = [
            (State.IN_TRANSLATION.value, t("The translator")),
            (State.DRAFTING.value, t("The writers: the text itself must change")),
        ]
        self.to.data = self.to.data or State.IN_TRANSLATION.value

    @property
    def state(self) -> State:
        """Where the edition is to go."""
        return State(self.to.data)
