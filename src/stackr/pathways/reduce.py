"""What can be left out before anything is solved, exactly: what counts nowhere, and what enough others serve at least as well.

Take a best plan without anything superfluous. An item of `c` credits in it is needed by some requirement: without it, as
things are placed, the requirement fails. A requirement of N credits can so need at most ⌈N ÷ c⌉ items of c credits, one of N
items at most N. Let M be the sum over all requirements. If an item j of the plan had more than M − 1 others that serve
wherever it does, ask for no more and are offered whenever it is, one of them would be outside the plan, and taking it
instead of j gives a plan that is at least as good, and earlier in the order of plans. So j is in no best plan that is first in
that order. For the K-th best, each of the K − 1 plans ruled out may rule out one such exchange more: M + K − 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from stackr.allocation.positions import roots
from stackr.allocation.problem import All, Amount, Average, Choose, Distinct, Floor, LastN, Measure, Node, Problem, Span
from stackr.pathways.candidates import Candidate
from stackr.pathways.kinds import Kind
from stackr.pathways.options import PlanOptions
from stackr.pathways.spread import Servings

Rank = tuple[Fraction, ...]


def relevant(servings: Servings, offered: Sequence[Candidate], options: PlanOptions) -> list[Candidate]:
    """Those that count somewhere, that must be in, or that one of these asks for, however far back."""
    by_label = {each.label: each for each in offered}
    tied = servings.tied_labels
    wanted = {
        each.label
        for each in offered
        if each.label in tied
        or each.label in options.include
        or any(serving.kind.places for serving in servings.of(each))
    }
    waiting = sorted(wanted)
    while waiting:
        each = by_label[waiting.pop()]
        for ask in (each.before, each.beside):
            for code in ask.codes() if ask is not None else ():
                if code in by_label and code not in wanted:
                    wanted.add(code)
                    waiting.append(code)
    return [each for each in offered if each.label in wanted]


def undominated(servings: Servings, offered: Sequence[Candidate], options: PlanOptions, plans: int) -> list[Candidate]:
    """Those that may be in one of the best `plans` plans."""
    problem = servings.lowering.problem
    if not _countable(servings) or options.load.has_minimum:
        return list(offered)
    asked_for = {code for each in offered for ask in (each.before, each.beside) if ask for code in ask.codes()}
    free = [
        each
        for each in offered
        if each.before is None and each.beside is None and each.label not in asked_for
        and each.label not in options.include and len(servings.of(each)) == 1
    ]  # fmt: skip
    standins = _Standins(servings, free, options)
    kept = []
    for each in offered:
        own = servings.of(each)
        fixed = each.label in asked_for or each.label in options.include or len(own) != 1
        if fixed or not standins.enough(
            each, own[0].kind, most_needed(problem, problem.units[own[0].unit].credits) + plans - 1
        ):
            kept.append(each)
    return kept


def _countable(servings: Servings) -> bool:
    """Whether every requirement needs a bounded number of items, so that the argument holds."""
    problem = servings.lowering.problem
    if any(ceiling.share is not None for ceiling in problem.ceilings):
        return False
    if any(place.splittable >= 0 for place in problem.places) or any(unit.divisible for unit in problem.units):
        return False
    for check in problem.checks:
        if isinstance(check, LastN | Span) or (isinstance(check, Distinct) and check.most is not None):
            return False
        if isinstance(check, Average) and any(check.gain[unit] is not None for unit in servings.lowering.units):
            return False
    return True


def most_needed(problem: Problem, credits: int) -> int:
    """M: how many items of so many (scaled) credits a plan without anything superfluous can hold."""

    def count(need: int, measure: Measure) -> int:
        if need <= 0 or (measure is Measure.CREDITS and not credits):
            return 0
        return need if measure is Measure.ITEMS else -(-need // credits)

    def walk(node: Node) -> int:
        if isinstance(node, Amount):
            return count(node.need, node.measure)
        return sum(walk(child) for child in node.children) if isinstance(node, All | Choose) else 0

    total = sum(walk(root) for root in roots(problem))
    total += sum(max(1, count(place.need, place.measure)) for place in problem.places if place.eligible)
    for check in problem.checks:
        if isinstance(check, Floor):
            total += count(check.need, check.measure)
        elif isinstance(check, Distinct):
            total += check.need
    return total


class _Standins:
    """The items that may stand in for others, by kind, the best first."""

    def __init__(self, servings: Servings, free: Sequence[Candidate], options: PlanOptions) -> None:
        measures = {name for wish in options.wishes for name, _ in wish} | {"credits"}
        self.measures = tuple(sorted(name for name in measures if name not in ("terms", "load")))
        self.by_kind: dict[Kind, list[tuple[Rank, str, frozenset[int]]]] = {}
        for each in free:
            kind = servings.of(each)[0].kind
            self.by_kind.setdefault(kind, []).append((self.rank(each), each.label, frozenset(each.terms)))
        for entries in self.by_kind.values():
            entries.sort(key=lambda entry: (entry[0], entry[1]))
        self._better: dict[Kind, list[Kind]] = {}

    def rank(self, each: Candidate) -> Rank:
        """What it asks, measure by measure."""
        return tuple(each.price.get(name) or Fraction(0) for name in self.measures)

    def enough(self, each: Candidate, kind: Kind, needed: int) -> bool:
        """Whether there are so many that serve at least as well for no more."""
        own, when, found = self.rank(each), set(each.terms), 0
        for other in self._serving_for(kind):
            for rank, label, terms in self.by_kind[other]:
                if rank > own:
                    break  # sorted: what follows is greater in its first unequal measure
                as_good = terms >= when and all(a <= b for a, b in zip(rank, own, strict=True))
                if as_good and (rank != own or label < each.label):
                    found += 1
                    if found >= needed:
                        return True
        return False

    def _serving_for(self, kind: Kind) -> list[Kind]:
        if kind not in self._better:
            self._better[kind] = [other for other in self.by_kind if other.serves_for(kind)]
        return self._better[kind]
