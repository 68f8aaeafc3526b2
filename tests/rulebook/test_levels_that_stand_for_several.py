"""A level that stands for several of another framework: known only where they agree, unless the rule says `any` or `all`."""

from __future__ import annotations

import pytest

from stackr.book import load_text
from stackr.checks.run import check_text
from stackr.testing.run import run_scenarios

FRAMEWORKS = """
framework A { levels 1 to 10
  8 is referenced to B 6
  9 is referenced to B 6, 7
  5 is aligned to B 5
  4 is compared to B 5
  3 is rejected to B 5
  6 is compared to nothing in B
}
framework B { levels 1 to 8 }
"""
SATISFIED, OPEN, NOT = "Q satisfied", "Q undetermined", "Q possible 0"


@pytest.mark.parametrize(
    ("condition", "level", "expected"),
    [
        ("level >= 6", 9, SATISFIED),
        ("level >= 7", 9, OPEN),
        ("level < 7", 9, OPEN),
        ("not level >= 7", 9, OPEN),
        ("level = 6", 9, OPEN),
        ("any level >= 7", 9, SATISFIED),
        ("all levels >= 7", 9, NOT),
        ("not all levels >= 7", 9, SATISFIED),
        ("level >= 8", 9, NOT),
        ("any level >= 8", 9, NOT),
        ("level >= 7", 8, NOT),
        ("level >= 1", 6, NOT),
        ("level >= 1", 1, OPEN),
        ("level = 5", 5, SATISFIED),
        ("level = 5", 4, OPEN),
        ("level = 5 compared", 4, SATISFIED),
        ("level = 5 referenced or compared", 5, OPEN),
        ("level = 5 referenced or aligned", 5, SATISFIED),
        ("level = 5", 3, OPEN),
    ],
)
def test_what_a_level_stands_for(condition: str, level: int, expected: str) -> None:
    award = f"qualification Q {{ at B 6; total 10 credits; requires 10 credits from {condition} }}\n"
    learner = f'scenario "s" {{\n learner holds X 10 credits at A {level}\n expect {expected}\n}}\n'
    assert run_scenarios(load_text(FRAMEWORKS + award + learner)).failed == ()


def test_a_reference_that_was_rejected_counts_for_nobody() -> None:
    award = "qualification Q { at B 6; requires 10 credits from level = 5 rejected or compared }\n"
    assert [fault.code for fault in check_text(FRAMEWORKS + award)] == ["T121"]


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(("day", "expected"), [("2021-01-01", SATISFIED), ("2019-12-31", OPEN)])
def test_a_newer_version_of_a_framework_takes_the_place_of_one_without_a_last_day(
    day: str, expected: str, turned: bool
) -> None:
    versions = [
        f'framework Z version "{version}" {{ levels 1 to {highest}; in force from {start} }}\n'
        for version, highest, start in (("b", 5, "2000-01-01"), ("a", 10, "2020-01-01"))
    ]
    rules = (
        "".join(versions[:: -1 if turned else 1])
        + f"""
qualification Q {{ at Z 8; requires 10 credits from level >= 8 }}
scenario "s" {{
 as of 2026-01-01
 learner holds A 10 credits at Z 8 from U awarded {day}
 expect {expected}
}}
"""
    )
    assert run_scenarios(load_text(rules)).failed == ()
