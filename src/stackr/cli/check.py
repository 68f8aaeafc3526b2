"""`stackr check`: every fault of the rules at once. Exit code 1 if there is an error; warnings don't count."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from stackr._version import __version__
from stackr.cli.check_cache import key_of, recall, remember
from stackr.cli.faults import DONE, NO, wants_colour
from stackr.cli.files import existing
from stackr.cli.sources import sources_around
from stackr.diagnostics.model import Diagnostic, Severity
from stackr.diagnostics.render_json import render_json
from stackr.diagnostics.render_text import render_text, summary


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--format", "form", type=click.Choice(["text", "json", "sarif"]), default="text", show_default=True)
def check(paths: tuple[str, ...], form: str) -> int:
    """Find every fault in the rule files at PATH... (files, or folders with all their files).

    What was found is remembered by content under the user's cache folder (STACKR_CACHE chooses another).
    """
    given = existing(paths)
    diagnostics = find_faults(given)
    if form == "json":
        click.echo(render_json(diagnostics), nl=False)
    elif form == "sarif":
        from stackr.diagnostics.render_sarif import render_sarif

        click.echo(render_sarif(diagnostics, __version__), nl=False)
    else:
        _show(diagnostics, given)
    return NO if any(found.severity is Severity.ERROR for found in diagnostics) else DONE


def find_faults(paths: list[Path]) -> tuple[Diagnostic, ...]:
    """What the checks find, from the cache if all they would read is as it was then."""
    key = key_of(paths)
    known = recall(key)
    if known is not None:
        return known
    from stackr.checks.run import check_paths

    diagnostics = check_paths(paths)
    remember(key, diagnostics)
    return diagnostics


def _show(diagnostics: tuple[Diagnostic, ...], paths: list[Path]) -> None:
    page = render_text(diagnostics, sources_around(paths), colour=wants_colour(sys.stdout))
    click.echo(f"{page}\n{summary(diagnostics)}" if page else summary(diagnostics), color=True)
