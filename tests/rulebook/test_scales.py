"""Levels, grades, terms, units, shares and dates that contradict what they belong to."""

from __future__ import annotations

import pytest

from stackr.checks.run import check_text
from stackr.diagnostics.model import Severity
from stackr.rulebook.load import load_text

BASE = """framework ZQF "Z" { levels 1 to 10 }
credit ZC is 10 hours
grades percent "P" { from 0 to 100; pass 50 }
grades letters "L" { A = 4; B = 3; C = 2 }
"""
AWARD = 'qualification Q "Q" {{ total 20 credits; requires all of {{ p: 20 credits from any }}; {line} }}\n'


def errors(line: str) -> list[str]:
    return [found.code for found in check_text(BASE + line + "\n") if found.severity is Severity.ERROR]


@pytest.mark.parametrize(
    "line",
    [
        "grades G { from 0 to 100; pass 500 }",
        "grades G { from 100 to 0 }",
        "grades G { A; B; pass Q }",
        "grades G { A = 4; B = 5 }",
        "grades G { A = 4; B; C = 2 }",
        "grades G { from 0 to 100; distinction = 85; merit }",
        "grades G { from 0 to 100; distinction = 185 }",
        "grades G { A; B; convert to percent { Z = 20 } }",
        "grades G { A; B; convert to percent { A = 700 } }",
        "grades G { A; B; convert to letters { A = E } }",
        "grades G { A; B; convert to percent { A = 70; A = 60 } }",
        "grades G { A; B; convert to percent { A = 70 }; convert to percent { A = 80 } }",
        "grades G { A; convert to percent { A = 70 } in force until 2026-06-30; convert to percent { A = 80 } in force from 2026-01-01 }",
        "grades G { from 0 to 20; convert to percent { 0 to 10 = 50 }; convert to percent { 10 to 20 = 70 } }",
        "grades G { from 0 to 20; convert to percent { 15 to 10 = 70 } }",
        "grades G { from 0 to 20; convert to percent { 10 to 25 = 70 } }",
        "grades G { from 0 to 20; convert to percent { 5 to 10 = 50; 10 to 15 = 60 } }",
        "credit K { is 30 to 25 hours }",
        "credit K { is 0 hours }",
        "credit K { is 25 hours; step 0 }",
        "framework F { levels 1 to 5; one credit is 0 hours }",
        "framework F { level 8; level 7; level Entry }",
        "framework F { level 8; level Entry; levels 1 to 7 }",
        "articulation AR { from ML of S; to A; match 180% }",
        "articulation AR { from ML of S; to A; match 0% }",
        "recognition r for U { fallback f is rpl each outcome met to at least 150% of outcome grants whole units }",
        'credential B1 "x" { 10 credits; repeatable up to 0 }',
    ],
)
def test_a_figure_off_its_scale(line: str) -> None:
    assert errors(line) == ["T134"]


@pytest.mark.parametrize(
    "line",
    [
        "grades G { from 0 to 100; pass 0 }",
        "grades G { A; B; pass B }",
        'grades G { "A+" = 4; A = 4; B = 3 }',
        "grades G { from 0 to 100; distinction = 85; merit = 70 }",
        "grades G { A; B; convert to percent { A = 100; B = 0 } }",
        "grades G { from 0 to 20; convert to percent { 0 to 9 = 40; 10 to 20 = 60 } }",
        "grades G { from 0 to 20; convert to letters { 20 = A } }",
        "grades G { convert to percent { 1 = 90 } }",
        "grades G { A; B; convert to percent { A = 70 }; convert to percent { B = 60 } }",
        "grades G { A; B; convert to percent { A = 70 }; convert to letters { A = A } }",
        "grades G { A; convert to percent { A = 70 } in force until 2025-12-31; convert to percent { A = 80 } in force from 2026-01-01 }",
        "credit K { is 25 to 30 hours; step 0.5 }",
        "articulation AR { from ML of S; to A; match 100% }",
        'framework F { levels 1 to 5; level 3 "Three" }',
        'framework F { level 3 "Three"; level Entry; levels 1 to 5; level Top }',
        "framework F { level 3; level 1; level 2 }",
    ],
)
def test_a_figure_on_its_scale(line: str) -> None:
    assert errors(line) == []


@pytest.mark.parametrize(
    ("levels", "above"),
    [
        ("level Entry; levels 1 to 3; level Top", ["1", "2", "3", "Top"]),
        ("levels 1 to 3; level Entry; level Top", ["Top"]),
        ('level 2 "Two"; level Entry; levels 1 to 3', ["1", "2", "3"]),
        ('levels 1 to 2; level "2a"; levels 3 to 4; level Entry', []),
    ],
)
def test_levels_rise_as_they_are_listed(levels: str, above: list[str]) -> None:
    """Also where some of them are said as a run of numbers."""
    book = load_text(f"framework F {{ {levels} }}")
    (version,) = book.tables.frameworks["F"]
    assert sorted(name for name, rank in version.ranks.items() if rank > version.ranks["Entry"]) == above


@pytest.mark.parametrize(
    "line",
    [
        "framework F { level A; level B; level A }",
        "framework F { level 1; level 2; level 1 }",
        'framework F { levels 1 to 3; level 2 "Two"; level 2 "Second" }',
        "framework F { levels 1 to 3; levels 3 to 5 }",
        "grades G { A = 4; B = 3; a = 2 }",
        'calendar K { term "1" from 2026-01-12 until 2026-06-05; term "1" from 2027-01-12 until 2027-06-05 }',
    ],
)
def test_one_name_twice_on_a_scale(line: str) -> None:
    assert errors(line) == ["N102"]


@pytest.mark.parametrize(
    "line",
    [
        "grades G { A; B; convert to NOPE { A = 70 } }",
        'catalogue C { credential B1 "x" { 10 credits NOPE } }',
        'catalogue C { credit unit NOPE; credential B1 "x" { 10 credits } }',
        "catalogue C { credit unit NOPE }",
        'recognition r for U { route a is treaty when country = "ZM" grants level up to 20 credits NOPE }',
        'credential B1 "x" { 10 credits; level NOPE 8 }',
        "articulation AR { from 10 credits NOPE; to A }",
        "articulation AR { from ML of S; to 10 credits at NOPE 7 of U }",
        AWARD.format(line="awarded by U at NOPE 7"),
    ],
)
def test_a_unit_or_framework_that_nobody_declares(line: str) -> None:
    assert errors(line) == ["N101"]


@pytest.mark.parametrize(
    "line",
    [
        'credential B1 "x" { 10 credits; level ZQF 80 }',
        'credential B1 "x" { 10 credits; level ZQF "Entry 3" }',
        "articulation AR { from ML of S at ZQF 77; to A }",
        "articulation AR { from ML of S; to 10 credits at ZQF 77 of U }",
        AWARD.format(line="awarded by U at ZQF 12"),
    ],
)
def test_a_level_that_its_framework_lacks(line: str) -> None:
    assert errors(line) == ["T125"]


@pytest.mark.parametrize(
    "line",
    [
        "in force from 2026-01-01, enrol until 2025-01-01",
        "in force from 2026-01-01, achieve until 2025-01-01",
        "in force from 2026-01-01, enrol until 2029-01-01, achieve until 2028-01-01",
        "enrol until 2029-01-01, achieve until 2028-01-01",
    ],
)
def test_last_days_come_one_after_the_other(line: str) -> None:
    assert errors(AWARD.format(line=line)) == ["T120"]


@pytest.mark.parametrize(
    "line", ["in force from 2026-01-01 until 2026-12-31, enrol until 2029-01-01, achieve until 2029-01-01", ""]
)
def test_last_days_in_order_are_none(line: str) -> None:
    assert errors(AWARD.format(line=line)) == []


@pytest.mark.parametrize(("day", "told"), [("2020-06-01", ["T135"]), ("2021-01-01", ["T135"]), ("2020-01-01", [])])
def test_a_transition_is_from_another_version(day: str, told: list[str]) -> None:
    old = AWARD.format(line="in force from 2020-01-01 until 2020-12-31")
    assert errors(old + AWARD.format(line=f"in force from 2021-01-01; transition from {day}: may choose")) == told


@pytest.mark.parametrize(("day", "told"), [("2021-01-01", ["T135"]), ("2020-01-01", ["T135"])])
def test_a_transition_stands_in_the_version_that_learners_come_to(day: str, told: list[str]) -> None:
    new = AWARD.format(line="in force from 2021-01-01")
    line = f"in force from 2020-01-01 until 2020-12-31; transition from {day}: may choose"
    assert errors(AWARD.format(line=line) + new) == told


@pytest.mark.parametrize(
    "line", ["in force from 2021-01-01; retired 2020-01-01", "in force from 2021-01-01; retired 2021-01-01"]
)
def test_what_leaves_the_catalogue_has_entered_it(line: str) -> None:
    assert errors(f'credential B1 "x" {{ 10 credits; {line} }}') == ["T120"]
