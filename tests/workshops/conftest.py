"""A programme with its workshop and the people of it."""

from types import SimpleNamespace

import pytest

from workbench.models import WantedArticle


class Workbenchers(SimpleNamespace):
    """An organisation, its programme and workshop, and somebody in each role."""

    def wants(self, title="Fremleje", **more):
        facts = {"programme": self.programme, "workshop": self.workshop, "topic_key": "house"}
        wanted = WantedArticle(title=title, article_type_key="service", **{**facts, **more})
        self.session.add(wanted)
        self.session.commit()
        return wanted


@pytest.fixture
def group(session, people):
    owner = people.organisation("Havnebyens Kommune")
    programme = people.programme(owner)
    workshop = people.workshop(programme)
    found = Workbenchers(
        session=session,
        owner=owner,
        programme=programme,
        workshop=workshop,
        coordinator=people.with_role("coordinator", "Inuk Falk", organisation=owner),
        facilitator=people.with_role("facilitator", "Minik Rask", workshop=workshop),
        writer=people.with_role("participant", "Ivalu Brandt", workshop=workshop),
        other_writer=people.with_role("participant", "Malik Vahl", workshop=workshop),
        stranger=people.with_role("coordinator", "Naja Falk", organisation=people.organisation("En anden")),
    )
    session.commit()
    return found
