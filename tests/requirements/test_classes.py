"""Classes of an award that hang on what is not known: no class is claimed that may turn out wrong."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from audit.given import book
from stackr.audit.run import audit
from stackr.report.text import render_audit

RULES = """
grades marks "Marks" { from 0 to 100; pass 40 }
qualification Q "Award" {
  requires all of { x "X": 20 credits from any }
  classify "Distinction" when grade average at least 70 over counted on marks
  classify "Merit" when grade average at least 60 over counted on marks
  classify "Pass" otherwise
}
"""


def classified(*grades: str | None, rules: str = RULES) -> str | None:
    held: list[dict[str, Any]] = [
        {"id": f"h{number}", "credential": f"C{number}", "credits": "10", "completed": "2025-01-01",
         **({"grade": grade, "grade_scale": "marks"} if grade is not None else {})}
        for number, grade in enumerate(grades)
    ]  # fmt: skip
    found = audit(book(rules), {"learner": "L", "holdings": held}, ["Q"], date(2026, 2, 1))["Q"]
    assert found.status == "satisfied"
    return found.classified


@pytest.mark.parametrize(
    ("grades", "name"),
    [
        (("70", "70"), "Distinction"),
        (("80", "50"), "Merit"),
        (("60", "59"), "Pass"),
        (("80", None), None),
        ((None, "80"), None),
        (("40", None), None),
        (("10", None), "Pass"),
        ((None, None), None),
    ],
)
def test_an_unknown_grade_leaves_open_the_classes_it_could_reach(
    grades: tuple[str | None, ...], name: str | None
) -> None:
    """Of 40 and at most 100 the mean is at most 70; of 10 and 100 it is 55: a pass whatever the grade."""
    assert classified(*grades) == name


@pytest.mark.parametrize(
    ("condition", "open_", "given", "not_given"),
    [
        ("grade average at least 70 over taken on marks", ("60", None), ("60", "80"), ("10", None)),
        ("grade average at least 70 over attempted on marks", ("60", None), ("60", "80"), ("10", None)),
        ("at least 20 credits from grade >= 70", ("80", None), ("80", "70"), ("60", None)),
        ("at least 20 credits from grade >= 70 over taken", ("80", None), ("80", "70"), ("60", None)),
        ("at least 2 credentials from grade >= 70", ("80", None), ("80", "70"), ("60", None)),
        ("at most 10 credits from grade < 70", ("60", None), ("60", "80"), ("60", "50")),
        ("at least 100% of counted from grade >= 70", ("80", None), ("80", "70"), ("60", None)),
    ],
)  # fmt: skip
def test_what_any_other_condition_could_reach_is_left_open(
    condition: str, open_: tuple[str | None, ...], given: tuple[str, ...], not_given: tuple[str | None, ...]
) -> None:
    """Whatever a class asks of grades: one that could still be met is neither given nor passed over for the next."""
    rules = RULES.replace("grade average at least 70 over counted on marks", condition)
    rules = rules.replace('  classify "Merit" when grade average at least 60 over counted on marks\n', "")
    assert classified(*open_, rules=rules) is None
    assert classified(*given, rules=rules) == "Distinction"
    assert classified(*not_given, rules=rules) == "Pass"


def test_a_unit_that_another_award_uses_is_not_said_to_be_conferred() -> None:
    rules = book(
        "qualification M1 { requires all of { x: 20 credits from any } }\n"
        "qualification M2 { requires all of { y: 20 credits from any }; includes M1 with share up to 10 credits }\n"
    )
    held = [{"id": f"h{n}", "credential": f"C{n}", "credits": "10", "completed": "2025-01-01"} for n in range(3)]
    record = {"learner": "L", "facts": {"enrolled_in": ["M1", "M2"]}, "holdings": held}
    told = render_audit(audit(rules, record, None, date(2026, 2, 1)))
    assert "used by another award" in told
    assert "conferred" not in told


@pytest.mark.parametrize(("line", "name"), [('"Honours" as "First"', "First"), ('"First"', "First")])
@pytest.mark.parametrize("rest", ["when grade average at least 70 over counted on marks", "otherwise"])
def test_as_names_the_class(line: str, name: str, rest: str) -> None:
    head = RULES[: RULES.index("  classify")]
    assert classified("70", "70", rules=f"{head}  classify {line} {rest}\n}}\n") == name
