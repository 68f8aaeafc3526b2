"""Plans against trying everything, on small catalogues; and that leaving out beforehand changes nothing."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pathways.books import CALENDAR, DAY, Item, Tried, book, catalogue, holding
from stackr.book import Book
from stackr.pathways.options import Load, PlanOptions, parse_minimise

RULES = (
    'all of { a "A": 20 credits from field under "06"; b "B": 10 credits from field under "05" }',
    'all of { a "A": 2 credentials from field under "06"; I0; b "B": 10 credits from level >= 7 }',
    '2 of { a "A": 20 credits from field under "06"; b "B": 15 credits from field under "05"; c "C": 10 credits from level >= 8 }',
    'all of { a "A": 30 credits from any with { at most 10 credits at level < F 6; at most 20 credits per field } }',
    'all of { a "A": 20 credits from any; b "B": 10 credits from issuer = V }',
)
LIMITS = (
    "",
    "limits { own: at least 1/2 of award from issuer U; low: at most 10 credits at level < F 6 }",
    "limits { barred: at most one of { I1; I2 } }",
    'also requires more "More": 1 credential from level >= 8',
    "limits { ext: at most 1/2 of taken from issuer V }",
    "limits { own: at least 1/3 of taken from issuer U; tries: at most 45 credits attempted }",
)


@st.composite
def items(draw: st.DrawFn, most: int) -> tuple[Item, ...]:
    number = draw(st.integers(2, most))
    found = []
    for i in range(number):
        earlier = [f"I{j}" for j in range(number) if j != i]
        found.append(
            Item(
                f"I{i}",
                draw(st.sampled_from((5, 10, 15))),
                draw(st.integers(5, 8)),
                draw(st.sampled_from(("0611", "0612", "0541"))),
                draw(st.sampled_from((0, 10, 20, 30))),
                first=tuple(draw(st.lists(st.sampled_from(earlier), max_size=2, unique=True)))
                if draw(st.booleans())
                else (),
                beside=tuple(draw(st.lists(st.sampled_from(earlier), max_size=1)))
                if draw(st.integers(0, 4)) == 0
                else (),
                terms=tuple(draw(st.lists(st.sampled_from(("spring", "autumn")), max_size=1))),
                issuer=draw(st.sampled_from(("U", "U", "V"))),
            )
        )
    return tuple(found)


def rules(items: tuple[Item, ...], requirement: str, limits: str, calendar: str = "") -> Book:
    text = (
        catalogue(items)
        + calendar
        + 'qualification Q "Award (made up)" {\n  awarded by U at F 7\n  credit unit C\n  total 30 credits\n'
        + f"  requires {requirement}\n  {limits}\n}}\n"
        + 'recognition u "Recognition (made up)" for U { route own is own "Own" when issuer = U or issuer = V grants full }\n'
    )
    with tempfile.TemporaryDirectory() as folder:
        return book(Path(folder), text)


def named(codes: str, items: tuple[Item, ...]) -> bool:
    return all(code in {item.code for item in items} for code in ("I0", "I1", "I2") if code in codes)


QUIET = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


@QUIET
@given(items(6), st.sampled_from(RULES), st.sampled_from(LIMITS), st.integers(0, 2), st.booleans())
def test_a_plan_is_the_least_of_all_that_an_audit_accepts(
    items: tuple[Item, ...], requirement: str, limits: str, held: int, cost_first: bool
) -> None:
    rule_book = rules(items, requirement, limits)
    record = {"learner": "L", "holdings": [holding(item) for item in items[:held]]}
    tried = Tried(rule_book, record, items)
    options = PlanOptions(minimise=parse_minimise("cost") if cost_first else ())
    order = (lambda p: (p[0][2], p[0][0], p[0][1], sorted(p[1]))) if cost_first else (lambda p: (p[0], sorted(p[1])))
    best = min(tried.plans(0), key=order, default=None)
    plan = rule_book.plan(record, "Q", DAY, options)
    if best is None:
        assert plan.status == "infeasible"
        return
    if not best[1]:
        assert plan.status == "nothing-to-add"
        return
    assert plan.best is not None
    assert plan.best.proven
    assert plan.best.verified
    assert [item.code for item in plan.best.items] == sorted(best[1])
    whole = rule_book.plan(record, "Q", DAY, replace(options, reduce=False))
    assert whole.best is not None
    assert whole.best.items == plan.best.items


@QUIET
@given(items(4), st.sampled_from(RULES), st.sampled_from(LIMITS), st.sampled_from((None, 10, 20)), st.booleans())
def test_a_plan_by_term_is_the_least_of_all_that_fit(
    items: tuple[Item, ...], requirement: str, limits: str, most: int | None, fastest: bool
) -> None:
    rule_book = rules(items, requirement, limits, CALENDAR)
    record = {"learner": "L", "holdings": []}
    tried = Tried(rule_book, record, items)
    load = Load(most_credits=None if most is None else most)
    options = PlanOptions(scheduled=True, load=load, minimise=parse_minimise("terms") if fastest else ())
    plans = [((1 + max(at.values()), *price) if fastest else price, at) for price, at in tried.plans(4, most)]
    best = min(plans, key=lambda p: (p[0], sorted(p[1])), default=None)
    plan = rule_book.plan(record, "Q", DAY, options)
    if best is None:
        assert plan.status == "infeasible"
        assert plan.blocking is not None
        assert plan.blocking.message
        return
    assert plan.best is not None
    assert plan.best.proven
    assert plan.best.verified
    assert sorted(item.code for item in plan.best.items) == sorted(best[1])
    assert any(
        at == {item.code: _position(item.term) for item in plan.best.items} for price, at in plans if price == best[0]
    )


def _position(term: str | None) -> int:
    from pathways.books import TERMS

    assert term is not None
    return TERMS.index(term)


@pytest.mark.parametrize("number", [2, 3])
def test_alternatives_are_the_next_best(number: int) -> None:
    items = tuple(Item(f"I{i}", 10, 7, "0611", 10 * i) for i in range(5))
    rule_book = rules(items, 'all of { a "A": 30 credits from any }', "")
    plan = rule_book.plan({"learner": "L", "holdings": []}, "Q", DAY, PlanOptions(alternatives=number))
    assert plan.best is not None
    costs = [int(way.totals.cost or 0) for way in (plan.best, *plan.alternatives)]
    assert costs == [30, 40, 50, 50][: number + 1]


@st.composite
def crowds(draw: st.DrawFn) -> tuple[Item, ...]:
    """Many items of few kinds, so that most of them can be left out."""
    number = draw(st.integers(10, 24))
    return tuple(
        Item(
            f"I{i}",
            draw(st.sampled_from((5, 10))),
            draw(st.sampled_from((5, 7, 8))),
            draw(st.sampled_from(("0611", "0541"))),
            draw(st.sampled_from((0, 10, 20, 30))),
            first=(f"I{draw(st.integers(0, i - 1))}",) if i > 2 and draw(st.integers(0, 4)) == 0 else (),
            terms=("autumn",) if draw(st.integers(0, 3)) == 0 else (),
        )
        for i in range(number)
    )


WISHES = ("cost", "credits", "items, cost", "2*cost + credits", "cost, items")


@QUIET
@given(
    crowds(),
    st.sampled_from(RULES[:4]),
    st.sampled_from(LIMITS),
    st.sampled_from(WISHES),
    st.booleans(),
    st.integers(0, 2),
)
def test_leaving_out_beforehand_keeps_the_best_plans(
    items: tuple[Item, ...], requirement: str, limits: str, wish: str, scheduled: bool, alternatives: int
) -> None:
    rule_book = rules(items, requirement, limits, CALENDAR if scheduled else "")
    options = PlanOptions(minimise=parse_minimise(wish), alternatives=alternatives)
    record = {"learner": "L", "holdings": []}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("stackr.pathways.solving.ready.MANY", 3)
        short = rule_book.plan(record, "Q", DAY, options)
    whole = rule_book.plan(record, "Q", DAY, replace(options, reduce=False))
    assert short.status == whole.status
    assert short.best == whole.best
    assert [way.totals.cost for way in short.alternatives] == [way.totals.cost for way in whole.alternatives]
    assert [way.wishes for way in short.alternatives] == [way.wishes for way in whole.alternatives]
