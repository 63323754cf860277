"""When a request's transaction reads and when it writes; the one place where views commit."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from flask import Flask, current_app, request

from workbench.extensions import db
from workbench.models.engine import READING

P = ParamSpec("P")
R = TypeVar("R")
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def reads_first(view: Callable[P, R]) -> Callable[P, R]:
    """Let a request that can change something begin by reading; the view lets go of that before it writes."""
    view.reads_first = True  # type: ignore[attr-defined]  # read when the request begins
    return view


def _only_reads() -> bool:
    if request.endpoint is None:
        return False
    view = current_app.view_functions.get(request.endpoint)
    return request.method in SAFE or getattr(view, "reads_first", False)


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
        if _only_reads():
            begin_reading()
