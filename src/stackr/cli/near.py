"""`stackr near`: awards earned but never claimed, and awards within reach with their least completion."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import click

from stackr.cli.asked import RULES, Day, plain_faults
from stackr.cli.faults import CommandFault
from stackr.cli.run_options import DECISIONS, LEARNERS, MEMORY, PROFILE, RESUME, WORKERS
from stackr.cli.running import bytes_of, names_of, running_faults

MOST_SHOWN = 50


@click.command()
@click.argument("holdings", nargs=-1, required=True, metavar="HOLDINGS...")
@RULES
@click.option("--credits", metavar="N", help="Near is: at most so many credits are missing (30, if nothing is said).")
@click.option(
    "--requirements", type=click.IntRange(min=1), metavar="N", help="Or: at most so many requirements are unmet."
)
@click.option(
    "--for", "for_", multiple=True, metavar="Q", help="An award in question; may be repeated, or A,B,C. All, if none."
)
@click.option("--as-of", "as_of", type=Day(), help="The day; today, if none is given.")
@PROFILE
@LEARNERS
@DECISIONS
@click.option("--out", metavar="DIR", help="Keep the run: tables near, unclaimed, ranking, and all that a batch gives.")
@RESUME
@WORKERS
@MEMORY
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def near(
    holdings: tuple[str, ...],
    rules: tuple[str, ...],
    credits: str | None,
    requirements: int | None,
    for_: tuple[str, ...],
    as_of: date | None,
    out: str | None,
    form: str,
    **told: Any,
) -> None:
    """List who in HOLDINGS... has earned an award and not claimed it, and who is near one, with the least way to it.

    Every way is proven to be the least, or says that it is not. Awards are ranked for each learner by an exact audit of each.
    """
    from stackr.batch.run.options import RunOptions
    from stackr.cli.running import carry_out, inputs_of, place_for, rows_of

    day = as_of or date.today()
    with plain_faults(), running_faults(), place_for(out) as place:
        asked = names_of(for_) or _all(rules)
        reach = _reach(credits, requirements)
        inputs = inputs_of(holdings, told["profile"], told["learners"], told["decisions"])
        options = RunOptions(as_of=day, for_=asked, near=reach)
        memory = bytes_of(told["memory"])
        summary = carry_out(
            inputs, rules, place, options, resume=told["resume"], workers=told["workers"], memory=memory
        )
        if form == "json":
            tables = {name: rows_of(place, name) for name in ("unclaimed", "near", "ranking")}
        else:
            tables = {name: rows_of(place, name, MOST_SHOWN) for name in ("unclaimed", "near")}
    if form == "json":
        click.echo(
            json.dumps({"schema": "stackr.near/1", "rows": summary["rows"], **tables}, indent=2, ensure_ascii=False)
        )
        return
    _say(summary, tables, out)


def _reach(credits: str | None, requirements: int | None) -> Any:
    from stackr._quantity import AmountError
    from stackr.batch.near.reach import Reach

    reach = Reach("30" if credits is None and requirements is None else credits, requirements)
    try:
        if reach.amount is not None and reach.amount < 0:
            raise AmountError("less than nothing")
    except AmountError:
        raise CommandFault("X901", f"{credits} is not an amount of credits such as 30 or 12.5") from None
    return reach


def _all(rules: tuple[str, ...]) -> tuple[str, ...]:
    """Every award of the rules: near looks at all, not only at those that a learner follows."""
    from stackr.cli.asked import load_rules

    return tuple(sorted(load_rules(rules).qualifications))


def _say(summary: dict[str, Any], tables: dict[str, list[dict[str, Any]]], out: str | None) -> None:
    from stackr.cli.run_told import count_of, say_rows

    say_rows(summary)
    unclaimed, near = (count_of(summary, name) for name in ("unclaimed", "near"))
    click.echo(f"\nearned and never claimed: {unclaimed}")
    for row in tables["unclaimed"]:
        click.echo(f"  {row['learner']}: {row['qualification']}")
    click.echo(f"\nwithin reach: {near}")
    for row in tables["near"]:
        click.echo(f"  {row['learner']}: {row['qualification']}, {row['missing_credits']} credits missing; {_way(row)}")
    if max(unclaimed, near) > MOST_SHOWN:
        where = f"{out} has all" if out else "--out DIR or --format json give all"
        click.echo(f"\nonly the first {MOST_SHOWN} of each are shown; {where}")


def _way(row: dict[str, Any]) -> str:
    if row["add"] is None and row["also"] is None:
        told = "nothing that is on offer and not held completes it"
        return told if row["proven"] else "no way to it was found within the limit of work; `stackr plan` takes longer"
    parts = [f"least: {row['add'].replace(';', ', ')} ({row['credits']} credits)"] if row["add"] else []
    parts += [row["also"].replace(";", ", ")] if row["also"] else []
    return " and ".join(parts) + ("" if row["proven"] else "; not proven to be the least")
