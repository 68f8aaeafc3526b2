"""`stackr demo`: the shipped rules on the sample learners that ship, with nothing to configure."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

AS_OF = date(2026, 2, 1)
"""Fixed, so that the demo says the same tomorrow."""
PACKS = ("programmes", "definitions/international.stackr")
LEARNERS = {
    "several-systems": "Learning from Hong Kong, Australia and the United Kingdom toward three real programmes. Prior "
    "learning is the fallback for one module that nothing else gives.",
    "greedy-trap": "Three core units are listed electives too. Whoever puts each where it fits first ends at 11 of 12 "
    "units; the best placement is complete.",
    "blocked": "Two awards that the credits seem to fill, and the proof of what stands in the way.",
}


@click.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def demo(form: str) -> None:
    """Audit the made-up sample learners before the shipped rules of real programmes."""
    from stackr._shipped import shipped_data, shipped_rules
    from stackr.audit.run import audit
    from stackr.report.text import render_audit
    from stackr.rulebook.load import load

    book = load([shipped_rules() / pack for pack in PACKS])
    audits = (audit(book, shipped_data() / "learners" / f"{name}.json", None, AS_OF) for name in LEARNERS)
    if form == "json":
        from stackr.model.audit import audits_bytes

        click.echo(audits_bytes(list(audits)).decode("utf-8"), nl=False)
        return
    for shows, found in zip(LEARNERS.values(), audits, strict=True):
        click.secho(f"\n{shows}\n", bold=True)
        click.echo(render_audit(found), nl=False)
    click.echo(_further(shipped_rules(), shipped_data()))


def _further(rules: Path, data: Path) -> str:
    return (
        "\nEvery learner above is made up; the rules say where they are from.\n"
        f"  stackr audit {data / 'learners' / 'blocked.json'} --rules {rules / 'programmes'} --as-of {AS_OF}\n"
        f"  stackr test {rules / 'programmes'} --coverage"
    )
