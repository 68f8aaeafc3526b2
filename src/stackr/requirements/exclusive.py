"""`SELECTOR counts toward A or B, not both`, where a unit otherwise might: A and B share, lie in two layers, or what exceeds
one goes to the other.

Such a unit stands in the problem twice: once barred from A, once barred from B. A ceiling lets only one of the two count.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from stackr.allocation.nodes import Measure
from stackr.allocation.problem import Ceiling
from stackr.requirements.builder import Builder
from stackr.requirements.compiled import Award, NotBoth
from stackr.requirements.needs.pool import PoolNeed
from stackr.requirements.part import Entry
from stackr.requirements.sheet import Sheet
from stackr.requirements.skeleton import Layout


def entries(
    sheets: Sequence[Sheet], awards: Sequence[Award], found: Layout, sure: bool, waived: Collection[str] = ()
) -> tuple[Entry, ...]:
    """The units, those that a line concerns once for each side; in the order of the units. `waived`: lines that count as kept."""
    listed = [Entry(unit) for unit in sheets[0].units]
    for award, sheet in zip(awards, sheets, strict=True):
        for line in award.not_both:
            if line.id not in waived and _may_count_at_both(line, award, found):
                true, unknown = sheet.masks(line.selector, harmful=True)
                mask = true | unknown if sure else true
                about = {unit.id for index, unit in enumerate(sheet.units) if mask >> index & 1}
                listed = _twice(listed, line, about, _sides(line, found))
    return tuple(listed)


def _sides(line: NotBoth, found: Layout) -> tuple[str, str]:
    """The later side first: the copy barred from it is the earlier one, so that a unit counts at the first place by clause id."""

    def first(clause: str) -> tuple[int, int]:
        mask = found.masks.get(clause, 0)
        at = [(found.layer_of[i], i) for i in range(len(found.specs)) if mask >> i & 1]
        return min(at, default=(len(found.layers), 0))

    return (line.right, line.left) if first(line.left) <= first(line.right) else (line.left, line.right)


def _twice(listed: list[Entry], line: NotBoth, about: set[str], sides: tuple[str, str]) -> list[Entry]:
    result = []
    for entry in listed:
        if entry.unit.id not in about:
            result.append(entry)
            continue
        for side, clause in zip(("|1", "|2"), sides, strict=True):
            barred = (*entry.barred, clause)
            result.append(replace(entry, copy=entry.copy + side, barred=barred, line=entry.line or line.id))
    return result


def _may_count_at_both(line: NotBoth, award: Award, found: Layout) -> bool:
    left, right = found.masks.get(line.left, 0), found.masks.get(line.right, 0)
    layers = [{found.layer_of[i] for i in range(len(found.specs)) if mask >> i & 1} for mask in (left, right)]
    if len(layers[0] | layers[1]) > 1:
        return True
    clauses = [(one.left, one.right) for one in award.shared]
    clauses += [
        (id, need.overflow_to) for id, need in award.needs.items() if isinstance(need, PoolNeed) and need.overflow_to
    ]
    pairs = [(found.masks.get(one, 0), found.masks.get(other, 0)) for one, other in clauses]
    return any((a & left and b & right) or (a & right and b & left) for a, b in pairs)


def bar(build: Builder, listed: Sequence[Entry]) -> None:
    """Take away the places that an entry may not use: it is no reason to tell, the other entry may."""
    for index, entry in enumerate(listed):
        for clause in entry.barred:
            build.take_away(1 << index, build.mask(clause))


def one_of_each(builders: Sequence[Builder], listed: Sequence[Entry]) -> None:
    """Of the copies of a unit only one counts, wherever."""
    copies: dict[str, list[int]] = {}
    for index, entry in enumerate(listed):
        if entry.copy:
            copies.setdefault(entry.unit.id, []).append(index)
    for build in builders:
        places = (1 << len(build.draft.places)) - 1
        for unit, together in sorted(copies.items()):
            line = listed[together[0]].line
            if line in build.award.clauses:
                mask, items = sum(1 << index for index in together), build.items[together[0]]
                build.ceiling(Ceiling(f"{line}#{unit}", mask, places, items, Measure.ITEMS))
