"""A credential made of others counts as itself or as its parts: plans and completions against auditing every set of items."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import pytest

from pathways.books import CALENDAR, DAY, HEAD
from pathways.planned import AT_ONCE, BY_TERM
from stackr.audit.options import AuditOptions
from stackr.book import Book, load_text
from stackr.pathways.options import PlanOptions

CODES = ("P1", "P2", "S", "X", "Y")
PARTS = (("P1", "P2"), ("P1",), ("P2", "X"))
REQUIRES = (
    "{} credits from any",
    "all of {{ S; more: {} credits from any }}",
    "all of {{ S or X; more: {} credits from any }}",
)
VALUES = AuditOptions(tier="values")


@dataclass(frozen=True)
class Made:
    """Items with credits and fees, one of them made of others; what is held; and what the award asks."""

    size: Mapping[str, tuple[int, int]]
    held: tuple[str, ...]
    book: Book

    def record(self, taken: tuple[str, ...] = ()) -> dict[str, Any]:
        return {"learner": "L", "holdings": [self.holding(code) for code in (*self.held, *taken)]}

    def holding(self, code: str) -> dict[str, Any]:
        return {
            "id": code, "credential": code, "issuer": "U", "status": "active", "awarded": "2025-12-01",
            "credits": self.size[code][0], "credit_unit": "C", "level": 7, "framework": "F",
        }  # fmt: skip

    def least(self) -> tuple[str, ...] | None:
        """Of all sets that an audit calls satisfied: least credits, fewest items, lowest fees, first codes."""
        left = [code for code in CODES if code not in self.held]
        sets = [some for number in range(len(left) + 1) for some in combinations(left, number) if self.satisfied(some)]
        return min(sets, key=lambda some: (*self.price(some), some), default=None)

    def price(self, some: tuple[str, ...]) -> tuple[int, int, int]:
        return sum(self.size[code][0] for code in some), len(some), sum(self.size[code][1] for code in some)

    def satisfied(self, some: tuple[str, ...]) -> bool:
        return self.book.audit(self.record(some), ["Q"], DAY, VALUES).qualifications[0].status == "satisfied"


def made(seed: int) -> Made:
    rng = random.Random(f"containers {seed}")
    size = {code: (rng.choice((5, 10, 15)), rng.choice((1, 2, 9))) for code in CODES}
    parts = f"; parts {', '.join(rng.choice(PARTS))}"
    lines = [
        f'  credential {code} {{ {credits} credits; level F 7; cost {cost} "ZMW"{parts if code == "S" else ""} }}'
        for code, (credits, cost) in size.items()
    ]
    requires = rng.choice(REQUIRES).format(rng.choice((15, 20, 25)))
    award = f'qualification Q "Q" {{\n  awarded by U at F 7\n  credit unit C\n  requires {requires}\n}}\n'
    offer = "catalogue U {\n  issuer U\n  credit unit C\n" + "\n".join(lines) + "\n}\n"
    held = tuple(sorted(rng.sample(CODES, rng.choice((0, 1, 1, 2)))))
    return Made(size, held, load_text(HEAD + offer + CALENDAR + award))


@pytest.mark.parametrize("options", [AT_ONCE, BY_TERM], ids=["at once", "by term"])
@pytest.mark.parametrize("seed", range(30))
def test_a_plan_takes_the_least_of_all_sets(seed: int, options: PlanOptions) -> None:
    case = made(seed)
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


@pytest.mark.parametrize("seed", range(30))
def test_a_completion_is_the_least_of_all_sets(seed: int) -> None:
    case = made(seed)
    least = case.least()
    done = case.book.audit(case.record(), ["Q"], DAY).qualifications[0].completions
    assert [(each.add, each.proven) for each in done] == ([(least, True)] if least else [])
