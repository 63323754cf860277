"""The editor without a screen: scripts that play people who write at once, run by node."""

import functools
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SCRIPTS = ["scenes", "undo", "suggesting", "composing", "commands", "paste", "speed", "fuzz"]
LONGEST = 600
PASSED = re.compile(r"^ok \d+ - (.*)$", re.MULTILINE)


@functools.cache
def told(script):
    """Run a script once and give its exit code and what it says, as TAP."""
    node = shutil.which("node") or str(ROOT / ".venv/bin/node")
    command = [node, "--test", "--test-reporter=tap", f"tests/editor/{script}.mjs"]
    run = subprocess.run(
        command, cwd=ROOT, env=dict(os.environ), capture_output=True, encoding="utf-8", timeout=LONGEST, check=False
    )
    return run.returncode, run.stdout + run.stderr


@pytest.mark.parametrize("script", SCRIPTS)
def test_people_who_write_at_once_see_the_same(script):
    code, words = told(script)

    assert code == 0, words
    assert PASSED.findall(words), words


@pytest.mark.parametrize(
    ("invariant", "script"),
    [
        ("1: all have the same letters, formats and kinds", "fuzz"),
        ("2: no word is lost, none stands twice, and its letters are in order", "fuzz"),
        ("3: no word that was deleted comes back", "fuzz"),
        ("9: a remark covers its words line by line, whatever is done around them", "suggesting"),
        ("9: remarks cover every letter of their words that is left, and no older one", "fuzz"),
        ("10: all accepted is the proposed text, all rejected is the text before", "suggesting"),
        ("10: accept and reject at the same moment end the same everywhere", "suggesting"),
        ("10: no letter goes that was not in the quote", "suggesting"),
        ("11: whatever two do meanwhile, both end with the same text", "composing"),
        ("12: screens show the text, the repair path is never taken, ids are unique, sections stand once", "fuzz"),
    ],
)
def test_a_promise_of_writing_together_is_kept(invariant, script):
    _, words = told(script)

    assert f"invariant {invariant}" in PASSED.findall(words), words
