"""A credential made of others counts as itself or as its parts: plans and completions against auditing every set of items."""

from __future__ import annotations

import random

import pytest

from pathways.books import CALENDAR, DAY, HEAD
from pathways.every_set import Made, takes_the_least
from pathways.planned import AT_ONCE, BY_TERM
from stackr.book import load_text
from stackr.pathways.options import PlanOptions

CODES = ("P1", "P2", "S", "X", "Y")
PARTS = (("P1", "P2"), ("P1",), ("P2", "X"))
REQUIRES = (
    "{} credits from any",
    "all of {{ S; more: {} credits from any }}",
    "all of {{ S or X; more: {} credits from any }}",
)


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
    return Made(size, held, load_text(HEAD + offer + CALENDAR + award), dict.fromkeys(CODES, "U"))


@pytest.mark.parametrize("options", [AT_ONCE, BY_TERM], ids=["at once", "by term"])
@pytest.mark.parametrize("seed", range(30))
def test_a_plan_takes_the_least_of_all_sets(seed: int, options: PlanOptions) -> None:
    takes_the_least(made(seed), options)


@pytest.mark.parametrize("seed", range(30))
def test_a_completion_is_the_least_of_all_sets(seed: int) -> None:
    case = made(seed)
    least = case.least()
    done = case.book.audit(case.record(), ["Q"], DAY).qualifications[0].completions
    assert [(each.add, each.proven) for each in done] == ([(least, True)] if least else [])
