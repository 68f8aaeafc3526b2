"""The sums that goals read, and p of a tree over them.

Every value here is *optimistic*: computed from what the rows may still reach it is an upper bound, and when all units are
decided it is exact. So one function serves as the bound inside the search and as the worth of its leaves.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from stackr.allocation.nodes import Choose


@dataclass(slots=True)
class Sums:
    """The state that goals read. `opt` and `val`: per row; `units_at`: per place, how many decided units count there."""

    opt: list[int] = field(default_factory=list)
    val: list[int] = field(default_factory=list)
    units_at: list[int] = field(default_factory=list)
    judged: dict[int, bool] = field(default_factory=dict)
    """At a leaf: checks that rows do not settle, met or not."""
    reads: dict[int, int | None] = field(default_factory=dict)
    """Rows that matter to what may come, and up to which value (None: every difference matters)."""

    def note(self, row: int, limit: int | None = None) -> None:
        """The row matters, up to `limit`."""
        known = self.reads.get(row, 0)
        self.reads[row] = None if limit is None or known is None else max(known, limit)


@dataclass(slots=True)
class Tree:
    """p of a node times `cap`: a constant, terms (row, coef, need) worth coef × min(need, row), parts that are not linear."""

    cap: int
    const: int = 0
    terms: list[tuple[int, int, int]] = field(default_factory=list)
    parts: list[Callable[[], int]] = field(default_factory=list)
    choices: list[ChoiceTerm] = field(default_factory=list)

    def value(self, sums: Sums) -> int:
        opt = sums.opt
        total = self.const
        for row, coef, need in self.terms:
            got = opt[row]
            total += coef * (got if got < need else need)
        for part in self.parts:
            total += part()
        for choice in self.choices:
            total += choice.value(sums)
        return total


@dataclass(slots=True)
class ChoiceTerm:
    """A `Choose`: the best n of the children that are used or may still be."""

    node: Choose
    children: list[Tree]
    below: list[list[int]]

    def value(self, sums: Sums) -> int:
        values = [child.value(sums) for child in self.children]
        n, most = self.node.n, self.node.most
        if most is None or most >= len(values):
            return sum(sorted(values, reverse=True)[:n])
        units_at = sums.units_at
        used = [any(units_at[place] for place in places) for places in self.below]
        pool = [value for value, is_used in zip(values, used, strict=True) if is_used]
        others = sorted((value for value, is_used in zip(values, used, strict=True) if not is_used), reverse=True)
        pool += others[: max(0, most - len(pool))]
        return sum(sorted(pool, reverse=True)[:n])
