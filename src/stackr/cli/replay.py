"""`stackr replay`: does kept audits again. Exit code 1 if one comes out otherwise."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from stackr.cli.asked import RULES, learners, load_rules, plain_faults
from stackr.cli.diff import kept_audits, told
from stackr.cli.faults import DONE, NO
from stackr.cli.files import existing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stackr.audit.replay import Replay
    from stackr.model.audit import Audit
    from stackr.model.learning import Learner
    from stackr.rulebook.book import RuleBook


@click.command()
@click.argument("file", metavar="AUDIT")
@click.option(
    "--record", "records", required=True, multiple=True, metavar="RECORD", help="The records, as they were then."
)
@RULES
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def replay(file: str, records: tuple[str, ...], rules: tuple[str, ...], form: str) -> int:
    """Do the audits in the file AUDIT again (what `stackr audit --format json` printed), and say what differs."""
    from stackr.audit.replay import replay_one
    from stackr.model.audit import audits_bytes

    (path,) = existing((file,))
    with plain_faults():
        first, kept = kept_audits(path), path.read_bytes()
        book = load_rules(rules)
        found = [replay_one(audit, book, learner) for audit, learner in _whose(first, records, book)]
    same = audits_bytes([one.audit for one in found]) == kept
    if form == "json":
        click.echo(json.dumps(_told(found, same), indent=2, ensure_ascii=False))
    elif same:
        click.echo("the same, byte for byte")
    else:
        for one in found:
            if len(found) == 1 or not one.same:
                _show(one, f"{one.audit.learner}: " if len(found) > 1 else "")
        if len(found) > 1 and all(one.same for one in found):
            click.echo("the answers are the same, not every byte")
    return DONE if same else NO


def _whose(first: Sequence[Audit], paths: tuple[str, ...], book: RuleBook) -> Iterator[tuple[Audit, Learner]]:
    """Each audit with its record. Where a learner has several of both, they go together in order."""
    from stackr.audit.replay import day_of
    from stackr.audit.run import AuditError

    by_day: dict[str, list[Learner]] = {}
    for audit in first:
        if audit.as_of not in by_day:
            by_day[audit.as_of] = learners(paths, book, day_of(audit.as_of))
        of_day = by_day[audit.as_of]
        position = next((at for at, learner in enumerate(of_day) if learner.id == audit.learner), None)
        if position is None:
            raise AuditError(f"{', '.join(paths)}: no record of {audit.learner}, or fewer than there are audits")
        yield audit, of_day.pop(position)


def _told(found: Sequence[Replay], same: bool) -> dict[str, Any]:
    """As JSON data: of one audit as `stackr diff` tells it, of several each by its learner."""
    if len(found) == 1:
        return {"same": same, **told(found[0].differences)}
    each = [{"learner": one.audit.learner, "same": one.same, **told(one.differences)} for one in found]
    return {"schema": "stackr.replay/1", "same": same, "learners": each}


def _show(found: Replay, whose: str) -> None:
    from stackr.cli.diff import show

    differences = found.differences
    click.echo(
        whose + ("it comes out otherwise" if differences.changes else "the answers are the same, not every byte")
    )
    show(differences, hint=False)
    if differences.changes and not differences.causes:
        click.echo("Rules, record, dates and engine are those it names: they do not give what it says.")
