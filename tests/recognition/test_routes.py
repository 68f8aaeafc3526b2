"""Each kind of route but RPL: what it grants, what it asks, and what it says when it does not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from recognition.books import ARTICULATIONS, FILE, LADDER, OTHER, OWN, TABLES, book, climbed, codes, first, learner
from stackr.book import load_text
from stackr.model.learning import State
from stackr.recognition.ladder import recognise


def assessed(**members: Any) -> dict[str, Any]:
    """A recorded assessment of the first holding."""
    return {"id": "d1", "kind": "assessment", "holding": "h1", "by": "Dr Mwale", "date": "2026-01-20", **members}


# ── own ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_own_learning_is_the_unit_of_its_code_with_the_catalogue_s_facts() -> None:
    found = climbed(learner(OWN))
    [unit] = found.units
    assert (unit.id, unit.code, unit.credits, unit.level, unit.grade) == ("h1:DS501", "DS501", 10, "8", "72")
    assert (unit.route, unit.route_kind, unit.external, unit.issuer) == ("unza.own", "own", False, "UNZA")
    assert first(found).outcome == "recognised"
    assert first(found).reasons[0].source == "s. 1"
    assert found.grants[0].pieces == {"h1"}


def test_the_record_s_own_amount_stands_and_what_can_not_be_read_stays_unknown() -> None:
    assert climbed(learner(OWN | {"credits": "12"})).units[0].credits == 12
    assert climbed(learner(OWN | {"credits": "-12"})).units[0].credits is None
    assert climbed(learner(OWN | {"credential": "DS999"})).units[0].credits is None


def test_own_learning_that_came_from_elsewhere_keeps_its_origin() -> None:
    [unit] = climbed(learner(OWN | {"origin": "COLL"})).units
    assert (unit.issuer, unit.external) == ("COLL", True)


def test_e26_learning_is_not_passed_on_from_body_to_body_without_end() -> None:
    assert first(climbed(learner(OWN | {"origin": "Z"}))).outcome == "recognised"
    known = {"awarded": "2024-01-01", "country": "ZM", "kind": "module"}
    far = first(climbed(learner(OWN | known | {"origin": ["Z", "Y"]})))
    assert (far.outcome, far.units) == ("refused", ())
    assert "R416" in codes(far)
    longer = book(TABLES + LADDER.replace("gate integrity", "chain up to 2\n  gate integrity"))
    assert first(climbed(learner(OWN | {"origin": ["Z", "Y"]}), longer)).outcome == "recognised"


def test_without_a_ladder_own_learning_counts_as_it_stands() -> None:
    someone = learner(OWN, OTHER | {"id": "x"}, {"id": "n", "credential": "N"})
    found = recognise(book(TABLES), None, someone, date(2026, 2, 1), body="UNZA")
    assert {finding.holding: finding.outcome for finding in found.findings} == {
        "h1": "recognised",
        "x": "refused",
        "n": "recognised",
    }
    everything = recognise(book(TABLES), None, someone, date(2026, 2, 1))
    assert {finding.outcome for finding in everything.findings} == {"recognised"}


# ── treaty ──────────────────────────────────────────────────────────────────────────────────────────────────────────

DEGREE = OTHER | {"issuer": "GOODCOLL", "country": "ZA", "awarded": "2023-01-01", "level": 7, "framework": "SAQA"}


def test_a_treaty_settles_the_level_and_gives_no_credit() -> None:
    finding = first(climbed(learner(DEGREE)))
    assert (finding.outcome, finding.route) == ("level-only", "unza.addis")
    assert not [unit for unit in finding.units if unit.sure]


def test_a_treaty_combines_with_a_route_that_settles_credit() -> None:
    rules = book(TABLES + LADDER.replace("grants full or part by", "grants credit by"))
    decision = assessed(outcome="full")
    [unit] = [unit for unit in climbed(learner(DEGREE, decisions=[decision]), rules).units if unit.sure]
    assert (unit.credits, unit.level, unit.framework) == (20, "7", "SAQA")
    alone = learner(DEGREE | {"country": "FR"}, decisions=[decision])
    [unit] = [unit for unit in climbed(alone, rules).units if unit.sure]
    assert (unit.credits, unit.level) == (20, None)


def test_e70_accredited_only_after_the_award_closes_the_automatic_route() -> None:
    finding = first(climbed(learner(DEGREE | {"awarded": "2021-06-30"}, **FILE)))
    assert finding.outcome == "pending"
    assert "unza.addis" in {reason.clause for reason in finding.reasons if reason.code == "R410"}


# ── agreement ───────────────────────────────────────────────────────────────────────────────────────────────────────

C1 = {"credential": "C1", "issuer": "COLL", "awarded": "2023-05-01", "kind": "certificate"}


def test_an_articulation_grants_the_target_and_keeps_where_it_comes_from() -> None:
    [unit] = climbed(learner(C1)).units
    assert (unit.code, unit.credits, unit.issuer, unit.external) == ("DS501", 10, "COLL", True)


@pytest.mark.parametrize(
    ("day", "granted"), [("2020-01-01", True), ("2024-12-31", True), ("2025-01-01", False), ("2019-12-31", False)]
)
def test_an_articulation_is_dated_both_ends_included(day: str, granted: bool) -> None:
    found = climbed(learner(C1 | {"awarded": day}))
    assert [unit.code for unit in found.units if unit.sure] == (["DS501"] if granted else [])


def test_an_unknown_day_leaves_an_articulation_possible() -> None:
    finding = first(climbed(learner({"credential": "C1", "issuer": "COLL"})))
    assert finding.outcome == "pending"
    assert "DS501" in {unit.code for unit in finding.units if not unit.sure}
    assert "awarded" in {member for waiting in finding.pending for member in waiting.missing}


def test_one_credential_for_two_units_is_one_grant() -> None:
    found = climbed(learner({"credential": "BIG", "issuer": "COLL", "awarded": "2023-01-01"}))
    assert [unit.code for unit in found.units] == ["DS501", "DS502"]
    assert len(found.grants) == 1


def bundle(count: int) -> list[dict[str, Any]]:
    return [
        {"credential": f"P{n}", "issuer": "MELB", "awarded": "2024-01-01", "kind": "micro-credential"}
        for n in range(1, count + 1)
    ]


def test_e57_three_parts_of_a_bundle_of_four_give_nothing_and_say_how_far_it_is() -> None:
    found = climbed(learner(*bundle(3)))
    assert [unit for unit in found.units if unit.sure] == []
    for finding in found.findings:
        assert (finding.outcome, finding.bundle) == ("pending", (3, 4))
        assert any("bundle: 3/4" in reason.message for reason in finding.reasons)


def test_a_whole_bundle_is_one_unit_of_all_its_pieces() -> None:
    found = climbed(learner(*bundle(4)))
    [unit] = found.units
    assert (unit.code, unit.ungraded) == ("DS502", True)
    assert found.grants[0].pieces == {"h1", "h2", "h3", "h4"}
    assert {finding.outcome for finding in found.findings} == {"recognised"}


def test_a_repeat_of_a_part_does_not_stand_for_another_part() -> None:
    again = bundle(3)[2] | {"awarded": "2024-06-01"}
    assert [unit for unit in climbed(learner(*bundle(3), again)).units if unit.sure] == []


def test_a_partial_articulation_gives_the_share_in_whole_steps() -> None:
    rules = book(TABLES + LADDER + ARTICULATIONS.replace("to DS502 }", "to DS502; partial }"))
    [unit] = [unit for unit in climbed(learner(*bundle(3)), rules).units if unit.sure]
    assert (unit.code, unit.credits) == (None, 7)


def test_e56_an_articulation_has_a_direction() -> None:
    rules = book(TABLES + LADDER + "articulation back { from DS501 of UNZA; to C1 of COLL }")
    assert [unit.code for unit in climbed(learner(C1), rules).units if unit.sure] == []


CHAIN = (
    "articulation ab { from A of X; to B of Y; match 80% }\narticulation bc { from B of Y; to DS501; match 80%; %s }\n"
)
A = {"credential": "A", "issuer": "X", "awarded": "2024-01-01"}


def test_e54_equivalence_is_not_passed_on_unless_the_rule_says_so() -> None:
    silent = book(TABLES + LADDER + CHAIN.replace("; %s", ""))
    assert [unit for unit in climbed(learner(A), silent).units if unit.sure] == []
    for said in ("transitive", "via up to 1"):
        chained = book(TABLES + LADDER + CHAIN.replace("%s", said))
        assert [unit.code for unit in climbed(learner(A), chained).units if unit.sure] == ["DS501"]


def test_a_match_below_what_the_route_asks_grants_nothing_and_chains_multiply() -> None:
    asks = LADDER.replace("grants as articulated", "each outcome met to at least 75% of outcome grants as articulated")
    direct = book(TABLES + asks + CHAIN.replace("; %s", ""))
    assert [
        unit.code for unit in climbed(learner(A | {"credential": "B", "issuer": "Y"}), direct).units if unit.sure
    ] == ["DS501"]
    chained = book(TABLES + asks + CHAIN.replace("%s", "transitive"))
    found = climbed(learner(A), chained)
    assert [unit for unit in found.units if unit.sure] == []
    assert "R415" in codes(first(found))


def test_below_the_minimum_grade_nothing_and_an_unknown_grade_leaves_it_possible() -> None:
    graded = (
        "grades percent { from 0 to 100; pass 50 }\narticulation g { from C1 of COLL; to DS501; minimum grade 60 }\n"
    )
    rules = book(graded + TABLES + LADDER)
    low = first(climbed(learner(C1 | {"grade": "50", "grade_scale": "percent"}), rules))
    assert "R414" in codes(low)
    assert [unit.code for unit in low.units if unit.code] == []
    good = first(climbed(learner(C1 | {"grade": "60", "grade_scale": "percent"}), rules))
    assert good.outcome == "recognised"
    unknown = first(climbed(learner(C1), rules))
    assert (unknown.outcome, [unit.sure for unit in unknown.units if unit.code]) == ("pending", [False])


def test_e67_a_target_in_part_is_no_unit() -> None:
    rules = book(TABLES + LADDER + "articulation few { from C1 of COLL; to DS501 for 3 credits }")
    finding = first(climbed(learner(C1), rules))
    assert "R417" in codes(finding)
    assert [unit for unit in finding.units if unit.sure] == []


# ── precedent and advice ────────────────────────────────────────────────────────────────────────────────────────────


def test_a_precedent_is_granted_as_it_was_decided_while_recent_enough() -> None:
    earlier = {
        "id": "p",
        "kind": "precedent",
        "holding": "C9",
        "unit": "DS504",
        "outcome": "full",
        "date": "2021-02-01",
    }
    in_time = first(climbed(learner(OTHER, decisions=[earlier], applied="2026-02-01")))
    assert (in_time.outcome, in_time.route, in_time.units[0].code) == ("recognised", "unza.earlier", "DS504")
    late = first(climbed(learner(OTHER, decisions=[earlier], applied="2026-02-02")))
    assert (late.outcome, late.route) == ("pending", None)


def test_advice_never_grants() -> None:
    finding = first(climbed(learner(OTHER | {"tags": ["ace"]}, **FILE)))
    assert "R431" in codes(finding)
    assert finding.outcome == "pending"


# ── assessment ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_case_by_case_waits_for_a_person_until_its_deadline() -> None:
    finding = first(climbed(learner(OTHER, complete="2025-10-31")))
    [waiting] = finding.pending
    assert (finding.outcome, waiting.who, waiting.by, waiting.overdue) == (
        "pending",
        "Registry",
        date(2026, 2, 28),
        False,
    )
    assert [(unit.sure, unit.credits) for unit in finding.units] == [(False, 20)]
    assert finding.feasible_routes == ()
    assert first(climbed(learner(OTHER, complete="2025-09-30"))).pending[0].overdue


def test_the_deadline_runs_only_once_the_file_is_complete_and_may_be_extended() -> None:
    waiting = first(climbed(learner(OTHER))).pending[0]
    assert (waiting.by, waiting.missing) == (None, ("complete",))
    longer = {"id": "x", "kind": "extend", "clause": "unza.casework", "until": "2026-12-31", "date": "2026-01-01"}
    assert first(climbed(learner(OTHER, decisions=[longer]))).pending[0].by == date(2026, 12, 31)


def test_a_decision_recognises_in_full_as_block_credit_or_as_the_unit_it_names() -> None:
    block = first(climbed(learner(OTHER, decisions=[assessed(outcome="full")])))
    assert [(unit.code, unit.credits, unit.decision) for unit in block.units] == [(None, 20, "d1")]
    named = first(climbed(learner(OTHER, decisions=[assessed(outcome="full", unit="DS504")])))
    assert [(unit.code, unit.credits) for unit in named.units] == [("DS504", 12)]


def test_two_decisions_on_one_holding_are_one_grant_of_two_units() -> None:
    both = [assessed(unit="DS501"), assessed(unit="DS502") | {"id": "d2"}]
    found = climbed(learner(OTHER, decisions=both))
    assert [unit.code for unit in found.units] == ["DS501", "DS502"]
    assert [len(grant.units) for grant in found.grants] == [2]


def test_e73_twelve_of_twenty_count_on_condition_and_never_twenty() -> None:
    decision = assessed(outcome="conditional", credits="12", reason="supplementary work")
    open_ = first(climbed(learner(OTHER, decisions=[decision])))
    assert open_.outcome == "conditional"
    assert [(unit.credits, unit.state, unit.condition) for unit in open_.units] == [
        (12, State.IN_PROGRESS, "supplementary work")
    ]
    met = first(climbed(learner(OTHER, decisions=[decision | {"condition_met": True}])))
    assert [(unit.credits, unit.state, unit.condition) for unit in met.units] == [(12, State.EARNED, None)]
    now = book(TABLES + LADDER.replace("grants full or part by", "grants full or part, counts now by"))
    counted = first(climbed(learner(OTHER, decisions=[decision]), now))
    assert [(unit.credits, unit.state) for unit in counted.units] == [(12, State.EARNED)]


def test_a_part_is_granted_only_where_the_route_grants_parts() -> None:
    decision = assessed(outcome="partial", credits="12")
    assert first(climbed(learner(OTHER, decisions=[decision]))).outcome == "partial"
    whole = book(TABLES + LADDER.replace("grants full or part by", "grants full by"))
    refused = first(climbed(learner(OTHER, decisions=[decision]), whole))
    assert "R417" in codes(refused)
    assert [unit for unit in refused.units if unit.sure] == []


def test_a_refusal_states_difference_clause_advice_and_appeal() -> None:
    decision = assessed(outcome="refused", differences=["workload"], reason="half the hours")
    finding = first(climbed(learner(OTHER, decisions=[decision])))
    assert (finding.outcome, finding.differences, finding.advice) == ("refused", ("workload",), "See an adviser")
    assert finding.appeal == "within 30 days to the Senate, until 2026-02-19"
    assert "unza.casework" in {reason.clause for reason in finding.reasons if reason.code == "R406"}
    assert "R423" in codes(finding)


def test_a_refusal_that_shows_no_difference_does_not_carry_the_burden_of_proof() -> None:
    finding = first(climbed(learner(OTHER, decisions=[assessed(outcome="refused", reason="not ours")])))
    assert finding.outcome == "pending"
    assert "R434" in codes(finding)
    spoken = assessed(outcome="refused", reason="The workload differs substantially")
    assert first(climbed(learner(OTHER, decisions=[spoken]))).outcome == "refused"


def test_the_latest_decision_stands_and_two_of_one_day_that_differ_do_not() -> None:
    later = assessed(outcome="full", date="2026-01-25") | {"id": "d2"}
    early = assessed(outcome="partial", credits="12")
    assert first(climbed(learner(OTHER, decisions=[early, later]))).outcome == "recognised"
    same_day = first(climbed(learner(OTHER, decisions=[early, later | {"date": "2026-01-20"}])))
    assert "R424" in codes(same_day)
    assert [unit for unit in same_day.units if unit.sure] == []


def test_a_decision_not_yet_made_or_not_readable_is_not_applied() -> None:
    assert first(climbed(learner(OTHER, decisions=[assessed(outcome="full", date="2026-02-02")]))).outcome == "pending"
    unread = first(climbed(learner(OTHER, decisions=[assessed(outcome="full", credits="lots")])))
    assert (unread.outcome, "R424" in codes(unread)) == ("pending", True)
    stray = climbed(learner(OTHER, decisions=[assessed(outcome="full") | {"holding": "h9"}]))
    assert [reason.code for reason in stray.reasons] == ["R424"]


def test_without_a_ladder_learning_of_others_is_told_whose_it_should_be() -> None:
    book = load_text('qualification Q "Award" { awarded by U; requires a: 20 credits from any }')
    held = [{"id": "h", "credential": "A", "issuer": "OTHER", "credits": "10"}]
    (found,) = book.audit({"learner": "L", "holdings": held}, as_of=date(2026, 2, 1)).recognition
    assert "Own credit is not open to it: it asks that its issuer is U" in [reason.message for reason in found.reasons]
