"""`stackr whatif`: what would be if the learner took this, dropped that, entered then."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from stackr.cli.asked import RULES, Day, learners, load_rules
from stackr.cli.faults import CommandFault
from stackr.cli.files import existing, write_result
from stackr.cli.planning import PLAN_FAULT, limits, plan_options, planning_faults

CHANGES = (
    click.option("--add", multiple=True, metavar="CODE", help="This item on offer is passed."),
    click.option("--drop", multiple=True, metavar="HOLDING", help="This holding is not there."),
    click.option("--pass", "pass_", multiple=True, metavar="HOLDING", help="What is in progress is passed."),
    click.option("--fail", multiple=True, metavar="HOLDING", help="It is failed."),
    click.option("--expire", multiple=True, metavar="HOLDING", help="It expired the day before."),
    click.option("--enrol", multiple=True, metavar="Q", help="The programme is this."),
    click.option("--entry", multiple=True, metavar="DATE", help="The entry date is this."),
    click.option(
        "--grant-rpl", "grant_rpl", multiple=True, metavar="UNIT", help="Prior learning is recognised for it."
    ),
    click.option("--articulate", multiple=True, metavar="NAME", help="This articulation is in force."),
)
KINDS = {
    "add": "add",
    "drop": "drop",
    "pass_": "pass",
    "fail": "fail",
    "expire": "expire",
    "enrol": "enrol",
    "entry": "entry",
    "grant_rpl": "rpl",
    "articulate": "articulate",
}
"""The option, and the kind of change that it is."""


def _changes(command: Any) -> Any:
    for option in reversed(CHANGES):
        command = option(command)
    return command


@click.command()
@click.argument("record", metavar="RECORD")
@RULES
@click.option("--for", "for_", multiple=True, metavar="Q", help="An award in question; may be repeated.")
@click.option("--as-of", "as_of", type=Day(), help="The day; today, if none is given.")
@_changes
@click.option("--replan", is_flag=True, help="Plan again before and after, as the options of plans say.")
@click.option("--name", default="", metavar="NAME", help="What to call it.")
@click.option("--save", metavar="FILE", help="Keep the answer there, to compare.")
@click.option("--compare", multiple=True, metavar="FILE", help="Set a kept answer beside this one; may be repeated.")
@limits
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def whatif(
    record: str,
    rules: tuple[str, ...],
    for_: tuple[str, ...],
    as_of: date | None,
    replan: bool,
    name: str,
    save: str | None,
    compare: tuple[str, ...],
    form: str,
    **asked: Any,
) -> None:
    """Show the awards of the learner in RECORD before and after a change; the record itself is left as it is."""
    from stackr.model.guidance import WhatIf, guidance_bytes
    from stackr.pathways.whatif import whatif as suppose
    from stackr.report.guidance_text import render_compared, render_whatif

    day = as_of or date.today()
    book = load_rules(rules)
    people = learners((record,), book, day)
    if len(people) != 1:
        raise CommandFault(PLAN_FAULT, f"{record} holds {len(people)} records: a what-if is about one learner")
    names = [each.strip() for text in for_ for each in text.split(",") if each.strip()] or None
    changes = [(kind, what) for word, kind in KINDS.items() for what in asked.pop(word)]
    with planning_faults():
        options = plan_options(asked) if replan else None
        answer = suppose(book, people[0], changes, names, day, name=name, plan=options)
    kept = [_kept(path, WhatIf) for path in existing(compare)]
    if save is not None:
        write_result(Path(save), guidance_bytes(answer))
    if form == "json":
        click.echo(guidance_bytes(answer).decode("utf-8"), nl=False)
        return
    click.echo(render_whatif(answer), nl=False)
    if kept:
        click.echo("\n" + render_compared([*kept, answer]), nl=False)


def _kept(path: Path, model: Any) -> Any:
    """An answer that was saved."""
    from pydantic import ValidationError

    try:
        return model.model_validate_json(path.read_bytes())
    except (ValidationError, UnicodeDecodeError) as fault:
        raise CommandFault(PLAN_FAULT, f"{path}: this is no saved what-if", "save one with --save FILE") from fault
