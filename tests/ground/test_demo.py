"""The demo is for trying: its people, whose password everybody knows, never get into a workbench at work."""

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from workbench.cli import workbench
from workbench.extensions import db
from workbench.models import Person

AT_WORK = {
    "WORKBENCH_ENV": "production",
    "WORKBENCH_BASE_URL": "https://workbench.example",
    "WORKBENCH_SECRET": "s" * 40,
    "WORKBENCH_MAIL_URL": "smtp://post.example",
}


@pytest.mark.parametrize("words", [(), ("--if-empty",)])
def test_people_of_the_demo_are_never_planted_in_production(app, tmp_path, monkeypatch, words):
    for name, value in AT_WORK.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("WORKBENCH_INSTANCE", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", app.config["SQLALCHEMY_DATABASE_URI"])

    told = CliRunner().invoke(workbench, ["demo", *words])

    assert told.exit_code == 1
    assert told.stderr.strip() == (
        "Error: The demo is never planted in production: everybody knows the password of its people."
    )
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Person)) == 0
