"""Windows, deadlines, versions and repeats."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from requirements.rules import (
    all_of,
    code,
    compiled,
    compiled_with_faults,
    context,
    credits,
    held,
    is_,
    items,
    least,
    limit,
    line,
    most,
    pool,
    qualification,
    run,
    tables,
    unit,
)
from stackr._time import Duration
from stackr.checks.run import check_text
from stackr.conditions.tables import Tables
from stackr.language import tree
from stackr.model.learning import Decision
from stackr.requirements.compiled import Reading

FIVE_YEARS = Duration(5, "years")


def currency(**more: Any) -> tree.Qualification:
    window = tree.Within("completed", FIVE_YEARS, "applied")
    return qualification(
        all_of(unit("A", named="core"), pool(credits(10), code("*"), named="x")),
        limits=(tree.CurrencyLimit(window, **more),),
    )


@pytest.mark.parametrize(("applied", "counts"), [("2024-05-01", True), ("2024-05-02", False)])
def test_the_last_day_of_a_window_is_inside(applied: str, counts: bool) -> None:
    """E28."""
    found = run(
        currency(),
        [held("B", 10, day="2019-05-01")],
        tables({"A": 10}),
        facts={"applied": date.fromisoformat(applied)},
    )
    assert (found.counted == {"Q.x": {"B"}}) is counts
    assert bool(found.lowered.removed) is not counts
    assert {word for _, _, word, _ in found.lowered.removed} <= {"too-old"}


def test_currency_may_leave_a_requirement_out() -> None:
    rules = currency(except_in=(tree.Name("core"),))
    mine = [held("A", 10, day="2000-01-01"), held("B", 10, day="2000-01-01")]
    found = run(rules, mine, tables({"A": 10}), facts={"applied": date(2024, 1, 1)})
    assert found.counted == {"Q.core": {"A"}}


def test_a_date_that_is_unknown_is_too_old_for_sure_and_possibly_not() -> None:
    award = compiled(currency(), tables({"A": 10}))
    facts = {"applied": date(2024, 1, 1)}
    mine = [held("B", 10, day=None)]
    assert run(award, mine, facts=facts).counted == {}
    assert run(award, mine, facts=facts, reading=Reading.POSSIBLE).counted == {"Q.x": {"B"}}


def test_an_extension_keeps_a_unit_current() -> None:
    award = compiled(currency(), tables({"A": 10}))
    clause = award.limits[0].id
    facts = {"applied": date(2024, 1, 1)}
    decision = Decision(
        "d", "extend", clause, meaning=award.clauses[clause].meaning, holding="B", until=date(2027, 1, 1)
    )
    mine = [held("B", 10, day="2000-01-01")]
    assert run(award, mine, facts=facts, decisions=[decision]).counted == {"Q.x": {"B"}}
    over = Decision("d", "extend", clause, meaning=award.clauses[clause].meaning, holding="B", until=date(2025, 1, 1))
    assert run(award, mine, facts=facts, decisions=[over]).counted == {}


def test_one_stretch_of_six_years() -> None:
    time = tree.SpanLimit(Duration(6, "years"), None)
    rules = qualification(pool(credits(20), code("*"), named="x"), limits=(time,))
    assert run(rules, [held("A", 10, day="2018-03-01"), held("B", 10, day="2024-03-01")]).satisfied
    late = run(rules, [held("A", 10, day="2018-03-01"), held("B", 10, day="2024-03-02")])
    assert not late.satisfied
    fresh = run(
        rules, [held("A", 10, day="2018-03-01"), held("B", 10, day="2024-03-02"), held("C", 10, day="2024-03-02")]
    )
    assert fresh.satisfied
    assert fresh.counted == {"Q.x": {"B", "C"}}


def test_a_deadline_is_a_day_that_counts() -> None:
    by_june = tree.Detail("deadline", deadline=date(2025, 6, 30))
    rules = qualification(pool(items(1), code("*"), by_june, named="x"))
    assert run(rules, [held("A", 10, day="2025-06-30")]).satisfied
    assert not run(rules, [held("A", 10, day="2025-07-01")]).satisfied


def test_a_deadline_may_be_the_end_of_a_term() -> None:
    term = tree.Term(tree.Name("2025-1"), tree.Interval(date(2025, 1, 13), date(2025, 5, 30)))
    look_up = Tables(calendars={"C": tree.Calendar(tree.Name("C"), (term,))})
    rules = qualification(pool(items(1), code("*"), tree.Detail("deadline", deadline=tree.Text("2025-1")), named="x"))
    assert run(rules, [held("A", 10, day="2025-05-30")], look_up).satisfied
    assert not run(rules, [held("A", 10, day="2025-05-31")], look_up).satisfied
    _, faults = compiled_with_faults(rules)
    assert len(faults) == 1


def test_the_last_credits_are_those_completed_latest() -> None:
    last = limit(least(credits(20)), is_("issuer", "UNZA"), "last", within_last=credits(20))
    rules = qualification(pool(credits(30), code("*"), named="x"), limits=(last,))
    early_elsewhere = [
        held("A", 10, issuer="X", day="2020-01-01"),
        held("B", 10, day="2021-01-01"),
        held("C", 10, day="2022-01-01"),
    ]
    assert run(rules, early_elsewhere).satisfied
    late_elsewhere = [
        held("A", 10, issuer="X", day="2023-01-01"),
        held("B", 10, day="2021-01-01"),
        held("C", 10, day="2022-01-01"),
    ]
    found = run(rules, late_elsewhere)
    assert not found.satisfied
    assert (found.limit("Q.last").bound, found.limit("Q.last").value) == (20, 10)


def test_each_year_has_its_minimum() -> None:
    each = limit(least(credits(20)), None, "pace", each="year")
    rules = qualification(pool(credits(40), code("*"), named="x"), limits=(each,))
    steady = [held(f"{year}{i}", 10, day=f"{year}-05-01") for year in (2024, 2025) for i in (1, 2)]
    assert run(rules, steady).satisfied
    gap = [held(f"{year}{i}", 10, day=f"{year}-05-01") for year in (2023, 2025) for i in (1, 2)]
    found = run(rules, gap)
    assert not found.satisfied
    assert {rule.id.partition("#")[2]: rule.status for rule in found.judged.limits} == {
        "2023": "met",
        "2024": "broken",
        "2025": "met",
    }


def test_a_parameter_has_the_value_of_the_version() -> None:
    def rules(start: date | None) -> tree.Qualification:
        cap = limit(most(tree.Quantity(None, "credits", parameter=tree.Name("cap"))), tree.By(tree.Name("rpl")), "cap")
        force = tree.Interval(start) if start else None
        return qualification(pool(credits(30), code("*"), named="x"), force=force, limits=(cap,))

    values = (
        (credits(20), tree.Interval(date(2020, 1, 1), date(2024, 8, 31))),
        (credits(10), tree.Interval(date(2024, 9, 1), None)),
    )
    look_up = Tables(parameters={"cap": tree.Parameter(tree.Name("cap"), values)})
    assert run(rules(date(2022, 1, 1)), [], look_up).limit("Q.cap").bound == 20
    assert run(rules(date(2026, 1, 1)), [], look_up).limit("Q.cap").bound == 10
    for start in (None, date(2010, 1, 1)):
        _, faults = compiled_with_faults(rules(start), look_up)
        assert len(faults) == 1


@pytest.mark.parametrize(("policy", "kept"), [("best", "B"), ("last", "C"), ("first", "A")])
def test_a_course_taken_again_counts_once(policy: str, kept: str) -> None:
    """E39."""
    rules = qualification(pool(credits(10), code("X"), named="x"), repeat=policy)
    mine = [
        held("X", 10, id="A", grade="40", day="2022-01-01"),
        held("X", 10, id="B", grade="70", day="2023-01-01"),
        held("X", 10, id="C", grade="60", day="2024-01-01"),
    ]
    found = run(rules, mine)
    assert found.counted == {"Q.x": {kept}}
    away = {found.lowered.units[unit].holding.id: word for unit, place, word, _ in found.lowered.removed if place == -1}
    assert away == ({} if policy == "best" else {id: "duplicate" for id in "ABC" if id != kept})


def test_the_better_attempt_does_not_keep_the_other_from_where_it_alone_fits() -> None:
    fresh = tree.Within("completed", FIVE_YEARS, "as_of")
    rules = qualification(pool(credits(10), tree.And((code("X"), fresh)), named="x"))
    mine = [held("X", 10, id="A", grade="90", day="2010-01-01"), held("X", 10, id="B", grade="50", day="2025-01-01")]
    assert run(rules, mine).counted == {"Q.x": {"B"}}


def test_a_course_that_may_be_repeated_counts_as_often() -> None:
    rules = qualification(pool(credits(20), code("X"), named="x"), repeatable=((tree.Name("X"), 2),))
    mine = [held("X", 10, id=id, grade="50") for id in "ABC"]
    assert run(rules, mine).credits == 20


def test_attempts_are_read_from_the_record() -> None:
    cap = limit(most(credits(40)), None, "attempts", over=tree.Base("attempted"))
    rules = qualification(pool(credits(20), code("*"), named="x"), limits=(cap,))
    mine = [held("A", 10), held("B", 10)]
    failed = [held(f"F{i}", 10).holding for i in range(3)]
    lost = tuple(type(h)(id=h.id, credential=h.credential, status="failed", credits=Fraction(10)) for h in failed)
    passed = tuple(unit.holding for unit in mine)
    assert run(rules, mine, within=context(holdings=passed + lost[:2])).satisfied
    over = run(rules, mine, within=context(holdings=passed + lost))
    assert not over.satisfied
    assert (over.limit("Q.attempts").value, over.limit("Q.attempts").status) == (50, "broken")


def test_the_window_in_a_pool() -> None:
    window = line(None, kind="window", duration=Duration(12, "months"))
    rules = qualification(pool(items(2), code("*"), window, named="x"))
    assert run(rules, [held("A", 5, day="2024-01-10"), held("B", 5, day="2025-01-10")]).satisfied
    assert not run(rules, [held("A", 5, day="2024-01-10"), held("B", 5, day="2025-01-11")]).satisfied


@pytest.mark.parametrize(
    ("window", "codes"),
    [
        ("FA within 3 years of conferred", ["N106"]),
        ("completed within 3 years of conferred", []),
        ("examined within 3 years of conferred", []),
        ("awarded from 2020-01-01 until 2024-12-31", []),
    ],
)
def test_a_window_looks_at_a_date_and_never_at_a_credential(window: str, codes: list[str]) -> None:
    """Read as a dated fact that no record has, a code would leave every learner undetermined."""
    text = f"""credential FA "First Aid" {{ issuer U; 10 credits }}
    qualification Q "Q" {{ requires p: all of {{ FA }}; limits {{ fresh: {window} }} }}"""
    assert [fault.code for fault in check_text(text) if fault.code == "N106"] == codes
