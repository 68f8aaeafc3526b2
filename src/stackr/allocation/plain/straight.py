"""The greatest worth of a part without a search: where the first try is as good as some set of places allows, nothing is better.

What mostly happens: each unit counts in full, or the places that it could go to are full. Tried first is what has the fewest places,
large before small, and where it has room as a whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from stackr.allocation.plain.rules import Placed, Rule
from stackr.allocation.plain.scaled import Scaled
from stackr.allocation.positions import bits


def straight(part: Scaled, rules: Sequence[Rule] = ()) -> tuple[int, list[tuple[int, Placed]]] | None:
    """The greatest worth, and where each unit counts for it; None if the first try does not prove itself. No unit is cut.

    None, too, where units bring something beside what their places want. `rules`: of these units at most so many may count.
    """
    tied = None if part.extra else _tied(part, rules)
    if tied is None:
        return None
    gives, left, room = part.gives, dict(part.need), [rule.row.amount for rule in rules]
    found: list[tuple[int, Placed]] = []
    for unit in sorted(part.units, key=lambda unit: (len(gives[unit]), -part.largest[unit])):
        given, tie = gives[unit], tied.get(unit)
        wanting = [] if tie is not None and not room[tie] else [place for place in part.tries[unit] if left[place]]
        if not wanting:
            found.append((unit, ()))
            continue
        place = next((place for place in wanting if left[place] >= given[place]), wanting[0])
        found.append((unit, ((place, given[place]),)))
        left[place] -= min(given[place], left[place])
        if tie is not None:
            room[tie] -= 1
    reached = sum(part.worth[place] * (need - left[place]) for place, need in part.need.items())
    return (reached, found) if reached == _most(part, left, tied, rules) else None


def _tied(part: Scaled, rules: Sequence[Rule]) -> dict[int, int] | None:
    """Which rule holds a unit; None if one is held by two, or counts in another way."""
    tied: dict[int, int] = {}
    here = set(part.units)
    for at, rule in enumerate(rules):
        mine = here.intersection(bits(rule.row.units))
        if rule.least or rule.row.measure is not None or rule.row.places != -1 or mine & tied.keys():
            return None
        tied |= dict.fromkeys(mine, at)
    return tied


def _most(part: Scaled, left: dict[int, int], tied: Mapping[int, int], rules: Sequence[Rule]) -> int:
    """The worth of the places that are full and, of each unit that may count, the most that it could bring to the others.

    What is cut may go on to the next place; what is whole stops at what its place needs.
    """
    worth, need = part.worth, part.need
    most = sum(worth[place] * need[place] for place, amount in left.items() if not amount)
    brings: dict[int, int] = {}
    for like in set(part.like.values()):
        cut, given = part.cut[like], part.gives[like]
        sizes = [worth[p] * (size if cut else min(size, need[p])) for p, size in given.items() if left[p]]
        brings[like] = max(sizes, default=0)
    of_rule: list[list[int]] = [[] for _ in rules]
    for unit, like in part.like.items():
        if unit in tied:
            of_rule[tied[unit]].append(brings[like])
        else:
            most += brings[like]
    return most + sum(
        sum(sorted(each, reverse=True)[: rule.row.amount]) for each, rule in zip(of_rule, rules, strict=True)
    )
