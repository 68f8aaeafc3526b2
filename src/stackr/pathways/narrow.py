"""What can't be in any plan as good as one that is known, by adding up: weights on the model's own rows show it.

Any weights on rows that must hold give a bound: no plan comes to less. If it, together with what one item adds beyond it, is
more than the known plan comes to, the item is in no plan as good. The weights come from a linear solver in floating point; that
they show what they show is added up here in whole numbers, so how well they were chosen changes how much is left out, and nothing else.

Beside each row of amounts stand rows that follow from it because nothing is taken by halves: who needs 15 credits from items
of 10 and 5 needs two tens, if each five counts as one (`_rounded`). With them the bound mostly is what the best plan comes to.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

from stackr.pathways.model import PlanModel
from stackr.pathways.options import Weights
from stackr.pathways.solver import Effort, Reached

ONE = 1 << 24
"""Weights are multiples of 1/ONE."""
FAR = 1 << 60
"""Beyond it a limit is none."""
PIECES = 8
"""Of the sizes in a row, so many of the largest are tried as pieces: fees are of many sizes."""

Row: TypeAlias = "tuple[list[int], list[int], int, int]"
"""Variables, factors, at least, at most."""


@dataclass(frozen=True, slots=True)
class Bound:
    """What no plan goes below in one wish, the wishes before it being kept to.

    `total`: the bound itself; `more`: label → what a plan with the item comes to beyond it at least; both in 1/ONE of the wish's
    scaled units, of which `scale` are one of the measure and every plan's sum is a multiple of `step`.
    """

    total: int
    more: Mapping[str, int]
    scale: Fraction
    step: int

    @property
    def least(self) -> Fraction:
        """The bound in the measure, as much as a plan can come to."""
        return -(-self.total // (ONE * self.step)) * self.step / self.scale

    def possible(self, most: Fraction, *, better: bool = False) -> set[str]:
        """The items of plans that come to no more than this; `better`: to less."""
        room = (int(most * self.scale) - (self.step if better else 0)) * ONE - self.total
        return {label for label, more in self.more.items() if more <= room}

    def nearest(self, number: int) -> list[str]:
        """The items that by the weights most likely are in a best plan: up to four times as many, where none is less likely."""
        order = sorted(self.more, key=lambda label: (self.more[label], label))
        as_likely = sum(more <= 0 for more in self.more.values())
        return order[: min(max(number, as_likely), 4 * number)]


class Weighing:
    """The rows of a model without terms, wish after wish."""

    def __init__(self, plan: PlanModel, effort: Effort) -> None:
        self.plan, self.effort = plan, effort
        proto = plan.model.proto
        domains = [list(var.domain) for var in proto.variables]
        self.bounds = [(domain[0], domain[-1]) for domain in domains]
        self.at = {label: var.index for label, var in plan.taken.items()}
        self.counting = {label: [var.index for var in places] for label, places in plan.counting().items()}
        rows = [row for constraint in proto.constraints for row in _rows(constraint, self.bounds)]
        self.rows = [*rows, *(other for row in rows for other in _rounded(row, self.bounds))]

    def bound(self, kept_to: Collection[Reached], weights: Weights) -> Bound:
        """Of the plans that come to no more than `kept_to`, what none goes below in this wish."""
        rows = list(self.rows)
        for known in kept_to:
            row = self._limit(known)
            rows += [row, *_rounded(row, self.bounds)]
        costs = [0] * len(self.bounds)
        for label, amount in self.plan.asked(weights).items():
            costs[self.at[label]] = amount
        left, total = _left(rows, costs, self.bounds, self._weights(rows, costs))
        more = {label: max(left[at], 0) for label, at in self.at.items()}
        for label, places in self.counting.items():
            more[label] += min((max(left[at], 0) for at in places), default=0)
        wish = self.plan.wish(weights)
        return Bound(total, more, wish.scale, wish.step)

    def _limit(self, known: Reached) -> Row:
        parts = [(self.at[label], amount) for label, amount in self.plan.asked(known.weights).items() if amount]
        most = int(known.value * self.plan.wish(known.weights).scale)
        return [at for at, _ in parts], [amount for _, amount in parts], -FAR, most

    def _weights(self, rows: Sequence[Row], costs: Sequence[int]) -> list[int]:
        if not self.effort.lasts:
            return [0] * len(rows)
        self.effort.weighed(sum(len(variables) for variables, _, _, _ in rows))
        return _weights(rows, costs, self.bounds)


def _rounded(row: Row, bounds: Sequence[tuple[int, int]]) -> Iterator[Row]:
    """Where amounts are added up, none below 0: the same counted in larger pieces, what is asked rounded up, what is allowed down."""
    variables, factors, low, high = row
    sizes = sorted({factor for factor in factors if factor})
    if not sizes or sizes[0] < 0 or any(bounds[var][0] < 0 for var in variables):
        return
    for size in sizes[-PIECES:]:
        if size > 1 and low > 0:
            need = -(-low // size)
            yield variables, [min(-(-factor // size), need) for factor in factors], need, FAR
        if size > 1 and 0 <= high < FAR:
            yield variables, [factor // size for factor in factors], -FAR, high // size


def _left(
    rows: Sequence[Row], costs: Sequence[int], bounds: Sequence[tuple[int, int]], weights: Sequence[int]
) -> tuple[list[int], int]:
    """(what each variable still costs once the weighted rows are taken off, the bound), in 1/ONE, in whole numbers."""
    left, total = [cost * ONE for cost in costs], 0
    for (variables, factors, low, high), weight in zip(rows, weights, strict=True):
        limit = low if weight > 0 else high
        if weight and abs(limit) < FAR:
            total += weight * limit
            for var, factor in zip(variables, factors, strict=True):
                left[var] -= factor * weight
    total += sum(min(each * low, each * high) for each, (low, high) in zip(left, bounds, strict=True))
    return left, total


def _rows(constraint: Any, bounds: Sequence[tuple[int, int]]) -> Iterator[Row]:
    """What a constraint says in linear terms; nothing for those that are not linear, so that what is left is looser."""
    when = list(constraint.enforcement_literal)
    if constraint.has_linear():
        yield from _linear(constraint.linear, when, bounds)
    elif constraint.has_bool_or():
        yield _clause(constraint.bool_or.literals, when, 1, FAR)
    elif constraint.has_bool_and():
        for literal in constraint.bool_and.literals:
            yield _clause([literal], when, 1, FAR)
    elif constraint.has_exactly_one() and not when:
        yield _clause(constraint.exactly_one.literals, when, 1, 1)
    elif constraint.has_at_most_one() and not when:
        yield _clause(constraint.at_most_one.literals, when, -FAR, 1)


def _clause(literals: Iterable[int], when: Iterable[int], low: int, high: int) -> Row:
    """Between so many of the literals hold, or some of `when` does not."""
    variables, factors, shift = [], [], 0
    for literal in (*literals, *(-each - 1 for each in when)):
        variables.append(literal if literal >= 0 else -literal - 1)
        factors.append(1 if literal >= 0 else -1)
        shift += literal < 0
    return variables, factors, low - shift if low > -FAR else low, high - shift if high < FAR else high


def _linear(linear: Any, when: Sequence[int], bounds: Sequence[tuple[int, int]]) -> Iterator[Row]:
    variables, factors, domain = list(linear.vars), list(linear.coeffs), list(linear.domain)
    low, high = max(domain[0], -FAR), min(domain[-1], FAR)
    if not when:
        yield variables, factors, low, high
        return
    ends = [
        sorted((factor * bounds[v][0], factor * bounds[v][1])) for v, factor in zip(variables, factors, strict=True)
    ]
    least, most = sum(end[0] for end in ends), sum(end[1] for end in ends)
    if low > least:
        yield _unless(variables, factors, when, low - least, low, FAR)
    if high < most:
        yield _unless(variables, factors, when, high - most, -FAR, high)


def _unless(variables: Sequence[int], factors: Sequence[int], when: Iterable[int], by: int, low: int, high: int) -> Row:
    """The row, loosened by so much for each of `when` that does not hold."""
    all_, weights, shift = list(variables), list(factors), 0
    for literal in when:
        all_.append(literal if literal >= 0 else -literal - 1)
        weights.append(-by if literal >= 0 else by)
        shift += by * (literal >= 0)
    return all_, weights, low - shift if low > -FAR else low, high - shift if high < FAR else high


def _weights(rows: Sequence[Row], costs: Sequence[int], bounds: Sequence[tuple[int, int]]) -> list[int]:
    """A good weight for each row, as a linear solver finds it."""
    from ortools.linear_solver.python import model_builder_helper

    model = model_builder_helper.ModelBuilderHelper()
    for (low, high), cost in zip(bounds, costs, strict=True):
        var = model.add_var()
        model.set_var_lower_bound(var, low)
        model.set_var_upper_bound(var, high)
        model.set_var_objective_coefficient(var, cost)
    for variables, factors, low, high in rows:
        row = model.add_linear_constraint()
        if low > -FAR:
            model.set_constraint_lower_bound(row, low)
        if high < FAR:
            model.set_constraint_upper_bound(row, high)
        for var, factor in zip(variables, factors, strict=True):
            model.add_term_to_constraint(row, var, factor)
    solver = model_builder_helper.ModelSolverHelper("glop")
    solver.solve(model)
    if not solver.has_solution():
        return [0] * len(rows)
    return [round(weight * ONE) for weight in solver.dual_values()]
