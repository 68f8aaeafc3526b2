"""What can be left out before anything is solved, exactly: what counts nowhere, and what enough others serve at least as well.

Take a best plan without anything superfluous. An item of `c` credits in it is needed by some requirement: without it, as
things are placed, the requirement fails. A requirement of N credits can so need at most ⌈N ÷ c⌉ items of c credits, one of N
items at most N. Let M be the sum over all requirements. If an item j of the plan had more than M − 1 others that serve
wherever it does, ask for no more and are offered whenever it is, one of them would be outside the plan, and taking it
instead of j gives a plan that is at least as good, and earlier in the order of plans. So j is in no best plan that is first in
that order. For the K-th best, each of the K − 1 plans ruled out may rule out one such exchange more: M + K − 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from stackr.allocation.positions import roots
from stackr.allocation.problem import All, Amount, Average, Choose, Distinct, Floor, LastN, Measure, Node, Problem, Span
from stackr.pathways.candidates import Candidate
from stackr.pathways.kinds import Kind
from stackr.pathways.options import TIMED, PlanOptions
from stackr.pathways.prices import Amounts
from stackr.pathways.spread import Servings

Entry: TypeAlias = "tuple[tuple[int, ...], str, int, int]"
"""What an item asks, measure by measure (whole); its label; a mask of its terms; its credits."""


def relevant(servings: Servings, offered: Sequence[Candidate], options: PlanOptions) -> list[Candidate]:
    """Those that count somewhere, that must be in, or that one of these asks for, however far back; all, where a term may be
    too empty, since anything fills it."""
    if options.load.has_minimum:
        return list(offered)
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


def undominated(
    servings: Servings,
    offered: Sequence[Candidate],
    options: PlanOptions,
    amounts: Amounts,
    measures: Iterable[str],
    most_items: int | None = None,
    spare: int = 0,
) -> list[Candidate]:
    """Those that may be in the best plan by these measures (and then by labels).

    `most_items`: no plan looked for has more; `spare`: how many plans are ruled out.

    What is left out is looked for again and again: an item that only items left out ask for may go as well.
    """
    problem = servings.lowering.problem
    countable = _countable(servings)
    if options.load.has_minimum or (not countable and most_items is None):
        return list(offered)
    standins = _Standins(servings, offered, options, amounts, measures)
    enough: dict[int, int] = {}

    def needed(credits: int) -> int:
        if credits not in enough:
            most = [most_needed(problem, credits)] if countable else []
            most += [most_items] if most_items is not None else []
            enough[credits] = min(most) + spare
        return enough[credits]

    kept = list(offered)
    while True:
        asked_for = {code for each in kept for ask in (each.before, each.beside) if ask for code in ask.codes()}
        left = []
        for each in kept:
            own = servings.of(each)
            fixed = each.label in asked_for or each.label in options.include or len(own) != 1
            if fixed or not standins.enough(each, own[0].kind, needed(problem.units[own[0].unit].credits)):
                left.append(each)
        if len(left) == len(kept):
            return left
        kept = left


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

    def __init__(
        self,
        servings: Servings,
        offered: Sequence[Candidate],
        options: PlanOptions,
        amounts: Amounts,
        measures: Iterable[str],
    ) -> None:
        asked_for = {code for each in offered for ask in (each.before, each.beside) if ask for code in ask.codes()}
        columns = [amounts.of(name) for name in sorted({"credits", *measures} - TIMED)]
        credits = amounts.of("credits")
        self.entries = {
            each.label: (
                tuple(column[each.label] for column in columns),
                each.label,
                sum(1 << term for term in each.terms),
                credits[each.label],
            )
            for each in offered
        }
        self.by_kind: dict[Kind, list[Entry]] = {}
        for each in offered:
            own = servings.of(each)
            asks = each.before is not None or each.beside is not None or each.label in asked_for
            if len(own) == 1 and not asks and each.label not in options.include:
                self.by_kind.setdefault(own[0].kind, []).append(self.entries[each.label])
        for entries in self.by_kind.values():
            entries.sort()
        self._better: dict[Kind, list[list[Entry]]] = {}

    def enough(self, each: Candidate, kind: Kind, needed: int) -> bool:
        """Whether there are so many that serve at least as well for no more (of the same credits: loads stay as they are)."""
        own, label, when, credits = self.entries[each.label]
        found, several = 0, len(own) > 2
        for entries in self._serving_for(kind):
            for entry in entries:
                rank = entry[0]
                if rank > own:
                    break  # sorted: what follows is greater in its first unequal measure
                if entry[2] & when != when or entry[3] != credits or (rank == own and entry[1] >= label):
                    continue
                if several and any(a > b for a, b in zip(rank, own, strict=True)):
                    continue
                found += 1
                if found >= needed:
                    return True
        return False

    def _serving_for(self, kind: Kind) -> list[list[Entry]]:
        if kind not in self._better:
            self._better[kind] = [entries for other, entries in self.by_kind.items() if other.serves_for(kind)]
        return self._better[kind]
