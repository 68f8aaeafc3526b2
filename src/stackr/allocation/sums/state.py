"""The search's state: what each unit may still do, what the decided units gave, and undo.

Units are of two kinds. A *whole* unit has a list of options, each a position over all layers. A unit that may be *cut*
is decided place by place, in amounts. Both change the rows by the same two rules: deciding adds to `val` what the unit
gives and takes from `opt` what it might have given more.
"""

from __future__ import annotations

from collections.abc import Sequence

from stackr.allocation.checks import Overlay
from stackr.allocation.positions import bits, lawful
from stackr.allocation.problem import Problem
from stackr.allocation.sums.conflicts import Conflicts
from stackr.allocation.sums.goals import GoalMaker
from stackr.allocation.sums.limits import Limits
from stackr.allocation.sums.options import CutRange, Option, OptionMaker, Position
from stackr.allocation.sums.rows import Mode, Rows
from stackr.allocation.sums.trees import Sums

LARGEST_LIMIT = 1 << 20
"""Limits up to this are rounded to what whole units can make; with larger numbers that would cost more than it saves."""


class State:
    """A problem made ready for search, with the sums of a partial allocation."""

    def __init__(
        self, problem: Problem, budgets: Sequence[Sequence[int]] = (), copies: Sequence[int] | None = None
    ) -> None:
        """`budgets`: per budget, what each unit uses of it if it counts; `Limits.allow` sets how much there is. `copies`: how
        many alike each unit stands for (a model may have several; a search decides each by itself)."""
        self.problem = problem
        self.copies = copies or [1] * len(problem.units)
        self.sums = Sums()
        self.sums.units_at = [0] * len(problem.places)
        self.rows = Rows(problem)
        self.maker = OptionMaker(problem, self.rows)
        self.joined, self.layers, self.eligible = self.maker.joined, self.maker.layers, self.maker.eligible
        self._make_goals()
        self.limits = Limits(problem, self.rows, self.sums, budgets)
        self.caps = self.limits.caps
        self.conflicts = Conflicts(problem, self.joined, self.sums.units_at)
        self._make_domains()

    # what is made once

    def _make_goals(self) -> None:
        problem, goals = self.problem, GoalMaker(self.problem, self.rows, self.sums)
        self.trees = [goals.tree(award.root) for award in problem.awards]
        self.award_checks = [[goals.check(index) for index in award.checks] for award in problem.awards]
        overlays = sorted((c for c in problem.checks if isinstance(c, Overlay)), key=lambda check: check.id)
        self.overlay_trees = [goals.tree(check.root) for check in overlays]
        self.inexact = goals.inexact_checks()
        self.costs: list[list[int]] = []
        for preference in problem.preferences:
            parts = []
            if preference.per_use:
                parts.append(self.rows.weighted([-cost for cost in preference.per_use], -1, Mode.ONCE))
            if preference.per_amount:
                rate = [-cost for cost in preference.per_amount]
                parts.append(self.rows.weighted(rate, self.layers[0], Mode.CREDITS))
            self.costs.append(parts)
        self.split_row = self.rows.weighted([-1] * len(problem.units), -1, Mode.SPLIT)
        for row in (self.split_row, *(row for parts in self.costs for row in parts)):
            self.sums.note(row)

    def _make_domains(self) -> None:
        count = len(self.rows.places)
        self.sums.opt, self.sums.val = [0] * count, [0] * count
        self.fits = [0] * len(self.problem.places)
        self.touched = [0] * len(self.problem.units)
        self._least_uses: dict[int, list[tuple[int, int]]] = {}
        at_places = self.rows.at_places()
        self.unit_rows: list[list[int]] = []
        self.domain: list[list[Option]] = []
        self.cut: list[CutRange | None] = []
        self.decided: list[bool] = []
        self.reach: list[dict[int, int]] = []
        for unit in range(len(self.problem.units)):
            seen = sorted({row for place in bits(self.eligible[unit]) for row in at_places[place]})
            self.unit_rows.append([row for row in seen if self.rows.units[row] >> unit & 1])
            self.decided.append(False)
            self.reach.append({})
            self.domain.append([])
            self.cut.append(self.maker.cut_range(unit))
            if self.cut[unit] is None:
                self.set_domain(unit, self.maker.options(unit, self.unit_rows[unit], self.caps))
            else:
                self.refresh_cut(unit)
        for row, cap in self.caps.items():
            if self.sums.opt[row] > cap:
                self.sums.note(row)
                if row not in self.limits.budgets:
                    self.caps[row] = self._attainable(row, cap)
        self.all_options = list(self.domain)
        self.signs = sorted(self.sums.reads.items())

    def _attainable(self, row: int, cap: int) -> int:
        """The greatest sum up to `cap` that whole units can make: no allocation reaches more."""
        if self.sums.opt[row] > LARGEST_LIMIT:
            return cap
        sums = 1
        for unit in bits(self.rows.units[row]):
            if self.cut[unit] is not None:
                return cap
            amounts = {given for option in self.domain[unit] for r, given in option.gives if r == row}
            for _ in range(self.copies[unit]):
                before = sums
                for amount in amounts:
                    sums |= before << amount
                sums &= (2 << cap) - 1
                if sums == before:
                    break
        return sums.bit_length() - 1

    def sign(self) -> tuple[object, ...]:
        """What of the decided units matters to the undecided: two states with the same sign have the same completions."""
        val = self.sums.val
        sums = [val[row] if limit is None or val[row] < limit else limit for row, limit in self.signs]
        return (*sums, *self.conflicts.sign())

    def kind(self, unit: int) -> object:
        """Units of one kind are interchangeable in everything but objective (5)."""
        item = self.problem.units[unit]
        if self.inexact or self.conflicts.ties(unit):
            return unit
        factors = [(row, 1 if (f := self.rows.factor[row]) is None else f[unit]) for row in self.unit_rows[unit]]
        return item.credits, item.items, item.divisible, self.eligible[unit], tuple(factors)

    # domains

    def set_domain(self, unit: int, options: list[Option]) -> None:
        """Restrict (or restore) a whole unit that is not decided."""
        opt, reach = self.sums.opt, self.reach[unit]
        for row, given in reach.items():
            opt[row] -= given
        best: dict[int, int] = {}
        uses: dict[int, int] = {}
        for option in options:
            for row, given in option.gives:
                uses[row] = uses.get(row, 0) + 1
                if row not in best or given > best[row]:
                    best[row] = given
        for row, given in best.items():
            if given < 0 and uses[row] < len(options):
                best[row] = 0
            opt[row] += best[row]
        for option in options:
            own = dict(option.gives)
            option.loses = [(row, g - own.get(row, 0)) for row, g in best.items() if g != own.get(row, 0)]
        self.domain[unit], self.reach[unit] = options, best
        self._touch(unit)

    def _touch(self, unit: int) -> None:
        """Note at which places the unit may still give something."""
        bit, places, touched = 1 << unit, len(self.fits), 0
        for row, given in self.reach[unit].items():
            if given > 0 and row < places:
                touched |= 1 << row
        for row in bits(touched ^ self.touched[unit]):
            self.fits[row] ^= bit
        self.touched[unit] = touched

    def least_uses(self, row: int) -> list[tuple[int, int]]:
        """(least amount it uses of the row if it counts there, unit), smallest first."""
        if row not in self._least_uses:
            self._least_uses[row] = sorted((self._least_use(unit, row), unit) for unit in bits(self.rows.units[row]))
        return self._least_uses[row]

    def _least_use(self, unit: int, row: int) -> int:
        if self.cut[unit] is not None:
            return 0
        given = [amount for option in self.all_options[unit] for r, amount in option.gives if r == row and amount > 0]
        return min(given, default=0)

    # deciding

    def place(self, unit: int, option: Option) -> bool:
        """Decide a whole unit. False (and nothing changed) if a limit forbids it."""
        val, caps = self.sums.val, self.caps
        for row, given in option.capped:
            if val[row] + given > caps[row]:
                return False
        if option.position and not self.conflicts.enter(unit, option.position):
            return False
        opt = self.sums.opt
        for row, given in option.gives:
            val[row] += given
        for row, lost in option.loses:
            opt[row] -= lost
        return True

    def remove(self, unit: int, option: Option) -> None:
        """Undo `place`."""
        val, opt = self.sums.val, self.sums.opt
        for row, given in option.gives:
            val[row] -= given
        for row, lost in option.loses:
            opt[row] += lost
        if option.position:
            self.conflicts.leave(unit, option.position)

    # cut units

    def _refresh_cut(self, unit: int, position: Position, decided: int) -> None:
        """Bring the rows of a cut unit up to date: `position` holds its amounts so far, `decided` is a place mask."""
        reach, opt = self.reach[unit], self.sums.opt
        for row in self.unit_rows[unit]:
            best = self._cut_reach(unit, row, position, decided)
            opt[row] += best - reach.get(row, 0)
            reach[row] = best
        if not decided:
            self._touch(unit)

    def _cut_reach(self, unit: int, row: int, position: Position, decided: int) -> int:
        """The most a cut unit may still give a row."""
        rows, item, range_ = self.rows, self.problem.units[unit], self.cut[unit]
        assert range_ is not None
        given = rows.gives(row, unit, position)
        factor = rows.factor[row]
        rate = 1 if factor is None else factor[unit]
        if rate <= 0:
            return given
        open_places = rows.places[row] & self.eligible[unit] & ~decided
        more = 0
        for mask in self.layers:
            here = sum(range_.most[place] for place in bits(open_places & mask))
            if here and not any(self.joined[place] for place in bits(self.eligible[unit] & mask)):
                here = min(here, item.credits - sum(a for place, a in position.items() if mask >> place & 1))
            more += here
        if rows.mode[row] is Mode.CREDITS:
            so_far = sum(amount for place, amount in position.items() if rows.places[row] >> place & 1)
            return rate * min(item.credits, range_.most_amount, so_far + more)
        if given or not more or not range_.most_amount:
            return given
        return rate * (item.items if rows.mode[row] is Mode.ITEMS else 1)

    def refresh_cut(self, unit: int) -> None:
        """Bring the rows up to date after the range of a cut unit changed (nothing of it decided yet)."""
        self._refresh_cut(unit, {}, 0)

    def place_part(self, unit: int, position: Position, decided: int, place: int, amount: int) -> bool:
        """Decide the amount of a cut unit at one place; `position` is changed too. False if a limit forbids it."""
        before = {row: self.rows.gives(row, unit, position) for row in self.unit_rows[unit]} if amount else {}
        if amount:
            if position:
                self.conflicts.leave(unit, position)
            position[place] = amount
            if not self.conflicts.enter(unit, position):
                del position[place]
                if position:
                    self.conflicts.enter(unit, position)
                return False
            val = self.sums.val
            for row in self.unit_rows[unit]:
                val[row] += self.rows.gives(row, unit, position) - before[row]
        self._refresh_cut(unit, position, decided | 1 << place)
        return not amount or all(self.sums.val[r] <= self.caps[r] for r in self.unit_rows[unit] if r in self.caps)

    def remove_part(self, unit: int, position: Position, decided: int, place: int) -> None:
        """Undo `place_part` (also one that returned False after booking: the amount is then in `position`)."""
        if place in position:
            with_it = {row: self.rows.gives(row, unit, position) for row in self.unit_rows[unit]}
            self.conflicts.leave(unit, position)
            del position[place]
            if position:
                self.conflicts.enter(unit, position)
            for row in self.unit_rows[unit]:
                self.sums.val[row] += self.rows.gives(row, unit, position) - with_it[row]
        self._refresh_cut(unit, position, decided)

    def prefix_is_lawful(self, unit: int, position: Position) -> bool:
        """Whether the amounts of a cut unit so far may stand, as far as one unit goes."""
        for mask in self.layers:
            here = {place: amount for place, amount in position.items() if mask >> place & 1}
            if here and not lawful(self.problem, self.joined, unit, here):
                return False
        return True

    def cut_is_lawful(self, unit: int, position: Position) -> bool:
        """Whether a cut unit, all its places decided, keeps its range and `within`."""
        range_ = self.cut[unit]
        assert range_ is not None
        return range_.least_amount <= self.amount(unit, position) <= range_.most_amount and self.maker.drawn_from(
            list(position)
        )

    def amount(self, unit: int, position: Position) -> int:
        """Credits counted, summed over layers (objective 5a)."""
        credits = self.problem.units[unit].credits
        if not credits:
            return int(bool(position))
        return sum(min(credits, sum(a for p, a in position.items() if mask >> p & 1)) for mask in self.layers)
