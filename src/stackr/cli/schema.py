"""`stackr schema`: the published JSON Schemas."""

from __future__ import annotations

import json
from importlib import import_module

import click

from stackr.cli.faults import CommandFault
from stackr.diagnostics.suggest import did_you_mean

SCHEMAS = {
    "audit": ("stackr.model.audit", "audit_schema"),
    "diagnostics": ("stackr.diagnostics.render_json", "diagnostics_schema"),
    "comparison": ("stackr.model.guidance", "comparison_schema"),
    "demand": ("stackr.model.guidance", "demand_schema"),
    "plan": ("stackr.model.plan", "plan_schema"),
    "ranking": ("stackr.model.guidance", "ranking_schema"),
    "whatif": ("stackr.model.guidance", "whatif_schema"),
    "record": ("stackr.model.record", "record_schema"),
}
"""Name → the function that makes it, imported when asked for."""


@click.command()
@click.argument("name", required=False)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def schema(name: str | None, form: str) -> None:
    """Print the JSON Schema called NAME. Without NAME, list them; `--format` is that of the list."""
    if name is None:
        listed = json.dumps({"schema": "stackr.schemas/1", "schemas": list(SCHEMAS)}, indent=2)
        click.echo(listed if form == "json" else "\n".join(SCHEMAS))
    elif name in SCHEMAS:
        module, function = SCHEMAS[name]
        made = getattr(import_module(module), function)()
        click.echo(json.dumps(made, ensure_ascii=False, indent=2))
    else:
        advice = did_you_mean(name, SCHEMAS) or f"there are: {', '.join(SCHEMAS)}"
        raise CommandFault("X904", f"there is no schema `{name}`", advice)
