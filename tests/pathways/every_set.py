"""Made-up items and what is held, before rules of one award: the least of all sets of items that an audit calls enough."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from pathways.books import DAY
from stackr.audit.options import AuditOptions
from stackr.book import Book
from stackr.pathways.options import PlanOptions

VALUES = AuditOptions(tier="values")


@dataclass(frozen=True)
class Made:
    """`size`: code → credits and fees; `issuers`: whose each item is."""

    size: Mapping[str, tuple[int, int]]
    held: tuple[str, ...]
    book: Book
    issuers: Mapping[str, str]

    def record(self, taken: tuple[str, ...] = ()) -> dict[str, Any]:
        return {"learner": "L", "holdings": [self.holding(code) for code in (*self.held, *taken)]}

    def holding(self, code: str) -> dict[str, Any]:
        return {
            "id": code, "credential": code, "issuer": self.issuers[code], "status": "active", "awarded": "2025-12-01",
            "credits": self.size[code][0], "credit_unit": "C", "level": 7, "framework": "F",
        }  # fmt: skip

    def least(self) -> tuple[str, ...] | None:
        """Of all sets that an audit calls satisfied: least credits, fewest items, lowest fees, first codes."""
        left = [code for code in self.size if code not in self.held]
        sets = [some for number in range(len(left) + 1) for some in combinations(left, number) if self.satisfied(some)]
        return min(sets, key=lambda some: (*self.price(some), some), default=None)

    def price(self, some: tuple[str, ...]) -> tuple[int, int, int]:
        return sum(self.size[code][0] for code in some), len(some), sum(self.size[code][1] for code in some)

    def satisfied(self, some: tuple[str, ...]) -> bool:
        return self.book.audit(self.record(some), ["Q"], DAY, VALUES).qualifications[0].status == "satisfied"


def takes_the_least(case: Made, options: PlanOptions) -> None:
    """The plan is the least of all sets, proven; or there is none, or nothing to add."""
    least = case.least()
    plan = case.book.plan(case.record(), "Q", DAY, options)
    if least is None:
        assert plan.status == "infeasible"
    elif not least:
        assert plan.status == "nothing-to-add"
    else:
        assert plan.best is not None
        assert plan.best.proven
        assert plan.best.verified
        assert tuple(sorted(item.label for item in plan.best.items)) == least
