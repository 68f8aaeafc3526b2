"""What an allocation is worth for one award: weights, p of the tree, deficits of checks, progress (`semantics.md`, Weight)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from stackr.allocation.nodes import Measure
from stackr.requirements.base import UNDECIDED, Need, Rule, Weights
from stackr.requirements.details import AmountPart
from stackr.requirements.needs.award import AwardNeed
from stackr.requirements.needs.evidence import EvidenceNeed
from stackr.requirements.needs.group import GroupNeed
from stackr.requirements.needs.observe import ObserveNeed
from stackr.requirements.needs.pool import PoolNeed
from stackr.requirements.needs.unit import UnitNeed
from stackr.requirements.needs.when import WhenNeed
from stackr.testing.reference.checks import ONE, ZERO, Outcome, outcomes, truth
from stackr.testing.reference.counted import Counted, part
from stackr.testing.reference.rules import Rules


@dataclass(frozen=True, order=True)
class Worth:
    """How an award stands; greater is better."""

    progress: Fraction
    p: Fraction
    met: int = 0
    """Minus the number of unmet checks."""


Child = tuple[Fraction, Fraction]
"""(weight, p)"""


class Tree:
    """One award, weighed; `worth` of an allocation."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.award = rules.award
        self.weighed = {need.id: self._weigh(need) for need in self.award.needs.values()}
        self._loose: list[Outcome] = []

    # ── weights ──

    def _weigh(self, need: Need) -> Weights:
        """(weight, least credits, least items) of a requirement with all its lines."""
        extra = Fraction(sum(rule.in_choice for rule in need.rules))
        match need:
            case PoolNeed(measure=Measure.ITEMS):
                return Weights(need.need * need.item_weight + extra, need.least, need.need)
            case PoolNeed():
                return Weights(need.need + extra, need.need, ZERO)
            case UnitNeed(credits=None):
                return Weights(need.item_weight, ZERO, ONE)
            case UnitNeed():
                alone = ONE if need.credits == 0 and need.in_choice else ZERO
                return Weights((need.credits or ZERO) + alone, need.credits or ZERO, ONE)
            case GroupNeed():
                inner = self._inner(need)
                extra += sum((self._residual(line, inner) for line in need.details.amounts), ZERO)
                credits = max([inner.credits, *(line.need for line in need.details.amounts if not line.items)])
                items = max([inner.items, *(line.need for line in need.details.amounts if line.items)])
                return Weights(inner.weight + extra, credits, items)
            case WhenNeed():
                return self._weigh_when(need)
            case ObserveNeed():
                return Weights(extra)
        return Weights(ONE if need.in_choice else ZERO)

    def _inner(self, need: GroupNeed) -> Weights:
        """All of: the sum. N of: N times the mean, and the least that any N of them count."""
        each = [self._weigh(child) for child in need.children]
        weight = sum((w.weight for w in each), ZERO)
        if need.n is None:
            return Weights(weight, sum((w.credits for w in each), ZERO), sum((w.items for w in each), ZERO))
        least_credits, least_items = (sorted(w.credits for w in each), sorted(w.items for w in each))
        mean = weight / len(each) if each else ONE
        return Weights(need.n * mean, sum(least_credits[: need.n], ZERO), sum(least_items[: need.n], ZERO))

    def _weigh_when(self, need: WhenNeed) -> Weights:
        """Of the branch that is asked."""
        asked = self.rules.branches(need)
        return self._weigh(asked[0]) if asked else Weights()

    @staticmethod
    def _residual(line: AmountPart, inner: Weights) -> Fraction:
        """An amount over a group weighs what its children do not count anyway."""
        if line.items:
            return max(ZERO, line.need - inner.items) * line.item_weight
        return max(ZERO, line.need - inner.credits)

    def _total_weight(self) -> Fraction:
        total = self.award.total
        assert total is not None
        items = total.need.unit == "credentials"
        weight = max(ZERO, total.need.value - self._least_counted(items))
        return weight * self.award.item_weight if items else weight

    def _least_counted(self, items: bool) -> Fraction:
        """The least that meeting the requirements counts; what two of them may share is counted once."""
        if self.award.root is None:
            return ZERO
        root = self.weighed[self.award.root.id]
        least = root.items if items else root.credits
        for line in self.award.shared:
            pair = [self.weighed[id] for id in (line.left, line.right) if id in self.weighed]
            both = min((w.items if items else w.credits for w in pair), default=ZERO)
            capped = line.cap is not None and (line.cap.unit == "credentials") == items
            least -= min(both, line.cap.value) if capped and line.cap else both
        return max(ZERO, least)

    # ── worth ──

    def worth(self, counted: Counted) -> Worth:
        """Progress = max(0, min(p, 1 − δ/W))."""
        self._loose = []
        children = []
        if self.award.root is not None:
            child = self._child(self.award.root, counted, False)
            children += [child] if child is not None else []
        children += self._total(counted)
        for rule in self.award.limits:
            self._loose += outcomes(rule, self.rules, counted)
        for layer in self.award.layers:
            self._layer(layer.id, layer.need, counted)
        weight = sum((weight for weight, _ in children), ZERO)
        p = ONE if self.award.id in self.rules.waived else _mean(children)
        unmet = [outcome for outcome in self._loose if not outcome.met]
        delta = max((self._deficit(outcome, weight) for outcome in unmet), default=ZERO)
        progress = max(ZERO, min(p, 1 - delta / (weight or ONE)))
        return Worth(progress, p, -len(unmet))

    def _deficit(self, outcome: Outcome, weight: Fraction) -> Fraction:
        """A floor's missing credits, at least one step; anything else one credit, or one item where there are no credits."""
        if outcome.missing is not None:
            return outcome.missing * self.award.item_weight if outcome.items else max(outcome.missing, self.award.step)
        return ONE if not weight or not self._only_items() else self.award.item_weight

    def _only_items(self) -> bool:
        if self.award.total is not None:
            return self.award.total.need.unit == "credentials"
        return not any(need.weights(UNDECIDED).credits for need in self.award.needs.values())

    def _total(self, counted: Counted) -> list[Child]:
        total = self.award.total
        if total is None:
            return []
        weight = self._total_weight()
        if total.id in self.rules.waived:
            return [(weight, ONE)]
        measure = Measure.ITEMS if total.need.unit == "credentials" else Measure.CREDITS
        value = counted.total(self.rules.scope(None), measure)
        return [self._amount(value, total.need.value, weight, measure, None, below=False)[0]]

    def _amount(
        self,
        value: int | Fraction,
        need: Fraction,
        weight: Fraction,
        measure: Measure,
        owner: Need | None,
        *,
        below: bool,
    ) -> list[Child]:
        """An amount over a group or the award; without weight a check, wherever the requirements may count less than they say."""
        done = part(value, need)
        found = [(weight, done)]
        if not weight and need and self.rules.may_fall_short:
            check = Outcome(value >= need, done, max(ZERO, need - value), measure is Measure.ITEMS)
            found += self._checks([check], below=owner is not None and below)
        return found

    def _layer(self, id: str, need: Need, counted: Counted) -> None:
        child = self._child(need, counted, False)
        if child is not None and id not in self.rules.waived:
            self._loose.append(truth(child[1] == 1))

    def _checks(self, found: list[Outcome], *, below: bool) -> list[Child]:
        """Checks of the award; below a choice, children of one credit."""
        if below:
            return [(ONE, outcome.done) for outcome in found]
        self._loose += found
        return []

    def _lines(self, lines: tuple[Rule, ...], counted: Counted, below: bool) -> list[Child]:
        """The rules of a `with { … }` block."""
        found: list[Child] = []
        for rule in lines:
            found += self._checks(list(outcomes(rule, self.rules, counted)), below=below or rule.in_choice)
        return found

    # ── the tree ──

    def _child(self, need: Need, counted: Counted, below: bool) -> Child | None:
        """(weight, p) of a requirement; None where it only is a check. `below`: under an alternative of an open `when`."""
        found = self._plain(need, counted, below or need.in_choice, below)
        if found is not None and need.id in self.rules.waived:
            return found[0], ONE
        return found

    def _plain(self, need: Need, counted: Counted, chosen: bool, below: bool) -> Child | None:
        waived = need.id in self.rules.waived
        match need:
            case PoolNeed():
                place = counted.places[need.id]
                own = need.need * need.item_weight if need.measure is Measure.ITEMS else need.need
                beside = [] if waived else self._lines(need.rules, counted, below)
                leaf = (own, part(counted.fed(place), place.need))
                return (self.weighed[need.id].weight, _mean([leaf, *beside])) if beside else leaf
            case UnitNeed():
                done = counted.at_place(counted.places[need.id]) >= 1 or waived
                if need.credits == 0 and not chosen and not waived:
                    self._loose.append(truth(done))
                return self.weighed[need.id].weight, ONE if done else ZERO
            case GroupNeed():
                return self._group(need, counted, below)
            case WhenNeed():
                asked = self.rules.branches(need)
                return self._child(asked[0], counted, below) if asked else None
            case ObserveNeed():
                children = self._lines(need.rules, counted, below)
                if not children:
                    return None
                return (self.weighed[need.id].weight if len(children) > 1 else ONE), _mean(children)
            case EvidenceNeed():
                answer = True if waived else need.evidence.found(self.rules.context)
                return self._fact(not self.rules.world.sure if answer is None else answer, chosen)
            case AwardNeed():
                return self._fact(waived or need.held in self.rules.context.holds, chosen)
            case _:  # a new kind of requirement needs its line here before anything can be compared
                raise TypeError(f"the definition does not know {type(need).__name__}")

    def _fact(self, met: bool, chosen: bool) -> Child | None:
        children = self._checks([truth(met)], below=chosen)
        return children[0] if children else None

    def _group(self, need: GroupNeed, counted: Counted, below: bool) -> Child:
        children: list[tuple[Need, Child]] = []
        for each in need.children:
            child = self._child(each, counted, below)
            if child is not None:
                children.append((each, child))
        inner = self._inner(need)
        if need.n is None:
            own = (inner.weight, _mean([child for _, child in children]))
        else:
            own = (inner.weight, self._chosen(need, children, counted))
        beside: list[Child] = []
        chosen = below or need.in_choice
        for line in need.details.amounts:
            if line.id in self.rules.waived:
                beside.append((self._residual(line, inner), ONE))
                continue
            measure = Measure.ITEMS if line.items else Measure.CREDITS
            value = counted.total(self.rules.scope(need.id), measure)
            beside += self._amount(value, line.need, self._residual(line, inner), measure, need, below=chosen)
        if need.id not in self.rules.waived:
            beside += self._lines(need.rules, counted, below)
        return (self.weighed[need.id].weight, _mean([own, *beside])) if beside else own

    def _chosen(self, need: GroupNeed, children: list[tuple[Need, Child]], counted: Counted) -> Fraction:
        """The plain mean of the best N among the children that are chosen: those that count, others while more may be."""
        if not need.n:
            return ONE
        used = [p for each, (_, p) in children if counted.units(self.rules.below(each))]
        idle = sorted((p for each, (_, p) in children if not counted.units(self.rules.below(each))), reverse=True)
        if need.most is not None:
            idle = idle[: max(0, need.most - len(used))]
        return sum(sorted([*used, *idle], reverse=True)[: need.n], ZERO) / need.n


def _mean(children: list[Child]) -> Fraction:
    """Σ w·p / Σ w; 1 where nothing has weight."""
    weight = sum((weight for weight, _ in children), ZERO)
    return sum((weight * p for weight, p in children), ZERO) / weight if weight else ONE
