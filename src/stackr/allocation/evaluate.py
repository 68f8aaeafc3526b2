"""What an allocation is worth: p of every node, every check, the standings. Exact and from scratch.

Nothing here searches; `reference.py` and `search.py` find the best allocation, this says what it is
worth, and the certificate of a satisfied award is checked with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from operator import mul

from stackr.allocation.checks import Average, Check, Distinct, Floor, Known, LastN, Overlay, Span, Taken
from stackr.allocation.counted import Allocation, Counted
from stackr.allocation.nodes import All, Amount, Choose, Fixed, Leaf, Measure, Node, Observed
from stackr.allocation.positions import choices, places_below
from stackr.allocation.problem import Award, Problem
from stackr.allocation.result import Standing

ZERO, ONE = Fraction(0), Fraction(1)


# The tree


def p_of(node: Node, counted: Counted) -> Fraction:
    """How much of the node is done, 0 to 1 (`semantics.md`, Weight and p)."""
    return Fraction(*_ratio(node, counted))


def _ratio(node: Node, counted: Counted) -> tuple[int, int]:
    """The same as (numerator, denominator), not in lowest terms: sums of fractions take ten times as long."""
    if isinstance(node, Leaf):
        return _part(counted.fed(node.place), counted.problem.places[node.place].need)
    if isinstance(node, All):
        return _mean([child for child in node.children if child.weight], counted)
    if isinstance(node, Amount):
        return _part(counted.total(-1, node.places, node.measure), node.need)
    if isinstance(node, Fixed):
        return int(node.met), 1
    if isinstance(node, Observed):
        return observed_p(counted.problem.checks[node.check], counted).as_integer_ratio()
    if node.n == 0:
        return 1, 1
    parts, whole = _parts(node.children, counted)
    best = sorted([parts[i] for i in _chosen(node, counted, parts)], reverse=True)[: node.n]
    return sum(best), whole * node.n


def _mean(children: Sequence[Node], counted: Counted) -> tuple[int, int]:
    """The mean by weight; 1 of nothing."""
    if not children:
        return 1, 1
    parts, whole = _parts(children, counted)
    weights = [child.weight for child in children]
    return sum(map(mul, weights, parts)), whole * sum(weights)


def _parts(nodes: Sequence[Node], counted: Counted) -> tuple[list[int], int]:
    """p of each in the same small parts, and how many of these are the whole."""
    ratios = [_ratio(node, counted) for node in nodes]
    whole = lcm(*[below for _, below in ratios])
    return [above * (whole // below) for above, below in ratios], whole


def _part(counted: int, need: int) -> tuple[int, int]:
    return (1, 1) if counted >= need else (counted, need)


def chosen_children(node: Choose, counted: Counted) -> tuple[int, ...]:
    """The chosen children: those where units count, and the best others while more may be chosen and n are wanted."""
    return _chosen(node, counted, _parts(node.children, counted)[0])


def _chosen(node: Choose, counted: Counted, parts: Sequence[int]) -> tuple[int, ...]:
    order = range(len(parts))
    used = [i for i in order if counted.used(places_below(node.children[i]))]
    others = sorted([i for i in order if i not in used], key=lambda i: (-parts[i], i))
    if node.most is not None:
        others = others[: max(0, node.most - len(used))]
    best = sorted([*used, *others], key=lambda i: (-parts[i], i not in used, i))[: node.n]
    return tuple(sorted({*used, *best}))


# The checks


@dataclass(frozen=True, slots=True)
class Reading:
    """A check or limit under an allocation: what was found, what was asked (both scaled; None: no number), met or not."""

    id: str
    value: Fraction | None
    bound: Fraction | None
    met: bool


def read_check(check: Check, counted: Counted) -> Reading:
    """The check's value, bound, and whether it is met."""
    match check:
        case Floor():
            return _at_least(check.id, counted.total(check.units, check.places, check.measure), check.need)
        case Average():
            return Reading(check.id, None, None, _average_met(check, counted))
        case Distinct():
            got = _distinct(check, counted)
            met = got >= check.need and (check.most is None or got <= check.most)
            return Reading(check.id, Fraction(got), Fraction(check.need), met)
        case LastN():
            return _at_least(check.id, _of_the_last(check, counted), check.need)
        case Span():
            return Reading(check.id, None, None, _in_one_stretch(check, counted))
        case Taken(place=place):
            return _at_least(check.id, counted.at(place), counted.problem.places[place].need)
        case Overlay():
            p = p_of(check.root, counted)
            return Reading(check.id, p, ONE, p == 1)
        case Known():
            return Reading(check.id, None, None, check.met)


def _at_least(name: str, got: int, need: int) -> Reading:
    return Reading(name, Fraction(got), Fraction(need), got >= need)


def observed_p(check: Check, counted: Counted) -> Fraction:
    """p of a check that is a child: a part where it counts something (floors, distinct counts), else 0 or 1."""
    reading = read_check(check, counted)
    if reading.met:
        return ONE
    if isinstance(check, Floor | Distinct) and reading.value is not None and reading.value < check.need:
        return reading.value / check.need
    return ZERO


def _average_met(check: Average, counted: Counted) -> bool:
    graded = [(u, check.gain[u]) for u in counted.units_at(check.places) if check.gain[u] is not None]
    if not graded:
        return check.vacuous
    return sum((gain or 0) * (counted.amount(u, check.places) if check.by_credits else 1) for u, gain in graded) >= 0


def _distinct(check: Distinct, counted: Counted) -> int:
    return len({value for unit in counted.units_at(check.places) for value in check.values[unit]})


def _of_the_last(check: LastN, counted: Counted) -> int:
    """Credits of `units` among the last `window`: a unit is among them if fewer count strictly later."""
    amounts = {unit: counted.amount(unit, check.places) for unit in counted.units_at(check.places)}
    day = check.order
    last = [u for u in amounts if sum(a for v, a in amounts.items() if day[v] > day[u]) < check.window]
    return sum(amounts[unit] for unit in last if check.units >> unit & 1)


def _in_one_stretch(check: Span, counted: Counted) -> bool:
    units = counted.units_at(check.places)
    anchors = [unit for unit in units if check.anchors >> unit & 1]
    if not anchors:
        return True
    first = min(anchors, key=lambda unit: (check.day[unit], unit))
    return all(check.day[unit] <= check.limit[first] for unit in units if check.units >> unit & 1)


def deficit(problem: Problem, award: Award, check: Check, reading: Reading) -> int:
    """δ of one unmet check, scaled like weights."""
    missing: int | None = None
    if isinstance(check, Floor):
        assert reading.value is not None
        missing = check.need - int(reading.value)
        if check.measure is Measure.ITEMS:
            return max(missing * award.item_deficit, 1)
    elif isinstance(check, Known):
        missing = check.deficit
    if missing is None:
        return max(award.deficit_one, 1)
    return max(missing * problem.weight_scale, award.deficit_step, 1)


def root_weight(problem: Problem, award: Award) -> int:
    """W: the root's weight, one credit if that is 0."""
    return award.root.weight or problem.scale * problem.weight_scale


def standing(award: Award, counted: Counted) -> Standing:
    """The award under this allocation."""
    problem = counted.problem
    p = p_of(award.root, counted)
    unmet, delta = [], 0
    for index in award.checks:
        reading = read_check(problem.checks[index], counted)
        if not reading.met:
            unmet.append(index)
            delta = max(delta, deficit(problem, award, problem.checks[index], reading))
    progress = max(ZERO, min(p, 1 - Fraction(delta, root_weight(problem, award)))) if unmet else p
    return Standing(award.id, progress == 1, progress, p, tuple(unmet), delta)


def standings(problem: Problem, allocation: Allocation) -> tuple[Standing, ...]:
    """One standing per award, in the problem's order."""
    return standings_of(Counted(problem, allocation))


def standings_of(counted: Counted) -> tuple[Standing, ...]:
    """The same, of an allocation whose sums are known."""
    return tuple([standing(award, counted) for award in counted.problem.awards])


def chosen(counted: Counted) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Per `Choose` by id, the chosen children."""
    return tuple([(node.id, chosen_children(node, counted)) for node in choices(counted.problem)])


def readings(problem: Problem, allocation: Allocation) -> tuple[Reading, ...]:
    """One reading per check, in the problem's order; those inside overlays and `Observed` too."""
    counted = Counted(problem, allocation)
    return tuple(read_check(check, counted) for check in problem.checks)


def node_values(problem: Problem, allocation: Allocation) -> dict[str, Fraction]:
    """p of every node that has an id, by id; leaves by the id of their place, observed checks by the check's."""
    counted = Counted(problem, allocation)
    values: dict[str, Fraction] = {}

    def walk(node: Node) -> None:
        if isinstance(node, Leaf):
            values[problem.places[node.place].id] = p_of(node, counted)
            return
        if isinstance(node, Observed):
            values[problem.checks[node.check].id] = p_of(node, counted)
            return
        values[node.id] = p_of(node, counted)
        if isinstance(node, All | Choose):
            for child in node.children:
                walk(child)

    for award in problem.awards:
        walk(award.root)
    for check in problem.checks:
        if isinstance(check, Overlay):
            walk(check.root)
    return values
