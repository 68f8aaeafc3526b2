"""`stackr fmt`: rule files in the one agreed layout. Comments and meaning stay, doing it twice changes nothing."""

from __future__ import annotations

import difflib
import sys
from pathlib import Path

import click

from stackr.cli.faults import DONE, NO, CommandFault
from stackr.cli.files import existing, rule_files, write_result
from stackr.diagnostics.model import Diagnostic, RuleError


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit code 1 if a file would change.")
@click.option("--diff", "show_diff", is_flag=True, help="Write nothing; show what would change.")
def fmt(paths: tuple[str, ...], only_check: bool, show_diff: bool) -> int:
    """Lay out the rule files at PATH... (files, or folders with all their files; - reads one from standard input).

    If one file can't be read, none is written.
    """
    if paths == ("-",):
        return _standard_input(only_check, show_diff)
    changed = [(path, old, new) for path, old, new in _laid_out(existing(paths)) if old != new]
    for path, old, new in changed:
        _report(path.as_posix(), old, new, only_check, show_diff)
    if only_check or show_diff:
        return NO if only_check and changed else DONE
    for path, _, new in changed:
        write_result(path, new.encode("utf-8"))
        click.echo(f"laid out {path}")
    return DONE


def _laid_out(paths: list[Path]) -> list[tuple[Path, str, str]]:
    """(file, text, text as it should be) of all. Raises `RuleError` with the faults of all that can't be parsed."""
    from stackr.language.format import format_text

    results: list[tuple[Path, str, str]] = []
    faults: list[Diagnostic] = []
    for path in rule_files(paths):
        text = _decode(path.read_bytes(), path.as_posix())
        try:
            results.append((path, text, format_text(text, path.as_posix())))
        except RuleError as fault:
            faults.extend(fault.diagnostics)
    if faults:
        raise RuleError(tuple(faults))
    return results


def _standard_input(only_check: bool, show_diff: bool) -> int:
    from stackr.language.format import format_text

    old = _decode(sys.stdin.buffer.read(), "-")
    new = format_text(old, "-")
    if not only_check and not show_diff:
        click.echo(new, nl=False)
    elif old != new:
        _report("-", old, new, only_check, show_diff)
    return NO if only_check and old != new else DONE


def _report(name: str, old: str, new: str, only_check: bool, show_diff: bool) -> None:
    if show_diff:
        lines = difflib.unified_diff(old.splitlines(True), new.splitlines(True), name, f"{name} (laid out)")
        click.echo("".join(lines), nl=False)
    elif only_check:
        click.echo(f"would lay out {name}")


def _decode(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as fault:
        raise CommandFault(
            "S014", f"{name}: the file is not UTF-8 text (byte {fault.start + 1})", "save it as UTF-8"
        ) from fault
