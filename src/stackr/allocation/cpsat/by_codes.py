"""Of sets that are equally good, of equally many items, the one whose codes come first."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any


def first_by_codes(
    model: Any, taken: Mapping[str, Any], chosen: Callable[[], Collection[str]], possible: Callable[[], bool | None]
) -> bool:
    """Bring the model to the first set. False if that was not settled.

    `taken`: code → whether it is in the set. `chosen`: the codes of the set found last. `possible`: whether there is a set as the model
    stands now, which is then the one found last; None: not settled.

    Stretch after stretch of codes: whether another set has an earlier code there. A stretch grows where none has, and shrinks where
    one has.
    """
    start, step = 0, len(chosen())
    while start < len(chosen()):
        codes = sorted(chosen())
        stretch = range(start, min(start + step, len(codes)))
        earlier = [_between(taken, codes, position) for position in stretch]
        answer: bool | None = False
        if any(earlier):
            _ask_for(model, taken, codes[start : stretch.stop], earlier)
            answer = possible()
            model.clear_assumptions()
        if answer:
            step = max(1, step // 2)
            continue
        if answer is None:
            return False
        for position, others in zip(stretch, earlier, strict=True):
            for code in others:
                model.add(taken[code] == 0)
            model.add(taken[codes[position]] == 1)
        start, step = stretch.stop, 2 * step
    return True


def _between(taken: Mapping[str, Any], codes: Sequence[str], position: int) -> list[str]:
    """What might stand there instead: codes after the one before, and before the one that does."""
    after = codes[position - 1] if position else ""
    return [code for code in taken if after < code < codes[position]]


def _ask_for(model: Any, taken: Mapping[str, Any], codes: Sequence[str], earlier: Sequence[Sequence[str]]) -> None:
    """Ask for a set with an earlier code in place of one of these, the ones before it being kept."""
    ways = []
    for position, others in enumerate(earlier):
        if others:
            way = model.new_bool_var("")
            model.add_bool_or([taken[code] for code in others]).only_enforce_if(way)
            for code in codes[:position]:
                model.add_implication(way, taken[code])
            ways.append(way)
    asked = model.new_bool_var("")
    model.add_bool_or([*ways, ~asked])
    model.add_assumption(asked)
