"""workbench serve, workbench worker."""

import logging
import os
import signal
import threading
from pathlib import Path

import click
import sqlalchemy as sa
from flask import Flask

from workbench import worker as work
from workbench.app import create_app
from workbench.cli.database import bring_up_to_date, refuse_old_database
from workbench.cli.demo import plant_demo, print_sign_ins
from workbench.cli.room import EVERYWHERE, room_of, room_options, tell_room
from workbench.config import Settings, from_environment
from workbench.extensions import db
from workbench.models import Person
from workbench.server import refuse_taken_port
from workbench.server import serve as serve_app


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=lambda: int(os.environ.get("PORT", "8000")), type=int, help="Port to listen on [8000].")
@click.option("--prepare", is_flag=True, help="First migrate the database, and plant the demo if it is empty.")
@room_options
def serve(
    host: str,
    port: int,
    *,
    prepare: bool,
    lan: bool,
    address: str | None,
    cert: Path | None,
    key: Path | None,
) -> None:
    """Serve the workbench, with the worker as a thread on the embedded database.

    With --lan for a workshop room, internet or not: everybody on the Wi-Fi comes in by the address it prints.
    """
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s: %(message)s")
    room = room_of(lan=lan, address=address, cert=cert, key=key)
    listens_on = EVERYWHERE if lan else host
    refuse_taken_port(listens_on, port)
    tls = room.tls
    settings = room.applied_to(from_environment(port=port), port)
    app = create_app(settings)
    _prepare(app, settings, migrates=prepare)
    if settings.room:
        tell_room(settings, _examples(app))
    else:
        click.echo(f"The workbench is at http://{host}:{port}  (stop it with Ctrl+C)")
    stop = work.start_thread(app) if settings.has_own_worker else threading.Event()
    try:
        serve_app(app, listens_on, port, proxy=settings.proxy, tls=tls)
    finally:
        stop.set()


def _prepare(app: Flask, settings: Settings, *, migrates: bool) -> None:
    if not migrates:
        refuse_old_database(app)
        return
    bring_up_to_date(app)
    # Everybody knows the password of the demo: it is not planted where others can come in.
    if settings.is_development and not settings.room:
        plant_demo(app)
        print_sign_ins(app)


def _examples(app: Flask) -> int:
    """Count the people of the demo who can sign in."""
    with app.app_context():
        can = (Person.is_example, Person.is_active, Person.password_hash != "")
        found = db.session.scalar(sa.select(sa.func.count()).select_from(Person).where(*can))
        db.session.remove()
    return found or 0


@click.command()
@click.option("--once", is_flag=True, help="Do what is due and end.")
def worker(*, once: bool) -> None:
    """Do what the outbox holds: letters, parcels. As many at once as wanted."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s: %(message)s")
    app = create_app(from_environment())
    refuse_old_database(app)
    if once:
        sessions = work.sessions_of(app.config["SQLALCHEMY_DATABASE_URI"])
        click.echo(work.drain(sessions, work.handlers(app)))
        return
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    work.run(app, stop)
