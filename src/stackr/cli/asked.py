"""What the verbs around an audit take alike: rules, a day, records; and their faults in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stackr._shipped import shipped_packs
from stackr.cli.faults import CommandFault
from stackr.cli.files import existing

if TYPE_CHECKING:
    from stackr.book import Book
    from stackr.model.learning import Learner
    from stackr.rulebook.book import RuleBook

RULES = click.option(
    "--rules",
    "rules",
    multiple=True,
    metavar="PATH",
    help="Rule files or folders; the packs that ship, if none is given.",
)
RECORD_FAULT = "R390"


class Day(click.ParamType[date]):
    """A day written 2026-02-01."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value} is not a day such as 2026-02-01", param, ctx)


def load_rules(paths: tuple[str, ...], more: tuple[str, ...] = ()) -> Book:
    """The rule book in the paths, or that of the shipped packs; with `more` files in any case."""
    from stackr.book import load

    given: list[Path] = existing(paths) if paths else shipped_packs()
    return load([*given, *existing(more)])


def learners(paths: tuple[str, ...], book: RuleBook, as_of: date) -> list[Learner]:
    """The learners of all files, in the order given."""
    with plain_faults():
        return [learner for path in existing(paths) for learner in _learners(path, book, as_of)]


def one_learner(paths: tuple[str, ...], book: RuleBook, as_of: date, only: str, help: str = "") -> Learner:
    """The one learner of the files; `only` says why it must be one."""
    found = learners(paths, book, as_of)
    if len(found) != 1:
        raise CommandFault(RECORD_FAULT, f"{', '.join(paths)}: {len(found)} records, and {only}", help)
    return found[0]


def names(given: tuple[str, ...]) -> list[str] | None:
    """The awards asked for, `A` or `A,B`; None if none is asked for. Raises `CommandFault` where what is given names none."""
    found = [name.strip() for text in given for name in text.split(",") if name.strip()]
    if given and not found:
        raise CommandFault("X901", f"`{','.join(given)}` names no award", "leave the option out if none is meant")
    return found or None


def _learners(path: Path, book: RuleBook, as_of: date) -> Iterable[Learner]:
    if path.suffix.lower() in ("", ".json", ".jsonl", ".ndjson"):
        from stackr.records.admit import read_records

        return read_records(path, book.tables, as_of)
    from stackr.batch.ingest.shapes import InputError
    from stackr.batch.people import is_table, people_of

    if not is_table(path):
        raise CommandFault(RECORD_FAULT, f"{path}: neither a learner record in JSON nor a table of holdings")
    try:
        found = people_of(path, book.tables, as_of)
    except InputError as fault:
        raise CommandFault(RECORD_FAULT, str(fault), fault.help) from fault
    for row in found.bad:
        click.echo(f"{path}:{row.line}: not used: {row.message}", err=True)
    return found.learners


@contextmanager
def plain_faults() -> Iterator[None]:
    """Faults of records, audits and graphs as faults of the command."""
    from stackr.audit.run import AuditError
    from stackr.records.errors import RecordError

    try:
        yield
    except AuditError as fault:
        raise CommandFault("X910", str(fault), fault.help) from fault
    except RecordError as fault:
        raise CommandFault(RECORD_FAULT, str(fault)) from fault
