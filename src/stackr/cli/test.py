"""`stackr test`: the scenarios of rule files, what they leave unexercised, and what no scenario protects."""

from __future__ import annotations

import json

import click

from stackr.cli.faults import DONE, NO, CommandFault
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
    from stackr.testing.mutate import mutate
    from stackr.testing.output import as_json, as_junit, as_text
    from stackr.testing.run import run_scenarios

    if form == "junit" and (coverage or mutants):
        told = "JUnit XML has no place for what no scenario exercises or notices"
        raise CommandFault("X901", told, "--format json has both, text what is asked for")
    book = load(existing(paths))
    report = run_scenarios(book)
    tried = tuple(mutate(book)) if mutants else None
    if form == "json":
        click.echo(json.dumps(as_json(report, tried), indent=2, ensure_ascii=False))
    elif form == "junit":
        click.echo(as_junit(report), nl=False)
    else:
        click.echo(as_text(report, coverage, tried), nl=False)
    return NO if report.failed else DONE
