"""Definitions that extend several: which criterion is meant is never decided by the order in which they are named."""

from __future__ import annotations

import pytest

from stackr.book import load_text
from stackr.diagnostics.model import RuleError

TWO = (
    "definition root of micro-credential { assessed: assessment is present }\n"
    "definition a of micro-credential { extends root; size: credits <= 20 }\n"
    "definition b of micro-credential { extends root; size: credits <= 40 }\n"
)


@pytest.mark.parametrize("order", ["a, b", "b, a"])
def test_two_that_differ_are_a_fault_in_either_order(order: str) -> None:
    with pytest.raises(RuleError) as caught:
        load_text(TWO + f"definition both of micro-credential {{ extends {order} }}\n")
    [fault] = caught.value.diagnostics
    assert fault.code == "N103"
    assert "`size` is a criterion of two definitions" in fault.message


@pytest.mark.parametrize("order", ["a, b", "b, a"])
@pytest.mark.parametrize("own", ["size: credits <= 30", "left open size"])
def test_what_is_said_here_stands(order: str, own: str) -> None:
    """And what both have from one root is one criterion."""
    found = load_text(TWO + f"definition both of micro-credential {{ extends {order}; {own} }}\n")
    names = sorted(item.clause.id for item in found.definitions["both"].criteria)
    assert names == ["both.size", "root.assessed"]
