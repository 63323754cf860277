"""Databases that fall silent: full or cut off in the middle of a change, or not there from the first question on."""

from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import event

from workbench.extensions import db

#: More letters than the free room of a small database file holds.
MANY_WORDS = "Der skal mange ord til. " * 600


class Silence:
    """Silences the database of an application, and lets it answer again."""

    def __init__(self, app):
        self.app = app
        url = sa.make_url(app.config["SQLALCHEMY_DATABASE_URI"])
        self.file = Path(url.database) if url.get_backend_name() == "sqlite" else None
        self.name, self.server = url.database, url.set(database="postgres")

    def in_the_next_change(self):
        """Let the next flush of a request fail: the disk is full (SQLite), the connection is cut off (PostgreSQL)."""

        def silence(session, *_rest):
            if self.file:
                session.connection().exec_driver_sql("PRAGMA max_page_count = 1")
            else:
                number = session.connection().exec_driver_sql("select pg_backend_pid()").scalar()
                self._tell_server("select pg_terminate_backend(:number)", number=number)

        with self.app.app_context():
            event.listen(db.session, "before_flush", silence, once=True)

    def from_now_on(self):
        """Let nobody reach the database any more."""
        self._leave()
        if self.file:
            self.file.rename(self.file.with_suffix(".away"))
            self.file.mkdir()
        else:
            self._tell_server(f'alter database "{self.name}" with allow_connections false')

    def no_longer(self):
        """Let the database answer again."""
        self._leave()
        if not self.file:
            self._tell_server(f'alter database "{self.name}" with allow_connections true')
        elif self.file.is_dir():
            self.file.rmdir()
            self.file.with_suffix(".away").rename(self.file)

    def _leave(self):
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()

    def _tell_server(self, statement, **values):
        engine = sa.create_engine(self.server, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
        with engine.connect() as connection:
            connection.execute(sa.text(statement), values)
