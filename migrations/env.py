"""Runs migrations in the application's context. Nothing here imports from workbench."""

import sqlalchemy as sa
from alembic import context
from flask import current_app

migrate = current_app.extensions["migrate"]
engine = migrate.db.engine
is_sqlite = engine.dialect.name == "sqlite"


def plain(kind: str, thing: object, _context: object) -> str | bool:
    """Write a type of ours as what the database knows, so that no migration needs our code."""
    if kind == "type" and isinstance(thing, sa.TypeDecorator):
        return f"sa.{thing.impl_instance!r}"
    return False


def run(connection: sa.Connection) -> None:
    context.configure(
        connection=connection, target_metadata=migrate.db.metadata, render_item=plain, **migrate.configure_args
    )
    with context.begin_transaction():
        context.run_migrations()


with engine.connect() as connection:
    if is_sqlite:
        # A batch rebuild of a table with foreign keys on empties its children; they are checked at the end instead.
        # The pragma does nothing inside a transaction, so it is said to the driver itself.
        connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
    run(connection)
    if is_sqlite:
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        connection.rollback()
        connection.connection.cursor().execute("PRAGMA foreign_keys=ON")
        if broken:
            raise RuntimeError(f"Rows point at rows that are not there: {broken[:5]}")
