"""Runs what node can prove of the sync: its sentences stand in the scripts beside this one."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]


def node():
    """Return the node that the bundles are built with."""
    found = shutil.which("node") or shutil.which("node", path=str(ROOT / ".venv/bin"))
    assert found, "node is not installed; get it with: make setup"
    return found


def run(*arguments, given=""):
    done = subprocess.run(
        [node(), *map(str, arguments)],
        cwd=ROOT,
        input=given,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        env={**os.environ, "TZ": "UTC"},
    )
    assert done.returncode == 0, f"{done.stdout[-6000:]}\n{done.stderr[-3000:]}"
    return done.stdout


@pytest.mark.parametrize("script", sorted(HERE.glob("sync_*.mjs")), ids=lambda path: path.stem)
def test_the_sync_keeps_what_its_script_says(script):
    run("--test", script)
