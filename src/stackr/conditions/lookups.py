"""Tests that look beyond the subject: routes, registers, articulations, precedents, awards, definitions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from stackr.conditions.clauses import is_called
from stackr.conditions.members import clock, holding
from stackr.conditions.predicate import Context, Subject, Test
from stackr.conditions.scope import Scope
from stackr.conditions.standing import stands, under_way
from stackr.language import tree
from stackr.model.learning import Holding, RecognisedUnit

Answer = tuple[Test, frozenset[str]]
KINDS = frozenset({"own", "treaty", "agreement", "precedent", "advice", "assessment", "rpl"})


def by(expr: tree.By, scope: Scope) -> Answer:
    """Recognised by a route kind or a route; a holding that has not been recognised is by none: unknown."""
    name = expr.route.text
    if scope.routes:
        scope.known("route or kind of route", expr.route, scope.routes)

    def test(subject: Subject, context: Context) -> bool | None:
        if not isinstance(subject, RecognisedUnit):
            return None
        return name == subject.route_kind or is_called(subject.route, name)

    return test, frozenset({"route"})


def accredited(expr: tree.Accredited, scope: Scope) -> Answer:
    """The issuer stands in a register, valid and in scope on the day."""
    if expr.register is not None:
        scope.known("register", expr.register, scope.tables.registers)
    wanted = expr.scope.text if expr.scope else None

    def test(subject: Subject, context: Context) -> bool | None:
        of = holding(subject)
        day = clock(expr.clock, subject, context)
        registers = asked_registers(context.tables.registers, expr)
        if of is None or of.issuer is None or not registers:
            return None
        answers = {_covers(entry, of.issuer, wanted, day) for register in registers for entry in register.entries}
        return True if True in answers else None if None in answers else False

    return test, frozenset({"issuer"}) | _read(expr.clock)


def _read(clock: str | date | None) -> frozenset[str]:
    """The member of the record that a clock is; a day is none."""
    return frozenset((clock,)) if isinstance(clock, str) else frozenset()


def asked_registers(registers: Mapping[str, tree.Register], expr: tree.Accredited) -> list[tree.Register]:
    """The register that is named; else all that list awarding bodies or decisions on quality."""
    if expr.register is not None:
        return [register for name, register in registers.items() if name == expr.register.text]
    return [register for register in registers.values() if register.kind in ("bodies", "quality")]


def _covers(entry: tree.RegisterEntry, issuer: str, scope: str | None, day: date | None) -> bool | None:
    """Whether it is the issuer's, of that scope and valid on the day: on a day not known, only where it is always valid."""
    if entry.body.text != issuer:
        return False
    if scope is not None and not in_scope(entry, scope):
        return False
    start, end = entry.interval.start, entry.interval.end
    if day is None:
        return True if start is None and end is None else None
    return (start is None or start <= day) and (end is None or day <= end)


def in_scope(entry: tree.RegisterEntry, scope: str) -> bool:
    """Whether an entry takes in a scope; one that names none takes in all."""
    return not entry.scope or any(_within(scope, text.text) for text in entry.scope)


def _within(asked: str, given: str) -> bool:
    """Whether a scope takes in another: the same, or of two codes of fields the one above it (`06` takes in `0613`)."""
    return asked == given or (given.isdigit() and asked.isdigit() and asked.startswith(given))


def articulation(expr: tree.ArticulationInForce, scope: Scope) -> Answer:
    """Some articulation (or the one named) has the holding as a source and is in force on the day."""
    if expr.name is not None:
        scope.known("articulation", expr.name, scope.articulations)
    name = expr.name.text if expr.name else None

    def test(subject: Subject, context: Context) -> bool | None:
        of, day = holding(subject), clock(expr.clock, subject, context)
        if of is None or context.articulated is None:
            return None
        return context.articulated(of, day, name)

    return test, _read(expr.clock)


def precedent(expr: tree.Precedent, scope: Scope) -> Answer:
    """A recorded decision on the same learning, not older than the window."""

    def test(subject: Subject, context: Context) -> bool | None:
        of = holding(subject)
        if of is None or context.precedents is None:
            return None
        days = context.precedents(of)
        if not days or expr.duration is None or expr.clock is None:
            return bool(days)
        end = clock(expr.clock, subject, context)
        if end is None:
            return None
        start = expr.duration.before(end)
        recent = any(day is not None and start <= day <= end for day in days)
        return None if not recent and None in days else recent

    return test, _read(expr.clock)


def relation(expr: tree.Relation, scope: Scope) -> Answer:
    """Ties to awards and containers, and what the learner holds, follows or applied for."""
    target = expr.target.text
    if expr.kind in ("holds", "enrolled") and scope.qualifications and target not in scope.tables.catalogue:
        scope.known("qualification", expr.target, scope.qualifications)
    if expr.kind in ("part_of", "used_in", "from_award"):
        return _of_subject(expr.kind, target), _TIES[expr.kind]
    return _of_learner(expr.kind, target), frozenset({expr.kind})


_TIES = {
    "part_of": frozenset({"part_of"}),
    "used_in": frozenset({"used_in"}),
    "from_award": frozenset({"part_of", "used_in"}),
}
"""The members that a tie of the subject is read from."""


def _of_subject(kind: str, target: str) -> Test:
    """Nothing said is an answer: no. What is said and can't be read is none."""
    members = _TIES[kind]

    def test(subject: Subject, context: Context) -> bool | None:
        of = holding(subject)
        if of is None:
            return None
        if "used_in" in members and target in (of.used_in or ()):
            return True
        within = _within_container(of, target, context) if "part_of" in members else False
        if within:
            return True
        return None if within is None or (of.faults and any(map(of.unread, members))) else False

    return test


def _within_container(of: Holding, target: str, context: Context) -> bool | None:
    """Whether it is part of a credential: records name the credential, or the holding that it is."""
    if of.part_of is None or of.part_of == target:
        return of.part_of is not None
    return _one_of([_is_of(each, target) for each in context.learner.holdings if each.id == of.part_of])


def _is_of(holding: Holding, target: str) -> bool | None:
    """Whether a holding is of a credential; where what it says of it can't be read, it may be."""
    unread = holding.unread("credential") or holding.unread("holding")
    return None if unread else holding.credential == target


def _of_learner(kind: str, target: str) -> Test:
    def test(subject: Subject, context: Context) -> bool | None:
        held = [(h, of) for h in context.learner.holdings if (of := _is_of(h, target)) is not False]
        if kind == "holds" and target in context.holds:
            return True
        if kind == "holds" and target in context.learner.named("surrendered"):
            return False
        if kind in ("holds", "completed"):
            return _one_of([_both(of, stands(h, context.as_of)) for h, of in held])
        if kind == "in_progress":
            return _one_of([_both(of, under_way(h)) for h, of in held])
        name = "enrolled_in" if kind == "enrolled" else "applied_for"
        if isinstance(context.learner.facts.get(name), bool | date | None):
            return None
        return target in context.learner.named(name)

    return test


def _both(one: bool | None, other: bool | None) -> bool | None:
    return False if False in (one, other) else None if None in (one, other) else True


def _one_of(answers: list[bool | None]) -> bool | None:
    return True if True in answers else (None if None in answers else False)


def classified(expr: tree.Classified, scope: Scope) -> Answer:
    """What a definition says of the holding; undetermined is unknown."""
    scope.known("definition", expr.definition, scope.definitions)
    name, wanted = expr.definition.text, expr.outcome

    def test(subject: Subject, context: Context) -> bool | None:
        of = holding(subject)
        if of is None or context.classify is None:
            return None
        outcome = context.classify(of, name)
        return None if outcome in (None, "undetermined") else outcome == wanted

    return test, frozenset({name})
