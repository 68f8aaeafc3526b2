"""The least full terms among many items, by a bound and step by step, against every way."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathways.cases import case
from pathways.test_everything_wished import fault
from stackr.pathways.solving import lightest


@pytest.mark.parametrize("family", ["loads", "target", "progress", "all"])
@pytest.mark.parametrize("seed", range(520, 524))
@pytest.mark.parametrize("wish", ["load", "load, cost", "terms, load"])
def test_no_way_has_less_full_terms(family: str, seed: int, wish: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = case(family, seed)
    monkeypatch.setattr("stackr.pathways.solving.ready.MANY", 3)
    if asked.terms:
        assert fault(replace(asked, minimise=wish)) is None


@pytest.mark.parametrize("steps", [0, 1])
def test_past_so_many_steps_the_question_is_asked_as_it_is(steps: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lightest, "STEPS", steps)
    for seed in range(524, 530):
        assert fault(replace(case("loads", seed), minimise="load")) is None
