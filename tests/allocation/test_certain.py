"""Where bounds say that a unit counts in every allocation of the greatest p, none has as much without it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from allocation.plain_problems import make_plain
from stackr.allocation.plain.asking import DIRECT, certain, greatest
from stackr.allocation.problem import Problem


def without(problem: Problem, unit: int, place: int) -> Problem:
    """The problem with one unit kept from one place."""
    places = list(problem.places)
    places[place] = replace(places[place], eligible=places[place].eligible & ~(1 << unit))
    return replace(problem, places=tuple(places))


@pytest.mark.parametrize("first", range(0, 200, 20))
def test_what_is_certain_costs_p_to_do_without(first: int) -> None:
    asked = 0
    for seed in range(first, first + 20):
        problem = make_plain(seed, 10, 10**9)
        shown = certain(problem, DIRECT)
        if shown is None:
            continue
        most, pairs = shown
        for unit, place in pairs:
            other = greatest(without(problem, unit, place), DIRECT)
            if other is not None:
                assert other[1] < most, (seed, unit, place)
                asked += 1
    assert asked > 5
