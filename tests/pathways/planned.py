"""Small made-up awards, what is planned for them, and what an ordinary audit says of the plan carried out."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from pathways.books import DAY, TERMS, Item, book, catalogue, holding
from stackr.audit.options import AuditOptions
from stackr.book import Book
from stackr.model.plan import Pathway, Plan
from stackr.pathways.options import PlanOptions

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


def rules(folder: Path, items: tuple[Item, ...], body: str, calendar: str = "", more: str = "") -> Book:
    award = f'qualification Q "Award (made up)" {{\n  awarded by U at F 7\n  credit unit C\n{body}\n}}\n'
    return book(folder, catalogue(items) + calendar + award + more + LADDER)


def plan(made: Book, options: PlanOptions, *held: dict[str, Any], **facts: Any) -> Plan:
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


def confirmed(made: Book, items: tuple[Item, ...], way: Pathway, *held: dict[str, Any]) -> bool:
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
