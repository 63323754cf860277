"""workbench doctor."""

import json
import sys
from dataclasses import asdict

import click

from workbench.config import from_environment
from workbench.doctor import examine


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def doctor(*, as_json: bool) -> None:
    """Say what the workbench stands on, and what is wrong with it. Exit code 1 when something is."""
    findings = examine(from_environment())
    is_well = all(finding.is_well for finding in findings)
    if as_json:
        click.echo(json.dumps({"is_well": is_well, "findings": [asdict(finding) for finding in findings]}, indent=2))
    else:
        for finding in findings:
            click.echo(f"{'ok ' if finding.is_well else 'ACT'} {finding.name}: {finding.words}")
    sys.exit(0 if is_well else 1)
