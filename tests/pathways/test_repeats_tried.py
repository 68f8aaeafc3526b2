"""Plans with what may count several times, against every way to take it."""

from __future__ import annotations

import random
from itertools import product
from typing import Any

import pytest

from audit.given import DAY
from stackr.book import Book, load_text

CODES = ("S", "T", "X", "Y")


def made_up(rng: random.Random) -> tuple[str, dict[str, int], dict[str, int]]:
    """Rules, and by code how often a unit may count and its credits."""
    times = {code: rng.choice((1, 1, 2, 3)) for code in CODES}
    credits = {code: rng.choice((5, 10, 15)) for code in CODES}
    items = "; ".join(
        f"credential {code} {{ {credits[code]} credits{f'; repeatable up to {times[code]}' if times[code] > 1 else ''} }}"
        for code in CODES
    )
    needs = [rng.choice((10, 15, 20, 25)) for _ in range(2)]
    pools = "; ".join(f"{need} credits from {' or '.join(rng.sample(CODES, rng.randint(1, 3)))}" for need in needs)
    limits = rng.choice(("", "", f"; limits {{ at most 20 credits from {rng.choice(CODES)} }}"))
    award = f"awarded by U; credit unit UC; total {sum(needs)} credits; requires all of {{ {pools} }}{limits}"
    unit = "credit UC { is 10 hours }"
    return (
        f"{unit}\ncatalogue K {{ issuer U; credit unit UC; {items} }}\nqualification Q {{ {award} }}\n",
        times,
        credits,
    )


def held(rng: random.Random, times: dict[str, int]) -> list[str]:
    """Codes of what is held, now and then more often than it counts."""
    often = {code: rng.choice((0, 0, 1, 2)) for code in CODES}
    return [code for code in CODES for n in range(often[code]) if n < times[code] or rng.random() < 0.3]


def least(book: Book, learning: list[dict[str, Any]], left: dict[str, int], credits: dict[str, int]) -> object:
    """(credits, items) of the least that can be taken, by auditing every choice; None if none does."""
    best: tuple[int, int] | None = None
    for often in product(*(range(left[code] + 1) for code in CODES)):
        taken = [code for code, many in zip(CODES, often, strict=True) for _ in range(many)]
        comes_to = sum(credits[code] for code in taken), len(taken)
        if best is None or comes_to < best:
            more = [holding(f"+{n}", code, credits, "in-progress") for n, code in enumerate(taken)]
            if book.audit({"learner": "L", "holdings": learning + more}, ["Q"], DAY)["Q"].progress.in_progress == "1":
                best = comes_to
    return best


def holding(id: str, code: str, credits: dict[str, int], status: str) -> dict[str, Any]:
    return {"id": id, "credential": code, "issuer": "U", "credits": credits[code], "status": status}


@pytest.mark.parametrize("seed", range(16))
def test_no_other_way_takes_less(seed: int) -> None:
    rng = random.Random(seed)
    rules, times, credits = made_up(rng)
    book, codes = load_text(rules), held(rng, times)
    learning = [
        holding(f"h{n}", code, credits, rng.choice(("active", "active", "in-progress"))) for n, code in enumerate(codes)
    ]
    left = {code: max(0, times[code] - codes.count(code)) for code in CODES}
    plan = book.plan({"learner": "L", "holdings": learning}, "Q", DAY)
    found = None
    if plan.best is not None:
        assert (plan.best.proven, plan.best.verified) == (True, True)
        found = int(plan.best.totals.credits), plan.best.totals.items
    elif plan.status == "nothing-to-add":
        found = 0, 0
    assert found == least(book, learning, left, credits)
