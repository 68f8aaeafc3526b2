"""Members that bar each other, be they codes or conditions: who stands for what, in the allocation and in what is told of it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from audit.given import book
from stackr.audit.run import audit

RULES = """
qualification Q "Award" {{
  requires all of {{ p: 40 credits from any }}
  limits {{ one: at most {n} of {{ tagged "x"; tagged "y"; tagged "z" }} }}
}}
"""


@pytest.mark.parametrize(
    ("n", "held", "credits", "value"),
    [
        (1, ["x", "x"], 20, 1),
        (1, ["x", "y"], 10, 1),
        (1, ["xy"], 10, 1),
        (1, ["xy", "xy"], 10, 1),
        (1, ["xy", "x"], 10, 1),
        (1, ["xy", "w"], 20, 1),
        (2, ["xy", "xy"], 20, 2),
        (2, ["xyz", "xyz", "xyz"], 20, 2),
        (2, ["xy", "xy", "z"], 20, 2),
        (2, ["x", "x", "y", "y"], 40, 2),
        (2, ["xy", "xy", "xy"], 30, 2),
        (3, ["xyz", "xyz", "xyz"], 30, 3),
    ],
)
def test_each_unit_stands_for_one_member(n: int, held: list[str], credits: int, value: int) -> None:
    """Three units of x and y alone stand for no more than two members."""
    holdings = [
        {"id": f"h{i}", "credential": f"C{i}", "credits": "10", "completed": "2025-01-01", "tags": list(tags)}
        for i, tags in enumerate(held)
    ]
    found = audit(book(RULES.format(n=n)), {"learner": "L", "holdings": holdings}, ["Q"], date(2026, 2, 1))["Q"]
    assert Fraction(found.progress.earned) == Fraction(credits, 40)
    [limit] = found.limits
    assert (limit.bound, limit.value) == (str(n), str(value))
    assert limit.status in ("met", "binding")
