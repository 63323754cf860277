"""workbench bench."""

import json
import sys
from pathlib import Path

import click

from workbench.benchmarks.results import machine
from workbench.benchmarks.run import GROUPS, as_values, bench, write
from workbench.benchmarks.visits import BenchmarkError
from workbench.rehearsal.instance import InstanceError


@click.command(name="bench")
@click.argument("names", nargs=-1, type=click.Choice(sorted(GROUPS)), metavar=f"[{'|'.join(GROUPS)}]...")
@click.option(
    "--articles", default=2000, show_default=True, type=click.IntRange(20), help="How many articles there are."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write the JSON object to this file, too."
)
def bench_command(names: tuple[str, ...], articles: int, output: Path | None, *, as_json: bool) -> None:
    """Measure pages, saves, writing together, the portal, the start and what is loaded, on a throw-away instance.

    Without a name all groups are measured. Exit code 1 when something cannot be measured; a missed limit is said, and
    is no error.
    """
    try:
        results = bench(names, articles=articles, tell=lambda words: click.echo(words, err=True))
    except (BenchmarkError, InstanceError) as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    if output is not None:
        write(results, output)
    if as_json:
        click.echo(json.dumps(as_values(results), indent=2, ensure_ascii=False))
        return
    click.echo(machine())
    for result in results:
        click.echo(result.sentence())
