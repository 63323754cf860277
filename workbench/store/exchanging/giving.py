"""What of one workshop is given to another workbench: its frame, its people, its articles, their logs."""

import base64
import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from workbench.domain.exchange.bundle import VERSION, Entry
from workbench.domain.states import State
from workbench.models import (
    Article,
    Cause,
    Edition,
    Grant,
    Organisation,
    Peer,
    PeerCursor,
    Person,
    Programme,
    Text,
    TextUpdate,
    WantedArticle,
    Workshop,
    now,
)
from workbench.store.exchanging.names import Names
from workbench.store.workshops import WORKSHOP_ROLES, writers_of

#: Rows of a source that are somebody's words, or what a workbench does to open and mend a text.
CARRIED = (Cause.OPEN, Cause.SAVE, Cause.SYNC, Cause.SUGGEST, Cause.IMPORT, Cause.RESTORE, Cause.REPAIR)


@dataclass(frozen=True, slots=True)
class Given:
    """Entries for a peer, and up to which row of each text (its number here -> seq) they go."""

    entries: list[Entry]
    reaches: dict[int, int]


def given(
    session: Session, workshop: Workshop, own: str, *, peer: Peer | None = None, with_sign_ins: bool = False
) -> Given:
    """Return what of the workshop another workbench is given, and nothing of any other workshop.

    For a ``peer`` rows are left out that it has said it has; else all are given. ``own`` is our fingerprint.
    ``with_sign_ins`` adds what passwords are checked with, so that people can sign in where there is no line.
    """
    return _Giving(session, workshop, Names(session, own), with_sign_ins=with_sign_ins).given(peer)


class _Giving:
    def __init__(self, session: Session, workshop: Workshop, names: Names, *, with_sign_ins: bool) -> None:
        self.session, self.workshop, self.names, self.with_sign_ins = session, workshop, names, with_sign_ins
        self.is_home = names.of(workshop)[0] == names.own

    def given(self, peer: Peer | None) -> Given:
        editions = self._editions()
        rows = {edition.source.id: self._rows(edition.source, peer) for edition in editions}
        people = self._people(editions, rows)
        organisations = self._organisations(editions, people)
        entries: list[Entry] = [
            {"is": "exchange", "version": VERSION, "workshop": self.names.of(self.workshop)},
            *map(self._organisation, organisations),
            *map(self._person, people),
            self._programme(self.workshop.programme),
            self._workshop(),
        ]
        for edition in editions:
            entries += [self._edition(edition), *(_row(edition, row) for row in rows[edition.source.id])]
        # Last, because a wanted article names the article that came of it.
        wanted = sa.select(WantedArticle).where(WantedArticle.workshop_id == self.workshop.id)
        entries += map(self._wanted, self.session.scalars(wanted.order_by(WantedArticle.id)))
        return Given(entries, {edition.source.id: edition.source.seq for edition in editions})

    def _editions(self) -> list[Edition]:
        # What is with its reviewers here may still be drafted at home: its words go there all the same.
        states = (State.DRAFTING,) if self.is_home else (State.DRAFTING, State.IN_REVIEW)
        return list(
            self.session.scalars(
                sa.select(Edition)
                .join(Edition.article)
                .where(Article.workshop_id == self.workshop.id, Edition.state.in_(states))
                .options(joinedload(Edition.article), selectinload(Edition.texts))
                .order_by(Article.created_at, Article.id, Edition.number)
            )
        )

    def _rows(self, text: Text, peer: Peer | None) -> list[TextUpdate]:
        cursor = self.session.get(PeerCursor, (peer.id, text.id)) if peer else None
        return list(
            self.session.scalars(
                sa.select(TextUpdate)
                .where(
                    TextUpdate.text_id == text.id,
                    TextUpdate.cause.in_(CARRIED),
                    TextUpdate.seq > (cursor.seq if cursor else 0),
                )
                .options(joinedload(TextUpdate.person))
                .order_by(TextUpdate.seq)
            )
        )

    def _people(self, editions: list[Edition], rows: dict[int, list[TextUpdate]]) -> list[Person]:
        members = self.session.scalars(
            sa.select(Person).join(Grant, Grant.person_id == Person.id).where(Grant.workshop_id == self.workshop.id)
        )
        found = [*members, *(writers_of(self.session, self.workshop, now()) if self.is_home else ())]
        found += [row.person for its in rows.values() for row in its if row.person]
        found += [edition.opened_by for edition in editions if edition.opened_by]
        found += [edition.article.contact_person for edition in editions if edition.article.contact_person]
        return sorted({person.id: person for person in found}.values(), key=lambda person: person.email)

    def _organisations(self, editions: list[Edition], people: list[Person]) -> list[Organisation]:
        found = [self.workshop.host, self.workshop.programme.organisation]
        found += [edition.article.owner for edition in editions]
        found += [person.organisation for person in people if person.organisation]
        return sorted({each.id: each for each in found}.values(), key=lambda each: each.id)

    def _organisation(self, its: Organisation) -> Entry:
        names = {"name_da": its.name_da, "name_kl": its.name_kl, "name_en": its.name_en}
        contact = {"address": its.address, "phone": its.phone, "email": its.email, "website": its.website}
        return {"is": "organisation", "name": self.names.of(its), "facts": {**names, **contact}}

    def _person(self, person: Person) -> Entry:
        secret = {"password_hash": person.password_hash} if self.with_sign_ins and person.password_hash else {}
        return {
            "is": "person",
            "email": person.email,
            "facts": {"name": person.name, "locale": person.locale, **secret},
            "organisation": self.names.of(person.organisation) if person.organisation else None,
            "roles": [_role(grant) for grant in person.grants if self._counts(grant)] if person.is_active else [],
        }

    def _counts(self, grant: Grant) -> bool:
        """Tell whether a role counts in this workshop: held for it, or for whoever runs its programme."""
        if grant.role not in WORKSHOP_ROLES or grant.pair:
            return False
        organisations = {None, self.workshop.programme.organisation_id, self.workshop.host_id}
        if grant.workshop_id is None:
            return self.is_home and grant.organisation_id is not None and grant.organisation_id in organisations
        return grant.workshop_id == self.workshop.id and grant.organisation_id in organisations

    def _programme(self, programme: Programme) -> Entry:
        facts = {"title": programme.title, "description": programme.description, "stages": programme.stages}
        owner = self.names.of(programme.organisation)
        return {"is": "programme", "name": self.names.of(programme), "organisation": owner, "facts": facts}

    def _workshop(self) -> Entry:
        its = self.workshop
        days = {"starts_on": its.starts_on.isoformat(), "ends_on": its.ends_on.isoformat()}
        return {
            "is": "workshop",
            "name": self.names.of(its),
            "programme": self.names.of(its.programme),
            "host": self.names.of(its.host),
            "facts": {"title": its.title, "place": its.place, "goal": its.goal, **days},
        }

    def _wanted(self, wanted: WantedArticle) -> Entry:
        return {
            "is": "wanted",
            "name": self.names.of(wanted),
            "facts": {
                "title": wanted.title,
                "note": wanted.note,
                "article_type_key": wanted.article_type_key,
                "topic_key": wanted.topic_key,
                "source_language": wanted.source_language,
                "segment": wanted.segment,
            },
            "writer": wanted.writer.email if wanted.writer else None,
            "article": str(wanted.article_id) if wanted.article_id else None,
        }

    def _edition(self, edition: Edition) -> Entry:
        article = edition.article
        return {
            "is": "edition",
            "article": str(article.id),
            "number": edition.number,
            "language": edition.source.language,
            "opened_by": edition.opened_by.email if edition.opened_by else None,
            "change_note": edition.change_note,
            "owner": self.names.of(article.owner),
            "contact_person": article.contact_person.email if article.contact_person else None,
            "topics": [topic.key for topic in article.topics],
            "facts": {
                "title": article.title,
                "article_type_key": article.article_type_key,
                "segment": article.segment,
                "source_language": article.source_language,
            },
        }


def _role(grant: Grant) -> dict[str, str | None]:
    return {"role": grant.role.value, "from": _moment(grant.starts_at), "until": _moment(grant.ends_at)}


def _moment(at: dt.datetime | None) -> str | None:
    return at.isoformat() if at else None


def _row(edition: Edition, row: TextUpdate) -> Entry:
    return {
        "is": "row",
        "article": str(edition.article_id),
        "number": edition.number,
        "language": edition.source.language,
        "request": str(row.request_id),
        "email": row.person.email if row.person else "",
        "cause": row.cause.value,
        "update": base64.b64encode(row.update).decode("ascii"),
    }


def acknowledge(session: Session, peer: Peer, reaches: dict[int, int]) -> None:
    """Note that a peer has the logs of our texts up to these rows (number of a text here -> seq)."""
    for text_id, seq in sorted(reaches.items()):
        cursor = session.get(PeerCursor, (peer.id, text_id))
        if cursor is None:
            session.add(PeerCursor(peer_id=peer.id, text_id=text_id, seq=seq))
        else:
            cursor.seq = max(cursor.seq, seq)
    session.flush()
