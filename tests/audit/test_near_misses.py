"""Units that would count but for a date are `too-old`, but for a grade or level `too-low`; whatever form says so."""

from __future__ import annotations

import pytest

from audit.given import audited, has, learner, reasons

PLACES = {
    "a deadline of the block": ('10 credits from "C*" with { by 2025-06-30 }', "too-old"),
    "a deadline by term": ('10 credits from "C*" with { by term "2025-1" }', "too-old"),
    "a date in the selector": ('10 credits from "C*" and completed until 2025-06-30', "too-old"),
    "a date before which it is": ('10 credits from "C*" and completed before 2025-06-30', "too-old"),
    "an interval": ('10 credits from "C*" and completed from 2024-01-01 until 2025-06-30', "too-old"),
    "not after": ('10 credits from "C*" and not completed after 2025-06-30', "too-old"),
    "a name for it": ('10 credits from "C*" and early', "too-old"),
    "a name for what is late": ('10 credits from "C*" and not late', "too-old"),
    "a level": ('10 credits from "C*" and level >= 8', "too-low"),
    "a level among some": ('10 credits from "C*" and level in { 8; 9 }', "too-low"),
    "not a level": ('10 credits from "C*" and not level < 8', "too-low"),
    "neither low nor else": ('10 credits from "C*" and not (level < 8 and issuer UNZA)', "too-low"),
    "a named unit's grade": ("C1 with grade >= 80", "too-low"),
    "a named unit's date": ("C1 with completed until 2025-06-30", "too-old"),
    "two dates": ('10 credits from "C*" and completed until 2025-06-30 with { by 2025-01-31 }', "too-old"),
    "a date and a grade": ('10 credits from "C*" and grade >= 80 with { by 2025-06-30 }', "no-match"),
    "a date and the size": ('10 credits from "C*" with { by 2025-06-30; each at least 20 credits }', "no-match"),
    "a level and the code": ('10 credits from "D*" and level >= 8', "no-match"),
    "nothing but the code": ('10 credits from "D*"', "no-match"),
}


@pytest.mark.parametrize(("place", "word"), PLACES.values(), ids=list(PLACES))
def test_the_first_reason_is_what_alone_keeps_it_out(place: str, word: str) -> None:
    rules = f"""
    calendar home {{ term "2025-1" from 2025-01-01 until 2025-06-30 }}
    let early = completed until 2025-06-30
    let late = completed after 2025-06-30
    framework F {{ levels 1 to 10 }}
    qualification Q {{ awarded by UNZA at F 7; total 10 credits; requires all of {{ core: {place} }} }}
    """
    mine = has("C1", 10, completed="2025-11-20", level=7, framework="F", grade="70", issuer="UNZA")
    entry = audited(rules, learner(mine, entry="2024-01-01"), "Q")["Q"]
    assert reasons(entry) == {"C1": word}
    assert entry.unused[0].clause == (None if word == "no-match" else "Q.core")


def test_what_is_on_record_in_terms_that_no_rule_translates_is_not_called_unknown() -> None:
    """A level of a framework without reference, credits in a unit without conversion: the record says it, the rules don't."""
    rules = """
    framework F { levels 1 to 10 }
    framework G { levels 1 to 10 }
    credit cu is 10 hours
    credit xu
    qualification Q { awarded by U at G 7; credit unit cu
        requires all of { y: 10 credits from level >= 7; w: 10 credits from "W*" } }
    qualification R { awarded by U; requires y: 10 credits from level >= 7 }
    """
    mine = learner(
        has("A1", level=8, framework="F", credit_unit="cu"), has("W1", credit_unit="xu", level=1, framework="G")
    )
    found = audited(rules, mine, "Q", "R")
    assert {item.message for item in found["Q"].missing} == {
        "A1 has level 8 of F; no rule says what that is where “10 credits at level ≥ 7” asks for a level",
        "W1 has 10 credits in xu; no rule says what that is where Q asks for credits",
    }
    assert "A1 has level 8 of F; no rule says what that is where “10 credits at level ≥ 7” asks for a level" in {
        item.message for item in found["R"].missing
    }
    absent = audited(rules, learner(has("A1", credit_unit="cu")), "Q")["Q"]
    assert [item.message for item in absent.missing] == [
        "level of A1 is not known; “10 credits at level ≥ 7” asks for it"
    ]


def test_credits_finer_than_the_step_are_said_to_be_so() -> None:
    rules = """credit cu is 10 hours step 1
    qualification Q { credit unit cu; requires a: 20 credits from "*" }"""
    entry = audited(rules, learner(has("A1", "1/3", credit_unit="cu")), "Q")["Q"]
    assert (entry.status, [item.message for item in entry.missing]) == (
        "undetermined",
        ["A1 has 1/3 credits, finer than the step in which Q counts; no rule rounds them"],
    )
