"""Two searches over a part: the greatest worth, and the first choices, in a given order, that still reach a target.

What is still wanted at the places is one integer, the distances of the bounds another, the rows a third (`part.py`). A
state from which the search came back empty-handed is never entered twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from operator import or_

from stackr.allocation.plain.part import Choice, Part
from stackr.allocation.plain.rules import Placed


class Beyond(Exception):
    """The search took more steps than it was given."""


class Filling:
    """Searches of one part, all within one budget of steps."""

    def __init__(self, part: Part, limit: int) -> None:
        self.part, self.limit, self.used = part, limit, 0

    def greatest(
        self,
        units: Sequence[int],
        depths: Sequence[Sequence[Choice]],
        enough: int,
        patience: int | None = None,
        known: int = -1,
    ) -> tuple[int, list[Placed], bool]:
        """The greatest worth above `known`, choices that have it, and whether that is sure: it is `enough`, or nothing was
        left untried within the steps of `patience`.
        """
        part = self.part
        last, guard, every, grain = len(depths), part.guard, part.every, part.grain
        rows_guard, limit = part.rows_guard, self.limit
        field, low = (1 << (part.width - 1)) - 1, (1 << part.width) - 1
        dead: list[dict[object, int]] = [{} for _ in depths]
        now: list[Placed] = [()] * last
        best, found, steps = known, now[:], self.used
        raised = (known + grain) * every if known >= 0 else 0
        stop = limit if patience is None else min(limit, steps + patience)

        def climb(depth: int, wanted: int, bounds: int, rows: int) -> bool:
            nonlocal best, found, raised, steps
            if depth == last:
                best, found = bounds & field, now[:]
                raised = (best + grain) * every
                return best >= enough
            key = (wanted, rows) if rows_guard else wanted
            tried = dead[depth].get(key)
            if tried is not None and bounds & low <= tried:  # what wide amounts bring is seen in the bounds alone
                return False
            steps += 1
            if steps > stop:
                raise Beyond
            for amount, shift, mask, regain, lost, whole, moved, free, _, placed in depths[depth]:
                left = wanted >> shift & mask
                if left >= amount:
                    after, rest = bounds + whole, wanted - (amount << shift)
                elif left or free:
                    after, rest = bounds + lost + left * regain, wanted - (left << shift)
                else:
                    continue
                if (after - raised) & guard != guard:
                    continue
                if moved and (rows + moved) & rows_guard != rows_guard:
                    continue
                now[depth] = placed
                if climb(depth + 1, rest, after, rows + moved):
                    return True
            now[depth] = ()
            dead[depth][key] = bounds & low
            return False

        sure = True
        try:
            climb(0, part.wanted, part.total + guard, part.rows_now)
        except Beyond:
            if steps > limit:
                raise
            sure = False
        finally:
            self.used = steps
        return best, found, sure

    def _alive(self, units: Sequence[int]) -> list[int]:
        """Per depth, the bits of what is wanted that the units from there on can still change."""
        wants = self.part.wants
        return list(accumulate([wants[unit] for unit in reversed(units)], or_))[::-1]

    def first(
        self, units: Sequence[int], depths: Sequence[Sequence[Choice]], target: int, bounds: int, rows: int
    ) -> list[Placed] | None:
        """The first choices, depth by depth, that reach the target; None if none do."""
        part = self.part
        last, guard, rows_guard, limit = len(depths), part.guard, part.rows_guard, self.limit
        dead: list[dict[object, int]] = [{} for _ in depths]
        now: list[Placed] = [()] * last
        steps = self.used

        alive, low = self._alive(units), (1 << part.width) - 1
        start = bounds + guard - target * part.every

        def descend(depth: int, wanted: int, bounds: int, rows: int) -> bool:
            nonlocal steps
            if depth == last:
                return True
            key = (wanted & alive[depth], rows) if rows_guard else wanted & alive[depth]
            tried = dead[depth].get(key)
            if tried is not None and bounds & low <= tried:
                return False
            steps += 1
            if steps > limit:
                raise Beyond
            for amount, shift, mask, regain, lost, whole, moved, free, more, placed in depths[depth]:
                left = wanted >> shift & mask
                if left >= amount:
                    after, rest = bounds + whole, wanted - (amount << shift)
                elif left or free:
                    after, rest = bounds + lost + left * regain, wanted - (left << shift)
                else:
                    continue
                for more_amount, more_shift, more_mask, more_regain in more:
                    left = rest >> more_shift & more_mask
                    used = more_amount if left >= more_amount else left
                    after += used * more_regain
                    rest -= used << more_shift
                if after & guard != guard:
                    continue
                if moved and (rows + moved) & rows_guard != rows_guard:
                    continue
                now[depth] = placed
                if descend(depth + 1, rest, after, rows + moved):
                    return True
            dead[depth][key] = bounds & low
            return False

        try:
            reached = descend(0, part.wanted, start, rows)
        finally:
            self.used = steps
        return now if reached else None
