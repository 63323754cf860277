"""What the documents say can be done as they say it: commands, targets, links, roles."""

import re
from pathlib import Path

import click
import pytest

from workbench.__main__ import main
from workbench.config import Settings
from workbench.demo.plant import CONTENT, PASSWORD
from workbench.domain.roles import Role

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
