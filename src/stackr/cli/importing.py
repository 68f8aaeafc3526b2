"""`stackr import`: what a table of somebody else's is, and how it can be read."""

from __future__ import annotations

import json

import click

from stackr.cli.running import running_faults


@click.command(name="import")
@click.argument("file", metavar="FILE")
@click.option("--sniff", is_flag=True, required=True, help="Propose a profile for the table, for a person to look at.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def import_(file: str, sniff: bool, form: str) -> None:
    """Look at the table in FILE and print a profile with which `stackr batch --profile` could read it."""
    from stackr.batch.ingest.sniff import sniff as propose
    from stackr.batch.ingest.sources import expand

    with running_faults():
        found = propose(expand((file,))[0])
    if form == "json":
        data = {"schema": "stackr.profile/1", "file": found.file, "columns": found.columns, "values": found.values}
        click.echo(json.dumps({**data, "remarks": found.remarks, "unused": found.unused}, indent=2, ensure_ascii=False))
    else:
        click.echo(found.toml(), nl=False)
