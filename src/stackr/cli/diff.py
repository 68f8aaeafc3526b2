"""`stackr diff`: what differs between two audits, and what is the cause."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from stackr.cli.asked import plain_faults
from stackr.cli.files import existing

if TYPE_CHECKING:
    from stackr.audit.diff import AuditDiff, Change

WIDTH = 100


@click.command()
@click.argument("before", metavar="BEFORE")
@click.argument("after", metavar="AFTER")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def diff(before: str, after: str, form: str) -> None:
    """Compare two audits that `stackr audit --format json` printed, and name the cause of each change."""
    from stackr.audit.diff import diff as compare
    from stackr.audit.replay import read_audit

    with plain_faults():
        old, new = (read_audit(path.read_bytes()).model_dump(mode="json") for path in existing((before, after)))
    found = compare(old, new)
    if form == "json":
        click.echo(json.dumps(told(found), indent=2, ensure_ascii=False))
    else:
        show(found)


def told(found: AuditDiff) -> dict[str, Any]:
    """As JSON data."""
    causes = [{"kind": cause.kind, "what": cause.what, "message": cause.message} for cause in found.causes]
    changes = [
        {
            "path": change.path,
            "qualification": change.qualification,
            "before": change.before,
            "after": change.after,
            "causes": list(change.causes),
        }
        for change in found.changes
    ]
    return {"schema": "stackr.diff/1", "causes": causes, "changes": changes}


def show(found: AuditDiff) -> None:
    """As text."""
    if not found.causes and not found.changes:
        click.echo("no difference")
        return
    click.echo("What went in otherwise:")
    for number, cause in enumerate(found.causes, 1):
        click.echo(f"  {number}. {cause.kind}: {cause.message}")
    if not found.causes:
        click.echo("  nothing that the audits show")
    click.echo("What came out otherwise:" if found.changes else "Nothing came out otherwise.")
    for change in found.changes:
        because = ", ".join(str(position + 1) for position in change.causes)
        click.echo("\n".join(_lines(change, f"  [{because}]" if because else "")))


def _lines(change: Change, because: str) -> list[str]:
    """On one line where it fits; else each value on a line of its own, whole."""
    before, after = _words(change.before), _words(change.after)
    line = f"  {change.path}: {before} → {after}{because}"
    if len(line) <= WIDTH:
        return [line]
    return [f"  {change.path}:{because}", f"    {before}", f"    → {after}"]


def _words(value: Any) -> str:
    return "nothing" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
