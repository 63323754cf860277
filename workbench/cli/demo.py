"""workbench demo: an invented workshop to try everything on."""

import click
from flask import Flask

from workbench.app import create_app
from workbench.config import from_environment
from workbench.demo import plant
from workbench.worker import sessions_of


@click.command()
@click.option("--if-empty", is_flag=True, help="Do nothing, and say nothing, when somebody has an account already.")
def demo(*, if_empty: bool) -> None:
    """Plant the demo into an empty workbench: an invented workshop with articles in all states.

    Exit code 1 where there are people already, and always in production.
    """
    settings = from_environment()
    if not settings.is_development:
        raise click.ClickException(
            "The demo is never planted in production: everybody knows the password of its people."
        )
    app = create_app(settings)
    if not plant_demo(app) and not if_empty:
        raise click.ClickException("There are people in this workbench already; the demo is for an empty one.")


def plant_demo(app: Flask) -> bool:
    """Plant the demo if nobody has an account yet; return whether it was planted."""
    sessions = sessions_of(app.config["SQLALCHEMY_DATABASE_URI"])
    try:
        with sessions() as session:
            if not plant.is_empty(session):
                return False
        click.echo("Planting the demo; this takes some seconds, once ...")
        plant.plant(sessions, lambda: app.extensions["targets"])
        return True
    finally:
        sessions.kw["bind"].dispose()


def print_sign_ins(app: Flask) -> None:
    """Say who can sign in to the demo."""
    sessions = sessions_of(app.config["SQLALCHEMY_DATABASE_URI"])
    with sessions() as session:
        people = plant.sign_ins(session)
    sessions.kw["bind"].dispose()
    if people:
        click.echo(f"Demo sign-ins, all with the password “{plant.PASSWORD}”:")
        for email, name in people:
            click.echo(f"  {email:28} {name}")
