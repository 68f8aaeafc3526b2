"""Where a whole unit is larger than its place needs while another place is short of it: what `splittable` would change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from stackr.allocation.nodes import Measure
from stackr.audit.counting import Counting, Counts
from stackr.audit.texts import clause_name


def whole_units(counting: Counting) -> Iterator[str]:
    """One sentence for each unit that counts whole where less is needed, though a clause that is short would take the rest."""
    counts = list(counting.counts())
    filled: Counter[int] = Counter()
    for item in counts:
        filled[item.place] += int(item.credits * counting.answer.lowered.scale)
    for item in counts:
        short = _short(counting, item, filled)
        if short:
            name = item.unit.title or item.unit.code or item.unit.id
            here, there = (clause_name(counting.award, clause) for clause in (item.requirement, short))
            yield (
                f"{name} counts whole at {here}, which needs less; {there} would take the rest "
                "only if the rule said `splittable`"
            )


def _short(counting: Counting, item: Counts, filled: Counter[int]) -> str | None:
    problem = counting.problem
    place, unit = problem.places[item.place], problem.units[item.index]
    spare = Fraction(filled[item.place] - place.need)
    if unit.divisible or place.measure is not Measure.CREDITS or place.splittable >= 0 or not 0 < spare < unit.credits:
        return None
    for index, other in enumerate(problem.places):
        fits = other.eligible >> item.index & 1 and counting.own >> index & 1 and other.layer == place.layer
        if index != item.place and fits and other.measure is Measure.CREDITS and filled[index] < other.need:
            return other.id
    return None
