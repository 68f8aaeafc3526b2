"""Plans by term: the published balancing problem reaches its proven optimum through the same code; slack and the critical chain."""

from __future__ import annotations

import json
import os
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from pathways.books import CALENDAR, DAY, HEAD, Item
from pathways.test_against_trying import rules
from stackr.book import load_text
from stackr.pathways.options import Load, PlanOptions

SHARED = Path(os.environ.get("STACKR_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))
OPTIMA = {"bacp8": "17"}


def curriculum(data: dict[str, Any]) -> str:
    """The whole curriculum as an award that names every course."""
    first: dict[str, list[str]] = {}
    for pair in data["prerequisites"]:
        first.setdefault(pair["course"], []).append(pair["requires"])
    lines = [
        f"  credential {c['code']} {{ {c['credits']} credits"
        + (f"; prerequisite all of {{ {'; '.join(first[c['code']])} }}" if c["code"] in first else "")
        + " }"
        for c in data["courses"]
    ]
    codes = "; ".join(c["code"] for c in data["courses"])
    return (
        HEAD
        + "catalogue K {\n  issuer U; credit unit C\n"
        + "\n".join(lines)
        + f"\n}}\nqualification Q {{ awarded by U; credit unit C; requires all of {{ {codes} }} }}\n"
    )


@pytest.mark.parametrize("name", sorted(OPTIMA))
def test_the_balanced_curriculum_reaches_its_published_optimum(name: str) -> None:
    path = SHARED / "bacp" / f"{name}.json"
    if not path.exists():
        pytest.skip(
            f"the published instance {name} is not here; STACKR_SHARED_DATA names the folder that has bacp/{name}.json"
        )
    reaches(json.loads(path.read_text("utf-8")), OPTIMA[name])


def test_a_small_made_up_curriculum_reaches_what_trying_every_schedule_finds() -> None:
    credits = {"A": 5, "B": 4, "C": 3, "D": 3, "E": 2, "F": 2}
    pairs = [("A", "D"), ("B", "E"), ("D", "F")]
    data = {
        "courses": [{"code": code, "credits": each} for code, each in credits.items()],
        "prerequisites": [{"requires": before, "course": course} for before, course in pairs],
        "periods": 3, "load_min": 2, "load_max": 12, "courses_min": 1, "courses_max": 3,
    }  # fmt: skip
    fullest = []
    for terms in product((1, 2, 3), repeat=len(credits)):
        at = dict(zip(credits, terms, strict=True))
        loads = [sum(each for code, each in credits.items() if at[code] == term) for term in (1, 2, 3)]
        lawful = all(2 <= load <= 12 and 1 <= terms.count(term) <= 3 for term, load in enumerate(loads, 1))
        if lawful and all(at[before] < at[course] for before, course in pairs):
            fullest.append(max(loads))
    reaches(data, str(min(fullest)))


def reaches(data: dict[str, Any], optimum: str) -> None:
    """Its balanced plan is proven, comes to no more in the fullest term, and keeps to prerequisites and loads."""
    load = Load(data["load_max"], data["load_min"], data["courses_max"], data["courses_min"])
    options = PlanOptions(terms=data["periods"], load=load, balanced=True)
    plan = load_text(curriculum(data)).plan({"learner": "L", "holdings": []}, "Q", DAY, options)
    assert plan.best is not None
    assert plan.best.proven
    assert plan.best.verified
    assert plan.best.totals.fullest_term == optimum
    assert len(plan.best.items) == len(data["courses"])
    at = {item.code: int(item.term or 0) for item in plan.best.items}
    assert all(at[pair["requires"]] < at[pair["course"]] for pair in data["prerequisites"])
    for term in range(1, data["periods"] + 1):
        here = [c["credits"] for c in data["courses"] if at[c["code"]] == term]
        assert data["load_min"] <= sum(here) <= data["load_max"]
        assert data["courses_min"] <= len(here) <= data["courses_max"]


def test_where_terms_ask_for_more_of_the_first_wish_the_others_may_come_to_less() -> None:
    """Without terms two items of 15 credits, the second after the first; in a single term one of 45."""
    offered = (
        Item("I0", 15, 7, "0611", 0),
        Item("I1", 15, 7, "0611", 0, first=("I0",)),
        Item("I2", 45, 7, "0611", 0),
    )
    book = rules(offered, 'all of { a "A": 10 credits from field under "06" }', "", CALENDAR)
    record = {"learner": "L", "holdings": []}
    without = book.plan(record, "Q", DAY, PlanOptions(scheduled=False)).best
    plan = book.plan(record, "Q", DAY, PlanOptions(scheduled=True, terms=1)).best
    assert without is not None
    assert plan is not None
    assert [item.code for item in without.items] == ["I0", "I1"]
    assert [item.code for item in plan.items] == ["I2"]
    assert plan.proven
