"""`stackr plan`: the shortest proven way to a qualification."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stackr.cli.asked import RULES, Day, learners, load_rules
from stackr.cli.faults import CommandFault
from stackr.cli.files import write_result
from stackr.cli.planning import limits, plan_options, planning_faults

if TYPE_CHECKING:
    from stackr.model.plan import Plan

FORMATS = ("text", "json")


@click.command()
@click.argument("record", metavar="RECORD")
@RULES
@click.option("--for", "for_", required=True, metavar="Q", help="The award to reach.")
@click.option("--as-of", "as_of", type=Day(), help="The day the plan starts from; today, if none is given.")
@limits
@click.option("--alternatives", type=click.IntRange(0, 50), default=0, metavar="N", help="So many next best plans too.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--out", metavar="FILE", help="Write it there.")
def plan(
    record: str,
    rules: tuple[str, ...],
    for_: str,
    as_of: date | None,
    alternatives: int,
    form: str,
    out: str | None,
    **asked: object,
) -> None:
    """Find the least that completes an award for the learner in RECORD: proven, by term, checked by an audit."""
    from stackr.pathways.plan import plan as plan_one

    day = as_of or date.today()
    book = load_rules(rules)
    people = learners((record,), book, day)
    if len(people) != 1:
        raise CommandFault("X912", f"{record} holds {len(people)} records: a plan is for one learner")
    with planning_faults():
        options = plan_options(asked, alternatives=alternatives)
        made = plan_one(book, people[0], for_, day, options)
    show(made, form, out)
    if as_of is None and form == "text":
        click.echo(f"from today, {day.isoformat()}; --as-of fixes the day", err=True)


def show(made: Plan, form: str, out: str | None) -> None:
    """Print it, or write it to a file."""
    text = rendered(made, form)
    if out is None:
        click.echo(text, nl=False)
    else:
        write_result(Path(out), text.encode("utf-8"))


def rendered(made: Plan, form: str) -> str:
    """The plan in one format."""
    if form == "json":
        from stackr.model.plan import plan_bytes

        return plan_bytes(made).decode("utf-8")
    from stackr.report.plan_text import render_plan

    return render_plan(made)
