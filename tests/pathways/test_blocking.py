"""What blocks is really what blocks: each set of causes is rebuilt as a rule book of its own, with all else granted, and planned."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from pathways.books import CALENDAR, DAY, Item, book, catalogue, holding
from stackr.audit.run import one_learner
from stackr.book import Book
from stackr.model.plan import BlockingCause
from stackr.pathways.impossible.smallest import smallest
from stackr.pathways.impossible.supposing import Supposing
from stackr.pathways.options import Load, PlanOptions
from stackr.pathways.question.question import Question

PARTS = {
    "Q.a": 'a "A": 20 credits from field under "06"',
    "Q.b": 'b "B": I1',
    "Q.d": 'd "D": 2 credentials from level >= 7',
    "Q.cap": "cap: at most 10 credits at level < F 6",
    "Q.own": "own: at least 15 credits from issuer U",
    "Q.bar": "bar: at most one of { I0; I1 }",
    "Q.pairs": 'pairs: at most one of { field "0611"; level >= F 7 }',
    "Q.cur": "cur: awarded within 3 years of conferred",
    "Q.old": 'old: awarded within 4 years of conferred for field "0611"',
    "Q.nev": 'nev: never field "0541" source "s. 7"',
    "Q.apart": "apart: (level >= F 7) counts toward a or d, not both",
}
WAIVED = {
    "Q.a": 'a "A": at most 900 credits from field under "06"',
    "Q.b": 'b "B": at most 900 credits from I1',
    "Q.d": 'd "D": at most 90 credentials from level >= 7',
}
"""What is counted there still is; nothing is asked."""
NOBODY: Mapping[str, Any] = {"learner": "L", "holdings": []}
LONG_AGO: Mapping[str, Any] = {
    "learner": "L",
    "holdings": [
        holding(Item("I2", 10, 7, "0611", 0)) | {"awarded": "2019-06-30"},
        holding(Item("O1", 15, 8, "0541", 0)),
    ],
}
USED_UP: Mapping[str, Any] = {
    "learner": "L",
    "holdings": [
        holding(Item("O1", 15, 7, "0611", 0)) | {"used_in": ["E"]},
        holding(Item("I1", 10, 7, "0611", 0)) | {"used_in": ["E"]},
    ],
}
WORK = {"id": "w", "title": "Work", "kind": "experience", "status": "active", "evidence": [{"kind": "portfolio"}]}
JUDGED = {"id": "d", "kind": "rpl", "holding": "w", "shares": {"all": "100%"}, "date": "2025-06-01"}
WORKED: Mapping[str, Any] = {"learner": "L", "holdings": [WORK], "decisions": [JUDGED | {"unit": "I1"}]}
NEVER = "u.rpl"
"""The ladder's route of prior learning, which is never for I1."""


def rules(items: Sequence[Item], ids: Sequence[str], kept: Collection[str]) -> Book:
    """The award with these clauses, those that are not kept waived."""
    needs = [(PARTS if id in kept else WAIVED)[id] for id in ids if id in WAIVED]
    limits = [PARTS[id] for id in ids if id not in (*WAIVED, "Q.apart") and id in kept]
    needs = needs or [WAIVED["Q.a"]]
    both = {"Q.a", "Q.d"} <= set(ids)
    lines = ["shared between a and d"] if both else []
    lines += [PARTS["Q.apart"]] if both and "Q.apart" in {*ids} & {*kept} else []
    text = (
        catalogue(tuple(items))
        + CALENDAR
        + 'qualification Q "Award (made up)" {\n  awarded by U at F 7\n  credit unit C\n'
        f"  requires all of {{ {'; '.join(needs)} }}\n"
        + (f"  limits {{ {'; '.join(limits)} }}\n" if limits else "")
        + "".join(f"  {line}\n" for line in lines)
        + "}\n"
        'recognition u "Recognition (made up)" for U { route own is own "Own" when issuer = U or issuer = V grants full\n'
        'fallback rpl is rpl "Prior learning" grants whole units, ungraded'
        f"{' never for I1' if NEVER in kept else ''} }}\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        return book(Path(folder), text)


@st.composite
def items(draw: st.DrawFn) -> tuple[Item, ...]:
    number = draw(st.integers(2, 4))
    codes = [f"I{i}" for i in range(number)]
    return tuple(
        Item(
            code,
            draw(st.sampled_from((5, 10, 15))),
            draw(st.integers(5, 8)),
            draw(st.sampled_from(("0611", "0541"))),
            0,
            first=tuple(draw(st.lists(st.sampled_from([*codes[:at], "I9"]), max_size=1))),
            beside=tuple(draw(st.lists(st.sampled_from([c for c in codes if c != code]), max_size=1)))
            if draw(st.integers(0, 4)) == 0
            else (),
            terms=tuple(draw(st.lists(st.sampled_from(("spring", "autumn")), max_size=1))),
            issuer=draw(st.sampled_from(("U", "U", "V"))),
        )
        for at, code in enumerate(codes)
    )


def alone(
    offered: Sequence[Item],
    ids: list[str],
    options: PlanOptions,
    causes: Sequence[BlockingCause],
    record: Mapping[str, Any],
) -> str:
    """The status of the plan where these causes are all there is."""
    clauses = {cause.clause for cause in causes if cause.clause is not None}
    if "E" not in clauses:
        free = [{key: value for key, value in each.items() if key != "used_in"} for each in record["holdings"]]
        record = {**record, "holdings": free}
    kept = {(cause.kind, cause.item) for cause in causes}
    made = [
        replace(
            item,
            first=item.first if ("first", item.code) in kept else (),
            beside=item.beside if ("beside", item.code) in kept else (),
            terms=item.terms if ("offered", item.code) in kept else (),
        )
        for item in offered
    ]
    kinds = {cause.kind for cause in causes}
    wished = replace(
        options if "terms" in kinds else replace(options, scheduled=False, target=None, terms=None, load=Load()),
        include=tuple(code for code in options.include if ("include", code) in kept),
        avoid=tuple(code for code in options.avoid if ("avoid", code) in kept),
    )
    if "load" not in kinds:
        wished = replace(wished, load=Load())
    elif "terms" not in kinds and options.load.most_credits is not None:
        made = [item for item in made if item.credits <= options.load.most_credits]
    return rules(made, ids, clauses).plan(record, "Q", DAY, wished).status


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    items(),
    st.lists(st.sampled_from(sorted(PARTS)), min_size=1, max_size=6, unique=True),
    st.sampled_from((None, date(2026, 6, 30), date(2026, 12, 31))),
    st.sampled_from((None, 10, 15)),
    st.sampled_from(((), ("I0",), ("I1",))),
    st.booleans(),
    st.sampled_from((NOBODY, LONG_AGO, USED_UP, WORKED)),
)
def test_what_blocks_blocks_alone_and_no_part_of_it_can_be_left_out(
    offered: tuple[Item, ...],
    ids: list[str],
    target: date | None,
    most: int | None,
    avoid: tuple[str, ...],
    ask: bool,
    record: Mapping[str, Any],
) -> None:
    load = Load(most_credits=None if most is None else Fraction(most))
    options = PlanOptions(
        scheduled=True, target=target, load=load, avoid=() if ask else avoid, include=avoid if ask else ()
    )
    plan = rules(offered, ids, [*ids, NEVER]).plan(record, "Q", DAY, options)
    assume(plan.status == "infeasible")
    assert plan.blocking is not None
    causes = plan.blocking.causes
    assert causes
    assert all(cause.words for cause in causes)
    assert "~" not in plan.blocking.message
    assert "Q." not in plan.blocking.message
    if {cause.kind for cause in causes} <= {"include", "first", "beside", "offered", "terms", "load"}:
        return  # without a clause the award of the rebuilt rules is complete, and nothing is planned
    assert alone(offered, ids, options, causes, record) == "infeasible"
    for left_out in causes:
        assert alone(offered, ids, options, [each for each in causes if each is not left_out], record) != "infeasible"


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(items(), st.lists(st.sampled_from(sorted(PARTS)), min_size=2, max_size=3, unique=True))
def test_no_smaller_set_blocks(offered: tuple[Item, ...], ids: list[str]) -> None:
    made, options = rules(offered, ids, ids), PlanOptions(scheduled=True, target=date(2026, 6, 30))
    plan = made.plan(NOBODY, "Q", DAY, options)
    assume(plan.blocking is not None)
    assert plan.blocking is not None
    assert plan.blocking.smallest
    supposing = Supposing(Question(made, one_learner(made, NOBODY, DAY), "Q", DAY, options))
    for size in range(len(plan.blocking.causes)):
        assert not any(supposing.blocks(frozenset(some)) for some in combinations(supposing.causes, size))


@settings(max_examples=200, deadline=None)
@given(
    st.integers(1, 9),
    st.lists(st.frozensets(st.integers(0, 8), min_size=1, max_size=4), min_size=1, max_size=5),
)
def test_the_smallest_of_any_family(number: int, family: list[frozenset[int]]) -> None:
    family = [frozenset(each % number for each in some) for some in family]
    found, shown = smallest(range(number), lambda some: any(each <= some for each in family), 250)
    assert shown
    assert set(found) in family
    assert len(found) == min(len(each) for each in family)


def test_past_the_limit_of_tries_nothing_can_be_left_out() -> None:
    family = [{0, 1, 2}, {3, 4}, {1, 4}]
    found, shown = smallest(range(5), lambda some: any(each <= some for each in family), 0)
    assert (found, shown) == ((0, 1, 2), False)
