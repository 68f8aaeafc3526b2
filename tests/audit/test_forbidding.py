"""Clauses that forbid (`never`, currency, conditions on each unit, `not both`) hold back, bind and block like any other limit."""

from __future__ import annotations

import pytest

from audit.given import DAY, audited, book, counts, has, learner
from stackr.audit.options import AuditOptions
from stackr.audit.why import why
from stackr.records.admit import admit

OLD = {"completed": "2010-01-01", "awarded": "2010-01-01"}
EARLIER = {"completed": "2009-01-01"}
NEW = {"completed": "2025-06-30", "awarded": "2025-06-30"}

FORBIDDING = {
    "never, anywhere": ('ten: 10 credits from "C*"', 'no: never "C*"'),
    "never, for a clause": ('ten: 10 credits from "C*"', 'no: never "C*" for ten'),
    "currency": ('ten: 10 credits from "C*"', "no: completed within 5 years of as_of"),
    "currency of a clause": ('ten: 10 credits from "C*"', "no: completed within 5 years of as_of only in ten"),
    "a deadline": ('ten: 10 credits from "C*" with { no: by 2009-06-30 }', ""),
    "a size": ('ten: 10 credits from "C*" with { no: each at least 12 credits }', ""),
    "a deadline of the group": ('ten: 10 credits from "C*"', "", "with { no: by 2009-06-30 }"),
    "a size in the group": ('ten: 10 credits from "C*"', "", "with { no: each at least 12 credits }"),
}


@pytest.mark.parametrize("parts", FORBIDDING.values(), ids=list(FORBIDDING))
def test_what_forbids_is_named(parts: tuple[str, ...]) -> None:
    place, limit, *block = parts
    rules = f"""qualification Q {{
        requires core: all of {{ {place}; D1 }} {"".join(block)}
        limits {{ {limit} }}
    }}
    catalogue c {{ credential D1 {{ 12 credits }} }}"""
    mine = learner(has("C1", **OLD), has("D1", 12, **(NEW if limit else EARLIER)))
    entry = audited(rules, mine, "Q")["Q"]
    (id,) = [name for name in entry.holds_back if name.endswith(".no")]
    ten = "Q.core.ten"
    assert entry.holds_back == tuple(sorted((id, ten)))
    assert entry.blocking_sets == (tuple(sorted((id, ten))),)
    assert entry.progress.earned == "6/11"
    lines = {limit.id: limit.status for limit in entry.limits}
    assert lines.get(id, "binding") == "binding"
    (said,) = [text for text in explained(rules, mine, id) if "were it waived" in text]
    assert said == "were it waived, Q would stand complete instead of at 6/11"


def explained(rules: str, record: dict[str, object], about: str) -> tuple[str, ...]:
    found = book(rules)
    return why(found, admit(record, found.tables, DAY), about, ("Q",), DAY, AuditOptions())


BOTH = """qualification Q {
    requires all of { x: 10 credits from "A*"; y: 10 credits from "*" }
    shared between x and y
    apart: (A1) counts toward x or y, not both
}"""


def test_not_both_is_a_limit_like_others() -> None:
    entry = audited(BOTH, learner(has("A1")), "Q")["Q"]
    assert entry.progress.earned == "1/2"
    assert entry.holds_back == ("Q.apart", "Q.x", "Q.y")
    assert entry.blocking_sets == (("Q.apart", "Q.x", "Q.y"),)
    assert [(limit.id, limit.title, limit.status) for limit in entry.limits if limit.id == "Q.apart"] == [
        ("Q.apart", "A1 counts toward x or y, not both", "binding")
    ]
    done = audited(BOTH, learner(has("A1"), has("A2")), "Q")["Q"]
    assert (done.status, done.holds_back) == ("satisfied", ())


def test_what_forbids_nothing_to_this_learner_holds_nothing_back() -> None:
    rules = 'qualification Q { requires ten: 10 credits from "*"; limits { no: never "Z*"; old: completed within 5 years of as_of } }'
    entry = audited(rules, learner(has("C1", 5, **NEW)), "Q")["Q"]
    assert (entry.holds_back, entry.blocking_sets) == (("Q.ten",), (("Q.ten",),))
    assert {limit.status for limit in entry.limits} == {"met"}


def test_what_forbids_may_stand_in_a_set_of_several() -> None:
    """12 from B and C, 12 in all at most 6 of C; B is barred from one, so C would have to fill it."""
    rules = """qualification Q {
        requires all of { x: 6 credits from "B*" or "C*"; y: 6 credits from "B*" }
        limits { no: never "B2"; cap: at most 0 credits from "C*" }
    }"""
    entry = audited(rules, learner(has("B1", 6), has("B2", 6), has("C1", 6)), "Q")["Q"]
    assert entry.blocking_sets == (("Q.cap", "Q.no", "Q.x", "Q.y"),)
    assert entry.holds_back == ("Q.cap", "Q.no", "Q.x", "Q.y")


def test_bars_that_stand_as_several_are_one_clause() -> None:
    """Waiving one pair alone would not help; the line would."""
    rules = """qualification Q {
        requires ten: 20 credits from "*"
        limits { apart: at most one of { "A*"; "B*" } }
    }"""
    entry = audited(rules, learner(has("A1", 5), has("A2", 5), has("B1", 5), has("B2", 5)), "Q")["Q"]
    assert entry.holds_back == ("Q.apart", "Q.ten")
    assert entry.blocking_sets == (("Q.apart", "Q.ten"),)


def test_progress_values_and_completions_keep_what_forbids() -> None:
    """What is in progress or planned counts where it would, passed; what is barred counts in none of them."""
    rules = """qualification Q { requires all of { x: 10 credits from "A*"; y: 10 credits from "B*" }; limits { no: never "B1" } }
    catalogue c { credential B1 { 10 credits }; credential B2 { 10 credits } }"""
    mine = learner(has("A1"), has("B1", status="in-progress"), has("B1", status="planned", id="later"))
    entry = audited(rules, mine, "Q")["Q"]
    assert entry.progress.model_dump(exclude={"bound"}) == dict.fromkeys(
        ("earned", "in_progress", "planned", "possible"), "1/2"
    )
    assert [way.add for way in entry.completions] == [("B2",)]
    both = audited(BOTH, learner(has("A1"), has("A1", status="planned", id="again")), "Q")["Q"]
    assert (both.progress.earned, both.progress.planned) == ("1/2", "1/2")
    other = audited(BOTH, learner(has("A1"), has("A2", status="planned")), "Q")["Q"]
    assert (other.progress.earned, other.progress.in_progress, other.progress.planned) == ("1/2", "1/2", "1")
    assert counts(other) == {"Q.x": ["A1"]}
