"""The whole portal drawn anew by an operator: after a loss, after a new look; in one step, and read back."""

import json
import shutil

import pytest
from click.testing import CliRunner

from tests.support.line import Line
from workbench import worker
from workbench.cli import workbench
from workbench.domain.states import State


@pytest.fixture
def line(session, people):
    return Line(session, people)


@pytest.fixture
def root(app, session, line):
    """The portal with one article on it and another on its way."""
    published = line.approved()
    session.commit()
    sessions = worker.sessions_of(app.config["SQLALCHEMY_DATABASE_URI"])
    worker.drain(sessions, worker.handlers(app))
    sessions.kw["bind"].dispose()
    session.refresh(published)
    assert published.state is State.PUBLISHED
    line.approved(title="Hjælp til fiskere")
    session.commit()
    return app.extensions["targets"]["portal"].root


@pytest.fixture
def run(app, tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBENCH_INSTANCE", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", app.config["SQLALCHEMY_DATABASE_URI"])
    monkeypatch.setenv("WORKBENCH_BASE_URL", "https://workbench.example")
    return lambda *words: CliRunner().invoke(workbench, ["portal", "rebuild", *words])


def pages(root):
    found = root.resolve()
    return {path.relative_to(found): path.read_bytes() for path in found.rglob("*") if path.is_file()}


def test_a_lost_portal_comes_back_from_the_database_as_it_was(both_databases, root, run):
    before = pages(root)
    shutil.rmtree(root.parents[1])

    told = run("--json")

    assert told.exit_code == 0, told.output
    assert pages(root) == before
    facts = json.loads(told.stdout)
    assert (facts["articles"], facts["read_back"], facts["differing"]) == (1, 1, [])
    assert 2 < facts["pages"] <= len(before)


def test_readers_of_the_old_portal_can_read_on(root, run):
    old = root.resolve()
    page = next(path for path in old.rglob("*.html"))
    words = page.read_bytes()

    told = run()

    assert told.exit_code == 0, told.output
    assert "1 read back; none show something else" in told.stdout
    assert root.resolve() != old
    assert page.read_bytes() == words


def test_pages_that_somebody_changed_are_mended(root, run):
    before = pages(root)
    for path in root.resolve().rglob("*.html"):
        path.write_text("Something else.", encoding="utf-8")

    assert run().exit_code == 0
    assert pages(root) == before


def test_a_damaged_parcel_is_named_and_the_portal_stays_as_it_is(root, run):
    parcel = next((root.parent / "parcels").glob("*.json"))
    parcel.write_text("{}", encoding="utf-8")
    before = root.resolve()

    told = run()

    assert told.exit_code == 1
    assert "A parcel beside the portal is damaged" in told.output
    assert root.resolve() == before


def test_what_is_on_its_way_stays_on_its_way(root, run):
    run()

    assert not any(b"fiskere" in page for page in pages(root).values())
