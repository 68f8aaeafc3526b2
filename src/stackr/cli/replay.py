"""`stackr replay`: does a kept audit again. Exit code 1 if it comes out otherwise."""

from __future__ import annotations

import json

import click

from stackr.cli.asked import RULES, learners, load_rules, plain_faults
from stackr.cli.diff import told
from stackr.cli.faults import DONE, NO
from stackr.cli.files import existing


@click.command()
@click.argument("file", metavar="AUDIT")
@click.option("--record", required=True, metavar="RECORD", help="The learner's record, as it was then.")
@RULES
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def replay(file: str, record: str, rules: tuple[str, ...], form: str) -> int:
    """Do the audit in the file AUDIT again (what `stackr audit --format json` printed), and say what differs."""
    from stackr.audit.replay import day_of, read_audit
    from stackr.audit.replay import replay as again
    from stackr.audit.run import AuditError

    kept = existing((file,))[0].read_bytes()
    with plain_faults():
        first = read_audit(kept)
        book = load_rules(rules)
        people = [p for p in learners((record,), book, day_of(first.as_of)) if p.id == first.learner]
        if len(people) != 1:
            raise AuditError(f"{record} holds no record of {first.learner}")
        found = again(kept, book, people[0])
    if form == "json":
        click.echo(json.dumps({"same": found.same, **told(found.differences)}, indent=2, ensure_ascii=False))
    elif found.same:
        click.echo("the same, byte for byte")
    else:
        from stackr.cli.diff import show

        differences = found.differences
        click.echo("it comes out otherwise" if differences.changes else "the answers are the same, not every byte")
        show(differences)
        if differences.changes and not differences.causes:
            click.echo("Rules, record, dates and engine are those it names: they do not give what it says.")
    return DONE if found.same else NO
