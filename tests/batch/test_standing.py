"""Where floors hold progress down: what is unknown makes a learner stand better, or not, as single audits say."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batch.given import agree
from stackr.book import Book, load_text

pytest.importorskip("numba")

RULES = """
recognition u for U {
  route own is own when issuer = U grants full
  route other is agreement when issuer = V grants full
}
qualification Q "Award" {
  awarded by U
  total 60 credits
  requires all of {
    core "Core": 30 credits from tagged "t1"
    upper "Upper": 20 credits from level >= 5
    any "Any": 10 credits from level >= 1
  }
  limits {
    own: at least 1/2 of award from issuer U
    high: at least 20 credits at level >= 6
    low: at most 20 credits at level < 5
  }
}
"""
DAY = date(2026, 2, 1)
LEVELS, ISSUERS = st.sampled_from(["4", "5", "6"]), st.sampled_from(["U", "U", "V"])


def book() -> Book:
    return load_text(RULES)


def unit(id: str, number: int, **members: str) -> dict[str, str]:
    known = {"credential": f"C{number}", "issuer": "U", "credits": "10", "level": "6", "tags": "t1"}
    return {"id": id, **known, "awarded": "2024-06-01", **members}


@st.composite
def holdings(draw: st.DrawFn) -> list[dict[str, str]]:
    """Up to seven units, some of them recorded twice, with two levels, tags or amounts."""
    found = []
    for number in range(draw(st.integers(0, 7))):
        members = {"issuer": draw(ISSUERS), "level": draw(LEVELS), "tags": draw(st.sampled_from(["t1", "t2"]))}
        members["credits"] = draw(st.sampled_from(["5", "10", "20"]))
        found.append(unit(f"h{number}", number, **members))
        if draw(st.integers(0, 2)) == 0:
            other = {"level": draw(LEVELS), "tags": draw(st.sampled_from(["t1", "t2"]))}
            found.append(unit(f"k{number}", number, **(members | other)))
    return found


@settings(max_examples=60, deadline=None)
@given(st.lists(holdings(), min_size=1, max_size=5))
def test_how_much_is_missing_is_told_as_single_audits_do(records: list[list[dict[str, str]]]) -> None:
    learners = [{"learner": f"L{number}", "holdings": held} for number, held in enumerate(records)]
    agree(book(), learners, ["Q"], DAY, tier="values")


def test_a_floor_that_only_the_unknown_meets_is_missed() -> None:
    held = [unit("a", 1), unit("b", 2, level="5"), unit("c", 2)]
    (found,) = agree(book(), [{"learner": "L", "holdings": held}], ["Q"], DAY, tier="values").results.to_dicts()
    assert (found["earned"], found["possible"], found["missing"]) == ("1/3", "1/3", 4)


def test_the_columns_tell_that_floors_are_met_either_way() -> None:
    held = [unit(f"h{n}", n) for n in range(3)] + [unit("x", 8, level="4"), unit("y", 8, level="5")]
    held += [unit("z", 9, level="4", tags="t2"), unit("w", 10, level="5", tags="t2", credits="20")]
    (found,) = agree(book(), [{"learner": "L", "holdings": held}], ["Q"], DAY, tier="values").results.to_dicts()
    assert (found["stage"], found["missing"]) == ("bound", 0)
