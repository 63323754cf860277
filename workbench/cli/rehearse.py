"""workbench rehearse."""

import json
import secrets
import sys

import click

from workbench.rehearsal.instance import InstanceError
from workbench.rehearsal.line import seconds_of
from workbench.rehearsal.page import MissingFormError
from workbench.rehearsal.run import Plan, rehearse
from workbench.rehearsal.tabs import RefusedError

KILOBIT = 1000


class Span(click.ParamType[float]):
    """A span of time: 700ms, 0.7s."""

    name = "time"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        try:
            return seconds_of(str(value))
        except ValueError:
            self.fail(f"“{value}” is no span of time; write 700ms or 0.7s.", param, ctx)


@click.command(name="rehearse")
@click.option("--writers", default=8, show_default=True, type=click.IntRange(1, 40), help="How many people write.")
@click.option("--articles", default=68, show_default=True, type=click.IntRange(1, 500), help="How many they write.")
@click.option("--days", default=2, show_default=True, type=click.IntRange(1, 10), help="How many days they write.")
@click.option("--line", default="700ms", show_default=True, type=Span(), help="How long a round trip takes.")
@click.option("--speed", default=512, show_default=True, type=click.IntRange(8), help="The line's kbit/s each way.")
@click.option("--publish", default=10, show_default=True, type=click.IntRange(0), help="How many go on to the portal.")
@click.option("--seed", type=int, help="Number of an earlier rehearsal, to play the same one again.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def rehearse_command(
    writers: int, articles: int, days: int, line: float, speed: int, publish: int, seed: int | None, *, as_json: bool
) -> None:
    """Play a writing workshop before the real one: everybody at once, over a line as bad as yours.

    Writes over HTTP into a throw-away instance; your own data is not touched. Writers share articles, save from pages
    that are hours old, lose answers on the line, send twice, and lose their login while they write. Every word exists
    once, so that each one that is lost or doubled is seen. Some articles go on to the portal in both languages.
    The line's delays pass in virtual time: the whole takes two or three minutes.

    Exit code 1 when a word is lost or doubled, or fewer articles reach the portal than were asked for.
    """
    number = secrets.randbelow(10_000) if seed is None else seed
    plan = Plan(writers, articles, line, speed * KILOBIT, min(publish, articles), number, days)
    try:
        report = rehearse(plan, tell=lambda words: click.echo(words, err=True))
    except (InstanceError, RefusedError, MissingFormError) as error:
        click.echo(f"The rehearsal (seed {number}) could not go on: {error}", err=True)
        sys.exit(1)
    if as_json:
        click.echo(json.dumps(report.values(), indent=2, ensure_ascii=False))
    else:
        click.echo("\n".join(report.sentences()))
    sys.exit(0 if report.is_well else 1)
