"""Awards share what selectors say of units: those that look at units otherwise are told otherwise, in whatever company.

What each is told is written down here, for the single audit shares answers too: that both agree would show nothing.
"""

from __future__ import annotations

from datetime import date

import pytest

from batch.given import agree
from stackr.book import load_text

pytest.importorskip("numba")

RULES = """
framework EX "One" { levels 1 to 10 }
framework EY "Another" { levels 1 to 10; 4 is aligned to EX 6; 7 is aligned to EX 8 }
credit CR "Credit" { is 10 hours }
credit BIG "Twice as much" { is 20 hours }
convert 1 BIG = 2 CR
convert 2 CR = 1 BIG
grades PCT "Percent" { from 0 to 100; pass 50 }
recognition one "Of one" for U { route every is own when issuer in { U; V } grants full }
recognition two "Of another" for V { route every is own when issuer in { U; V } grants full }
qualification EX-LEVEL "A level, of EX" { awarded by U at EX 7; credit unit CR; recognised by one
  requires all of { a: 40 credits from level >= 6 } }
qualification EY-LEVEL "The same words, of EY" { awarded by U at EY 7; credit unit CR; recognised by one
  requires all of { a: 40 credits from level >= 6 } }
qualification OF-U "From elsewhere, seen from U" { awarded by U at EX 7; credit unit CR; recognised by one
  requires all of { a: 40 credits from external } }
qualification OF-V "From elsewhere, seen from V" { awarded by V at EX 7; credit unit CR; recognised by two
  requires all of { a: 40 credits from external } }
qualification IN-BIG "In another unit" { awarded by U at EX 7; credit unit BIG; recognised by one
  requires all of { a: 40 credits from any } }
qualification IN-CR "In that of the rest" { awarded by U at EX 7; credit unit CR; recognised by one
  requires all of { a: 40 credits from any } }
"""
HELD = [
    {
        "id": "a",
        "credential": "A",
        "issuer": "U",
        "credits": "10",
        "credit_unit": "CR",
        "level": "6",
        "framework": "EX",
    },
    {
        "id": "b",
        "credential": "B",
        "issuer": "V",
        "credits": "10",
        "credit_unit": "CR",
        "level": "4",
        "framework": "EY",
    },
    {
        "id": "c",
        "credential": "C",
        "issuer": "V",
        "credits": "5",
        "credit_unit": "BIG",
        "level": "7",
        "framework": "EY",
    },
]
EARNED = {"EX-LEVEL": "3/4", "EY-LEVEL": "1/4", "OF-U": "1/2", "OF-V": "1/4", "IN-BIG": "3/8", "IN-CR": "3/4"}


@pytest.mark.parametrize("others", [(), tuple(EARNED)], ids=["alone", "all together"])
@pytest.mark.parametrize("name", EARNED)
def test_an_answer_of_one_award_is_not_told_of_another(name: str, others: tuple[str, ...]) -> None:
    held = [row | {"awarded": "2024-06-01"} for row in HELD]
    found = agree(
        load_text(RULES), [{"learner": "L", "holdings": held}], [name, *others], date(2026, 2, 1), tier="values"
    )
    earned = dict(found.results.select("qualification", "earned").rows())
    assert earned[name] == EARNED[name]
    assert {row[0] for row in found.results.select("stage").rows()} == {"bound"}
