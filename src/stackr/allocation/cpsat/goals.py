"""The objective in the CP-SAT model: p of trees, checks, progress, and the parts in their order."""

from __future__ import annotations

from typing import Any

from stackr.allocation.checks import Average, Check, Distinct, Floor, Known, LastN, Overlay, Span, Taken
from stackr.allocation.cpsat.units import UnitModel
from stackr.allocation.evaluate import root_weight
from stackr.allocation.nodes import All, Amount, Choose, Fixed, Leaf, Measure, Node, Observed
from stackr.allocation.positions import choices
from stackr.allocation.problem import Award
from stackr.allocation.sums.rows import Mode, mode_of


class GoalModel:
    """`objective`: expressions to make great, most important first, part for part those of `worth.Judge`."""

    def __init__(self, units: UnitModel) -> None:
        self.units, self.model, self.problem, self.state = units, units.model, units.problem, units.state
        limited = [n for n in choices(self.problem) if n.most is not None and n.most < len(n.children)]
        self.limited = {id(node): index for index, node in enumerate(limited)}
        self._met: dict[int, Any] = {}
        self.objective = self._objective()

    def _objective(self) -> list[Any]:
        problem, state = self.problem, self.state
        values, satisfied, progress, unmet = [], [], [], []
        for i, award in enumerate(problem.awards):
            cap = state.trees[i].cap
            p = self.node(award.root, cap)
            checks = [self.met(index) for index in award.checks]
            done = self.units.bool_var()
            self.model.add(p + 0 * self.units.zero >= cap).only_enforce_if(done)
            for check in checks:
                self.model.add_implication(done, check)
            values.append(p)
            satisfied.append(done)
            progress.append(self._progress(award, p, cap))
            unmet.append(sum(checks) - len(checks) if checks else 0)
        parts: list[Any] = [sum(satisfied), *satisfied, *progress, *values, *unmet]
        parts += [sum(self.units.row[row] for row in rows) if rows else 0 for rows in state.costs]
        parts.append(-sum(grant.demerit * self.units.active[g] for g, grant in enumerate(problem.grants)))
        parts.append(self.units.row[state.split_row])
        overlays = sorted((check for check in problem.checks if isinstance(check, Overlay)), key=lambda c: c.id)
        for overlay, tree in zip(overlays, state.overlay_trees, strict=True):
            parts.append(self.node(overlay.root, tree.cap))
        return parts

    def _progress(self, award: Award, p: Any, cap: int) -> Any:
        """min(p, 1 − δ/W), times W × cap: not cut off at 0, so that no condition stands between it and the linear relaxation."""
        weight = root_weight(self.problem, award)
        bounds, lowest = [weight * p], 0
        for index in award.checks:
            check = self.problem.checks[index]
            least, per = self._delta(award, check)
            bounds.append((weight - least * (1 - self.met(index))) * cap)
            if isinstance(check, Floor):  # once it is met, this is no bound any more
                missing = check.need - self.row(check.units, check.places, mode_of(check.measure))
                bounds.append((weight - per * missing) * cap)
                least = max(least, per * check.need)
            lowest = min(lowest, (weight - least) * cap)
        progress = self.units.int_var(lowest, weight * cap)
        for bound in bounds:
            self.model.add(progress <= bound + 0 * self.units.zero)
        return progress

    def _delta(self, award: Award, check: Check) -> tuple[int, int]:
        """δ if the check is unmet (`evaluate.deficit`): at least so much; of a floor, also so much per credit or item missing."""
        scale = self.problem.weight_scale
        if isinstance(check, Floor):
            if check.measure is Measure.ITEMS:
                return 1, award.item_deficit
            return max(1, award.deficit_step), scale
        if isinstance(check, Known) and check.deficit is not None:
            return max(check.deficit * scale, award.deficit_step, 1), 0
        return max(1, award.deficit_one), 0

    def row(self, units: int, places: int, mode: Mode) -> Any:
        """A row that the goals of the state made already."""
        return self.units.row[self.state.rows.linear(units, places, mode)]

    # trees

    def node(self, node: Node, cap: int) -> Any:
        """An expression at most p × cap, and equal to it when made great."""
        match node:
            case Leaf(place):
                return self._leaf(place, cap)
            case Fixed():
                return cap if node.met else 0
            case Observed(check):
                return self._observed(self.problem.checks[check], check, cap)
            case All():
                total = sum(child.weight for child in node.children)
                parts = [self.node(c, cap * c.weight // total) for c in node.children if c.weight]
                return sum(parts) if total else cap
            case Choose():
                return self._choose(node, cap)
            case Amount():
                if node.need <= 0:
                    return cap
                return self._part(self.row(-1, node.places, mode_of(node.measure)), node.need, cap)

    def _part(self, counted: Any, need: int, cap: int) -> Any:
        if need <= 0:
            return cap
        got = self.units.int_var(0, need)
        self.model.add(got <= counted + 0 * self.units.zero)
        return cap // need * got

    def _leaf(self, place: int, cap: int) -> Any:
        taker = self.problem.places[place]
        if taker.need <= 0:
            return cap
        source = taker.overflow_from
        counted, got = self.units.row[place], self.units.int_var(0, taker.need)
        if source >= 0 and self.problem.places[source].measure is taker.measure:
            most = sum(max(u.credits, u.items) * n for u, n in zip(self.problem.units, self.state.copies, strict=True))
            excess, passed = self.units.int_var(0, most), self.units.int_var(0, most)
            over = self.units.row[source] - self.problem.places[source].need + 0 * self.units.zero
            self.model.add_max_equality(excess, [0, over])
            self.model.add(passed <= excess)
            passing = self.row(taker.eligible, 1 << source, mode_of(taker.measure))
            self.model.add(passed <= passing + 0 * self.units.zero)
            counted = counted + passed
        else:
            counted = self.units.row_up_to(place, taker.need)
        self.model.add(got <= counted + 0 * self.units.zero)
        return cap // taker.need * got

    def _choose(self, node: Choose, cap: int) -> Any:
        if node.n == 0:
            return cap
        each = cap // node.n
        counted = [self.units.bool_var() for _ in node.children]
        self.model.add(sum(counted) <= node.n)
        if id(node) in self.limited:
            for var, chosen in zip(counted, self.units.chosen[self.limited[id(node)]], strict=True):
                self.model.add_implication(var, chosen)
        values = []
        for var, child in zip(counted, node.children, strict=True):
            value = self.units.int_var(0, each)
            self.model.add(value <= self.node(child, each) + 0 * self.units.zero)
            self.model.add(value == 0).only_enforce_if(~var)
            values.append(value)
        return sum(values)

    def _observed(self, check: Check, index: int, cap: int) -> Any:
        met, value = self.met(index), self.units.int_var(0, cap)
        if isinstance(check, Floor) and check.need > 0:
            got = self._part(self.row(check.units, check.places, mode_of(check.measure)), check.need, cap)
            self.model.add(value <= got + 0 * self.units.zero).only_enforce_if(~met)
        elif isinstance(check, Distinct) and check.need > 1:
            short, got = self.units.bool_var(), sum(self._shown(check)[0])
            self.model.add(sum(self._shown(check)[1]) <= check.need - 1).only_enforce_if(short)
            self.model.add(value <= cap // check.need * got + 0 * self.units.zero).only_enforce_if(short)
            self.model.add(value == 0).only_enforce_if([~met, ~short])
        else:
            self.model.add(value == 0).only_enforce_if(~met)
        return value

    # checks

    def met(self, index: int) -> Any:
        """A variable that may be 1 only if the check is met."""
        if index not in self._met:
            self._met[index] = self.units.bool_var()
            self._require(self.problem.checks[index], self._met[index])
        return self._met[index]

    def _at_least(self, counted: Any, need: int, met: Any) -> None:
        self.model.add(counted + 0 * self.units.zero >= need).only_enforce_if(met)

    def _require(self, check: Check, met: Any) -> None:
        match check:
            case Floor():
                self._at_least(self.row(check.units, check.places, mode_of(check.measure)), check.need, met)
            case Taken(place=place):
                self._at_least(self.units.row[place], self.problem.places[place].need, met)
            case Average():
                self._average(check, met)
            case Distinct():
                shown, present = self._shown(check)
                self._at_least(sum(shown), check.need, met)
                if check.most is not None:
                    self.model.add(sum(present) + 0 * self.units.zero <= check.most).only_enforce_if(met)
            case LastN():
                self._last(check, met)
            case Span():
                self._span(check, met)
            case Overlay():
                tree = next(t for c, t in self._overlays() if c is check)
                self._at_least(self.node(check.root, tree.cap), tree.cap, met)
            case Known():
                if not check.met:
                    self.model.add(met == 0)

    def _overlays(self) -> list[tuple[Overlay, Any]]:
        overlays = sorted((c for c in self.problem.checks if isinstance(c, Overlay)), key=lambda c: c.id)
        return list(zip(overlays, self.state.overlay_trees, strict=True))

    def _average(self, check: Average, met: Any) -> None:
        total, graded = [], []
        for unit, gain in enumerate(check.gain):
            amount, there = self.units.unit_amount(unit, check.places)
            if gain is not None:
                total.append(gain * (amount if check.by_credits else there))
                graded.append(there)
        some = self.units.bool_var()
        self._at_least(sum(graded), 1, some)
        self._at_least(sum(total), 0, some)
        if check.vacuous:
            none = self.units.bool_var()
            self.model.add(sum(graded) + 0 * self.units.zero == 0).only_enforce_if(none)
            self.model.add_bool_or([~met, some, none])
        else:
            self.model.add_implication(met, some)

    def _shown(self, check: Distinct) -> tuple[list[Any], list[Any]]:
        """Per value: a variable that may be 1 only if a counted unit shows it, and one that must be."""
        shown, present = [], []
        for value in sorted({value for values in check.values for value in values}):
            there = [
                (self.units.unit_amount(unit, check.places)[1], self.state.copies[unit])
                for unit, values in enumerate(check.values)
                if value in values
            ]
            may, must = self.units.bool_var(), self.units.bool_var()
            self._at_least(sum(number for number, _ in there), 1, may)
            for number, most in there:
                self.model.add(number + 0 * self.units.zero <= most * must)
            shown.append(may)
            present.append(must)
        return shown, present

    def _last(self, check: LastN, met: Any) -> None:
        amounts = [self.units.unit_amount(unit, check.places)[0] for unit in range(len(self.problem.units))]
        got = []
        for unit, day in enumerate(check.order):
            if not check.units >> unit & 1:
                continue
            later = sum(amounts[v] for v, other in enumerate(check.order) if other > day)
            among = self.units.bool_var()
            part = self.units.int_var(0, self.problem.units[unit].credits)
            self.model.add(later + 0 * self.units.zero <= check.window - 1).only_enforce_if(among)
            self.model.add(part <= amounts[unit] + 0 * self.units.zero)
            self.model.add(part == 0).only_enforce_if(~among)
            got.append(part)
        self._at_least(sum(got), check.need, met)

    def _span(self, check: Span, met: Any) -> None:
        there = [self.units.unit_amount(unit, check.places)[1] for unit in range(len(self.problem.units))]
        anchors = [unit for unit in range(len(there)) if check.anchors >> unit & 1]
        anchors.sort(key=lambda unit: (check.day[unit], unit))
        for i, first in enumerate(anchors):
            earlier = sum(there[unit] for unit in anchors[:i])
            for unit, day in enumerate(check.day):
                if check.units >> unit & 1 and day > check.limit[first]:
                    clash = met + there[first] + there[unit] if unit != first else met + 2 * there[first]
                    self.model.add(clash - earlier <= 2)
