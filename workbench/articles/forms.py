"""Forms of an article as a whole: beginning it, its facts, opening it again."""

from collections.abc import Sequence

from wtforms import SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from workbench.articles.commands import Facts
from workbench.models import ArticleType, Organisation, Person, Topic
from workbench.store.articles import SEGMENTS, SOURCES, Beginning
from workbench.web.forms import ChoiceField, Form, Required, VersionField, line_field, words_field
from workbench.web.locale import locale, t
from workbench.web.words import N_, language_word, segment_word

NOTE_LETTERS = 2000


class TopicsField(SelectMultipleField):
    """Any number of topics, each a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class FactsForm(Form):
    """What an article is beside its words."""

    owner = ChoiceField(N_("Owner"), validators=[Required()])
    contact_person = ChoiceField(N_("Contact person"))
    topics = TopicsField(N_("Topics"))
    segment = ChoiceField(N_("For whom"))
    version = VersionField()

    def offer(self, owners: Sequence[Organisation], people: Sequence[Person], topics: Sequence[Topic]) -> None:
        """Set what can be chosen."""
        self.owner.choices = [(str(owner.id), owner.name(locale())) for owner in owners]
        self.contact_person.choices = [("", t("Nobody yet")), *((str(person.id), person.name) for person in people)]
        self.topics.choices = [(topic.key, topic.name(locale())) for topic in topics]
        self.segment.choices = [(segment, segment_word(segment)) for segment in SEGMENTS]

    def facts(self, owners: Sequence[Organisation], people: Sequence[Person], topics: Sequence[Topic]) -> Facts:
        """Return what was chosen, from what was offered."""
        return Facts(
            owner=next(owner for owner in owners if str(owner.id) == self.owner.data),
            contact_person=next((person for person in people if str(person.id) == self.contact_person.data), None),
            topics=[topic for topic in topics if topic.key in (self.topics.data or [])],
            segment=self.segment.data,
        )


class BeginForm(Form):
    """What an article begins with."""

    title = line_field(N_("Title"), description=N_("The words a citizen would search for."))
    owner = ChoiceField(N_("Owner"), validators=[Required()])
    article_type = ChoiceField(N_("Kind of article"))
    source_language = ChoiceField(N_("Written in"))
    segment = ChoiceField(N_("For whom"))
    topics = TopicsField(N_("Topics"))

    def offer(self, owners: Sequence[Organisation], types: Sequence[ArticleType], topics: Sequence[Topic]) -> None:
        """Set what can be chosen."""
        self.owner.choices = [(str(owner.id), owner.name(locale())) for owner in owners]
        self.article_type.choices = [(kind.key, kind.name(locale())) for kind in types]
        self.source_language.choices = [(language, language_word(language)) for language in SOURCES]
        self.segment.choices = [(segment, segment_word(segment)) for segment in SEGMENTS]
        self.topics.choices = [(topic.key, topic.name(locale())) for topic in topics]

    def beginning(
        self,
        owners: Sequence[Organisation],
        types: Sequence[ArticleType],
        topics: Sequence[Topic],
        contact_person_id: int,
    ) -> Beginning:
        """Return what was chosen, from what was offered."""
        return Beginning(
            title=self.title.data,
            owner=next(owner for owner in owners if str(owner.id) == self.owner.data),
            article_type=next(kind for kind in types if kind.key == self.article_type.data),
            source_language=self.source_language.data,
            segment=self.segment.data,
            topics=[topic for topic in topics if topic.key in (self.topics.data or [])],
            contact_person_id=contact_person_id,
        )


class ReopenForm(Form):
    """Why an edition goes back to its writers."""

    reason = words_field(N_("Why"), required=True, letters=NOTE_LETTERS)
    version = VersionField()


class EditionForm(Form):
    """What the next edition changes."""

    change_note = words_field(N_("What changes"), required=True, letters=NOTE_LETTERS)
    version = VersionField()
