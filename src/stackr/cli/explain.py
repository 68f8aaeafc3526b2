"""`stackr explain`: the page for a code that a message carries."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict

import click

from stackr.cli.faults import CommandFault, wants_colour
from stackr.diagnostics.codes import CODES
from stackr.diagnostics.codes.entry import CodeEntry
from stackr.diagnostics.explain import page
from stackr.diagnostics.suggest import did_you_mean


@click.command()
@click.argument("code", required=False)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def explain(code: str | None, form: str) -> None:
    """Explain CODE: what is meant, an example that gives it, and one that doesn't. Without CODE, list them all."""
    entries = [_entry(code)] if code else list(CODES.values())
    if form == "json":
        click.echo(_json(entries))
    elif code:
        from stackr.checks.run import check_text

        click.echo(page(entries[0], check_text, colour=wants_colour(sys.stdout)), nl=False, color=True)
    else:
        click.echo("\n".join(f"{entry.code}  {entry.title}" for entry in entries))


def _entry(code: str) -> CodeEntry:
    entry = CODES.get(code.upper())
    if entry is None:
        advice = did_you_mean(code.upper(), CODES) or "`stackr explain` lists all codes"
        raise CommandFault("X903", f"no message carries the code `{code}`", advice)
    return entry


def _json(entries: Iterable[CodeEntry]) -> str:
    codes = [{**asdict(entry), "severity": entry.severity.value} for entry in entries]
    return json.dumps({"schema": "stackr.codes/1", "codes": codes}, ensure_ascii=False, indent=2)
