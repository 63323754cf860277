"""workbench migrate: bring the database up to the models."""

import click
import flask_migrate
import sqlalchemy as sa
from flask import Flask

from workbench.app import create_app
from workbench.articles.commands import plant_catalogue
from workbench.config import SettingsError, from_environment, place
from workbench.extensions import db


@click.command()
def migrate() -> None:
    """Bring the database up to this version of the workbench, with topics and article types."""
    bring_up_to_date(create_app(from_environment()))


def bring_up_to_date(app: Flask) -> None:
    """Migrate, and fill the catalogue."""
    with app.app_context():
        _refuse_silent_database()
        if _is_behind():
            flask_migrate.upgrade()
        plant_catalogue(db.session())
        db.session.commit()
        db.session.remove()


def refuse_old_database(app: Flask) -> None:
    """Raise SettingsError when the database does not answer or lacks tables of this version."""
    with app.app_context():
        _refuse_silent_database()
        if _is_behind():
            raise SettingsError("The database is not as this version needs it. Run first: workbench migrate")


def _refuse_silent_database() -> None:
    try:
        with db.engine.connect() as connection:
            connection.execute(sa.text("select 1"))
    except sa.exc.OperationalError as error:
        name = db.engine.url.render_as_string(hide_password=True)
        why = str(error.orig).strip().splitlines()[0]
        raise SettingsError(f"The database {name} does not answer: {why}") from error


def _is_behind() -> bool:
    """Tell whether the newest migration is missing; asks the files by name, so that a second start is quick."""
    with db.engine.connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return True
        present = connection.execute(sa.text("select version_num from alembic_version")).scalar()
    newest = max((place("migrations") / "versions").glob("*.py"), key=lambda file: file.name)
    return f"_{present}_" not in newest.name
