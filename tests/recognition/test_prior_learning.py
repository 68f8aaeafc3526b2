"""Recognition of prior learning: what it grants and asks, and the cases it opens."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from recognition.books import LADDER, OTHER, TABLES, book, climbed, codes, first, learner


def rpl(**members: Any) -> dict[str, Any]:
    """A recorded RPL decision."""
    return {"id": "d1", "kind": "rpl", "by": "RPL office", "date": "2026-01-20", **members}


# ── recognition of prior learning ───────────────────────────────────────────────────────────────────────────────────

PORTFOLIO = {
    "kind": "experience",
    "evidence": [
        {"kind": "portfolio", "date": "2025-01-01", "outcomes": ["queries"]},
        {"kind": "interview", "date": "2025-06-01"},
    ],
}
SHARES = {"queries": "80%", "schemas": "50%"}


def test_rpl_grants_by_a_decision_a_whole_unit_without_grade_or_issuer() -> None:
    found = climbed(
        learner(PORTFOLIO, decisions=[rpl(holding="h1", unit="DS504", shares=SHARES)], applied="2026-01-10")
    )
    [unit] = found.units
    assert (unit.code, unit.credits, unit.ungraded, unit.no_issuer, unit.issuer) == ("DS504", 12, True, True, None)
    assert (unit.sure, unit.external, unit.decision) == (True, True, "d1")
    assert unit.holding.dates["awarded"] == date(2026, 1, 20)
    assert (first(found).outcome, first(found).route, found.cases) == ("recognised", "unza.rpl", ())


@pytest.mark.parametrize("holding", ["h1", None])
def test_a_decision_that_names_no_learning_grants_and_is_told(holding: str | None) -> None:
    named = {} if holding is None else {"holding": holding}
    decision = rpl(unit="DS504", shares=SHARES, **named)
    found = climbed(learner(PORTFOLIO, decisions=[decision], applied="2026-01-10"))
    assert ("R440" in {reason.code for reason in found.reasons}) == (holding is None)
    assert [unit.code for unit in found.units] == ["DS504"]


def test_rpl_may_count_as_issued_by_the_body() -> None:
    rules = book(TABLES + LADDER.replace('by "RPL office"', 'counts as issued by UNZA by "RPL office"'))
    someone = learner(PORTFOLIO, decisions=[rpl(holding="h1", unit="DS504", shares=SHARES)], applied="2026-01-10")
    [unit] = climbed(someone, rules).units
    assert (unit.issuer, unit.no_issuer, unit.external) == ("UNZA", False, False)


@pytest.mark.parametrize(
    ("shares", "granted", "code"),
    [
        ({"queries": "50%", "schemas": "50%"}, True, None),
        ({"queries": "100%", "schemas": "49%"}, False, "R418"),
        ({"queries": "100%"}, None, "R411"),
        ({}, None, "R411"),
    ],
)
def test_each_outcome_is_judged_and_met(shares: dict[str, str], granted: bool | None, code: str | None) -> None:
    someone = learner(PORTFOLIO, decisions=[rpl(holding="h1", unit="DS504", shares=shares)], applied="2026-01-10")
    found = climbed(someone)
    assert [unit.sure for unit in found.units] == ([] if granted is False else [granted is True])
    assert code is None or code in codes(first(found))


@pytest.mark.parametrize(
    ("evidence", "granted", "code"),
    [
        ([("portfolio", "2021-01-10"), ("interview", "2026-01-10")], True, None),
        ([("portfolio", "2021-01-09"), ("interview", "2026-01-10")], False, "R419"),
        ([("portfolio", "2025-01-01"), ("portfolio", "2025-01-02")], False, "R420"),
        ([("portfolio", "2025-01-01"), ("interview", None)], None, "R411"),
        ([("portfolio", "2025-01-01"), (None, "2025-01-01")], None, "R411"),
        ([], None, "R411"),
    ],
)
def test_evidence_is_current_and_of_enough_kinds(
    evidence: list[tuple[str | None, str | None]], granted: bool | None, code: str | None
) -> None:
    pieces = [{"kind": kind, "date": day} for kind, day in evidence]
    holding = {"kind": "experience", "evidence": pieces}
    found = climbed(learner(holding, decisions=[rpl(holding="h1", unit="DS504", shares=SHARES)], applied="2026-01-10"))
    assert [unit.sure for unit in found.units] == ([] if granted is False else [granted is True])
    assert code is None or code in codes(first(found))


def test_kinds_that_never_suffice_are_left_out() -> None:
    rules = book(TABLES + LADDER.replace("sufficient from 2 kinds", 'sufficient from 2 kinds excluding "cv"'))
    pieces = [{"kind": "CV", "date": "2025-01-01"}, {"kind": "interview", "date": "2025-01-01"}]
    someone = learner(
        {"kind": "experience", "evidence": pieces},
        decisions=[rpl(holding="h1", unit="DS504", shares=SHARES)],
        applied="2026-01-10",
    )
    assert climbed(someone, rules).units == ()


def test_e23_never_for_names_units_and_clauses() -> None:
    decision = rpl(holding="h1", unit="DS590", shares={"design": "100%"})
    finding = first(climbed(learner(PORTFOLIO, decisions=[decision], applied="2026-01-10"), targets=("DS590",)))
    assert (finding.units, "R421" in codes(finding)) == ((), True)
    by_clause = book(TABLES + LADDER.replace("never for DS590", "never for Q.capstone"))
    [unit] = climbed(learner(PORTFOLIO, decisions=[decision], applied="2026-01-10"), by_clause, ("DS590",)).units
    assert unit.never_at == {"Q.capstone"}


@pytest.mark.parametrize("decided", [{"unit": "DS590"}, {"unit": "DS504", "outcome": "refused"}])
def test_what_is_barred_or_refused_asks_for_no_shares(decided: dict[str, str]) -> None:
    decision = rpl(holding="h1", **decided)
    finding = first(climbed(learner(PORTFOLIO, decisions=[decision], applied="2026-01-10"), targets=("DS590",)))
    assert finding.units == ()
    assert not [reason for reason in finding.reasons if "judges no share" in reason.message]


def test_shares_that_are_not_judged_are_for_whoever_decided() -> None:
    decision = rpl(holding="h1", unit="DS504", shares={"queries": "80%"})
    finding = first(climbed(learner(PORTFOLIO, decisions=[decision], applied="2026-01-10")))
    assert [(item.who, item.missing) for item in finding.pending if "judges no share" in item.what] == [
        ("RPL office", ("shares",))
    ]


@pytest.mark.parametrize("shares", [{"queries": "10%"}, {}])
def test_a_decision_about_no_unit_is_told_of_as_credit(shares: dict[str, str]) -> None:
    finding = first(climbed(learner(PORTFOLIO, decisions=[rpl(holding="h1", shares=shares)], applied="2026-01-10")))
    told = [reason.message for reason in finding.reasons if reason.message.startswith("credit: ")]
    assert told
    assert not any("None" in reason.message for reason in finding.reasons)


@pytest.mark.parametrize(("applied", "granted"), [("2026-01-15", True), ("2026-01-16", False), (None, True)])
def test_e38_out_of_time_fifteen_days_after_the_start(applied: str | None, granted: bool) -> None:
    rules = book(TABLES + LADDER.replace("never for DS590", "never for DS590 apply within 14 days of starts"))
    facts = {"starts": "2026-01-01"} | ({"applied": applied} if applied else {})
    decision = rpl(holding="h1", unit="DS504", shares=SHARES, date="2026-01-10")
    found = climbed(learner(PORTFOLIO, decisions=[decision], **facts), rules)
    if applied is not None:
        assert bool([unit for unit in found.units if unit.sure]) is granted
        assert ("R422" in codes(first(found))) is not granted


@pytest.mark.parametrize(("applied", "open_"), [("2026-01-15", True), ("2026-01-16", False), (None, True)])
def test_no_case_opens_on_an_application_that_came_too_late(applied: str | None, open_: bool) -> None:
    rules = book(TABLES + LADDER.replace("never for DS590", "never for DS590 apply within 14 days of starts"))
    facts = {"starts": "2026-01-01"} | ({"applied": applied} if applied else {})
    found = climbed(learner(PORTFOLIO, **facts), rules, targets=("DS504",))
    assert bool(found.cases) is open_
    assert ("R422" in codes(first(found))) is not open_
    assert bool(found.units) is open_


def test_e67_a_part_of_a_unit_is_nothing_by_rpl() -> None:
    decision = rpl(holding="h1", unit="DS504", shares=SHARES, credits="3")
    found = climbed(learner(PORTFOLIO, decisions=[decision], applied="2026-01-10"))
    assert (found.units, "R417" in codes(first(found))) == ((), True)


def test_one_portfolio_may_show_several_units() -> None:
    decisions = [
        rpl(holding="h1", unit="DS504", shares=SHARES),
        rpl(holding="h1", unit="DS502", shares={"mean": "90%", "spread": "60%"}) | {"id": "d2"},
    ]
    found = climbed(learner(PORTFOLIO, decisions=decisions, applied="2026-01-10"))
    assert {unit.code for unit in found.units} == {"DS502", "DS504"}
    assert all(not one.pieces & other.pieces for one in found.grants for other in found.grants if one is not other)


def test_block_credit_by_rpl_without_a_unit() -> None:
    found = climbed(
        learner(PORTFOLIO, decisions=[rpl(holding="h1", credits="45", shares={"all": "80%"})], applied="2026-01-10")
    )
    assert [(unit.code, unit.credits) for unit in found.units] == [(None, Fraction(45))]


# ── cases ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_case_opens_for_a_named_unit_whose_outcome_evidence_names() -> None:
    found = climbed(learner(PORTFOLIO), targets=("DS504", "DS502"))
    [case] = found.cases
    assert (case.unit, case.holdings, case.outcomes, case.who) == ("DS504", ("h1",), ("queries",), "RPL office")
    assert [(unit.code, unit.sure) for unit in found.units] == [("DS504", False)]
    assert first(found).outcome == "pending"


def test_a_case_opens_on_application_and_not_for_what_nobody_asks() -> None:
    assert [case.unit for case in climbed(learner({"kind": "experience"}, applied_for=["DS502"])).cases] == ["DS502"]
    assert climbed(learner({"kind": "experience"}), targets=("DS502",)).cases == ()


def test_no_case_for_what_is_granted_pending_barred_or_excluded() -> None:
    granted = climbed(learner(PORTFOLIO, {"credential": "DS504", "issuer": "UNZA"}), targets=("DS504",))
    assert granted.cases == ()
    possible = climbed(learner(PORTFOLIO, {"credential": "DS504"}), targets=("DS504",))
    assert possible.cases == ()
    never = climbed(learner({"kind": "experience", "outcomes": ["design"]}), targets=("DS590",))
    assert never.cases == ()
    assert "R421" in codes(first(never))


def test_e76_learning_that_was_never_assessed_may_be_evidence() -> None:
    attended = {
        "credential": "TALK",
        "issuer": "COLL",
        "assessment": "attendance",
        "outcomes": ["queries"],
        "kind": "experience",
    }
    assert [case.unit for case in climbed(learner(attended), targets=("DS504",)).cases] == ["DS504"]


def test_a_missing_paper_opens_rpl_and_is_no_refusal() -> None:
    paper = {"title": "Background paper", "kind": "experience", "outcomes": ["queries"]}
    found = climbed(learner(paper), targets=("DS504",))
    assert (first(found).outcome, len(found.cases)) == ("pending", 1)


def test_a_decision_that_names_no_holding_rests_on_whatever_speaks_for_the_unit() -> None:
    found = climbed(learner(PORTFOLIO, decisions=[rpl(unit="DS504", shares=SHARES)], applied="2026-01-10"))
    assert [(unit.code, unit.sure) for unit in found.units] == [("DS504", True)]
    nothing = climbed(learner(decisions=[rpl(unit="DS504", shares=SHARES)], applied="2026-01-10"))
    assert [(unit.code, unit.sure) for unit in nothing.units] == [("DS504", False)]


def test_a_credential_is_evidence_itself() -> None:
    rules = book(TABLES + LADDER.replace(", sufficient from 2 kinds", ""))
    for day, granted in (("2022-01-01", [True]), ("2019-01-01", [])):
        attended = OTHER | {"assessment": "attendance", "awarded": day}
        decision = rpl(holding="h1", unit="DS504", shares=SHARES)
        found = climbed(learner(attended, decisions=[decision], applied="2026-01-10"), rules)
        assert [unit.sure for unit in found.units if unit.route_kind == "rpl"] == granted
