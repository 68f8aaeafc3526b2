"""Did you mean: near names, in an order that nothing but the names decides."""

from __future__ import annotations

import doctest
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from stackr.diagnostics import suggest
from stackr.diagnostics.suggest import LISTED, closest, did_you_mean, edit_distance, known_names

NAMES = st.text(alphabet="abC-1", min_size=1, max_size=6)


def slow_distance(left: str, right: str) -> int:
    """The definition, by recursion."""
    if not left or not right:
        return len(left) + len(right)
    ways = [
        slow_distance(left[1:], right) + 1,
        slow_distance(left, right[1:]) + 1,
        slow_distance(left[1:], right[1:]) + (left[0] != right[0]),
    ]
    if len(left) > 1 and len(right) > 1 and left[0] == right[1] and left[1] == right[0]:
        ways.append(slow_distance(left[2:], right[2:]) + 1)
    return min(ways)


def test_the_examples_hold() -> None:
    assert doctest.testmod(suggest).failed == 0


@given(st.text(alphabet="abc", max_size=5), st.text(alphabet="abc", max_size=5), st.integers(0, 6))
def test_the_distance_is_the_one_defined(left: str, right: str, enough: int) -> None:
    assert edit_distance(left, right, enough) == min(slow_distance(left, right), enough + 1)


@given(NAMES, st.lists(NAMES, min_size=1, max_size=4))
def test_order_and_repetition_of_the_candidates_change_nothing(word: str, candidates: list[str]) -> None:
    answers = {closest(word, order) for order in permutations(candidates)}
    assert answers == {closest(word, candidates + candidates)}
    assert len(answers) == 1


def test_ties_stand_in_order_of_the_alphabet() -> None:
    assert closest("DS50", ["DS509", "DS501", "DS505", "DS503"]) == ("DS501", "DS503", "DS505")


def test_what_is_far_is_not_suggested() -> None:
    assert did_you_mean("electives", ["core", "capstone"]) == ""
    assert did_you_mean("x" * 1_000_000, ["x"]) == ""


def test_swapped_letters_and_case_are_one_slip_or_none() -> None:
    assert closest("croe", ["core"]) == ("core",)
    assert closest("CORE", ["core"]) == ("core",)


def test_where_nothing_is_near_many_names_are_told_by_the_first_and_their_number() -> None:
    names = [f"AWARD-{number:03}" for number in range(150)]
    told = known_names("xyz", reversed(names))
    assert told == f"there are: {', '.join(names[:LISTED])} and {150 - LISTED} more"
    assert known_names("xyz", names[:LISTED]) == f"there are: {', '.join(names[:LISTED])}"
    assert known_names("AWARD-01", names).startswith("did you mean")
