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

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from pathways.books import CALENDAR, DAY, Item, book, catalogue, holding
from stackr.audit.run import one_learner
from stackr.model.plan import Blocking, BlockingCause
from stackr.pathways.impossible.smallest import smallest
from stackr.pathways.impossible.supposing import Supposing
from stackr.pathways.options import Load, PlanOptions, PriorLearning
from stackr.pathways.question.question import Question
from stackr.rulebook.book import RuleBook

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


def rules(items: Sequence[Item], ids: Sequence[str], kept: Collection[str]) -> RuleBook:
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


# in words


CHAIN = (
    Item("CS100", 10, 7, "0611", 0),
    Item("CS200", 10, 7, "0611", 0, first=("CS100",)),
    Item("CS300", 10, 7, "0611", 0, first=("CS200",)),
    Item("CS400", 10, 7, "0611", 0, first=("CS300",), terms=("autumn",)),
)


def told(
    items: Sequence[Item],
    requires: str,
    options: PlanOptions,
    more: str = "",
    held: Sequence[Any] = (),
    *,
    ladder: str = "",
    earlier: str = "",
    decisions: Sequence[Any] = (),
) -> Blocking:
    text = (
        f'{catalogue(tuple(items))}{CALENDAR}qualification Q "Award (made up)" {{ awarded by U at F 7; credit unit C\n'
        f"requires all of {{ {requires} }}\n{more} }}\n"
        f'recognition u "R (made up)" for U {{ route own is own "Own" when issuer = U grants full\n{ladder} }}\n{earlier}'
    )
    with tempfile.TemporaryDirectory() as folder:
        record = {**NOBODY, "holdings": held, "decisions": decisions}
        plan = book(Path(folder), text).plan(record, "Q", DAY, options)
    assert plan.blocking is not None, plan.best
    assert plan.blocking.smallest
    return plan.blocking


def test_the_chain_and_the_target_as_an_adviser_says_it() -> None:
    found = told(CHAIN, 'last "Last": CS400', PlanOptions(scheduled=True, target=date(2027, 6, 30)))
    assert found.message == (
        "Last asks for CS400; CS400's prerequisite chain (CS100 → CS200 → CS300 → CS400) needs four terms; "
        "the target, 2027-06-30, leaves three"
    )
    assert [(cause.kind, cause.item or cause.clause) for cause in found.causes] == [
        ("clause", "Q.last"), ("first", "CS200"), ("first", "CS300"), ("first", "CS400"), ("terms", None),
    ]  # fmt: skip


def test_a_season_that_makes_a_chain_longer_is_named() -> None:
    items = [Item("A", 10, 7, "0611", 0), Item("B", 10, 7, "0611", 0, first=("A",), terms=("spring",))]
    found = told(items, 'last "Last": B', PlanOptions(scheduled=True, target=date(2026, 12, 31)))
    assert found.message == (
        "Last asks for B; B is offered only in spring, and its prerequisite chain (A → B) needs three terms; "
        "the target, 2026-12-31, leaves two"
    )


def test_an_item_that_is_offered_later_only() -> None:
    items = [Item("A", 10, 7, "0611", 0, terms=("2027-autumn",))]
    found = told(items, "A", PlanOptions(scheduled=True, target=date(2026, 12, 31)))
    assert found.message == (
        "Award (made up) asks for A; A is offered only in 2027-autumn, so it is four terms off; "
        "the target, 2026-12-31, leaves two terms"
    )


@pytest.mark.parametrize(
    ("requires", "words"),
    [
        ('core "Core": NOPE', "Core asks for NOPE; NOPE is not on offer"),
        ('core "Core": all of { CS100; NOPE }', "Core asks for NOPE; NOPE is not on offer"),
        (
            'pool "Pool": 60 credits from any',
            "Pool asks for 60 credits from anything; all that is on offer and on the record for it comes to 40 credits",
        ),
        ('pool "Pool": 10 credits from field under "09"', "nothing on offer serves Pool"),
    ],
)
def test_a_gap_in_what_is_on_offer(requires: str, words: str) -> None:
    assert words in told(CHAIN, requires, PlanOptions(scheduled=False)).message


@pytest.mark.parametrize(
    ("items", "words"),
    [
        (CHAIN, "all that is on offer and on the record for it comes to 40 credits"),
        ((), "nothing on offer counts toward it"),
    ],
)
def test_a_total_that_the_catalogue_does_not_reach(items: tuple[Item, ...], words: str) -> None:
    found = told(items, 'pool "Pool": 10 credits from any', PlanOptions(scheduled=False), "total 60 credits")
    assert words in found.message


def test_limits_are_cited_with_source_and_place() -> None:
    more = 'limits { low: at most 10 credits at level < F 8 source "s. 14(3)" }'
    found = told(CHAIN, 'pool "Pool": 20 credits from any source "s. 12"', PlanOptions(scheduled=False), more)
    assert found.message == (
        "even with everything on offer: at most 10 credits at level < F 8 (s. 14(3)); "
        "Pool asks for 20 credits from anything (s. 12)"
    )
    assert [(cause.clause, cause.source, cause.at and cause.at.partition(":")[0]) for cause in found.causes] == [
        ("Q.low", "s. 14(3)", "rules.stackr"), ("Q.pool", "s. 12", "rules.stackr"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "cause"),
    [
        (
            'limits { cur: awarded within 5 years of conferred source "s. 9" }',
            ("Q.cur", "awarded within 5 years of conferred (s. 9)", "s. 9"),
        ),
        (
            'limits { nev: never field "0611" for pool source "s. 10" }',
            ("Q.nev", "never field 0611 for pool (s. 10)", "s. 10"),
        ),
        (
            'limits { bar: at most one of { A; OLD } source "s. 11" }',
            ("Q.bar", "at most 1 of A and OLD (s. 11)", "s. 11"),
        ),
        (
            'limits { bar: at most one of { level >= F 7; field "0611" } source "s. 11" }',
            ("Q.bar", "at most 1 of field 0611 and level ≥ F 7 (s. 11)", "s. 11"),
        ),
        (
            "limits { most: at most 10 credits per field }",
            ("Q.most#0611", "at most 10 credits per field (0611)", None),
        ),
    ],
)
def test_what_keeps_learning_from_counting_is_one_cause_with_its_source(
    line: str, cause: tuple[str, str, str | None]
) -> None:
    items = [Item("A", 10, 7, "0541", 0), Item("B", 10, 7, "0611", 0)]
    old = holding(Item("OLD", 20, 7, "0611", 0)) | {"awarded": "2018-01-01"}
    found = told(items, 'pool "Pool": 40 credits from any', PlanOptions(scheduled=False), line, [old])
    assert cause in {(each.clause, each.words, each.source) for each in found.causes}
    assert {each.clause for each in found.causes} == {"Q.pool", cause[0]}
    assert all(each.at is not None for each in found.causes)


USED = {
    "id": "h-E",
    "credential": "E",
    "issuer": "U",
    "kind": "qualification",
    "status": "active",
    "awarded": "2024-01-01",
}
KEEPS = 'qualification E "Earlier (made up)" { awarded by U at F 7; credit unit C; requires all of { OLD } }'


@pytest.mark.parametrize(
    ("line", "used_in", "cause"),
    [
        ("", "E", ("Earlier (made up), conferred, has used OLD", None)),
        ("", None, ("Earlier (made up), conferred, keeps what it needs of the learning on record", None)),
        ("", "ELSEWHERE", ("ELSEWHERE, conferred, has used OLD", None)),
        ('after E consume source "s. 12"', "E", ("Earlier (made up), conferred, has used OLD (s. 12)", "s. 12")),
        ('after E share up to 10 credits source "s. 13"', "E", ("at most 10 credits that E used (s. 13)", "s. 13")),
    ],
)
def test_what_a_conferred_award_has_used_is_one_cause(
    line: str, used_in: str | None, cause: tuple[str, str | None]
) -> None:
    items = [Item("A", 10, 7, "0541", 0), Item("B", 10, 7, "0611", 0)]
    old = holding(Item("OLD", 20, 7, "0611", 0)) | {"awarded": "2023-01-01"}
    old |= {"used_in": [used_in]} if used_in else {}
    asked, options = 'pool "Pool": 40 credits from any', PlanOptions(scheduled=False)
    held = [old, USED] if used_in != "ELSEWHERE" else [old]
    found = told(items, asked, options, line, held, earlier=KEEPS)
    assert {(each.words, each.source) for each in found.causes} == {
        cause, ("Pool asks for 40 credits from anything", None),
    }  # fmt: skip
    assert all(each.at is not None for each in found.causes if not each.words.startswith("ELSEWHERE"))


def test_what_an_award_has_used_is_no_cause_where_it_would_not_help() -> None:
    old = holding(Item("OLD", 20, 7, "0611", 0)) | {"awarded": "2023-01-01", "used_in": ["E"]}
    found = told([], 'pool "Pool": 50 credits from any', PlanOptions(scheduled=False), "", [old, USED], earlier=KEEPS)
    assert [each.clause for each in found.causes] == ["Q.pool"]


HOPED = PlanOptions(scheduled=False, avoid=("A",), prior_learning=(PriorLearning("A"),))


@pytest.mark.parametrize(("never", "named"), [("A", "A"), ("Q.core", "Core")])
@pytest.mark.parametrize(
    ("options", "held", "decisions"),
    [(HOPED, [], []), (PlanOptions(scheduled=False, avoid=("A",)), [WORK], [JUDGED | {"unit": "A"}])],
    ids=["hoped for", "on the record"],
)
def test_what_a_route_never_serves_is_one_cause_with_its_source(
    never: str, named: str, options: PlanOptions, held: Sequence[Any], decisions: Sequence[Any]
) -> None:
    ladder = f'fallback rpl is rpl "Prior learning" grants whole units, ungraded never for {never} source "s. 15"'
    items = [Item("A", 10, 7, "0541", 0), Item("B", 10, 7, "0611", 0)]
    found = told(items, 'core "Core": A', options, "", held, ladder=ladder, decisions=decisions)
    assert [(each.kind, each.clause or each.item, each.words, each.source) for each in found.causes] == [
        ("clause", "Q.core", "Core asks for A", None),
        ("clause", "u.rpl", f"Prior learning is never for {named} (s. 15)", "s. 15"),
        ("avoid", "A", "A must not be in it", None),
    ]
    assert found.causes[1].at is not None


def test_not_both_is_one_cause_however_many_units_it_is_about() -> None:
    items = [Item("A", 10, 7, "0541", 0), Item("B", 10, 7, "0611", 0)]
    more = 'shared between core and free\n apart: (A or B) counts toward core or free, not both source "s. 12"'
    needs = 'core "Core": 20 credits from any; free "Free": 10 credits from any'
    found = told(items, needs, PlanOptions(scheduled=False), more)
    assert [(each.clause, each.words) for each in found.causes] == [
        ("Q.apart", "A or B counts toward Core or Free, not both (s. 12)"),
        ("Q.core", "Core asks for 20 credits from anything"),
        ("Q.free", "Free asks for 10 credits from anything"),
    ]


def test_learning_that_is_too_old_is_said_to_be_so() -> None:
    old = holding(Item("OLD", 20, 7, "0611", 0)) | {"awarded": "2018-01-01"}
    limit = "limits { cur: awarded within 5 years of conferred }"
    found = told([], 'pool "Pool": 20 credits from any', PlanOptions(scheduled=False), limit, [old])
    assert "OLD, on the record, does not count for it: too old" in found.message


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (PlanOptions(scheduled=False, avoid=("CS100",)), "Core asks for CS100; CS100 must not be in it"),
        (PlanOptions(scheduled=False, modes=("online",)), "only online is wanted, which leaves out CS100"),
        (
            PlanOptions(scheduled=False, languages=("fr",)),
            "only what is taught in fr is wanted, which leaves out CS100",
        ),
        (PlanOptions(scheduled=False, issuers=("V",)), "only what V offers is wanted, which leaves out CS100"),
        (
            PlanOptions(scheduled=True, load=Load(most_credits=Fraction(9))),
            "a term takes at most 9 credits, and CS100 alone is more than that",
        ),
        (PlanOptions(scheduled=True, load=Load(most_items=0)), "a term takes at most 0 items"),
    ],
)
def test_a_wish_that_leaves_nothing(options: PlanOptions, words: str) -> None:
    items = (*CHAIN, Item("V1", 10, 5, "0541", 0, issuer="V"))
    assert words in told(items, 'core "Core": CS100', options).message


def test_two_units_and_one_term_with_room_for_one() -> None:
    found = told(
        (*CHAIN[:1], Item("B", 10, 7, "0611", 0)),
        'core "Core": all of { CS100; B }',
        PlanOptions(scheduled=True, terms=1, load=Load(most_credits=Fraction(10))),
    )
    assert found.message == (
        "Core asks for B; Core asks for CS100; a term takes at most 10 credits; the plan has at most one term"
    )
