"""One learner's units in canonical order, with every selector evaluated once.

The canonical order (objective 5): by completed, else awarded, else last; then code, issuer, credits, id. Learning in
progress or planned is assumed passed: at any grade asked, on the expected date or the as-of date. What is asked is what serves
the learner: no ceiling and no bar asks for a grade.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from stackr.allocation.positions import bits
from stackr.conditions.columns import Columns
from stackr.conditions.predicate import Context, Predicate
from stackr.model.learning import RecognisedUnit, State
from stackr.requirements.credit import Size
from stackr.requirements.missing import unknown_members

if TYPE_CHECKING:
    from stackr.requirements.compiled import Reading
    from stackr.requirements.part import Part

View: TypeAlias = "tuple[str | None, str | None, frozenset[str], tuple[tuple[str, date], ...]]"

Run: TypeAlias = "tuple[int, int, int]"
"""Units in a row: where the first stands among all in order, how many they are, where the first stands among those asked about."""

_LAST = date.max
_ASSUMED = frozenset({"grade", "graded", "awarded", "completed", "conferred"})


def unit_day(unit: RecognisedUnit, member: str = "completed") -> date | None:
    """The day a unit stands at: completed, else awarded; or another dated member."""
    dates = unit.holding.dates
    if member in ("completed", "awarded"):
        other = "awarded" if member == "completed" else "completed"
        return dates.get(member) or dates.get(other)
    return dates.get(member)


def canonical_order(units: Sequence[RecognisedUnit]) -> tuple[RecognisedUnit, ...]:
    """The units, earliest first; nothing of how they were listed is left."""
    return tuple(sorted(units, key=_order))


def _order(unit: RecognisedUnit) -> tuple[date, str, str, Fraction, str]:
    credits = Fraction(-1) if unit.credits is None else unit.credits
    return unit_day(unit) or _LAST, unit.code or "", unit.issuer or "", credits, unit.id


class Looked:
    """All units of a learner as one view looks at them, and what selectors say of them. What is not earned yet is looked at as passed."""

    def __init__(self, units: Sequence[RecognisedUnit], context: Context) -> None:
        self.units = [unit if unit.state is State.EARNED else _passed(unit, context.as_of) for unit in units]
        self.columns = Columns(self.units, context)
        self._supposed = sum(1 << index for index, unit in enumerate(units) if unit.state is not State.EARNED)
        self._said: dict[str, tuple[int, int, int]] = {}

    def says(self, predicate: Predicate) -> tuple[int, int, int]:
        """(units of which it is true, of which it is unknown, of which it is as asked)."""
        found = self._said.get(predicate.text)
        if found is None:
            true, may = self.columns.ask(predicate.test, self.columns.all)
            unknown, as_asked = may & ~true, 0
            for index in bits(unknown & self._supposed):
                if _only_assumed(predicate, self.units[index], self.columns.context):
                    as_asked |= 1 << index
            found = self._said[predicate.text] = true, unknown & ~as_asked, as_asked
        return found


def _passed(unit: RecognisedUnit, as_of: date) -> RecognisedUnit:
    """The unit as if passed: no grade yet, and dated."""
    day = unit_day(unit) or as_of
    dates = {"completed": day, "awarded": day} | dict(unit.holding.dates)
    return replace(unit, holding=replace(unit.holding, dates=dates, status="active", grade=None), grade=None)


def _only_assumed(predicate: Predicate, passed: RecognisedUnit, context: Context) -> bool:
    """Whether what it is unknown for is assumed."""
    return unknown_members(predicate, passed, context) <= _ASSUMED


@dataclass(slots=True)
class Answers:
    """What is known of one learner's units on one day, over all awards, readings and states."""

    sizes: dict[tuple[str, str, str], Size] = field(default_factory=dict)
    """(award, its version, unit id) → its size in the award's credit unit."""
    parts: dict[tuple[Reading, State], Part] = field(default_factory=dict)
    """The units asked for last, those that take part in a reading with a set of learning."""
    grades: dict[tuple[str, str | None, Fraction, bool], tuple[Fraction | None, bool]] = field(default_factory=dict)
    """(unit id, scale, sure) → its grade as that reading takes it, and whether it is known."""
    _looked: dict[View, Looked] = field(default_factory=dict)
    _given: tuple[RecognisedUnit, ...] = ()
    _ordered: tuple[RecognisedUnit, ...] = ()
    _places: dict[str, int] = field(default_factory=dict)

    def in_order(self, units: tuple[RecognisedUnit, ...]) -> tuple[RecognisedUnit, ...]:
        """The units in canonical order; those asked for last are still known."""
        if units is not self._given:
            self.parts.clear()
            self._looked.clear()
            self._given, self._ordered = units, canonical_order(units)
            self._places = {unit.id: index for index, unit in enumerate(self._ordered)}
        return self._ordered

    def looked(self, view: View, context: Context) -> Looked:
        """The units in order, as those look at them who have the view."""
        found = self._looked.get(view)
        if found is None:
            found = self._looked[view] = Looked(self._ordered, context)
        return found

    def runs(self, units: Iterable[RecognisedUnit]) -> tuple[Run, ...]:
        """Which of the units in order some of them are."""
        found: list[Run] = []
        for index, unit in enumerate(units):
            place = self._places[unit.id]
            if found and place == found[-1][0] + found[-1][1]:
                found[-1] = (found[-1][0], found[-1][1] + 1, found[-1][2])
            else:
                found.append((place, 1, index))
        return tuple(found)


def view_of(context: Context) -> View:
    """What of a context selectors may read, besides the learner, the day and the tables: two awards with the same look at units
    alike, and a selector of one text says the same of them."""
    return context.framework, context.body, context.holds, tuple(sorted(context.clocks.items()))


class Sheet:
    """The units of one problem, and masks of what selectors say of them."""

    def __init__(
        self, units: tuple[RecognisedUnit, ...], context: Context, answers: Answers, runs: Sequence[Run]
    ) -> None:
        self.units = units
        self.context = context
        self.answers = answers
        self.all = (1 << len(units)) - 1
        self._runs = [(start, (1 << length) - 1, at) for start, length, at in runs]
        self._looked = answers.looked(view_of(context), context)
        self._masks: dict[str, tuple[int, int, int]] = {}
        self._codes: dict[str, int] = {}
        for index, unit in enumerate(units):
            if unit.code is not None:
                self._codes[unit.code] = self._codes.get(unit.code, 0) | 1 << index
        self.of_any_code = sum(1 << index for index, unit in enumerate(units) if unit.any_code)
        """The units that may be of any target code."""

    def coded(self, code: str) -> int:
        """The units of one target code."""
        return self._codes.get(code, 0)

    def masks(self, predicate: Predicate, *, harmful: bool = False) -> tuple[int, int]:
        """(units of which it is true, units of which it is unknown). `harmful`: being among them is held against the learner."""
        found = self._masks.get(predicate.text)
        if found is None:
            true, unknown, as_asked = self._looked.says(predicate)
            found = self._masks[predicate.text] = self._here(true), self._here(unknown), self._here(as_asked)
        true, unknown, as_asked = found
        return true if harmful else true | as_asked, unknown

    def truth(self, predicate: Predicate, unit: RecognisedUnit, *, harmful: bool) -> bool | None:
        """What it says of one unit; `harmful` as for `masks`."""
        if unit.state is State.EARNED:
            return predicate(unit, self.context)
        passed = _passed(unit, self.context.as_of)
        answer = predicate(passed, self.context)
        return not harmful if answer is None and _only_assumed(predicate, passed, self.context) else answer

    def true_among(self, predicate: Predicate, among: int) -> int:
        """The units of `among` of which it is true."""
        return self.masks(predicate)[0] & among if among else 0

    def _here(self, mask: int) -> int:
        """Of all units in order, those of the sheet."""
        return sum((mask >> start & length) << at for start, length, at in self._runs) if mask else 0
