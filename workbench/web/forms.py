"""What all forms share: stripped words, letters that can be stored, errors in the person's language."""

import unicodedata
from typing import Any

from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, StopValidation, ValidationError
from wtforms.widgets import HiddenInput

from workbench.domain.refusals import Invalid, Reason
from workbench.web.locale import t


def storable(words: str) -> str:
    """Return the words; raise Invalid when no database can keep them: NUL, half a surrogate."""
    if "\x00" in words or any(0xD800 <= ord(letter) <= 0xDFFF for letter in words):  # noqa: PLR2004 - surrogates
        raise Invalid(Reason.LETTERS_NOT_STORABLE)
    return words


def stripped(words: str | None) -> str | None:
    """Filter of a one-line field: no spaces around, composed letters, no control letters."""
    if words is None:
        return None
    kept = "".join(letter for letter in words if letter == "\t" or unicodedata.category(letter) != "Cc")
    return unicodedata.normalize("NFC", kept).strip()


class _Words:
    """The sentences of WTForms' own checks, in the language of the answer."""

    def gettext(self, words: str) -> str:
        return t(words)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return t(singular if n == 1 else plural)


class Form(FlaskForm):
    """A form of ours: the token is checked once for all requests, so no form carries its own."""

    class Meta:
        csrf = False

        def get_translations(self, _form: object) -> _Words:
            return _Words()

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - WTForms is published without types
        super().__init__(*args, **kwargs)
        for field in self:  # each form has labels of its own; they are marked with N_ where they are written
            field.label.text = t(field.label.text)
            field.description = t(field.description) if field.description else ""

    @property
    def error_list(self) -> list[tuple[str, str]]:
        """Return (field id, sentence) of every error, in the order of the fields, for the summary on top."""
        return [(field.id, error) for field in self for error in field.errors]


class Required(InputRequired):
    """The field may not be empty; says so in a whole sentence."""

    def __call__(self, _form: Any, field: Any) -> None:  # noqa: ANN401 - WTForms is published without types
        if not (field.data.strip() if isinstance(field.data, str) else field.data or field.raw_data):
            field.errors[:] = []
            raise StopValidation(t("Fill in “{label}”.", label=t(field.label.text)))


class AtMost:
    """At most so many letters."""

    def __init__(self, letters: int) -> None:
        self.letters = letters

    def __call__(self, _form: Any, field: Any) -> None:  # noqa: ANN401 - WTForms is published without types
        data = field.data or ""
        if len(data) > self.letters:
            raise ValidationError(
                t("At most {n} letters fit here; there are {there}.", n=self.letters, there=len(data))
            )
        try:
            storable(data)
        except Invalid:
            raise StopValidation(t("There are letters in it that cannot be stored. Type it again by hand.")) from None


def line_field(label: str, *, required: bool = True, letters: int = 200, **more: Any) -> StringField:  # noqa: ANN401 - WTForms is published without types
    """Return a field of one line."""
    checks = [AtMost(letters), *([Required()] if required else [])]
    return StringField(label, filters=[stripped], validators=checks, **more)


def words_field(label: str, *, required: bool = False, letters: int = 10_000, **more: Any) -> TextAreaField:  # noqa: ANN401 - WTForms is published without types
    """Return a field of several lines."""
    checks = [AtMost(letters), *([Required()] if required else [])]
    return TextAreaField(label, validators=checks, **more)


class DayField(DateField):
    """A day; says in a whole sentence when it is none."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(t("That is not a day. Write year, month and day, as in 2026-11-22.")) from None


class Between(NumberRange):
    """A number between two others; says so in a whole sentence, and to the browser."""

    def __call__(self, _form: Any, field: Any) -> None:  # noqa: ANN401 - WTForms is published without types
        if field.data is None:
            raise StopValidation
        if not self.min <= field.data <= self.max:
            raise ValidationError(t("Choose a number from {least} to {most}.", least=self.min, most=self.max))


class CountField(IntegerField):
    """A whole number; says in a whole sentence when it is none."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(t("That is not a whole number.")) from None


class ChoiceField(SelectField):
    """One of several; the choices are set when the form is made, in the language of the answer."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_choose()) from None

    def pre_validate(self, form: Any) -> None:  # noqa: ANN401 - WTForms is published without types
        try:
            super().pre_validate(form)
        except ValidationError:
            raise StopValidation(_choose()) from None


def _choose() -> str:
    return t("Choose one of the entries of the list.")


class VersionField(IntegerField):
    """The version of the thing the person saw: a required field of every form that changes something."""

    widget = HiddenInput()


class RequestField(HiddenField):
    """A UUID made with the form: the same act sent twice counts once."""
