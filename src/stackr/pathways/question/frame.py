"""The question as it stands for one stretch of days of conferral."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, replace
from datetime import date

from stackr.model.learning import Learner
from stackr.pathways.question.lowering import Lowering
from stackr.pathways.question.spread import Servings


@dataclass(frozen=True, slots=True)
class Frame:
    """The question as it stands if the award is conferred at the end of one of these terms: `first` to `last` (positions + 1).

    `day`: the day of conferral that was lowered. Without terms both are 0. `pending`: ids of what is in progress and not over by
    then, so that it can't count.
    """

    first: int
    last: int
    day: date
    servings: Servings
    pending: frozenset[str] = frozenset()

    @property
    def soonest(self) -> int:
        """How many terms go by at least."""
        return self.first if self.first > 1 else 0

    @property
    def lowering(self) -> Lowering:
        """The problem of representatives."""
        return self.servings.lowering


def without(learner: Learner, ids: Set[str]) -> Learner:
    """The learner without these holdings."""
    if not ids:
        return learner
    return replace(learner, holdings=tuple(holding for holding in learner.holdings if holding.id not in ids))


def same(one: Lowering, other: Lowering) -> bool:
    """Whether the rules see the same on both days."""
    alike = one.problem == other.problem and one.also == other.also and one.units == other.units
    return alike and (one.tallies, one.over) == (other.tallies, other.over)
