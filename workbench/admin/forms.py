"""Forms for administrators."""

from wtforms import BooleanField, StringField
from wtforms.validators import Optional, ValidationError

from workbench.admin.commands.organisations import WEB, Details
from workbench.admin.commands.people import About, Charge
from workbench.domain.roles import Role
from workbench.models import Municipality, Organisation, Person, Workshop
from workbench.store.people import PAIRS
from workbench.web.formatting import end_of, today
from workbench.web.forms import ChoiceField, DayField, Form, Required, VersionField, line_field, words_field
from workbench.web.locale import LOCALES, TONGUES, locale, t
from workbench.web.words import N_, language_word, word


def _named(rows: list[Organisation]) -> list[tuple[str, str]]:
    return [("", "–"), *((str(row.id), row.name(locale())) for row in rows)]


def _chosen(rows: list[Organisation], key: str) -> Organisation | None:
    return next((row for row in rows if str(row.id) == key), None)


class PersonForm(Form):
    """Somebody who is to have an account, or has one."""

    name = line_field(N_("Name"), letters=120)
    email = line_field(N_("E-mail"), letters=254)
    organisation = ChoiceField(N_("Works for"))
    locale = ChoiceField(N_("Letters in"), validators=[Required()])
    version = VersionField()

    organisations: list[Organisation]

    @property
    def about(self) -> About:
        """Return what was typed."""
        organisation = _chosen(self.organisations, self.organisation.data)
        return About(self.email.data, self.name.data, self.locale.data, organisation)


def person_form(organisations: list[Organisation], person: Person | None = None) -> PersonForm:
    """Return the form, filled with what is known of the person."""
    facts: dict[str, object] = {"locale": locale()}
    if person is not None:
        facts = {name: getattr(person, name) for name in ("name", "email", "locale", "version")}
        facts["organisation"] = str(person.organisation_id or "")
        if person.organisation is not None and person.organisation not in organisations:
            organisations = [person.organisation, *organisations]
    form = PersonForm(data=facts)
    form.organisations = organisations
    form.organisation.choices = _named(organisations)
    form.locale.choices = [(code, TONGUES[code]) for code in LOCALES]
    return form


class RoleForm(Form):
    """A role for somebody: for what, and until when."""

    role = ChoiceField(N_("Role"), validators=[Required()])
    organisation = ChoiceField(N_("For the organisation"))
    workshop = ChoiceField(N_("For the workshop"))
    pair = ChoiceField(N_("For the languages"))
    ends_on = DayField(
        N_("Until"), validators=[Optional()], description=N_("The last day the role counts. Empty: without end.")
    )

    organisations: list[Organisation]
    workshops: list[Workshop]

    def validate_ends_on(self, field: DayField) -> None:
        if field.data and field.data < today():
            raise ValidationError(t("This day is over. Choose today or a later one."))

    @property
    def charge(self) -> Charge:
        """Return what was chosen; the role ends with its last day."""
        pair = tuple(self.pair.data.split("-")) if self.pair.data else None
        return Charge(
            role=Role(self.role.data),
            organisation=_chosen(self.organisations, self.organisation.data),
            workshop=next((one for one in self.workshops if str(one.id) == self.workshop.data), None),
            pair=(pair[0], pair[1]) if pair else None,
            ends_at=end_of(self.ends_on.data) if self.ends_on.data else None,
        )


def role_form(organisations: list[Organisation], workshops: list[Workshop]) -> RoleForm:
    """Return the form with what can be chosen."""
    form = RoleForm(prefix="role-")
    form.organisations, form.workshops = organisations, workshops
    form.role.choices = [(role.value, word(role)) for role in Role]
    form.organisation.choices = _named(organisations)
    form.workshop.choices = [("", "–"), *((str(workshop.id), workshop.title) for workshop in workshops)]
    form.pair.choices = [("", "–"), *((f"{source}-{target}", _pair_words(source, target)) for source, target in PAIRS)]
    return form


def _pair_words(source: str, target: str) -> str:
    return t("from {source} to {target}", source=language_word(source), target=language_word(target))


class OrganisationForm(Form):
    """An organisation and how citizens reach it."""

    name_da = line_field(N_("Name in Danish"))
    name_kl = line_field(N_("Name in Kalaallisut"), required=False)
    name_en = line_field(N_("Name in English"), required=False)
    address = line_field(N_("Address"), required=False, letters=400)
    phone = line_field(N_("Phone"), required=False, letters=60)
    email = line_field(N_("E-mail"), required=False, letters=254)
    website = line_field(N_("Website"), required=False, letters=400)
    municipality_code = ChoiceField(N_("Municipality"))
    is_active = BooleanField(N_("The organisation exists and can own articles"))
    version = VersionField()

    def validate_website(self, field: StringField) -> None:
        if field.data and not field.data.startswith(WEB):
            raise ValidationError(t("Write the whole address, beginning with https://."))

    @property
    def details(self) -> Details:
        """Return what was typed."""
        typed = {
            name: self[name].data or "" for name in Details.__slots__ if name not in {"municipality_code", "is_active"}
        }
        return Details(**typed, municipality_code=self.municipality_code.data or None, is_active=self.is_active.data)


def organisation_form(municipalities: list[Municipality], organisation: Organisation | None = None) -> OrganisationForm:
    """Return the form, filled with what is known of the organisation."""
    facts: dict[str, object] = {"is_active": True}
    if organisation is not None:
        facts = {name: getattr(organisation, name) for name in (*Details.__slots__, "version")}
        facts["municipality_code"] = organisation.municipality_code or ""
    form = OrganisationForm(data=facts)
    own = organisation.municipality_code if organisation else None
    offered = [one for one in municipalities if one.exists_on(today()) or one.code == own]
    form.municipality_code.choices = [("", "–"), *((one.code, one.name(locale())) for one in offered)]
    return form


class WordsForm(Form):
    """A sentence of the interface."""

    words = words_field(N_("Words"), required=True, letters=2000)
