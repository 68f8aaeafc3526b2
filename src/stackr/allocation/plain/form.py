"""The canonical form (objective 5) of one part: from any allocation that reaches the target to the one that counts.

(5a) asks unit by unit, the latest first, whether less of it would do; most wishes are refused by the bounds at once, and
what was refused to a unit is refused to its like. (5b) is one search, earliest units and first places first.
"""

from __future__ import annotations

from collections.abc import Sequence

from stackr.allocation.plain.filling import Filling
from stackr.allocation.plain.part import Choice, Part
from stackr.allocation.plain.rules import Placed


class Form:
    """Finds the canonical form of a part under its rows."""

    def __init__(self, part: Part, target: int, limit: int) -> None:
        self.part, self.target = part, target
        self.filling = Filling(part, limit)
        self.bounds, self.rows = part.total, part.rows_now
        self.order, self.places = part.order, part.tries
        self.domain: dict[int, list[Choice]] = {}
        """What each unit that is not known to stay out may still do."""
        self.counts: dict[int, dict[int, list[Choice]]] = {}
        """Per unit and amount, where so much of it may count."""
        self.kinds: dict[int, object] = {}
        self.amounts: dict[int, int] = {}
        """How much of each unit counts in the allocation at hand."""

    def run(self, witness: dict[int, Placed] | None = None) -> dict[int, Placed] | None:
        """The form, per unit that counts; None if the target is out of reach. `witness`: an allocation that reaches it."""
        part = self.part
        self._open()
        if witness is None and self._search(self.domain) is None:
            return None
        if witness is not None:
            self._take(witness)
        refused: set[object] = set()
        latest = part.units[::-1]
        while latest:
            latest = latest[self._leave_out(latest, refused) :]
            if latest:
                self._least(latest[0], refused)
                latest = latest[1:]
        counting = [unit for unit in part.units if unit in self.amounts]
        choices = [self._first_places(unit, self.amounts[unit]) for unit in counting]
        found = self.filling.first(counting, choices, self.target, self.bounds, self.rows)
        assert found is not None
        return {unit: part.placed(unit, placed) for unit, placed in zip(counting, found, strict=True)}

    def witness(self) -> dict[int, Placed] | None:
        """Any allocation that reaches the target, per unit; None if it is out of reach."""
        self._open()
        return self._search(self.domain)

    def _open(self) -> None:
        """Everything that each unit may do, the most promising first, staying out last."""
        part, known = self.part, dict[int, tuple[dict[int, list[Choice]], list[Choice]]]()
        for unit in self.order:
            like = unit if part.rows_guard else part.like[unit]
            if like not in known:
                counts = self._choices(unit)
                known[like] = counts, [*(choice for each in counts.values() for choice in each), part.out(unit)]
            self.counts[unit], self.domain[unit] = known[like]

    def _take(self, placed: dict[int, Placed]) -> None:
        part = self.part
        self.amounts = {
            unit: sum([amount for _, amount in parts]) if part.cut[unit] else part.credits[unit]
            for unit, parts in placed.items()
            if parts
        }

    def _search(self, domain: dict[int, list[Choice]], without: Sequence[int] = ()) -> dict[int, Placed] | None:
        """An allocation that reaches the target without some units, the one at hand from now on; None if there is none."""
        out = set(without)
        order = [unit for unit in self.order if unit in domain and unit not in out]
        bounds = self.bounds - sum([self.part.lost[unit] for unit in without])
        rows = self.rows + sum([self.part.left_out(unit) for unit in without])
        found = self.filling.first(order, [domain[unit] for unit in order], self.target, bounds, rows)
        if found is None:
            return None
        placed = dict(zip(order, found, strict=True))
        self._take(placed)
        return placed

    # (5a)

    def _leave_out(self, latest: list[int], refused: set[object]) -> int:
        """Leave out as many of the latest units as can be, one after another: how many.

        As far as the bounds allow is tried first; mostly it can be done, or nearly.
        """
        done, beyond = 0, self._allowed(latest) + 1
        goal, back = beyond - 1, 1
        while done < goal:
            these = latest[done:goal]
            if not any(unit in self.amounts for unit in these) or self._search(self.domain, these) is not None:
                self._drop(these)
                done, goal = goal, (goal + beyond) // 2
            else:
                beyond = goal
                goal, back = max(done + 1, goal - back) if goal - done > 1 else done, back * 2
        if done < len(latest) and beyond == done + 1:
            refused.add((self._kind(latest[done]), 0))
        return done

    def _allowed(self, latest: list[int]) -> int:
        """How many of the latest the bounds and the rows would let go."""
        part, bounds, rows = self.part, self.bounds + self.part.guard - self.target * self.part.every, self.rows
        for count, unit in enumerate(latest):
            bounds -= part.lost[unit]
            rows += part.left_out(unit)
            if bounds & part.guard != part.guard or rows & part.rows_guard != part.rows_guard:
                return count
        return len(latest)

    def _drop(self, units: list[int]) -> None:
        for unit in units:
            del self.domain[unit]
            self.bounds -= self.part.lost[unit]
            self.rows += self.part.left_out(unit)

    def _least(self, unit: int, refused: set[object]) -> None:
        part, counts = self.part, self.counts[unit]
        kept = self.amounts.get(unit, -1)
        kind = self._kind(unit)
        for amount in (0, *part.amounts(unit)) if part.cut[unit] else (0,):
            if kept < 0 or amount >= kept > 0:
                break
            if (kind, amount) in refused:
                continue
            if part.may_reach(self.bounds, unit, amount, self.target):
                self.domain[unit] = counts.get(amount, []) if amount else [part.out(unit)]
                if self._search(self.domain) is not None:
                    kept = self.amounts.get(unit, -1)
                    break
            refused.add((kind, amount))
        if kept < 0:
            self._drop([unit])
        else:
            self.domain[unit] = counts[kept]

    def _kind(self, unit: int) -> object:
        found = self.kinds.get(unit)
        if found is None:
            found = self.kinds[unit] = self.part.kind(unit)
        return found

    # what a unit may do

    def _choices(self, unit: int) -> dict[int, list[Choice]]:
        """Where it may count, by how much of it, the most promising first."""
        part, floors = self.part, self.part.rows_useful
        found: dict[int, list[Choice]] = {}
        amounts = reversed(part.amounts(unit)) if part.cut[unit] else (part.credits[unit],)
        for amount in amounts:
            choices = found[amount] = []
            seen: set[int] = set()
            for place in self.places[unit]:
                if part.cut[unit] and not part.useful(unit, place, amount):
                    continue
                choice = part.at(unit, place, amount)
                if floors and choice[6] not in seen:  # where nothing is wanted, one place is like another
                    seen.add(choice[6])
                    choice = part.at(unit, place, amount, free=True)
                choices.append(choice)
            if part.splits > 0 and part.cut[unit]:
                choices += [part.cut_at(unit, placed, free=floors) for placed in part.spreads(unit, amount)]
        return found

    def _first_places(self, unit: int, amount: int) -> list[Choice]:
        """(5b): where this amount of the unit may count, most at the first places first."""
        part = self.part
        free = part.rows_useful
        if not free and part.splits < 1:
            return sorted(self.counts[unit][amount], key=_first_place)
        if not part.cut[unit]:
            return [part.at(unit, place, amount, free=free) for place in part.fits[unit]]
        ways: list[Placed] = [((p, amount),) for p in part.fits[unit] if part.useful(unit, p, amount)]
        if part.splits > 0:
            ways += part.spreads(unit, amount)
            ways.sort(key=lambda placed: [(-place, amount) for place, amount in placed], reverse=True)
        return [
            part.at(unit, *way[0], free=free) if len(way) == 1 else part.cut_at(unit, way, free=free) for way in ways
        ]


def _first_place(choice: Choice) -> int:
    return choice[9][0][0]
