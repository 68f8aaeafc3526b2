"""What a run over many learners came to, in a few lines."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import click

MOST_TOLD: Final = 5
"""Codes and names that the text lists; the tables have all."""


def count_of(summary: Mapping[str, Any], name: str) -> int:
    """How many rows a table of a finished run has."""
    return next((rows for table, rows in summary["counts"].get("rows", ()) if table == name), 0)


def say_rows(summary: Mapping[str, Any]) -> None:
    """The line that accounts for every row, and the reasons of those put aside."""
    from stackr.batch.ingest.shapes import REASONS

    rows = summary["rows"]
    replaced = f" + {rows['replaced']} replaced or removed" if "replaced" in rows else ""
    click.echo(f"{rows['read']} rows read = {rows['used']} used{replaced} + {rows['quarantined']} put aside")
    for reason, count in summary["quarantine"].items():
        click.echo(f"  {count} {reason}: {REASONS[reason]}")
    unread = summary["unread"]
    if unread:
        told = ", ".join(f"{count} of {member}" for member, count in unread.items())
        words = "values can't be read and count" if sum(unread.values()) > 1 else "value can't be read and counts"
        click.echo(f"{sum(unread.values())} {words} as unknown: {told} (table `unread`)")
    _say_lookalikes(summary["counts"].get("lookalikes", ()))
    _say_sums(summary["counts"].get("sums", ()))
    click.echo(f"{summary['learners']} learner{'' if summary['learners'] == 1 else 's'}")


def _say_sums(learners: Sequence[Sequence[Any]]) -> None:
    for (name, _), _ in zip(learners, range(MOST_TOLD), strict=False):
        click.echo(f"a learner is called {name!r}: if that is a line of sums, take it out of the table (table `sums`)")


def _say_lookalikes(codes: Sequence[Sequence[Any]]) -> None:
    if not codes:
        return
    shown = ", ".join(f"{code!r} for {meant} ({count})" for code, meant, count in codes[:MOST_TOLD])
    more = f" and {len(codes) - MOST_TOLD} more" if len(codes) > MOST_TOLD else ""
    many = "1 code is" if len(codes) == 1 else f"{len(codes)} codes are"
    click.echo(f"{many} written otherwise than in rules and catalogues and not taken for it (learners): {shown}{more}")
    click.echo("  say what is meant under [values.credential] in the profile (table `lookalikes`)")


def say_summary(summary: Mapping[str, Any], out: str, form: str) -> None:
    """What a run came to, in a few lines or as JSON."""
    if form == "json":
        click.echo(json.dumps(summary, indent=2, ensure_ascii=False))
        return
    say_rows(summary)
    found: dict[str, list[str]] = {}
    for award, status, count in summary["counts"].get("outcomes", ()):
        found.setdefault(award, []).append(f"{count} {status}")
    for award, told in found.items():
        click.echo(f"  {award}: {', '.join(told)}")
    for name in summary["cut"]:
        click.echo(
            f"tables.xlsx holds only the beginning of `{name}`, which is too long for it: {Path(out) / name} has all"
        )
    click.echo(f"{Path(out) / 'report.html'} shows it, {Path(out) / 'manifest.json'} accounts for it")
