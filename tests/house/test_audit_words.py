"""Whatever the code writes into the audit log has words for the administrators who read it."""

import ast
import re
from pathlib import Path

import pytest

from workbench.domain.roles import Permission
from workbench.domain.signatures import Capacity
from workbench.domain.states import Move
from workbench.web.auditwords import ACTS, SUBJECTS, act_word, subject_word

PACKAGE = Path(__file__).resolve().parents[2] / "workbench"
NAME = re.compile(r"[a-z]+:[a-z-]+")
#: What may stand between quotation marks or behind ``Permission`` where an act is named; the rest is put together.
PUT_TOGETHER = {
    "edition:": {move.value.replace("_", "-") for move in Move},
    "signature:": {capacity.value for capacity in Capacity},
}


def calls():
    """Give every call that records an entry, with the module it stands in."""
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "audit.record":
                yield tree, node


def named(node):
    """Return the acts that an expression names."""
    texts = [each.value for each in ast.walk(node) if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    permissions = re.findall(r"\bPermission\.([A-Z_]+)", ast.unparse(node))
    return {text for text in texts if NAME.fullmatch(text)} | {Permission[name].value for name in permissions}


def recorded(*, at_most=False):
    """Return the acts that are recorded for sure, or at most: a name handed on was written elsewhere in the module."""
    acts = set()
    for tree, call in calls():
        act = call.args[2]
        handed_on = named(tree) if at_most else named(tree) - set(map(str, Permission))
        acts |= handed_on if isinstance(act, ast.Name) else named(act)
    return acts


def test_every_act_that_is_recorded_has_words(app):
    acts = recorded() | {Permission.WANTED_CLAIM.value, Permission.WORDS_EDIT.value}
    claims = {f"{capacity}:{act}" for capacity in ("translator", "checker") for act in ("claim", "release")}
    moves = {start + end for start, ends in PUT_TOGETHER.items() for end in ends}

    assert len(acts) > 40
    with app.test_request_context():
        assert {act for act in acts | claims | moves if act_word(act) == act} == set()


def test_no_words_are_kept_for_acts_that_nobody_records():
    claims = {act for act in ACTS if act.startswith(("translator:", "checker:"))}

    assert set(ACTS) - claims - recorded(at_most=True) == set()


def test_every_kind_of_thing_has_words(app):
    subjects = {call.args[3].value for _tree, call in calls() if isinstance(call.args[3], ast.Constant)}

    assert subjects == set(SUBJECTS)
    with app.test_request_context():
        assert all(subject_word(subject) != subject for subject in subjects)


@pytest.mark.parametrize("move", Move)
def test_moves_are_told_as_everywhere_else(app, move):
    with app.test_request_context():
        assert act_word(f"edition:{move.value.replace('_', '-')}") != move.value
