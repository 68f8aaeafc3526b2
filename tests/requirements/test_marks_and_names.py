"""A mark in a rule is compared on the scale that it is on: never with the place of a name, nor with the value of another scale."""

from __future__ import annotations

from datetime import date

import pytest

from stackr.book import load_text
from stackr.checks.run import check_text
from stackr.conditions.grades import scales_with
from stackr.diagnostics.model import Severity

DAY = date(2026, 2, 1)
NAMES = "grades L { A; B; C }\n"
PERCENT = "grades percent { from 0 to 100; pass 50 }\n"
POINTS = "grades points { A = 4; B = 3; C = 2; convert to percent { A = 85; B = 70; C = 55 } }\n"
OTHER = "grades uk { from 0 to 100; pass 40 }\n"
AWARD = "qualification Q {{ awarded by U; requires all of {{ {need} }} {limits} }}\n"
LINES = [
    "10 credits from grade >= {}",
    "A1 with grade >= {}",
    "any1: 10 credits from any with {{ average at least {} }}",
    "a: 10 credits from any; grade average at least {} over counted",
    "a: 10 credits from any; grade average at least {} over taken",
]


def award(line: str, mark: str) -> str:
    return AWARD.format(need=line.format(mark), limits="")


def faults(text: str) -> list[tuple[str, str]]:
    return [(found.code, found.help) for found in check_text(text) if found.severity is Severity.ERROR]


@pytest.mark.parametrize("line", LINES)
def test_on_names_alone_no_mark_is_asked(line: str) -> None:
    assert faults(NAMES + award(line, "2")) == [("T134", "`L` has names and no marks: A, B, C")]


def test_nor_where_other_scales_have_marks() -> None:
    line = "a: 10 credits from any; grade average at least 2 over counted on L"
    assert [code for code, _ in faults(NAMES + PERCENT + award(line, ""))] == ["T134"]


def test_nor_by_an_articulation() -> None:
    line = "articulation AR { from ML of S; to A1; minimum grade 2 }\n"
    assert [code for code, _ in faults(NAMES + line)] == ["T134"]


def status(rules: str, grade: str, scale: str | None) -> tuple[str, list[str]]:
    held = {"id": "h", "credential": "A1", "issuer": "U", "credits": 10, "grade": grade, "awarded": "2025-06-30"}
    if scale is not None:
        held["grade_scale"] = scale
    entry = load_text(rules).audit({"learner": "made up", "holdings": [held]}, ["Q"], DAY)["Q"]
    return entry.status, [missing.member for missing in entry.missing]


@pytest.mark.parametrize("line", LINES)
def test_a_name_is_not_set_against_a_mark(line: str) -> None:
    rules = NAMES + PERCENT + award(line, "2")
    assert status(rules, "A", "L") == ("undetermined", ["grade"])
    assert status(rules, "60", "percent")[0] == "satisfied"


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize(("grade", "meets"), [("A", True), ("B", True), ("C", False)])
def test_another_scale_is_set_against_a_mark_by_its_conversion(line: str, grade: str, meets: bool) -> None:
    """Points run from 2 to 4: 60 is a mark of the other scale, so that nothing but the conversion says what an A is worth."""
    found, missing = status(PERCENT + POINTS + award(line, "60"), grade, "points")
    assert (found == "satisfied", missing) == (meets, [])


@pytest.mark.parametrize("line", LINES)
def test_of_two_scales_that_have_the_mark_none_is_meant(line: str) -> None:
    assert status(PERCENT + OTHER + POINTS + award(line, "60"), "A", "points") == ("undetermined", ["grade"])
    assert status(PERCENT + OTHER + POINTS + award(line, "60"), "65", "uk")[0] == "satisfied"


def test_names_are_compared_by_their_order() -> None:
    rules = NAMES + award(LINES[0], "B")
    assert [status(rules, grade, "L")[0] == "satisfied" for grade in "ABC"] == [True, True, False]


def test_a_mark_on_no_declared_scale_is_a_number() -> None:
    assert status(award(LINES[0], "60"), "65", None)[0] == "satisfied"
    assert status(award(LINES[0], "60"), "65", "theirs")[0] == "satisfied"


TWENTY = "grades twenty { from 0 to 20; pass 10; convert to percent { 10 to 14 = 55; 15 to 20 = 75 } }\n"
APART = "grades ten { from 0 to 10; pass 5 }\n"
SILENT = [PERCENT + TWENTY, PERCENT + APART, PERCENT + TWENTY + APART, POINTS + PERCENT, OTHER + PERCENT]


def standing(scales: str, line: str, mark: str, **grade: str) -> str:
    held = {"id": "A1", "credential": "A1", "issuer": "U", "credits": 10, **grade}
    return load_text(scales + award(line, mark)).audit({"learner": "L", "holdings": [held]}, ["Q"], DAY)["Q"].status


@pytest.mark.parametrize("scales", SILENT)
@pytest.mark.parametrize("line", LINES[:2])
@pytest.mark.parametrize("mark", ["3", "8", "15", "60"])
@pytest.mark.parametrize("grade", ["2", "9", "18", "72", "A"])
def test_a_grade_on_nobody_knows_which_scale_is_what_it_is_on_each(
    scales: str, line: str, mark: str, grade: str
) -> None:
    """What is said for certain holds whichever of the scales the grade is on."""
    told = standing(scales, line, mark, grade=grade)
    on_each = set()
    for name in load_text(scales).tables.grades:
        if scales_with(load_text(scales).tables, grade, name):
            on_each.add(standing(scales, line, mark, grade=grade, grade_scale=name))
    assert told == "undetermined" or on_each == {told}
    assert told != "undetermined" or on_each != {"satisfied"}


def test_on_a_scale_that_nobody_declares_a_grade_is_nothing() -> None:
    assert standing(PERCENT, LINES[1], "60", grade="18", grade_scale="zz") == "undetermined"
    assert standing(PERCENT, LINES[1], "60", grade="72", grade_scale="zz") == "undetermined"
    assert standing("", LINES[1], "60", grade="72", grade_scale="zz") == "satisfied"


def test_of_a_grade_without_its_scale_the_audit_says_what_is_missing() -> None:
    held = {"id": "A1", "credential": "A1", "issuer": "U", "credits": 10, "grade": "18"}
    book = load_text(PERCENT + TWENTY + award(LINES[1], "60"))
    (fact,) = book.audit({"learner": "L", "holdings": [held]}, ["Q"], DAY)["Q"].missing
    assert "A1 has grade 18 on a scale that the record does not name" in fact.message
