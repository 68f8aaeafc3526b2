"""Rules that look (different ones, averages, each year, over the record) heed what is unknown, whichever way it harms."""

from __future__ import annotations

from typing import Any

import pytest

from audit.given import audited, learner
from stackr.book import load_text
from stackr.model.qualification import QualificationAudit

RULES = """
grades pct { from 0 to 100; pass 50 }
credit UC { is 10 hours }
recognition u for U { route as_it_is is own when any grants full }
qualification Q { awarded by U; credit unit UC; requires REQUIRES; limits { l: LINE } }
"""


def held(code: str, credits: str | None = "10", **more: Any) -> dict[str, Any]:
    """A holding of 2025; what is None is left out."""
    day = {"awarded": "2025-01-01", "completed": "2025-01-01"}
    unit = None if credits is None else "UC"
    found = {"id": code.lower(), "credential": code, "issuer": "U", "status": "active", "credits": credits}
    return {name: value for name, value in {**found, "credit_unit": unit, **day, **more}.items() if value is not None}


def graded(code: str, grade: str, credits: str | None = "10", **more: Any) -> dict[str, Any]:
    return held(code, credits, grade=grade, grade_scale="pct", **more)


def entry(requires: str, line: str, *holdings: dict[str, Any]) -> QualificationAudit:
    rules = RULES.replace("REQUIRES", requires).replace("LINE", line)
    return audited(load_text(rules), learner(*holdings), "Q").qualifications[0]


def status(requires: str, line: str, *holdings: dict[str, Any]) -> str:
    return entry(requires, line, *holdings).status


THREE = "30 credits from any"
TWO = "20 credits from any"
ONE = "10 credits from any"


@pytest.mark.parametrize(("third", "expected"), [(None, "undetermined"), ("U", "satisfied"), ("Y", "in-progress")])
def test_exactly_so_many_different_ones(third: str | None, expected: str) -> None:
    """One of unknown issuer was none, so that two were exactly two."""
    line = "exactly 2 issuers"
    assert status(THREE, line, held("A"), held("B", issuer="X"), held("C", issuer=third)) == expected


@pytest.mark.parametrize(("level", "expected"), [(None, "undetermined"), ("5", "satisfied"), ("7", "in-progress")])
def test_exactly_so_many_different_ones_of_a_kind(level: str | None, expected: str) -> None:
    first = [held("A", level="7"), held("B", issuer="X", level="7")]
    line = "exactly 2 issuers from level >= 7"
    assert status(THREE, line, *first, held("C", issuer="Y", level=level)) == expected


@pytest.mark.parametrize("member", ["tags", "subjects"])
@pytest.mark.parametrize("line", ["at least 2 MEMBER", "at most 2 MEMBER", "exactly 2 MEMBER"])
def test_a_unit_may_show_several_values(member: str, line: str) -> None:
    """One of unknown tags was taken to show one."""
    name = {"subjects": "fields"}.get(member, member)
    found = entry(ONE, line.replace("MEMBER", member), held("A"))
    assert (found.status, found.missing[0].member) == ("undetermined", name)
    assert status(ONE, line.replace("MEMBER", member), held("A", **{name: ["a", "b"]})) == "satisfied"


@pytest.mark.parametrize("below", ["exactly 2 issuers", "at most 2 tags"])
def test_below_a_choice_it_is_one_child(below: str) -> None:
    requires = f"1 of {{ x: 40 credits from any; y: 30 credits from any with {{ {below} }} }}"
    rules = RULES.replace("REQUIRES", requires).replace("limits { l: LINE }", "")
    there = [held("A", tags=["a"]), held("B", issuer="X", tags=["a"]), held("C", issuer=None)]
    assert audited(load_text(rules), learner(*there), "Q").qualifications[0].status == "undetermined"


@pytest.mark.parametrize(
    "line",
    [
        "at most 20 credits attempted",
        "at most 20 credits over taken",
        "at least 20 credits over taken",
        "exactly 20 credits over taken",
        "at least 50% of taken from A",
        "at most 60% of taken from A",
        "at most 60% of taken per kind",
        "at least 50% of taken each year",
    ],
)
def test_unknown_credits_on_record(line: str) -> None:
    """They were none, whichever way that harms."""
    found = entry("A", line, held("A", kind="x"), held("B", None))
    assert found.status == "undetermined"
    assert [(item.holding, item.member) for item in found.missing] == [("b", "credits")]


@pytest.mark.parametrize(
    ("line", "credits", "expected"),
    [
        ("at most 20 credits attempted", "10", "satisfied"),
        ("at most 20 credits attempted", "11", "missed"),
        ("at least 20 credits over taken", "10", "satisfied"),
        ("at least 20 credits over taken", "9", "missed"),
        ("at least 50% of taken from A", "10", "satisfied"),
        ("at least 50% of taken from A", "11", "missed"),
        ("at most 40% of taken from A", "15", "satisfied"),
        ("at most 40% of taken from A", "14", "missed"),
    ],
)
def test_known_credits_on_record(line: str, credits: str, expected: str) -> None:
    assert (status("A", line, held("A"), held("B", credits)) == "satisfied") == (expected == "satisfied")


@pytest.mark.parametrize("over", ["counted", "taken", "attempted"])
@pytest.mark.parametrize("of", ["from level >= 7", "except { level < 7 }"])
def test_an_average_over_what_may_be_meant(over: str, of: str) -> None:
    """Learning of unknown level was left out, whichever way that harms."""
    line = f"grade average at least 55 over {over} {of}"
    assert status(TWO, line, graded("A", "90", level="7"), graded("B", "10")) == "undetermined"
    assert status(TWO, line, graded("A", "90", level="7"), graded("B", "10", level="5")) == "satisfied"
    assert status(TWO, line, graded("A", "90", level="7"), graded("B", "10", level="7")) == "in-progress"
    assert status(TWO, line, graded("A", "40", level="7"), graded("B", "90")) == "undetermined"
    assert status(TWO, line, graded("A", "90", level="7"), graded("B", "20")) == "satisfied"


@pytest.mark.parametrize("over", ["counted", "taken", "attempted"])
def test_an_average_over_learning_of_no_known_weight(over: str) -> None:
    """A low grade of unknown credits weighed nothing."""
    line = f"grade average at least 55 over {over}"
    found = entry("all of { A; B }", line, graded("A", "90"), graded("B", "10", None))
    assert (found.status, {item.member for item in found.missing}) == ("undetermined", {"credits"})
    assert status("all of { A; B }", line, graded("A", "90"), graded("B", "60", None)) == "satisfied"
    alike = f"{line} by credentials"
    assert status("all of { A; B }", alike, graded("A", "90"), graded("B", "30", None)) == "satisfied"


def test_an_average_over_hours_of_a_range() -> None:
    """60 hours are two or three credits; at 50 they hold the mean down as three."""
    rules = RULES.replace("is 10 hours", "is 20 to 30 hours").replace("REQUIRES", "all of { A; B }")
    there = [graded("A", "60", "5"), graded("B", "50", None, hours="60")]
    for asked, expected in (("56", "satisfied"), ("57", "undetermined"), ("58", "in-progress")):
        line = f"grade average at least {asked} over counted"
        found = audited(load_text(rules.replace("LINE", line)), learner(*there), "Q").qualifications[0]
        assert found.status == expected, asked


@pytest.mark.parametrize(
    ("line", "member"), [("at least 10 credits each year", "completed"), ("at least 10 credits each term", "term")]
)
def test_learning_of_no_known_year(line: str, member: str) -> None:
    """It may be of an earlier year, in which it is all that there is; and it may fill the year that lacks something."""
    first = held("A", completed="2025-05-01", awarded=None, term="one")
    silent = held("B", completed=None, awarded=None)
    assert status(ONE, line, first) == "satisfied"
    found = entry(ONE, line, first, silent)
    assert (found.status, [(item.holding, item.member) for item in found.missing]) == ("undetermined", [("b", member)])
    more = line.replace("10", "20")
    assert status(TWO, more, first, silent) == "undetermined"
    assert status(TWO, more, first, held("B", completed="2024-05-01", awarded=None, term="two")) != "undetermined"


SPAN = "completed within 2 years from first of level >= 7"


@pytest.mark.parametrize(("level", "expected"), [(None, "undetermined"), ("7", "in-progress"), ("5", "satisfied")])
def test_what_may_be_the_first(level: str | None, expected: str) -> None:
    """Of what may begin the stretch nobody asked: it began with the next."""
    there = [held("A", level=level, completed="2015-01-01"), held("B", level="7")]
    assert status(TWO, SPAN, *there) == expected


@pytest.mark.parametrize(
    ("first", "expected"), [(None, "undetermined"), ("2022-12-31", "in-progress"), ("2023-01-01", "satisfied")]
)
def test_the_first_need_not_be_one_of_those_that_are_looked_at(first: str | None, expected: str) -> None:
    """`from first of X for Y` held whatever the days, where no X is a Y; of an X without a day nobody asked."""
    line = "completed within 2 years from first of level < 7 for level >= 7"
    there = [held("A", level="5", completed=first, awarded=None), held("B", level="7")]
    assert status(TWO, line, *there) == expected


def test_a_window_begins_with_those_that_are_looked_at() -> None:
    """`in any 2 years for X` began with the first of anything that counts."""
    old = held("A", level="5", completed="2010-01-01")
    there = [old, held("B", level="7"), held("C", level="7", completed="2026-01-01")]
    assert status(THREE, "in any 2 years for level >= 7", *there) == "satisfied"
    assert status(THREE, "in any 6 months for level >= 7", *there) == "in-progress"
    assert status(THREE, "in any 2 years", *there) == "in-progress"


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        (True, "satisfied"),
        ("passed", "satisfied"),
        ("2025-06-01", "satisfied"),
        ("70", "satisfied"),
        (70, "satisfied"),
        (False, "in-progress"),
        (0, "in-progress"),
        ("no", "in-progress"),
        ("withdrawn", "in-progress"),
        ("pending", "undetermined"),
        ("not yet", "undetermined"),
        ([], "undetermined"),
        (["a"], "undetermined"),
        (None, "undetermined"),
    ],
)
def test_a_fact_is_evidence_where_it_says_so(fact: object, expected: str) -> None:
    """Whatever was not `no` was yes."""
    rules = RULES.replace("REQUIRES", 'all of { A; exam "E" }').replace("limits { l: LINE }", "")
    found = audited(load_text(rules), learner(held("A"), E=fact), "Q").qualifications[0]
    assert found.status == expected


UNDER_WAY = held("B", status="in-progress", awarded=None, completed=None)


@pytest.mark.parametrize(
    "line",
    [
        "never grade < 40",
        "at most 0 credits from grade < 40",
        "at most 5 credits from grade < 40 per issuer",
        "at most 20 credits from grade < 40 over taken",
        "at most 1 issuers from grade < 40",
        "at least 20 credits from grade >= 40 over taken",
        "at least 20 credits from grade >= 40",
        "grade average at least 70 over counted except { grade < 40 }",
        "grade average at least 70 over counted from grade >= 40",
        "grade average at least 70 over taken from grade >= 40",
    ],
)
def test_a_grade_to_come_is_as_good_as_is_asked(line: str) -> None:
    """What is in progress was held to have any grade, the bad ones too that a limit keeps out."""
    assert entry(TWO, line, graded("A", "70"), UNDER_WAY).progress.in_progress == "1"
