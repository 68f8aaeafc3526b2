"""`stackr diff`: what differs between two audits, or lists of them, and what is the cause."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import click

from stackr.cli.asked import load_rules, plain_faults
from stackr.cli.files import existing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from stackr.audit.diff import AuditDiff, Change
    from stackr.model.audit import Audit
    from stackr.rulebook.entries import EntryChange

WIDTH = 100
PLACE = ".at"
"""Where a reason stands in the rule files: told only as so many, for a line added above moves all below."""
MOST_ENTRIES = 20
"""Lines of entries that the text shows."""


@click.command()
@click.argument("before", metavar="BEFORE")
@click.argument("after", metavar="AFTER")
@click.option("--rules-before", multiple=True, metavar="PATH", help="The rules of BEFORE: names entries of catalogues.")
@click.option("--rules-after", multiple=True, metavar="PATH", help="The rules of AFTER.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def diff(before: str, after: str, rules_before: tuple[str, ...], rules_after: tuple[str, ...], form: str) -> None:
    """Compare two audits that `stackr audit --format json` printed, or two lists of them, and name the cause of each change.

    An audit knows that the catalogue it was made with is another one, not what is in it: with the rules of both, the entries
    that differ are named.
    """
    from stackr.audit.diff import diff as compare

    with plain_faults():
        old, new = (kept_audits(path) for path in existing((before, after)))
        entries = _entries((old, rules_before), (new, rules_after))
    if form == "text" and entries is not None:
        show_entries(entries)
    if len(old) == len(new) == 1:
        found = compare(_data(old[0]), _data(new[0]))
        if form == "json":
            click.echo(json.dumps(told(found) | _told_entries(entries), indent=2, ensure_ascii=False))
        else:
            show(found, hint=entries is None)
        return
    _several(old, new, form, entries)


def kept_audits(path: Path) -> tuple[Audit, ...]:
    """The audits of a file. Raises `AuditError`, which names it."""
    from stackr.audit.replay import read_audits
    from stackr.audit.run import AuditError

    try:
        return read_audits(path.read_bytes())
    except AuditError as fault:
        raise AuditError(f"{path}: {fault}", fault.help) from None


def _entries(*sides: tuple[Sequence[Audit], tuple[str, ...]]) -> tuple[EntryChange, ...] | None:
    """What differs between the catalogues; None where no rules are given."""
    from stackr.audit.run import AuditError
    from stackr.rulebook.entries import catalogue_changes

    if not any(rules for _, rules in sides):
        return None
    if not all(rules for _, rules in sides):
        raise AuditError("give the rules of both audits, `--rules-before` and `--rules-after`, or of none")
    books = []
    for word, (audits, rules) in zip(("before", "after"), sides, strict=True):
        book = load_rules(rules)
        if any(audit.digests.meaning != book.meaning for audit in audits):
            raise AuditError(f"the rules given with `--rules-{word}` are not those of the audit: their digests differ")
        books.append(book)
    return catalogue_changes(*books)


def show_entries(entries: Sequence[EntryChange]) -> None:
    """The first of them, and how many there are."""
    shown = {entry.code for entry in entries}
    click.echo(f"Entries of catalogues that differ: {len(shown)}")
    for entry in entries[:MOST_ENTRIES]:
        of = f"{entry.code} of {entry.issuer}" if entry.issuer else entry.code
        how = {"new": "is new", "gone": "is gone"}.get(entry.how)
        click.echo(f"  {of} {how}" if how else f"  {of}: {entry.member} {_words(entry.before)} → {_words(entry.after)}")
    if len(entries) > MOST_ENTRIES:
        click.echo(f"  … and {len(entries) - MOST_ENTRIES} more lines; `--format json` has them all")


def _told_entries(entries: Sequence[EntryChange] | None) -> dict[str, Any]:
    from dataclasses import asdict

    return {} if entries is None else {"entries": [asdict(entry) for entry in entries]}


def _several(old: Sequence[Audit], new: Sequence[Audit], form: str, entries: Sequence[EntryChange] | None) -> None:
    """Lists of audits, learner by learner; those of whom one list alone has an audit are named."""
    from stackr.audit.diff import diff as compare

    sides = _by_learner(old), _by_learner(new)
    listed: list[dict[str, Any]] = []
    for name in [*sides[0], *(name for name in sides[1] if name not in sides[0])]:
        one, other = (side.get(name) for side in sides)
        if one is None or other is None:
            side = "before" if other is None else "after"
            listed.append({"learner": name, "only": side})
            words = f"there is an audit only {side}"
        else:
            found = compare(_data(one), _data(other))
            listed.append({"learner": name, **told(found), **_told_entries(entries)})
            words = "no difference" if not found.causes and not found.changes else ""
        if form == "text":
            click.echo(f"{name}: {words}" if words else f"{name}:")
            if not words:
                show(found, hint=entries is None)
    if form == "json":
        click.echo(json.dumps(listed, indent=2, ensure_ascii=False))


def _by_learner(audits: Sequence[Audit]) -> dict[str, Audit]:
    """By name; the second of one learner is `L-1 (2)`, and so on."""
    found: dict[str, Audit] = {}
    met: Counter[str] = Counter()
    for audit in audits:
        met[audit.learner] += 1
        found[audit.learner if met[audit.learner] == 1 else f"{audit.learner} ({met[audit.learner]})"] = audit
    return found


def _data(audit: Audit) -> dict[str, Any]:
    return audit.model_dump(mode="json")


def told(found: AuditDiff) -> dict[str, Any]:
    """As JSON data."""
    causes = [{"kind": cause.kind, "what": cause.what, "message": cause.message} for cause in found.causes]
    changes = [
        {
            "path": change.path,
            "qualification": change.qualification,
            "before": change.before,
            "after": change.after,
            "causes": list(change.causes),
        }
        for change in found.changes
    ]
    return {"schema": "stackr.diff/1", "causes": causes, "changes": changes}


def show(found: AuditDiff, hint: bool = True) -> None:
    """As text. `hint`: say how entries of catalogues are named, where they are not."""
    if not found.causes and not found.changes:
        click.echo("no difference")
        return
    click.echo("What went in otherwise:")
    for number, cause in enumerate(found.causes, 1):
        click.echo(f"  {number}. {cause.kind}: {cause.message}")
    if hint and any(cause.kind == "register" and "catalogue" in cause.message for cause in found.causes):
        click.echo("     with `--rules-before` and `--rules-after` the entries of catalogues are named")
    if not found.causes:
        click.echo("  nothing that the audits show")
    click.echo("What came out otherwise:" if found.changes else "Nothing came out otherwise.")
    moved = [change for change in found.changes if change.path.endswith(PLACE)]
    for change in found.changes:
        if change not in moved:
            because = ", ".join(str(position + 1) for position in change.causes)
            click.echo("\n".join(_lines(change, f"  [{because}]" if because else "")))
    if moved:
        places = "1 reason stands" if len(moved) == 1 else f"{len(moved)} reasons stand"
        click.echo(f"  {places} at another place of the rule files")


def _lines(change: Change, because: str) -> list[str]:
    """On one line where it fits; else each value on a line of its own, whole."""
    before, after = _words(change.before), _words(change.after)
    if before == after:
        return [f"  {change.path}: told in the same words, `--format json` has what differs{because}"]
    line = f"  {change.path}: {before} → {after}{because}"
    if len(line) <= WIDTH:
        return [line]
    return [f"  {change.path}:{because}", f"    {before}", f"    → {after}"]


def _words(value: Any) -> str:
    """A value as a person reads it: what is told in words, by its words. `--format json` has all of it."""
    match value:
        case None | []:
            return "nothing"
        case str():
            return value
        case {"message": str(told)}:
            return told
        case {"title": str(title), "requirement": str(place), "credits": str(credits)}:
            return f"{title} ({credits} credits) at {place}"
        case {"holding": str(), "outcome": str(outcome), "route": route}:
            return f"{outcome} by {route}" if route else outcome
        case {"title": str(title), "status": str(status), "counted": str(counted), "needed": str(needed), "unit": unit}:
            return f"{title}: {status}, {counted} of {needed} {unit}"
        case {"title": str(title), "status": str(status), "value": value, "bound": bound}:
            return f"{title}: {status}, {value} against {bound}"
        case {"add": [*items], "credits": str(credits), "also": [*also]}:
            return " and ".join([f"{', '.join(items) or 'nothing'} ({credits} credits)", *also])
        case {"id": str(), "code": code, "credits": credits, "state": str(state)}:
            return f"{code or 'unspecified credit'}, {credits or 'unknown'} credits, {state}"
        case [str(), *_]:
            return ", ".join(value)
        case [list(), *_]:
            return "; ".join(" with ".join(map(_words, item)) for item in value)
        case [{}, *_]:
            return "; ".join(_words(item) for item in value)
    return json.dumps(value, ensure_ascii=False)
