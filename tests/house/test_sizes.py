"""Ceilings that keep every room small enough to be understood at once."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PYTHON = sorted((ROOT / "workbench").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
FILE, FUNCTION, TEMPLATE, BEHAVIOUR, CONFTEST = 400, 40, 120, 60, 150


def lines(path):
    return len(path.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("path", PYTHON, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_file_and_no_function_is_too_long(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    long_ones = [f"{node.name}: {_body(node)}" for node in functions if _body(node) > FUNCTION]
    assert lines(path) <= FILE
    assert not long_ones


def _body(node):
    """Lines of a function without its docstring and its signature."""
    first = node.body[0]
    start = first.end_lineno + 1 if ast.get_docstring(node) is not None else first.lineno
    return (node.end_lineno or start) - start + 1


@pytest.mark.parametrize("path", PYTHON, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_opens_with_what_it_knows(path):
    words = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert words, f"{path} opens with a sentence"
    assert words.splitlines()[0].endswith("."), f"{path}: the first line is a sentence"


@pytest.mark.parametrize(
    "path", [path for path in PYTHON if "domain" in path.parts], ids=lambda path: str(path.relative_to(ROOT))
)
def test_what_others_call_in_the_domain_is_explained(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    silent = [
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and not node.decorator_list
        and ast.get_docstring(node) is None
    ]
    assert not silent


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_template_is_too_long(path):
    assert lines(path) <= TEMPLATE


@pytest.mark.parametrize("path", sorted((ROOT / "static/src/js").glob("*.js")), ids=lambda path: path.name)
def test_no_behaviour_is_too_long(path):
    assert lines(path) <= BEHAVIOUR


def test_the_shared_fixtures_stay_short():
    assert lines(ROOT / "tests/conftest.py") <= CONFTEST


def test_no_file_is_named_for_what_it_does_not_say():
    vague = {"utils", "helpers", "common", "misc", "manager"}
    assert not [path for path in PYTHON if path.stem in vague]
