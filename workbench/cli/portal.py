"""workbench portal: the static portal as a whole."""

import json
import sys
import time

import click

from workbench.app import create_app
from workbench.cli.database import refuse_old_database
from workbench.config import from_environment
from workbench.domain.refusals import Invalid
from workbench.extensions import db
from workbench.publishing.places import live_portal
from workbench.publishing.rebuilding import Report, rebuild_portal
from workbench.publishing.targets.base import TargetUnavailable
from workbench.web.transactions import begin_reading

WENT_WRONG = 1


@click.group()
def portal() -> None:
    """Look after the static portal."""


@portal.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def rebuild(*, as_json: bool) -> None:
    """Draw the whole static portal anew from the parcels delivered to it, in one step, and read it back.

    Readers see the whole old portal or the whole new one. Exit code 1 when it could not be drawn, and then nothing
    has changed; or when an article shows something else than was signed.
    """
    app = create_app(from_environment())
    refuse_old_database(app)
    started = time.monotonic()
    with app.app_context():
        begin_reading()
        try:
            report = rebuild_portal(db.session(), live_portal())
        except TargetUnavailable as problem:
            raise click.ClickException(f"The portal could not be written, and is as it was: {problem}") from problem
        except Invalid as refusal:
            where = ", ".join(map(str, refusal.details.values()))
            raise click.ClickException(
                f"A parcel beside the portal is damaged ({where}); nothing changed."
            ) from refusal
    _tell(report, time.monotonic() - started, as_json=as_json)
    sys.exit(WENT_WRONG if report.differing else 0)


def _tell(report: Report, seconds: float, *, as_json: bool) -> None:
    facts = {
        "generation": report.rebuilt.generation,
        "articles": report.rebuilt.articles,
        "pages": report.rebuilt.pages,
        "read_back": report.read_back,
        "differing": [str(article) for article in report.differing],
        "seconds": round(seconds, 2),
    }
    if as_json:
        click.echo(json.dumps(facts))
        return
    click.echo("Generation {generation}: {articles} articles on {pages} pages, in {seconds} s.".format(**facts))
    click.echo(f"{report.read_back} read back; {len(report.differing) or 'none'} show something else than was signed.")
    for article in report.differing:
        click.echo(f"  {article}")
