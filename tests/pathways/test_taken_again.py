"""Units that are passed and taken again for a better grade: only where asked, and then against every way."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from pathways.books import DAY, HEAD, Item, book, catalogue, holding
from stackr.audit.options import AuditOptions
from stackr.book import Book, load_text
from stackr.model.plan import Plan
from stackr.pathways.errors import PlanError
from stackr.pathways.options import PlanOptions, PriorLearning, parse_minimise

SCALE = 'grades pc "Percent (made up)" { from 0 to 100; pass 40 }\n'
RETAKE = PlanOptions(scheduled=False, retake=("all",))
REQUIREMENTS = (
    'all of { I0; a "A": 20 credits from any }',
    'all of { I0 with grade >= 60; a "A": 20 credits from any }',
    'all of { a "A": 20 credits from field under "06" and grade >= 55; b "B": 10 credits from any }',
    'all of { I0; I1 with grade >= 70 }',
    'all of { a "A": I0 or I2; b "B": 15 credits from level >= 7 }',
)  # fmt: skip
LIMITS = (
    "",
    "avg: grade average at least 60 over counted on pc",
    "avg: grade average at least 75 over counted on pc",
    "avg: grade average at least 90 over counted on pc",
)


def rules(items: tuple[Item, ...], requirement: str, limit: str, repeat: str = "") -> Book:
    limits = f"limits {{ {limit} }}" if limit else ""
    award = f'qualification Q "Q" {{\n  awarded by U at F 7\n  credit unit C\n  requires {requirement}\n  {limits}\n  {repeat}\n}}\n'
    return load_text(HEAD + SCALE + catalogue(items) + award)


def graded(item: Item, grade: int) -> dict[str, Any]:
    return holding(item) | {"grade": str(grade), "grade_scale": "pc"}


def ways(
    made: Book, items: tuple[Item, ...], held: dict[str, int], price: str
) -> Iterator[tuple[list[int], list[str]]]:
    """Every set of items, held or not, that an audit accepts once each is passed with the best grade; the first is the best."""
    record = [graded(item, held[item.code]) for item in items if item.code in held]
    found = []
    for number in range(len(items) + 1):
        for chosen in combinations(items, number):
            new = [graded(item, 100) | {"id": f"new-{item.code}", "awarded": DAY.isoformat()} for item in chosen]
            audit = made.audit({"learner": "L", "holdings": [*record, *new]}, ["Q"], DAY, AuditOptions(tier="values"))
            if audit.qualifications[0].status == "satisfied":
                totals = [sum(item.credits for item in chosen), number, sum(item.cost for item in chosen)]
                first = {"": [], "items": totals[1:2], "cost": totals[2:]}[price]
                found.append(([*first, *totals], sorted(item.code for item in chosen)))
    yield from sorted(found)


@pytest.mark.parametrize("seed", range(60))
def test_what_is_taken_again_is_the_best_of_all_ways(seed: int) -> None:
    rng = random.Random(f"again {seed}")
    items = tuple(
        Item(
            f"I{at}", rng.choice((5, 10, 15)), rng.randint(6, 8), rng.choice(("0611", "0541")), rng.choice((0, 10, 20))
        )
        for at in range(4)
    )
    held = {item.code: rng.choice((40, 50, 60, 80)) for item in rng.sample(items, rng.randint(1, 3))}
    made = rules(items, rng.choice(REQUIREMENTS), rng.choice(LIMITS), rng.choice(("", "repeat best", "repeat last")))
    price = rng.choice(("", "items", "cost"))
    record = {"learner": "L", "holdings": [graded(item, held[item.code]) for item in items if item.code in held]}
    options = PlanOptions(
        scheduled=False, retake=("all",), minimise=parse_minimise(price) if price else (), reduce=rng.random() < 0.7
    )
    plan = made.plan(record, "Q", DAY, options)
    best = next(ways(made, items, held, price), None)
    if best is None:
        assert plan.status == "infeasible"
    elif not best[1]:
        assert plan.status == "nothing-to-add"
    else:
        assert plan.best is not None
        assert sorted(item.code for item in plan.best.items) == best[1]
        assert plan.best.proven
        assert plan.best.verified


A, B, D = (Item(code, 10, 7, "0611", 10) for code in "ABD")
TWO = "all of { A; B }"


def asked(options: PlanOptions, repeat: str = "", least: int = 60, **grades: int) -> Plan:
    made = rules((A, B, D), TWO, f"avg: grade average at least {least} over counted on pc", repeat)
    held = [graded(item, grades[item.code]) for item in (A, B, D) if item.code in grades]
    return made.plan({"learner": "L", "holdings": held}, "Q", DAY, options)


def test_nothing_passed_is_taken_again_unless_asked_and_then_it_is_told() -> None:
    plan = asked(PlanOptions(scheduled=False), A=45, B=50)
    assert plan.status == "infeasible"
    assert plan.blocking is not None
    (cause,) = [cause for cause in plan.blocking.causes if cause.clause == "Q.avg"]
    words = "take A again, for better grades (an option of the plan: --retake A)"
    assert [remedy.enough for remedy in cause.remedies if remedy.words == words] == [True]
    plan = asked(RETAKE, A=45, B=50)
    assert plan.best is not None
    assert [item.code for item in plan.best.items] == ["A"]
    assert plan.remarks == ("A is passed or recognised already, and taken again, as asked",)
    assert "passed well enough: grade average at least 60 on pc over counted" in plan.best.assumes
    assert plan.asked["retake"] == ["all"]


def test_only_what_is_named_is_taken_again() -> None:
    plan = asked(PlanOptions(scheduled=False, retake=("B",)), A=45, B=50)
    assert plan.best is not None
    assert [item.code for item in plan.best.items] == ["B"]


def test_where_the_last_attempt_counts_it_is_told() -> None:
    plan = asked(RETAKE, "repeat last", A=45, B=50)
    assert plan.remarks == (
        "A is passed or recognised already, and taken again, as asked: the last attempt counts, also if its grade is lower",
    )


def test_where_the_first_attempt_counts_nothing_is_taken_again() -> None:
    with pytest.raises(PlanError, match="A taken again would not count"):
        asked(PlanOptions(scheduled=False, retake=("A",)), "repeat first", A=45, B=50)
    assert asked(RETAKE, "repeat first", A=45, B=50).status == "infeasible"


def test_too_old_and_first_is_not_taken_again(tmp_path: Path) -> None:
    """An audit of it passed again says that the first attempt counts, which is too old: there was a plan all the same."""
    text = (
        catalogue((A, B)) + 'qualification Q "Q" { awarded by U at F 7; credit unit C; requires all of { A; B }\n'
        "limits { cur: awarded within 2 years of conferred }\n"
    )
    old = holding(A) | {"awarded": "2020-01-01"}
    for repeat, status in (("repeat first", "infeasible"), ("repeat best", "planned"), ("repeat last", "planned")):
        made = book(tmp_path, f"{text}{repeat}\n}}\n")
        plan = made.plan({"learner": "L", "holdings": [old]}, "Q", DAY, PlanOptions(scheduled=False))
        assert plan.status == status
        new = [holding(item) | {"id": f"new-{item.code}", "awarded": DAY.isoformat()} for item in (A, B)]
        audit = made.audit({"learner": "L", "holdings": [old, *new]}, ["Q"], DAY, AuditOptions(tier="values"))
        assert (audit.qualifications[0].status == "satisfied") is (status == "planned")


@pytest.mark.parametrize(
    ("code", "words"), [("D", "D is not passed"), ("a", "a is not passed"), ("Z", "Z is not passed")]
)
def test_what_is_not_passed_is_not_taken_again(code: str, words: str) -> None:
    with pytest.raises(PlanError, match=words):
        asked(PlanOptions(scheduled=False, retake=(code,)), A=45, B=50)


def test_prior_learning_is_no_way_to_a_better_grade() -> None:
    options = PlanOptions(scheduled=False, retake=("all",), prior_learning=(PriorLearning("all"),))
    plan = asked(options, A=45, B=50)
    assert plan.best is not None
    assert [item.label for item in plan.best.items] == ["A"]


def test_an_award_with_classes_says_that_a_plan_is_for_any() -> None:
    text = HEAD + SCALE + catalogue((A,)) + (
        'qualification Q "Q" { awarded by U at F 7; credit unit C; requires A\n'
        '  classify "Distinction" when grade average at least 70 over counted on pc\n  classify "Pass" otherwise\n}\n'
    )  # fmt: skip
    plan = load_text(text).plan({"learner": "L", "holdings": []}, "Q", DAY, PlanOptions(scheduled=False))
    words = "the plan is for Q in any class: which one it is given in hangs on the grades; a class can be asked for"
    assert plan.remarks == (words,)
