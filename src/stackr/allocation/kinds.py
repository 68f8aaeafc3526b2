"""What requirements, limits and checks see of a unit: two units of one kind can stand in for each other."""

from __future__ import annotations

from dataclasses import dataclass

from stackr.allocation.checks import Average, Distinct, Floor, LastN, Span
from stackr.allocation.positions import eligible_places
from stackr.allocation.problem import Problem


@dataclass(frozen=True, slots=True)
class Kind:
    """`places`, `ceilings`, `floors`: masks. More places and floors are better, fewer ceilings; the rest must be equal."""

    places: int
    ceilings: int
    floors: int
    rest: tuple[object, ...]

    def serves_for(self, other: Kind) -> bool:
        """Whether a unit of this kind may take the place of one of the other wherever that counts."""
        return (
            self.rest == other.rest
            and self.places & other.places == other.places
            and self.floors & other.floors == other.floors
            and self.ceilings & other.ceilings == self.ceilings
        )


def kinds(problem: Problem) -> list[Kind]:
    """The kind of each unit, codes and grants apart."""
    eligible = eligible_places(problem)
    floors = [check for check in problem.checks if isinstance(check, Floor)]
    others = [check for check in problem.checks if isinstance(check, Average | Distinct | LastN | Span)]
    return [
        Kind(
            eligible[index],
            sum(1 << i for i, ceiling in enumerate(problem.ceilings) if ceiling.units >> index & 1),
            sum(1 << i for i, floor in enumerate(floors) if floor.units >> index & 1),
            (unit.credits, unit.items, unit.divisible, *(_seen(check, index) for check in others)),
        )
        for index, unit in enumerate(problem.units)
    ]


def _seen(check: Average | Distinct | LastN | Span, index: int) -> object:
    match check:
        case Average():
            return check.gain[index]
        case Distinct():
            return check.values[index]
        case LastN():
            return check.units >> index & 1, check.order[index]
        case Span():
            members = check.units >> index & 1, check.anchors >> index & 1
            return (*members, check.day[index], check.limit[index])
