"""What a conferred award has used, where nobody recorded it: plans against every set of items, whether or not the record has all of it."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pathways.books import DAY, HEAD, Item, catalogue, holding
from pathways.planned import AT_ONCE, LADDER
from stackr.audit.options import AuditOptions
from stackr.book import Book, load_text
from stackr.model.plan import Plan

VALUES = AuditOptions(tier="values")
CODES = ("I0", "I1", "I2", "I3")
INNER = (
    "all of { I0; I1 }",
    'c "C": 20 credits from level >= 7',
    'all of { I0; c "C": 10 credits from field under "06" }',
)
OUTER = (
    'x "Ex": 20 credits from level >= 6',
    'all of { I1; x "Ex": 10 credits from any }',
    'all of { a "A": 10 credits from field under "05"; b "B": 10 credits from level >= 7 }',
)
LINES = (
    "",
    "includes IN with embed",
    "includes IN with consume",
    "includes IN with share up to 10 credits",
    "after IN consume",
)


def rules(items: tuple[Item, ...], inner: str, outer: str, line: str) -> Book:
    text = (
        f'qualification IN "Inner" {{ awarded by U at F 7; credit unit C; requires all of {{ {inner} }} }}\n'
        f'qualification Q "Award" {{\n  awarded by U at F 7\n  credit unit C\n  requires all of {{ {outer} }}\n  {line}\n}}\n'
    )
    return load_text(HEAD + catalogue(items) + text + LADDER)


def conferred() -> dict[str, Any]:
    return {
        "id": "in",
        "credential": "IN",
        "issuer": "U",
        "kind": "qualification",
        "status": "active",
        "conferred": "2025-12-15",
    }


def planned(made: Book, held: list[dict[str, Any]]) -> Plan:
    return made.plan({"learner": "L", "holdings": [conferred(), *held]}, "Q", DAY, AT_ONCE)


@settings(max_examples=120, deadline=None)
@given(
    st.tuples(
        *(
            st.tuples(st.sampled_from((5, 10, 15)), st.sampled_from((6, 7)), st.sampled_from(("0611", "0541")))
            for _ in CODES
        )
    ),
    st.sampled_from(INNER),
    st.sampled_from(OUTER),
    st.sampled_from(LINES),
    st.sets(st.sampled_from(CODES), max_size=3),
)
def test_a_plan_takes_the_least_beside_what_was_used(
    kinds: tuple[tuple[int, int, str], ...], inner: str, outer: str, line: str, had: set[str]
) -> None:
    items = tuple(Item(code, *kind, 10) for code, kind in zip(CODES, kinds, strict=True))
    made = rules(items, inner, outer, line)
    held = [holding(item) for item in items if item.code in had]
    left = [item for item in items if item.code not in had]

    def enough(some: tuple[Item, ...]) -> bool:
        new = [holding(item) | {"awarded": DAY.isoformat()} for item in some]
        audit = made.audit({"learner": "L", "holdings": [conferred(), *held, *new]}, ["Q"], DAY, VALUES)
        return audit.qualifications[0].status == "satisfied"

    sets = [some for number in range(len(left) + 1) for some in combinations(left, number) if enough(some)]
    least = min(((sum(item.credits for item in some), len(some)) for some in sets), default=None)
    plan = planned(made, held)
    if least is None or least == (0, 0):
        assert plan.status == ("infeasible" if least is None else "nothing-to-add")
        return
    assert plan.best is not None
    assert (plan.best.proven, plan.best.verified) == (True, True)
    assert (int(plan.best.totals.credits or 0), plan.best.totals.items) == least


def test_of_an_award_whose_learning_is_not_all_on_record_nothing_has_to_be_taken() -> None:
    """It was once asked to be complete by what the plan adds, and so there was no plan."""
    items = tuple(Item(code, 10, 7, "0611", 10) for code in CODES[:3])
    made = rules(items, INNER[0], OUTER[0], "")
    plan = planned(made, [holding(items[0])])
    assert plan.best is not None
    assert ([item.label for item in plan.best.items], plan.best.proven) == (["I1"], True)
    assert plan.held == ("I0",)


def test_what_a_plan_adds_is_never_what_the_award_used() -> None:
    items = tuple(Item(code, 10, 7, "0611", 10) for code in CODES[:3])
    made = rules(items, INNER[1], OUTER[0], "")
    plan = planned(made, [holding(items[0]), holding(items[1])])
    assert plan.status == "infeasible"
