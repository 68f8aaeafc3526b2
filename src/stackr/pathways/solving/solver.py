"""Solving one model: wish after wish to its proven least, then the first plan by codes.

CP-SAT counts in integers, so its bound is exact. The limit of work is in its deterministic seconds: the same question gives
the same bytes. Only a limit by the clock (`seconds`) makes an answer one of this machine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from time import monotonic
from typing import Any

from stackr.allocation.cpsat.by_codes import first_by_codes
from stackr.allocation.cpsat.solving import without_ado
from stackr.pathways.options import LAST, PlanOptions, Weights
from stackr.pathways.solving.model import PlanModel

NONE = 1 << 52
"""A bound past it is no bound."""
FACTORS = 500_000
"""So many factors in a linear solver's rows are taken as one deterministic second, as measured on rows of plans."""


@dataclass(frozen=True, slots=True)
class Reached:
    """What one wish came to, and a bound that no plan goes below; equal if proven."""

    weights: Weights
    value: Fraction
    bound: Fraction

    @property
    def proven(self) -> bool:
        """Whether it is the least there is."""
        return self.value == self.bound


@dataclass(frozen=True, slots=True)
class Found:
    """`chosen`: label → position of its term (0 without terms). None: there is none, if `settled`, else none was found.

    `reached`: wishes in order, those looked at. `first`: whether it is the first by codes of all plans as good.
    """

    chosen: dict[str, int] | None
    reached: tuple[Reached, ...] = ()
    settled: bool = True
    first: bool = True

    @property
    def proven(self) -> bool:
        """Whether every wish is at its least."""
        return self.chosen is not None and self.settled and all(reached.proven for reached in self.reached)


class Effort:
    """How much may still be spent."""

    def __init__(self, options: PlanOptions) -> None:
        self.left: Any = options.effort
        self.until = None if options.seconds is None else monotonic() + options.seconds

    def solver(self) -> Any:
        """A solver with what is left."""
        from stackr.allocation.cpsat.library import cp_model

        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.linearization_level = 2
        solver.parameters.random_seed = 1
        if self.until is not None:
            solver.parameters.max_time_in_seconds = max(self.until - monotonic(), 0)
        else:
            solver.parameters.max_deterministic_time = max(self.left, 0)
        return solver

    def spent(self, solver: Any) -> None:
        """Count what a solver used."""
        self.left -= solver.response_proto.deterministic_time

    def weighed(self, factors: int) -> None:
        """Count what a linear solver used, by the factors of its rows: it says nothing of its work itself."""
        self.left -= factors / FACTORS

    @property
    def lasts(self) -> bool:
        """Whether anything is left."""
        return self.left > 0 and (self.until is None or self.until > monotonic())


class Run:
    """One model, question after question. `settled` turns false when a question was not settled; `chosen` is the best so far."""

    def __init__(self, plan: PlanModel, effort: Effort) -> None:
        self.plan, self.effort = plan, effort
        self.chosen: dict[str, int] | None = None
        self.settled = True
        self.solver: Any = None
        self.bound: int | None = None
        """What no plan goes below in the question asked last."""
        self.toward: Any = None
        """The last wish, held at its value: any plan will do, but with it as the objective the solver sees sooner that there is none."""

    def best(self, wishes: Sequence[Weights], fixed: Sequence[Reached] = (), floor: Sequence[Reached] = ()) -> Found:
        """The plan that is best by the wishes, one after the other.

        `fixed`: wishes that come before these, at their least; `floor`: what the first of these can't go below, each as long
        as the ones before it are at their floor.
        """
        model = self.plan.model
        for known in fixed:
            wish = self.plan.wish(known.weights)
            model.add(wish.expression <= int(known.value * wish.scale))
        reached = list(fixed)
        for position, weights in enumerate(wishes):
            wish = self.plan.wish(weights)
            at_floor = all(one.value == other.value for one, other in zip(reached[len(fixed) :], floor, strict=False))
            if position < len(floor) and at_floor:
                model.add(wish.expression >= int(floor[position].value * wish.scale))
            bound = self.least(wish.expression)
            if self.chosen is None or bound is None:
                return Found(None, settled=self.settled)
            value = int(self.solver.value(wish.expression))
            model.add(wish.expression <= value)
            self.toward = wish.expression
            reached.append(Reached(weights, value / wish.scale, min(value, bound) / wish.scale))
            if not self.settled:
                return Found(self.chosen, tuple(reached), settled=False, first=False)
        if not wishes:
            return Found(self.chosen if self.possible() else None, tuple(reached), settled=self.settled)
        return Found(self.chosen, tuple(reached))

    def none_better(self, guess: Found, position: int, least: Fraction) -> Found:
        """The guess, if no plan is as good by the wishes before `position` and better there; else the best. `least`: what no
        plan goes below there."""
        model, reached = self.plan.model, guess.reached[position]
        for known in guess.reached[:position]:
            wish = self.plan.wish(known.weights)
            model.add(wish.expression <= int(known.value * wish.scale))
        wish = self.plan.wish(reached.weights)
        model.add(wish.expression <= int(reached.value * wish.scale) - wish.step)
        found = self.best((reached.weights,), (), (Reached(reached.weights, least, least),))
        before = guess.reached[:position]
        if found.chosen is None and found.settled:
            return Found(guess.chosen, (*before, Reached(reached.weights, reached.value, reached.value)))
        if found.chosen is None:
            bound = least if self.bound is None else max(least, self.bound / wish.scale)
            open_ = Reached(reached.weights, reached.value, min(bound, reached.value))
            return Found(guess.chosen, (*before, open_), settled=False, first=False)
        return replace(found, reached=(*before, *found.reached))

    def first_of(self, found: Found) -> Found:
        """Of the plans as good as this one, the first by codes."""
        for known in found.reached:
            wish = self.plan.wish(known.weights)
            self.plan.model.add(wish.expression <= int(known.value * wish.scale))
            self.toward = wish.expression
        self.near(found.chosen)
        if not self.possible():
            return replace(found, first=False)
        first = self.first_by_codes()
        return replace(found, chosen=self.chosen, first=first)

    def least(self, expression: Any) -> int | None:
        """A bound of the least; None: no plan, or (`settled` false) none found."""
        from stackr.allocation.cpsat.library import cp_model

        model = self.plan.model
        model.minimize(expression)
        solver = self.effort.solver()
        status = solver.solve(model)
        self.effort.spent(solver)
        if status == cp_model.INFEASIBLE:
            return None
        self.bound = None
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            self.settled = False
            self.bound = _whole(solver.best_objective_bound)
            return None
        self._keep(solver)
        if status == cp_model.OPTIMAL:
            return int(solver.value(expression))
        self.settled = False
        return _whole(solver.best_objective_bound)

    def near(self, chosen: Mapping[str, int] | None) -> None:
        """Start from a plan that is known."""
        self.plan.model.clear_hints()
        if chosen is not None:
            for label, var in self.plan.taken.items():
                if var is not self.plan.units.zero:
                    self.plan.model.add_hint(var, int(label in chosen))

    def _keep(self, solver: Any) -> None:
        plan, self.solver = self.plan, solver
        self.chosen = {
            label: next((t for t, slot in plan.slot[label].items() if solver.value(slot)), 0)
            for label, var in plan.taken.items()
            if solver.value(var)
        }
        self.near(self.chosen)

    def possible(self) -> bool | None:
        """Whether there is any plan at all, which is then kept; None: not settled."""
        from stackr.allocation.cpsat.library import cp_model

        self.plan.model.clear_objective()
        solver = self.effort.solver()
        if self.toward is not None:
            self.plan.model.minimize(self.toward)
            solver.parameters.stop_after_first_solution = True
            without_ado(solver)
        status = solver.solve(self.plan.model)
        self.effort.spent(solver)
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            self._keep(solver)
            return True
        return False if status == cp_model.INFEASIBLE else None

    def first_by_codes(self) -> bool:
        """Of the plans as good (the wishes are fixed, the number of items with them), the one whose codes come first. False if
        that was not settled.
        """
        plan = self.plan
        taken = {label: var for label, var in plan.taken.items() if var is not plan.units.zero}
        return first_by_codes(plan.model, taken, lambda: self.chosen or (), self.possible)


def _whole(bound: Any) -> int:
    """A bound of whole numbers that the solver says in floating point: down, so that none is too high; 0 where it has none."""
    return int(bound // 1) if abs(bound) < NONE else 0


def earliest(run: Run) -> None:
    """The plan over as early as can be, then all as early as can be, then the first codes: in a model of the chosen items."""
    plan = run.plan
    terms = sum(t * var for slots in plan.slot.values() for t, var in slots.items()) + 0 * plan.units.zero
    for whole in (plan.wish(LAST).expression, terms):
        if run.least(whole) is None or not run.settled:
            return
        plan.model.add(whole <= int(run.solver.value(whole)))
    for label in sorted(plan.taken):
        if len(plan.slot[label]) > 1:
            expression = sum(t * var for t, var in plan.slot[label].items())
            if run.least(expression) is None or not run.settled:
                return
            plan.model.add(expression <= int(run.solver.value(expression)))
