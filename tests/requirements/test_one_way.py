"""A line counts in one way: of two ways none is passed over in silence."""

from __future__ import annotations

import pytest

from stackr.book import load_text
from stackr.diagnostics.model import RuleError

RULES = "qualification Q { requires all of { a: 20 credits from any; b: 10 credits from any }; limits { n: LINE } }"

TWO = [
    "at most 20 credits per issuer over taken",
    "at most 20 credits attempted per issuer",
    "at least 5 credits each year over taken",
    "at least 5 of the last 10 credits from issuer U over taken",
    "at least 5 of the last 10 credits from issuer U per issuer",
    "at least 5 of the last 10 credits from issuer U each year",
    "at most 10 credits per issuer each year",
    "at most 2 issuers per field",
    "at most 10 credits from issuer U taken in a",
]
ONE = [
    "at most 20 credits per issuer in a",
    "at least 2 issuers over taken",
    "at least 5 of the last 10 credits from issuer U in a",
    "at least 5 credits each year",
    "at most 10 credits from issuer U taken",
]


@pytest.mark.parametrize("line", TWO)
def test_two_ways_are_a_fault(line: str) -> None:
    with pytest.raises(RuleError, match="T115"):
        load_text(RULES.replace("LINE", line))


@pytest.mark.parametrize("line", ONE)
def test_one_way_is_none(line: str) -> None:
    assert load_text(RULES.replace("LINE", line)).qualifications["Q"][0].award.rules["Q.n"]
