"""Definitions end in codes and members: none asks whether it is met itself, none stands on too many others."""

from __future__ import annotations

import itertools

import pytest

from stackr.rulebook.expansion import MOST_LEVELS
from stackr.rulebook.load import check_text

ASKS = "definition {} of micro-credential {{ c: micro-credential by {} }}\n"


def codes(text: str) -> list[str]:
    return [found.code for found in check_text(text)]


@pytest.mark.parametrize("names", [("a", "a"), ("a", "b", "a"), ("c", "a", "b", "c")])
def test_a_definition_that_comes_back_to_itself_is_a_fault(names: tuple[str, ...]) -> None:
    """What it said hung on which name was asked first."""
    text = "".join(ASKS.format(one, other) for one, other in itertools.pairwise(names))
    assert codes(text) == ["N104"] * (len(names) - 1)


def test_a_let_is_no_way_round() -> None:
    text = "definition a of micro-credential { c: small }\nlet small = micro-credential by a and credits <= 5\n"
    assert codes(text) == ["N104"]


def test_one_that_only_leads_there_is_told_of_none() -> None:
    ends = "definition d of micro-credential { c: credits <= 5 }\n"
    assert codes(ASKS.format("a", "b") + ASKS.format("b", "b")) == ["N104"]
    assert codes(ASKS.format("a", "d") + ASKS.format("b", "a") + ends) == []


@pytest.mark.parametrize(("deep", "expected"), [(MOST_LEVELS - 1, []), (MOST_LEVELS, ["N112"]), (2_000, ["N112"] * 13)])
def test_definitions_that_extend_one_another(deep: int, expected: list[str]) -> None:
    """Two thousand ended in a crash."""
    lines = [f"definition d{i:05} of micro-credential {{ extends d{i + 1:05} }}\n" for i in range(deep)]
    last = f"definition d{deep:05} of micro-credential {{ c: credits <= 5 }}\n"
    assert [code for code in codes("".join(lines) + last) if code == "N112"] == expected
