"""What made-up books met twice in thirty thousand learners: units that a limit takes for one, a possible reading that yields less."""

from __future__ import annotations

from datetime import date

import pytest

from batch.given import Record, agree
from stackr.book import load_text

DAY = date(2026, 2, 1)
RULES = """
recognition u for U {{ route own is own when issuer = U grants full }}
catalogue OFFER {{
  issuer U
  credential A "A" {{ 10 credits; repeatable up to 2; tags "x" }}
  credential B "B" {{ 10 credits; tags "y" }}
  credential C "C" {{ 10 credits; tags "x" }}
}}
let of-x = tagged "x"
qualification Q "Q" {{
  awarded by U
  total 40 credits
  requires all of {{ p: 40 credits from any }}
  limits {{ one: at most one of {{ {} }} }}
}}
"""


def learner(name: str, *codes: str) -> Record:
    held = [
        {"id": f"h{n}", "credential": code, "issuer": "U", "credits": "10", "completed": f"2025-01-{n + 1:02}",
         "tags": ["y"] if code == "B" else ["x"]}
        for n, code in enumerate(codes)
    ]  # fmt: skip
    return {"learner": name, "holdings": held}


@pytest.mark.parametrize(
    "members",
    ["A; B", "B; C", 'tagged "x"; tagged "y"', "of-x; B", '"A*"; B', "A or C; B", "B; issuer U", 'A; "C*"', "A; B; C"],
)
def test_several_units_of_one_member_are_one(members: str) -> None:
    """Whatever a member is: two units of A may count beside each other, though not beside B."""
    book = load_text(RULES.format(members))
    records = [
        learner(f"L{n:02}", *codes)
        for n, codes in enumerate(["AA", "AB", "AAB", "AC", "AACB", "CB", "B", "BB", "CC", "AAA", "AAACCB"])
    ]
    agree(book, records, ["Q"], DAY, tier="values")
    agree(book, records, ["Q"], DAY)


def test_what_is_earned_is_earned_whatever_the_credits_turn_out_to_be() -> None:
    """A unit of unknown credits counts as a credential; it may weigh nothing, or what a share does not allow."""
    book = load_text(
        "recognition u for U { route own is own when issuer = U grants full }\n"
        'credential C "C" { 5 credits }\n'
        'qualification Q "Q" { awarded by U; requires all of {\n'
        "  C; p: 2 credentials from not (C) with { known: at least 50% of counted from grade is known } } }\n"
    )
    records: list[Record] = [
        {"learner": f"L{n}", "holdings": [{"id": "h", "credential": "Z", "issuer": "U", "status": "active", **more}]}
        for n, more in enumerate([{}, {"credits": "5"}, {"credits": "20"}])
    ]
    found = agree(book, records, ["Q"], DAY, tier="values")
    assert found.results["earned"].to_list() == ["0", "0", "0"]
    assert found.results["possible"].to_list() == ["1/7", "0", "0"]
