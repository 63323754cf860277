"""Who can give what an edition lacks, by name."""

import enum
import functools
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from workbench.approval.gate import Gap, What
from workbench.domain.legalminimum import Minimum
from workbench.domain.permissions import Actor, Matter, may_there, who_may
from workbench.domain.roles import GRANTS, Permission
from workbench.domain.signatures import OF_SOURCE, Capacity
from workbench.models import Claim, Edition, Grant, Person, Review, now
from workbench.store.reviews import reviews_of
from workbench.store.signatures import authors_by_key
from workbench.store.visibility import actor_of, held_at, place_of


class How(enum.StrEnum):
    #: They have been asked and have not answered yet.
    ASKED = "asked"
    #: They are working on it now.
    CLAIMED = "claimed"
    #: Any of them can do it.
    COULD = "could"
    #: Nobody has been asked; they can ask.
    ASK = "ask"
    #: They wrote the words.
    WROTE = "wrote"
    #: Nobody holds the role; they can give it to somebody.
    GRANT = "grant"
    #: Nobody holds the role, and nobody can give it.
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Hand:
    """Who can give it, and how they stand to it."""

    how: How
    names: tuple[str, ...]


_ASKED_FOR = (
    Permission.REVIEW_ASK,
    Permission.TRANSLATION_WRITE,
    Permission.CHECK_WRITE,
    Permission.EDITION_APPROVE,
    Permission.ARTICLE_EDIT,
    Permission.ORGANISATION_EDIT,
    Permission.PERSON_EDIT,
)
_AUTHORITY = frozenset(
    {
        Minimum.AUTHORITY_NAME,
        Minimum.AUTHORITY_ADDRESS,
        Minimum.AUTHORITY_PHONE,
        Minimum.AUTHORITY_EMAIL,
    }
)


class Hands:
    """Knows, for one edition, who could do what; reads everybody it may have to name once."""

    def __init__(self, session: Session, edition: Edition, matter: Matter, locale: str) -> None:
        self.session, self.edition, self.matter, self.locale = session, edition, matter, locale
        self.place = place_of(edition.article)

    @functools.cached_property
    def people(self) -> list[tuple[Person, Actor]]:
        roles = [role for role, permissions in GRANTS.items() if permissions.intersection(_ASKED_FOR)]
        at = now()
        rows = self.session.scalars(
            sa.select(Person)
            .where(
                Person.is_active,
                sa.or_(
                    Person.grants.any(sa.and_(Grant.role.in_(roles), held_at(at))),
                    Person.id.in_(self.matter.writer_ids),
                ),
            )
            .options(joinedload(Person.grants))
            .order_by(Person.name)
        ).unique()
        return [(person, actor_of(person, at)) for person in rows]

    @functools.cached_property
    def reviews(self) -> list[Review]:
        return [review for review in reviews_of(self.session, self.edition) if review.is_waiting]

    @functools.cached_property
    def claims(self) -> dict[str, str]:
        rows = self.session.execute(
            sa.select(Claim.capacity, Person.name)
            .join(Person, Person.id == Claim.person_id)
            .where(Claim.edition_id == self.edition.id, Claim.ends_at > now())
        )
        return {row.capacity: row.name for row in rows}

    @functools.cached_property
    def authors(self) -> dict[str, frozenset[int]]:
        return authors_by_key(self.session, self.edition)

    def approvers(self) -> tuple[str, ...]:
        """Return who may sign for the owner: the right role, and no word of theirs in it."""
        return self._names(who_may(self._actors(), Permission.EDITION_APPROVE, self.matter))

    def of(self, gap: Gap) -> Hand:
        """Return who can give what is missing; never nobody without who can help further."""
        if gap.what is What.SIGNATURE and gap.capacity in OF_SOURCE:
            return self._reader(gap.capacity)
        if gap.what is What.SIGNATURE and gap.capacity is Capacity.CHECKER:
            return self._checker([segment.key for segment in gap.sentences])
        if gap.what is What.MINIMUM and gap.lacking is not None:
            return self._stating(gap.lacking.what, gap.lacking.language)
        if gap.what is What.FORM:
            return self._forming(gap.where)
        if gap.found is not None and gap.found.in_source:
            return self._writers()
        return self._translator()

    def _reader(self, capacity: Capacity | None) -> Hand:
        waiting = [review for review in self.reviews if review.capacity == capacity]
        people = [review.person.name for review in waiting if review.person]
        offices = [review.organisation.name(self.locale) for review in waiting if review.organisation]
        if waiting:
            return Hand(How.ASKED, tuple(dict.fromkeys([*people, *offices])))
        return self._or_grant(How.ASK, self._there(Permission.REVIEW_ASK))

    def _translator(self) -> Hand:
        if name := self.claims.get(Capacity.TRANSLATOR):
            return Hand(How.CLAIMED, (name,))
        return self._or_grant(How.COULD, who_may(self._actors(), Permission.TRANSLATION_WRITE, self.matter))

    def _checker(self, keys: Iterable[str]) -> Hand:
        if name := self.claims.get(Capacity.CHECKER):
            return Hand(How.CLAIMED, (name,))
        barred = {person_id for key in keys for person_id in self.authors.get(key, ())}
        able = who_may(self._actors(), Permission.CHECK_WRITE, self.matter)
        return self._or_grant(How.COULD, [actor for actor in able if actor.id not in barred])

    def _stating(self, minimum: Minimum, language: str) -> Hand:
        if minimum in _AUTHORITY:
            return self._or_grant(How.COULD, self._anywhere(Permission.ORGANISATION_EDIT))
        return self._writers() if language == self.edition.article.source_language else self._translator()

    def _forming(self, where: str) -> Hand:
        if where.startswith("owner"):
            return self._or_grant(How.COULD, self._anywhere(Permission.ORGANISATION_EDIT))
        if where.startswith("topics"):
            return self._or_grant(How.COULD, self._there(Permission.ARTICLE_EDIT))
        return self._writers()

    def _writers(self) -> Hand:
        """Return who wrote the source; where the log names nobody, who is to be asked about the article."""
        names = tuple(person.name for person, _ in self.people if person.id in self.matter.writer_ids)
        if names:
            return Hand(How.WROTE, names)
        contact = self.edition.article.contact_person
        if contact is not None:
            return Hand(How.COULD, (contact.name,))
        return self._or_grant(How.COULD, self._there(Permission.ARTICLE_EDIT))

    def _or_grant(self, how: How, actors: Collection[Actor]) -> Hand:
        if actors:
            return Hand(how, self._names(actors))
        keepers = self._names(self._anywhere(Permission.PERSON_EDIT))
        return Hand(How.GRANT if keepers else How.NOBODY, keepers)

    def _actors(self) -> list[Actor]:
        return [actor for _, actor in self.people]

    def _there(self, permission: Permission) -> list[Actor]:
        return [actor for actor in self._actors() if may_there(actor, permission, self.place)]

    def _anywhere(self, permission: Permission) -> list[Actor]:
        return [actor for actor in self._actors() if actor.with_permission(permission)]

    def _names(self, actors: Iterable[Actor]) -> tuple[str, ...]:
        chosen = {actor.id for actor in actors}
        return tuple(person.name for person, _ in self.people if person.id in chosen)


def with_hands(hands: Hands, gaps: Sequence[Gap]) -> list[tuple[Gap, Hand]]:
    """Return each gap with who can close it."""
    return [(gap, hands.of(gap)) for gap in gaps]
