"""Everybody an article needs."""

import pytest

from tests.support.line import Line


@pytest.fixture
def line(session, people):
    return Line(session, people)
