"""Forms of programmes, wanted articles, workshops and the people in them."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TypeVar

from wtforms.validators import ValidationError

from workbench.domain.permissions import Actor
from workbench.domain.roles import Permission, Role
from workbench.extensions import db
from workbench.models import ArticleType, Organisation, Programme, Topic, Workshop
from workbench.models.programme import usual_stages
from workbench.store.articles import SEGMENTS, SOURCES
from workbench.store.workshops import WORKSHOP_ROLES
from workbench.web.formatting import end_of, today
from workbench.web.forms import (
    Between,
    ChoiceField,
    CountField,
    DayField,
    Form,
    Required,
    VersionField,
    line_field,
    words_field,
)
from workbench.web.locale import LOCALES, TONGUES, locale, t
from workbench.web.words import N_, language_word, segment_word, word
from workbench.workshops.commands.programmes import TIMED, Plan, Wish
from workbench.workshops.commands.workshops import AFTERWARDS, Guest, Occasion
from workbench.workshops.queries import choices

Row = TypeVar("Row", Organisation, Programme)
#: More readers than this would never all find the time.
MOST_READERS = 5
LONGEST_STAGE, LARGEST_GOAL = 365, 1000


def _named(rows: Iterable[Organisation]) -> list[tuple[str, str]]:
    return [(str(row.id), row.name(locale())) for row in rows]


def _chosen(rows: Iterable[Row], key: str) -> Row:
    return next(row for row in rows if str(row.id) == key)


class ProgrammeForm(Form):
    """What a programme says of itself, and what it asks of an article on its way."""

    title = line_field(N_("Title"))
    organisation = ChoiceField(N_("Whose programme it is"), validators=[Required()])
    description = words_field(N_("Description"))
    peers = CountField(N_("Peers who must read each text"), validators=[Required(), Between(0, MOST_READERS)])
    lawyers = CountField(N_("Lawyers who must read each text"), validators=[Required(), Between(0, MOST_READERS)])
    in_review = CountField(N_("Days for the review"), validators=[Required(), Between(0, LONGEST_STAGE)])
    in_translation = CountField(N_("Days for the translation"), validators=[Required(), Between(0, LONGEST_STAGE)])
    in_checking = CountField(
        N_("Days for checking the translation"), validators=[Required(), Between(0, LONGEST_STAGE)]
    )
    awaiting_approval = CountField(N_("Days for the approval"), validators=[Required(), Between(0, LONGEST_STAGE)])
    version = VersionField()

    def validate_lawyers(self, field: CountField) -> None:
        if field.data == 0 and self.peers.data == 0:
            raise ValidationError(t("At least one person must read each text before it goes on."))

    @property
    def plan(self) -> Plan:
        """Return what was typed."""
        return Plan(
            title=self.title.data,
            description=self.description.data or "",
            peers=self.peers.data,
            lawyers=self.lawyers.data,
            days={state: self[state.value].data for state in TIMED},
        )

    @property
    def chosen_organisation(self) -> Organisation:
        """Return the organisation chosen of those that could be."""
        return _chosen(self.organisations, self.organisation.data)

    organisations: list[Organisation]


def programme_form(actor: Actor, programme: Programme | None = None) -> ProgrammeForm:
    """Return the form of a new programme, or of that one as it is."""
    organisations = choices.organisations_for(db.session(), actor, Permission.PROGRAMME_EDIT)
    if programme and programme.organisation not in organisations:
        organisations.append(programme.organisation)
    form = ProgrammeForm(data=_programme_facts(programme))
    form.organisations = organisations
    form.organisation.choices = _named(organisations)
    return form


def _programme_facts(programme: Programme | None) -> dict[str, object]:
    stages = programme.stages if programme else usual_stages()
    facts: dict[str, object] = {
        "peers": stages.get("signatures", {}).get("peer", 0),
        "lawyers": stages.get("signatures", {}).get("legal", 0),
        **{state.value: stages.get("days", {}).get(state.value, 0) for state in TIMED},
    }
    if programme:
        facts |= {"title": programme.title, "description": programme.description, "version": programme.version}
        facts["organisation"] = str(programme.organisation_id)
    return facts


class WishForm(Form):
    """What is known of an article before anybody writes it."""

    title = line_field(N_("Title of the article"))
    note = words_field(N_("What it should answer"), letters=2000)
    article_type = ChoiceField(N_("Type"), validators=[Required()])
    topic = ChoiceField(N_("Topic"))
    source_language = ChoiceField(N_("Written in"), validators=[Required()])
    segment = ChoiceField(N_("For whom"), validators=[Required()])
    version = VersionField()

    @property
    def wish(self) -> Wish:
        """Return what was typed."""
        return Wish(
            title=self.title.data,
            note=self.note.data or "",
            article_type_key=self.article_type.data,
            topic_key=self.topic.data or None,
            source_language=self.source_language.data,
            segment=self.segment.data,
        )


def wish_form(topics: Sequence[Topic] = (), *, is_blank: bool = False, **facts: object) -> WishForm:
    """Return the form of a wanted article as it was sent, or filled with the facts; ``is_blank``: nothing sent."""
    types: list[ArticleType] = choices.article_types(db.session())
    there = topics or choices.topics(db.session())
    form = WishForm(formdata=None, data=facts) if is_blank else WishForm(data=facts)
    form.article_type.choices = [(kind.key, kind.name(locale())) for kind in types]
    form.topic.choices = [("", t("No topic yet")), *((topic.key, topic.name(locale())) for topic in there)]
    form.source_language.choices = [(code, language_word(code)) for code in SOURCES]
    form.segment.choices = [(name, segment_word(name)) for name in SEGMENTS]
    return form


class WorkshopForm(Form):
    """When, where and for what people meet."""

    programme = ChoiceField(N_("Programme"), validators=[Required()])
    title = line_field(N_("Title"))
    starts_on = DayField(N_("First day"), validators=[Required()])
    ends_on = DayField(N_("Last day"), validators=[Required()])
    place = line_field(N_("Place"), required=False)
    host = ChoiceField(N_("Host"), validators=[Required()])
    goal = CountField(
        N_("Articles you want to write"),
        description=N_("0 if you do not set yourselves a number."),
        validators=[Required(), Between(0, LARGEST_GOAL)],
    )
    version = VersionField()

    hosts: list[Organisation]
    programmes: list[Programme]

    def validate_ends_on(self, field: DayField) -> None:
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError(t("The last day cannot come before the first."))

    @property
    def occasion(self) -> Occasion:
        """Return what was typed."""
        return Occasion(
            title=self.title.data,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            host=_chosen(self.hosts, self.host.data),
            place=self.place.data or "",
            goal=self.goal.data,
        )

    @property
    def chosen_programme(self) -> Programme:
        """Return the programme chosen of those that could be."""
        return _chosen(self.programmes, self.programme.data)


def workshop_form(actor: Actor, workshop: Workshop | None = None, *, programme_id: int | None = None) -> WorkshopForm:
    """Return the form of a new workshop, or of that one as it is; its programme can be chosen only once."""
    session = db.session()
    if workshop is None:
        programmes = choices.programmes_for(session, actor, Permission.WORKSHOP_CREATE)
        facts: dict[str, object] = {"programme": str(programme_id or ""), "goal": 0}
        facts |= {"starts_on": today(), "ends_on": today() + dt.timedelta(days=1)}
    else:
        programmes = [workshop.programme]
        facts = {"programme": str(workshop.programme_id), "host": str(workshop.host_id), "version": workshop.version}
        facts |= {name: getattr(workshop, name) for name in ("title", "starts_on", "ends_on", "place", "goal")}
    form = WorkshopForm(data=facts)
    form.programmes, form.hosts = programmes, choices.active_organisations(session)
    form.programme.choices = [(str(programme.id), programme.title) for programme in programmes]
    form.host.choices = _named(form.hosts)
    return form


class GuestForm(Form):
    """Somebody to be invited to a workshop."""

    email = line_field(N_("E-mail"))
    name = line_field(
        N_("Name"), required=False, description=N_("Needed only for somebody who has never used the workbench.")
    )
    role = ChoiceField(N_("Role"), validators=[Required()])
    organisation = ChoiceField(N_("Works for"), validators=[Required()])
    language = ChoiceField(N_("Letters in"), validators=[Required()])
    ends_on = DayField(N_("Until"), validators=[Required()], description=N_("The last day the role counts."))

    organisations: list[Organisation]

    def validate_ends_on(self, field: DayField) -> None:
        if field.data and field.data < today():
            raise ValidationError(t("This day is over. Choose today or a later one."))

    @property
    def guest(self) -> Guest:
        """Return what was typed; the role ends with its last day."""
        return Guest(
            email=self.email.data,
            name=self.name.data or "",
            role=Role(self.role.data),
            ends_at=end_of(self.ends_on.data),
            locale=self.language.data,
            organisation=_chosen(self.organisations, self.organisation.data),
        )


def guest_form(workshop: Workshop) -> GuestForm:
    """Return the form of an invitation; the role ends a month after the workshop where nobody says otherwise."""
    ends_on = max(workshop.ends_on, today()) + AFTERWARDS
    form = GuestForm(data={"ends_on": ends_on, "organisation": str(workshop.host_id), "language": locale()})
    form.organisations = choices.active_organisations(db.session())
    form.organisation.choices = _named(form.organisations)
    form.role.choices = [(role.value, word(role)) for role in WORKSHOP_ROLES]
    form.language.choices = [(code, TONGUES[code]) for code in LOCALES]
    return form


class GiveForm(Form):
    """Who is to write an article of the list."""

    writer = ChoiceField(N_("Writer"), validators=[Required()])
    version = VersionField()


class SeenForm(Form):
    """What the person saw when they pressed the button."""

    version = VersionField()
