"""One learner's units in canonical order, with every selector evaluated once.

The canonical order (objective 5): by completed, else awarded, else last; then code, issuer, credits, id. Learning in
progress or planned is assumed passed: at any grade asked, on the expected date or the as-of date. What is asked is what serves
the learner: no ceiling and no bar asks for a grade.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from stackr.conditions.predicate import Context, Predicate
from stackr.model.learning import RecognisedUnit, State
from stackr.requirements.credit import Size
from stackr.requirements.missing import unknown_members

if TYPE_CHECKING:
    from stackr.requirements.compiled import Reading
    from stackr.requirements.part import Part

View: TypeAlias = "tuple[str | None, str | None, frozenset[str], tuple[tuple[str, date], ...]]"

_LAST = date.max
AS_ASKED: Final = "as asked"
"""What a selector says of learning that is assumed passed, where its grade would decide."""
Answer: TypeAlias = bool | Literal["as asked"] | None
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


@dataclass(slots=True)
class Answers:
    """What is known of one learner's units on one day, over all awards, readings and states.

    `known`: what selectors say: (who looks, text) → unit id → truth. See `view_of`.
    """

    known: dict[tuple[View, str], dict[str, Answer]] = field(default_factory=dict)
    assumed: dict[str, RecognisedUnit] = field(default_factory=dict)
    sizes: dict[tuple[str, str, str], Size] = field(default_factory=dict)
    """(award, its version, unit id) → its size in the award's credit unit."""
    parts: dict[tuple[Reading, State], Part] = field(default_factory=dict)
    """The units asked for last, those that take part in a reading with a set of learning."""
    grades: dict[tuple[str, str | None, Fraction, bool], tuple[Fraction | None, bool]] = field(default_factory=dict)
    """(unit id, scale, sure) → its grade as that reading takes it, and whether it is known."""
    _given: tuple[RecognisedUnit, ...] = ()
    _ordered: tuple[RecognisedUnit, ...] = ()

    def in_order(self, units: tuple[RecognisedUnit, ...]) -> tuple[RecognisedUnit, ...]:
        """The units in canonical order; those asked for last are still known."""
        if units is not self._given:
            self.parts.clear()
            self._given, self._ordered = units, canonical_order(units)
        return self._ordered


def view_of(context: Context) -> View:
    """What of a context selectors may read, besides the learner, the day and the tables: two awards with the same look at units
    alike, and a selector of one text says the same of them."""
    return context.framework, context.body, context.holds, tuple(sorted(context.clocks.items()))


class Sheet:
    """The units of one problem, and masks of what selectors say of them."""

    def __init__(self, units: tuple[RecognisedUnit, ...], context: Context, answers: Answers) -> None:
        self.units = units
        self.context = context
        self._view = view_of(context)
        self.answers = answers
        self.all = (1 << len(units)) - 1
        self._masks: dict[str, tuple[int, int, int]] = {}
        self._codes: dict[str, int] = {}
        for index, unit in enumerate(units):
            if unit.code is not None:
                self._codes[unit.code] = self._codes.get(unit.code, 0) | 1 << index

    def coded(self, code: str) -> int:
        """The units of one target code."""
        return self._codes.get(code, 0)

    def masks(self, predicate: Predicate, *, harmful: bool = False) -> tuple[int, int]:
        """(units of which it is true, units of which it is unknown). `harmful`: being among them is held against the learner."""
        found = self._masks.get(predicate.text)
        if found is None:
            found = self._masks[predicate.text] = self._evaluate(predicate)
        true, unknown, as_asked = found
        return true if harmful else true | as_asked, unknown

    def truth(self, predicate: Predicate, unit: RecognisedUnit, *, harmful: bool) -> bool | None:
        """What it says of one unit; `harmful` as for `masks`."""
        answer = self._answer(predicate, unit)
        return not harmful if answer == AS_ASKED else answer

    def true_among(self, predicate: Predicate, among: int) -> int:
        """The units of `among` of which it is true; of others nothing is asked."""
        if predicate.text in self._masks or not among:
            return self.masks(predicate)[0] & among if among else 0
        true = 0
        for index, unit in enumerate(self.units):
            if among >> index & 1 and self._answer(predicate, unit):
                true |= 1 << index
        return true

    def _answer(self, predicate: Predicate, unit: RecognisedUnit) -> Answer:
        if unit.state is State.EARNED:
            return predicate.test(unit, self.context)
        return self._suppose(predicate, unit)

    def _evaluate(self, predicate: Predicate) -> tuple[int, int, int]:
        known = self.answers.known.setdefault((self._view, predicate.text), {})
        true = unknown = as_asked = 0
        bit = 1
        test, context = predicate.test, self.context
        for unit in self.units:
            identity = unit.id
            if identity in known:
                answer = known[identity]
            else:
                earned = unit.state is State.EARNED
                answer = known[identity] = test(unit, context) if earned else self._suppose(predicate, unit)
            if answer is True:
                true |= bit
            elif answer is None:
                unknown |= bit
            elif answer:
                as_asked |= bit
            bit <<= 1
        return true, unknown, as_asked

    def _suppose(self, predicate: Predicate, unit: RecognisedUnit) -> Answer:
        """What it says of a unit that is not earned yet."""
        passed = self._assumed(unit)
        answer = predicate(passed, self.context)
        if answer is None and unknown_members(predicate, passed, self.context) <= _ASSUMED:
            return AS_ASKED
        return answer

    def _assumed(self, unit: RecognisedUnit) -> RecognisedUnit:
        """The unit as if passed: no grade yet, and dated."""
        found = self.answers.assumed.get(unit.id)
        if found is None:
            day = unit_day(unit) or self.context.as_of
            dates = {"completed": day, "awarded": day} | dict(unit.holding.dates)
            holding = replace(unit.holding, dates=dates, status="active", grade=None)
            found = self.answers.assumed[unit.id] = replace(unit, holding=holding, grade=None)
        return found
