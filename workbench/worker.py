"""Drains the outbox: leases entries, calls the handler that is registered for their kind."""

import logging
import threading
from collections.abc import Mapping

from flask import Flask
from sqlalchemy.orm import Session, sessionmaker

from workbench import outbox
from workbench.accounts.worker import reset_handler
from workbench.config import Settings
from workbench.desk.worker import mail_handler
from workbench.mail import Post
from workbench.models.engine import open_engine
from workbench.publishing.worker import parcel_handler

log = logging.getLogger(__name__)
#: How long to sleep when nothing was due, in seconds.
QUIET = 0.5


def handlers(app: Flask) -> dict[str, outbox.Handler]:
    """Return, for each kind of event, who handles it."""
    settings: Settings = app.extensions["workbench"]
    folder = settings.instance / "mail" if settings.is_development else None
    post = Post(settings.mail_url, settings.mail_from, folder)
    return {
        "MailDue": mail_handler(app, post, settings.base_url),
        "ResetAsked": reset_handler(),
        "ParcelDue": parcel_handler(lambda: app.extensions["targets"]),
    }


def sessions_of(url: str) -> sessionmaker[Session]:
    """Open the database for a worker."""
    return sessionmaker(open_engine(url), expire_on_commit=False)


def drain(sessions: sessionmaker[Session], registered: Mapping[str, outbox.Handler]) -> int:
    """Do everything that is due; return how many entries were worked on."""
    done = 0
    while outbox.drain_one(sessions, registered):
        done += 1
    return done


def run(app: Flask, stop: threading.Event) -> None:
    """Work until told to stop; what goes wrong with one entry is logged and stays with the entry."""
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    sessions, registered = sessions_of(url), handlers(app)
    while not stop.is_set():
        try:
            if drain(sessions, registered) == 0:
                stop.wait(QUIET)
        except Exception:  # the worker outlives any one entry; its lease ends and it is tried again
            log.exception("An entry of the outbox could not be handled")
            stop.wait(QUIET)


def start_thread(app: Flask) -> threading.Event:
    """Start a worker as a thread of this process; set the returned event to stop it."""
    stop = threading.Event()
    threading.Thread(target=run, args=(app, stop), name="worker", daemon=True).start()
    return stop
