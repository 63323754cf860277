"""Applications to test: each on a database of its own, copied from one that was migrated once."""

import shutil
import uuid
from dataclasses import replace

import flask_migrate
import sqlalchemy as sa

from workbench import create_app
from workbench.articles.commands import plant_catalogue
from workbench.config import from_environment
from workbench.extensions import db


def settings_for(folder, database_url=""):
    environment = {"WORKBENCH_INSTANCE": str(folder), "DATABASE_URL": database_url, "WORKBENCH_SECRET": "s" * 40}
    return replace(from_environment(environment), base_url="https://workbench.example", has_own_worker=False)


def make_app(folder, database_url=""):
    return create_app(settings_for(folder, database_url), TESTING=True)


def migrate(app):
    with app.app_context():
        flask_migrate.upgrade()
        plant_catalogue(db.session())
        db.session.commit()
        db.session.remove()
        db.engine.dispose()


def leave(app):
    """Close what an application holds of its database; to be asked of one that a test made beside its own."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


class Sqlite:
    """Hands out copies of one migrated file."""

    def __init__(self, folder):
        self.template = folder / "template.sqlite"
        migrate(make_app(folder, f"sqlite:///{self.template}"))

    def url(self, folder):
        copy = folder / "test.sqlite"
        shutil.copyfile(self.template, copy)
        return f"sqlite:///{copy}"

    def forget(self, url):
        pass


class Postgresql:
    """Hands out databases made from one migrated template."""

    def __init__(self, server_url, folder):
        self.server = sa.create_engine(server_url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
        self._run('create database "template_workbench"')
        migrate(make_app(folder, self._address("template_workbench")))

    def url(self, _folder):
        name = f"test_{uuid.uuid4().hex[:12]}"
        self._run(f'create database "{name}" template "template_workbench"')
        return self._address(name)

    def forget(self, url):
        self._run(f'drop database if exists "{sa.make_url(url).database}" with (force)')

    def _address(self, name):
        return self.server.url.set(database=name).render_as_string(hide_password=False)

    def _run(self, statement):
        with self.server.connect() as connection:
            connection.execute(sa.text(statement))
