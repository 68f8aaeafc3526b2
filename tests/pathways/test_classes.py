"""A plan for an award in a class: against every set of items, audited with the best grades; and what can't be asked."""

from __future__ import annotations

import random
from itertools import combinations
from typing import Any

import pytest

from pathways.books import DAY, HEAD, Item, catalogue, holding
from stackr.audit.options import AuditOptions
from stackr.book import Book, load_text
from stackr.model.plan import Plan
from stackr.pathways.errors import PlanError
from stackr.pathways.options import PlanOptions

SCALE = 'grades pc "Percent (made up)" { from 0 to 100; pass 40 }\n'
REQUIREMENTS = (
    'all of { I0; a "A": 20 credits from any }',
    '20 credits from field under "06"',
    'all of { a "A": 20 credits from field under "06" and grade >= 55; b "B": 10 credits from any }',
    'all of { a "A": I0 or I2; b "B": 15 credits from level >= 7 }',
)
CLASSES = (
    "grade average at least 70 over counted on pc",
    "grade average at least 85 over counted on pc",
    "at least 60% of counted from grade >= 65",
    "at least 20 credits from level >= 7",
    "at least 2 credentials from grade >= 60",
)
A, B, D, E = (Item(code, 10, 7, "0611", 10) for code in "ABDE")
AVERAGE = 'classify "First" when grade average at least 75 over counted on pc'


OTHER = 'qualification OTHER "Other" { awarded by U at F 7; credit unit C; requires 10 credits from any }'


def rules(items: tuple[Item, ...], requires: str, classes: str, more: str = "") -> Book:
    return load_text(
        f'{HEAD}{SCALE}{catalogue(items)}qualification Q "Q" {{\n  awarded by U at F 7\n  credit unit C\n  requires {requires}\n'
        f"  {classes}\n  {more}\n}}\n{OTHER}\n"
    )


def graded(item: Item, grade: int) -> dict[str, Any]:
    return holding(item) | {"grade": str(grade), "grade_scale": "pc"}


def ways(made: Book, items: tuple[Item, ...], held: dict[str, int]) -> list[tuple[list[int], list[str]]]:
    """Every set of what is not held with which an audit gives the first class, each passed with the best grade; the best first."""
    record = [graded(item, held[item.code]) for item in items if item.code in held]
    found = []
    left = [item for item in items if item.code not in held]
    for number in range(len(left) + 1):
        for chosen in combinations(left, number):
            new = [graded(item, 100) | {"id": f"new-{item.code}", "awarded": DAY.isoformat()} for item in chosen]
            given = {"learner": "L", "holdings": [*record, *new]}
            told = made.audit(given, ["Q"], DAY, AuditOptions(tier="placements"))["Q"]
            if told.status == "satisfied" and told.classified == "First":
                price = [sum(item.credits for item in chosen), number, sum(item.cost for item in chosen)]
                found.append((price, sorted(item.code for item in chosen)))
    return sorted(found)


@pytest.mark.parametrize("seed", range(60))
def test_a_plan_for_a_class_is_the_best_of_all_ways_to_it(seed: int) -> None:
    """Where an audit counts other learning than the class needs, the plan is told as not confirmed, never as proven."""
    rng = random.Random(f"classes {seed}")
    items = tuple(
        Item(
            f"I{at}", rng.choice((5, 10, 15)), rng.randint(6, 8), rng.choice(("0611", "0541")), rng.choice((0, 10, 20))
        )
        for at in range(5)
    )
    held = {item.code: rng.choice((40, 50, 60, 80)) for item in rng.sample(items, rng.randint(0, 2))}
    classes = f'classify "First" when {rng.choice(CLASSES)}\n  classify "Second" otherwise'
    made = rules(items, rng.choice(REQUIREMENTS), classes, rng.choice(("", "prefer best grades")))
    record = {"learner": "L", "holdings": [graded(item, held[item.code]) for item in items if item.code in held]}
    plan = made.plan(record, "Q", DAY, PlanOptions(scheduled=False, classified="First", reduce=rng.random() < 0.7))
    every = ways(made, items, held)
    if plan.status == "nothing-to-add":
        assert every[0][1] == []
    elif plan.best is None:
        assert plan.status == "infeasible"
        assert every == []
    elif plan.best.verified:
        assert plan.best.proven
        assert sorted(item.code for item in plan.best.items) == every[0][1]
    else:
        assert not plan.best.proven
        assert any("an audit counts other learning" in remark for remark in plan.remarks)


def asked(wanted: str | None, *held: dict[str, Any], classes: str = AVERAGE, more: str = "", **options: Any) -> Plan:
    made = rules((A, B, D, E), "30 credits from any", f'{classes}\n  classify "Pass" otherwise', more)
    record = {"learner": "L", "holdings": list(held)}
    return made.plan(record, "Q", DAY, PlanOptions(scheduled=False, classified=wanted, **options))


def test_a_class_asks_for_more_than_the_award() -> None:
    plan = asked("First", graded(A, 45), graded(B, 50), more="prefer best grades")
    assert plan.best is not None
    assert plan.best.proven
    assert len(plan.best.items) == 2
    assert plan.asked["classified"] == "First"
    assert "passed well enough: grade average at least 75 on pc over counted" in plan.best.assumes
    assert plan.remarks[0].startswith("the plan is for Q as First, with grades good enough for it")
    any_ = asked(None, graded(A, 45), graded(B, 50), more="prefer best grades")
    last = asked("Pass", graded(A, 45), graded(B, 50), more="prefer best grades")
    assert any_.best is not None
    assert last.best is not None
    assert [item.code for item in any_.best.items] == [item.code for item in last.best.items] == ["D"]


def test_what_an_audit_would_count_instead_is_told() -> None:
    plan = asked("First", graded(A, 45), graded(B, 50))
    assert plan.best is not None
    assert not plan.best.verified
    assert not plan.best.proven
    assert (
        "enough for First could be counted, but an audit counts other learning, by what the rules prefer: they have no line "
        "`prefer best grades`" in plan.remarks
    )


def test_a_class_out_of_reach_is_a_cause_with_what_could_be_done() -> None:
    plan = asked("First", graded(A, 45), graded(B, 50), graded(D, 60))
    assert plan.blocking is not None
    assert "First: grade average at least 75 on pc over counted" in [cause.words for cause in plan.blocking.causes]
    remedies = {remedy.words: remedy.enough for cause in plan.blocking.causes for remedy in cause.remedies}
    assert remedies["plan for another class, or for any"]
    assert any(words.startswith("take A and B again, for better grades") for words in remedies), remedies
    assert not any("waive First" in words for words in remedies)


def test_who_has_the_class_has_nothing_to_add() -> None:
    assert asked("First", graded(A, 80), graded(B, 80), graded(D, 80)).status == "nothing-to-add"
    plan = asked("First", graded(A, 80), graded(B, 80), graded(D, 50), more="prefer best grades")
    assert plan.best is not None
    assert plan.best.proven
    assert [item.code for item in plan.best.items] == ["E"]


@pytest.mark.parametrize(
    ("wanted", "classes", "words"),
    [
        ("Frist", AVERAGE, "Q is given in no class `Frist`"),
        ("First", AVERAGE.replace("First", "Best"), "Q is given in no class `First`"),
        ("First", f"{AVERAGE}\n  {AVERAGE.replace('75', '85')}", "is given as `First` for 2 reasons"),
        ("First", 'classify "First" when holds OTHER', "that is not so, or not known"),
    ],
)
def test_a_class_that_cannot_be_asked_for(wanted: str, classes: str, words: str) -> None:
    with pytest.raises(PlanError, match=words):
        asked(wanted, classes=classes)


def test_what_is_conferred_is_given_in_no_other_class() -> None:
    conferred = {
        "id": "q",
        "credential": "Q",
        "issuer": "U",
        "kind": "qualification",
        "status": "active",
        "awarded": "2025-01-01",
    }
    with pytest.raises(PlanError, match="conferred already"):
        asked("First", graded(A, 45), conferred)
