"""`stackr plan --batch`: what the plans of many learners come to; what can't be read is counted and named."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stackr.cli.faults import CommandFault
from stackr.cli.files import existing
from stackr.cli.planning import PLAN_FAULT, guidance_in, plan_options, planning_faults

if TYPE_CHECKING:
    from stackr.model.guidance import Unread
    from stackr.model.learning import Learner
    from stackr.rulebook.book import RuleBook


def demand(
    book: RuleBook, records: tuple[str, ...], for_: str, day: date, asked: Mapping[str, Any], form: str, *, strict: bool
) -> str:
    """The demand in one format, with a bar on a terminal while it is worked out.

    How many records could not be read is said on standard error too. Raises `CommandFault` where none could, or any with `strict`.
    """
    from stackr.cli.bar import Bar
    from stackr.pathways.cohort import cohort
    from stackr.report.guidance_text import render_cohort

    if form not in ("text", "json", "html"):
        raise CommandFault(PLAN_FAULT, f"the demand of many learners can't be written as {form}", "text, json or html")
    people, unread = _read(existing(records), book, day)
    _say_unread(unread, len(people), strict=strict)
    shown = Bar() if sys.stderr.isatty() else None
    with planning_faults(), shown or nullcontext():
        options = plan_options(asked)
        if shown is not None:
            shown.begin("planning", len(people))
        done = (lambda: shown.advance(1)) if shown is not None else None
        answer = cohort(book, people, for_, day, options, unread=unread, each=done)
    return guidance_in(form, answer, render_cohort)


def _say_unread(unread: Sequence[Unread], read: int, *, strict: bool) -> None:
    """Whoever keeps only the answer's file, or only looks at the exit code, is told too."""
    if not unread:
        return
    count = f"{len(unread)} record{'' if len(unread) == 1 else 's'} could not be read"
    place, why = min((each.place, each.why) for each in unread)
    first = f"the first is {place}: {why}"
    if strict or not read:
        raise CommandFault(
            PLAN_FAULT, f"{count}; {first}", "" if not strict else "without --strict the others are planned for"
        )
    click.echo(f"{count}, and the demand is that of the others; {first}", err=True)


def _read(paths: list[Path], book: RuleBook, day: date) -> tuple[list[Learner], list[Unread]]:
    """The learners of all files, and what could not be read of them."""
    from stackr.batch.ingest.shapes import InputError
    from stackr.batch.people import is_table, people_of
    from stackr.model.guidance import Unread
    from stackr.records.errors import RecordError

    people: list[Learner] = []
    unread: list[Unread] = []
    for path in paths:
        try:
            if is_table(path):
                found = people_of(path, book.tables, day)
                people += found.learners
                unread += [Unread(place=f"{path}:{row.line}", why=row.message) for row in found.bad]
            else:
                _records(path, book, day, people, unread)
        except RecordError as fault:
            unread.append(Unread(place=str(path), why=fault.message))
        except InputError as fault:
            unread.append(Unread(place=str(path), why=str(fault)))
    return people, unread


def _records(path: Path, book: RuleBook, day: date, people: list[Learner], unread: list[Unread]) -> None:
    """The records of a JSON file; where one is bad, each of its lines by itself. Raises `RecordError`."""
    from stackr.model.guidance import Unread
    from stackr.records.admit import read_records
    from stackr.records.errors import RecordError

    try:
        people += read_records(path, book.tables, day)
        return
    except RecordError as fault:
        lines = [(at, line) for at, line in enumerate(path.read_bytes().split(b"\n"), start=1) if line.strip()]
        if len(lines) < 2 or not lines[0][1].rstrip().endswith(b"}"):
            raise fault from None
    for at, line in lines:
        try:
            people += read_records(line, book.tables, day)
        except RecordError as fault:
            unread.append(Unread(place=f"{path}:{at}", why=str(fault)))
