"""What recorded decisions say is heeded: a condition, a part, a level; which is the latest is not guessed."""

from __future__ import annotations

from typing import Any

import pytest

from audit.given import audited, learner
from stackr.book import load_text
from stackr.model.audit import Audit

RULES = """
credit UC { is 10 hours }
catalogue C { issuer U; credit unit UC; credential T1 "Target" { 10 credits; outcomes "o1" } }
qualification Q { awarded by U; credit unit UC; total 10 credits; requires T1 }
recognition u for U { ROUTE }
"""
RPL = "fallback prior is rpl grants whole units, ungraded"
CASEWORK = "route cases is assessment grants full or part"
HELD = {"id": "h", "credential": "X", "issuer": "F", "credits": "10", "credit_unit": "UC", "status": "active"}


def decided(kind: str, **more: Any) -> dict[str, Any]:
    made = {"id": "d", "kind": kind, "holding": "h", "unit": "T1", "by": "Board", "date": "2025-05-01", **more}
    return {name: value for name, value in made.items() if value is not None}


def found(route: str, *decisions: dict[str, Any], **held: Any) -> Audit:
    record = learner({**HELD, "awarded": "2025-01-01", **held}, decisions=decisions)
    return audited(load_text(RULES.replace("ROUTE", route)), record, "Q")


EVIDENCE = {"kind": "experience", "outcomes": ["o1"]}


@pytest.mark.parametrize(("met", "earned"), [(None, "0"), (False, "0"), (True, "1")])
def test_prior_learning_on_a_condition_is_under_way_until_it_is_met(met: bool | None, earned: str) -> None:
    """It was granted whatever became of the condition."""
    audit = found(RPL, decided("rpl", outcome="conditional", reason="interview", condition_met=met), **EVIDENCE)
    assert audit.qualifications[0].progress.earned == earned
    assert audit.qualifications[0].progress.in_progress == "1"
    assert audit.recognition[0].outcome == ("recognised" if met else "conditional")


@pytest.mark.parametrize("said", [{"outcome": "level-only"}, {"outcome": "partial"}])
def test_prior_learning_of_a_level_or_of_some_part_is_not_applied(said: dict[str, str]) -> None:
    """The whole unit was granted; the case stays open now."""
    audit = found(RPL, decided("rpl", **said), **EVIDENCE)
    assert audit.qualifications[0].status == "undetermined"
    assert {"R423", "R424"} <= {reason.code for reason in audit.recognition[0].reasons}


@pytest.mark.parametrize(("credits", "expected"), [("10", "satisfied"), ("5", "not-started")])
def test_prior_learning_in_part_is_the_unit_whole_or_nothing(credits: str, expected: str) -> None:
    audit = found(RPL, decided("rpl", outcome="partial", credits=credits), **EVIDENCE)
    assert audit.qualifications[0].status == expected


@pytest.mark.parametrize(("kind", "route"), [("rpl", RPL), ("assessment", CASEWORK)])
@pytest.mark.parametrize("first", ["full", "refused"])
def test_which_of_two_is_the_latest_is_not_guessed(kind: str, route: str, first: str) -> None:
    """The one with a day stood, as if the other had been made before all others."""
    second = {"full": "refused", "refused": "full"}[first]
    grounds = {"differences": ["level"]}
    dated, silent = decided(kind, outcome=first, **grounds), decided(kind, id="e", outcome=second, date=None, **grounds)
    for decisions in ((dated, silent), (silent, dated)):
        audit = found(route, *decisions, **EVIDENCE)
        assert audit.qualifications[0].status not in ("satisfied",)
        told = [reason.message for reason in audit.recognition[0].reasons if reason.code == "R424"]
        assert told == [told[0]], told
        assert "not all say when" in told[0]
    alike = decided(kind, id="e", outcome=first, date=None, **grounds)
    expected = "satisfied" if first == "full" else "not-started"
    assert found(route, dated, alike, **EVIDENCE).qualifications[0].status == expected


def test_an_earlier_decision_without_a_day_is_one() -> None:
    """It was none, so that what was decided before was refused."""
    made = decided("precedent", outcome="full", date=None)
    route = "route before is precedent when precedent{} grants as decided"
    assert found(route.format(""), made).qualifications[0].status == "satisfied"
    within = " within 5 years of 2025-06-01"
    assert found(route.format(within), made).qualifications[0].status == "undetermined"
    assert found(route.format(within), {**made, "date": "2024-01-01"}).qualifications[0].status == "satisfied"
    assert found(route.format(within), {**made, "date": "2019-01-01"}).qualifications[0].status == "not-started"


def test_a_decision_on_an_award_is_no_slip_at_one_whose_name_begins_alike() -> None:
    rules = RULES.replace("ROUTE", RPL) + "qualification Q-HONS { awarded by U; requires all of { T1; two: T2 } }"
    record = learner(HELD, decisions=[decided("waive", clause="Q-HONS.two", holding=None, unit=None)])
    audit = audited(load_text(rules), record, "Q", "Q-HONS")
    said = {entry.qualification: [each.applied for each in entry.decisions] for entry in audit.qualifications}
    assert said == {"Q": [], "Q-HONS": [True]}
    slip = decided("waive", clause="Q.two", holding=None, unit=None)
    assert [
        each.applied
        for each in audited(load_text(rules), learner(HELD, decisions=[slip]), "Q").qualifications[0].decisions
    ] == [False]
