"""What the doctor sees: everything the workbench stands on, and who should act."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.support.instances import settings_for
from workbench.cli import workbench
from workbench.config import from_environment, place
from workbench.doctor import examine


@pytest.fixture
def settings(tmp_path, database):
    return settings_for(tmp_path, database.url(tmp_path))


def found(settings, name):
    return next(finding for finding in examine(settings) if finding.name == name)


def test_a_migrated_database_is_well_and_says_its_revision(settings):
    finding = found(settings, "database")
    assert finding.is_well
    newest = max(path.name.split("_")[2] for path in Path(place("migrations"), "versions").glob("*.py"))
    assert f"revision {newest}" in finding.words


def test_a_database_without_tables_is_told_apart_from_one_that_does_not_answer(tmp_path):
    empty = found(settings_for(tmp_path, f"sqlite:///{tmp_path / 'empty.sqlite'}"), "database")
    assert not empty.is_well
    assert "has no tables yet: workbench migrate" in empty.words

    silent = found(settings_for(tmp_path, f"sqlite:///{tmp_path / 'nowhere' / 'at_all.sqlite'}"), "database")
    assert not silent.is_well
    assert "does not answer" in silent.words


def test_the_password_of_a_database_is_not_shown(tmp_path):
    finding = found(settings_for(tmp_path, "postgresql://someone:topsecret@127.0.0.1:1/nothing"), "database")
    assert not finding.is_well
    assert "topsecret" not in finding.words


def test_a_secret_that_others_can_read_must_be_put_right(tmp_path):
    settings = from_environment({"WORKBENCH_INSTANCE": str(tmp_path)})
    assert found(settings, "secret").is_well

    (tmp_path / "secret").chmod(0o644)

    finding = found(settings, "secret")
    assert not finding.is_well
    assert finding.words.startswith("chmod 600")


def test_letters_that_only_land_in_a_folder_are_enough_while_developing(settings):
    assert found(replace(settings, is_development=True), "mail").is_well
    assert not found(replace(settings, is_development=False), "mail").is_well
    assert found(replace(settings, is_development=False, mail_url="smtp://post.example"), "mail").is_well


def test_python_and_sqlite_name_their_versions(settings):
    assert found(settings, "python").words.startswith("Python 3.")
    assert found(settings, "sqlite").words.startswith("SQLite 3.")


def test_the_doctor_tells_people_and_machines_the_same(settings, monkeypatch):
    monkeypatch.setenv("WORKBENCH_INSTANCE", str(settings.instance))
    monkeypatch.setenv("DATABASE_URL", settings.database_url)

    plain = CliRunner().invoke(workbench, ["doctor"])
    machine = CliRunner().invoke(workbench, ["doctor", "--json"])

    told = json.loads(machine.stdout)
    assert plain.exit_code == machine.exit_code == (0 if told["is_well"] else 1)
    assert all(finding["words"] in plain.stdout for finding in told["findings"])


def test_the_doctor_goes_out_with_an_error_when_somebody_must_act(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBENCH_INSTANCE", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)

    told = CliRunner().invoke(workbench, ["doctor"])

    assert told.exit_code == 1
    assert "ACT database" in told.stdout
