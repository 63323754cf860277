"""What every test may ask for: both databases, an application, people, a browser; a plain word when one is missing."""

import os
import shutil

import pytest

from tests.support import postgres
from tests.support.instances import Postgresql, Sqlite, make_app
from tests.support.people import People
from tests.support.visitor import Visitor
from workbench.extensions import db

HOW = "get it with: make system"


def pytest_addoption(parser):
    parser.addoption("--no-skips", action="store_true", help="a test that could not run here fails the run")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session):
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if not (reporter and session.config.getoption("--no-skips")):
        return
    if reporter.stats.get("skipped") and session.exitstatus == 0:
        reporter.ensure_newline()
        reporter.write_line("Some tests could not run here, and --no-skips was given.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory):
    return Sqlite(tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="session")
def postgresql_template(tmp_path_factory):
    if not (binaries := postgres.binaries()):
        pytest.skip(f"PostgreSQL is not installed; {HOW}")
    with postgres.running(binaries) as url:
        yield Postgresql(url, tmp_path_factory.mktemp("template"))


@pytest.fixture(params=["sqlite", "postgresql"])
def both_databases(request):
    """Ask for this to run a test of models and commands on both databases."""
    return request.param


@pytest.fixture
def database(request):
    chosen = request.getfixturevalue("both_databases") if "both_databases" in request.fixturenames else "sqlite"
    return request.getfixturevalue(f"{chosen}_template")


@pytest.fixture
def app(tmp_path, database):
    url = database.url(tmp_path)
    app = make_app(tmp_path, url)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    database.forget(url)


@pytest.fixture
def session(app):
    """A session for commands and queries; views tested in the same test have their own."""
    with app.app_context():
        yield db.session()
        db.session.remove()


@pytest.fixture
def people(session):
    return People(session)


@pytest.fixture
def visitor(app):
    return Visitor(app)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-headless-shell")
    if not found:
        pytest.skip(f"Chromium is not installed; {HOW}")
    quiet = ["--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update"]
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": found, "args": [*quiet, "--disable-sync", *sandbox]}
