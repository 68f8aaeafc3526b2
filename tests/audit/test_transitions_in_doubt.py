"""Whose transition it is may be unknown: then the award is judged either way, and unknown is never taken for false."""

from __future__ import annotations

import pytest

from stackr.book import load_text
from stackr.testing.run import run_scenarios

RULES = """
recognition u for U {{ route own is own when issuer = U grants full }}
qualification Q {{ awarded by U; in force from 2020-01-01 until 2022-12-31{achieve}; requires A }}
qualification Q {{ awarded by U; in force from 2023-01-01
  transition from 2020-01-01: {line}
  requires B
}}
"""
MAY = 'when fact "part-time" = yes may choose'
MUST = 'when fact "part-time" = yes must move'
BY = 'when fact "part-time" = yes must move by 2023-06-01'
OLD = "Q version 2020-01-01"


@pytest.mark.parametrize(
    ("line", "fact", "holds", "expected"),
    [
        (MAY, "", "A", ("Q satisfied", OLD)),
        (MAY, "", "B", ("Q undetermined", "Q progress 0", "Q possible 1", "Q missing part-time")),
        (MAY, "yes", "B", ("Q satisfied", "Q version 2023-01-01")),
        (MAY, "no", "B", ("Q not-started", "Q possible 0", OLD)),
        (MAY, "", "C", ("Q not-started", "Q possible 0")),
        (MUST, "", "A", ("Q undetermined", "Q progress 0", "Q possible 1")),
        (MUST, "", "B", ("Q undetermined", "Q progress 0", "Q possible 1")),
        (MUST, "", "A 10 credits from U, B", ("Q satisfied",)),
        (MUST, "yes", "A", ("Q not-started", "Q version 2023-01-01")),
        (MUST, "no", "A", ("Q satisfied", OLD)),
        (BY, "", "A", ("Q satisfied", OLD)),
    ],
)
def test_either_way(line: str, fact: str, holds: str, expected: tuple[str, ...]) -> None:
    known = f'fact "part-time" = {fact}\n' if fact else ""
    said = "\n".join(f" expect {each}" for each in expected)
    learner = f" as of 2023-06-01\n {known} learner entered 2022-12-31\n learner holds {holds} 10 credits from U\n"
    book = load_text(RULES.format(line=line, achieve="") + f'scenario "s" {{\n{learner}{said}\n}}\n')
    assert run_scenarios(book).failed == ()


def test_of_an_open_and_a_closed_version_the_open_one_is_told() -> None:
    rules = RULES.format(line="may choose", achieve=", achieve until 2023-05-31")
    learner = "as of 2023-06-01\n learner entered 2022-12-31\n learner holds A 10 credits from U"
    told = "expect Q version 2023-01-01\n expect Q not-started"
    assert run_scenarios(load_text(f'{rules}scenario "s" {{\n {learner}\n {told}\n}}\n')).failed == ()
