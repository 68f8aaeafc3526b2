"""`stackr test`: the scenarios of rule files, what they leave unexercised, and what no scenario protects."""

from __future__ import annotations

import json

import click

from stackr.cli.faults import DONE, NO
from stackr.cli.files import existing


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--format", "form", type=click.Choice(["text", "json", "junit"]), default="text", show_default=True)
@click.option("--coverage", is_flag=True, help="List the clauses that no scenario exercises.")
@click.option(
    "--mutate", "mutants", is_flag=True, help="Change clauses one by one and list changes that no scenario notices."
)
def test(paths: tuple[str, ...], form: str, coverage: bool, mutants: bool) -> int:
    """Run the scenarios in the rule files at PATH... Exit code 1 if one fails."""
    from stackr.rulebook.load import load
    from stackr.testing.output import as_json, as_junit, as_text
    from stackr.testing.run import run_scenarios

    book = load(existing(paths))
    report = run_scenarios(book)
    if form == "json":
        click.echo(json.dumps(as_json(report), indent=2, ensure_ascii=False))
    elif form == "junit":
        click.echo(as_junit(report), nl=False)
    else:
        click.echo(as_text(report, coverage), nl=False)
    if mutants and form == "text":
        _show_mutants(book)
    return NO if report.failed else DONE


def _show_mutants(book: object) -> None:
    from stackr.rulebook.book import RuleBook
    from stackr.testing.mutate import mutate

    assert isinstance(book, RuleBook)
    tried = list(mutate(book))
    unnoticed = [mutant for mutant in tried if not mutant.noticed]
    click.echo(f"changes noticed: {len(tried) - len(unnoticed)} of {len(tried)}")
    for mutant in unnoticed:
        click.echo(f"  no scenario notices: {mutant.change} ({mutant.span.at})")
