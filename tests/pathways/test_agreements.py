"""Learning elsewhere that articulations make units of: plans against auditing every set of items."""

from __future__ import annotations

import random
from collections.abc import Mapping

import pytest

from pathways.books import CALENDAR, DAY, HEAD
from pathways.every_set import Made, takes_the_least
from pathways.planned import AT_ONCE, BY_TERM
from stackr.book import Book, load_text
from stackr.pathways.options import PlanOptions

CODES = ("U1", "U2", "V1", "V2", "V3")
REQUIRES = ("all of {{ U1; U2 }}", "{} credits from any", "all of {{ U1; more: {} credits from any }}")
LADDER = """
recognition u "Recognition (made up)" for U {
  route own is own "Own" when issuer = U grants full
  route agreed is agreement "Agreed" when articulation in force on awarded grants as articulated
}
"""


def made(seed: int, more: str = "") -> Made:
    rng = random.Random(f"agreements {seed}")
    size = {code: (rng.choice((5, 10, 15)), rng.choice((1, 2, 9))) for code in CODES}
    offer = "".join(f"catalogue {body} {{\n  issuer {body}\n  credit unit C\n{listed(body, size)}}}\n" for body in "UV")
    agreed = []
    for number in range(rng.choice((1, 2, 2, 3))):
        sources = rng.sample(CODES[2:], rng.choice((1, 2, 2)))
        taken, given = " and ".join(f"{code} of V" for code in sources), rng.choice(("U1", "U2", "U1 and U2"))
        agreed.append(f"articulation A{number} {{ from {taken}; to {given}{more} }}\n")
    requires = rng.choice(REQUIRES).format(rng.choice((15, 20, 25)))
    award = f'qualification Q "Q" {{\n  awarded by U at F 7\n  credit unit C\n  requires {requires}\n}}\n'
    held = tuple(sorted(rng.sample(CODES, rng.choice((0, 0, 1, 1, 2)))))
    return Made(
        size,
        held,
        load_text(HEAD + offer + CALENDAR + "".join(agreed) + LADDER + award),
        {code: code[0] for code in CODES},
    )


def listed(body: str, size: Mapping[str, tuple[int, int]]) -> str:
    return "".join(
        f'  credential {code} {{ {credits} credits; level F 7; cost {cost} "ZMW" }}\n'
        for code, (credits, cost) in size.items()
        if code.startswith(body)
    )


@pytest.mark.parametrize("options", [AT_ONCE, BY_TERM], ids=["at once", "by term"])
@pytest.mark.parametrize("seed", range(40))
def test_a_plan_takes_the_least_of_all_sets(seed: int, options: PlanOptions) -> None:
    """What one thing gives is counted once, whichever term it is taken in."""
    takes_the_least(made(seed), options)


@pytest.mark.parametrize("seed", range(40))
def test_what_gives_a_part_for_a_part_is_never_called_proven(seed: int) -> None:
    """With all of it on offer nothing tells what a part would give: what is found holds, and nothing is said to be impossible."""
    case = made(seed, "; partial")
    plan = case.book.plan(case.record(), "Q", DAY, AT_ONCE)
    least = case.least()
    if plan.best is not None:
        found = tuple(sorted(item.label for item in plan.best.items))
        assert case.satisfied(found) == plan.best.verified
        assert not plan.best.proven or found == least
    else:
        assert plan.status == "open" or (plan.status == "infeasible" and least is None) or least == ()
    done = case.book.audit(case.record(), ["Q"], DAY).qualifications[0].completions
    assert all(case.satisfied(each.add) and (each.add == least or not each.proven) for each in done)


SERIES = """
grades percent "Per cent (made up)" { from 0 to 100; pass 50 }
catalogue V { issuer V; credit unit C; credential M1 { 5 credits }; credential M2 { 5 credits }; credential M3 { 5 credits } }
catalogue U { issuer U; credit unit C; credential S { 20 credits } }
articulation SERIES { from M1 of V and M2 of V and M3 of V; to S; minimum grade 60 }
qualification Q "Q" { awarded by U at F 7; credit unit C; requires all of { s "Subject": S } }
"""


def series() -> Book:
    return load_text(HEAD + SERIES.replace("; cred", "\n cred") + CALENDAR + LADDER)


def test_grades_to_come_are_as_good_as_an_articulation_asks() -> None:
    plan = series().plan({"learner": "L"}, "Q", DAY, BY_TERM)
    assert plan.best is not None
    assert plan.best.proven
    assert plan.best.verified
    assert [(item.label, item.counts_for) for item in plan.best.items] == [
        (code, ("Q.s",)) for code in ("M1", "M2", "M3")
    ]
    assert "passed with the grades that the rules ask for" in plan.best.assumes


@pytest.mark.parametrize("grade", ["70", "55", None])
def test_a_grade_that_is_there_is_what_it_is(grade: str | None) -> None:
    """What is passed with less, or nobody knows with what, is no part of the series: it counts nowhere, and is taken again."""
    done = {"id": "m1", "credential": "M1", "issuer": "V", "status": "active", "awarded": "2025-06-01"}
    record = {"learner": "L", "holdings": [done | ({"grade": grade, "grade_scale": "percent"} if grade else {})]}
    plan = series().plan(record, "Q", DAY, BY_TERM)
    assert plan.best is not None
    assert plan.best.verified
    assert [item.label for item in plan.best.items] == (["M2", "M3"] if grade == "70" else ["M1", "M2", "M3"])
    assert ("M1" in plan.held) == (grade == "70")


def test_what_is_in_progress_makes_a_unit_of_what_is_passed() -> None:
    """The audit says so of its progress too, and of nothing that is earned."""
    made_of = [
        {"id": code, "credential": code, "issuer": "V", "status": "in-progress", "credits": 5, "credit_unit": "C"}
        for code in ("M1", "M2", "M3")
    ]
    audit = series().audit({"learner": "L", "holdings": made_of}, ["Q"], DAY).qualifications[0]
    assert (audit.progress.earned, audit.progress.in_progress, audit.status) == ("0", "1", "not-started")
