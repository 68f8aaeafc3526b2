"""Each rule of an award holds in its plans: the plan is made, and a fresh audit of the record as it will be confirms it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from pathways.books import CALENDAR, DAY, TERMS, Item, book, catalogue, holding
from stackr.audit.options import AuditOptions
from stackr.model.plan import Pathway, Plan
from stackr.pathways.options import Load, PlanOptions, PriorLearning, parse_minimise
from stackr.rulebook.book import RuleBook

ENDS = {
    "2026-spring": "2026-06-30",
    "2026-autumn": "2026-12-20",
    "2027-spring": "2027-06-30",
    "2027-autumn": "2027-12-20",
}
LADDER = (
    'recognition u "Recognition (made up)" for U {\n'
    '  route own is own "Own" when issuer = U grants full\n'
    '  route agreed is agreement "Agreed" when issuer = V grants full\n'
    '  fallback rpl is rpl "Prior learning" by "Office" evidence valid from 2 kinds\n'
    "    each outcome met to at least 50% of outcome grants whole units, ungraded\n}\n"
)
BY_TERM = PlanOptions(scheduled=True)
AT_ONCE = PlanOptions(scheduled=False)


def rules(folder: Path, items: tuple[Item, ...], body: str, calendar: str = "", more: str = "") -> RuleBook:
    award = f'qualification Q "Award (made up)" {{\n  awarded by U at F 7\n  credit unit C\n{body}\n}}\n'
    return book(folder, catalogue(items) + calendar + award + more + LADDER)


def plan(made: RuleBook, options: PlanOptions, *held: dict[str, Any], **facts: Any) -> Plan:
    return made.plan({"learner": "L", "holdings": list(held), **facts}, "Q", DAY, options)


def best(found: Plan) -> Pathway:
    assert found.status == "planned", found.blocking
    assert found.best is not None
    assert found.best.proven
    assert found.best.verified
    return found.best


def codes(way: Pathway) -> list[str]:
    return sorted(item.label for item in way.items)


def at(way: Pathway) -> dict[str, int]:
    return {item.label: TERMS.index(item.term or "") for item in way.items}


def confirmed(made: RuleBook, items: tuple[Item, ...], way: Pathway, *held: dict[str, Any]) -> bool:
    """What an ordinary audit says on the last day of the plan, of a record with each course passed at its term's end."""
    offered = {item.code: item for item in items}
    taken = []
    for each in way.items:
        passed = holding(offered[each.code])
        if each.term is not None:
            passed |= {"awarded": ENDS[each.term], "completed": ENDS[each.term], "term": each.term}
        taken.append(passed)
    day = date.fromisoformat(way.finished) if way.finished else DAY
    done = [{**each, "status": "active"} for each in held]
    audit = made.audit({"learner": "L", "holdings": [*done, *taken]}, ["Q"], day, AuditOptions(tier="values"))
    return audit.qualifications[0].status == "satisfied"


A, B, D = (Item(code, 10, 7, "0611", 10) for code in "ABD")


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


# where, how and in which language


def offered(folder: Path) -> RuleBook:
    """The cheapest in a room in Lusaka and French, then Ndola and English, then by post in both, then nothing said of it."""
    lines = [
        'credential A { mode classroom; places "Lusaka"; languages "fr"; cost 10 "ZMW" }',
        'credential B { mode classroom; places "Ndola"; languages "en"; cost 20 "ZMW" }',
        'credential D { mode distance; places "Kitwe"; languages "fr", "en"; cost 30 "ZMW" }',
        'credential E { cost 40 "ZMW" }',
    ]
    body = "\n".join(f"  {line.replace('{', '{ 10 credits; hours 80; level F 7; issuer U;')}" for line in lines)
    award = (
        'qualification Q "Q" { awarded by U at F 7; credit unit C; requires all of { a "A": 10 credits from any } }\n'
    )
    return book(folder, f"catalogue ITEMS {{\n  credit unit C\n{body}\n}}\n{award}{LADDER}")


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, "A"),
        ({"modes": ("distance",)}, "D"),
        ({"modes": ("online", "distance")}, "D"),
        ({"languages": ("en",)}, "B"),
        ({"languages": ("en",), "modes": ("distance",)}, "D"),
        ({"place": "Ndola"}, "B"),
        ({"place": "Kabwe"}, "D"),
        ({"place": "Ndola", "languages": ("fr",)}, "D"),
        ({"place": "Ndola", "avoid": ("B", "D")}, "E"),
    ],
)
def test_mode_place_and_language(tmp_path: Path, asked: dict[str, Any], expected: str) -> None:
    options = PlanOptions(scheduled=False, minimise=parse_minimise("cost"), **asked)
    assert codes(best(plan(offered(tmp_path), options))) == [expected]


@pytest.mark.parametrize(
    ("wish", "expected", "distance"),
    [
        ("distance, cost", "B", "0"),
        ("cost", "A", "320"),
        ("cost + 1/16*distance", "B", "0"),
        ("cost + 1/40*distance", "A", "320"),
    ],
)
def test_distance_is_per_item_and_none_for_what_comes_by_post(
    tmp_path: Path, wish: str, expected: str, distance: str
) -> None:
    """From Ndola; 320 to Lusaka."""
    asked = PlanOptions(
        scheduled=False, minimise=parse_minimise(wish), place="Ndola", distances={"Lusaka": Fraction(320)}
    )
    way = best(plan(offered(tmp_path), asked))
    assert (codes(way), way.totals.distance) == ([expected], distance)


def test_hours_are_the_catalogues_own_before_those_of_the_credit_unit(tmp_path: Path) -> None:
    way = best(plan(offered(tmp_path), AT_ONCE))
    assert way.totals.hours == "80"
    items = (A, B)
    assert best(plan(rules(tmp_path, items, "  requires all of { A; B }"), AT_ONCE)).totals.hours == "200"


def test_fewest_hours_and_lowest_fees_are_different_plans(tmp_path: Path) -> None:
    lines = (
        "catalogue ITEMS {\n  credit unit C; issuer U\n"
        '  credential A { 10 credits; hours 60; level F 7; cost 90 "ZMW" }\n'
        '  credential B { 10 credits; hours 90; level F 7; cost 60 "ZMW" }\n'
        '  credential D { 10 credits; hours 70; level F 7; cost 70 "ZMW" }\n}\n'
    )
    award = (
        'qualification Q "Q" { awarded by U at F 7; credit unit C; requires all of { a "A": 10 credits from any } }\n'
    )
    made = book(tmp_path, lines + award + LADDER)
    for wish, expected in (("hours", "A"), ("cost", "B"), ("cost + hours", "D")):
        way = best(plan(made, PlanOptions(scheduled=False, minimise=parse_minimise(wish))))
        assert codes(way) == [expected]


# by term


FOUR = tuple(Item(f"I{i}", 10, 7, "0611", 10) for i in range(4))
ALL_FOUR = "  requires all of { I0; I1; I2; I3 }"


@pytest.mark.parametrize(
    ("load", "expected"),
    [
        (Load(), [4]),
        (Load(most_items=3), [3, 1]),
        (Load(most_items=3, least_items=2), [2, 2]),
        (Load(most_credits=Fraction(30), least_credits=Fraction(20)), [2, 2]),
        (Load(most_credits=Fraction(19)), [1, 1, 1, 1]),
        (Load(most_credits=Fraction(39), least_items=1), [3, 1]),
    ],
)
def test_loads_at_most_and_at_least(tmp_path: Path, load: Load, expected: list[int]) -> None:
    made = rules(tmp_path, FOUR, ALL_FOUR, CALENDAR)
    way = best(plan(made, PlanOptions(scheduled=True, load=load, minimise=parse_minimise("terms"))))
    loads = [len(term.items) for term in way.terms]
    assert sorted(loads, reverse=True) == expected
    assert confirmed(made, FOUR, way)


def test_a_minimum_load_may_ask_for_more_than_the_rules(tmp_path: Path) -> None:
    """D stands alone at the end of a chain; a term with less than 20 credits isn't taken, so E is added."""
    items = (A, Item("D", 10, 7, "0611", 10, first=("A",)), *(Item(c, 10, 5, "0541", 5) for c in "EG"))
    made = rules(tmp_path, items, "  requires all of { A; D }", CALENDAR)
    way = best(plan(made, PlanOptions(scheduled=True, load=Load(least_credits=Fraction(20)))))
    assert codes(way) == ["A", "D", "E", "G"]
    assert confirmed(made, items, way)


def under_way(item: Item, term: str | None) -> dict[str, Any]:
    made = {**holding(item), "status": "in-progress"}
    del made["awarded"]
    return made if term is None else {**made, "term": term}


def test_what_is_in_progress_fills_its_term_and_is_built_on_after_it(tmp_path: Path) -> None:
    items = (A, Item("D", 10, 7, "0611", 10, first=("A",)), Item("E", 10, 7, "0611", 10))
    made = rules(tmp_path, items, "  requires all of { A; D; E }", CALENDAR)
    now = under_way(A, "2026-spring")
    way = best(plan(made, PlanOptions(scheduled=True, load=Load(most_credits=Fraction(10))), now))
    assert at(way)["D"] > 0
    assert at(way)["E"] > 0
    assert way.terms[0].under_way == ("A",)
    assert way.terms[0].credits == "10"
    assert confirmed(made, items, way, {**now, "awarded": "2026-06-30"})
    quick = best(plan(made, PlanOptions(scheduled=True, minimise=parse_minimise("terms")), now))
    assert at(quick) == {"D": 1, "E": 0}


def test_a_target_date_leaves_the_terms_that_end_by_it(tmp_path: Path) -> None:
    items = (A, Item("B", 10, 7, "0611", 0, terms=("2027-autumn",)), Item("D", 10, 7, "0611", 90, terms=("autumn",)))
    made = rules(tmp_path, items, '  requires all of { A; b "B": B or D }', CALENDAR)
    cheapest = parse_minimise("cost")
    free = best(plan(made, PlanOptions(scheduled=True, minimise=cheapest)))
    assert codes(free) == ["A", "B"]
    for day, expected in (("2027-12-19", ["A", "D"]), ("2027-12-20", ["A", "B"]), ("2026-12-20", ["A", "D"])):
        way = best(plan(made, PlanOptions(scheduled=True, minimise=cheapest, target=date.fromisoformat(day))))
        assert codes(way) == expected
        assert way.finished is not None
        assert way.finished <= day
        assert confirmed(made, items, way)
    assert plan(made, PlanOptions(scheduled=True, target=date(2026, 12, 19))).status == "infeasible"


def test_slack_and_the_chain_that_sets_the_pace(tmp_path: Path) -> None:
    """A, B, D one after the other; E may slip to the end; G before D, once."""
    items = (
        A,
        Item("B", 10, 7, "0611", 10, first=("A",)),
        Item("D", 10, 7, "0611", 10, first=("B",)),
        Item("E", 10, 7, "0611", 10),
        Item("G", 10, 7, "0611", 10, terms=("spring",)),
    )
    made = rules(tmp_path, items, "  requires all of { A; B; D; E; G }", CALENDAR)
    way = best(plan(made, BY_TERM))
    assert at(way) == {"A": 0, "B": 1, "D": 2, "E": 0, "G": 0}
    assert {item.label: item.slack for item in way.items} == {"A": 0, "B": 0, "D": 0, "E": 2, "G": 2}
    assert way.chain == ("A", "B", "D")
    assert [item.label for item in way.items if item.critical] == ["A", "B", "D"]


def test_a_corequisite_is_had_by_the_end_of_its_term(tmp_path: Path) -> None:
    items = (Item("A", 10, 7, "0611", 10, beside=("L",)), Item("L", 5, 5, "0541", 5, terms=("autumn",)))
    made = rules(tmp_path, items, "  requires all of { A }", CALENDAR)
    way = best(plan(made, BY_TERM))
    assert at(way) == {"A": 1, "L": 1}
    assert [item.beside for item in way.items if item.label == "A"] == [("L",)]
    assert confirmed(made, items, way)
