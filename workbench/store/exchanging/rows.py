"""Rows of a log that came from another workbench: into the text here, or aside until they can be."""

import base64
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workbench.domain.exchange.bundle import Entry
from workbench.domain.linetext import Content
from workbench.domain.livechanges import Change, TooMuchError
from workbench.domain.permissions import Place, may_there
from workbench.domain.refusals import Reason
from workbench.domain.roles import Permission
from workbench.domain.states import State
from workbench.models import (
    Article,
    ArticleType,
    Cause,
    Edition,
    Organisation,
    Peer,
    Person,
    RowAside,
    Text,
    TextClient,
    Topic,
    Workshop,
)
from workbench.store import texts
from workbench.store.exchanging.giving import CARRIED
from workbench.store.exchanging.names import Names, known_person
from workbench.store.quarantine import keep_late_update
from workbench.store.sources import settle
from workbench.store.syncing import Rights, rights_of
from workbench.store.visibility import actor_of

#: What a workbench does by itself, for nobody.
_ITS_OWN = frozenset({Cause.OPEN, Cause.REPAIR})


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it came; ``email`` is empty for what the other workbench did by itself."""

    request_id: uuid.UUID
    email: str
    cause: Cause
    update: bytes


@dataclass
class Count:
    """What came of it, in numbers."""

    rows: int = 0
    words: int = 0
    known: int = 0
    aside: int = 0
    late: int = 0
    articles: int = 0


@dataclass
class Taking:
    """One workshop's rows from one peer; at home its people are asked for their rights, elsewhere home has asked."""

    session: Session
    peer: Peer
    workshop: Workshop
    names: Names
    is_home: bool
    count: Count = field(default_factory=Count)
    #: Text -> its last row that came from the peer, before anything was mended here.
    mended: dict[int, int] = field(default_factory=dict)

    def take(self, facts: Mapping[str, Any], rows: Iterable[Row]) -> list[tuple[Row, Reason]]:
        """Take rows of one text, in the order they were written in; return those that cannot be in it, and why."""
        its = list(rows)
        found = self._text(facts, its)
        if isinstance(found, Reason):
            return [(row, found) for row in its]
        text = texts.locked(self.session, found)
        self.session.refresh(text.edition, ["state", "version"])
        before, seq = texts.content_of(text), text.seq
        into = _Into(self, text)
        refused = [(row, reason) for row in its if (reason := into.take(row))]
        self.count.words += _came(before, texts.content_of(text))
        self.mended[text.id] = text.seq
        if text.seq > seq and text.edition.state is State.DRAFTING:
            settle(self.session, text.edition, text)
        return refused

    def _text(self, facts: Mapping[str, Any], rows: list[Row]) -> Text | Reason:
        """Find the text, or open it as it was opened elsewhere."""
        article = self.session.get(Article, uuid.UUID(str(facts["article"])))
        if article is not None and article.workshop_id != self.workshop.id:
            return Reason.UNKNOWN
        edition = next((each for each in article.editions if each.number == facts["number"]), None) if article else None
        first = next((row for row in rows if row.cause is Cause.OPEN), None)
        if edition is None:
            return self._opened(facts, article, first)
        text = edition.text_in(str(facts["language"]))
        if text is None or not text.is_source:
            return Reason.UNKNOWN
        is_other = first is not None and texts.row_of(self.session, text, first.request_id) is None
        return Reason.ALREADY_THERE if is_other else text

    def _opened(self, facts: Mapping[str, Any], article: Article | None, first: Row | None) -> Text | Reason:
        person = self._person(facts.get("opened_by") or "")
        owner_id = self.names.number(Organisation, facts["owner"]) if facts.get("owner") else None
        kind = self.session.get(ArticleType, facts["facts"]["article_type_key"]) if owner_id else None
        if first is None or owner_id is None or kind is None:
            return Reason.BASE_UNKNOWN
        if reason := self._may_not_open(person, article, owner_id, facts) or _unreadable(first.update):
            return reason
        if article is None:
            article = self._article(facts, owner_id, kind)
        edition = Edition(
            article=article,
            number=int(facts["number"]),
            opened_by_id=person.id if person else None,
            change_note=str(facts["change_note"]),
        )
        self.session.add(edition)
        self.session.flush()
        return texts.open_text(
            self.session,
            edition,
            article.source_language,
            first.update,
            is_source=True,
            person_id=person.id if person else None,
            request_id=first.request_id,
        )

    def _may_not_open(
        self, person: Person | None, article: Article | None, owner_id: int, facts: Mapping[str, Any]
    ) -> Reason | None:
        if article is not None and any(each.is_open for each in article.editions):
            return Reason.EDITION_OPEN
        if not self.is_home:
            return None
        if article is not None:
            return Reason.MOVE_NOT_POSSIBLE
        if person is None:
            return Reason.UNKNOWN
        source = facts["facts"]["source_language"]
        place = Place(frozenset({owner_id}), self.workshop.id, (source, "kl" if source == "da" else "da"))
        return may_there(actor_of(person), Permission.ARTICLE_CREATE, place).reason

    def _article(self, facts: Mapping[str, Any], owner_id: int, kind: ArticleType) -> Article:
        its = facts["facts"]
        contact = self._person(facts.get("contact_person") or "")
        topics = self.session.scalars(sa.select(Topic).where(Topic.key.in_(facts["topics"]))).all()
        article = Article(
            id=uuid.UUID(str(facts["article"])),
            title=str(its["title"]).replace("\0", ""),
            owner_id=owner_id,
            contact_person_id=contact.id if contact else None,
            article_type=kind,
            programme_id=self.workshop.programme_id,
            workshop=self.workshop,
            segment="business" if its["segment"] == "business" else "citizen",
            source_language="kl" if its["source_language"] == "kl" else "da",
            topics=list(topics),
        )
        self.session.add(article)
        self.session.flush()
        self.count.articles += 1
        return article

    def _person(self, email: str) -> Person | None:
        return known_person(self.session, email)


class _Into:
    """One text that is locked, while rows come into it."""

    def __init__(self, taking: Taking, text: Text) -> None:
        self.taking, self.session, self.text = taking, taking.session, text
        self._people: dict[str, Person | None] = {}
        self._rights: dict[int, Rights] = {}

    def take(self, row: Row) -> Reason | None:
        """Take a row; return why it cannot be taken, None when it is there now."""
        if texts.row_of(self.session, self.text, row.request_id):
            self.taking.count.known += 1
            return None
        person = self._person(row.email)
        reason = self._nobody(row, person) or self._closed(person)
        if reason is None:
            return self._changed(row, person)
        if reason is Reason.TEXT_NOT_OPEN and person is not None:
            # They wrote while the text was handed in elsewhere: shown beside it, as a browser's late words are.
            keep_late_update(self.session, person.id, self.text.edition, self.text, row.update, reason)
            self.taking.count.late += 1
        return reason

    def _person(self, email: str) -> Person | None:
        if email not in self._people:
            self._people[email] = known_person(self.session, email)
        return self._people[email]

    def _nobody(self, row: Row, person: Person | None) -> Reason | None:
        if row.cause not in CARRIED or (not row.email and row.cause not in _ITS_OWN):
            return Reason.FIELD_INVALID
        return Reason.UNKNOWN if row.email and person is None else None

    def _closed(self, person: Person | None) -> Reason | None:
        is_open = self.text.edition.state is State.DRAFTING
        if not self.taking.is_home or person is None:
            return None if is_open else Reason.TEXT_NOT_OPEN
        rights = self._rights_of(person)
        return None if rights.writes or rights.suggests else rights.reason

    def _rights_of(self, person: Person) -> Rights:
        if person.id not in self._rights:
            self._rights[person.id] = rights_of(self.session, actor_of(person), self.text.edition, self.text)
        return self._rights[person.id]

    def _changed(self, row: Row, person: Person | None) -> Reason | None:
        try:
            change = Change(self.text.state, row.update)
        except TooMuchError:
            return Reason.TOO_LARGE
        except ValueError:
            return Reason.LETTERS_NOT_STORABLE
        if change.committed.gap:
            return Reason.BASE_UNKNOWN
        if not change.is_news:
            self.taking.count.known += 1
            return None
        if self._only_suggests(person) and change.changes_words:
            return Reason.TEXT_NOT_OPEN
        return self._written(row, person, change)

    def _only_suggests(self, person: Person | None) -> bool:
        return self.taking.is_home and person is not None and not self._rights_of(person).writes

    def _written(self, row: Row, person: Person | None, change: Change) -> Reason | None:
        grown = change.began | change.went_on
        bound = self.session.scalars(
            sa.select(TextClient).where(TextClient.text_id == self.text.id, TextClient.client.in_(sorted(grown)))
        )
        owners = {each.client: each.person_id for each in bound}
        if person is not None and any(owner != person.id for owner in owners.values()):
            return Reason.FORM_NOT_OURS
        if person is not None:
            clients = sorted(grown - owners.keys())
            self.session.add_all(TextClient(text_id=self.text.id, client=each, person_id=person.id) for each in clients)
        texts.append(
            self.session,
            self.text,
            row.update,
            person_id=person.id if person else None,
            request_id=row.request_id,
            cause=row.cause,
            merged=change.committed.state,
        )
        self.taking.count.rows += 1
        return None


def _unreadable(first: bytes) -> Reason | None:
    try:
        change = Change(b"", first)
    except ValueError:
        return Reason.LETTERS_NOT_STORABLE
    return Reason.BASE_UNKNOWN if change.committed.gap else None


def _came(before: Content, after: Content) -> int:
    """Count the words that are there now and were not."""
    return (Counter(_words(after)) - Counter(_words(before))).total()


def _words(content: Content) -> Iterable[str]:
    yield from content.title.split()
    for line in content.lines:
        yield from line.words.split()


def row_of_entry(entry: Entry) -> Row:
    """Read a row as it is carried; raises ValueError or KeyError when it is none."""
    update = base64.b64decode(entry["update"], validate=True)
    return Row(uuid.UUID(entry["request"]), str(entry["email"]), Cause(entry["cause"]), update)


def aside_of(session: Session, article_id: uuid.UUID, number: int, language: str, row: Row) -> RowAside | None:
    """Return the row where it waits aside already."""
    return session.scalars(
        sa.select(RowAside).where(
            RowAside.article_id == article_id,
            RowAside.number == number,
            RowAside.language == language,
            RowAside.request_id == row.request_id,
        )
    ).first()
