"""The command line: one group, a command a file."""

import sys

import click

from workbench.cli.bench import bench_command
from workbench.cli.catalogues import catalogues
from workbench.cli.database import migrate
from workbench.cli.demo import demo
from workbench.cli.exchange import export, import_
from workbench.cli.exchanging import exchange
from workbench.cli.health import doctor
from workbench.cli.people import user
from workbench.cli.portal import portal
from workbench.cli.rehearse import rehearse_command
from workbench.cli.running import serve, worker
from workbench.config import SettingsError
from workbench.server import PortTakenError

#: Exit codes: 0 well, 1 the thing asked for went wrong, 2 the command was not understood (click's own).
WENT_WRONG = 1


class _Plain(click.Group):
    """Says what can be said in one sentence in one sentence, without a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except (SettingsError, PortTakenError) as error:
            click.echo(str(error), err=True)
            sys.exit(WENT_WRONG)


@click.group(cls=_Plain, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def workbench() -> None:
    """Write, check, translate, sign and publish public-service articles in two languages."""


for command in (
    serve,
    worker,
    migrate,
    demo,
    import_,
    export,
    exchange,
    catalogues,
    rehearse_command,
    bench_command,
    portal,
    user,
    doctor,
):
    workbench.add_command(command)
