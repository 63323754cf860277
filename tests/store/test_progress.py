"""Articles go along the line by what was signed, and by nothing else."""

import pytest

from tests.support.line import Line
from workbench.domain.states import State
from workbench.models import TextVersion
from workbench.store.findings import open_findings
from workbench.store.signatures import coverages


@pytest.fixture
def line(session, people):
    return Line(session, people)


@pytest.mark.usefixtures("both_databases")
def test_an_article_goes_from_the_first_word_to_the_approver(line, session):
    edition = line.checked()
    assert edition.state is State.AWAITING_APPROVAL
    assert all(each.is_whole for each in coverages(session, edition).values())
    assert open_findings(session, edition) == []
    causes = [version.cause for version in session.query(TextVersion).order_by(TextVersion.id)]
    assert causes == ["submit", "accept", "hand_in", "check"]


def test_the_owner_lets_it_out(line):
    assert line.approved().state is State.APPROVED
