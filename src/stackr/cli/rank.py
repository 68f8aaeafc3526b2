"""`stackr rank`: where could I go? All awards by their exact distance, and what would help most."""

from __future__ import annotations

from datetime import date

import click

from stackr.cli.asked import RULES, Day, load_rules, names, one_learner
from stackr.cli.planning import guidance_in, planning_faults


@click.command()
@click.argument("record", metavar="RECORD")
@RULES
@click.option("--for", "for_", multiple=True, metavar="Q", help="Only these awards; all, if none is given.")
@click.option("--as-of", "as_of", type=Day(), help="The day; today, if none is given.")
@click.option(
    "--unlocks",
    type=click.IntRange(0, 1000),
    default=0,
    metavar="N",
    help="So many items on offer by what they would add.",
)
@click.option("--format", "form", type=click.Choice(["text", "json", "html"]), default="text", show_default=True)
def rank(
    record: str, rules: tuple[str, ...], for_: tuple[str, ...], as_of: date | None, unlocks: int, form: str
) -> None:
    """Rank all awards by how far the learner in RECORD is from each, the nearest first."""
    from stackr.report.guidance_text import render_ranking

    day = as_of or date.today()
    book = load_rules(rules)
    person = one_learner((record,), book, day, "a ranking is for one learner")
    with planning_faults():
        answer = book.rank(person, names(for_), day, unlocks=unlocks)
    click.echo(guidance_in(form, answer, render_ranking), nl=False)
    if as_of is None and form == "text":
        click.echo(f"today, {day.isoformat()}; --as-of fixes the day", err=True)
