"""What a plan says of how it was understood: fees, terms, what is taken again, prior learning that is no option."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from pathways.books import CALENDAR, DAY, book
from pathways.college import TODAY, college, record
from pathways.test_impossible import AWARD
from stackr.model.plan import Plan
from stackr.pathways.errors import PlanError
from stackr.pathways.options import PlanOptions, PriorLearning, parse_minimise
from stackr.report.guidance_text import render_cohort
from stackr.report.plan_words import totals_line


def planned(folder: Path, fees: tuple[str, str], options: PlanOptions, day: date = DAY) -> Plan:
    """Two items, both needed, with these fees."""
    lines = "\n".join(
        f"  credential {code} {{ 10 credits; level F 7{fee} }}" for code, fee in zip("AB", fees, strict=True)
    )
    text = f"catalogue ITEMS {{\n  issuer U\n  credit unit C\n{lines}\n}}\n{CALENDAR}{AWARD.format('A; B')}"
    return book(folder, text).plan({"learner": "L", "holdings": []}, "Q", day, options)


AT_ONCE = PlanOptions(scheduled=False)


def test_fees_in_two_currencies_are_neither_added_up_nor_compared(tmp_path: Path) -> None:
    plan = planned(tmp_path, ('; cost 5 "ZMW"', '; cost 3 "EUR"'), AT_ONCE)
    assert plan.best is not None
    assert plan.best.totals.cost is None
    assert [(item.cost, item.currency) for item in plan.best.items] == [("5", "ZMW"), ("3", "EUR")]
    assert [wish.minimise for wish in plan.best.wishes] == ["credits", "items"]
    assert "fees of 3 EUR and 5 ZMW" in totals_line(plan.best)
    assert any("fees are in EUR and ZMW" in remark for remark in plan.remarks)


def test_credits_that_nobody_knows_are_not_none(tmp_path: Path) -> None:
    """Of another credit unit, and nothing says what it is worth in the award's."""
    listed = "".join(
        f"catalogue IN-{unit} {{\n issuer U\n credit unit {unit}\n credential {code} {{ 10 credits; level F 7 }}\n}}\n"
        for code, unit in ("AC", "BZ")
    )
    text = f'credit Z "Other (made up)" {{ step 1 }}\n{listed}{AWARD.format("A; B")}'
    plan = book(tmp_path, text).plan({"learner": "L", "holdings": []}, "Q", DAY, AT_ONCE)
    assert plan.best is not None
    assert [item.credits for item in plan.best.items] == ["10", None]
    assert plan.best.totals.credits is None
    assert "2 items, credits not known of every item" in totals_line(plan.best)
    assert any(remark.startswith("how many credits B comes to is not known") for remark in plan.remarks)


ELSEWHERE = """
catalogue ELSEWHERE { issuer V; credit unit C; credential X { 10 credits; level F 7; cost 1 "EUR" } }
"""


@pytest.mark.parametrize("minimise", ["", "cost"])
def test_fees_of_what_serves_nowhere_are_no_reason_not_to_add_up(tmp_path: Path, minimise: str) -> None:
    """Another body's catalogue in another currency: nothing of it counts."""
    lines = "".join(f'  credential {code} {{ 10 credits; level F 7; cost 5 "ZMW" }}\n' for code in "AB")
    text = f"catalogue ITEMS {{\n  issuer U\n  credit unit C\n{lines}}}\n{ELSEWHERE}{AWARD.format('A; B')}"
    options = PlanOptions(minimise=parse_minimise(minimise) if minimise else (), scheduled=False)
    plan = book(tmp_path, text).plan({"learner": "L", "holdings": []}, "Q", DAY, options)
    assert plan.best is not None
    assert (plan.best.totals.cost, plan.best.totals.currency) == ("10", "ZMW")
    assert plan.remarks == ()
    serving = text.replace("issuer V", "issuer U").replace("A; B", "A; B or X")
    if minimise:
        with pytest.raises(PlanError, match="fees are in EUR and ZMW"):
            book(tmp_path, serving).plan({"learner": "L", "holdings": []}, "Q", DAY, options)
    else:
        plan = book(tmp_path, serving).plan({"learner": "L", "holdings": []}, "Q", DAY, options)
        assert any("fees are in EUR and ZMW" in remark for remark in plan.remarks)


def test_what_is_left_aside_is_told_of_the_own_body_first(tmp_path: Path) -> None:
    lines = "".join(f"  credential {code} {{ 10 credits; level F 7 }}\n" for code in ("A", "B", "Z1"))
    text = f"catalogue ITEMS {{\n  issuer U\n  credit unit C\n{lines}}}\n{ELSEWHERE}{AWARD.format('A; B')}"
    options = PlanOptions(avoid=("X", "Z1"), scheduled=False)
    plan = book(tmp_path, text).plan({"learner": "L", "holdings": []}, "Q", DAY, options)
    assert [each.examples for each in plan.aside if each.reason == "to be avoided"] == [("Z1", "X")]


def test_with_a_rate_they_are(tmp_path: Path) -> None:
    rated = PlanOptions(scheduled=False, currency="ZMW", rates={"EUR": Fraction(20)})
    plan = planned(tmp_path, ('; cost 5 "ZMW"', '; cost 3 "EUR"'), rated)
    assert plan.best is not None
    assert (plan.best.totals.cost, plan.best.totals.currency) == ("65", "ZMW")
    assert plan.remarks == ()


@pytest.mark.parametrize(
    ("fees", "said"),
    [
        (('; cost 5 "ZMW"', ""), True),
        (('; cost 5 "ZMW"', '; cost 0 "ZMW"'), False),
        (("", ""), False),
    ],
)
def test_a_fee_that_is_not_known_is_said_to_count_as_nothing(tmp_path: Path, fees: tuple[str, str], said: bool) -> None:
    plan = planned(tmp_path, fees, AT_ONCE)
    assert any("the fee of 1 item that may serve is not known" in remark for remark in plan.remarks) is said


def test_a_plan_without_terms_because_none_are_to_come_says_so(tmp_path: Path) -> None:
    plan = planned(tmp_path, ("", ""), PlanOptions(), date(2030, 1, 1))
    assert plan.remarks == ("no term of the calendar U begins on or after 2030-01-01, so the plan is without terms",)
    assert planned(tmp_path, ("", ""), AT_ONCE, date(2030, 1, 1)).remarks == ()


def test_what_is_taken_again_is_said_to_be_too_old_by_then() -> None:
    plan = college().plan(record("returning"), "MC-DIP", TODAY)
    assert plan.remarks == (
        "DIG100 and WEB110 are on the record, but do not count when the award is conferred: taken again",
    )
    assert college().plan(record("half-way"), "MC-DIP", TODAY).remarks == ()


def test_prior_learning_that_the_rules_never_recognise_is_said_to_be_no_option() -> None:
    options = PlanOptions(
        minimise=parse_minimise("cost"),
        prior_learning=(PriorLearning("PRJ390", Fraction(1)), PriorLearning("NET200", Fraction(1))),
    )
    plan = college().plan(record("refugee"), "MC-DIP", TODAY, options)
    assert plan.remarks == ("these rules recognise no prior learning for PRJ390, so it is no option",)
    assert plan.best is not None
    assert "NET200 by RPL" in {item.label for item in plan.best.items}


def test_what_cannot_be_read_is_named_with_the_plan_and_with_the_demand() -> None:
    mine = record("half-way")
    mine["holdings"][0]["credits"] = "ten"
    said = "`ten` is not an exact amount such as 40, 12.5 or 1/3; credits are taken as unknown"
    assert f"DIG100, on the record: {said}" in college().plan(mine, "MC-DIP", TODAY).remarks
    demand = college().demand([mine, record("new")], "MC-DIP", TODAY)
    assert [(each.place, each.why) for each in demand.unknown] == [("made-up-half-way, DIG100", said)]
    assert "Read as unknown: 1 value" in render_cohort(demand)


@pytest.mark.parametrize(("grade", "said"), [("40", True), ("50", False), ("72", False)])
@pytest.mark.parametrize(("kind", "what"), [("add", "NET200"), ("pass", "com120")])
def test_a_pass_below_the_pass_mark_is_noted(kind: str, what: str, grade: str, said: bool) -> None:
    supposed = [(kind, f"{what}={grade} on mc-percent")]
    answer = college().whatif(record("nearly-done"), supposed, "MC-DIP", TODAY)
    assert any("below the pass mark" in remark for remark in answer.remarks) is said


@pytest.mark.parametrize("clock", ["entry", "applied"])
@pytest.mark.parametrize("said", [True, False])
def test_whose_version_is_not_known_is_taken_to_enter_now(tmp_path: Path, clock: str, said: bool) -> None:
    facts = {} if said else {clock: "2021-01-01"}
    items = "catalogue ITEMS { issuer U; credit unit C; credential A { 10 credits }\n credential B { 10 credits } }\n"
    versions = (
        "qualification Q { awarded by U; in force from 2020-01-01 until 2022-12-31; requires A }\n"
        "qualification Q { awarded by U; in force from 2023-01-01; requires B }\n"
    )
    made = book(tmp_path, items + versions.replace("awarded by U;", f"awarded by U; version by {clock};"))
    plan = made.plan({"learner": "L", "facts": facts, "holdings": []}, "Q", DAY, AT_ONCE)
    assert plan.best is not None
    assert [item.code for item in plan.best.items] == ["B" if said else "A"]
    assert any("by the rules of 2023-01-01" in remark for remark in plan.remarks) is said


@pytest.mark.parametrize("route", ["", '  route other is agreement "Other" when quality_assurance = "Q" grants full\n'])
def test_what_is_in_progress_and_counts_by_one_route_is_not_told_to_be_of_unknown_size(
    route: str, tmp_path: Path
) -> None:
    """It was told not to be counted on, beside a plan that counts it, where another route could not tell its credits."""
    rules = book(
        tmp_path,
        "catalogue K { credit unit C; credential A { 10 credits }; credential B { 10 credits } }\n"
        'recognition u "R" for U {\n  route own is own "Own" when issuer = U grants full\n' + route + "}\n"
        'qualification Q "Q" { awarded by U at F 7; credit unit C; total 20 credits; requires all of { A; B } }\n',
    )
    going = {"id": "h2", "credential": "B", "issuer": "U", "status": "in-progress"}
    held = [{"id": "h1", "credential": "A", "issuer": "U", "status": "active", "awarded": "2025-06-30"}, going]
    plan = rules.plan({"learner": "L", "holdings": held}, "Q", DAY)
    assert plan.best is not None
    assert plan.best.items == ()
    assert plan.held == ("A", "B")
    assert not any("how many credits is not known" in remark for remark in plan.remarks)
