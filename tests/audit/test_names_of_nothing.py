"""Names in a record that the rules do not have: each is told, with what was probably meant."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from stackr.book import load_text

DAY = date(2026, 2, 1)
BOOK = load_text("""
catalogue K { issuer U; credential MATH101 { 10 credits }; credential MATH102 { 10 credits } }
articulation a { from X of Y; to GIVEN }
recognition u for U { route own is own when issuer = U grants full; fallback rpl is rpl grants whole units never for Q.last }
qualification PGCERT { awarded by U; requires MATH102 }
qualification Q { awarded by U; requires all of { MATH102; NAMED; last: MATH101 } }
""")


def told(facts: dict[str, Any]) -> list[str]:
    found = BOOK.audit({"learner": "L", "holdings": [], "facts": facts}, ["Q"], DAY)
    return [said.message for said in found.remarks if said.code == "R320"]


@pytest.mark.parametrize("fact", ["enrolled_in", "conferred", "surrendered"])
@pytest.mark.parametrize("value", ["PGCRET", ["PGCRET", "Q"]])
def test_an_award_that_no_rules_declare(fact: str, value: Any) -> None:
    assert [message for message in told({fact: value}) if "PGCRET" in message and "did you mean `PGCERT`" in message]
    assert len(told({fact: value})) == 1


def test_a_unit_that_nothing_lists() -> None:
    (message,) = told({"applied_for": ["MATH01", "MATH102"]})
    assert message.startswith("the record says MATH01 was applied for")
    assert "did you mean" in message


@pytest.mark.parametrize("name", ["MATH101", "NAMED", "GIVEN", "PGCERT"])
def test_what_a_catalogue_or_a_rule_names_is_not_told(name: str) -> None:
    assert told({"applied_for": name}) == []


def test_an_application_for_what_prior_learning_never_gives_is_answered() -> None:
    found = BOOK.audit({"learner": "L", "holdings": [], "facts": {"applied_for": "MATH101"}}, ["Q"], DAY)
    assert [said.code for said in found.remarks] == ["R421"]
