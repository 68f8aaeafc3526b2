"""What proves itself at the first try is the greatest worth, as the search finds it, and an allocation has it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from allocation.plain_problems import make_plain
from stackr.allocation.plain.asking import DIRECT
from stackr.allocation.plain.direct import Direct
from stackr.allocation.plain.parts import parts_of
from stackr.allocation.plain.rows import NotPlain, counted
from stackr.allocation.plain.rules import Placed
from stackr.allocation.plain.scaled import Scaled
from stackr.allocation.plain.straight import straight


def parts(seeds: range) -> Iterator[tuple[Direct, Scaled]]:
    """The parts of made-up problems whose units bring nothing beside what their places want."""
    for seed in seeds:
        problem = make_plain(seed, most_units=14, most_cases=10**9)
        try:
            direct = Direct(problem, DIRECT)
        except NotPlain:
            continue
        for units, places in parts_of(direct.fits, direct.plain.ties):
            if not direct.extra.keys() & set(units):
                yield direct, Scaled(direct.plain, units, places, direct.fits, lattice=direct.lattice)


def sought(direct: Direct, part: Scaled) -> int | None:
    """The greatest worth as the search finds it; None where it gives up, as with cut units that are tied."""
    try:
        return direct._greatest(direct._part(part.units, part.places, direct.fits, -1))[0]
    except NotPlain:
        return None


def is_there(direct: Direct, part: Scaled, worth: int, placed: list[tuple[int, Placed]]) -> bool:
    """Whether the units count where they may, no more of those that are tied than may, and bring the worth."""
    left = dict(part.need)
    for unit, each in placed:
        for place, amount in each:
            if place not in direct.fits[unit]:
                return False
            left[place] = max(0, left[place] - amount)
    whole = {unit: part.placed(unit, each) for unit, each in placed if each}
    tied = all(counted(direct.problem, rule.row, whole) <= rule.row.amount for rule in direct._ties(part.units))
    return tied and worth == sum(part.worth[place] * (need - left[place]) for place, need in part.need.items())


def test_the_first_try_that_proves_itself_is_the_greatest() -> None:
    proven: Counter[str] = Counter()
    for direct, part in parts(range(500)):
        ties = direct._ties(part.units)
        found = straight(part, ties)
        if found is not None:
            assert is_there(direct, part, *found)
            assert sought(direct, part) in (None, found[0])
            proven["tied" if ties else "cut" if any(part.cut.values()) else "whole"] += 1
    assert min(proven[kind] for kind in ("tied", "cut", "whole")) > 20, proven
