"""Conversions as rules declare them: every name declared, hours by their own line where there is one, rounding as stated."""

from __future__ import annotations

from datetime import date

import pytest

from stackr.book import load_text
from stackr.checks.run import check_text

ECTS = "credit ECTS is 25 to 30 hours step 1\n"
AWARD = 'qualification Q "Q" { credit unit ECTS; total 6 credits; requires p: 6 credits from any }\n'


def status(rules: str, **holding: str) -> str:
    """How the award stands for a learner with one holding."""
    record = {"learner": "L", "holdings": [{"id": "h", "credential": "A", **holding}]}
    return load_text(rules).audit(record, ["Q"], date(2026, 2, 1)).qualifications[0].status


@pytest.mark.parametrize(
    ("line", "hours", "told"),
    [
        ("", "180", "satisfied"),
        ("", "150", "undetermined"),
        ("convert 25 hours = 1 ECTS", "150", "satisfied"),
        ("convert 30 hours = 1 ECTS round down per item", "175", "in-progress"),
        ("convert 30 hours = 1 ECTS round up per item", "175", "satisfied"),
        ("convert 30 hours = 1 ECTS", "180", "satisfied"),
    ],
)
def test_hours_convert_by_their_own_line_where_there_is_one(line: str, hours: str, told: str) -> None:
    assert status(f"{ECTS}{line}\n{AWARD}", hours=hours) == told


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("convert 2 UKC = 1 ECTS", "UKC"),
        ("convert 1 ECTS = 2 UKC", "UKC"),
        ("convert 2 ETCS <=> 1 ECTS", "ETCS"),
        ("credit UKC is 10 hours framework RQF", "RQF"),
    ],
)
def test_names_that_nobody_declares_are_faults(line: str, name: str) -> None:
    [fault] = check_text(f"{ECTS}{line}\n")
    assert (fault.code, fault.severity.value) == ("N101", "error")
    assert f"`{name}`" in fault.message


def test_a_word_of_the_language_may_name_a_unit_wherever_it_stands() -> None:
    """`hours`, `level` and the like are words only where the language expects them."""
    rules = "credit term is 10 hours\nconvert 2 term = 1 ECTS\n"
    assert [fault.code for fault in check_text(ECTS + rules)] == []
