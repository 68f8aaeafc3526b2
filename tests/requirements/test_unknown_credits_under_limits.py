"""Learning of unknown credits may be too much for a maximum of credits: nothing of it counts there for certain."""

from __future__ import annotations

from typing import Any

import pytest

from audit.given import audited, learner, reasons
from stackr.book import load_text
from stackr.model.qualification import QualificationAudit

RULES = """
credit UC { is 10 hours }
recognition u for U { route as_it_is is own when any grants full }
qualification Q { awarded by U; credit unit UC; requires REQUIRES; LINE }
"""


def held(code: str, credits: str | None = "10", **more: Any) -> dict[str, Any]:
    found = {"id": code.lower(), "credential": code, "issuer": "U", "status": "active", "awarded": "2025-01-01", **more}
    return found if credits is None else {**found, "credits": credits, "credit_unit": "UC"}


def entry(requires: str, line: str, *holdings: dict[str, Any]) -> QualificationAudit:
    rules = RULES.replace("REQUIRES", requires).replace("LINE", line)
    return audited(load_text(rules), learner(*holdings), "Q").qualifications[0]


@pytest.mark.parametrize(
    ("requires", "line"),
    [
        ("all of { A; B }", "limits { cap: at most 15 credits from B }"),
        ("all of { A; B }", "limits { cap: exactly 10 credits from B }"),
        ("2 credentials from any", "limits { cap: at most 20 credits per issuer }"),
        ("2 credentials from any", "limits { cap: at most 60% of counted from B }"),
        ("2 credentials from any", "limits { cap: at least 40% of counted from A }"),
        ("2 credentials from any", "total at most 25 credits"),
        ("2 credentials from any with { at most 20 credits from any }", ""),
        ("all of { A; p: at least 10 and at most 20 credits from B }", ""),
    ],
)
def test_a_maximum_of_credits_and_learning_of_unknown_credits(requires: str, line: str) -> None:
    """They were no credits at all, so that every maximum held."""
    found = entry(requires, line, held("A"), held("B", None))
    assert (found.status, reasons(found)) == ("undetermined", {"B": "unknown"})
    assert {(item.holding, item.member) for item in found.missing} == {("b", "credits")}
    assert entry(requires, line, held("A"), held("B")).status == "satisfied"
    assert entry(requires, line, held("A"), held("B", "16")).status != "undetermined"


@pytest.mark.parametrize(
    "line", ["limits { cap: at most 15 credits from A }", "limits { cap: at most 1 credentials from B }", ""]
)
def test_what_no_maximum_of_credits_is_about_counts(line: str) -> None:
    assert entry("all of { A; B }", line, held("A"), held("B", None)).status == "satisfied"


def test_awards_asked_for_together_each_have_their_own_value_of_a_parameter() -> None:
    """What a selector with a parameter said of learning for one award was taken for another of a later year."""
    rules = """
    parameter small { 5 credits from 2020-01-01 until 2022-12-31; 20 credits from 2023-01-01 }
    let little = credits <= parameter small
    recognition u for U { route as_it_is is own when any grants full }
    qualification OLD { awarded by U; in force from 2021-01-01; requires 10 credits from WHAT }
    qualification NEW { awarded by U; in force from 2023-01-01; requires 10 credits from WHAT }
    """
    for what in ("credits <= parameter small", "little"):
        book = load_text(rules.replace("WHAT", what))
        record = learner({**held("A", None), "credits": "10"}, entry="2024-01-01")
        for names in (("OLD",), ("NEW",), ("OLD", "NEW"), ("NEW", "OLD")):
            said = {each.qualification: each.status for each in audited(book, record, *names).qualifications}
            assert said == {name: {"OLD": "not-started", "NEW": "satisfied"}[name] for name in names}
