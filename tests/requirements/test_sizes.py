"""Credits of one unit counted in another, by the hour, and rounded where the author says."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from requirements.rules import (
    code,
    compiled_with_faults,
    credit_unit,
    credits,
    held,
    limit,
    most,
    pool,
    qualification,
    run,
)
from stackr.conditions.tables import CreditUnit, Tables
from stackr.language import tree
from stackr.requirements.compiled import Missing, Reading

ECTS = tree.Name("ECTS")


def converting(rounding: Any, at: Any, step: str = "1") -> Tables:
    line = tree.Convert(Fraction(2), tree.Name("UKC"), Fraction(1), ECTS, rounding=rounding, rounding_at=at)
    units = {"ECTS": credit_unit("ECTS", step), "UKC": credit_unit("UKC", "1")}
    return Tables(credit_units=units, conversions=(line,))


def rules(need: int, **more: Any) -> tree.Qualification:
    return qualification(pool(credits(need), code("*"), named="x"), credit_unit=ECTS, **more)


MINE = [held("A", 15, credit_unit="UKC"), held("B", 15, credit_unit="UKC")]


def test_rounding_per_item_comes_before_anything_is_counted() -> None:
    assert run(rules(15), MINE, converting("down", "item")).credits == 14
    assert run(rules(15), MINE, converting("up", "item")).credits == 16


def test_rounding_per_qualification_rounds_what_is_compared() -> None:
    found = run(rules(15), MINE, converting("down", "qualification"))
    assert (found.satisfied, found.need("Q.x").counted) == (True, 15)
    assert not run(rules(16), MINE, converting("down", "qualification")).satisfied
    one = MINE[:1]
    assert not run(rules(8), one, converting("down", "qualification")).satisfied
    assert run(rules(8), one, converting("up", "qualification")).satisfied
    assert run(rules(8), one, converting("half-up", "qualification")).satisfied
    assert not run(rules(9), one, converting("up", "qualification")).satisfied


def test_a_ceiling_is_compared_with_the_rounded_sum() -> None:
    cap = (limit(most(credits(7)), None, "cap"),)
    one = MINE[:1]
    assert run(rules(7, limits=cap), one, converting("down", "qualification")).satisfied
    assert not run(rules(7, limits=cap), one, converting("up", "qualification")).satisfied


def test_without_a_rounding_clause_a_part_of_a_step_is_unknown() -> None:
    found = run(rules(7), MINE[:1], converting(None, None))
    assert not found.satisfied
    assert found.lowered.unknowns == (Missing("A", "amount finer than the step", "Q"),)
    assert run(rules(7), MINE[:1], converting(None, None, "0.5")).satisfied


def test_a_unit_nobody_converts_is_unknown() -> None:
    """E61."""
    found = run(rules(7), [held("A", 180, credit_unit="NCrF points")], converting("down", "item"))
    assert not found.satisfied
    assert found.lowered.unknowns == (Missing("A", "credit_unit", "Q"),)


@pytest.mark.parametrize(("hours", "sure", "possible"), [(180, True, True), (150, False, True), (149, False, False)])
def test_hours_against_a_range_of_hours(hours: int, sure: bool, possible: bool) -> None:
    """E60: six credits of 25 to 30 hours."""
    unit = CreditUnit("ECTS", Fraction(25), Fraction(30), Fraction(1), None, tree.CreditUnit(ECTS))
    look_up = Tables(credit_units={"ECTS": unit})
    mine = [held("A", None, hours=Fraction(hours))]
    assert run(rules(6), mine, look_up).satisfied is sure
    assert run(rules(6), mine, look_up, reading=Reading.POSSIBLE).satisfied is possible


def test_amounts_of_rules_may_be_in_another_unit() -> None:
    quantity = tree.Quantity(Fraction(30), "credits", credit_unit=tree.Name("UKC"))
    award = qualification(pool(quantity, code("*"), named="x"), credit_unit=ECTS)
    assert run(award, [held("A", 15, credit_unit="ECTS")], converting("down", "item")).satisfied
    declared = Tables(credit_units={"ECTS": credit_unit("ECTS", "0.5"), "UKC": credit_unit("UKC", "1")})
    _, faults = compiled_with_faults(award, declared)
    assert [fault.code for fault in faults] == ["T112"]
    _, faults = compiled_with_faults(award, Tables())
    assert {fault.code for fault in faults} == {"N101"}


def test_block_credit_is_cut_in_steps() -> None:
    look_up = Tables(credit_units={"ECTS": credit_unit("ECTS", "0.5")})
    cap = (limit(most(credits("7.5")), None, "cap"),)
    assert run(rules(10, limits=cap), [held(None, 10)], look_up).progress == Fraction(0)
    anything = qualification(pool(credits(10), tree.Always(), named="x"), credit_unit=ECTS, limits=cap)
    assert run(anything, [held(None, 10)], look_up).progress == Fraction(3, 4)


@pytest.mark.parametrize(("word", "told"), [("half", "write `1/2`"), ("two", "write `2`"), ("minimun", "`minimum`")])
def test_a_number_in_words_is_told_in_figures(word: str, told: str) -> None:
    quantity = tree.Quantity(Fraction(0), "credits", parameter=tree.Name(word))
    always = (tree.Quantity(Fraction(30), "credits"), tree.Interval())
    known = Tables(parameters={"minimum": tree.Parameter(tree.Name("minimum"), (always,))})
    _, faults = compiled_with_faults(qualification(pool(quantity, code("*"), named="x")), known)
    assert [(fault.code, told in fault.help) for fault in faults] == [("N101", True)]
