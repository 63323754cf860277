"""Everybody an article needs, and an article in review."""

import pytest

from tests.support.line import Line


@pytest.fixture
def line(session, people):
    return Line(session, people)


@pytest.fixture
def in_review(line):
    """An article in review; its peer and its lawyer have been asked."""
    edition = line.submitted()
    line.ask(edition, line.peer)
    line.ask(edition, line.lawyer, "legal")
    return edition
