"""Shipped packs with slips of the hand are checked to the end: `benchmarks/fuzz_rules.py` does the same for as long as wanted."""

from __future__ import annotations

import pytest

from checks.slipped import PACKS, faulty
from stackr.checks.run import check_text
from stackr.rulebook.load import load_text
from stackr.testing.run import run_scenarios


@pytest.mark.parametrize("seed", range(120))
def test_a_pack_with_slips(seed: int) -> None:
    assert faulty(PACKS[seed % len(PACKS)], seed) == []


@pytest.mark.parametrize("step", ["0", "0.", "-1", "0.0"])
def test_a_step_of_nothing_is_told_and_nothing_is_divided_by_it(step: str) -> None:
    text = f"""
credit C "Credit" {{ is 10 hours; step {step} }}
qualification Q {{
  awarded by U
  credit unit C
  total 30 credits
  requires all of {{ a: 20 credits from any }}
  limits {{ x: at most 1/3 of award by rpl; y: at least 1/3 of award from issuer U }}
}}
"""
    assert [each.code for each in check_text(text) if each.severity.value == "error"]


def test_progress_of_many_digits_is_compared() -> None:
    text = """
recognition u for U { route own is own when issuer = U grants full }
qualification Q { awarded by U; requires all of { a: 999999999 credits from A; b: 999999998 credits from B } }
scenario "s" { learner holds A 7 credits from U; expect Q progress 1/3 }
"""
    (result,) = run_scenarios(load_text(text)).results
    assert not result.passed
    assert result.outcomes[0].found == "7/1999999997"


@pytest.mark.parametrize(
    "text",
    [
        "credential C { 10001 credits }",
        "credential C { 10 credits; 1000001 hours }",
        "articulation a { from A of X; to C for 1000000000000 credits of Y }",
        "articulation a { from A of X; to 20000 credits of Y }",
    ],
)
def test_more_credits_than_learning_has_are_told(text: str) -> None:
    catalogue = "" if text.startswith("articulation") else text
    rest = text if text.startswith("articulation") else ""
    found = check_text(
        f"credit K {{ is 10 hours; step 1 }}\ncatalogue L {{ issuer Y; credit unit K; {catalogue} }}\n{rest}\n"
    )
    assert [each.code for each in found if each.code == "T134"]
