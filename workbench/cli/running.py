"""workbench serve, workbench worker."""

import logging
import os
import signal
import threading

import click

from workbench import worker as work
from workbench.app import create_app
from workbench.cli.database import bring_up_to_date, refuse_old_database
from workbench.cli.demo import plant_demo, print_sign_ins
from workbench.config import from_environment
from workbench.server import refuse_taken_port
from workbench.server import serve as serve_app


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=lambda: int(os.environ.get("PORT", "8000")), type=int, help="Port to listen on [8000].")
@click.option("--prepare", is_flag=True, help="First migrate the database, and plant the demo if it is empty.")
def serve(host: str, port: int, *, prepare: bool) -> None:
    """Serve the workbench, with the worker as a thread on the embedded database."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s: %(message)s")
    refuse_taken_port(host, port)
    settings = from_environment(port=port)
    app = create_app(settings)
    if prepare:
        bring_up_to_date(app)
        if settings.is_development:
            plant_demo(app)
            print_sign_ins(app)
    else:
        refuse_old_database(app)
    click.echo(f"The workbench is at http://{host}:{port}  (stop it with Ctrl+C)")
    stop = work.start_thread(app) if settings.has_own_worker else threading.Event()
    try:
        serve_app(app, host, port, proxy=settings.proxy)
    finally:
        stop.set()


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
