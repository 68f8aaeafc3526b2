"""The search's state: what each unit may still do, what the decided units gave, and undo.

Units are of two kinds. A *whole* unit has a list of options, each a position over all layers. A unit that may be *cut*
is decided place by place, in amounts. Both change the rows by the same two rules: deciding adds to `val` what the unit
gives and takes from `opt` what it might have given more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product

from stackr.allocation.goals import GoalMaker, Sums
from stackr.allocation.positions import (
    bits,
    choices,
    eligible_places,
    joined_places,
    lawful,
    layer_masks,
    may_cut,
    places_below,
)
from stackr.allocation.problem import Measure, Overlay, Problem
from stackr.allocation.rows import Mode, Rows, mode_of

Position = dict[int, int]


@dataclass(slots=True, eq=False)
class Option:
    """One position of a whole unit: what it adds to rows (`gives`), and what others of its domain would give more (`loses`)."""

    index: int
    position: Position
    gives: list[tuple[int, int]]
    capped: list[tuple[int, int]]
    amount: int
    """Credits counted, summed over layers; for a zero-credit unit 1 if it counts."""
    loses: list[tuple[int, int]] = field(default_factory=list)


@dataclass(slots=True)
class CutRange:
    """What a cut unit may still do: least and most per place (in `places`), and in all."""

    places: tuple[int, ...]
    least: dict[int, int]
    most: dict[int, int]
    least_amount: int
    most_amount: int


class State:
    """A problem made ready for search, with the sums of a partial allocation."""

    def __init__(self, problem: Problem, budgets: Sequence[Sequence[int]] = ()) -> None:
        """`budgets`: per budget, what each unit uses of it if it counts; `limit_budget` sets how much there is."""
        self.problem = problem
        self.sums = Sums()
        self.sums.units_at = [0] * len(problem.places)
        self.rows = Rows(problem)
        self.joined, self.layers = joined_places(problem), layer_masks(problem)
        self.eligible = eligible_places(problem)
        self._make_goals()
        self._make_limits()
        self.known_caps: dict[int, int] = {}
        self.budgets = [self._budget(uses) for uses in budgets]
        self._make_conflicts()
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

    def _make_limits(self) -> None:
        self.caps: dict[int, int] = {}
        self.ratios: list[tuple[int, int, int, int, int]] = []
        for index, place in enumerate(self.problem.places):
            if place.most is not None:
                self.caps[index] = place.most
        for ceiling in self.problem.ceilings:
            row = self.rows.linear(ceiling.units, ceiling.places, mode_of(ceiling.measure))
            if ceiling.share is not None:
                numerator, denominator, places, need = ceiling.share
                counted = self.rows.linear(-1, places, mode_of(ceiling.measure))
                self.ratios.append((row, counted, numerator, denominator, need))
                self.sums.note(row)
                self.sums.note(counted)
            elif ceiling.bound is not None:
                self.caps[row] = min(ceiling.bound, self.caps.get(row, ceiling.bound))
        self.share_used = [0] * len(self.problem.shares)

    def _budget(self, uses: Sequence[int]) -> int:
        """A row for a budget; it starts with enough for all. What equals credits is counted as credits: bounds see it."""
        units = sum(1 << unit for unit, used in enumerate(uses) if used)
        whole = all(place.splittable < 0 for place in self.problem.places)
        items = zip(uses, self.problem.units, strict=True)
        if whole and all(not used or (used == item.credits and not item.divisible) for used, item in items):
            row = self.rows.linear(units, -1, Mode.CREDITS)
        else:
            row = self.rows.weighted(uses, -1, Mode.ONCE)
        self.sums.note(row)
        self.known_caps[row] = self.caps.get(row, sum(uses))
        self.caps[row] = self.known_caps[row]
        return row

    def limit_budget(self, budget: int, most: int) -> None:
        """Allow this much of a budget."""
        row = self.budgets[budget]
        self.caps[row] = min(most, self.known_caps[row])

    def _make_conflicts(self) -> None:
        problem = self.problem
        self.code_used = [0] * len(problem.multiplicity)
        seen: dict[int, int] = {}
        for grant in problem.grants:
            for piece in grant.pieces:
                seen[piece] = seen.get(piece, 0) + 1
        bit = {piece: 1 << i for i, piece in enumerate(sorted(p for p, uses in seen.items() if uses > 1))}
        self.pieces = [sum(bit.get(piece, 0) for piece in grant.pieces) for grant in problem.grants]
        self.grant_used = [0] * len(problem.grants)
        units_of = [0] * len(problem.grants)
        for unit in problem.units:
            units_of[unit.grant] += 1
        self.several = [grant for grant, count in enumerate(units_of) if count > 1]
        self.pieces_used = 0
        self.demerit = 0
        self.choosers: list[list[tuple[int, int]]] = [[] for _ in problem.places]
        self.choice_most: list[int] = []
        self.child_places: list[list[int]] = []
        self.child_used: list[list[int]] = []
        self.children_used: list[int] = []
        for node in choices(problem):
            if node.most is None or node.most >= len(node.children):
                continue
            self.child_places.append([places_below(child) for child in node.children])
            for child_index, mask in enumerate(self.child_places[-1]):
                for place in bits(mask):
                    self.choosers[place].append((len(self.choice_most), child_index))
            self.choice_most.append(node.most)
            self.child_used.append([0] * len(node.children))
            self.children_used.append(0)

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
            self.cut.append(self._cut_range(unit))
            if self.cut[unit] is None:
                self.set_domain(unit, self._options(unit))
            else:
                self.refresh_cut(unit)
        for row, cap in self.caps.items():
            if self.sums.opt[row] > cap:
                self.sums.note(row)
                if row not in self.known_caps:
                    self.caps[row] = self._attainable(row, cap)
        self.all_options = list(self.domain)
        self.signs = sorted(self.sums.reads.items())

    def _attainable(self, row: int, cap: int) -> int:
        """The greatest sum up to `cap` that whole units can make: no allocation reaches more."""
        sums = 1
        for unit in bits(self.rows.units[row]):
            if self.cut[unit] is not None:
                return cap
            amounts = {given for option in self.domain[unit] for r, given in option.gives if r == row}
            shifted = sums
            for amount in amounts:
                shifted |= sums << amount
            sums = shifted & ((2 << cap) - 1)
        return sums.bit_length() - 1

    def sign(self) -> tuple[object, ...]:
        """What of the decided units matters to the undecided: two states with the same sign have the same completions."""
        val = self.sums.val
        sums = [val[row] if limit is None or val[row] < limit else limit for row, limit in self.signs]
        used = [bool(count) for children in self.child_used for count in children]
        return (*sums, *used, *self.code_used, self.pieces_used, self.demerit, *self.share_used, self.grants_open())

    def grants_open(self) -> int:
        """Active grants with several units: another unit of theirs costs no demerit and takes no piece."""
        return sum(1 << grant for grant in self.several if self.grant_used[grant])

    def _options(self, unit: int) -> list[Option]:
        """Every position of a whole unit: first places first, staying out last."""
        credits = self.problem.units[unit].credits
        per_layer = [self._cliques(self.eligible[unit] & mask) for mask in self.layers]
        options: list[Option] = []
        for parts in product(*per_layer):
            places = [place for part in parts for place in part]
            if not self._drawn_from(places):
                continue
            position = dict.fromkeys(places, credits)
            gives = [(r, g) for r in self.unit_rows[unit] if (g := self.rows.gives(r, unit, position))]
            capped = [(row, given) for row, given in gives if row in self.caps]
            counted = sum(credits for part in parts if part) if credits else int(bool(places))
            options.append(Option(len(options), position, gives, capped, counted))
        return options

    def _cliques(self, mask: int) -> list[tuple[int, ...]]:
        """Sets of places of one layer where a whole unit may count at once: single ones, joined ones, none."""
        places = list(bits(mask))
        found: list[tuple[int, ...]] = []

        def grow(chosen: tuple[int, ...], rest: list[int]) -> None:
            for i, place in enumerate(rest):
                more = (*chosen, place)
                grow(more, [other for other in rest[i + 1 :] if self.joined[place] >> other & 1])
                found.append(more)

        grow((), places)
        return [*sorted(found, key=_first_places), ()]

    def _drawn_from(self, places: list[int]) -> bool:
        """Whether the places respect `within`."""
        for layer, mask in self.problem.within:
            if any(self.layers[layer] >> p & 1 for p in places) and not any(mask >> p & 1 for p in places):
                return False
        return True

    def _cut_range(self, unit: int) -> CutRange | None:
        """The range of a unit that may be cut; None for a whole one."""
        credits, step = self.problem.units[unit].credits, self.problem.step
        places = tuple(bits(self.eligible[unit]))
        if credits <= step or not any(may_cut(self.problem, unit, {place: 0}) for place in places):
            return None
        layers = len({self.problem.places[place].layer for place in places})
        return CutRange(places, dict.fromkeys(places, 0), dict.fromkeys(places, credits), 0, credits * layers)

    def kind(self, unit: int) -> object:
        """Units of one kind are interchangeable in everything but objective (5)."""
        item = self.problem.units[unit]
        tied = item.code >= 0 or self.pieces[item.grant] or item.grant in self.several
        if self.inexact or tied or self.problem.grants[item.grant].demerit:
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
        if option.position and not self._enter(unit, option.position):
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
            self._leave(unit, option.position)

    def ratios_hold(self) -> bool:
        """Whether every share of what is counted may still hold (exact when all is decided)."""
        val, opt = self.sums.val, self.sums.opt
        for row, counted, numerator, denominator, need in self.ratios:
            if val[row] * denominator > numerator * max(opt[counted], need):
                return False
        return True

    def _enter(self, unit: int, position: Position) -> bool:
        """Book codes, pieces, choices and shares of a unit that now counts; False (nothing booked) if one forbids it."""
        item = self.problem.units[unit]
        if item.code >= 0 and self.code_used[item.code] >= self.problem.multiplicity[item.code]:
            return False
        starts = not self.grant_used[item.grant]
        if starts and self.pieces_used & self.pieces[item.grant]:
            return False
        if self.choice_most and not self._choices_allow(position):
            return False
        if self.problem.shares and not self._shares_allow(unit, position):
            return False
        if item.code >= 0:
            self.code_used[item.code] += 1
        self.grant_used[item.grant] += 1
        if starts:
            self.pieces_used |= self.pieces[item.grant]
            self.demerit += self.problem.grants[item.grant].demerit
        for place in position:
            self.sums.units_at[place] += 1
            for choice, child in self.choosers[place]:
                self.children_used[choice] += not self.child_used[choice][child]
                self.child_used[choice][child] += 1
        for index, amount in self.shared(unit, position):
            self.share_used[index] += amount
        return True

    def _leave(self, unit: int, position: Position) -> None:
        """Undo `_enter`."""
        item = self.problem.units[unit]
        if item.code >= 0:
            self.code_used[item.code] -= 1
        self.grant_used[item.grant] -= 1
        if not self.grant_used[item.grant]:
            self.pieces_used &= ~self.pieces[item.grant]
            self.demerit -= self.problem.grants[item.grant].demerit
        for place in position:
            self.sums.units_at[place] -= 1
            for choice, child in self.choosers[place]:
                self.child_used[choice][child] -= 1
                self.children_used[choice] -= not self.child_used[choice][child]
        for index, amount in self.shared(unit, position):
            self.share_used[index] -= amount

    def _choices_allow(self, position: Position) -> bool:
        fresh: set[tuple[int, int]] = set()
        for place in position:
            for choice, child in self.choosers[place]:
                if not self.child_used[choice][child]:
                    fresh.add((choice, child))
        for choice in {choice for choice, _ in fresh}:
            opened = sum(other == choice for other, _ in fresh)
            if self.children_used[choice] + opened > self.choice_most[choice]:
                return False
        return True

    def shared(self, unit: int, position: Position) -> list[tuple[int, int]]:
        """(share, amount) of the bounded shares the position uses: those it counts on both sides of, wholly."""
        if len(position) < 2:
            return []
        item, found = self.problem.units[unit], []
        whole = [place for place, amount in position.items() if amount == item.credits]
        for index, share in enumerate(self.problem.shares):
            if share.bound is not None and any(
                share.left >> p & 1 and share.right >> q & 1 and self.joined[p] >> q & 1 for p in whole for q in whole
            ):
                found.append((index, item.items if share.measure is Measure.ITEMS else item.credits))
        return found

    def _shares_allow(self, unit: int, position: Position) -> bool:
        shares = self.problem.shares
        for index, amount in self.shared(unit, position):
            bound = shares[index].bound
            if bound is not None and self.share_used[index] + amount > bound:
                return False
        return True

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
                self._leave(unit, position)
            position[place] = amount
            if not self._enter(unit, position):
                del position[place]
                if position:
                    self._enter(unit, position)
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
            self._leave(unit, position)
            del position[place]
            if position:
                self._enter(unit, position)
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
        return range_.least_amount <= self.amount(unit, position) <= range_.most_amount and self._drawn_from(
            list(position)
        )

    def amount(self, unit: int, position: Position) -> int:
        """Credits counted, summed over layers (objective 5a)."""
        credits = self.problem.units[unit].credits
        if not credits:
            return int(bool(position))
        return sum(min(credits, sum(a for p, a in position.items() if mask >> p & 1)) for mask in self.layers)


def _first_places(places: tuple[int, ...]) -> tuple[int, ...]:
    """Sorts sets of places as objective (5b) prefers them: first places first, and more of them after the same start."""
    return (*places, 1 << 60)
