"""What is recognised and kept out by a cap: where taking it as a course makes a plan and nothing else does, the answer names it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pathways.books import DAY, HEAD, Item, catalogue, holding
from pathways.planned import LADDER
from pathways.trying import decided, worked
from stackr.audit.options import AuditOptions
from stackr.book import Book, load_text
from stackr.model.plan import Plan, Remedy
from stackr.pathways.options import PlanOptions
from stackr.report.plan_text import render_plan

CODES = ("A", "B", "D")
REQUIREMENTS = (
    "all of { A; B; D }",
    'all of { A; a "A": 20 credits from any }',
    'all of { A; B with grade >= 60; a "A": 10 credits from any }',
    'all of { a "A": A or B; b "B": 20 credits from level >= 7 }',
)
LIMITS = (
    "cap: at most 10 credits by rpl",
    "cap: at most 10 credits from issuer V",
    "own: at least 20 credits from issuer U",
    "own: at least 2/3 of award by own",
    "never by rpl for A",
    "cap: at most 5 credits by rpl; own: at least 15 credits by own",
)
RETAKE = re.compile(r"--retake (\w+)")
VALUES = AuditOptions(tier="values")
TIER = '\n  route equal is credit "Equal" when issuer = V grants full\n'


def rules(items: Sequence[Item], requirement: str, limit: str) -> Book:
    award = (
        'qualification Q "Award (made up)" {\n  awarded by U at F 7\n  credit unit C\n  total 30 credits\n'
        f"  requires {requirement}\n  limits {{ {limit} }}\n}}\n"
    )
    return load_text(
        HEAD + 'grades pc "Percent" { from 0 to 100; pass 40 }\n' + catalogue(tuple(items)) + award + LADDER
    )


def record(items: Sequence[Item], by: Mapping[str, str]) -> dict[str, Any]:
    """`by`: code → how the learner has come by it."""
    made: dict[str, Any] = {"learner": "L", "holdings": [], "decisions": []}
    for item in items:
        if by.get(item.code) == "rpl":
            made["holdings"].append(worked(item.code))
            made["decisions"].append(decided(item.code))
        elif by.get(item.code) == "elsewhere":
            made["holdings"].append(holding(item) | {"issuer": "V"})
        elif by.get(item.code) == "own":
            made["holdings"].append(holding(item) | {"grade": "50", "grade_scale": "pc"})
    return made


def some_way(made: Book, items: Sequence[Item], given: Mapping[str, Any]) -> bool:
    """Whether an audit is satisfied with some of all courses taken, whatever is passed or recognised already."""
    for number in range(len(items) + 1):
        for chosen in combinations(items, number):
            best = {"grade": "100", "grade_scale": "pc", "awarded": DAY.isoformat()}
            new = [holding(item) | best | {"id": f"new-{item.code}"} for item in chosen]
            audit = made.audit({**given, "holdings": [*given["holdings"], *new]}, ["Q"], DAY, VALUES)
            if audit.qualifications[0].status == "satisfied":
                return True
    return False


def again(plan: Plan) -> list[Remedy]:
    """What is told of taking again."""
    assert plan.blocking is not None
    causes = [*plan.blocking.causes, *(cause for each in plan.blocking.further for cause in each.causes)]
    return [remedy for cause in causes for remedy in cause.remedies if RETAKE.search(remedy.words)]


@settings(max_examples=80, deadline=None)
@given(
    st.tuples(*(st.sampled_from((5, 10, 15)) for _ in CODES)),
    st.sampled_from(REQUIREMENTS),
    st.sampled_from(LIMITS),
    st.fixed_dictionaries({code: st.sampled_from(("", "rpl", "elsewhere", "own")) for code in CODES}),
)
def test_where_taking_again_makes_a_plan_it_is_named(
    sizes: tuple[int, ...], requirement: str, limit: str, by: Mapping[str, str]
) -> None:
    items = [Item(code, size, 7, "0611", 10) for code, size in zip(CODES, sizes, strict=True)]
    made, given_ = rules(items, requirement, limit), record(items, by)
    plan = made.plan(given_, "Q", DAY, PlanOptions(scheduled=False))
    if plan.status != "infeasible":
        assert some_way(made, items, given_)
        return
    told = again(plan)
    assert bool(told) == some_way(made, items, given_)
    for remedy in told:
        retake = tuple(RETAKE.findall(remedy.words))
        with_it = made.plan(given_, "Q", DAY, PlanOptions(scheduled=False, retake=retake))
        assert remedy.enough
        assert with_it.best is not None
        assert with_it.best.verified
        assert set(retake) <= {item.code for item in with_it.best.items}


ITEMS = tuple(Item(code, 10, 7, "0611", 10) for code in CODES)


def test_the_cap_names_the_unit_and_the_option() -> None:
    made = rules(ITEMS, "all of { A; B; D }", 'cap "RPL cap": at most 10 credits by rpl')
    plan = made.plan(record(ITEMS, {"A": "rpl", "B": "rpl"}), "Q", DAY)
    assert plan.blocking is not None
    of = {
        cause.clause: [r.words for r in cause.remedies if r.enough and "again" in r.words]
        for cause in plan.blocking.causes
    }
    words = "take A again, as a course (an option of the plan: --retake A)"
    assert of == {"Q.A": [], "Q.B": [], "Q.cap": [words]}
    assert f"- {words}: then there is a plan" in render_plan(plan)
    retaken = made.plan(record(ITEMS, {"A": "rpl", "B": "rpl"}), "Q", DAY, PlanOptions(retake=("A",)))
    assert "A is passed or recognised already, and taken again, as asked" in retaken.remarks


def test_nothing_is_said_where_there_is_a_plan_without() -> None:
    """A again would do as well, and is no dearer: what is new is taken, without a word."""
    made = rules(ITEMS, 'all of { A; a "A": 20 credits from any }', "cap: at most 10 credits by rpl")
    plan = made.plan(record(ITEMS, {"A": "rpl"}), "Q", DAY)
    assert plan.best is not None
    assert [item.code for item in plan.best.items] == ["B", "D"]
    assert not any("again" in remark for remark in plan.remarks)


def test_who_may_take_everything_again_is_not_told_to() -> None:
    made = rules(ITEMS, "all of { A; B; D }", "cap: at most 10 credits by rpl; few: at most 2 credentials from any")
    plan = made.plan(record(ITEMS, {"A": "rpl", "B": "rpl"}), "Q", DAY, PlanOptions(retake=("all",)))
    assert plan.status == "infeasible"
    assert not again(plan)
