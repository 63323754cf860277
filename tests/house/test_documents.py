"""What the documents say can be done as they say it: commands, settings, sign-ins, links, roles."""

import json
import re
from pathlib import Path

import pytest

from workbench.cli import workbench
from workbench.config import PACKAGE
from workbench.demo.plant import CONTENT, PASSWORD
from workbench.domain.roles import Role

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
LONGEST_USER_PAGE = 60
#: `make X`, and `workbench X` or `-m workbench X` where it is written as a command.
TARGET = re.compile(r"(?:`|^|PORT=\d+ )make ([a-z]+)", re.MULTILINE)
COMMAND = re.compile(r"(?:`|^|-m )workbench ([a-z]+)(?: ([a-z]+))?", re.MULTILINE)
LINK = re.compile(r"\]\(([^)\s]+)\)")


def words(path):
    return path.read_text(encoding="utf-8")


def named(pattern):
    return {(path.relative_to(ROOT), *found.groups()) for path in DOCUMENTS for found in pattern.finditer(words(path))}


def test_what_is_to_be_made_can_be_made():
    targets = set(re.findall(r"^([a-z]+):", words(ROOT / "Makefile"), re.MULTILINE))
    found = named(TARGET)

    assert {target for _path, target in found} >= {"serve", "test"}
    assert {(path, target) for path, target in found if target not in targets} == set()


def test_every_command_that_is_named_exists():
    found = named(COMMAND)
    unknown = set()
    for path, name, second in found:
        command = workbench.commands.get(name)
        parts = getattr(command, "commands", None)
        if command is None or (parts and second and second not in parts):
            unknown.add((path, name, second))

    assert len(found) > len(workbench.commands) // 2
    assert unknown == set()


def test_every_option_of_an_example_exists():
    unknown = set()
    for path in DOCUMENTS:
        for name, second, rest in re.findall(r"(?m)^\S*(?: -m )?workbench ([a-z]+)(?: ([a-z]+))?(.*)$", words(path)):
            command = workbench.commands[name]
            command = getattr(command, "commands", {}).get(second, command)
            known = {option for parameter in command.params for option in parameter.opts}
            unknown |= {(path.name, name, option) for option in re.findall(r"--[a-z]+", rest) if option not in known}

    assert unknown == set()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_link_leads_to_a_file(path):
    links = [link for link in LINK.findall(words(path)) if "://" not in link and not link.startswith("#")]
    lost = [link for link in links if not (path.parent / link.split("#")[0]).exists()]

    assert lost == []


def test_every_page_of_the_documents_is_found_from_the_first():
    found, waiting = set(), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in found:
            continue
        found.add(page)
        links = [link.split("#")[0] for link in LINK.findall(words(page)) if "://" not in link]
        waiting += [(page.parent / link).resolve() for link in links if link.endswith(".md")]

    assert set(DOCUMENTS) - found == set()


@pytest.mark.parametrize("role", Role, ids=str)
def test_every_role_has_a_page_of_one_sheet_with_the_same_questions(role):
    page = words(ROOT / "docs" / "users" / f"{role.value.replace('_', '-')}.md")

    assert len(page.splitlines()) <= LONGEST_USER_PAGE
    for question in ("## What you do", "## What you can not do, and why", "## When the line breaks"):
        assert question in page


def test_the_sign_ins_are_those_of_the_examples():
    readme = words(ROOT / "README.md")
    people = json.loads((CONTENT / "demo.json").read_text(encoding="utf-8"))["people"]
    told = dict(re.findall(r"^\| (\S+@\S+) \| ([^|]+) \|", readme, re.MULTILINE))

    assert PASSWORD in readme
    assert set(told) == {person["email"] for person in people}
    for person in people:
        for held in person["roles"]:
            assert held["role"].replace("_", " ") in told[person["email"]]


def test_every_setting_is_explained_and_no_other():
    setting = re.compile(r"\b(?:WORKBENCH_[A-Z_]+|DATABASE_URL)\b")
    explained = words(ROOT / "docs" / "operators" / "install.md")

    assert set(setting.findall(explained)) == set(re.findall(r'given\.get\("([A-Z_]+)"', words(PACKAGE / "config.py")))
