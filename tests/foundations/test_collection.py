"""While an answer is worked out Python looks for no circles; afterwards it does as before, whatever happened."""

from __future__ import annotations

import gc
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

import stackr
from stackr._collection import collection_paused
from stackr.pathways.question import question

DAY = date(2026, 6, 15)
LEARNER = "data/pathways/half-way.json"


def test_it_goes_on_as_it_was_before() -> None:
    assert gc.isenabled()
    with collection_paused():
        assert not gc.isenabled()
        with collection_paused():
            assert not gc.isenabled()
        assert not gc.isenabled(), "the inner one must not end the outer one's pause"
    assert gc.isenabled()


def test_it_goes_on_after_an_error() -> None:
    with pytest.raises(KeyError), collection_paused():
        raise KeyError
    assert gc.isenabled()


def test_whoever_had_it_off_finds_it_off() -> None:
    gc.disable()
    try:
        with collection_paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


@pytest.mark.parametrize(
    "ask",
    [
        lambda book: book.plan(LEARNER, "MC-DIP", DAY),
        lambda book: book.rank(LEARNER, as_of=DAY),
        lambda book: book.whatif(LEARNER, [("add", "NET200")], "MC-DIP", DAY, plan=stackr.PlanOptions()),
    ],
    ids=["plan", "rank", "whatif"],
)
def test_an_adviser_s_answer_is_worked_out_without(
    ask: Callable[[stackr.Book], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    book = stackr.load("rules/examples/adviser.stackr")
    seen: list[bool] = []
    evaluation = question.Evaluation

    def watched(*given: Any, **named: Any) -> Any:
        seen.append(gc.isenabled())
        return evaluation(*given, **named)

    for module in ("pathways.question.question", "pathways.ranking", "pathways.whatif"):
        monkeypatch.setattr(f"stackr.{module}.Evaluation", watched)
    ask(book)
    assert seen
    assert not any(seen)
    assert gc.isenabled()
