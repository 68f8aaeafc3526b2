"""`parameter NAME` in a condition: of an award, the value of its version's first day; elsewhere the value of the day asked about."""

from __future__ import annotations

import pytest

from stackr.book import load_text
from stackr.checks.run import check_text
from stackr.testing.run import run_scenarios

DATED = """
parameter least { 5 credits from 2020-01-01 until 2023-12-31; 10 credits from 2024-01-01 }
parameter pass { 50 until 2023-12-31; 60 from 2024-01-01 }
parameter old { 100 until 2020-12-31 }
definition d of micro-credential { size: credits >= parameter least }
definition o of micro-credential { size: hours >= parameter old }
"""
VERSION = """qualification Q {{ in force {days}; total 10 credits
  requires 10 credits from credits >= parameter least and grade >= parameter pass }}
"""
VERSIONS = VERSION.format(days="from 2022-01-01 until 2023-12-31") + VERSION.format(days="from 2024-01-01")


@pytest.mark.parametrize(
    ("entered", "asked", "grade", "expected"),
    [
        ("2023-12-31", "2023-12-31", 50, "Q satisfied\n expect A is micro-credential by d"),
        ("2023-12-31", "2024-01-01", 50, "Q satisfied\n expect A is not micro-credential by d"),
        ("2024-01-01", "2024-01-01", 60, "Q progress 0"),
        ("2023-12-31", "2024-01-01", 49, "Q progress 0"),
        ("2023-12-31", "2020-12-31", 50, "A is not micro-credential by o"),
        ("2023-12-31", "2021-01-01", 50, "A is undetermined by o"),
    ],
)
def test_the_value_is_that_of_the_day(entered: str, asked: str, grade: int, expected: str) -> None:
    learner = f"learner entered {entered}\n learner holds A 5 credits 20 hours grade {grade}, B 5 credits grade {grade}"
    book = load_text(f'{DATED}{VERSIONS}scenario "s" {{\n as of {asked}\n for Q\n {learner}\n expect {expected}\n}}\n')
    assert run_scenarios(book).failed == ()


@pytest.mark.parametrize(
    "condition",
    [
        "credits >= parameter p",
        "hours <= parameter p",
        "grade >= parameter p",
        "credits in { 3; parameter p }",
        'fact "x" < parameter p',
    ],
)
def test_any_figure_may_be_a_parameter(condition: str) -> None:
    rules = f"parameter p = 7\nlet x = {condition}\nqualification Q {{ requires 10 credits from x }}\n"
    assert check_text(rules) == ()


@pytest.mark.parametrize(
    ("parameter", "code"),
    [
        ("parameter other = 7", "N101"),
        ("parameter p = 50% of award", "T123"),
        ("parameter p { 5 from 2020-01-01 until 2020-12-31; 7 from 2021-01-01 }", "T113"),
        ("parameter p { 5 from 2020-01-01 }", "T113"),
    ],
)
def test_a_value_that_is_not_there_is_told(parameter: str, code: str) -> None:
    rules = f"{parameter}\nqualification Q {{ requires A with credits >= parameter p }}\n"
    assert code in [fault.code for fault in check_text(rules)]


@pytest.mark.parametrize(
    "values",
    ["100 credits; 20 credits from 2020-01-01; 5 credits from 2024-01-01", "20 credits; 5 credits from 2024-01-01"],
)
@pytest.mark.parametrize("turned", [False, True])
def test_a_value_holds_until_the_next_one_begins(values: str, turned: bool) -> None:
    """Whatever the order in which they are written: in an award, in a definition and where a route is capped."""
    lines = "; ".join(values.split("; ")[:: -1 if turned else 1])
    rules = f"""parameter p {{ {lines} }}
recognition r for U {{ route a is agreement grants full up to p credits }}
definition d of micro-credential {{ size: credits <= parameter p }}
qualification Q {{ awarded by U; in force from 2024-01-01; requires p credits from any }}
"""
    for day, granted, small in (("2024-01-01", "partial 5 credits", "not "), ("2023-12-31", "recognised", "")):
        rules += f"""scenario "{day}" {{
 as of {day}
 for Q
 learner entered 2024-01-01
 learner holds A 10 credits from V awarded 2019-01-01
 expect A {granted}
 expect Q {"not " if small == "" else ""}satisfied
 expect A is {small}micro-credential by d
}}
"""
    assert run_scenarios(load_text(rules)).failed == ()


def test_another_value_is_another_meaning() -> None:
    rules = "parameter p = {value}\ndefinition d of micro-credential {{ size: credits >= parameter p }}\n"
    first, second = (load_text(rules.format(value=value)).clauses["d.size"] for value in (5, 6))
    assert first != second
