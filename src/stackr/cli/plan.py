"""`stackr plan`: the shortest proven way to a qualification, for one learner or the demand of many."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stackr.cli.asked import RULES, Day, one_learner
from stackr.cli.cohort import demand
from stackr.cli.faults import CommandFault
from stackr.cli.files import write_result
from stackr.cli.planning import PLAN_FAULT, book_of, limits, plan_options, planning_faults

if TYPE_CHECKING:
    from stackr.model.plan import Plan

FORMATS = ("text", "json", "html", "mermaid", "svg", "ical")


@click.command()
@click.argument("records", nargs=-1, required=True, metavar="RECORD...")
@RULES
@click.option("--for", "for_", required=True, metavar="Q", help="The award to reach.")
@click.option("--as-of", "as_of", type=Day(), help="The day the plan starts from; today, if none is given.")
@limits
@click.option("--alternatives", type=click.IntRange(0, 50), default=0, metavar="N", help="So many next best plans too.")
@click.option(
    "--pareto",
    metavar="A,B",
    help="Instead: every plan that is best in one of two measures for its value of the other.",
)
@click.option("--batch", is_flag=True, help="For many learners: how many plans take each item in each term.")
@click.option("--strict", is_flag=True, help="With --batch: no answer where a record can't be read.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--out", metavar="FILE", help="Write it there.")
def plan(
    records: tuple[str, ...],
    rules: tuple[str, ...],
    for_: str,
    as_of: date | None,
    alternatives: int,
    pareto: str | None,
    batch: bool,
    strict: bool,
    form: str,
    out: str | None,
    **asked: Any,
) -> None:
    """Find the least that completes an award for the learner in RECORD: proven, by term, checked by an audit."""
    day = as_of or date.today()
    book = book_of(rules, asked)
    if batch:
        if alternatives or pareto is not None:
            raise CommandFault(
                PLAN_FAULT, "--batch takes the best plan of each learner, and no others", "leave them out"
            )
        write(demand(book, records, for_, day, asked, form, strict=strict), out)
        return
    if strict:
        raise CommandFault(PLAN_FAULT, "--strict is about the records of many learners", "leave it out, or use --batch")
    person = one_learner(records, book, day, "a plan is for one learner", "--batch plans for many")
    with planning_faults():
        options = plan_options(asked, alternatives=alternatives)
        made = (
            book.plan(person, for_, day, options)
            if pareto is None
            else book.front(person, for_, day, options, between=pareto)
        )
    write(rendered(made, form), out)
    if as_of is None and form == "text":
        click.echo(f"from today, {day.isoformat()}; --as-of fixes the day", err=True)


def write(text: str, out: str | None) -> None:
    """Print it, or write it to a file."""
    if out is None:
        click.echo(text, nl=False)
    else:
        write_result(Path(out), text.encode("utf-8"))


def rendered(made: Plan, form: str) -> str:
    """The plan in one format."""
    if form == "json":
        from stackr.model.plan import plan_bytes

        return plan_bytes(made).decode("utf-8")
    if form == "html":
        from stackr.report.plan_html import render_plan as page

        return page(made)
    if form in ("mermaid", "svg"):
        from stackr.report import plan_drawing

        return plan_drawing.svg(made) if form == "svg" else plan_drawing.mermaid(made)
    if form == "ical":
        from stackr.report.plan_ical import ical

        try:
            return ical(made)
        except ValueError as fault:
            raise CommandFault(PLAN_FAULT, str(fault), "plan with a calendar of dated terms") from fault
    from stackr.report.plan_text import render_plan

    return render_plan(made)
