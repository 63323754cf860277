"""Says what is wrong with the machine before the machine says it."""

import sys
from dataclasses import dataclass

import sqlalchemy as sa

from workbench.config import Settings, place
from workbench.models.engine import may_lose_wal_writes, open_engine, sqlite_module


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; ``is_well`` is False when somebody should act."""

    name: str
    is_well: bool
    words: str


def examine(settings: Settings) -> list[Finding]:
    """Look at everything the workbench stands on."""
    return [
        _python(),
        _sqlite(settings),
        _database(settings),
        _bundle(),
        _secret(settings),
        _mail(settings),
        _proxy(settings),
    ]


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding("python", sys.version_info >= (3, 11), f"Python {version}")


def _sqlite(settings: Settings) -> Finding:
    module = sqlite_module()
    version = module.sqlite_version_info
    source = "brought along" if module.__name__.startswith("pysqlite3") else "the system's"
    words = f"SQLite {module.sqlite_version} ({source})"
    if not may_lose_wal_writes(version):
        return Finding("sqlite", is_well=True, words=words)
    warning = f"{words} can lose committed writes in WAL mode: use one process only, or PostgreSQL"
    return Finding("sqlite", not settings.is_embedded, warning)


def _database(settings: Settings) -> Finding:
    name = sa.make_url(settings.database_url).render_as_string(hide_password=True)
    engine = open_engine(settings.database_url)
    try:
        with engine.connect() as connection:
            connection.execute(sa.text("select 1"))
            revision = _revision(connection)
    except sa.exc.OperationalError as error:
        return Finding("database", is_well=False, words=f"{name} does not answer: {str(error.orig).strip()}")
    finally:
        engine.dispose()
    if revision is None:
        return Finding("database", is_well=False, words=f"{name} has no tables yet: workbench migrate")
    return Finding("database", is_well=True, words=f"{name}, revision {revision}")


def _revision(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(sa.text("select version_num from alembic_version")).scalar()
    return str(found) if found else None


def _bundle() -> Finding:
    built = (place("static") / "dist" / "meta.json").exists()
    return Finding(
        "bundle", built, "Browser bundle built" if built else "No browser bundle: make static/dist/meta.json"
    )


def _secret(settings: Settings) -> Finding:
    kept = settings.instance / "secret"
    if not kept.exists():
        return Finding("secret", is_well=True, words="The secret comes from the environment")
    is_private = kept.stat().st_mode & 0o077 == 0
    return Finding(
        "secret", is_private, "The secret is readable by its owner only" if is_private else f"chmod 600 {kept}"
    )


def _mail(settings: Settings) -> Finding:
    if settings.mail_url:
        return Finding("mail", is_well=True, words="Letters go out by SMTP")
    return Finding("mail", settings.is_development, f"Letters land in {settings.instance / 'mail'} only")


def _proxy(settings: Settings) -> Finding:
    if settings.proxy:
        return Finding("proxy", is_well=True, words=f"Visitors' addresses are believed from {settings.proxy} only")
    return Finding("proxy", is_well=True, words="No web server in front is believed when it names visitors' addresses")
