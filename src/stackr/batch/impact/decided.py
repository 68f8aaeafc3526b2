"""What becomes of recorded decisions when rules change: whether each still fits its clause, as it did or otherwise, or none.

A decision that records no digest of its clause was made under the old rules, as far as anybody can tell: where the clause that
it names means something else under the new ones, it is *adapted*, though an audit under the new rules alone has nothing to
compare with. A clause that went with its award leaves the decision *orphaned*, unless a clause elsewhere bears its name on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import polars as pl

from stackr.audit.deciding import decisions
from stackr.batch.run.people import People
from stackr.conditions.clauses import owner_of
from stackr.model.qualification import DecisionResult
from stackr.requirements.compiled import Award

DECISIONS: Final = {
    "learner": pl.String,
    "decision": pl.String,
    "kind": pl.String,
    "qualification": pl.String,  # under the new rules; the old, if the clause has gone
    "clause": pl.String,  # as the record names it
    "clause_after": pl.String,  # the clause it fits under the new rules, if any
    "before": pl.String,
    "after": pl.String,  # kept, adapted, orphaned
}


@dataclass(frozen=True, slots=True)
class _Fit:
    """How one decision fits an award's clauses. `meaning`: of the clause, None where it fits none."""

    told: DecisionResult
    meaning: str | None

    @property
    def clause(self) -> str | None:
        return None if self.meaning is None else self.told.clause


_Fits = dict[tuple[str, str], _Fit]
"""(decision, award) → how it fits."""


def decided(learner: str, before: People, after: People) -> Iterator[tuple[str | None, ...]]:
    """A row for each decision of the learner and each award with a clause that it names, in order."""
    old, new = _fits(before, learner), _fits(after, learner)
    records = {item.id: item for item in after[learner].learner.decisions}
    moved = {decision for (decision, award), fit in new.items() if fit.meaning and (decision, award) not in old}
    for key in sorted(old.keys() | new.keys()):
        decision, award = key
        if key not in new and decision in moved:
            continue
        was, now = old.get(key) or _elsewhere(old, decision), new.get(key)
        record = records[decision]
        state = "orphaned" if now is None else now.told.state
        if state == "kept" and now and was and record.meaning is None and was.meaning not in (None, now.meaning):
            state = "adapted"
        fits = now.clause if now else None
        yield (learner, decision, record.kind, award, record.clause, fits, was.told.state if was else "orphaned", state)


def _elsewhere(fits: _Fits, decision: str) -> _Fit | None:
    """The award that it fitted, where that is called otherwise."""
    return next((fit for (id, _), fit in sorted(fits.items()) if id == decision), None)


def _fits(people: People, learner: str) -> _Fits:
    person = people[learner]
    evaluator = people.evaluator
    found: _Fits = {}
    for name in sorted(evaluator.book.qualifications) if evaluator.for_ is None else evaluator.for_:
        values = person.evaluation.values(name)
        for item in decisions(person.evaluation, values):
            if item.clause is not None and owner_of(item.clause, evaluator.book.qualifications) == name:
                award = values.qualification.award
                meaning = None if item.state == "orphaned" else _meaning((award, *award.entry), item.clause)
                found[item.decision, name] = _Fit(item, meaning)
    return found


def _meaning(awards: tuple[Award, ...], clause: str) -> str | None:
    return next((award.clauses[clause].meaning for award in awards if clause in award.clauses), None)
