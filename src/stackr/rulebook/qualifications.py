"""Qualifications in all their versions: each compiled with its own clauses, dates checked against the others'."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from stackr.conditions.clauses import ClauseSink
from stackr.conditions.compile import compile_expr
from stackr.conditions.scope import Scope
from stackr.diagnostics.model import Related, Severity
from stackr.language import tree
from stackr.requirements.compile import compile_award
from stackr.requirements.faults import ITSELF
from stackr.rulebook.book import Ladder, Qualification
from stackr.rulebook.gather import Declared
from stackr.rulebook.offers import check_level

Compiled = tuple[dict[str, tuple[Qualification, ...]], dict[str, str]]


def qualifications(declared: Declared, scope: Scope, sink: ClauseSink, rungs: dict[str, Ladder]) -> Compiled:
    """(versions by name, old clause id → present one). The book's clauses are those of the newest version."""
    by_name: dict[str, list[Qualification]] = {}
    formerly: dict[str, str] = {}
    for node in declared.all(tree.Qualification):
        own = ClauseSink(sink.collector)
        compiled = _compile(node, scope, own, rungs)
        by_name.setdefault(node.name.text, []).append(compiled)
        for id, clause in own.items.items():
            if id in sink.items and sink.items[id].kind not in _OWN_KINDS:
                sink.add(id, clause.title, clause.kind, node.meta, node.span, clause.meaning)
            sink.items[id] = clause
            sink.spans[id] = own.spans[id]
            formerly |= dict.fromkeys(clause.formerly, id)
    for versions in by_name.values():
        versions.sort(key=lambda version: (version.start or date.min, version.tree.span))
        _check_dates(versions, scope)
        _check_transitions(versions, scope)
    return {name: tuple(versions) for name, versions in sorted(by_name.items())}, dict(sorted(formerly.items()))


_OWN_KINDS = frozenset(
    {"qualification", "requirement", "limit", "layer", "entry", "line", "relation", "classification", "shared"}
)


def _compile(node: tree.Qualification, scope: Scope, sink: ClauseSink, rungs: dict[str, Ladder]) -> Qualification:
    level = node.level
    framework = level.framework if level is not None else None
    if level is not None and framework is not None:
        word = level.text.text if level.text else str(level.value)
        check_level(framework.text, word, level.span, scope.tables.frameworks, scope.collector)
    _last_days(node, scope)
    for other in (*node.replaces, *([node.exit_of] if node.exit_of is not None else [])):
        if other.text == node.name.text:
            scope.fault(ITSELF, f"`{other.text}` is this award itself", other.span, "name another award")
    if node.exit_of is not None:
        scope.known("qualification", node.exit_of, scope.qualifications)
    body = node.issuer.text if node.issuer else None
    inside = scope.inside_award(node)
    award = compile_award(node, inside, sink)
    force = node.force or node.meta.force
    start, end = (force.start, force.end) if force else (None, None)
    return Qualification(
        clause=award.clause,
        name=node.name.text,
        version=start.isoformat() if start else "",
        tree=node,
        award=award,
        ladder=_ladder(node, body, scope, rungs),
        start=start,
        end=end,
        transitions=tuple(
            compile_expr(line.condition, inside) if line.condition is not None else None for line in node.transitions
        ),
    )


def _last_days(node: tree.Qualification, scope: Scope) -> None:
    """In force, then the last day to enrol, then the last day to achieve."""
    force = node.force or node.meta.force
    days = [
        (what, day)
        for what, day in (
            ("in force from", force.start if force else None),
            ("enrol until", node.enrol_until),
            ("achieve until", node.achieve_until),
        )
        if day is not None
    ]
    for (before, first), (after, second) in pairwise(days):
        if second < first:
            message = f"`{after} {second}` is before `{before} {first}`"
            scope.fault("T120", message, node.name.span, "first comes the day in force, then to enrol, then to achieve")


def _ladder(node: tree.Qualification, body: str | None, scope: Scope, rungs: dict[str, Ladder]) -> str | None:
    if node.recognised_by is not None:
        return node.recognised_by.text if scope.known("recognition", node.recognised_by, rungs) else None
    return next((name for name, ladder in sorted(rungs.items()) if body in ladder.bodies), None)


def _check_dates(versions: list[Qualification], scope: Scope) -> None:
    """Versions of one name stand one after the other: two on one day is a fault, a day without one a warning."""
    for first, second in pairwise(versions):
        if first.version == second.version:
            related = (Related(first.tree.name.span, "the first one is here"),)
            message = f"two versions of {first.name} start on {first.version or 'no date'}"
            scope.collector.add(
                "N102", message, second.tree.name.span, related=related, help="date them, or rename one"
            )
        elif first.end is not None and second.start is not None and first.end < second.start - timedelta(days=1):
            message = f"no version of {first.name} is in force from {_next(first.end)} until {second.start - timedelta(days=1)}"
            scope.collector.add("T130", message, second.tree.name.span, severity=Severity.WARNING)
        elif second.start is not None and first.end is not None and second.start <= first.end:
            message = f"two versions of {first.name} are in force on {second.start}"
            scope.collector.add("T131", message, second.tree.name.span, severity=Severity.WARNING)


def _check_transitions(versions: list[Qualification], scope: Scope) -> None:
    """A transition names an earlier version by its first day, in the version that comes after; of another it would move nobody."""
    starts = {version.start for version in versions if version.start is not None}
    for version in versions:
        for line in version.tree.transitions:
            earlier = sorted(str(start) for start in starts if version.start is not None and start < version.start)
            if str(line.of) in earlier:
                continue
            message = f"no earlier version of {version.name} begins on {line.of}"
            if earlier:
                help = f"name the first day of the version that learners leave: {' or '.join(earlier)}"
            elif line.of in starts - {version.start}:
                help = "the line stands in the version that learners come to, and names the first day of the one that they leave"
            else:
                help = "there is no earlier version of it here"
            scope.fault("T135", message, line.span, help)


def _next(day: date) -> date:
    return day + timedelta(days=1)
