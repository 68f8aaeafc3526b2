"""A `when` whose condition nobody knows: for certain is the least over the ways it may go, possible the greatest."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.given import audited, book, has, learner
from stackr.audit.evaluation import Evaluation
from stackr.audit.options import AuditOptions
from stackr.model.parts import Reason
from stackr.model.qualification import QualificationAudit, RequirementResult
from stackr.records.admit import admit
from stackr.testing.generate import AS_OF

HEAD = (
    "framework EX { levels 1 to 10; one credit is 10 hours }\ncredit EXC { is 10 hours; step 1; framework EX }\n"
    "recognition u for U { route own is own when issuer = U grants full }\n"
    "catalogue K { issuer U; credit unit EXC; credential A { 10 credits }; credential B { 10 credits }; "
    "credential C { 10 credits } }\n"
)


def award(requires: str, *lines: str) -> str:
    """The rules of one award Q."""
    return f'{HEAD}qualification Q "Q" {{ awarded by U; credit unit EXC; {"; ".join((*lines, requires))} }}'


def entry(rules: str, *codes: str, **facts: Any) -> QualificationAudit:
    """The award of someone who holds these."""
    holdings = [has(code, issuer="U", credit_unit="EXC", tags=[code]) for code in codes]
    (found,) = audited(rules, learner(*holdings, **facts)).qualifications
    return found


def _said(need: RequirementResult) -> Iterator[Reason]:
    yield from need.reasons
    for child in need.children:
        yield from _said(child)


WAY = 'w: when fact "mode" = full requires A otherwise B'


@pytest.mark.parametrize(
    ("rules", "worst"),
    [
        (award(f"requires all of {{ {WAY} }}", "total 20 credits"), "3/4"),
        (award(f"requires all of {{ {WAY} }} with {{ at least 20 credits }}"), "3/4"),
        (award(f"requires all of {{ {WAY} }}", "limits { l: at least 20 credits from issuer U }"), "0"),
        (award(f"requires all of {{ {WAY} }}", "limits { l: at least 2 credentials from issuer U }"), "9/10"),
    ],
    ids=["total", "amount over a group", "floor in credits", "floor in items"],
)
def test_what_the_branches_count_is_never_added_up(rules: str, worst: str) -> None:
    """Only one of them will be asked: neither alone reaches what both reach together."""
    found = entry(rules, "A", "B")
    assert (found.status, found.progress.earned) == ("in-progress", worst)
    assert found.progress.possible == worst


def test_a_unit_that_fits_both_branches_serves_whichever_is_asked() -> None:
    rules = award('requires all of { w: when fact "mode" = full requires all of { A; C } otherwise all of { B; C } }')
    assert entry(rules, "A", "B", "C").status == "satisfied"
    assert entry(rules, "A", "C").status == "undetermined"
    assert entry(rules, "C").progress.possible == "1/2"


def test_either_way_satisfied_is_satisfied() -> None:
    """No single pool fits both branches, but each has what it asks."""
    rules = award(
        'requires all of { w: when fact "mode" = full requires 10 credits from tagged "A" otherwise 10 credits from tagged "B" }'
    )
    assert entry(rules, "A", "B").status == "satisfied"


def test_one_condition_goes_one_way_wherever_it_stands() -> None:
    rules = award(
        'requires all of { v: when fact "mode" = full requires A otherwise B; w: when fact "mode" = full requires B otherwise A }'
    )
    assert entry(rules, "A", "B").status == "satisfied"
    crossed = award(
        'requires all of { v: when fact "mode" = full requires A otherwise B; w: when fact "mode" = full requires C otherwise C }'
    )
    assert entry(crossed, "A", "C").progress.earned == "1/2"
    assert entry(crossed, "A", "C").progress.possible == "1"


def test_the_report_says_which_way_it_tells() -> None:
    found = entry(award(f"requires all of {{ {WAY} }}"), "A")
    assert [fact.member for fact in found.missing] == ["mode"]
    (told,) = (said for need in found.requirements for said in _said(need) if said.code == "R108")
    assert "if it does not hold" in told.message
    assert found.completions[0].add == ("B",)
    assert found.completions[0].also == ("taken that “mode” is not full",)


def test_more_open_conditions_than_are_tried_leave_it_open() -> None:
    whens = "; ".join(f'w{n}: when fact "f{n}" = yes requires A otherwise A' for n in range(7))
    rules = award(f"requires at least 1 of {{ {whens} }}")
    found = entry(rules, "A")
    assert (found.status, found.proven, found.progress.earned) == ("undetermined", False, "0")
    assert found.progress.bound == "1"
    known = entry(rules, "A", f0="yes")
    assert (known.status, known.proven) == ("satisfied", True)


PARTS = ("A", "B", "C", "10 credits from any", "all of { A; B }", "any of { B; C }", "20 credits from any")
MODES = ("full", "part")


@st.composite
def cases(draw: st.DrawFn) -> tuple[str, tuple[str, ...]]:
    """An award with two conditions, one inside the other or beside it, and what somebody holds."""
    one, two, three, four = (draw(st.sampled_from(PARTS)) for _ in range(4))
    inner = f'when fact "kind" = full requires {one} otherwise {two}'
    nested = draw(st.booleans())
    requires = (
        f'requires all of {{ a: when fact "mode" = full requires all of {{ b: {inner} }} otherwise {three}; d: {four} }}'
        if nested
        else f'requires all of {{ a: when fact "mode" = full requires {three} otherwise {four}; b: {inner} }}'
    )
    lines = draw(
        st.sampled_from(
            [(), ("total 20 credits",), ("total 30 credits", 'limits { l: at most 10 credits from tagged "A" }')]
        )
    )
    return award(requires, *lines), tuple(code for code in "ABC" if draw(st.booleans()))


@settings(max_examples=25)
@given(cases())
def test_known_either_way_it_lies_between_and_meets_both_ends(case: tuple[str, tuple[str, ...]]) -> None:
    """Sure is the least, and possible the greatest, of what it comes to once all is known."""
    rules, codes = case
    made = book(rules)

    def progress(**facts: Any) -> tuple[Fraction, Fraction]:
        record = learner(*[has(code, issuer="U", credit_unit="EXC", tags=[code]) for code in codes], **facts)
        values = Evaluation(made, admit(record, made.tables, AS_OF), AS_OF, AuditOptions(tier="values")).values("Q")
        assert values.proven
        return values.earned, values.possible

    known = [progress(mode=mode, kind=kind)[0] for mode in MODES for kind in MODES]
    assert progress() == (min(known), max(known))
    for mode in MODES:
        half = [progress(mode=mode, kind=kind)[0] for kind in MODES]
        assert progress(mode=mode) == (min(half), max(half))
