"""Tests of what the record says as it stands: flags, lists, presence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from stackr.conditions.members import MEMBERS, clock, holding, reader
from stackr.conditions.predicate import Context, OfFact, Subject, Test
from stackr.conditions.said import truth_of
from stackr.conditions.scope import Scope
from stackr.diagnostics.suggest import did_you_mean
from stackr.language import tree
from stackr.model.learning import RecognisedUnit

UNASSESSED = frozenset({"attendance", "none", "participation"})


def unknown(subject: Subject, context: Context) -> bool | None:
    """Never known: stands where the rules are faulty."""
    return None


def always(subject: Subject, context: Context) -> bool | None:
    """True of everything."""
    return True


def listed(member: str, matches: Callable[[str], bool]) -> Test:
    """Whether a list member holds a value that matches; unknown if the list is not there."""

    def holds_one(values: Any, context: Context) -> bool | None:
        if values is None:
            return None
        return any(matches(value) for value in (values if isinstance(values, tuple) else (str(values),)))

    return OfFact(reader(member), holds_one)


def evidence_kind(matches: Callable[[str], bool]) -> Test:
    """Whether some evidence attached is of the kind; no evidence attached is an answer: no. Some that can't be read is none."""

    def test(subject: Subject, context: Context) -> bool | None:
        of = holding(subject)
        if of is None:
            return None
        kinds = [each.kind for each in of.evidence]
        if any(kind is not None and matches(kind) for kind in kinds):
            return True
        return None if None in kinds or of.unread("evidence") else False

    return test


def known(member: str, wanted: bool) -> Test:
    """`level is known`: about the record itself, so never unknown."""
    read = reader(member)

    def test(subject: Subject, context: Context) -> bool | None:
        value = read(subject, context) if subject is not None else context.learner.facts.get(member)
        there = value is not None and value != ()
        if not there and subject is not None:
            there = member not in MEMBERS and (member in context.learner.facts or member in context.clocks)
        return there is wanted

    return test


def _graded(subject: Subject, context: Context) -> bool | None:
    of = holding(subject)
    if subject is None or (of is not None and of.unread("ungraded")):
        return None
    if subject.ungraded:
        return False
    return True if subject.grade is not None else None


def _ungraded(subject: Subject, context: Context) -> bool | None:
    answer = _graded(subject, context)
    return None if answer is None else not answer


def _assessed(subject: Subject, context: Context) -> bool | None:
    of = holding(subject)
    if of is None or of.assessment is None:
        return None
    return of.assessment.casefold() not in UNASSESSED


def _standalone(subject: Subject, context: Context) -> bool | None:
    of = holding(subject)
    return None if of is None else of.standalone


def _own_holder(subject: Subject, context: Context) -> bool | None:
    """Whose credential it is. Nothing said: the learner's, as files are handed in under the learner's name."""
    of = holding(subject)
    if of is None or of.holder == "unresolved":
        return None
    return of.holder in (None, "learner", context.learner.id, *context.learner.identifiers)


def _external(subject: Subject, context: Context) -> bool | None:
    if isinstance(subject, RecognisedUnit):
        return subject.external
    of = holding(subject)
    if of is None or of.issuer is None or context.body is None:
        return None
    return of.issuer != context.body


def _expired(subject: Subject, context: Context) -> bool | None:
    of = holding(subject)
    if of is not None and of.unread("expires"):
        return None
    end = clock("expires", subject, context)
    return end is not None and end < context.as_of


def _conferred(subject: Subject, context: Context) -> bool | None:
    """Whether it was itself conferred by the day: the day on which an award in question may be is another matter."""
    of = holding(subject)
    day = of.dates.get("conferred") if of is not None else None
    if day is not None:
        return day <= context.as_of
    return None if of is None or of.unread("conferred") else False


FLAGS: dict[str, Test] = {
    "graded": _graded,
    "ungraded": _ungraded,
    "assessed": _assessed,
    "standalone": _standalone,
    "holder is the learner": _own_holder,
    "external": _external,
    "expired": _expired,
    "conferred": _conferred,
}
READS = {
    "graded": "grade",
    "ungraded": "grade",
    "assessed": "assessment",
    "holder is the learner": "holder",
    "expired": "expires",
}


def flag(expr: tree.Flag, scope: Scope) -> tuple[Test, frozenset[str]]:
    """A bare truth: `graded`, `assessed`, `external`; any other word is a yes-or-no fact of the learner."""
    test = FLAGS.get(expr.word)
    if test is not None:
        return test, frozenset({READS.get(expr.word, expr.word)})
    near = did_you_mean(expr.word, FLAGS)
    if near:
        scope.fault("N106", f"`{expr.word}` is not something that is true or false of learning", expr.span, near)
    return learner_flag(expr.word), frozenset({expr.word})


def learner_flag(name: str) -> Test:
    """A yes-or-no fact of the learner; absent is unknown."""

    def test(subject: Subject, context: Context) -> bool | None:
        return truth_of(context.learner.facts.get(name))

    return test
