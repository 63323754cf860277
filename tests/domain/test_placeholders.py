"""A corrected sentence fills the same names as the one in the code."""

import pytest

from workbench.domain.placeholders import placeholders, require_same_placeholders
from workbench.domain.refusals import Invalid


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("Sign in", "Iserit"),
        ("Page {number} of {last}", "{last}-init qupperneq {number}"),
        ("{n} day and {n} more", "ulloq {n} aamma {n}"),
        ("Braces {{like this}}", "{{taamatut}}"),
    ],
)
def test_the_same_names_in_any_order_are_taken(source, words):
    require_same_placeholders(source, words)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("Page {number}", "Qupperneq"),
        ("Page {number}", "Qupperneq {tal}"),
        ("Page {number}", "Qupperneq {number} {number}"),
        ("Page {number}", "Qupperneq {number"),
        ("Page {number}", "Qupperneq number}"),
        ("Page {number}", "Qupperneq {}"),
        ("Page {number}", "Qupperneq {number!r}"),
        ("Page {number}", "Qupperneq {number:>9999999}"),
        ("Page {number}", "Qupperneq {number.__class__}"),
        ("Sign in", "{secret}"),
    ],
)
def test_other_names_fewer_or_more_are_refused(source, words):
    with pytest.raises(Invalid, match="placeholders-differ"):
        require_same_placeholders(source, words)


def test_names_are_told_as_often_as_they_stand_there():
    assert placeholders("{b} {a} {b}") == ["a", "b", "b"]
