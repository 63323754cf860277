"""A running workbench with a worker, on loopback, for browsers."""

import threading
from dataclasses import replace

import pytest
from waitress import create_server

from tests.support.instances import settings_for
from tests.support.people import People
from workbench import create_app, worker
from workbench.accounts.hashing import hashed
from workbench.extensions import db

PASSWORD = "en lang adgangskode til prøver"


class House:
    """A workbench that runs: its address, and a way to put people into it."""

    def __init__(self, folder, url):
        settings = replace(settings_for(folder, url), base_url="http://127.0.0.1")
        self.app = create_app(settings)
        self.server = create_server(self.app, host="127.0.0.1", port=0, threads=8)
        self.url = f"http://127.0.0.1:{self.server.effective_port}"
        self._thread = threading.Thread(target=self.server.run)
        self._stop = threading.Event()
        self._worker = threading.Thread(target=worker.run, args=(self.app, self._stop))
        self._kept = hashed(PASSWORD)

    def open(self):
        self._thread.start()
        self._worker.start()

    def close(self):
        self._stop.set()
        self.server.close()
        self.server.task_dispatcher.shutdown()
        self._worker.join(timeout=10)
        self._thread.join(timeout=10)
        with self.app.app_context():
            db.engine.dispose()

    def furnish(self, build):
        """Call ``build(people)`` on a session and commit; whoever has an account can sign in by password."""
        with self.app.app_context():
            people = People(db.session())
            built = build(people)
            for person in db.session.query(type(people.person())):
                person.password_hash = self._kept
            db.session.commit()
            db.session.remove()
        return built


@pytest.fixture
def house(tmp_path, sqlite_template):
    house = House(tmp_path, sqlite_template.url(tmp_path))
    house.open()
    yield house
    house.close()
