"""Leaving out by adding up: whatever the weights, nothing that a plan as good needs is left out, and no bound is too high."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pathways.books import CALENDAR, DAY, Item
from pathways.test_against_trying import LIMITS, RULES, WISHES, crowds, items, rules
from stackr.allocation.cpsat.relaxation import ONE, LinearProgram, remainder, rounded, rows_of
from stackr.audit.run import one_learner
from stackr.pathways.options import Load, PlanOptions, parse_minimise
from stackr.pathways.question.question import Question
from stackr.pathways.solving.many import Many
from stackr.pathways.solving.narrow import Weighing
from stackr.pathways.solving.ready import ready
from stackr.pathways.solving.solver import Effort, Found, Reached

QUICK = settings(max_examples=8, deadline=None)


@QUICK
@given(
    crowds(), st.sampled_from(RULES[:4]), st.sampled_from(LIMITS), st.sampled_from(WISHES), st.integers(0, 2), st.data()
)
def test_no_weights_leave_out_what_the_best_plans_need(
    items: tuple[Item, ...], requirement: str, limits: str, wish: str, alternatives: int, data: st.DataObject
) -> None:
    rule_book = rules(items, requirement, limits)
    options = PlanOptions(minimise=parse_minimise(wish), alternatives=alternatives)
    bad = data.draw(st.booleans(), label="weights drawn by lot, not by a solver")
    lot = data.draw(st.randoms(use_true_random=False)) if bad else None
    fewest, few = data.draw(st.sampled_from(((40, (160, 640)), (2, (3, 5)), (1, (1,)))), label="how few make a guess")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("stackr.pathways.solving.ready.MANY", 3)
        patch.setattr("stackr.pathways.solving.many.FEWEST", fewest)
        patch.setattr("stackr.pathways.solving.many.FEW", few)
        if lot is not None:

            def drawn(self: LinearProgram, costs: object) -> list[int]:
                return [lot.randrange(-3, 4) * ONE // 2 for _ in range(self._rows)]

            patch.setattr(LinearProgram, "weights", drawn)
        short = rule_book.plan({"learner": "L", "holdings": []}, "Q", DAY, options)
    whole = rule_book.plan({"learner": "L", "holdings": []}, "Q", DAY, replace(options, reduce=False))
    assert short.status == whole.status
    assert short.best == whole.best
    assert [way.wishes for way in short.alternatives] == [way.wishes for way in whole.alternatives]


def test_a_plan_known_when_the_effort_runs_out_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    offered = tuple(Item(f"C{n}", 5 + n % 3, 7, ("061", "051")[n % 2], 900 - 7 * n) for n in range(12))
    monkeypatch.setattr("stackr.pathways.solving.ready.MANY", 3)
    monkeypatch.setattr("stackr.pathways.solving.many.FEWEST", 1)  # so that no plan comes to all bounds
    look = Many.guess

    def once(self: Many, *asked: Any) -> Found | None:
        found = look(self, *asked)
        self.effort.left = 0
        return found

    monkeypatch.setattr(Many, "guess", once)
    options = PlanOptions(minimise=parse_minimise("items, cost"))
    plan = rules(offered, RULES[0], LIMITS[0]).plan({"learner": "L", "holdings": []}, "Q", DAY, options)
    assert plan.status == "planned"
    assert plan.best is not None
    assert plan.best.verified
    assert not plan.best.proven


@settings(max_examples=25, deadline=None)
@given(
    st.one_of(items(6), crowds()),
    st.sampled_from(RULES),
    st.sampled_from(LIMITS),
    st.sampled_from(("terms", "terms, cost", "2*terms, items")),
    st.sampled_from((Load(), Load(most_credits=Fraction(16)), Load(most_items=1), Load(least_items=2))),
    st.integers(0, 1),
    st.booleans(),
)
def test_soonest_term_after_term_is_soonest_of_all(
    offered: tuple[Item, ...], requirement: str, limits: str, wish: str, load: Load, alternatives: int, many: bool
) -> None:
    rule_book = rules(offered, requirement, limits, CALENDAR)
    options = PlanOptions(scheduled=True, load=load, minimise=parse_minimise(wish), alternatives=alternatives)
    learner = {"learner": "L", "holdings": []}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("stackr.pathways.solving.search.asks_soonest", lambda wishes: False)
        at_once = rule_book.plan(learner, "Q", DAY, options)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("stackr.pathways.solving.ready.MANY", 1 if many else 150)
        one_by_one = rule_book.plan(learner, "Q", DAY, options)
    assert one_by_one.status == at_once.status
    assert one_by_one.best == at_once.best
    assert [way.wishes for way in one_by_one.alternatives] == [way.wishes for way in at_once.alternatives]


@settings(max_examples=20, deadline=None)
@given(
    crowds(),
    st.sampled_from(RULES[:4]),
    st.sampled_from(LIMITS),
    st.sampled_from(("credits, load", "cost, load, items", "items, cost", "load")),
    st.sampled_from((Load(most_credits=Fraction(10)), Load(most_credits=Fraction(16)), Load(most_items=2))),
    st.booleans(),
)
def test_by_terms_the_best_among_what_may_be_best_is_the_best_of_all(
    offered: tuple[Item, ...], requirement: str, limits: str, wish: str, load: Load, balanced: bool
) -> None:
    rule_book = rules(offered, requirement, limits, CALENDAR)
    options = PlanOptions(scheduled=True, load=load, minimise=parse_minimise(wish), balanced=balanced)
    learner = {"learner": "L", "holdings": []}
    whole = rule_book.plan(learner, "Q", DAY, replace(options, reduce=False))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("stackr.pathways.solving.ready.MANY", 1)
        narrowed = rule_book.plan(learner, "Q", DAY, options)
    assert narrowed.status == whole.status
    assert narrowed.best == whole.best


literals = st.integers(-3, 2)


@st.composite
def models(draw: st.DrawFn) -> Any:
    """A few rows of every form over three variables that are 0 or 1."""
    from stackr.allocation.cpsat.library import cp_model

    model = cp_model.CpModel()
    names = [model.new_bool_var("") for _ in range(3)]

    def literal() -> Any:
        number = draw(literals)
        return names[number] if number >= 0 else ~names[-number - 1]

    for form in draw(st.lists(st.sampled_from(("linear", "or", "and", "one", "most")), min_size=1, max_size=4)):
        when = [literal() for _ in range(draw(st.integers(0, 2)))]
        if form == "linear":
            expression = sum(draw(st.integers(-3, 3)) * name for name in names) + 0 * names[0]
            low = draw(st.integers(-4, 3))
            model.add_linear_constraint(expression, low, low + draw(st.integers(0, 4))).only_enforce_if(when)
        elif form == "or":
            model.add_bool_or([literal(), literal()]).only_enforce_if(when)
        elif form == "and":
            model.add_bool_and([literal(), literal()]).only_enforce_if(when)
        elif form == "one":
            model.add_exactly_one([literal(), literal()])
        else:
            model.add_at_most_one([literal(), literal()])
    return model


@settings(max_examples=40, deadline=None)
@given(models(), st.lists(st.integers(-5, 5), min_size=3, max_size=3), st.randoms(use_true_random=False))
def test_rows_hold_wherever_the_constraints_do_and_no_bound_is_too_high(
    model: Any, costs: list[int], lot: Random
) -> None:
    from stackr.allocation.cpsat.library import cp_model

    bounds = [(0, 1)] * 3
    rows = [row for constraint in model.proto.constraints for row in rows_of(constraint, bounds)]
    rows += [other for row in rows for other in rounded(row, bounds)]
    weights = [lot.randrange(-3, 4) * ONE for _ in rows]
    left, total = remainder(rows, costs, bounds, weights)
    for values in product((0, 1), repeat=3):
        trial = model.clone()
        for index, value in enumerate(values):
            trial.add(trial.get_bool_var_from_proto_index(index) == value)
        if cp_model.CpSolver().solve(trial) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            continue
        for variables, factors, low, high in rows:
            assert low <= sum(f * values[v] for v, f in zip(variables, factors, strict=True)) <= high
        worth = Fraction(sum(cost * value for cost, value in zip(costs, values, strict=True)))
        assert total <= worth * ONE
        for index, value in enumerate(values):
            assert not value or total + max(left[index], 0) <= worth * ONE


@QUICK
@given(crowds(), st.sampled_from(RULES), st.sampled_from(LIMITS), st.sampled_from(WISHES))
def test_no_plan_goes_below_the_bounds_and_none_as_good_has_what_they_leave_out(
    items: tuple[Item, ...], requirement: str, limits: str, wish: str
) -> None:
    rule_book = rules(items, requirement, limits)
    options = PlanOptions(minimise=parse_minimise(wish), reduce=False, scheduled=False)
    best = rule_book.plan({"learner": "L", "holdings": []}, "Q", DAY, options).best
    if best is None:
        return
    question = Question(rule_book, one_learner(rule_book, {"learner": "L", "holdings": []}, DAY), "Q", DAY, options)
    (frame,) = question.frames
    made, effort = ready(question, frame), Effort(options)
    weighing = Weighing(made.run(made.counting, effort, (), timed=False).plan, effort)
    reached: tuple[Reached, ...] = ()
    for weights, found in zip(options.wishes, best.wishes, strict=True):
        bound, value = weighing.bound(reached, weights), Fraction(found.value)
        assert 0 <= bound.least <= value
        assert {item.label for item in best.items} <= bound.possible(value)
        reached = (*reached, Reached(weights, value, value))
    spent = options.effort - effort.left
    assert spent > 0
