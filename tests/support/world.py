"""Two authorities with everything an address can name, and somebody in every role of the first."""

import datetime as dt
import shutil
import uuid

import sqlalchemy as sa

from tests.support.instances import make_app
from tests.support.line import Line
from tests.support.people import People
from workbench import worker
from workbench.domain.roles import Role
from workbench.domain.signatures import Capacity
from workbench.extensions import db
from workbench.models import Delivery, Grant, LateWords, Parcel, TextVersion, WantedArticle
from workbench.review.remark_commands import write_remark
from workbench.store import texts
from workbench.store.claims import take_claim
from workbench.store.segments import segments_of

#: Which of the articles the addresses of a part are about.
ARTICLE = {
    "drafting": "drafted",
    "history": "submitted",
    "review": "submitted",
    "translation": "accepted",
    "check": "translated",
    "approval": "checked",
    "publishing": "approved",
    "articles": "approved",
}


class Authority:
    """What one authority has: articles in every state, and what hangs on them."""

    def __init__(self, session, people):
        self.session, self.people = session, people
        self.line = line = Line(session, people)
        self.drafted, self.submitted = line.drafted(), line.submitted()
        self.accepted, self.translated, self.checked = line.accepted(), line.translated(), line.checked()
        self.approved = line.approved()
        self.review = line.ask(self.submitted, line.peer)
        self.wanted = WantedArticle(
            programme=line.programme, workshop=line.workshop, title="Find en plejebolig", article_type_key="service"
        )
        session.add(self.wanted)
        take_claim(session, self.translated, Capacity.CHECKER, line.checker.id)
        session.flush()
        self.remark = self._remark()
        self.late = LateWords(
            text=self.approved.source,
            person=line.author,
            request_id=uuid.uuid4(),
            reason="text-not-open",
            words={"need": "En lejekontrakt."},
        )
        session.add(self.late)
        session.flush()

    def _remark(self):
        content = texts.content_of(self.submitted.source)
        words = next(line for line in content.lines if line.words.strip())
        return write_remark(
            self.session,
            self.line.actor(self.line.peer),
            self.submitted,
            remark_id=uuid.uuid4(),
            line_id=words.id,
            quote="",
            words="Er det rigtigt?",
        )

    def values(self, part):
        """Return a value for every parameter that addresses have, plain enough to outlive the session."""
        edition = getattr(self, ARTICLE.get(part, "accepted"))
        parcel = self.session.scalars(sa.select(Parcel).where(Parcel.edition_id == self.approved.id)).one()
        version = self.session.scalars(
            sa.select(TextVersion.id).where(TextVersion.text_id == self.submitted.source.id)
        ).first()
        delivery = self.session.scalars(sa.select(Delivery.id).where(Delivery.parcel_id == parcel.id)).first()
        grant = self.session.scalars(sa.select(Grant.id).where(Grant.person_id == self.line.author.id)).first()
        return {
            "article_id": edition.article_id,
            "workshop_id": self.line.workshop.id,
            "programme_id": self.line.programme.id,
            "person_id": self.line.author.id,
            "organisation_id": self.line.owner.id,
            "grant_id": grant,
            "wanted_id": self.wanted.id,
            "review_id": self.review.id,
            "remark_id": self.remark.id,
            "parcel_id": parcel.id,
            "delivery_id": delivery,
            "version_id": version,
            "late_id": self.late.id,
            "language": "da",
            "locale": "da",
            "key": "none",
            "token": "none",
            "path": "da/",
            "segment": segments_of(self.session, self.accepted)[0].key,
        }


class World:
    """An application with two authorities, on a file that can be brought back after every act."""

    PARTS = (*ARTICLE, "workshops", "programmes", "admin", "accounts", "desk", "portal", "style")

    def __init__(self, folder, template):
        url = template.url(folder)
        self.file, self.kept = folder / "test.sqlite", folder / "kept.sqlite"
        self.app = make_app(folder, url)
        self.app.config["WTF_CSRF_ENABLED"] = False
        with self.app.app_context():
            session = db.session()
            people = People(session)
            own, other = Authority(session, people), Authority(session, people)
            self.people = {role: self._person(people, own.line, role) for role in Role}
            session.commit()
            self._deliver()
            session.expire_all()
            self.own = {part: own.values(part) for part in self.PARTS}
            self.other = {part: other.values(part) for part in self.PARTS}
            db.session.remove()
            db.engine.dispose()
        shutil.copyfile(self.file, self.kept)

    def _person(self, people, line, role):
        scopes = {
            Role.PARTICIPANT: {"workshop": line.workshop},
            Role.FACILITATOR: {"workshop": line.workshop},
            Role.TRANSLATOR: {"pair": ("da", "kl")},
            Role.CHECKER: {"pair": ("da", "kl")},
            Role.ADMINISTRATOR: {},
            Role.READER: {},
        }
        later = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
        scope = scopes.get(role, {"organisation": line.owner})
        return people.with_role(role.value, f"Nogen som {role.value}", ends_at=later, **scope).id

    def _deliver(self):
        sessions = worker.sessions_of(self.app.config["SQLALCHEMY_DATABASE_URI"])
        worker.drain(sessions, worker.handlers(self.app))
        sessions.kw["bind"].dispose()

    def bring_back(self):
        """Undo whatever the last request changed."""
        with self.app.app_context():
            db.engine.dispose()
        for beside in self.file.parent.glob("test.sqlite-*"):
            beside.unlink()
        shutil.copyfile(self.kept, self.file)

    def close(self):
        with self.app.app_context():
            db.engine.dispose()
