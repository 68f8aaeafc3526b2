"""Names in scenarios that stand for nothing: told by `check`, and what is expected of them never holds."""

from __future__ import annotations

import pytest

from stackr.book import load_text
from stackr.checks.run import check_text
from stackr.testing.run import run_scenarios

RULES = """
catalogue K { issuer U; credential A { 10 credits }; credential B { 10 credits } }
recognition u for U { gate honest { status is not revoked }
  route own is own when issuer = U grants full
  fallback rpl is rpl grants whole units }
definition small of micro-credential { size: credits <= 40 }
qualification Q "Award" {
  awarded by U
  in force from 2020-01-01
  requires all of { core: A; el: B or "X*" }
  limits { cap: at most 10 credits by own }
  classify "good" when grade average at least 50 over counted
}
qualification R { awarded by U; requires A }
"""
HELD = "learner holds A 10 credits from U grade 60, A 10 credits from U as second, X9 5 credits from U"

NOTHING = [
    "NOPE satisfied",
    "NOPE not satisfied",
    "Q.nope met",
    "Q.nope not binding",
    "Q.nope counts nothing",
    "Q.nope progress 1/2",
    "Q counts A, ZZ",
    "Q satisfied counting ZZ",
    "A recognised by u.nope",
    "A not recognised by nope",
    "A not recognised for NOPE",
    "ZZ not recognised",
    "B pending",
    "A is not micro-credential by nope",
    "A criterion nope met by small",
    "A criterion size met by nope",
    "ZZ unused",
    "A unused because wibble",
    "A unused in NOPE",
    "NOPE missing level",
    "Q blocked by nope",
    "Q completes with ZZZ",
    "not case NOPE",
    "conflict Q, NOPE",
    "error R999",
    'Q classified "bad"',
    "Q version 2021-01-01",
    "Q missing 10 hours",
    "Q missing 10 issuers",
    "Q missing 10 credits ECTS",
    "Q.core counts 10 hours",
    "Q counts 10 credits ECTS",
    "A recognised 10 hours",
    'message ""',
    'not message " "',
    'reason ""',
    'warning ""',
    'A refused because ""',
]
SOMETHING = [
    "Q not satisfied",
    "Q.core met",
    "Q.el.B unmet",
    "Q.cap not broken",
    "Q counts A",
    "Q.el counts X9",
    "A recognised by u.own",
    "A recognised by own for A",
    "second not refused by honest",
    "A-2 recognised",
    "A is micro-credential by small",
    "A criterion size met",
    "A unused because over-limit in Q",
    "second unused",
    "B unused",
    "A missing level",
    "Q missing level",
    "Q blocked by el, cap",
    "Q blocked by Q.core",
    "Q completes with B",
    "not case B",
    "conflict Q, R",
    "error R308",
    'Q classified "good"',
    'Q classified "unclassified"',
    "Q version 2020-01-01",
    "Q missing 10 credits",
    "Q counts 10 credits",
    "Q.core counts 1 credential",
    "A recognised 10 credits",
]


def scenario(expectation: str, more: str = "") -> str:
    held = HELD + (", A 10 credits" if "A-2" in expectation else "")
    return f'{RULES}scenario "s" {{\n  {held}\n  {more}\n  expect {expectation}\n}}\n'


def told(text: str) -> list[str]:
    return [found.message for found in check_text(text) if found.code == "C226"]


@pytest.mark.parametrize("expectation", NOTHING)
def test_what_stands_for_nothing_is_told_and_never_holds(expectation: str) -> None:
    assert len(told(scenario(expectation))) == 1
    report = run_scenarios(load_text(scenario(expectation)))
    assert not any(outcome.met for result in report.results for outcome in result.outcomes)


@pytest.mark.parametrize("expectation", SOMETHING)
def test_what_stands_for_something_is_not(expectation: str) -> None:
    assert told(scenario(expectation)) == []


@pytest.mark.parametrize(
    ("line", "count"), [("for NOPE", 1), ("claim Q, NOPE together", 1), ("for Q", 0), ("claim Q, R", 0)]
)
def test_the_awards_that_a_scenario_is_about(line: str, count: int) -> None:
    assert len(told(scenario("Q not satisfied", line))) == count


def test_decisions_and_facts_may_name_what_is_not_there() -> None:
    more = 'decision waive Q.gone by "Dean" on 2026-01-01\n  learner enrolled in NOPE'
    assert told(scenario("Q not satisfied", more)) == []


def test_the_name_that_was_meant_is_said() -> None:
    (found,) = [each for each in check_text(scenario("Q.cora met")) if each.code == "C226"]
    assert found.help == "did you mean `Q.core`?"
    (few,) = [each for each in check_text(scenario("Zzz satisfied").replace("Zzz", "Mmmmmm")) if each.code == "C226"]
    assert few.help.startswith("there are Q, Q.cap, Q.core")


UNITS = """
credit ECTS is 25 hours
credit ZC is 10 hours
convert 1 ECTS = 2 ZC
framework F "F" { levels 1 to 8 }
catalogue K { issuer U; credit unit ECTS; credential A { 10 credits } }
qualification P { awarded by U at F 5; credit unit ZC; requires all of { core: 40 credits from any } }
scenario "s" { learner holds A 10 credits ECTS from U; expect @ }
"""


@pytest.mark.parametrize(
    ("expectation", "holds"),
    [
        ("P missing 20 credits", True),
        ("P missing 20 credits ZC", True),
        ("P missing 20 credits ECTS", False),
        ("P missing 10 credits ECTS", False),
        ("P.core counts 20 credits ZC", True),
        ("P.core counts 20 credits ECTS", False),
        ("A recognised 10 credits", True),
        ("A recognised 10 credits ECTS", True),
        ("A recognised 10 credits ZC", False),
    ],
)
def test_an_amount_is_expected_in_its_own_unit(expectation: str, holds: bool) -> None:
    (result,) = run_scenarios(load_text(UNITS.replace("@", expectation))).results
    assert result.passed is holds
    assert result.outcomes[0].expected == expectation


@pytest.mark.parametrize(
    ("held", "twice"), [("B, A as B", 1), ("A as x, B as x", 1), ("A, A, A as y", 0), ("A as A, A", 0)]
)
def test_holdings_of_one_name_are_a_fault(held: str, twice: int) -> None:
    """An expectation could name neither of them."""
    found = check_text(f'{RULES}scenario "s" {{ learner holds {held}; expect Q not-started }}')
    assert [fault.code for fault in found if "holdings are called" in fault.message] == ["S020"] * twice
