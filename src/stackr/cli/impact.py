"""`stackr impact`: what a change of rules does to a population, before it is published."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

import click

from stackr.cli.asked import Day, plain_faults
from stackr.cli.run_options import DECISIONS, LEARNERS, MEMORY, PROFILE, RESUME, WORKERS
from stackr.cli.running import bytes_of, names_of, running_faults

WORDS = {
    "gains": "complete the award only under the new rules",
    "loses": "complete the award only under the old rules",
    "nearer": "come nearer",
    "further": "fall back",
    "otherwise": "stand otherwise, at the same progress",
    "new-award": "have a new award before them",
    "gone-award": "have an award less",
}
MOST_SHOWN = 20


@click.command()
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.argument("holdings", nargs=-1, required=True, metavar="HOLDINGS...")
@click.option("--for", "for_", multiple=True, metavar="Q", help="An award in question; may be repeated, or A,B,C.")
@click.option("--by", metavar="COLUMN", help="Count by this column of HOLDINGS, or by this fact of the learners.")
@click.option("--as-of", "as_of", type=Day(), help="The day; today, if none is given.")
@PROFILE
@LEARNERS
@DECISIONS
@click.option("--out", metavar="DIR", help="Keep the run: tables changes and decisions, one row per learner and award.")
@RESUME
@WORKERS
@MEMORY
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def impact(
    old: str,
    new: str,
    holdings: tuple[str, ...],
    for_: tuple[str, ...],
    by: str | None,
    as_of: date | None,
    out: str | None,
    form: str,
    **told: Any,
) -> None:
    """Compare the rules at OLD with those at NEW before the learners in HOLDINGS...: who gains, who loses, and by which clause."""
    from stackr.batch.run.options import RunOptions
    from stackr.cli.running import carry_out, inputs_of, place_for, rows_of

    options = RunOptions(as_of=as_of or date.today(), for_=names_of(for_), by=by)
    with plain_faults(), running_faults(), place_for(out) as place:
        inputs = inputs_of(holdings, told["profile"], told["learners"], told["decisions"])
        summary = carry_out(
            inputs,
            (new,),
            place,
            options,
            before=(old,),
            resume=told["resume"],
            workers=told["workers"],
            memory=bytes_of(told["memory"]),
        )
        groups = summary["counts"].get("groups", ()) if by is not None else ()
        if groups and all(group is None for group, *_ in groups):
            click.echo(f"nobody who changes has a column or a fact called {by}", err=True)
        changes = rows_of(place, "changes", None if form == "json" else MOST_SHOWN)
        decided = (
            rows_of(place, "decisions")
            if form == "json"
            else rows_of(place, "decisions", MOST_SHOWN, without={"after": "kept"})
        )
    if form == "json":
        data = {"schema": "stackr.impact/1", "rows": summary["rows"], "learners": summary["learners"]}
        counts = {name: summary["counts"].get(name, []) for name in ("changes", "groups", "responsible", "decisions")}
        click.echo(
            json.dumps({**data, "counts": counts, "changes": changes, "decided": decided}, indent=2, ensure_ascii=False)
        )
        return
    _say(summary, changes, decided, by, f"{out} has all" if out else "--out DIR or --format json give all")


def _say(
    summary: dict[str, Any], changes: list[dict[str, Any]], decided: list[dict[str, Any]], by: str | None, where: str
) -> None:
    """`where`: where the rest of a long list is."""
    from stackr.cli.run_told import count_of, say_rows

    say_rows(summary)
    counts, many = summary["counts"], count_of(summary, "changes")
    if not changes:
        click.echo("nobody's result changes")
    for award, change, count in counts.get("changes", ()):
        click.echo(f"{award}: {count} {WORDS[change]}")
    _table("by clause", counts.get("responsible", ()))
    if by is not None:
        _table(f"by {by}", counts.get("groups", ()))
    _table("decisions, before and after", ([f"{old} → {new}", n] for old, new, n in counts.get("decisions", ())))
    _say_decisions(decided, sum(count for _, new, count in counts.get("decisions", ()) if new != "kept"), where)
    if changes:
        click.echo("learner by learner:")
    for row in changes:
        figures = f"{row['earned_before'] or '—'} → {row['earned_after'] or '—'}"
        click.echo(
            f"  {row['learner']}: {row['qualification']} {row['change']}, {figures} ({row['clauses'].replace(';', ', ')})"
        )
    if many > len(changes):
        click.echo(f"  … and {many - len(changes)} more; {where}")


def _say_decisions(rows: list[dict[str, Any]], many: int, where: str) -> None:
    if rows:
        click.echo("decisions to look at:")
    for row in rows:
        place = row["clause_after"] or "no clause"
        click.echo(
            f"  {row['learner']}: {row['decision']} ({row['kind']} {row['clause']}) {row['after']}, fits {place}"
        )
    if many > len(rows):
        click.echo(f"  … and {many - len(rows)} more; {where}")


def _table(title: str, rows: Iterable[list[Any]]) -> None:
    lines = [f"  {count} {' '.join('—' if item is None else str(item) for item in names)}" for *names, count in rows]
    if lines:
        click.echo("\n".join([f"{title}:", *lines]))
