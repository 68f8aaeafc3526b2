"""What a clause asks of one unit is missing of that unit only, not of others that it could never concern."""

from __future__ import annotations

import pytest

from audit.given import audited, has, learner
from stackr.model.qualification import QualificationAudit

NAMED = 'qualification Q "Q" { requires all of { A; B with grade >= 50 } }\n'
CURRENT = (
    'qualification Q "Q" { requires all of { A with mode = online; p: 10 credits from B }\n limits { LIMIT } }\n'
    "catalogue K { credential A { 10 credits }; credential B { 10 credits } }\n"
)


def missing(entry: QualificationAudit) -> list[tuple[str | None, str]]:
    """(holding, member) of what is missing."""
    return [(fact.holding, fact.member) for fact in entry.missing]


def test_a_grade_is_asked_of_the_unit_that_is_named_with_it() -> None:
    rules = NAMED.replace("{ A;", "{ A with mode = online;")
    (entry,) = audited(rules, learner(has("A"))).qualifications
    assert missing(entry) == [("a", "mode")]
    (entry,) = audited(rules, learner(has("A", mode="online"), has("B"))).qualifications
    assert missing(entry) == [("b", "grade")]


@pytest.mark.parametrize(
    "limit",
    [
        "completed within 5 years of applied for issuer = U",
        "completed within 5 years of applied for mode = online, only in p",
    ],
)
def test_a_day_is_asked_of_the_units_that_a_currency_limit_concerns(limit: str) -> None:
    rules = CURRENT.replace("LIMIT", f"old: {limit}")
    (entry,) = audited(
        rules, learner(has("A", issuer="V"), has("B", issuer="V", mode="class"), applied="2026-01-01")
    ).qualifications
    told = {fact for fact in missing(entry) if fact[0] == "b"}
    assert told == set()
    assert ("a", "mode") in missing(entry)


def test_whom_a_currency_limit_concerns_is_asked_of_what_is_not_surely_recent() -> None:
    rules = CURRENT.replace("LIMIT", "old: completed within 5 years of applied for issuer = U").replace(
        " with mode = online", ""
    )
    held = has("B", completed="2025-06-01")
    (entry,) = audited(rules, learner(has("A", completed="2015-06-01"), held, applied="2026-01-01")).qualifications
    assert missing(entry) == [("a", "issuer")]
