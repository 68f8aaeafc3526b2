"""`stackr fmt`: rule files in the one agreed layout. Comments and meaning stay, doing it twice changes nothing."""

from __future__ import annotations

import difflib
import json
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
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def fmt(paths: tuple[str, ...], only_check: bool, show_diff: bool, form: str) -> int:
    """Lay out the rule files at PATH... (files, or folders with all their files; - reads one from standard input).

    If one file can't be read, none is written.
    """
    writes = not only_check and not show_diff
    if paths == ("-",):
        if writes and form == "json":
            raise CommandFault("X901", "what is laid out from standard input is rules, not JSON", "leave --format out")
        return _standard_input(only_check, show_diff, form)
    changed = [(path, old, new) for path, old, new in _laid_out(existing(paths)) if old != new]
    for path, _, new in changed if writes else ():
        write_result(path, new.encode("utf-8"))
        if form == "text":
            click.echo(f"laid out {path}")
    if form == "json" or not writes:
        _report([(path.as_posix(), old, new) for path, old, new in changed], show_diff=show_diff, form=form)
    return NO if only_check and changed else DONE


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


def _standard_input(only_check: bool, show_diff: bool, form: str) -> int:
    from stackr.language.format import format_text

    old = _decode(sys.stdin.buffer.read(), "-")
    new = format_text(old, "-")
    if not only_check and not show_diff:
        click.echo(new, nl=False)
    else:
        _report([("-", old, new)] if old != new else [], show_diff=show_diff, form=form)
    return NO if only_check and old != new else DONE


def _report(changed: list[tuple[str, str, str]], *, show_diff: bool, form: str) -> None:
    """(file, text, text as it should be) of what is not laid out: names, with `show_diff` what differs, too."""
    if form == "json":
        files = [
            {"file": name, **({"diff": _difference(name, old, new)} if show_diff else {})} for name, old, new in changed
        ]
        click.echo(json.dumps({"schema": "stackr.layout/1", "changed": files}, ensure_ascii=False, indent=2))
        return
    for name, old, new in changed:
        click.echo(_difference(name, old, new) if show_diff else f"would lay out {name}\n", nl=False)


def _difference(name: str, old: str, new: str) -> str:
    lines = difflib.unified_diff(old.splitlines(True), new.splitlines(True), name, f"{name} (laid out)")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _decode(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as fault:
        raise CommandFault(
            "S014", f"{name}: the file is not UTF-8 text (byte {fault.start + 1})", "save it as UTF-8"
        ) from fault
