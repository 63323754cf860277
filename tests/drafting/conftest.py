"""An authority with its workshop, an article being drafted, and hands that save as its form does."""

import uuid

import pytest

from tests.support.line import Line
from workbench.domain.linetext import sections
from workbench.domain.markdown import to_markdown
from workbench.drafting import commands
from workbench.drafting.commands import Typed
from workbench.store import texts
from workbench.store.bases import token_of
from workbench.store.texts import Base


class Desk(Line):
    """The line, with an article that two people write."""

    def __init__(self, session, people):
        super().__init__(session, people)
        self.other = people.with_role("participant", "Malik Brandt", workshop=self.workshop)
        self.edition = self.drafted()
        session.commit()

    @property
    def text(self):
        return self.edition.source

    def base(self):
        """What a page opened now stands on."""
        return token_of(self.text, Base(self.text.seq))

    def save(self, person, sections=None, *, base=None, request_id=None, title=None):
        typed = Typed(self.base() if base is None else base, request_id or uuid.uuid4(), sections or {}, title)
        saved = commands.save_text(self.session, self.actor(person), self.edition, typed)
        self.session.commit()
        return saved

    def section(self, key):
        """The section as its field shows it now."""
        self.session.refresh(self.text)
        content = texts.content_of(self.text)
        lines = {section.key: section.lines for section in sections(content.lines)}
        return to_markdown(lines[key])


@pytest.fixture
def desk(session, people):
    return Desk(session, people)
