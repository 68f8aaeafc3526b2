"""What can't be in any plan as good as one that is known, by adding up: weights on the model's own rows show it.

Any weights on rows that must hold give a bound: no plan comes to less. If it, together with what one item adds beyond it, is
more than the known plan comes to, the item is in no plan as good. The weights come from a linear solver in floating point; that
they show what they show is added up here in whole numbers, so how well they were chosen changes how much is left out, and nothing else.

Beside each row of amounts stand rows that follow from it because nothing is taken by halves: who needs 15 credits from items
of 10 and 5 needs two tens, if each five counts as one (`rounded`). With them the bound mostly is what the best plan comes to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from fractions import Fraction

from stackr.allocation.cpsat.relaxation import FAR, ONE, LinearProgram, Row, remainder, rounded, rows_of
from stackr.pathways.options import Weights
from stackr.pathways.solving.model import PlanModel
from stackr.pathways.solving.solver import Effort, Reached


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

    def among(self, labels: Set[str]) -> Bound:
        """The same, of these items only."""
        return replace(self, more={label: more for label, more in self.more.items() if label in labels})

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
        domains = (var.domain for var in proto.variables)
        self.bounds = [(domain[0], domain[len(domain) - 1]) for domain in domains]  # at -1 it has no last
        self.at = {label: var.index for label, var in plan.taken.items()}
        self.counting = {label: [var.index for var in places] for label, places in plan.counting().items()}
        rows = [row for constraint in proto.constraints for row in rows_of(constraint, self.bounds)]
        self.rows = [*rows, *(other for row in rows for other in rounded(row, self.bounds))]
        self._program: LinearProgram | None = None
        self._there: tuple[tuple[Reached, ...], int] = (), 0
        """What the program keeps to, and how many rows that is."""

    def bound(self, kept_to: tuple[Reached, ...], weights: Weights) -> Bound:
        """Of the plans that come to no more than `kept_to`, what none goes below in this wish."""
        rows = list(self.rows)
        for known in kept_to:
            row = self._limit(known)
            rows += [row, *rounded(row, self.bounds)]
        costs = [0] * len(self.bounds)
        for label, amount in self.plan.asked(weights).items():
            costs[self.at[label]] = amount
        left, total = remainder(rows, costs, self.bounds, self._weights(kept_to, rows, costs))
        more = {label: max(left[at], 0) for label, at in self.at.items()}
        for label, places in self.counting.items():
            more[label] += min((max(left[at], 0) for at in places), default=0)
        wish = self.plan.wish(weights)
        return Bound(total, more, wish.scale, wish.step)

    def _limit(self, known: Reached) -> Row:
        parts = [(self.at[label], amount) for label, amount in self.plan.asked(known.weights).items() if amount]
        most = int(known.value * self.plan.wish(known.weights).scale)
        return [at for at, _ in parts], [amount for _, amount in parts], -FAR, most

    def _weights(self, kept_to: tuple[Reached, ...], rows: Sequence[Row], costs: Sequence[int]) -> list[int]:
        if not self.effort.lasts:
            return [0] * len(rows)
        self.effort.weighed(sum(len(variables) for variables, _, _, _ in rows))
        return self._with(kept_to, rows).weights(costs)

    def _with(self, kept_to: tuple[Reached, ...], rows: Sequence[Row]) -> LinearProgram:
        """The rows as a program: that of the question before, if this one keeps to the same and more."""
        before, there = self._there
        program = self._program
        if program is None or kept_to[: len(before)] != before:
            self._program = program = LinearProgram()
            there = 0
            for low, high in self.bounds:
                program.add_variable(low, high)
        for row in rows[there:]:
            program.add_row(row)
        self._there = kept_to, len(rows)
        return program
