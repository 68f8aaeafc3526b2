"""`stackr batch`: a recognition run over many learners."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from stackr.cli.asked import RULES, Day, plain_faults
from stackr.cli.run_options import DECISIONS, LEARNERS, MEMORY, PROFILE, RESUME, WORKERS
from stackr.cli.running import ENGINES, bytes_of, names_of, running_faults

if TYPE_CHECKING:
    from stackr.batch.run.options import RunOptions


@click.command()
@click.argument("holdings", nargs=-1, metavar="HOLDINGS...")
@RULES
@click.option("--out", required=True, metavar="DIR", help="The folder for the results; one run each.")
@click.option("--for", "for_", multiple=True, metavar="Q", help="An award in question; may be repeated, or A,B,C.")
@click.option("--as-of", "as_of", type=Day(), help="The day of the run; today, if none is given.")
@PROFILE
@LEARNERS
@DECISIONS
@click.option("--database", envvar="STACKR_DATABASE", metavar="URL", help="A database that --query asks.")
@click.option("--query", metavar="SQL", help="The query that gives holdings, with --database.")
@click.option(
    "--tier",
    type=click.Choice(["values", "placements", "proofs"]),
    default="values",
    show_default=True,
    help="Figures; where every unit counts, too; why, too: the whole audit of everybody (slow).",
)
@click.option("--holds-back", is_flag=True, help="List the clauses that hold each learner back (slower).")
@click.option("--also", "forms", multiple=True, type=click.Choice(["csv", "xlsx"]), help="Tables in this form, too.")
@click.option("--strict", is_flag=True, help="Stop at the first row that can't be used.")
@RESUME
@click.option("--engine", type=click.Choice(ENGINES), default="local", show_default=True)
@WORKERS
@MEMORY
@click.option(
    "--since", metavar="DIR", help="A finished run with --keep-rows: evaluate only whom something touched since."
)
@click.option(
    "--changed", multiple=True, metavar="ROWS", help="With --since and no HOLDINGS: rows to put, or to remove."
)
@click.option("--keep-rows", is_flag=True, help="Keep the rows that were used, for a later --since.")
@click.option("--part-rows", type=click.IntRange(min=1), help="About how many rows a part holds.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def batch(
    holdings: tuple[str, ...],
    rules: tuple[str, ...],
    out: str,
    as_of: date | None,
    form: str,
    resume: bool,
    engine: str,
    workers: int | None,
    memory: str,
    **told: Any,
) -> None:
    """Evaluate all learners in HOLDINGS... (tables, folders, patterns) and write results, work lists and quarantine to DIR."""
    from stackr.cli.run_told import say_summary
    from stackr.cli.running import carry_out, inputs_of

    day = as_of or date.today()
    with plain_faults(), running_faults():
        beside = (told["learners"], told["decisions"], told["database"], told["query"], told["since"], told["changed"])
        inputs = inputs_of(holdings, told["profile"], *beside)
        summary = carry_out(
            inputs,
            rules,
            out,
            _options(day, told),
            since=told["since"],
            resume=resume,
            engine=engine,
            workers=workers,
            memory=bytes_of(memory),
        )
    say_summary(summary, out, form)
    if as_of is None and form != "json":
        click.echo(f"as of today, {day.isoformat()}; --as-of fixes the day", err=True)


def _options(day: date, told: dict[str, Any]) -> RunOptions:
    from stackr.batch.run.options import PART_ROWS, RunOptions

    return RunOptions(
        as_of=day,
        for_=names_of(told["for_"]),
        tier=told["tier"],
        holds_back=told["holds_back"],
        forms=tuple(sorted(set(told["forms"]))),
        strict=told["strict"],
        part_rows=told["part_rows"] or PART_ROWS,
        keep_rows=told["keep_rows"] or told["since"] is not None,
    )
