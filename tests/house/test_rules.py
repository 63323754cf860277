"""Rules for the whole application: who may call what, who commits, what imports what."""

import re
import subprocess
import sys
from pathlib import Path
from typing import get_args

import flask_migrate
import pytest
import sqlalchemy as sa

from tests.support.instances import make_app
from workbench.domain import events
from workbench.domain.refusals import Reason
from workbench.domain.roles import GRANTS, SCOPES, Permission, Role
from workbench.domain.states import MOVES, STAGES, State
from workbench.extensions import db
from workbench.web import access, words

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "workbench"
SOURCES = sorted(PACKAGE.rglob("*.py"))


def holding(pattern, sources=SOURCES):
    return {str(path.relative_to(PACKAGE)) for path in sources if re.search(pattern, path.read_text(encoding="utf-8"))}


def test_the_application_refuses_to_start_with_a_silent_endpoint(app):
    app.add_url_rule("/silent", "silent", lambda: "")

    with pytest.raises(RuntimeError, match="No access declared for: silent"):
        access.refuse_undeclared_endpoints(app)


def test_addresses_are_short_words_with_typed_parameters(app):
    for rule in app.url_map.iter_rules():
        fixed = re.sub(r"<[^>]+>", "", rule.rule)
        assert fixed == fixed.lower(), rule.rule
        assert "_" not in fixed, rule.rule
        for parameter in re.findall(r"<([^>]+)>", rule.rule):
            assert ":" in parameter or parameter in {"language", "locale", "token", "key"}, rule.rule


def test_nothing_changes_by_looking(app):
    writing = {"POST", "PUT", "PATCH", "DELETE"}
    for rule in app.url_map.iter_rules():
        methods = rule.methods - {"OPTIONS", "HEAD"}
        assert methods == {"GET"} or not methods & {"GET"}, f"{rule.endpoint} both shows and changes"
        assert methods <= writing | {"GET"}


def test_only_views_commands_of_the_line_and_workers_commit():
    committing = holding(r"session\.commit\(")
    allowed = {"web/transactions.py"} | {
        path for path in committing if path.startswith(("cli/", "demo/", "rehearsal", "benchmarks"))
    }
    assert committing <= allowed


def test_one_place_reads_the_environment():
    assert holding(r"os\.environ|getenv") <= {"config.py", "cli/running.py"}


def test_one_place_speaks_to_htmx():
    browsers = {path for path in holding(r'"HX-') if path.startswith(("rehearsal/", "benchmarks/"))}
    assert holding(r'"HX-') - browsers <= {"web/hypermedia.py", "web/rendering.py"}


@pytest.mark.parametrize(
    ("library", "place"),
    [
        ("pycrdt", "domain/live"),
        ("diff_match_patch", "domain/"),
        ("polib", "domain/exchange/po"),
        ("sentencex", "domain/segmentation.py"),
        ("mammoth", "domain/exchange/"),
        ("argon2", "accounts/"),
    ],
)
def test_a_library_is_met_in_one_place(library, place):
    importing = holding(rf"^\s*(from|import) {library}\b".replace("^", r"(?m)^"))
    assert importing
    assert all(path.startswith(place) for path in importing), importing


def used(pattern, but):
    """Return the names that the pattern finds in our code outside of where they are defined."""
    names = set()
    for path in SOURCES:
        if str(path.relative_to(PACKAGE)) not in but:
            names |= set(re.findall(pattern, path.read_text(encoding="utf-8")))
    return names


def test_every_reason_is_given_by_somebody():
    given = used(r"\bReason\.([A-Z_]+)", {"domain/refusals.py", "web/words.py"})
    assert {reason.name for reason in Reason} - given == set()


def test_every_permission_is_asked_for_by_somebody():
    asked = used(r"\b(?:Permission|_P)\.([A-Z_]+)", {"domain/roles.py"})
    assert {permission.name for permission in Permission} - asked == set()


def test_every_event_is_put_by_somebody_and_handled_by_the_worker():
    names = {kind.__name__ for kind in get_args(events.Event)}
    assert names - used(r"\b([A-Z][A-Za-z]+)\(", {"domain/events.py"}) == set()
    handled = set(re.findall(r'"([A-Z][A-Za-z]+)":', (PACKAGE / "worker.py").read_text(encoding="utf-8")))
    assert names == handled


def test_every_reason_has_a_sentence():
    assert set(words.REASONS) == set(Reason)
    assert all(sentence.endswith((".", "?")) for sentence in words.REASONS.values())


@pytest.mark.parametrize("table", words.WORDS, ids=lambda table: type(next(iter(table))).__name__)
def test_every_member_has_its_words(app, table):
    kind = type(next(iter(table)))
    assert set(table) == set(kind)
    with app.test_request_context():
        assert all(words.word(member) for member in kind)


def test_every_role_is_granted_something_and_scoped():
    assert set(GRANTS) == set(Role) == set(SCOPES)
    assert set().union(*GRANTS.values()) == set(Permission)


def test_every_stage_is_reached_by_a_move():
    assert set(STAGES) - {State.DRAFTING} <= set(MOVES.values())
    assert set(MOVES.values()) <= set(State)


def test_imports_point_downward():
    lint = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"]
    done = subprocess.run(lint, cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:]


def test_migrations_lead_to_the_models_and_back(tmp_path, both_databases, request):
    database = request.getfixturevalue(f"{both_databases}_template")
    app = make_app(tmp_path, database.url(tmp_path))
    with app.app_context():
        flask_migrate.check()
        flask_migrate.downgrade(revision="base")
        assert sa.inspect(db.engine).get_table_names() == ["alembic_version"]
        flask_migrate.upgrade()
        flask_migrate.check()
        url = db.engine.url.render_as_string(hide_password=False)
        db.engine.dispose()
    database.forget(url)


def test_migrations_need_nothing_of_ours():
    for path in (ROOT / "migrations/versions").glob("*.py"):
        assert "from workbench" not in path.read_text(encoding="utf-8").replace("imports nothing from workbench", "")


def test_locks_and_sources_name_no_host():
    for name in ("requirements.lock", "package-lock.json", ".npmrc", "pyproject.toml", "Makefile"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert not re.search(r"(?<!emit-)index-url|/simple|registry\.|\"resolved\":", text), name
