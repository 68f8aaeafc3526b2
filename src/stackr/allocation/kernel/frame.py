"""What all learners of one award share: places, limits, floors and the ways through its choices, in integers.

Progress is counted in parts of `Frame.whole`: progress = numerator / whole. A *way* is one choice of children under
every `Choose`; in one way p(root) is a constant plus, per open place, `leaf` × min(need, counted) plus, per total,
`total` × min(need, counted). Equal frames may be solved together; frames compare by value.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm

from stackr.allocation.checks import Check, Floor, Known, Taken
from stackr.allocation.evaluate import root_weight
from stackr.allocation.kernel.ways import Sum, Unsupported, Way, ways_of
from stackr.allocation.nodes import Amount, Measure
from stackr.allocation.positions import layer_masks, places_below
from stackr.allocation.problem import Award, Ceiling, Place, Problem

MOST_BITS = 64
"""Places, and rules with totals, of one frame: each is a bit of a 64-bit mask."""
LARGEST_WHOLE = 1 << 40
"""`whole` beyond this is left to Python's integers."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A sum over the units that carry the rule's bit, counted at `places`: a limit or a floor on it.

    `bound` None: no limit. `share` (numerator, denominator, places, need): limit of numerator / denominator × max(counted
    there, need). `need` 0: no floor; else a shortfall of m costs max(m × `per`, `least`) parts of the whole.
    `all_units`: every unit counts, whatever its bit.
    """

    id: str
    places: int
    measure: Measure = Measure.CREDITS
    bound: int | None = None
    share: tuple[int, int, int, int] | None = None
    need: int = 0
    per: int = 0
    least: int = 0
    all_units: bool = False


@dataclass(frozen=True, slots=True)
class Total:
    """An amount of the tree: what all units count at `places`, up to `need`."""

    places: int
    need: int
    measure: Measure = Measure.CREDITS


@dataclass(frozen=True, slots=True)
class Frame:
    """See the module. `rules[w]` is told by bit w of a unit's rule mask, `places[j]` by bit j of its place mask."""

    places: tuple[Place, ...]
    """The problem's places, `eligible` emptied: who fits is in the learners' place masks."""
    rules: tuple[Rule, ...]
    """In order: one per ceiling of the problem, then one per floor (and `Taken`) among the award's checks."""
    totals: tuple[Total, ...]
    ways: tuple[Way, ...]
    whole: int
    unmet: int = 0
    """What checks known to be unmet hold progress down by, in parts of the whole."""
    late: int = 0
    """The same for checks the kernel does not read (averages, distinct counts, overlays …): if one of them may be
    unmet. A learner whose progress would come closer to the whole than this is left open."""
    used: int = 0
    """Mask of the places the kernel fills: the main layer's. Other places may stand in a place mask; they are ignored."""
    step: int = 1
    scale: int = 1


def frame_of(problem: Problem) -> Frame | str:
    """The frame of a learner's problem; a sentence for people where the kernel does not know the shape."""
    try:
        return _frame(problem)
    except Unsupported as reason:
        return str(reason)


def _frame(problem: Problem) -> Frame:
    if len(problem.awards) != 1:
        raise Unsupported("several awards are judged together")
    if problem.shares:
        raise Unsupported("some places share units")
    if any(place.overflow_from >= 0 for place in problem.places):
        raise Unsupported("the excess of one place feeds another")
    award, used = problem.awards[0], layer_masks(problem)[0]
    if places_below(award.root) & ~used:
        raise Unsupported("the award's own tree reads a further layer")
    parts, totals = _weighed(*ways_of(problem, award.root))
    weight = root_weight(problem, award)
    whole = lcm(weight, *(part.denominator for way in parts for part in (way.const, *way.leaf, *way.total)))
    delta = whole // weight
    checks = [problem.checks[index] for index in award.checks]
    rules = [_limit(ceiling, used) for ceiling in problem.ceilings]
    rules += [_floor(problem, award, check, used, delta) for check in checks if isinstance(check, Floor | Taken)]
    frame = Frame(
        places=tuple(replace(place, eligible=0) for place in problem.places),
        rules=tuple(rules),
        totals=tuple(_total(total, used) for total in totals),
        ways=tuple(dict.fromkeys(way.scaled(whole) for way in parts)),
        whole=whole,
        unmet=max((_known(problem, award, check) * delta for check in checks if isinstance(check, Known)), default=0),
        late=max(award.deficit_one, 1) * delta if any(_is_late(check) for check in checks) else 0,
        used=used,
        step=problem.step,
        scale=problem.scale,
    )
    _refuse_large(frame)
    return frame


def _weighed(ways: list[Sum], totals: tuple[Amount, ...]) -> tuple[list[Sum], tuple[Amount, ...]]:
    """The ways without totals that add nothing in any of them: those would be reasons to count units that serve nothing."""
    kept = [index for index in range(len(totals)) if any(way.total[index] for way in ways)]
    slim = [replace(way, total=tuple(way.total[index] for index in kept)) for way in ways]
    return slim, tuple(totals[index] for index in kept)


def _is_late(check: Check) -> bool:
    return not isinstance(check, Floor | Taken | Known)


def _limit(ceiling: Ceiling, used: int) -> Rule:
    if ceiling.share is not None and ceiling.share[2] & ~used:
        raise Unsupported(f"the limit {ceiling.id} is a share of what a further layer counts")
    return Rule(ceiling.id, ceiling.places & used, ceiling.measure, ceiling.bound, ceiling.share)


def _floor(problem: Problem, award: Award, check: Floor | Taken, used: int, delta: int) -> Rule:
    if isinstance(check, Taken):
        place, least = problem.places[check.place], max(award.deficit_one, 1) * delta
        rule = Rule(check.id, 1 << check.place, place.measure, need=place.need, least=least, all_units=True)
    elif check.measure is Measure.ITEMS:
        per = award.item_deficit * delta
        rule = Rule(check.id, check.places, check.measure, need=check.need, per=per, least=delta)
    else:
        least = max(award.deficit_step, 1) * delta
        per = problem.weight_scale * delta
        rule = Rule(check.id, check.places, check.measure, need=check.need, per=per, least=least)
    if rule.places & ~used and rule.need > 0:
        raise Unsupported(f"{check.id} reads a further layer")
    return replace(rule, places=rule.places & used)


def _total(amount: Amount, used: int) -> Total:
    places = amount.places & ((1 << used.bit_length()) - 1 if amount.places < 0 else amount.places)
    if places & ~used:
        raise Unsupported(f"the amount {amount.id} reads a further layer")
    return Total(places, amount.need, amount.measure)


def _known(problem: Problem, award: Award, check: Known) -> int:
    if check.met:
        return 0
    if check.deficit is None:
        return max(award.deficit_one, 1)
    return max(check.deficit * problem.weight_scale, award.deficit_step, 1)


def _refuse_large(frame: Frame) -> None:
    if len(frame.places) > MOST_BITS or len(frame.rules) + len(frame.totals) > MOST_BITS:
        raise Unsupported(f"there are more than {MOST_BITS} places or limits")
    if frame.whole > LARGEST_WHOLE:
        raise Unsupported("its weights need larger numbers")


def missing_of(frame: Frame, numerator: int) -> Fraction:
    """The part of the whole that is still missing."""
    return 1 - Fraction(numerator, frame.whole)
