"""`stackr rank`: where could I go? All awards by their exact distance, and what would help most."""

from __future__ import annotations

from datetime import date

import click

from stackr.cli.asked import RULES, Day, learners, load_rules
from stackr.cli.faults import CommandFault
from stackr.cli.planning import PLAN_FAULT, planning_faults


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
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def rank(
    record: str, rules: tuple[str, ...], for_: tuple[str, ...], as_of: date | None, unlocks: int, form: str
) -> None:
    """Rank all awards by how far the learner in RECORD is from each, the nearest first."""
    from stackr.model.guidance import guidance_bytes
    from stackr.pathways.ranking import rank as ranked
    from stackr.report.guidance_text import render_ranking

    day = as_of or date.today()
    book = load_rules(rules)
    people = learners((record,), book, day)
    if len(people) != 1:
        raise CommandFault(PLAN_FAULT, f"{record} holds {len(people)} records: a ranking is for one learner")
    names = [each.strip() for text in for_ for each in text.split(",") if each.strip()] or None
    with planning_faults():
        answer = ranked(book, people[0], day, names, unlocks=unlocks)
    click.echo(guidance_bytes(answer).decode("utf-8") if form == "json" else render_ranking(answer), nl=False)
