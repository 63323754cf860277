"""What is filled in on the pages of a review."""

import uuid
from collections.abc import Sequence

from wtforms import IntegerField, RadioField, SelectField, TextAreaField
from wtforms.validators import Optional, ValidationError
from wtforms.widgets import HiddenInput

from workbench.domain.refusals import Invalid, Reason
from workbench.domain.signatures import Capacity
from workbench.models import Verdict
from workbench.web.forms import ChoiceField, DayField, Form, RequestField, VersionField, line_field, words_field
from workbench.web.locale import t
from workbench.web.words import N_


class SeqField(IntegerField):
    """Which row of the log stood in front of the reader."""

    widget = HiddenInput()


class AskForm(Form):
    """Whom to ask, in what capacity, until when."""

    who = ChoiceField(N_("Who is to read it?"))
    capacity = RadioField(N_("As what?"))
    due_on = DayField(N_("Answer wanted by"), validators=[Optional()])
    note = words_field(N_("What should they look at?"), letters=2000)

    def __init__(self, readers: Sequence[tuple[str, str]] = (), **values: object) -> None:
        super().__init__(**values)
        self.who.choices = [("", t("Choose a person or an organisation")), *readers]
        self.capacity.choices = [
            (Capacity.PEER.value, t("Peer: is it right and easy to understand?")),
            (Capacity.LEGAL.value, t("Lawyer: does it say what the law says?")),
        ]
        self.capacity.data = self.capacity.data or Capacity.PEER.value

    def validate_who(self, field: SelectField) -> None:
        if not field.data:
            raise ValidationError(t("Choose who is to read it."))


class RemarkForm(Form):
    """A remark on words of the text."""

    line = ChoiceField(N_("Which line is it about?"), validate_choice=False)
    quote = line_field(N_("Which words?"), required=False, letters=1000)
    words = words_field(N_("Your remark"), required=True, letters=4000)
    request_id = RequestField()

    @property
    def uuid(self) -> uuid.UUID:
        """Return the id that came with the form; raise Invalid when it is none."""
        return uuid_of(self.request_id.data)


class AnswerForm(Form):
    """An answer to a remark."""

    words = words_field(N_("Your answer"), required=True, letters=4000)
    request_id = RequestField()

    def __init__(self, thread_id: uuid.UUID, **values: object) -> None:
        super().__init__(prefix=f"a{thread_id.hex[:12]}-", **values)

    @property
    def uuid(self) -> uuid.UUID:
        """Return the id that came with the form; raise Invalid when it is none."""
        return uuid_of(self.request_id.data)


class VerdictForm(Form):
    """A verdict on the words as they stood on the page."""

    verdict = RadioField(N_("Your verdict"))
    reason = words_field(N_("Say why"), letters=4000)
    version = VersionField()
    seq = SeqField()

    def __init__(self, *, may_send_back: bool = True, **values: object) -> None:
        super().__init__(prefix="verdict-", **values)
        accept = (Verdict.ACCEPT.value, t("I vouch for every sentence as it stands"))
        send_back = (Verdict.REQUEST_CHANGES.value, t("Something must change first"))
        self.verdict.choices = [accept, send_back] if may_send_back else [accept]

    def validate_verdict(self, field: RadioField) -> None:
        if not field.data:
            raise ValidationError(t("Choose one of the two."))

    def validate_reason(self, field: TextAreaField) -> None:
        if self.verdict.data == Verdict.REQUEST_CHANGES and not (field.data or "").strip():
            raise ValidationError(t("Say what must change, so that the writers know what to do."))


class VersionForm(Form):
    """An act on something as it stood on the page."""

    version = VersionField()


class ReadForm(Form):
    """That the words up to here have been read."""

    seq = SeqField()


def uuid_of(written: str | None) -> uuid.UUID:
    """Return the id; raise Invalid when it is none."""
    try:
        return uuid.UUID(written or "")
    except ValueError:
        raise Invalid(Reason.FIELD_INVALID) from None
