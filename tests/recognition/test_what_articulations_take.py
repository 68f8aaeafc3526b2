"""What an articulation takes: of an issuer that the record leaves out, on whichever clock, in whichever unit."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from audit.given import audited, learner
from stackr.book import load_text
from stackr.checks.run import check_text

RULES = """
credit UC "Small credit" { is 10 hours }
credit EC "Large credit" { is 20 hours; step 0.5 }
convert 2 UC <=> 1 EC
catalogue C { issuer U; credit unit UC; credential T1 "Target" { 10 credits } }
qualification Q { awarded by U; credit unit UC; total 10 credits; requires T1 }
"""
PLAIN = "articulation ART { from A1 of F; to T1 of U }"
DATED = "articulation ART { from A1 of F; to T1 of U; in force from 2024-01-01 until 2024-12-31 }"
HELD = {"id": "h", "credential": "A1", "issuer": "F", "credits": 10, "status": "active", "awarded": "2024-05-01"}


def status(rules: str, *held: dict[str, Any], when: str = "any", grants: str = "as articulated") -> str:
    ladder = f"\nrecognition u for U {{ route agr is agreement when {when} grants {grants} }}"
    return audited(load_text(RULES + rules + ladder), learner(*held), "Q").qualifications[0].status


@pytest.mark.parametrize("other", ["", "\narticulation TWO { from B1 of F; to A1 of F; transitive }"])
def test_an_issuer_that_the_record_leaves_out_may_be_the_one_asked(other: str) -> None:
    code = "B1" if other else "A1"
    held = {**HELD, "credential": code}
    rules = PLAIN.replace("to T1 of U", "to T1 of U; transitive") + other
    assert status(rules, held) == "satisfied"
    assert status(rules, {**held, "issuer": None}) == "undetermined"
    assert status(rules, {**held, "issuer": "G"}) == "not-started"


@pytest.mark.parametrize(("code", "expected"), [(["A1"], "undetermined"), (None, "not-started"), ("A9", "not-started")])
def test_a_code_that_cannot_be_read_may_be_the_one_asked(code: Any, expected: str) -> None:
    assert status(PLAIN, {**HELD, "credential": code}) == expected


def test_a_link_of_a_chain_that_ended_is_unknown_without_a_day() -> None:
    link = "\narticulation TWO { from B1 of F; to A1 of F; transitive; in force until 2024-12-31 }"
    rules = PLAIN.replace("to T1 of U", "to T1 of U; transitive") + link
    held = {**HELD, "credential": "B1"}
    assert status(rules, held) == "satisfied"
    assert status(rules, {**held, "awarded": "2025-05-01"}) == "not-started"
    assert status(rules, {**held, "awarded": None}) == "undetermined"


def test_what_is_missing_is_named_with_the_articulation() -> None:
    ladder = "\nrecognition u for U { route agr is agreement when any grants as articulated }"
    result = audited(load_text(RULES + PLAIN + ladder), learner({**HELD, "issuer": None}), "Q").qualifications[0]
    assert [(each.holding, each.member, each.needed_by) for each in result.missing] == [("h", "issuer", "ART")]


@pytest.mark.parametrize("day", ["awarded", "applied", "completed"])
def test_an_articulation_in_force_on_one_of_several_clocks_is_in_force_in_any_order(day: str) -> None:
    held = {**HELD, "awarded": "2020-05-01", "applied": "2020-05-01", "completed": "2020-05-01", day: "2024-05-01"}
    for clocks in permutations(("awarded", "applied", "completed")):
        when = " or ".join(f"articulation ART in force on {clock}" for clock in clocks)
        assert status(DATED, held, when=when) == "satisfied"
        assert status(DATED, {**held, day: "2020-05-01"}, when=when) == "not-started"


def test_a_clock_in_a_let_is_heeded() -> None:
    held = {**HELD, "awarded": "2020-05-01", "applied": "2024-05-01"}
    rules = DATED + "\nlet current = articulation ART in force on applied\n"
    assert status(rules, held, when="current") == "satisfied"
    assert status(rules, {**held, "applied": "2020-05-01"}, when="current") == "not-started"


@pytest.mark.parametrize(
    ("credits", "whole"), [("5 credits EC", True), ("10 credits UC", True), ("4.5 credits EC", False)]
)
def test_a_part_is_a_part_in_whichever_unit(credits: str, whole: bool) -> None:
    rules = PLAIN.replace("to T1 of U", f"to T1 of U for {credits}")
    assert status(rules, HELD) == ("satisfied" if whole else "not-started")
    ladder = "\nrecognition u for U { route agr is agreement when any grants as articulated }"
    told = any(fault.code == "C227" for fault in check_text(RULES + rules + ladder))
    assert told is not whole


def test_a_share_of_a_block_is_in_steps_of_its_own_unit() -> None:
    rules = "articulation ART { from A1 of F and A2 of F; to 5 credits EC of U; partial }"
    award = "\nqualification P { awarded by U; credit unit UC; total 5 credits; requires 5 credits from any }"
    ladder = "\nrecognition u for U { route agr is agreement when any grants as articulated, part }"
    book = load_text(RULES + rules + award + ladder)
    assert audited(book, learner(HELD), "P").qualifications[0].status == "satisfied"


def test_what_is_earned_fills_a_bundle_before_the_many_copies_that_are_not() -> None:
    rules = "articulation ART { from A1 of F and A2 of F and A3 of F; to T1 of U }"
    held = [
        {**HELD, "id": f"{code}-{n}", "credential": code, "awarded": f"2024-{n + 1:02}-01"}
        for code in ("A2", "A3")
        for n in range(9)
    ]
    early = {**HELD, "id": "first", "awarded": "2020-01-01", "status": "in-progress"}
    assert status(rules, *held, early) != "satisfied"
    assert status(rules, *held, early, HELD) == "satisfied"


CHAIN = """
articulation ART { from B1 of F; to T1 of U; transitive MATCH }
articulation TWO { from A1 of F; to B1 of F; match 50%; transitive }
"""


@pytest.mark.parametrize("match", ["", "; match 100%"])
@pytest.mark.parametrize(("least", "expected"), [("50%", "satisfied"), ("60%", "not-started")])
def test_what_a_chain_covers_is_heeded_where_its_last_link_says_nothing(match: str, least: str, expected: str) -> None:
    """An articulation that names no share covers all of it; of a chain to it, what the links before cover was passed over."""
    grants = f"as articulated each outcome met to at least {least} of outcome"
    assert status(CHAIN.replace(" MATCH", match), HELD, grants=grants) == expected


def test_a_way_that_covers_more_stands_beside_a_shorter_one() -> None:
    there = "\narticulation THREE { from A1 of F; to C1 of F; transitive }"
    longer = there + there.replace("THREE", "FOUR").replace("C1", "B1").replace("A1", "C1")
    rules = CHAIN.replace("transitive MATCH", "via up to 3; match 100%") + longer
    parts = "agreement when any grants as articulated each outcome met to at least 80% of outcome"
    ladder = f"\nrecognition u for U {{ chain up to 3; route agr is {parts} }}"
    entry = audited(load_text(RULES + rules + ladder), learner(HELD), "Q").qualifications[0]
    assert entry.status == "satisfied"


@pytest.mark.parametrize(("credits", "expected"), [("", "undetermined"), (" for 5 credits UC", "satisfied")])
def test_a_cap_of_the_route_over_learning_of_unknown_credits(credits: str, expected: str) -> None:
    """Unknown credits were within any cap."""
    rules = "qualification P { awarded by U; credit unit UC; requires T9 }\n" + PLAIN.replace(
        "T1 of U", f"T9 of U{credits}"
    )
    ladder = "\nrecognition u for U { route agr is agreement when any grants as articulated up to 5 credits }"
    assert audited(load_text(RULES + rules + ladder), learner(HELD), "P").qualifications[0].status == expected


@pytest.mark.parametrize(
    ("condition", "day", "expected"),
    [
        ("articulation in force on DAY", "2024-05-01", "satisfied"),
        ("articulation ART in force on DAY", "2024-05-01", "satisfied"),
        ("articulation in force on DAY", "2023-12-31", "not-started"),
        ("accredited on DAY", "2020-01-01", "satisfied"),
        ("accredited by R on DAY", "2019-12-31", "not-started"),
    ],
)
def test_a_day_is_a_clock(condition: str, day: str, expected: str) -> None:
    """It stood on no day, so that nobody was known to be accredited, and to say so ended in a fault of stackr."""
    rules = DATED + "\nregister R bodies { F from 2020-01-01 }\n"
    assert status(rules, HELD, when=condition.replace("DAY", day)) == expected
