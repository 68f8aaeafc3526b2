"""What might count for a requirement and is not recognised for certain, because the record lacks a fact of the learner."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property

from stackr.conditions.members import MEMBERS
from stackr.model.learning import RecognisedUnit
from stackr.pathways.impossible.clauses import asking
from stackr.pathways.question.additions import label_of, learning
from stackr.pathways.question.question import Question
from stackr.recognition.ladder import recognise
from stackr.requirements.base import Need, walk
from stackr.requirements.needs.pool import PoolNeed
from stackr.requirements.needs.unit import UnitNeed


class Unrecognised:
    """Of a question: of what is on the record and what is on offer."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.context = question.now.claim.members[0].context

    def of(self, clause: str) -> dict[str, tuple[str, ...]]:
        """Fact that the record does not say → what would be recognised by it, perhaps, and might count for the clause."""
        award = self.question.now.qualification.award
        total = award.total is not None and award.total.id == clause
        need = award.root if total else asking(self.question, clause)
        found: dict[str, set[str]] = {}
        for fact, unit in self._open if need is not None else ():
            if need is not None and _may_count(need, unit, self.question):
                found.setdefault(fact, set()).add(
                    label_of(unit.holding.id) or unit.holding.credential or unit.holding.id
                )
        return {fact: tuple(sorted(found[fact])) for fact in sorted(found)}

    @cached_property
    def _open(self) -> tuple[tuple[str, RecognisedUnit], ...]:
        """(fact, unit) of what hangs on a fact; of items that no rule can tell apart, one."""
        return tuple(self._found())

    def _found(self) -> Iterator[tuple[str, RecognisedUnit]]:
        question = self.question
        ladder = question.now.qualification.ladder
        frames = question.frames
        if ladder is None or not frames:
            return
        alone: Mapping[str, str] = frames[-1].lowering.stands_for
        chosen = [each for each in question.candidates if alone.get(each.label) == each.label and each.way == "course"]
        added, _ = learning(chosen, question.terms, self.context, False)
        learner = replace(question.learner, holdings=(*question.learner.holdings, *added))
        result = recognise(question.book, question.book.ladders[ladder], learner, frames[-1].day)
        lacking = {
            finding.holding: {fact for each in finding.pending for fact in each.missing} - {*MEMBERS, *learner.facts}
            for finding in result.findings
        }
        for unit in result.units:
            if not unit.sure:
                yield from ((fact, unit) for fact in sorted(lacking.get(unit.holding.id, ())))


def _may_count(need: Need, unit: RecognisedUnit, question: Question) -> bool:
    context = question.now.claim.members[0].context
    for each in walk(need):
        if isinstance(each, UnitNeed):
            if each.code == unit.code or (each.pattern is not None and each.pattern(unit, context) is not False):
                return True
        elif isinstance(each, PoolNeed) and (each.selector is None or each.selector(unit, context) is not False):
            return True
    return False
