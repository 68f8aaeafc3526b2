"""C230: a class that can never be given, for the first line that holds decides and an earlier one holds wherever it would."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from stackr.diagnostics.model import Diagnostic, Related, Severity
from stackr.language import tree
from stackr.rulebook.book import RuleBook


def shadowed(book: RuleBook) -> Iterator[Diagnostic]:
    """A warning for each such line, with the one that takes all."""
    for versions in book.qualifications.values():
        for version in versions:
            lines = version.tree.classify
            for place, line in enumerate(lines):
                earlier = next((each for each in lines[:place] if _takes_all(each, line)), None)
                if earlier is not None:
                    yield Diagnostic(
                        "C230",
                        f"`{line.called}` is never given by this line: the first that holds decides, "
                        f"and the one for `{earlier.called}` {_why(earlier)}",
                        line.span,
                        Severity.WARNING,
                        help=f"put it before the line for `{earlier.called}`",
                        related=(Related(earlier.span, "this one"),),
                    )


def _why(earlier: tree.ClassifyLine) -> str:
    return "is for all others" if earlier.otherwise else "holds wherever it would"


def _takes_all(earlier: tree.ClassifyLine, later: tree.ClassifyLine) -> bool:
    if earlier.otherwise or later.otherwise:
        return earlier.otherwise
    match earlier.condition, later.condition:
        case tree.AverageReq() as first, tree.AverageReq() as then:
            alike = replace(then, threshold=first.threshold, label=first.label, meta=first.meta)
            return alike == first and then.threshold >= first.threshold
        case tree.AmountLimit() as first, tree.AmountLimit() as then:
            alike_limit = replace(then, bound=first.bound, label=first.label, meta=first.meta)
            return alike_limit == first and _narrower(first.bound, then.bound)
        case first, tree.And(items=items):
            return first == later.condition or first in items
        case first, then:
            return first == then


def _narrower(first: tree.Bound, then: tree.Bound) -> bool:
    """Whether what keeps the second bound keeps the first."""
    asked, more = first.quantity, then.quantity
    if (
        asked.amount is None
        or more.amount is None
        or replace(more, amount=asked.amount) != asked
        or first.op != then.op
    ):
        return first == then
    if first.op == "exactly":
        return asked.amount == more.amount
    return more.amount >= asked.amount if first.op == "at least" else more.amount <= asked.amount
