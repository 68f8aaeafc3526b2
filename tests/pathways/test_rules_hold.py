"""Each rule of an award holds in its plans: the plan is made, and a fresh audit of the record as it will be confirms it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from pathways.books import CALENDAR, Item, book, catalogue, holding
from pathways.planned import AT_ONCE, BY_TERM, A, B, D, at, best, codes, confirmed, plan, rules
from stackr.pathways.options import Load, PlanOptions, PriorLearning, parse_minimise

# currency at completion


def test_what_is_too_old_at_completion_is_taken_again(tmp_path: Path) -> None:
    """A is recent enough today; when D ends, in the last term, it is not."""
    items = (A, Item("D", 10, 7, "0611", 10, terms=("2027-autumn",)))
    made = rules(
        tmp_path,
        items,
        "  requires all of { A; D }\n  limits { currency: awarded within 3 years of conferred }",
        CALENDAR,
    )
    old = {**holding(A), "awarded": "2024-06-01"}
    way = best(plan(made, BY_TERM, old))
    assert codes(way) == ["A", "D"]
    assert confirmed(made, items, way, old)
    assert not confirmed(made, items, way.model_copy(update={"items": way.items[1:]}), old)


def test_what_is_recent_enough_at_completion_stays(tmp_path: Path) -> None:
    items = (A, Item("D", 10, 7, "0611", 10))
    body = "  requires all of { A; D }\n  limits { currency: awarded within 3 years of conferred }"
    made = rules(tmp_path, items, body, CALENDAR)
    old = {**holding(A), "awarded": "2024-06-01"}
    way = best(plan(made, BY_TERM, old))
    assert (codes(way), at(way)) == (["D"], {"D": 0})
    assert confirmed(made, items, way, old)


def test_of_two_ways_the_one_that_ends_before_the_old_learning_lapses(tmp_path: Path) -> None:
    """X is cheaper and comes too late for A; of Y with A, and X with A again, the former asks fewer credits."""
    items = (
        A,
        Item("X", 10, 7, "0541", 0, terms=("2027-autumn",)),
        Item("Y", 10, 7, "0541", 90, terms=("2026-spring",)),
    )
    body = (
        '  requires all of { A; b "B": 10 credits from field under "05" }\n'
        "  limits { currency: awarded within 3 years of conferred }"
    )
    made = rules(tmp_path, items, body, CALENDAR)
    old = {**holding(A), "awarded": "2024-01-15"}
    way = best(plan(made, BY_TERM, old))
    assert codes(way) == ["Y"]
    assert confirmed(made, items, way, old)


def test_learning_within_so_long_of_each_other(tmp_path: Path) -> None:
    """B comes late: an A of last year would be too far from it, so A is taken again."""
    items = (A, Item("B", 10, 7, "0611", 10, terms=("2027-autumn",)))
    body = "  requires all of { A; B }\n  limits { span: awarded within 2 years from first of any }"
    made = rules(tmp_path, items, body, CALENDAR)
    old = {**holding(A), "awarded": "2025-01-15"}
    way = best(plan(made, BY_TERM, old))
    assert codes(way) == ["A", "B"]
    assert confirmed(made, items, way, old)


# residency


@pytest.mark.parametrize("residency", ["at least 1/2 of award from issuer U", "at least 10 credits from issuer U"])
def test_residency_makes_dearer_own_learning_part_of_the_plan(tmp_path: Path, residency: str) -> None:
    items = (
        Item("O1", 10, 7, "0611", 90),
        Item("O2", 10, 7, "0611", 80),
        *(Item(f"V{i}", 10, 7, "0611", 0, issuer="V") for i in range(3)),
    )
    free = rules(tmp_path, items, '  total 20 credits\n  requires all of { a "A": 20 credits from any }')
    assert codes(best(plan(free, AT_ONCE))) == ["V0", "V1"]
    body = f'  total 20 credits\n  requires all of {{ a "A": 20 credits from any }}\n  limits {{ own: {residency} }}'
    made = rules(tmp_path, items, body)
    way = best(plan(made, AT_ONCE))
    assert codes(way) == ["O2", "V0"]
    assert confirmed(made, items, way)


# RPL: an option, its cost, its cap


def test_rpl_is_taken_where_it_is_cheaper_up_to_its_cap(tmp_path: Path) -> None:
    items = (Item("A", 10, 7, "0611", 50), Item("B", 10, 7, "0611", 70), Item("D", 10, 7, "0611", 90))
    cheapest = parse_minimise("cost")
    prior = tuple(PriorLearning(code, Fraction(cost)) for code, cost in (("A", 20), ("B", 20), ("D", 100)))
    asked = PlanOptions(scheduled=False, minimise=cheapest, prior_learning=prior)
    free = rules(tmp_path, items, "  total 30 credits\n  requires all of { A; B; D }")
    way = best(plan(free, asked))
    assert codes(way) == ["A by RPL", "B by RPL", "D"]
    assert way.totals.cost == "130"
    capped = rules(
        tmp_path,
        items,
        "  total 30 credits\n  requires all of { A; B; D }\n  limits { cap: at most 1/3 of award by rpl }",
    )
    way = best(plan(capped, asked))
    assert codes(way) == ["A", "B by RPL", "D"]
    assert way.totals.cost == "160"
    assert way.assumes == ("prior learning is recognised for B",)


def test_rpl_that_was_granted_already_fills_the_cap(tmp_path: Path) -> None:
    items = (A, B, D)
    body = "  total 30 credits\n  requires all of { A; B; D }\n  limits { cap: at most 10 credits by rpl }"
    made = rules(tmp_path, items, body)
    work = {
        "id": "work", "kind": "experience", "status": "active", "awarded": "2025-01-01",
        "evidence": [{"kind": kind, "date": "2025-01-01"} for kind in ("portfolio", "interview")],
    }  # fmt: skip
    decided = {
        "id": "d1", "kind": "rpl", "holding": "work", "unit": "A", "shares": {"all outcomes": "1"}, "by": "Office",
        "date": "2025-02-01",
    }  # fmt: skip
    prior = (PriorLearning("all", Fraction(0)),)
    asked = PlanOptions(scheduled=False, minimise=parse_minimise("cost"), prior_learning=prior)
    assert codes(best(plan(made, asked, work, decisions=[decided]))) == ["B", "D"]
    assert len([label for label in codes(best(plan(made, asked))) if label.endswith("RPL")]) == 1


def test_rpl_is_never_planned_where_the_rules_never_grant_it(tmp_path: Path) -> None:
    items = (Item("A", 10, 7, "0611", 50), B)
    body = "  total 20 credits\n  requires all of { A; B }\n  limits { never by rpl for A }"
    made = rules(tmp_path, items, body)
    prior = (PriorLearning("all", Fraction(0)),)
    asked = PlanOptions(scheduled=False, minimise=parse_minimise("cost"), prior_learning=prior)
    assert codes(best(plan(made, asked))) == ["A", "B by RPL"]


# sharing


@pytest.mark.parametrize(
    ("shared", "expected"), [("", ["A", "B", "D", "E"]), ("shared between a and b up to 10 credits", ["A", "B", "D"])]
)
def test_a_unit_counts_twice_only_where_and_as_far_as_it_may(tmp_path: Path, shared: str, expected: list[str]) -> None:
    items = (A, B, D, Item("E", 10, 7, "0611", 90))
    body = (
        '  requires all of { a "A": 20 credits from field under "06"; b "B": 20 credits from level >= 7 }\n'
        + f"  {shared}"
    )
    made = rules(tmp_path, items, body)
    way = best(plan(made, AT_ONCE))
    assert codes(way) == expected
    assert confirmed(made, items, way)


def test_an_overlay_uses_again_what_was_counted(tmp_path: Path) -> None:
    items = (A, B, Item("W", 10, 8, "0611", 90))
    body = '  requires all of { a "A": 20 credits from field under "06" }\n  also requires w "W": 1 credential from level >= 8'
    made = rules(tmp_path, items, body)
    way = best(plan(made, AT_ONCE))
    assert codes(way) == ["A", "W"]
    assert confirmed(made, items, way)


# nested awards

INNER = 'qualification IN "Inner (made up)" { awarded by U at F 7; credit unit C; total 20 credits; requires all of { A; B } }\n'


@pytest.mark.parametrize(
    ("policy", "expected"),
    [("embed", []), ("consume", ["D", "E"]), ("share up to 10 credits", ["D"]), ("surrender", ["D", "E"])],
)
def test_what_an_earlier_award_used_counts_again_as_far_as_the_rules_say(
    tmp_path: Path, policy: str, expected: list[str]
) -> None:
    items = (A, B, D, Item("E", 10, 7, "0611", 90))
    body = f'  total 20 credits\n  requires all of {{ a "A": 20 credits from any }}\n  includes IN with {policy}'
    made = rules(tmp_path, items, body, more=INNER)
    inner = {"id": "in", "credential": "IN", "issuer": "U", "kind": "qualification", "conferred": "2025-12-15"}
    held = [{**holding(each), "used_in": ["IN"]} for each in (A, B)]
    found = plan(made, AT_ONCE, inner, *held)
    assert (found.status == "nothing-to-add") == (not expected)
    if expected:
        way = best(found)
        assert codes(way) == expected
        assert confirmed(made, items, way, inner, *held)


# limits over all that is taken


MANY_V = tuple(Item(f"V{i}", 10, 7, "0611", 0, issuer="V") for i in range(4))
OWN = (Item("O1", 10, 7, "0611", 50), Item("O2", 10, 7, "0611", 60), Item("X", 20, 7, "0911", 5))


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        ("cap: at most 50% of taken from issuer V", ["O1", "O2", "V0", "V1"]),
        ("cap: at most 3/4 of taken from issuer V", ["O1", "V0", "V1", "V2"]),
        ("cap: at most 50% of award from issuer V", ["O1", "O2", "V0", "V1"]),
        ("own: at least 1/4 of taken from issuer U", ["O1", "V0", "V1", "V2"]),
        ("own: at least 1/2 of taken from issuer U", ["O1", "O2", "V0", "V1"]),
        ("most: at most 40 credits over taken", ["V0", "V1", "V2", "V3"]),
        ("some: at least 20 credits from issuer U over taken", ["O1", "O2", "V0", "V1"]),
        ("few: at most 2 credentials from issuer V over taken", ["O1", "O2", "V0", "V1"]),
    ],
)
def test_a_limit_over_all_that_is_taken_moves_with_the_plan(tmp_path: Path, limit: str, expected: list[str]) -> None:
    items = (*MANY_V, *OWN)
    body = (
        f'  total 40 credits\n  requires all of {{ a "A": 40 credits from field under "06" }}\n  limits {{ {limit} }}'
    )
    made = rules(tmp_path, items, body)
    way = best(plan(made, AT_ONCE))
    assert codes(way) == expected
    assert confirmed(made, items, way)


def test_what_counts_nowhere_is_taken_where_a_limit_over_all_that_is_taken_needs_it(tmp_path: Path) -> None:
    """Half of what is taken may be V's; X counts nowhere, and makes the half larger."""
    items = (*MANY_V, OWN[2])
    body = '  requires all of { a "A": 20 credits from field under "06" }\n  limits { cap: at most 50% of taken from issuer V }'
    made = rules(tmp_path, items, body)
    way = best(plan(made, AT_ONCE))
    assert codes(way) == ["V0", "V1", "X"]
    assert confirmed(made, items, way)
    assert not confirmed(made, items, way.model_copy(update={"items": way.items[:2]}))


def test_what_is_on_the_record_is_part_of_all_that_is_taken(tmp_path: Path) -> None:
    items = (*MANY_V, *OWN)
    body = '  requires all of { a "A": 20 credits from field under "06" }\n  limits { cap: at most 50% of taken from issuer V }'
    made = rules(tmp_path, items, body)
    held = holding(OWN[2])
    way = best(plan(made, AT_ONCE, held))
    assert codes(way) == ["V0", "V1"]
    assert confirmed(made, items, way, held)


@pytest.mark.parametrize(("most", "status"), [(40, "planned"), (39, "infeasible")])
def test_an_attempt_cap_counts_what_was_failed_and_what_is_added(tmp_path: Path, most: int, status: str) -> None:
    items = (*MANY_V, *OWN)
    body = (
        '  requires all of { a "A": 20 credits from field under "06" }\n'
        f"  limits {{ tries: at most {most} credits attempted }}"
    )
    made = rules(tmp_path, items, body)
    failed = {**holding(Item("F", 20, 7, "0611", 0)), "status": "failed"}
    found = plan(made, AT_ONCE, failed)
    assert found.status == status
    if found.blocking is not None:
        assert "at most 39 credits attempted" in found.blocking.message
    else:
        assert confirmed(made, items, best(found))


@pytest.mark.parametrize(
    ("most", "status"), [("at most 1 issuers over taken", "open"), ("at most 3 issuers over taken", "planned")]
)
def test_what_plans_do_not_follow_is_said_and_nothing_is_claimed_of_it(tmp_path: Path, most: str, status: str) -> None:
    """V0 and V1 would do. That there is no plan is not shown, for the limit is read over everything on offer."""
    items = (*MANY_V, *OWN)
    body = f'  requires all of {{ a "A": 20 credits from field under "06" }}\n  limits {{ few "Few bodies": {most} }}'
    found = plan(rules(tmp_path, items, body), AT_ONCE)
    assert found.status == status
    assert any(remark.startswith("Few bodies: read as if") for remark in found.remarks)
    if found.best is not None:
        assert found.best.verified
        assert not found.best.proven


def test_what_asks_for_a_unit_first_can_be_taken_after_its_recognition(tmp_path: Path) -> None:
    """A is taught in no language that is asked for, or costs more: its recognition does as well before B."""
    items = (Item("A", 10, 7, "0611", 50), Item("B", 10, 7, "0611", 10, first=("A",)))
    made = rules(tmp_path, items, "  total 20 credits\n  requires all of { A; B }", CALENDAR)
    cheapest = parse_minimise("cost")
    asked = PlanOptions(scheduled=True, minimise=cheapest, prior_learning=(PriorLearning("A", Fraction(5)),))
    for options in (asked, replace(asked, avoid=("A",))):
        way = best(plan(made, options))
        assert at(way) == {"A by RPL": 0, "B": 1}
        assert [item.after for item in way.items] == [(), ("A by RPL",)]
    assert codes(best(plan(made, replace(asked, scheduled=False)))) == ["A by RPL", "B"]


def test_prior_learning_that_the_rules_would_not_recognise_stands_before_nothing(tmp_path: Path) -> None:
    items = (A, Item("B", 10, 7, "0611", 10, first=("A",)))
    award = 'qualification Q "Q" { awarded by U at F 7; credit unit C; requires all of { B } }\n'
    ladder = 'recognition u "R" for U { route own is own "Own" when issuer = U grants full }\n'
    made = book(tmp_path, catalogue(items) + award + ladder)
    prior = (PriorLearning("A", Fraction(0)),)
    asked = PlanOptions(scheduled=False, minimise=parse_minimise("cost"), prior_learning=prior)
    found = plan(made, asked)
    assert codes(best(found)) == ["A", "B"]
    assert "these rules recognise no prior learning for A, so it is no option" in found.remarks
    assert plan(made, replace(asked, avoid=("A",))).status == "infeasible"


def test_nobody_takes_what_is_recognised_as_well(tmp_path: Path) -> None:
    """The course is another body's, so both would count: they are the same learning twice."""
    items = (Item("A", 10, 7, "0611", 5, issuer="V"), Item("B", 10, 7, "0611", 50))
    made = rules(tmp_path, items, '  requires all of { A; b "B": 10 credits from any }')
    prior = (PriorLearning("A", Fraction(0)),)
    asked = PlanOptions(scheduled=False, minimise=parse_minimise("cost"), prior_learning=prior)
    for options in (asked, replace(asked, reduce=False)):
        assert codes(best(plan(made, options))) == ["A by RPL", "B"]


@pytest.mark.parametrize("load", [Load(most_items=1), Load(least_items=1), Load(least_credits=Fraction(10))])
def test_recognition_fills_no_term_and_makes_none_full_enough(tmp_path: Path, load: Load) -> None:
    items = tuple(Item(code, 10, 7, "0611", 50, terms=("autumn",)) for code in "ABD")
    made = rules(tmp_path, items, "  total 30 credits\n  requires all of { A; B; D }", CALENDAR)
    prior = tuple(PriorLearning(code, Fraction(0)) for code in "AB")
    asked = PlanOptions(scheduled=True, minimise=parse_minimise("cost"), prior_learning=prior, load=load)
    assert at(best(plan(made, asked))) == {"A by RPL": 0, "B by RPL": 0, "D": 1}


def test_what_another_body_gave_is_taken_again_once_it_is_too_old(tmp_path: Path) -> None:
    items = (Item("A", 10, 7, "0611", 0, issuer="V"), Item("D", 10, 7, "0611", 0, terms=("2027-spring",)))
    body = '  requires all of { D; a "A": 10 credits from issuer V }\n  limits { currency: awarded within 2 years of conferred }'
    old = holding(items[0]) | {"awarded": "2025-01-31"}
    way = best(plan(rules(tmp_path, items, body, CALENDAR), BY_TERM, old))
    assert codes(way) == ["A", "D"]


def test_what_nothing_recognises_does_not_stand_for_a_unit_of_that_code(tmp_path: Path) -> None:
    items = (Item("A", 10, 7, "0611", 0),)
    elsewhere = holding(items[0]) | {"issuer": "NOBODY"}
    way = best(plan(rules(tmp_path, items, "  requires all of { A }"), AT_ONCE, elsewhere))
    assert codes(way) == ["A"]
