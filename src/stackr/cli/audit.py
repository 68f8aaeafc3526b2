"""`stackr audit`: progress of one or a few learners toward qualifications, with reasons."""

from __future__ import annotations

import json
import sys
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from stackr.cli.asked import RULES, Day, learners, load_rules, names, plain_faults
from stackr.cli.faults import CommandFault

if TYPE_CHECKING:
    from stackr.audit.options import AuditOptions
    from stackr.model.audit import Audit
    from stackr.model.learning import Learner
    from stackr.rulebook.book import RuleBook


@click.command()
@click.argument("records", nargs=-1, required=True, metavar="RECORD...")
@RULES
@click.option("--for", "for_", multiple=True, metavar="Q", help="An award in question; may be repeated, or A,B,C.")
@click.option("--as-of", "as_of", type=Day(), help="The day of the audit; today, if none is given.")
@click.option("--known", type=Day(), help="Leave out decisions recorded after this day.")
@click.option("--together", multiple=True, metavar="A,B", help="Judge these awards as claimed together.")
@click.option("--tier", type=click.Choice(["values", "placements", "proofs"]), default="proofs", show_default=True)
@click.option("--steps", type=click.IntRange(min=1), help="The limit of work of one solve, in search steps.")
@click.option("--smallest", is_flag=True, help="The fewest clauses that stand in the way, too (may take long).")
@click.option("--explain", metavar="X", help="Why, or why not: a clause, a holding, a unit or a code.")
@click.option("--format", "form", type=click.Choice(["text", "json", "html", "pdf"]), default="text", show_default=True)
def audit(
    records: tuple[str, ...],
    rules: tuple[str, ...],
    for_: tuple[str, ...],
    as_of: date | None,
    known: date | None,
    together: tuple[str, ...],
    tier: str,
    steps: int | None,
    smallest: bool,
    explain: str | None,
    form: str,
) -> None:
    """Show how far the learners in RECORD... have come: the awards asked for, else those they follow, else all."""
    from stackr.audit.run import audit as audit_one

    day, awards = as_of or date.today(), names(for_)
    if explain is not None and form not in ("text", "json"):
        raise CommandFault("X901", f"an explanation can't be written as {form}", "text or json")
    with plain_faults():
        more = {} if steps is None else {"steps": steps}
        options = _options(tier, together, known=known, smallest=smallest, **more)
    book = load_rules(rules)
    people = learners(records, book, day)
    with plain_faults():
        if explain is not None:
            _explain(book, people, awards, day, options, explain, form)
            return
        _print([audit_one(book, learner, awards, day, options) for learner in people], form)
    if as_of is None and form in ("text", "html"):
        click.echo(f"as of today, {day.isoformat()}; --as-of fixes the day", err=True)


def _options(tier: str, together: tuple[str, ...], **more: Any) -> AuditOptions:
    from stackr.audit.options import TIERS, AuditOptions
    from stackr.audit.run import check_options

    groups = tuple(tuple(sorted(set(names((group,)) or ()))) for group in together)
    options = AuditOptions(tier=next(item for item in TIERS if item == tier), together=groups, **more)
    check_options(options)
    return options


def _print(audits: list[Audit], form: str) -> None:
    if form == "json":
        from stackr.model.audit import audits_bytes

        click.echo(audits_bytes(audits).decode("utf-8"), nl=False)
    elif form == "html":
        from stackr.report.html import render_audits as page

        click.echo(page(audits), nl=False)
    elif form == "pdf":
        from stackr.report.pdf import render_audits as pages

        click.echo(pages(audits), nl=False)
    else:
        from stackr.report.text import render_audit as worksheet

        click.echo("\n".join(worksheet(entry) for entry in audits), nl=False)


def _explain(
    book: RuleBook,
    people: list[Learner],
    awards: list[str] | None,
    day: date,
    options: AuditOptions,
    what: str,
    form: str,
) -> None:
    from stackr.audit.why import why

    answers = [(learner.id, why(book, learner, what, awards, day, options)) for learner in people]
    if form == "json":
        data = [
            {"schema": "stackr.explanation/1", "learner": id, "about": what, "because": list(told)}
            for id, told in answers
        ]
        click.echo(json.dumps(data if len(data) != 1 else data[0], indent=2, ensure_ascii=False))
        return
    for id, told in answers:
        click.echo(f"{id}: {what}" if len(answers) > 1 else what)
        for line in told:
            click.echo(f"  {line}")
    sys.stdout.flush()
