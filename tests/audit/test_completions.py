"""Smallest completions: done as they say, the award is satisfied; what they take for granted stands beside them."""

from __future__ import annotations

from typing import Any

import pytest

from audit.given import audited, has, learner
from stackr.audit.options import AuditOptions
from stackr.book import load_text
from stackr.model.qualification import Completion, QualificationAudit
from stackr.testing.generate import AS_OF, made_up_book, made_up_learners

OFFERS = "\n".join(f'credential X{n} "X{n}" {{ 10 credits }}' for n in range(12))
PERCENT = "grades PCT { from 0 to 100; pass 50 }\n"


def done(code: str, issuer: str = "HOME", **more: Any) -> dict[str, Any]:
    """An item of a completion, passed on the day of the audit."""
    day = AS_OF.isoformat()
    return {"id": f"new {code}", "credential": code, "issuer": issuer, "status": "active", "awarded": day,
            "completed": day, "signature": "verified", "holder": "learner", "kind": "module", **more}  # fmt: skip


def the_way(entry: QualificationAudit) -> Completion:
    (way,) = entry.completions
    return way


@pytest.mark.parametrize("seed", [0, 12, 17, 55, 56, 95, 115, 205, 213])
def test_what_is_said_to_complete_an_award_does(seed: int) -> None:
    book = load_text(made_up_book(seed))
    for record in made_up_learners(seed, book, 2):
        for entry in book.audit(record, None, AS_OF).qualifications:
            for way in entry.completions if entry.status != "conferred" else ():
                if way.also or any(" of " in code for code in way.add):
                    continue
                found = []
                for grade in ({"grade": "100", "grade_scale": "PCT"}, {}):
                    more = {**record, "holdings": [*record["holdings"], *(done(code, **grade) for code in way.add)]}
                    after = book.audit(more, [entry.qualification], AS_OF, AuditOptions(tier="values"))
                    found.append(after.qualifications[0].status)
                assert "satisfied" in found, (entry.qualification, way)


def test_a_unit_that_may_count_at_one_of_two_places_is_taken_before_it_counts() -> None:
    rules = """
    credential A "A" { 10 credits }
    credential B "B" { 10 credits }
    qualification Q "Q" {
      total 20 credits
      requires all of { one "One": 10 credits from any; two "Two": 10 credits from any }
      shared between one and two up to 10 credits
      (not graded) counts toward one or two, not both
    }
    """
    way = the_way(audited(rules, learner(), "Q")["Q"])
    assert (way.add, way.credits, way.proven) == (("A", "B"), "20", True)


def test_fields_that_the_catalogue_does_not_state_are_unknown() -> None:
    rules = """
    credential A "A" { 10 credits }
    credential B "B" { 20 credits; field "0613" }
    qualification Q "Q" { requires pool "Pool": 10 credits from not field under "02" }
    """
    assert the_way(audited(rules, learner(), "Q")["Q"]).add == ("B",)


def test_the_mean_that_is_needed_and_the_entry_requirement_stand_beside_it() -> None:
    rules = (
        PERCENT
        + """
    credential A "A" { 10 credits }
    credential D "Thesis" { 20 credits }
    qualification Q "Q" {
      requires all of { A; D }
      limits { mean: grade average at least 60 over counted on PCT }
      entry requires e "A degree": 1 credential from kind = qualification
    }
    """
    )
    held = has("A", grade="40", grade_scale="PCT", kind="module")
    way = the_way(audited(rules, learner(held), "Q")["Q"])
    assert way.add == ("D",)
    assert way.also == ("the entry requirement: A degree", "a grade average of at least 70 in Thesis")
    for grade, status in (("70", "satisfied"), ("69", "in-progress")):
        degree = has("BSC", 0, kind="qualification", awarded="2020-01-01")
        after = learner(held, degree, has("D", 20, grade=grade, grade_scale="PCT"))
        assert audited(rules, after, "Q")["Q"].status == status


def test_of_all_that_is_on_offer_only_what_is_chosen_is_taken() -> None:
    rules = (
        OFFERS
        + """
    qualification FEW "Few" { requires p: 40 credits from any; limits { most: at most 60 credits taken } }
    qualification HALF "Half" { requires p: 40 credits from any; limits { half: at least 50% of taken from "X*" } }
    qualification TRIES "Tries" { requires p: 40 credits from any; limits { tries "Tries": at most 60 credits attempted } }
    """.replace("; limits", "\n limits")
    )
    found = audited(rules, learner(has("A"), has("B")))
    assert [the_way(found[name]).add for name in ("FEW", "HALF", "TRIES")] == [("X0", "X1")] * 3
    assert [the_way(found[name]).also for name in ("FEW", "HALF", "TRIES")] == [(), (), ("Tries",)]
    too_many = learner(has("A"), has("B"), has("C", 50, status="failed"))
    assert audited(rules, too_many, "TRIES")["TRIES"].completions == ()


def test_an_average_over_all_that_is_taken_may_still_be_reached() -> None:
    rules = (
        PERCENT
        + """
    credential D "D" { 20 credits }
    qualification Q "Q" {
      requires all of { A; D }
      limits { mean: grade average at least 60 over taken on PCT }
    }
    """
    )
    way = the_way(audited(rules, learner(has("A", grade="40", grade_scale="PCT")), "Q")["Q"])
    assert (way.add, way.proven, way.also) == (("D",), True, ("grade average at least 60 on PCT over taken",))


MODULES = "\n".join(f'credential M{n:02d} "M{n:02d}" {{ 10 credits }}' for n in range(26))


@pytest.mark.parametrize(
    ("asked", "needed", "added"),
    [
        (f"2 of {{ {'; '.join(f'M{n:02d}' for n in range(12))} }}", "M10; M11", ("CAP", "M10", "M11")),
        (f"13 of {{ {'; '.join(f'M{n:02d}' for n in range(26))} }}", "M25", ("CAP", *(f"M{n:02d}" for n in range(12)), "M25")),
        ("2 credentials from M00 or M01 or M02", "M02", ("CAP", "M00", "M02")),
        ("OLD or M03", "CAP", ("CAP", "M03")),
        ("OLD or M03 or NEW", "CAP", ("CAP", "M03")),
        ("all of { M01; 2 of { M02; M03; M04 } }", "M04", ("CAP", "M01", "M02", "M04")),
    ],
)  # fmt: skip
def test_what_is_asked_first_is_there_whatever_is_asked(asked: str, needed: str, added: tuple[str, ...]) -> None:
    rules = f"""
    {MODULES}
    credential OLD "Old" {{ 10 credits; retired 2020-01-01 }}
    credential NEW "New" {{ 10 credits; prerequisite OLD }}
    credential CAP "Capstone" {{ 10 credits; prerequisite {asked} }}
    qualification Q "Q" {{ requires all of {{ CAP; {needed if needed != "CAP" else "M03"} }} }}
    """
    way = the_way(audited(rules, learner(), "Q")["Q"])
    assert (way.add, way.proven) == (added, True)


def test_what_asks_for_something_retired_alone_completes_nothing() -> None:
    rules = """
    credential OLD "Old" { 10 credits; retired 2020-01-01 }
    credential CAP "Capstone" { 10 credits; prerequisite OLD }
    qualification Q "Q" { requires CAP }
    """
    assert audited(rules, learner(), "Q")["Q"].completions == ()
