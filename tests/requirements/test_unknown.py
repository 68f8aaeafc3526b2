"""The unknown read both ways: what holds whatever is missing, and what could hold."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from requirements.rules import (
    all_of,
    by,
    code,
    compiled,
    credit_unit,
    credits,
    grade,
    held,
    is_,
    least,
    level,
    limit,
    line,
    many,
    most,
    pool,
    qualification,
    run,
    tables,
    unit,
)
from stackr.conditions.tables import Tables
from stackr.language import tree
from stackr.model.learning import RecognisedUnit, State
from stackr.requirements.compiled import Missing, Reading


def both(
    rules: tree.Qualification, mine: list[RecognisedUnit], look_up: Tables | None = None, **more: Any
) -> tuple[bool, bool]:
    """(satisfied for sure, possibly satisfied)."""
    award = compiled(rules, look_up)
    sure, possible = (run(award, mine, look_up, reading=reading, **more).satisfied for reading in Reading)
    return sure, possible


def test_an_unknown_member_of_a_ceiling_is_held_against_the_learner() -> None:
    """At most 10 from Z; one unit of it and one of unknown issuer, 20 needed."""
    rules = qualification(pool(credits(20), code("*")), limits=(limit(most(credits(10)), is_("issuer", "Z")),))
    assert both(rules, [held("A", 10, issuer="Z"), held("B", 10, issuer=None)]) == (False, True)


def test_an_unknown_level_does_not_fill_a_pool() -> None:
    rules = qualification(pool(credits(10), level(">=", 7), named="x"))
    mine = [held("A", 10, level=None)]
    assert both(rules, mine) == (False, True)
    found = run(rules, mine)
    assert found.lowered.unknowns == (Missing("A", "level", "Q.x"),)


def test_an_unknown_grade_leaves_the_award_undetermined() -> None:
    """E43: pass or fail against a minimum grade."""
    rules = qualification(unit("A", grade(">=", 60)))
    assert both(rules, [held("A", 10, grade=None)], tables({"A": 10})) == (False, True)
    assert both(rules, [held("A", 10, grade="59")], tables({"A": 10})) == (False, False)


def test_unknown_credits_are_none_or_enough() -> None:
    rules = qualification(pool(credits(30), code("*"), named="x"))
    mine = [held("A", 10), held("B", None)]
    assert both(rules, mine) == (False, True)
    assert run(rules, mine).progress == Fraction(1, 3)
    assert run(rules, mine, tables({"B": 15}), reading=Reading.POSSIBLE).progress == Fraction(25, 30)


def test_credits_finer_than_the_step_are_undetermined() -> None:
    look_up = Tables(credit_units={"PTS": credit_unit("PTS", "0.125")})
    rules = qualification(pool(credits(10), code("*"), named="x"), credit_unit=tree.Name("PTS"))
    assert run(rules, [held("A", "3.125")], look_up).progress == Fraction(25, 80)
    found = run(rules, [held("A", "3.1")], look_up)
    assert found.progress == 0
    assert Missing("A", "amount finer than the step", "Q") in found.lowered.unknowns


def test_pending_learning_is_possible_only() -> None:
    rules = qualification(pool(credits(10), code("*")))
    assert both(rules, [held("A", 10, sure=False)]) == (False, True)


def test_an_unknown_average_is_not_met_for_sure() -> None:
    over = tree.AverageReq(Fraction(55), tree.Base("counted"))
    rules = qualification(pool(credits(10), code("*")), limits=(over,))
    assert both(rules, [held("A", 10, ungraded=True)]) == (False, True)
    assert both(rules, [held("A", 10, grade="54")]) == (False, False)
    assert both(rules, [held("A", 10, grade="55")]) == (True, True)


def test_distinct_values_that_are_unknown_may_be_different() -> None:
    rules = qualification(pool(credits(20), code("*"), line(least(many(2, "issuers")))))
    assert both(rules, [held("A", 10, issuer="X"), held("B", 10, issuer=None)]) == (False, True)
    assert both(rules, [held("A", 10, issuer="X"), held("B", 10, issuer="X")]) == (False, False)


def when(then: tree.Requirement, otherwise: tree.Requirement | None) -> tree.WhenReq:
    flag = tree.Compare("fact", "=", tree.Text("yes"), argument=tree.Text("declared"))
    return tree.WhenReq(flag, then, otherwise)


def test_an_unknown_condition_asks_for_both_branches() -> None:
    rules = qualification(when(all_of(unit("A"), unit("B")), all_of(unit("B"), unit("C"))))
    catalogue = tables({"A": 10, "B": 10, "C": 10})
    assert both(rules, [held("A", 10), held("B", 10)], catalogue) == (False, True)
    assert both(rules, [held("A", 10), held("B", 10), held("C", 10)], catalogue) == (True, True)
    assert both(rules, [held("A", 10), held("B", 10)], catalogue, facts={"declared": "yes"}) == (True, True)
    assert both(rules, [held("A", 10), held("B", 10)], catalogue, facts={"declared": "no"}) == (False, False)


def test_an_unknown_condition_asks_for_the_harder_amount_from_what_fits_both() -> None:
    rules = qualification(when(pool(credits(30), code("A*")), pool(credits(20), code("*"))))
    award = compiled(rules)
    mine = [held("A1", 20), held("B1", 10)]
    assert run(award, mine).progress == Fraction(20, 30)
    assert run(award, mine, reading=Reading.POSSIBLE).satisfied
    assert [missing.member for missing in run(award, mine).lowered.unknowns] == ["declared"]


def test_a_condition_without_otherwise_may_ask_for_nothing() -> None:
    rules = qualification(all_of(pool(credits(10), code("X*")), when(unit("A"), None)))
    catalogue = tables({"A": 10})
    assert both(rules, [held("X1", 10)], catalogue) == (False, True)
    assert both(rules, [held("X1", 10)], catalogue, facts={"declared": "no"}) == (True, True)


def test_learning_in_progress_is_assumed_passed_at_any_grade() -> None:
    rules = qualification(unit("A", grade(">=", 60)))
    mine = [held("A", 10, state=State.IN_PROGRESS, day=None)]
    catalogue = tables({"A": 10})
    assert not run(rules, mine, catalogue).satisfied
    assert run(rules, mine, catalogue, state=State.IN_PROGRESS).satisfied
    planned = [held("A", 10, state=State.PLANNED, day=None)]
    assert not run(rules, planned, catalogue, state=State.IN_PROGRESS).satisfied
    assert run(rules, planned, catalogue, state=State.PLANNED).satisfied


def test_what_is_not_on_record_is_unknown_and_what_says_no_is_not() -> None:
    rules = qualification(tree.EvidenceReq("milestone", tree.Text("Induction")))
    assert both(rules, []) == (False, True)
    assert both(rules, [], facts={"Induction": False}) == (False, False)
    assert both(rules, [], facts={"Induction": "no"}) == (False, False)
    assert both(rules, [], facts={"Induction": True}) == (True, True)


def test_a_level_read_both_ways_is_coarser_than_every_completion() -> None:
    """The one place where the readings are coarser than trying every value."""
    rules = qualification(
        tree.GroupReq("any", 1, (pool(credits(10), level(">=", 7)), pool(credits(10), level("<", 7))))
    )
    assert both(rules, [held("A", 10, level=None)]) == (False, True)


def test_routes_may_be_capped_by_kind() -> None:
    rules = qualification(pool(credits(20), code("*")), limits=(limit(most(credits(10)), by("rpl")),))
    assert both(rules, [held("A", 10, route="rpl"), held("B", 10, route="rpl")]) == (False, False)


def test_nothing_is_asked_of_units_that_fit_nowhere() -> None:
    rules = qualification(
        pool(credits(10), code("A*"), named="x"),
        limits=(
            limit(most(credits(10)), is_("issuer", "Z"), "cap"),
            tree.AverageReq(Fraction(55), tree.Base("counted")),
            limit(least(many(1, "issuers")), None, "spread"),
        ),
    )
    stranger = held("S", None, issuer=None, grade=None, level=None)
    plain = run(rules, [held("A", 10, grade="60")])
    assert plain.lowered.unknowns == ()
    assert run(rules, [held("A", 10, grade="60"), stranger]).lowered.unknowns == ()


def test_an_average_over_nothing_graded_says_so() -> None:
    over = tree.AverageReq(Fraction(55), tree.Base("counted"), label=tree.Label(tree.Name("average")))
    found = run(qualification(pool(credits(10), code("*")), limits=(over,)), [held("A", 10, ungraded=True)])
    assert found.lowered.unknowns == (Missing(None, "grade", "Q.average"),)
