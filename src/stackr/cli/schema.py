"""`stackr schema`: the published JSON Schemas."""

from __future__ import annotations

import json
from importlib import import_module

import click

from stackr.cli.faults import CommandFault
from stackr.diagnostics.suggest import did_you_mean

PRINTED = "stackr.model.printed"
SCHEMAS = {
    "audit": ("stackr.model.audit", "audit_schema"),
    "codes": (PRINTED, "codes_schema"),
    "comparison": ("stackr.model.guidance", "comparison_schema"),
    "demand": ("stackr.model.guidance", "demand_schema"),
    "diagnostics": ("stackr.diagnostics.render_json", "diagnostics_schema"),
    "diff": (PRINTED, "diff_schema"),
    "explanation": (PRINTED, "explanation_schema"),
    "graph": (PRINTED, "graph_schema"),
    "impact": (PRINTED, "impact_schema"),
    "layout": (PRINTED, "layout_schema"),
    "near": (PRINTED, "near_schema"),
    "plan": ("stackr.model.plan", "plan_schema"),
    "profile": (PRINTED, "profile_schema"),
    "ranking": ("stackr.model.guidance", "ranking_schema"),
    "record": ("stackr.model.record", "record_schema"),
    "replay": (PRINTED, "replay_schema"),
    "schemas": (PRINTED, "schemas_schema"),
    "stack-analysis": (PRINTED, "analysis_schema"),
    "summary": (PRINTED, "summary_schema"),
    "test": (PRINTED, "test_schema"),
    "whatif": ("stackr.model.guidance", "whatif_schema"),
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
