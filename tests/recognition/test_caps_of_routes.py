"""Up to how much a route grants: in any of the ways to write it, in the unit that is named, of blocks and of units."""

from __future__ import annotations

import pytest

from stackr.book import load_text
from stackr.checks.run import check_text
from stackr.testing.run import run_scenarios

UNITS = """
credit ZC { is 10 hours }
credit EC { is 20 hours }
credit OTHER { is 7 hours }
convert 1 EC <=> 2 ZC
parameter most { 20 credits until 2024-12-31; 10 credits from 2025-01-01 }
catalogue K { issuer U; credit unit ZC; credential T10 { 10 credits }; credential T20 { 20 credits } }
qualification Q { awarded by U; credit unit ZC; total 40 credits; requires 40 credits from any }
"""


def failed(route: str, learner: str, *expected: str, more: str = "") -> object:
    said = "\n".join(f" expect {each}" for each in expected)
    ladder = f"recognition u for U {{ route a is {route} }}\n"
    scenario = f'scenario "s" {{\n as of 2026-01-01\n for Q\n {learner}\n{said}\n}}\n'
    return run_scenarios(load_text(UNITS + more + ladder + scenario)).failed


@pytest.mark.parametrize(
    ("grants", "credits"),
    [
        ("grants full, up to 10 credits", 10),
        ("grants full up to 10 credits", 10),
        ("up to 10 credits grants full", 10),
        ("grants full, up to most credits", 10),
        ("grants full up to 10 credits EC", 20),
        ("grants full, up to 30 credits", 30),
    ],
)
def test_a_cap_holds_however_it_is_written(grants: str, credits: int) -> None:
    outcome = "A recognised" if credits == 30 else f"A partial {credits} credits"
    learner = "learner holds A 30 credits ZC from V"
    assert failed(f"agreement {grants}", learner, outcome, f"Q progress {credits}/40") == ()


def test_a_cap_in_a_unit_that_nothing_converts_is_unknown() -> None:
    learner = "learner holds A 30 credits ZC from V"
    assert failed("agreement grants full, up to 10 credits OTHER", learner, "Q progress 0", "Q possible 3/4") == ()


@pytest.mark.parametrize(
    ("targets", "expected"),
    [
        ("30 credits ZC", ("A partial 20 credits", "Q progress 1/2")),
        ("20 credits ZC", ("A recognised", "Q progress 1/2")),
        ("T20", ("A recognised", "Q progress 1/2")),
        ("T10, T20", ("A not recognised", "Q progress 0", 'reason "gives T10 and T20"')),
        ("15 credits EC", ("A partial 10 credits", "Q progress 1/2")),
    ],
)
def test_what_an_articulation_gives_is_capped(targets: str, expected: tuple[str, ...]) -> None:
    made = f"articulation x {{ from A of V; to {targets} }}\n"
    route = "agreement when articulation in force on awarded grants as articulated, up to 20 credits ZC"
    learner = "learner holds A 5 credits ZC from V awarded 2025-01-01"
    assert failed(route, learner, *expected, more=made) == ()


@pytest.mark.parametrize(
    ("grants", "code"),
    [
        ("grants full up to 50% of award", "S021"),
        ("grants full, up to 10 credits up to 20 credits", "S021"),
        ("grants full up to nope credits", "N101"),
        ("grants full up to 10 credits NOPE", "N101"),
    ],
)
def test_a_cap_that_says_nothing_is_a_fault(grants: str, code: str) -> None:
    assert code in [fault.code for fault in check_text(f"recognition u for U {{ route a is agreement {grants} }}\n")]


TWO_ROUTES = """
credit ZC { is 10 hours }
recognition r for U {
  route own is own when issuer = U grants full
  route first is assessment "First" when issuer = V decide within 30 days of applied grants full
  route second is assessment "Second" when issuer in { V; W } decide within 30 days of applied grants full up to 10 credits
}
qualification Q { awarded by U; credit unit ZC; requires 40 credits from any }
"""
BY_DECISION = 'decision assessment holding A outcome full by "C" on 2026-01-05'


@pytest.mark.parametrize(
    ("issuer", "decision", "expected"),
    [
        ("V", BY_DECISION, ("A recognised by first", "Q progress 3/4")),
        ("V", BY_DECISION.replace("assessment", "assessment r.second"), ("A partial by second 10 credits", "Q progress 1/4")),
        ("W", BY_DECISION, ("A partial by second 10 credits", "Q progress 1/4")),
        ("X", BY_DECISION, ("A refused", "Q progress 0", 'reason "First does not take this holding"')),
        ("W", BY_DECISION.replace("assessment", "assessment r.first"), ("A pending by second", 'reason "First does not take"')),
    ],
)  # fmt: skip
def test_a_decision_that_names_no_route_is_that_of_the_first_that_may_take_the_holding(
    issuer: str, decision: str, expected: tuple[str, ...]
) -> None:
    said = "\n".join(f" expect {each}" for each in expected)
    learner = (
        f" as of 2026-01-10\n learner applied 2026-01-01\n learner holds A 30 credits ZC from {issuer}\n {decision}\n"
    )
    assert run_scenarios(load_text(f'{TWO_ROUTES}scenario "s" {{\n{learner}{said}\n}}\n')).failed == ()
