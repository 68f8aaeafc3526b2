"""`stackr whatif`: what would be if the learner took this, dropped that, entered then."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stackr.cli.asked import RULES, Day, names, one_learner
from stackr.cli.faults import CommandFault
from stackr.cli.files import existing, write_result
from stackr.cli.planning import PLAN_FAULT, book_of, guidance_in, limits, plan_options, planning_faults

if TYPE_CHECKING:
    from stackr.model.guidance import Comparison, WhatIf

CHANGES = (
    click.option("--add", multiple=True, metavar="CODE[=GRADE]", help="This item on offer is passed."),
    click.option("--drop", multiple=True, metavar="HOLDING", help="This holding is not there."),
    click.option("--pass", "pass_", multiple=True, metavar="HOLDING[=GRADE]", help="What is in progress is passed."),
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
@click.option("--format", "form", type=click.Choice(["text", "json", "html"]), default="text", show_default=True)
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
    """Show the awards of the learner in RECORD before and after a change; the record itself is left as it is.

    HOLDING is the id of a holding on the record, or its credential; GRADE is 72, or "72 on SCALE".
    """
    from stackr.model.guidance import guidance_bytes

    day = as_of or date.today()
    book = book_of(rules, asked)
    person = one_learner((record,), book, day, "a what-if is about one learner")
    changes = [(kind, what) for word, kind in KINDS.items() for what in asked.pop(word)]
    if not replan:
        _only_of_plans(asked)
    kept = [_kept(path) for path in existing(compare)]
    with planning_faults():
        options = plan_options(asked) if replan else None
        answer = book.whatif(person, changes, names(for_), day, name=name, plan=options)
    together = _together(kept, answer) if kept else None
    if save is not None:
        write_result(Path(save), guidance_bytes(answer))
    both = together or answer
    click.echo(guidance_in(form, both, lambda _: _in_text(answer, together)), nl=False)
    if as_of is None and form == "text":
        click.echo(f"today, {day.isoformat()}; --as-of fixes the day", err=True)


def _in_text(answer: WhatIf, together: Comparison | None) -> str:
    from stackr.report.guidance_text import render_compared, render_whatif

    return render_whatif(answer) + (f"\n{render_compared(together)}" if together is not None else "")


def _only_of_plans(asked: Mapping[str, Any]) -> None:
    """Options of plans are no good where nothing is planned. Raises `CommandFault`."""
    given = {name for name, value in asked.items() if value not in (None, (), False)}
    flags = [option.opts[0] for option in click.get_current_context().command.params if option.name in given]
    if flags:
        raise CommandFault(PLAN_FAULT, f"{flags[0]} is about plans, and nothing is planned", "add --replan")


def _together(kept: list[WhatIf], answer: WhatIf) -> Comparison:
    try:
        return kept[0].beside(*kept[1:], answer)
    except ValueError as fault:
        raise CommandFault(PLAN_FAULT, str(fault), "compare what-ifs about one learner") from fault


def _kept(path: Path) -> WhatIf:
    """An answer that was saved."""
    from pydantic import ValidationError

    from stackr.model.guidance import WhatIf

    try:
        return WhatIf.model_validate_json(path.read_bytes())
    except (ValidationError, UnicodeDecodeError) as fault:
        raise CommandFault(PLAN_FAULT, f"{path}: this is no saved what-if", "save one with --save FILE") from fault
