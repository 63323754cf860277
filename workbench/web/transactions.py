"""When a request's transaction reads and when it writes; the one place where views commit."""

from flask import Flask, request

from workbench.extensions import db
from workbench.models.engine import READING

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def begin_reading() -> None:
    """Open the transaction of this request as one that only reads: it waits for nobody and nobody waits for it."""
    db.session().connection(execution_options={READING: True})


def commit() -> None:
    """Commit what the request changed; what is read for the answer holds no lock."""
    db.session.commit()
    begin_reading()


def let_go() -> None:
    """End the request's transaction without keeping anything, so that nobody waits while something slow is done."""
    db.session.rollback()


def init_app(app: Flask) -> None:
    @app.before_request
    def choose() -> None:
        if request.method in SAFE and request.endpoint is not None:
            begin_reading()
