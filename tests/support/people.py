"""People, organisations and articles for tests; built, never mocked."""

import datetime as dt
import itertools
import secrets

from workbench.domain import livetext
from workbench.domain.roles import Role
from workbench.models import (
    Article,
    ArticleType,
    Edition,
    Grant,
    Login,
    Organisation,
    Person,
    Programme,
    Review,
    Topic,
    Workshop,
    now,
)
from workbench.store import texts
from workbench.store.visibility import actor_of
from workbench.web.access import token_hash

_numbers = itertools.count(1)
#: Hash of "en lang adgangskode til prøver" is made by the tests that sign in by password; others get a login row.


class People:
    """Makes who and what a test needs, on the session it was given."""

    def __init__(self, session):
        self.session = session

    def organisation(self, name="Eksempelkommunen", **more):
        facts = {
            "address": "Eksempelvej 1, 3900 Nuuk",
            "phone": "+299 00 00 00",
            "email": "post@example.org",
            "website": "https://example.org",
        }
        organisation = Organisation(name_da=name, name_kl=name, name_en=name, **{**facts, **more})
        return self._added(organisation)

    def person(self, name=None, organisation=None, **more):
        number = next(_numbers)
        name = name or f"Person {number}"
        return self._added(Person(name=name, email=f"person{number}@example.org", organisation=organisation, **more))

    def grant(self, person, role, *, organisation=None, workshop=None, pair=None, ends_at=None):
        source, target = pair or (None, None)
        grant = Grant(
            person=person,
            role=Role(role),
            organisation=organisation,
            workshop=workshop,
            source_language=source,
            target_language=target,
            starts_at=now() - dt.timedelta(minutes=1),
            ends_at=ends_at,
        )
        return self._added(grant)

    def with_role(self, role, name=None, **scope):
        """A new person with one role; the scope's organisation is also the one they belong to."""
        person = self.person(name, scope.get("organisation"))
        self.grant(person, role, **scope)
        return person

    def administrator(self):
        return self.with_role("administrator")

    def coordinator(self, organisation):
        return self.with_role("coordinator", organisation=organisation)

    def approver(self, organisation):
        return self.with_role("approver", organisation=organisation)

    def reviewer(self, organisation):
        return self.with_role("reviewer", organisation=organisation)

    def participant(self, workshop):
        return self.with_role("participant", workshop=workshop)

    def facilitator(self, workshop):
        return self.with_role("facilitator", workshop=workshop)

    def translator(self, target="kl"):
        return self.with_role("translator", pair=_pair(target))

    def checker(self, target="kl"):
        return self.with_role("checker", pair=_pair(target))

    def programme(self, organisation, **more):
        return self._added(Programme(title="Bolig", organisation=organisation, **more))

    def workshop(self, programme, **more):
        day = now().date()
        facts = {"title": "Workshop Bolig", "place": "Nuuk", "starts_on": day, "ends_on": day + dt.timedelta(days=1)}
        return self._added(Workshop(programme=programme, host=programme.organisation, **{**facts, **more}))

    def article(
        self, owner, *, title="Boligsikring", programme=None, workshop=None, writer=None, kind="service", **more
    ):
        """An article with its first edition, being drafted."""
        article = Article(
            title=title,
            owner=owner,
            programme=programme,
            workshop=workshop,
            article_type=self.session.get_one(ArticleType, kind),
            topics=[self.session.get_one(Topic, "house")],
            contact_person=writer,
            **more,
        )
        self._added(article)
        edition = self._added(Edition(article=article, number=1, opened_by=writer))
        keys = [section.key for section in article.article_type.sections]
        first = livetext.opened(title, keys, client=texts.new_client())
        texts.open_text(
            self.session,
            edition,
            article.source_language,
            first,
            is_source=True,
            person_id=writer.id if writer else None,
        )
        return article

    def asked(self, edition, person, capacity="peer", asked_by=None):
        return self._added(Review(edition=edition, person=person, capacity=capacity, asked_by=asked_by or person))

    def actor(self, person):
        self.session.refresh(person)
        return actor_of(person)

    def login(self, person):
        """A login of the person; returns the token that the cookie carries."""
        token = secrets.token_urlsafe(32)
        self._added(Login(token_hash=token_hash(token), person=person))
        self.session.commit()
        return token

    def _added(self, row):
        self.session.add(row)
        self.session.flush()
        return row


def _pair(target):
    return ("da", "kl") if target == "kl" else ("kl", "da")
