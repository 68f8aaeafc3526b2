"""What the learner has already, as far as a plan asks: passed, under way, or to come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from stackr.audit.evaluation import Evaluation
from stackr.pathways.question.horizon import Term


@dataclass(frozen=True, slots=True)
class Had:
    """What the learner has: codes passed, and codes in progress with the first term (position) they can be built on."""

    passed: frozenset[str]
    under_way: Mapping[str, int]
    spent: frozenset[str] = frozenset()
    """Codes passed whose units can count nowhere any more (too old, too low a grade): they may be taken again."""

    def settles(self, code: str) -> bool:
        """Whether taking it (again) is out of the question."""
        return (code in self.passed and code not in self.spent) or code in self.under_way


def had(evaluation: Evaluation, codes: frozenset[str], spent: frozenset[str], terms: Sequence[Term]) -> Had:
    """`codes`: what recognition gives for certain, beside the codes of the record itself; `spent`: what counts nowhere."""
    passed, under_way = set(codes), {}
    for holding in evaluation.learner.holdings:
        if holding.credential is None:
            continue
        if holding.status in (None, "active"):
            passed.add(holding.credential)
        elif holding.status == "in-progress":
            under_way[holding.credential] = _first_after(holding.term, holding.dates, terms)
    return Had(frozenset(passed), {code: at for code, at in under_way.items() if code not in passed}, spent)


def _first_after(term: str | None, dates: Mapping[str, date], terms: Sequence[Term]) -> int:
    """The first term that begins after the learning ends; the very first where nothing says when it ends."""
    for index, each in enumerate(terms):
        if each.name == term:
            return index + 1
    day = dates.get("completed") or dates.get("awarded") or dates.get("expected")
    if day is None:
        return 0
    return sum(each.start is not None and each.start <= day for each in terms)
