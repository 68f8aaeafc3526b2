"""`stackr schema`: the published JSON Schemas."""

from __future__ import annotations

import json

import click

from stackr.cli.faults import CommandFault
from stackr.diagnostics.suggest import did_you_mean


@click.command()
@click.argument("name", required=False)
def schema(name: str | None) -> None:
    """Print the JSON Schema called NAME. Without NAME, list them."""
    from stackr.model.schemas import SCHEMAS

    if name is None:
        click.echo("\n".join(SCHEMAS))
    elif name in SCHEMAS:
        click.echo(json.dumps(SCHEMAS[name](), ensure_ascii=False, indent=2, sort_keys=True))
    else:
        advice = did_you_mean(name, SCHEMAS) or f"there are: {', '.join(SCHEMAS)}"
        raise CommandFault("X904", f"there is no schema `{name}`", advice)
