"""The canonical form (objective 5) as wishes to a CP-SAT model, most important first: each is a number to make small."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from stackr.allocation.cpsat.units import UnitModel

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Wish:
    """A number to make small, 0 or more, and how many values it may take."""

    number: Any
    values: int


def least_amounts(units: UnitModel) -> list[Wish]:
    """(5a): what can't be otherwise is left out."""
    found: list[Wish] = []
    for unit in reversed(range(len(units.problem.units))):
        if unit in units.options:
            domain = units.state.domain[unit]
            ranks = {amount: i for i, amount in enumerate(sorted({option.amount for option in domain}))}
            pairs = zip(domain, units.options[unit], strict=True)
            found.append(Wish(sum(ranks[option.amount] * var for option, var in pairs), len(ranks)))
        else:
            amounts = [units.cut_amount(unit, mask) for mask in units.state.layers]
            found.append(Wish(sum(amounts), units.problem.units[unit].credits * len(amounts) + 1))
    return _open(found)


def first_places(units: UnitModel) -> list[Wish]:
    """(5b)."""
    found: list[Wish] = []
    for unit in range(len(units.problem.units)):
        if unit in units.options:
            chosen = units.options[unit]
            found.append(Wish(sum(i * var for i, var in enumerate(chosen)), len(chosen)))
            continue
        range_ = units.state.cut[unit]
        assert range_ is not None
        credits = units.problem.units[unit].credits
        found += [Wish(credits - units.amounts[unit, place], credits + 1) for place in range_.places]
    return _open(found)


def _open(wishes: list[Wish]) -> list[Wish]:
    return [wish for wish in wishes if wish.values > 1]


def all_at_once(model: Any, wishes: list[Wish]) -> Any:
    """The model, asked for the solution that grants the wishes in their order: where every variable is decided in that order and the
    least value first, the first solution is it. (Nothing may be simplified away beforehand: with a variable goes its turn.)
    """
    from stackr.allocation.cpsat.library import cp_model

    asked = model.clone()
    asked.clear_objective()
    asked.clear_hints()
    turns = []
    for wish in wishes:
        turn = asked.new_int_var(0, wish.values - 1, "")
        asked.add(turn == wish.number)
        turns.append(turn)
    asked.add_decision_strategy(turns, cp_model.CHOOSE_FIRST, cp_model.SELECT_MIN_VALUE)
    return asked


def in_turn(solver: Any) -> Any:
    """The solver, deciding as the model says."""
    from stackr.allocation.cpsat.library import cp_model

    solver.parameters.search_branching = cp_model.FIXED_SEARCH
    solver.parameters.cp_model_presolve = False
    return solver


def settle(left: list[T], at_once: Callable[[list[T]], bool], grant: Callable[[T], None]) -> None:
    """Grant the wishes as far as may be: all that are left at once if that comes quickly, else one more by itself."""
    due = len(left)
    for done, wish in enumerate(left):
        if len(left) - done <= due:
            if at_once(left[done:]):
                return
            due = (len(left) - done) * 3 // 4
        grant(wish)
