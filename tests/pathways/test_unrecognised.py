"""Where there is no plan because recognition hangs on a fact that the record does not say, the fact is named, and nothing else is."""

from __future__ import annotations

from typing import Any

import pytest

from pathways.books import CALENDAR, DAY, HEAD, Item, catalogue, holding
from stackr.book import load_text
from stackr.model.plan import Plan
from stackr.pathways.options import PlanOptions

A, B = Item("A", 10, 7, "0611", 10, issuer="V"), Item("B", 10, 5, "0541", 10)
OWN = 'route own is own "Own" when issuer = U grants full'
LADDERS = {
    "a route": f'{OWN}\n route agreed is agreement "Agreed" when issuer = V and fact "partner" = yes grants full',
    "a gate": f'gate theirs {{ fact "partner" = yes or issuer = U }}\n {OWN}\n route agreed is agreement when issuer = V grants full',
}
REQUIREMENTS = (
    'x "Ex": 10 credits from level >= 7',
    'x "Ex": 10 credits from issuer V',
    'x "Ex": 1 credential from level >= 6',
)


def asked(ladder: str, requirement: str, *held: dict[str, Any], scheduled: bool = False, **facts: Any) -> Plan:
    award = f'qualification Q "Award (made up)" {{ awarded by U at F 7; credit unit C; requires all of {{ {requirement}; B }} }}\n'
    made = load_text(HEAD + catalogue((A, B)) + CALENDAR + award + f'recognition r "R" for U {{ {LADDERS[ladder]} }}\n')
    record = {"learner": "L", "holdings": list(held), "facts": facts}
    return made.plan(record, "Q", DAY, PlanOptions(scheduled=scheduled))


@pytest.mark.parametrize("scheduled", [True, False])
@pytest.mark.parametrize("requirement", REQUIREMENTS)
@pytest.mark.parametrize("ladder", LADDERS)
def test_the_fact_is_named_and_with_it_there_is_a_plan(ladder: str, requirement: str, scheduled: bool) -> None:
    plan = asked(ladder, requirement, scheduled=scheduled)
    assert plan.blocking is not None
    assert "whether A is recognised hangs on `partner`, which the record does not say" in plan.blocking.message
    told = {remedy.words: remedy.enough for cause in plan.blocking.causes for remedy in cause.remedies}
    assert told["have the record say `partner`"] is None
    assert asked(ladder, requirement, scheduled=scheduled, partner="yes").status == "planned"


@pytest.mark.parametrize("ladder", LADDERS)
def test_what_is_held_is_named_so_too(ladder: str) -> None:
    plan = asked(ladder, REQUIREMENTS[0], holding(A))
    assert plan.blocking is not None
    assert "whether A is recognised hangs on `partner`" in plan.blocking.message


@pytest.mark.parametrize("ladder", LADDERS)
def test_a_fact_that_is_said_or_that_could_not_help_is_not_named(ladder: str) -> None:
    for plan in (asked(ladder, REQUIREMENTS[0], partner="no"), asked(ladder, 'x "Ex": 10 credits from level >= 9')):
        assert plan.blocking is not None
        assert "partner" not in plan.blocking.message
        words = [remedy.words for cause in plan.blocking.causes for remedy in cause.remedies]
        assert not any("partner" in each for each in words)
