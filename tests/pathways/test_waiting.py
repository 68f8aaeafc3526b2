"""A term in which nothing is taken says what the plan waits for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pathways.books import CALENDAR, DAY, Item, book, catalogue, holding
from stackr.model.plan import Plan
from stackr.pathways.options import Load, PlanOptions
from stackr.report.plan_html import fragment
from stackr.report.plan_text import render_plan


def planned(
    folder: Path, items: tuple[Item, ...], requires: str, held: list[dict[str, Any]], options: PlanOptions
) -> Plan:
    text = (
        f'{catalogue(items)}{CALENDAR}qualification Q "Award (made up)" {{ awarded by U at F 7; credit unit C\n'
        f"requires all of {{ {requires} }} }}\n"
        'recognition u "R (made up)" for U { route own is own "Own" when issuer = U grants full }\n'
    )
    return book(folder, text).plan({"learner": "L", "holdings": held}, "Q", DAY, options)


def waits(plan: Plan) -> list[tuple[str, ...]]:
    assert plan.best is not None
    return [term.waits_for for term in plan.best.terms]


def going(item: Item, term: str) -> dict[str, Any]:
    made = {**holding(item), "status": "in-progress", "term": term}
    del made["awarded"]
    return made


A, B = Item("A", 10, 7, "0611", 0), Item("B", 10, 7, "0611", 0, first=("A",))
LATE = Item("LATE", 10, 7, "0611", 0, terms=("2027-spring",))


def test_for_when_it_is_offered_next(tmp_path: Path) -> None:
    plan = planned(tmp_path, (A, LATE), "A; LATE", [], PlanOptions(scheduled=True))
    assert waits(plan) == [(), ("LATE is next offered in 2027-spring",), ()]
    assert "    nothing to take: LATE is next offered in 2027-spring\n" in render_plan(plan)
    assert "<p>nothing to take: LATE is next offered in 2027-spring</p>" in fragment(plan)


def test_for_a_prerequisite_in_progress(tmp_path: Path) -> None:
    plan = planned(tmp_path, (A, B), "A; B", [going(A, "2026-autumn")], PlanOptions(scheduled=True))
    assert waits(plan) == [
        ("B comes after A, in progress until 2026-autumn",),
        ("B comes after A, in progress until 2026-autumn",),
        (),
    ]


def test_for_what_is_in_progress_and_counts(tmp_path: Path) -> None:
    plan = planned(tmp_path, (A, B), "A", [going(A, "2027-spring")], PlanOptions(scheduled=True))
    assert waits(plan) == [("A is in progress until 2027-spring",), ("A is in progress until 2027-spring",), ()]
    assert plan.best is not None
    assert plan.best.terms[2].under_way == ("A",)


def test_for_room_beside_what_is_in_progress(tmp_path: Path) -> None:
    other = Item("OTHER", 10, 7, "0611", 0)
    options = PlanOptions(scheduled=True, load=Load(most_items=1))
    plan = planned(tmp_path, (A, other), "A", [going(other, "2026-spring")], options)
    assert waits(plan) == [("A does not fit in before",), ()]
