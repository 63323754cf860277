"""A workbench at the centre with a workshop, and a laptop that knows nothing of it yet."""

import uuid
from dataclasses import dataclass, field

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import undefer

from tests.support.line import Line
from tests.support.people import People
from workbench import worker
from workbench.domain import livechanges, livetext
from workbench.domain.exchange.bundle import pieces_of
from workbench.domain.exchange.keys import public_of
from workbench.domain.markdown import from_markdown, parse_inline
from workbench.exchange.commands import take_piece
from workbench.exchange.folder import Folder
from workbench.models import Article, Cause, Edition, Peer, Person, RowAside, Text, Workshop
from workbench.store import texts
from workbench.store.exchanging.giving import given
from workbench.store.exchanging.peers import locked_peer, pair_with
from workbench.store.people import person_by_email


@dataclass
class Side:
    """One workbench: its database, its folder, and the other one as it is known here."""

    url: str
    session: sa.orm.Session
    folder: Folder
    peer: Peer | None = None
    took: list = field(default_factory=list)

    def knows(self, other, name, workshops=(), *, has_sign_ins=False):
        self.peer = pair_with(self.session, name, public_of(other.folder.key), workshops, has_sign_ins=has_sign_ins)
        self.session.commit()

    @property
    def workshop(self):
        return self.session.scalars(sa.select(Workshop).order_by(Workshop.id)).first()

    def gives(self, workshop=None, *, peer=None, with_sign_ins=False):
        """The pieces of a stick."""
        gift = given(self.session, workshop or self.workshop, self.folder.own, peer=peer, with_sign_ins=with_sign_ins)
        self.session.commit()
        return pieces_of(gift.entries, self.folder.key)

    def takes(self, pieces):
        """Take pieces as they come; return what the last one brought about."""
        report = None
        for piece in pieces:
            peer = locked_peer(self.session, self.peer)
            _, report = take_piece(self.session, self.folder, peer, piece, self.session.commit)
            self.session.commit()
        return report

    def text(self, article_id):
        self.session.commit()
        return self.session.scalars(
            sa.select(Text)
            .join(Edition)
            .where(Edition.article_id == article_id, Text.is_source)
            .order_by(Edition.number.desc())
            .options(undefer(Text.state))
            .execution_options(populate_existing=True)
        ).first()

    def words(self, article_id):
        return [line.words for line in texts.content_of(self.text(article_id)).lines if line.words]

    def hash(self, article_id):
        return livechanges.hash_of(self.text(article_id).state)

    def person(self, like):
        return person_by_email(self.session, like.email)

    def writes(self, article_id, who, section, words):
        """Write a whole section, as the form does, from the text as it is now."""
        text = texts.locked(self.session, self.text(article_id))
        made = {"client": texts.new_client(), "new_id": texts.new_line_id}
        self._appends(text, who, livetext.saved(text.state, {section: from_markdown(words)}, None, **made))

    def changes(self, article_id, who, old, new):
        """Change words in the line that holds them."""
        text = texts.locked(self.session, self.text(article_id))
        line = next(line for line in texts.content_of(text).lines if old in line.words)
        runs = parse_inline(line.words.replace(old, new))
        self._appends(text, who, livetext.saved_line(text.state, line.id, runs, client=texts.new_client()))

    def _appends(self, text, who, update):
        person = self.session.scalars(sa.select(Person).where(Person.email == who.email)).one()
        texts.append(self.session, text, update, person_id=person.id, request_id=uuid.uuid4(), cause=Cause.SAVE)
        self.session.commit()

    @property
    def aside(self):
        return self.session.scalars(sa.select(RowAside).order_by(RowAside.id)).all()

    def articles(self):
        return self.session.scalars(sa.select(Article.id)).all()


@pytest.fixture
def make_side(tmp_path, database):
    made = []

    def make(name):
        folder = tmp_path / name
        folder.mkdir()
        url = database.url(folder)
        sessions = worker.sessions_of(url)
        side = Side(url, sessions(), Folder(folder / "instance"))
        made.append((side, sessions))
        return side

    yield make
    for side, sessions in made:
        side.session.close()
        sessions.kw["bind"].dispose()
        database.forget(side.url)


@pytest.fixture
def centre(make_side):
    side = make_side("centre")
    side.line = Line(side.session, People(side.session))
    side.edition = side.line.drafted()
    side.article_id = side.edition.article_id
    side.session.commit()
    return side


@pytest.fixture
def laptop(make_side, centre):
    side = make_side("laptop")
    side.knows(centre, "Centre")
    centre.knows(side, "Laptop", [centre.line.workshop.id])
    return side


@pytest.fixture
def room(centre, laptop):
    """The laptop has the workshop."""
    laptop.takes(centre.gives(centre.line.workshop))
    return laptop
