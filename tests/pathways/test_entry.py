"""What an award asks for entry is part of the plan: by it alone, before all else, and the least of all ways that an audit accepts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pathways.books import CALENDAR, DAY, HEAD, TERMS, Item, catalogue, holding
from pathways.planned import ENDS, LADDER
from stackr.audit.options import AuditOptions
from stackr.book import Book, load_text
from stackr.model.plan import Plan
from stackr.pathways.options import Load, PlanOptions, PriorLearning
from stackr.report.plan_text import render_plan

VALUES = AuditOptions(tier="values")
AT_ONCE = PlanOptions(scheduled=False)
ENTRIES: Mapping[str, tuple[str, ...]] = {
    "I0": ("I0",),
    '10 credits from field under "05"': ("05",),
    "2 credentials from level >= 7": ("7",),
    'all of { I1; e "E": 10 credits from field under "06" }': ("I1", "06"),
    "15 credits from level >= 6 with { at least 2 issuers }": ("6", "7"),
}
"""What is asked, and of which codes, fields or levels that is."""
REQUIREMENTS = (
    'all of { a "A": 20 credits from field under "06" }',
    "all of { I0; I2 }",
    'all of { I1; a "A": 10 credits from level >= 7 }',
    'all of { a "A": I0 or I2; b "B": I1 or I3 }',
)
LIMITS = ("", "limits { cap: at most 10 credits from issuer V }", "limits { barred: at most one of { I1; I2 } }")


def rules(items: Sequence[Item], entry: str, requirement: str, limit: str = "", more: str = "") -> Book:
    """`E` asks alone for what `Q` asks for entry."""
    award = (
        f'qualification Q "Award (made up)" {{\n  awarded by U at F 7\n  credit unit C\n  entry requires first "First": {entry}\n'
        f"  requires {requirement}\n  {limit}\n}}\n"
        f'qualification E "What entry asks" {{ awarded by U at F 7; credit unit C; requires {entry} }}\n'
    )
    return load_text(HEAD + catalogue(tuple(items)) + CALENDAR + award + more + LADDER)


@st.composite
def offers(draw: st.DrawFn) -> tuple[Item, ...]:
    return tuple(
        Item(
            f"I{at}",
            draw(st.sampled_from((5, 10, 15))),
            draw(st.sampled_from((6, 7))),
            draw(st.sampled_from(("0611", "0541"))),
            draw(st.sampled_from((0, 10, 20))),
            first=tuple(draw(st.lists(st.sampled_from([f"I{n}" for n in range(4) if n != at]), max_size=1)))
            if draw(st.integers(0, 2)) == 0
            else (),
            terms=draw(st.sampled_from(((), (), ("spring",), ("autumn",)))),
            issuer=draw(st.sampled_from(("U", "U", "V"))),
        )
        for at in range(4)
    )


def satisfied(made: Book, name: str, held: Sequence[Mapping[str, Any]], day: Any = DAY) -> bool:
    return (
        made.audit({"learner": "L", "holdings": list(held)}, [name], day, VALUES).qualifications[0].status
        == "satisfied"
    )


def price(some: Sequence[Item]) -> tuple[int, int, int]:
    return sum(item.credits for item in some), len(some), sum(item.cost for item in some)


def in_turn(some: Sequence[Item], held: set[str]) -> bool:
    """Whether all can be taken one after the other."""
    left, done = list(some), set(held)
    while ready := [item for item in left if not item.first or set(item.first) & done]:
        done |= {item.code for item in ready}
        left = [item for item in left if item not in ready]
    return not left


@settings(max_examples=80, deadline=None)
@given(
    offers(),
    st.sampled_from(sorted(ENTRIES)),
    st.sampled_from(REQUIREMENTS),
    st.sampled_from(LIMITS),
    st.sets(st.sampled_from(("I0", "I1", "I2", "I3")), max_size=2),
)
def test_without_terms_it_is_the_least_that_an_audit_accepts(
    items: tuple[Item, ...], entry: str, requirement: str, limit: str, had: set[str]
) -> None:
    made = rules(items, entry, requirement, limit)
    held = [holding(item) for item in items if item.code in had]
    left = [item for item in items if item.code not in had]
    sets = [some for number in range(len(left) + 1) for some in combinations(left, number) if in_turn(some, had)]
    least = min((price(some) for some in sets if satisfied(made, "Q", [*held, *map(holding, some)])), default=None)
    plan = made.plan({"learner": "L", "holdings": held}, "Q", DAY, AT_ONCE)
    as_told(plan, least)


def as_told(plan: Plan, least: tuple[int, int, int] | None) -> None:
    """The plan comes to that; or there is none, or nothing to add."""
    if least is None:
        assert plan.status == "infeasible"
        assert plan.blocking is not None
        assert plan.blocking.causes
    elif least == (0, 0, 0) and plan.status == "nothing-to-add":
        return
    else:
        assert plan.best is not None
        assert (plan.best.proven, plan.best.verified) == (True, True)
        totals = plan.best.totals
        assert (int(totals.credits or 0), totals.items, int(totals.cost or 0)) == least


def serves(item: Item, entry: str) -> bool:
    """Whether an item may count for entry."""
    return any(sign in (item.code, item.field[:2], str(item.level)) for sign in ENTRIES[entry])


def lawful(
    made: Book, items: Sequence[Item], at: Mapping[str, int], going: Mapping[str, int], entry: str, most: int | None
) -> bool:
    """Whether the items may stand in these terms. `going`: code → the term that it is in progress in."""
    by_code = {item.code: item for item in items}
    ends = going | at
    for code, term in at.items():
        item = by_code[code]
        if item.first and not any(ends.get(other, len(TERMS)) < term for other in item.first):
            return False
        if item.terms and not any(word in TERMS[term] for word in item.terms):
            return False
    loads = [sum(by_code[code].credits for code, term in ends.items() if term == t) for t in range(len(TERMS))]
    if most is not None and any(load > most for t, load in enumerate(loads) if t in at.values()):
        return False
    return any(_let_in(made, by_code, at, ends, entry, begin) for begin in range(len(TERMS) + 1))


def _let_in(
    made: Book, items: Mapping[str, Item], at: Mapping[str, int], ends: Mapping[str, int], entry: str, begin: int
) -> bool:
    """Whether entry is met by the beginning of a term, and what is taken before and not for it need not count."""
    early = {code for code, term in at.items() if term < begin}
    there = [holding(items[code]) for code, term in ends.items() if term < begin]
    counting = [holding(items[code]) for code in ends if code not in early or serves(items[code], entry)]
    return satisfied(made, "E", there) and satisfied(made, "Q", counting)


@settings(max_examples=60, deadline=None)
@given(
    offers(),
    st.sampled_from(sorted(ENTRIES)),
    st.sampled_from(REQUIREMENTS),
    st.dictionaries(st.sampled_from(("I0", "I1", "I2")), st.integers(0, 2), max_size=1),
    st.sampled_from((None, None, 15, 20)),
)
def test_by_term_it_comes_before_all_else(
    items: tuple[Item, ...], entry: str, requirement: str, going: dict[str, int], most: int | None
) -> None:
    made = rules(items, entry, requirement)
    under_way = [
        holding(item) | {"status": "in-progress", "term": TERMS[going[item.code]], "awarded": None}
        for item in items
        if item.code in going
    ]
    under_way = [{key: value for key, value in each.items() if value is not None} for each in under_way]
    left = [item for item in items if item.code not in going]
    enough = cache(lambda codes: satisfied(made, "Q", [holding(item) for item in items if item.code in codes]))

    def ways() -> Iterator[tuple[int, int, int]]:
        for places in product(range(-1, len(TERMS)), repeat=len(left)):
            at = {item.code: place for item, place in zip(left, places, strict=True) if place >= 0}
            some = [item for item in left if item.code in at]
            if enough(frozenset({*at, *going})) and lawful(made, items, at, going, entry, most):
                yield price(some)

    options = PlanOptions(scheduled=True, load=Load(most_credits=most))
    plan = made.plan({"learner": "L", "holdings": under_way}, "Q", DAY, options)
    as_told(plan, min(ways(), default=None))
    if plan.best is not None:
        at = {item.code: TERMS.index(item.term or "") for item in plan.best.items}
        assert lawful(made, items, at, going, entry, most)


LINES = ("", "includes CERT with embed", "includes CERT with consume", "includes CERT with share up to 10 credits")
CERTS = ("all of { I0; I1 }", 'c "C": 10 credits from field under "05"', 'c "C": 2 credentials from level >= 7')


@settings(max_examples=80, deadline=None)
@given(
    offers(),
    st.sampled_from(CERTS),
    st.sampled_from(REQUIREMENTS),
    st.sampled_from(LINES),
    st.sampled_from(("award CERT", 'all of { award CERT; f "F": 10 credits from level >= 7 }')),
    st.sets(st.sampled_from(("I0", "I2")), max_size=1),
)
def test_an_award_that_entry_asks_for_is_earned_on_the_way(
    items: tuple[Item, ...], cert: str, requirement: str, line: str, entry: str, had: set[str]
) -> None:
    text = f'qualification CERT "Certificate (made up)" {{ awarded by U at F 6; credit unit C; requires {cert} }}\n'
    made = rules(items, entry, requirement, line, text)
    held = [holding(item) for item in items if item.code in had]
    left = [item for item in items if item.code not in had]
    conferred = {
        "id": "cert", "credential": "CERT", "issuer": "U", "kind": "qualification", "status": "active",
        "conferred": DAY.isoformat(), "awarded": DAY.isoformat(),
    }  # fmt: skip

    def enough(some: Sequence[Item]) -> bool:
        passed = [*held, *map(holding, some)]
        return satisfied(made, "CERT", passed) and satisfied(made, "Q", [*passed, conferred])

    sets = [some for number in range(len(left) + 1) for some in combinations(left, number) if in_turn(some, had)]
    least = min((price(some) for some in sets if enough(some)), default=None)
    plan = made.plan({"learner": "L", "holdings": held}, "Q", DAY, AT_ONCE)
    if least == (0, 0, 0):
        assert plan.best is not None
        assert not plan.best.items
    as_told(plan, least)


KINDS = (("A", 7, "0611"), ("B", 7, "0611"), ("D", 7, "0611"), ("M", 6, "0541"))
A, B, D, M = (Item(code, 10, level, field, 10) for code, level, field in KINDS)
DEGREE = "1 credential from kind = qualification"


def asked(entry: str, options: PlanOptions = AT_ONCE, *held: Mapping[str, Any], more: str = "", **facts: Any) -> Plan:
    made = rules((A, B, D, M), entry, "all of { A; B }", more=more)
    return made.plan({"learner": "L", "holdings": list(held), **facts}, "Q", DAY, options)


def test_a_plan_says_what_it_is_let_in_by() -> None:
    plan = asked("M", PlanOptions(scheduled=True))
    assert plan.best is not None
    assert {item.label: item.term for item in plan.best.items} == {"M": TERMS[0], "A": TERMS[1], "B": TERMS[1]}
    assert (
        f"Q asks for First (M) at entry: that is met by the end of {TERMS[0]}, before what counts for Q is taken"
        in plan.remarks
    )
    assert "for First (entry)" in render_plan(plan)


def test_what_an_award_on_the_way_needs_comes_first() -> None:
    more = 'qualification CERT "Certificate" { awarded by U at F 6; credit unit C; requires all of { M; D } }\n'
    plan = asked("award CERT", PlanOptions(scheduled=True), more=more)
    assert plan.best is not None
    assert (plan.best.proven, plan.best.verified) == (True, True)
    first, then = TERMS[:2]
    assert {item.label: item.term for item in plan.best.items} == {"D": first, "M": first, "A": then, "B": then}
    told = f"CERT, Certificate, is asked for at entry and earned on the way by the end of {first}"
    assert any(remark.startswith(told) for remark in plan.remarks)


def test_an_award_that_is_earned_and_not_conferred_is_told() -> None:
    more = 'qualification CERT "Certificate" { awarded by U at F 6; credit unit C; requires M }\n'
    plan = asked("award CERT", PlanOptions(scheduled=True), holding(M), more=more)
    assert plan.best is not None
    assert {item.label: item.term for item in plan.best.items} == {"A": TERMS[0], "B": TERMS[0]}
    assert any("is asked for at entry and earned already: it has to be conferred" in remark for remark in plan.remarks)


def test_an_award_that_can_not_be_earned_here_is_no_matter_of_course() -> None:
    """Nothing on offer serves it, or nobody declares it."""
    more = 'qualification CERT "Certificate" { awarded by U at F 6; credit unit C; requires NONE }\n'
    plan = asked("award CERT", more=more)
    assert plan.blocking is not None
    assert [cause.words for cause in plan.blocking.causes] == ["entry asks for the award CERT"]
    told = [remedy.words for remedy in plan.blocking.causes[0].remedies]
    assert "ask U to waive First (a decision `waive Q.first`)" in told


def test_nothing_on_offer_lets_in_is_a_cause_with_what_could_be_done() -> None:
    more = 'qualification BSC "Degree (made up)" { awarded by U at F 6; credit unit C; total 20 credits; requires all of { M; D } }\n'
    plan = asked(DEGREE, more=more)
    assert plan.status == "infeasible"
    assert plan.blocking is not None
    (cause,) = plan.blocking.causes
    assert (cause.clause, cause.words) == ("Q.first", "entry asks for First (1 credential from kind qualification)")
    told = {remedy.words: remedy.enough for remedy in cause.remedies}
    assert told["have BSC (Degree (made up)) conferred first, of which 20 credits are missing"]
    assert told["ask U to waive First (a decision `waive Q.first`)"]
    assert told["put on offer 1 credential from kind qualification for entry"]


def test_what_the_remedies_say_of_entry_is_so() -> None:
    more = 'qualification BSC "Degree (made up)" { awarded by U at F 6; credit unit C; total 20 credits; requires all of { M; D } }\n'
    waived = {"id": "w", "kind": "waive", "clause": "Q.first", "by": "Dean", "date": "2025-06-01"}
    assert asked(DEGREE, AT_ONCE, more=more, decisions=[waived]).status == "planned"
    degree = {
        "id": "b",
        "credential": "BSC",
        "issuer": "U",
        "kind": "qualification",
        "status": "active",
        "conferred": "2025-06-01",
    }
    assert asked(DEGREE, AT_ONCE, degree, more=more).status == "planned"


def test_what_the_record_leaves_open_of_entry_is_taken_for_granted_and_said() -> None:
    unknown = {"id": "x", "credential": "X", "issuer": "U", "status": "active", "awarded": "2025-01-01"}
    plan = asked(DEGREE, AT_ONCE, unknown)
    assert plan.best is not None
    words = "the entry requirement is met, which the record leaves open: First (1 credential from kind qualification)"
    assert words in plan.best.assumes


def test_a_target_that_leaves_no_time_for_entry_says_so() -> None:
    plan = asked("M", PlanOptions(scheduled=True, target=date(2026, 6, 30)))
    assert plan.blocking is not None
    assert {cause.clause or cause.kind for cause in plan.blocking.causes} >= {"Q.first", "terms"}
    assert "set the target to 2026-12-20 or later" in [
        r.words for cause in plan.blocking.causes for r in cause.remedies
    ]


def test_a_degree_in_progress_lets_in_once_it_is_over() -> None:
    degree = {
        "id": "b", "credential": "BSC", "issuer": "U", "kind": "qualification", "status": "in-progress", "expected": ENDS[TERMS[1]],
    }  # fmt: skip
    plan = asked(DEGREE, PlanOptions(scheduled=True), degree)
    assert plan.best is not None
    assert {item.term for item in plan.best.items} == {TERMS[2]}
    assert plan.best.terms[0].waits_for == (
        "A comes after what is asked for entry",
        "B comes after what is asked for entry",
    )
    assert plan.best.verified


def test_prior_learning_may_let_in() -> None:
    plan = asked("M", PlanOptions(scheduled=True, prior_learning=(PriorLearning("M"),), avoid=("M",)))
    assert plan.best is not None
    assert {item.label: item.term for item in plan.best.items} == {"M by RPL": TERMS[0], "A": TERMS[1], "B": TERMS[1]}


def test_a_milestone_of_entry_is_done_beside_it() -> None:
    plan = asked('all of { M; i "Interview": signoff "interview" }')
    assert plan.best is not None
    assert plan.also == ("signoff interview",)


def test_an_award_that_closed_otherwise_is_no_question_of_entry() -> None:
    from stackr.pathways.errors import PlanError

    made = load_text(
        HEAD
        + catalogue((A,))
        + 'qualification Q "Q" { awarded by U at F 7; credit unit C; achieve until 2025-01-01; '
        + "entry requires A; requires A }\n"
    )
    with pytest.raises(PlanError, match="the last day to achieve it"):
        made.plan({"learner": "L", "holdings": []}, "Q", DAY)
