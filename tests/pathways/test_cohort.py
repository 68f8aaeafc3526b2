"""The demand of a cohort is the sum of its plans; nobody is lost; the order of learners decides nothing."""

from __future__ import annotations

from collections import Counter

import pytest

from pathways.college import LEARNERS, TODAY, college, path, record
from stackr import PlanError, PlanOptions
from stackr.audit.run import AuditError
from stackr.model.guidance import guidance_bytes
from stackr.report.guidance_text import render_cohort


def test_the_demand_is_the_sum_of_the_plans() -> None:
    counted: Counter[tuple[str, str | None]] = Counter()
    for name in LEARNERS:
        plan = college().plan(path(name), "MC-DIP", TODAY)
        assert plan.best is not None
        counted.update((item.label, item.term) for item in plan.best.items)
    demand = college().demand([path(name) for name in LEARNERS], "MC-DIP", TODAY)
    assert {(each.item, each.term): each.learners for each in demand.demand} == counted
    assert (demand.learners, demand.planned, demand.proven) == (5, 5, 5)


def test_nobody_is_lost() -> None:
    done = record("half-way")
    given = [
        done,
        {"lerner": "y"},
        {"learner": "late", "holdings": []},
        record("nearly-done"),
        "no-such-file.json",
    ]
    options = PlanOptions(terms=1)
    demand = college().demand(given, "MC-DIP", TODAY, options)
    assert demand.learners == 3 == demand.planned + demand.complete + len(demand.without)
    assert [each.learner for each in demand.without] == ["late", "made-up-half-way"]
    assert len(demand.unread) == 2
    told = render_cohort(demand)
    assert "record 2" in told
    assert "no-such-file.json" in told
    complete = college().demand([done], "MC-WEB", TODAY)
    assert (complete.complete, complete.planned) == (1, 0)


def test_the_order_of_learners_decides_nothing() -> None:
    one = college().demand([record(name) for name in LEARNERS], "MC-DIP", TODAY)
    other = college().demand([record(name) for name in reversed(LEARNERS)], "MC-DIP", TODAY)
    assert guidance_bytes(one) == guidance_bytes(other)


def test_what_nobody_can_be_asked_is_a_fault() -> None:
    with pytest.raises(AuditError):
        college().demand([record("new")], "NOPE", TODAY)
    with pytest.raises(PlanError, match="NOPE"):
        college().demand([record("new")], "MC-DIP", TODAY, PlanOptions(avoid=("NOPE",)))
