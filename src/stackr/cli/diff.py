"""`stackr diff`: what differs between two audits, or lists of them, and what is the cause."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import click

from stackr.cli.asked import plain_faults
from stackr.cli.files import existing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stackr.audit.diff import AuditDiff, Change
    from stackr.model.audit import Audit

WIDTH = 100


@click.command()
@click.argument("before", metavar="BEFORE")
@click.argument("after", metavar="AFTER")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def diff(before: str, after: str, form: str) -> None:
    """Compare two audits that `stackr audit --format json` printed, or two lists of them, and name the cause of each change."""
    from stackr.audit.diff import diff as compare
    from stackr.audit.replay import read_audits

    with plain_faults():
        old, new = (read_audits(path.read_bytes()) for path in existing((before, after)))
    if len(old) == len(new) == 1:
        found = compare(_data(old[0]), _data(new[0]))
        if form == "json":
            click.echo(json.dumps(told(found), indent=2, ensure_ascii=False))
        else:
            show(found)
        return
    _several(old, new, form)


def _several(old: Sequence[Audit], new: Sequence[Audit], form: str) -> None:
    """Lists of audits, learner by learner; those of whom one list alone has an audit are named."""
    from stackr.audit.diff import diff as compare

    sides = _by_learner(old), _by_learner(new)
    listed: list[dict[str, Any]] = []
    for name in [*sides[0], *(name for name in sides[1] if name not in sides[0])]:
        one, other = (side.get(name) for side in sides)
        if one is None or other is None:
            side = "before" if other is None else "after"
            listed.append({"learner": name, "only": side})
            words = f"there is an audit only {side}"
        else:
            found = compare(_data(one), _data(other))
            listed.append({"learner": name, **told(found)})
            words = "no difference" if not found.causes and not found.changes else ""
        if form == "text":
            click.echo(f"{name}: {words}" if words else f"{name}:")
            if not words:
                show(found)
    if form == "json":
        click.echo(json.dumps(listed, indent=2, ensure_ascii=False))


def _by_learner(audits: Sequence[Audit]) -> dict[str, Audit]:
    """By name; the second of one learner is `L-1 (2)`, and so on."""
    found: dict[str, Audit] = {}
    met: Counter[str] = Counter()
    for audit in audits:
        met[audit.learner] += 1
        found[audit.learner if met[audit.learner] == 1 else f"{audit.learner} ({met[audit.learner]})"] = audit
    return found


def _data(audit: Audit) -> dict[str, Any]:
    return audit.model_dump(mode="json")


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
