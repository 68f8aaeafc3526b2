"""A problem with units that nobody has yet, as good as they could be: no limit is against them, and every check likes them."""

from __future__ import annotations

from dataclasses import replace

from stackr.allocation.checks import Average, Check, Distinct, Floor, LastN, Span
from stackr.allocation.problem import Grant, Problem, Unit


def enriched(problem: Problem, places: int, sizes: tuple[int, ...]) -> Problem:
    """With one unit more of each of these (scaled) credits, which may count at any of the places.

    The units stand behind all others, each of a grant of its own. No ceiling is about them; each floor counts them, each brings grades
    that lift an average and a value of its own where different values are asked (none where there
    may not be too many); none is too far in time from the others.
    """
    first, grant = len(problem.units), len(problem.grants)
    fresh = tuple(Unit(f"?{number}", size, grant + number) for number, size in enumerate(sizes))
    mask = sum(1 << first + number for number in range(len(fresh)))
    return replace(
        problem,
        units=(*problem.units, *fresh),
        grants=(*problem.grants, *(Grant(unit.id, frozenset()) for unit in fresh)),
        places=tuple(
            replace(place, eligible=place.eligible | mask) if places >> index & 1 else place
            for index, place in enumerate(problem.places)
        ),
        checks=tuple(_liking(check, problem, mask, len(fresh)) for check in problem.checks),
        preferences=tuple(
            replace(
                each,
                per_amount=(*each.per_amount, *(0 for _ in fresh)) if each.per_amount else (),
                per_use=(*each.per_use, *(0 for _ in fresh)) if each.per_use else (),
            )
            for each in problem.preferences
        ),
    )


def _liking(check: Check, problem: Problem, mask: int, number: int) -> Check:
    match check:
        case Floor():
            return replace(check, units=check.units | mask)
        case Average():
            weights = [max(1, unit.credits) for unit in problem.units]
            best = sum(abs(gain or 0) * weight for gain, weight in zip(check.gain, weights, strict=True)) + 1
            return replace(check, gain=(*check.gain, *(best,) * number))
        case Distinct() if check.most is not None:
            return replace(check, values=(*check.values, *(frozenset[int]() for _ in range(number))))
        case Distinct():
            used = max((value for values in check.values for value in values), default=-1) + 1
            return replace(check, values=(*check.values, *(frozenset({used + at}) for at in range(number))))
        case LastN():
            latest = max(check.order, default=0)
            return replace(check, units=check.units | mask, order=(*check.order, *(latest,) * number))
        case Span():
            return replace(check, day=(*check.day, *(0,) * number), limit=(*check.limit, *(0,) * number))
        case _:
            return check
