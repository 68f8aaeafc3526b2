"""What is asked first among many items changes no answer: whichever way it is asked, the same blocks."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from pathways.books import DAY
from pathways.cases import FAMILIES, case
from pathways.trying import Case
from stackr.model.plan import Plan
from stackr.pathways.impossible import roughly, setting
from stackr.pathways.options import Load

NEVER = 10**9
SEEDS = range(14)


def tight(family: str, seed: int) -> Case:
    """A question that often has no answer."""
    asked = case(family, seed)
    load = Load(most_credits=Fraction(10)) if seed % 3 == 0 else Load(most_items=1) if seed % 3 == 1 else asked.load
    return replace(asked, load=load if asked.terms else asked.load, terms=min(asked.terms, 2))


def planned(asked: Case, few: int, monkeypatch: pytest.MonkeyPatch) -> Plan:
    monkeypatch.setattr(setting, "FEW", few)
    return asked.book.plan(asked.record, "Q", DAY, asked.options)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_first_look_changes_no_answer(family: str, monkeypatch: pytest.MonkeyPatch) -> None:
    none = 0
    for seed in SEEDS:
        in_short, in_full = (planned(tight(family, seed), few, monkeypatch) for few in (0, NEVER))
        assert in_short.status == in_full.status
        assert in_short.blocking == in_full.blocking
        none += in_full.status == "infeasible"
    assert none >= 3


def test_a_first_look_settles_much_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else it would only cost time: of what blocks, some is ruled out without asking which items."""
    asked: list[bool] = []
    rough = roughly.ruled_out

    def counted(*args: Any) -> bool:
        asked.append(rough(*args))
        return asked[-1]

    monkeypatch.setattr(setting, "ruled_out", counted)
    for seed in SEEDS:
        planned(tight("loads", seed), 0, monkeypatch)
    assert set(asked) == {True, False}
