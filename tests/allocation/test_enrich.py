"""A problem with units as good as can be: nothing is worse with them, and every requirement, floor and average is met by them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from allocation.build import simple
from allocation.problems import make_problem
from stackr.allocation.checks import Average, Check, Distinct, Floor, LastN, Span
from stackr.allocation.enrich import enriched
from stackr.allocation.nodes import Measure
from stackr.allocation.problem import Ceiling
from stackr.allocation.search import solve


@pytest.mark.parametrize("seed", range(60))
def test_nothing_is_further_off_with_them(seed: int) -> None:
    problem = make_problem(seed, 4, 200)
    problem = replace(problem, awards=problem.awards[:1])
    rich = enriched(problem, (1 << len(problem.places)) - 1, (10, 5))
    assert len(rich.units) == len(problem.units) + 2
    assert solve(rich).standings[0].progress >= solve(problem).standings[0].progress


@pytest.mark.parametrize(
    "check",
    [
        Floor("c", 0, 1, 20),
        Floor("c", 0, 1, 2, Measure.ITEMS),
        Average("c", 1, (-5,)),
        Average("c", 1, (-5,), by_credits=False),
        Distinct("c", 1, (frozenset({0}),), need=3),
        Distinct("c", 1, (frozenset({0}),), most=1),
        LastN("c", 0, 1, 10, 10, (7,)),
        Span("c", 1, 1, 1, (7,), (9,)),
    ],
    ids=lambda check: type(check).__name__,
)
def test_every_check_likes_them_and_no_ceiling_is_about_them(check: Check) -> None:
    problem = simple((10,), [((0,), 30)], checks=(check,), ceilings=(Ceiling("most", 1, 1, 10),))
    assert not solve(problem).standings[0].satisfied
    assert solve(enriched(problem, 1, (10, 10))).standings[0].satisfied
    assert not solve(enriched(problem, 0, (10, 10))).standings[0].satisfied


def test_a_grade_outweighs_all_that_counts_however_much_that_is() -> None:
    problem = simple((60,), [((0,), 65)], checks=(Average("c", 1, (-40,)),))
    assert solve(enriched(problem, 1, (5,))).standings[0].satisfied
