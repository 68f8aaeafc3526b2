"""Plans with everything that may be wished for, against trying every way: the best, and none only where there is none."""

from __future__ import annotations

import pytest

from pathways.books import DAY, TERMS
from pathways.cases import FAMILIES, case
from pathways.trying import Case, Tries


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("seed", range(20))
def test_a_plan_is_the_best_of_all_ways(family: str, seed: int) -> None:
    assert fault(case(family, seed)) is None


def fault(asked: Case) -> str | None:
    """What is wrong with the plan of a question, if anything is."""
    ways = Tries(asked).ways()
    first = next(ways, None)
    plan = asked.book.plan(asked.record, "Q", DAY, asked.options)
    if first is None:
        return None if plan.status == "infeasible" else f"{plan.status}, but nothing satisfies"
    if not first.at:
        empty = plan.status == "nothing-to-add" or (plan.best is not None and not plan.best.items)
        return None if empty else f"{plan.status}, but nothing is missing"
    if plan.best is None:
        return f"{plan.status}, but {first.labels} satisfy"
    if not (plan.best.proven and plan.best.verified):
        return f"proven: {plan.best.proven}, confirmed: {plan.best.verified}"
    found = {item.label: TERMS.index(item.term) if item.term else 0 for item in plan.best.items}
    if sorted(found) != first.labels:
        return f"{sorted(found)}, but {first.labels} is better: {[str(x) for x in first.price]}"
    best = [first, *(way for way in ways if way.price == first.price)]
    if found not in [way.at for way in best]:
        return f"{found} is none of the best"
    return None
