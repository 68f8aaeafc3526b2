"""A bound holds as it is written: which way round, in which measure, of which clause, by whichever name the clause is called."""

from __future__ import annotations

from typing import Any

import pytest

from audit.given import audited, learner
from stackr.book import load_text
from stackr.diagnostics.model import RuleError

RULES = """
recognition u for U { route as_it_is is own when any grants full }
qualification Q { awarded by U; requires REQUIRES; limits { l: LINE } }
"""


def held(code: str, credits: str = "10", **more: Any) -> dict[str, Any]:
    day = {"awarded": "2010-01-01", "completed": "2010-01-01"}
    return {"id": code, "credential": code, "issuer": "U", "credits": credits, "status": "active", **day, **more}


def status(requires: str, line: str, *holdings: dict[str, Any]) -> str:
    rules = RULES.replace("REQUIRES", requires).replace("LINE", line)
    return audited(load_text(rules), learner(*holdings), "Q").qualifications[0].status


@pytest.mark.parametrize(
    "line",
    [
        "at most 10 of the last 30 credits from issuer U",
        "exactly 10 of the last 30 credits from issuer U",
        "at least 2 of the last 3 credentials from issuer U",
    ],
)
@pytest.mark.parametrize("place", ["limits { l: LINE }", "requires all of { p: 30 credits from any with { LINE } }"])
def test_of_the_last_only_a_minimum_in_credits_can_be_asked(line: str, place: str) -> None:
    """They were read as `at least`, and credentials as credits."""
    with pytest.raises(RuleError, match="T111"):
        load_text("qualification Q { total 30 credits; PLACE }".replace("PLACE", place.replace("LINE", line)))


@pytest.mark.parametrize("line", ["at least 10% of counted each year", "at least 10% of counted over taken"])
def test_a_share_of_what_counts_goes_with_no_other_way(line: str) -> None:
    with pytest.raises(RuleError, match="T115"):
        load_text(RULES.replace("REQUIRES", "10 credits from any").replace("LINE", line))


@pytest.mark.parametrize("names", ["core", "core, core", "core, Q.core", "Q.core, core"])
@pytest.mark.parametrize("line", ["never any for NAMES", "awarded within 1 year of 2026-01-01, only in NAMES"])
def test_a_clause_named_twice_is_named(names: str, line: str) -> None:
    """A limit that called one clause by two names was left out without a word."""
    both = "all of { core: A; el: B }"
    assert status(both, line.replace("NAMES", names), held("A"), held("B")) == "in-progress"


@pytest.mark.parametrize("names", ["core", "core, Q.core"])
def test_an_exception_named_twice_is_one(names: str) -> None:
    line = f"awarded within 1 year of 2026-01-01, except in {names}"
    assert status("all of { core: A; el: B }", line, held("A"), held("B")) == "in-progress"
    assert status("all of { core: A; el: B }", line, held("A"), held("B", awarded="2025-06-01")) == "satisfied"


@pytest.mark.parametrize(
    ("requires", "line"),
    [
        ("3 credentials from any", "at most 2.5 credentials from issuer U"),
        ("at most 2.5 credentials from any; total 30 credits", "at most 90 credits from any"),
        ("3 credentials from any", "at most 2.5 credentials per issuer"),
    ],
)
def test_a_part_of_a_credential_allows_none(requires: str, line: str) -> None:
    """At most two and a half let three count."""
    entry = audited(
        load_text(RULES.replace("REQUIRES", requires).replace("LINE", line)),
        learner(held("A"), held("B"), held("C")),
        "Q",
    ).qualifications[0]
    assert len(entry.counted) == 2


CORE = 'all of { core: 20 credits from "C*"; el: 40 credits from "E*" }'


@pytest.mark.parametrize("bound", ["at least", "at most"])
def test_a_share_of_what_a_clause_counted_is_asked_of_that_clause(bound: str) -> None:
    """The rest of the whole award was held against half of the core."""
    line = f"{bound} 50% of counted in core from level >= 7"
    inside, outside = ("7", "5") if bound == "at least" else ("5", "7")
    core, other = held("C1", "20", level=inside), held("C1", "20", level=outside)
    assert status(CORE, line, core, held("E1", "40", level=outside)) == "satisfied"
    assert status(CORE, line, other, held("E1", "40", level=inside)) != "satisfied"


def test_a_minimum_of_one_clause_as_a_share_of_another_is_a_fault() -> None:
    line = "at least 50% of counted in core from level >= 7 in el"
    with pytest.raises(RuleError, match="T115"):
        load_text(RULES.replace("REQUIRES", CORE).replace("LINE", line))
    assert status(CORE, line.replace("least", "most"), held("C1", "20"), held("E1", "40", level="5")) == "satisfied"
