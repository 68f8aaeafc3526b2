"""Why there is no plan, in the words of an adviser: chains, terms, gaps, limits with source and place, wishes."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from pathways.books import CALENDAR, DAY, Item, book, catalogue, holding
from pathways.test_blocking import JUDGED, NOBODY, WORK
from stackr.model.plan import Blocking
from stackr.pathways.options import Load, PlanOptions, PriorLearning
from stackr.report.plan_words import blocking

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


def test_what_is_on_offer_is_added_up_once_where_days_matter() -> None:
    dated = "limits { cur: awarded within 5 years of conferred }"
    found = told(CHAIN, 'pool "Pool": 60 credits from any', PlanOptions(scheduled=True), dated)
    assert "all that is on offer and on the record for it comes to 40 credits" in found.message


def test_what_comes_to_nobody_knows_how_much_is_named() -> None:
    """Credits of an item that are finer than the step of their unit are unknown: not nothing, and not to be read as such."""
    listed = (
        "catalogue U {\n  issuer U\n  credit unit C\n  credential A { 2.5 credits }\n  credential B { 4 credits }\n}\n"
    )
    award = 'qualification Q "Q" {\n  awarded by U at F 7\n  credit unit C\n  requires 6 credits from any\n}\n'
    with tempfile.TemporaryDirectory() as folder:
        plan = book(Path(folder), listed + award).plan(NOBODY, "Q", DAY)
    assert plan.blocking is not None
    assert "comes to 4 credits; how many credits A comes to is not known" in plan.blocking.message


def test_limits_are_cited_with_source_and_place() -> None:
    more = 'limits { low: at most 10 credits at level < F 8 source "s. 14(3)" }'
    found = told(CHAIN, 'pool "Pool": 20 credits from any source "s. 12"', PlanOptions(scheduled=False), more)
    assert found.message == (
        "even with everything on offer: at most 10 credits at level < F 8; Pool asks for 20 credits from anything"
    )
    assert [(cause.clause, cause.source, cause.at and cause.at.partition(":")[0]) for cause in found.causes] == [
        ("Q.low", "s. 14(3)", "rules.stackr"), ("Q.pool", "s. 12", "rules.stackr"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "cause"),
    [
        (
            'limits { cur: awarded within 5 years of conferred source "s. 9" }',
            ("Q.cur", "awarded within 5 years of conferred", "s. 9"),
        ),
        (
            'limits { nev: never field "0611" for pool source "s. 10" }',
            ("Q.nev", "never field 0611 for pool", "s. 10"),
        ),
        (
            'limits { bar: at most one of { A; OLD } source "s. 11" }',
            ("Q.bar", "at most 1 of A and OLD", "s. 11"),
        ),
        (
            'limits { bar: at most one of { level >= F 7; field "0611" } source "s. 11" }',
            ("Q.bar", "at most 1 of field 0611 and level ≥ F 7", "s. 11"),
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
        ('after E consume source "s. 12"', "E", ("Earlier (made up), conferred, has used OLD", "s. 12")),
        ('after E share up to 10 credits source "s. 13"', "E", ("at most 10 credits that E used", "s. 13")),
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
        ("clause", "u.rpl", f"Prior learning is never for {named}", "s. 15"),
        ("avoid", "A", "A must not be in it", None),
    ]
    assert found.causes[1].at is not None


def test_not_both_is_one_cause_however_many_units_it_is_about() -> None:
    items = [Item("A", 10, 7, "0541", 0), Item("B", 10, 7, "0611", 0)]
    more = 'shared between core and free\n apart: (A or B) counts toward core or free, not both source "s. 12"'
    needs = 'core "Core": 20 credits from any; free "Free": 10 credits from any'
    found = told(items, needs, PlanOptions(scheduled=False), more)
    assert [(each.clause, each.words) for each in found.causes] == [
        ("Q.apart", "A or B counts toward Core or Free, not both"),
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


ASKING = "limits { cur: awarded within 5 years of applied }"


@pytest.mark.parametrize("scheduled", [True, False])
def test_what_the_record_does_not_say_is_named(scheduled: bool) -> None:
    """What is unknown is not false: an adviser learns that a fact is missing, not that the learning is too old."""
    found = told(CHAIN[:1], 'pool "Pool": 10 credits from any', PlanOptions(scheduled=scheduled), ASKING)
    assert "the record does not say `applied`" in found.message
    (cause,) = (each for each in found.causes if each.clause == "Q.cur")
    assert ("have the record say `applied`", None) in [(each.words, each.enough) for each in cause.remedies]


def test_a_fact_that_is_said_is_not_missed() -> None:
    with tempfile.TemporaryDirectory() as folder:
        award = f'qualification Q "Q" {{ awarded by U at F 7; credit unit C\nrequires 10 credits from any\n{ASKING} }}'
        made = book(Path(folder), catalogue(CHAIN[:1]) + award)
    assert made.plan({"learner": "L", "facts": {"applied": "2025-12-01"}}, "Q", DAY).best is not None
    late = made.plan({"learner": "L", "facts": {"applied": "2040-01-01"}}, "Q", DAY)
    assert late.blocking is not None
    assert "does not say" not in late.blocking.message


def test_two_units_and_one_term_with_room_for_one() -> None:
    found = told(
        (*CHAIN[:1], Item("B", 10, 7, "0611", 0)),
        'core "Core": all of { CS100; B }',
        PlanOptions(scheduled=True, terms=1, load=Load(most_credits=Fraction(10))),
    )
    assert found.message == (
        "Core asks for B; Core asks for CS100; a term takes at most 10 credits; the plan has at most one term"
    )


def test_the_sentence_names_no_source_and_each_set_names_its_sources_once() -> None:
    requires = 'pool "Pool": 50 credits from any source "s. 12"; one "One": NOWHERE source "s. 12"; two: ELSEWHERE source "s. 7"'
    found = told(CHAIN, requires, PlanOptions(scheduled=False))
    assert found.further
    headings = [heading for heading, _ in blocking(found)]
    for each in (found, *found.further):
        assert "s. " not in each.message
        assert all(cause.source for cause in each.causes)
    for other in found.further:
        (heading,) = [heading for heading in headings if heading.startswith(f"Blocks besides: {other.message}")]
        assert [heading.count(source) for source in {cause.source or "" for cause in other.causes}] == [1] * len(
            {cause.source for cause in other.causes}
        )
    lines = dict(blocking(found))[headings[0]]
    assert all(f"({cause.source})" in line for cause, line in zip(found.causes, lines, strict=True))


def test_what_is_not_shown_smallest_is_told_to_be_so() -> None:
    found = told(
        CHAIN,
        'pool "Pool": 20 credits from any',
        PlanOptions(scheduled=False),
        "limits { low: at most 10 credits at level < F 8 }",
    )
    assert len(found.causes) > 1
    sure, open_ = (dict(blocking(found.model_copy(update={"smallest": smallest}))) for smallest in (True, False))
    assert "What blocks together (it takes all of them, and nothing fewer would do)" in sure
    assert "What blocks together (it takes all of them, and whether fewer others would do was not settled)" in open_
