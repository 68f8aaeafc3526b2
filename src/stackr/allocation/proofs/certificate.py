"""Certificates: what was found, in a form that can be checked without trusting the search.

- `allocation`: the placements that satisfy every award. Check: they are feasible and every award stands at 1.
- `bound`: multipliers that show by adding that some clauses cannot be met together. Scaled so that p(root) = 1 is worth
  the multiplier named `p(root)`: per requirement the worth of one credit (or item) counted there, per limit the toll of
  one credit (or item) it allows. Requirements without a multiplier are taken as full. Then, with all clauses outside the
  set waived,

      p(root) ≤ full requirements + Σ (share − worth × need) + Σ toll × limit
                + Σ over units of the best the unit can bring in one position: worths less tolls

  and the sum is less than p(root) = 1. Adding is all there is to checking.
- `search`: no such multipliers; every case was tried, and checking means trying them again.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from stackr.allocation.counted import as_allocation
from stackr.allocation.feasible import violations
from stackr.allocation.nodes import All, Amount, Choose, Fixed, Leaf, Measure, Node, Observed
from stackr.allocation.positions import bits, eligible_places, layer_masks, may_cut
from stackr.allocation.problem import Problem
from stackr.allocation.proofs.reachable import Question, all_met
from stackr.allocation.proofs.waive import clauses, waived
from stackr.allocation.reference import unit_positions
from stackr.allocation.result import BlockingSet, Placement, Solution

WHOLE = "p(root)"


@dataclass(frozen=True, slots=True)
class Certificate:
    """See the module. `kind` is `allocation`, `bound` or `search`."""

    kind: str
    placements: tuple[Placement, ...] = ()
    clauses: tuple[str, ...] = ()
    multipliers: tuple[tuple[str, int], ...] = ()
    cases: int = 0


def certificate_of(solution: Solution, sets: tuple[BlockingSet, ...]) -> Certificate | None:
    """The allocation if every award is satisfied, else the first blocking set's proof; None without one."""
    if all(standing.satisfied for standing in solution.standings):
        return Certificate("allocation", placements=solution.placements)
    if not sets:
        return None
    first = sets[0]
    return Certificate(first.kind, (), first.clauses, first.multipliers, first.cases)


def check_certificate(problem: Problem, certificate: Certificate, steps: int = 200_000) -> bool:
    """Whether the certificate proves what it says of this problem."""
    if certificate.kind == "allocation":
        allocation = as_allocation(certificate.placements)
        return not violations(problem, allocation) and all_met(problem, allocation)
    if certificate.clauses and not set(certificate.clauses) <= set(clauses(problem).all()):
        return False
    part = waived(problem, set(clauses(problem).all()) - set(certificate.clauses))
    if certificate.kind == "bound":
        return bound_holds(part, certificate.multipliers)
    question = Question(part, steps)
    answer = question.ask(question.satisfied())
    return certificate.kind == "search" and answer.proven and answer.found is None


@dataclass(slots=True)
class _Term:
    id: str
    units: int
    places: int
    need: int
    measure: Measure
    share: Fraction


def bound_holds(problem: Problem, multipliers: tuple[tuple[str, int], ...]) -> bool:
    """Whether the multipliers show by adding that some award of the problem cannot be satisfied."""
    given = dict(multipliers)
    whole = given.pop(WHOLE, 0)
    if whole <= 0 or any(value < 0 for value in given.values()):
        return False
    worths = {name: Fraction(value, whole) for name, value in given.items()}
    return any(_bound(problem, award.root, worths) < 1 for award in problem.awards)


def _bound(problem: Problem, root: Node, worths: dict[str, Fraction]) -> Fraction:
    total, terms = _terms(problem, root, Fraction(1))
    priced: list[tuple[_Term, Fraction]] = []
    for term in terms:
        worth = worths.get(term.id, Fraction(0))
        if worth * term.need > term.share:
            return Fraction(1)
        total += term.share - worth * term.need
        if worth:
            priced.append((term, worth))
    tolls = []
    for ceiling in problem.ceilings:
        toll = worths.get(ceiling.id, Fraction(0))
        if toll and ceiling.bound is not None and ceiling.share is None:
            total += toll * ceiling.bound
            tolls.append((_Term(ceiling.id, ceiling.units, ceiling.places, 0, ceiling.measure, Fraction(0)), toll))
    eligible = eligible_places(problem)
    return total + sum((_best(problem, u, eligible[u], priced, tolls) for u in range(len(problem.units))), Fraction(0))


def _terms(problem: Problem, node: Node, share: Fraction) -> tuple[Fraction, list[_Term]]:
    """A constant and the terms of a tree; what is no plain amount is taken as full."""
    match node:
        case Leaf(place):
            taker = problem.places[place]
            if taker.need <= 0 or taker.overflow_from >= 0:
                return share, []
            return Fraction(0), [_Term(taker.id, -1, 1 << place, taker.need, taker.measure, share)]
        case Amount():
            if node.need <= 0:
                return share, []
            return Fraction(0), [_Term(node.id, -1, node.places, node.need, node.measure, share)]
        case Fixed():
            return (share if node.met else Fraction(0)), []
        case Observed():
            return share, []
        case All():
            total = sum(child.weight for child in node.children)
            if not total:
                return share, []
            parts = [_terms(problem, c, share * c.weight / total) for c in node.children if c.weight]
            return sum((const for const, _ in parts), Fraction(0)), [term for _, terms in parts for term in terms]
        case Choose():
            if node.n == 0:
                return share, []
            parts = [_terms(problem, child, share / node.n) for child in node.children]
            consts = sorted((const for const, _ in parts), reverse=True)
            return sum(consts[: node.n], Fraction(0)), [term for _, terms in parts for term in terms]


def _best(
    problem: Problem,
    unit: int,
    eligible: int,
    priced: list[tuple[_Term, Fraction]],
    tolls: list[tuple[_Term, Fraction]],
) -> Fraction:
    """The most a unit can bring."""
    if any(may_cut(problem, unit, {place: 0}) for place in bits(eligible)):
        return _best_cut(problem, unit, eligible, priced)
    best = Fraction(0)
    for position in _whole_positions(problem, unit, eligible):
        brings = sum((w * min(_given(problem, unit, position, t), t.need) for t, w in priced), Fraction(0))
        brings -= sum((w * _given(problem, unit, position, t) for t, w in tolls), Fraction(0))
        best = max(best, brings)
    return best


def _whole_positions(problem: Problem, unit: int, eligible: int) -> list[dict[int, int]]:
    """Where a whole unit may count: at one place, where there is one layer and nothing is shared."""
    if problem.shares or problem.within or len(problem.layers) > 1:
        return unit_positions(problem, unit)
    return [{place: problem.units[unit].credits} for place in bits(eligible)]


def _given(problem: Problem, unit: int, position: dict[int, int], term: _Term) -> int:
    item = problem.units[unit]
    here = [amount for place, amount in position.items() if term.places >> place & 1]
    if not here or not term.units >> unit & 1:
        return 0
    return item.items if term.measure is Measure.ITEMS else min(item.credits, sum(here))


def _best_cut(problem: Problem, unit: int, eligible: int, priced: list[tuple[_Term, Fraction]]) -> Fraction:
    """At most every item worth once, and in each layer every credit at its best place (tolls left out)."""
    item = problem.units[unit]
    best = sum((w * item.items for t, w in priced if t.measure is Measure.ITEMS and t.places & eligible), Fraction(0))
    for mask in layer_masks(problem):
        rates = [
            sum((w for t, w in priced if t.measure is Measure.CREDITS and t.places >> place & 1), Fraction(0))
            for place in bits(eligible & mask)
        ]
        sharing = any((share.left | share.right) & eligible & mask for share in problem.shares)
        best += item.credits * (sum(rates, Fraction(0)) if sharing else max(rates, default=Fraction(0)))
    return best


def bound_multipliers(question: Question) -> tuple[tuple[str, int], ...]:
    """Multipliers that show by adding that the question's problem cannot be satisfied; empty if none are at hand."""
    problem = question.problem
    for award, prices in enumerate(question.prices()):
        names = _row_names(problem, question)
        found = [(WHOLE, question.state.trees[award].cap)]
        for row, (coef, _) in prices.relaxation.fixed_terms.items():
            worth = coef - prices.price.get(row, 0)
            if worth and row in names:
                found.append((names[row], worth))
        found += [(names[row], toll) for row, toll in prices.toll.items() if row in names]
        multipliers = tuple(sorted(found))
        if bound_holds(problem, multipliers):
            return multipliers
    return ()


def _row_names(problem: Problem, question: Question) -> dict[int, str]:
    """Which clause a row speaks for."""
    rows = question.state.rows
    names = {index: place.id for index, place in enumerate(problem.places)}

    def walk(node: Node) -> None:
        if isinstance(node, Amount) and node.need > 0:
            names.setdefault(rows.row_of(-1, node.places, node.measure), node.id)
        if isinstance(node, All | Choose):
            for child in node.children:
                walk(child)

    for award in problem.awards:
        walk(award.root)
    for ceiling in problem.ceilings:
        row = rows.row_of(ceiling.units, ceiling.places, ceiling.measure)
        if ceiling.share is None and question.state.caps.get(row) == ceiling.bound:
            names.setdefault(row, ceiling.id)
    return names
