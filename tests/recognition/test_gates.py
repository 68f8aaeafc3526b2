"""Integrity, status, identity: what never falls through, and what exists only in the possible reading."""

from __future__ import annotations

from typing import Any

import pytest

from recognition.books import LADDER, TABLES, book, climbed, codes, first, learner
from stackr.model.learning import State

OWN = {"credential": "DS501", "issuer": "UNZA"}
EVIDENCE = {"outcomes": ["queries"], "kind": "experience"}


@pytest.mark.parametrize("members", [{"status": "revoked"}, {"signature": "invalid"}, {"holder": "other"}])
@pytest.mark.parametrize("gated", [True, False])
def test_an_integrity_failure_never_falls_through(members: dict[str, Any], gated: bool) -> None:
    start, end = LADDER.index("  gate"), LADDER.index("  route own")
    rules = book(TABLES + (LADDER if gated else LADDER[:start] + LADDER[end:]))
    found = climbed(learner(OWN | EVIDENCE | members), rules, ("DS504",))
    finding = first(found)
    assert (finding.outcome, finding.integrity, finding.units, found.cases) == ("refused", True, (), ())
    assert "R408" in codes(finding)
    assert "R423" not in codes(finding)


def test_e69_revoked_after_use_flags_the_award_for_people() -> None:
    finding = first(climbed(learner(OWN | {"status": "revoked", "used_in": ["PGCERT"]})))
    assert any(reason.code == "R429" and "PGCERT" in reason.message for reason in finding.reasons)


@pytest.mark.parametrize("status", ["failed", "withdrawn"])
def test_what_was_not_passed_gives_nothing_and_is_no_integrity_failure(status: str) -> None:
    finding = first(climbed(learner(OWN | {"status": status})))
    assert (finding.outcome, finding.units, finding.integrity) == ("refused", (), False)
    assert "R426" in codes(finding)


@pytest.mark.parametrize(
    ("members", "state"),
    [
        ({"status": "in-progress"}, State.IN_PROGRESS),
        ({"status": "planned"}, State.PLANNED),
        ({"awarded": "2026-02-02"}, State.IN_PROGRESS),
        ({"completed": "2026-02-02"}, State.IN_PROGRESS),
        ({"awarded": "2026-02-01"}, State.EARNED),
        ({}, State.EARNED),
    ],
)
def test_which_set_of_learning_it_is_in(members: dict[str, Any], state: State) -> None:
    [unit] = climbed(learner(OWN | members)).units
    assert (unit.state, unit.sure) == (state, True)


def test_learning_under_way_passes_a_gate_that_asks_for_active() -> None:
    rules = book(TABLES + LADDER.replace("status is not revoked", "status is active"))
    assert climbed(learner(OWN | {"status": "in-progress"}), rules).units[0].sure
    assert climbed(learner(OWN | {"status": "planned"}), rules).units[0].sure
    assert first(climbed(learner(OWN | {"status": "revoked"}), rules)).integrity


def test_suspended_learning_exists_only_in_the_possible_reading() -> None:
    for gate in ("status is not revoked", "status is active"):
        rules = book(TABLES + LADDER.replace("status is not revoked", gate))
        finding = first(climbed(learner(OWN | {"status": "suspended"}), rules))
        assert (finding.outcome, [unit.sure for unit in finding.units]) == ("pending", [False])
        assert "UNZA" in {waiting.who for waiting in finding.pending}


@pytest.mark.parametrize("members", [{"holder": "unresolved"}, {"holder": "Another Name"}])
def test_e74_unsettled_identity_is_possible_and_pending_never_refused(members: dict[str, Any]) -> None:
    finding = first(climbed(learner(OWN | members)))
    assert (finding.outcome, [unit.sure for unit in finding.units]) == ("pending", [False])
    assert any("holder" in waiting.missing for waiting in finding.pending)
    assert "R432" in codes(finding)


def test_an_unknown_gate_leaves_it_possible_and_says_what_is_missing() -> None:
    finding = first(climbed(learner(OWN | {"status": None})))
    assert (finding.outcome, [unit.sure for unit in finding.units]) == ("pending", [False])
    assert "status" in {member for waiting in finding.pending for member in waiting.missing}


def test_barred_learning_is_closed_to_the_route_that_bars_and_all_after_it() -> None:
    rules = book(TABLES + LADDER.replace('"Case by case" when', '"Case by case" bars kind = "short-course" when'))
    short = {"credential": "S1", "issuer": "COLL", "kind": "short-course", "outcomes": ["queries"]}
    found = climbed(learner(short), rules, ("DS504",))
    assert (first(found).outcome, first(found).units, found.cases) == ("refused", (), ())
    assert (first(found).integrity, "R409" in codes(first(found))) == (True, True)
    own = first(climbed(learner(short | {"issuer": "UNZA"}), rules))
    assert own.outcome == "recognised"


BARRING = 'route closed is agreement "Closed" when issuer = FAR bars kind = "short-course" grants nothing\n  route own'
"""A route before all others that closes the ladder to the short courses of one issuer."""


@pytest.mark.parametrize(
    ("members", "barred"),
    [
        ({"issuer": "FAR", "kind": "short-course"}, True),
        ({"issuer": "UNZA", "kind": "short-course"}, False),
        ({"issuer": "FAR", "kind": "module"}, False),
        ({"issuer": "FAR"}, None),
        ({"kind": "short-course"}, None),
        ({"issuer": "UNZA"}, False),
        ({"kind": "module"}, False),
    ],
)
def test_a_route_bars_only_what_its_own_when_lets_in(members: dict[str, Any], barred: bool | None) -> None:
    rules = book(TABLES + LADDER.replace("route own", BARRING).replace("when issuer = UNZA grants", "grants"))
    finding = first(climbed(learner({"credential": "DS501"} | members), rules))
    assert ("R409" in codes(finding)) == (barred is True)
    assert any("would bar it" in reason.message for reason in finding.reasons) == (barred is None)
    open_ = {"issuer", "kind"} - members.keys() if barred is None else set()
    assert open_ == {name for waiting in finding.pending if waiting.clause == "unza.closed" for name in waiting.missing}
    assert (finding.outcome == "recognised") == (barred is False)


def test_what_can_not_be_read_is_pending_and_gives_nothing_sure() -> None:
    from stackr.records.admit import admit

    found = climbed(admit({"learner": "L", "holdings": ["a credential"]}))
    assert first(found).outcome == "pending"
    assert [unit for unit in found.units if unit.sure] == []
