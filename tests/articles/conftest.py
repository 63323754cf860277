"""The line with everybody on it, and somebody from elsewhere."""

import pytest

from tests.support.line import Line


class Shelf(Line):
    def __init__(self, session, people):
        super().__init__(session, people)
        self.elsewhere = people.organisation("Et andet hus")
        self.stranger = people.with_role("coordinator", "Naja Falk", organisation=self.elsewhere)
        self.reader = people.with_role("reader", "Karl Zeeb")
        session.commit()


@pytest.fixture
def shelf(session, people):
    return Shelf(session, people)


@pytest.fixture
def sees(shelf, visitor):
    """Opens the page of an article as a person."""

    def opened(person, edition, **more):
        return visitor.as_(person).opens("articles.show", article_id=edition.article_id, **more)

    return opened
