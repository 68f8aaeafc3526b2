"""One award's rules read on one learner's units, as one reading takes the unknown: figures, members, grades, what is missing.

`harmful` members are those that a rule holds against the learner (ceilings, barred, excluded): in the sure reading the
unknown ones are among them, in the possible reading not; for all others the reverse.
"""

from __future__ import annotations

from fractions import Fraction

from stackr.allocation.nodes import Measure
from stackr.conditions.predicate import Context, Predicate
from stackr.requirements import records
from stackr.requirements.amounts import OnRecord
from stackr.requirements.compiled import Award, Missing, Reading
from stackr.requirements.draft import Draft
from stackr.requirements.missing import unknown_facts, unknown_members
from stackr.requirements.sheet import Sheet, unit_day
from stackr.requirements.skeleton import Skeleton
from stackr.requirements.units import Sized


class Reader:
    """What is unknown and was asked for is noted in the draft."""

    def __init__(
        self, award: Award, sheet: Sheet, sized: Sized, draft: Draft, skeleton: Skeleton, reading: Reading
    ) -> None:
        self.award = award
        self.sheet = sheet
        self.context: Context = sheet.context
        self.units = sheet.units
        self.n = len(sheet.units)
        self.all = sheet.all
        self.sized = sized
        self.items = sized.items
        self.scale = sized.scale
        self.draft = draft
        self.sure = reading is Reading.SURE
        self._weight_scale = sized.scale * skeleton.weight_scale

    # ── numbers ──

    def credits(self, value: Fraction) -> int:
        """Credits on the integer scale, on which all that may count is whole: a minimum between two steps asks for the upper one."""
        return -(-value.numerator * self.scale // value.denominator)

    def figure(self, value: Fraction, measure: Measure) -> int:
        """A minimum in its measure: scaled credits, or whole items (a part of an item needs a whole one)."""
        if measure is Measure.ITEMS:
            return -(-value.numerator // value.denominator)
        return self.credits(value)

    def bound(self, value: Fraction, measure: Measure) -> int:
        """A maximum in its measure: scaled credits, or whole items (a part of an item allows none)."""
        scale = 1 if measure is Measure.ITEMS else self.scale
        return value.numerator * scale // value.denominator

    def weight(self, value: Fraction) -> int:
        """A weight on its integer scale."""
        return value.numerator * (self._weight_scale // value.denominator)

    def known_credits(self, index: int) -> Fraction | None:
        """Credits of a unit in the award's unit; None: unknown."""
        return self.sized.known[index]

    def day(self, index: int, member: str = "completed") -> int | None:
        """The day number of a unit; None: unknown."""
        day = unit_day(self.units[index], member)
        if day is None and self.units[index].state is not records.EARNED:
            day = self.context.as_of
        return None if day is None else day.toordinal()

    def grade(self, index: int, scale: str | None, mark: Fraction, clause: str) -> Fraction | None:
        """The unit's grade as it is set against the mark, as this reading takes it; None: left out (ungraded)."""
        unit, kept = self.units[index], self.sheet.answers.grades
        found = kept.get((unit.id, scale, mark, self.sure))
        if found is None:
            found = records.unit_grade(unit, scale, mark, self.context, self.sure)
            kept[unit.id, scale, mark, self.sure] = found
        grade, known = found
        if not known:
            self.unknown(index, "grade", clause)
        return grade

    # ── what selectors say ──

    def members(self, predicate: Predicate | None, clause: str, *, harmful: bool = False, among: int = -1) -> int:
        """The units of a selector (`among` these), as this reading takes the unknown ones."""
        if predicate is None:
            return self.all & among
        true, unknown = self.sheet.masks(predicate, harmful=harmful)
        unknown &= among
        if not unknown:
            return true & among
        self._note(predicate, unknown, clause)
        return (true | unknown if self.sure == harmful else true) & among

    def both(
        self, predicate: Predicate | None, clause: str, *, harmful: bool = False, among: int = -1
    ) -> tuple[int, int]:
        """(the units that are of a selector for certain, those that may be), among these."""
        if predicate is None:
            return self.all & among, self.all & among
        true, unknown = self.sheet.masks(predicate, harmful=harmful)
        unknown &= among
        if unknown:
            self._note(predicate, unknown, clause)
        return true & among, (true | unknown) & among

    def _note(self, predicate: Predicate, unknown: int, clause: str) -> None:
        for index in range(self.n):
            if unknown >> index & 1:
                for member in unknown_members(predicate, self.units[index], self.context):
                    self.unknown(index, member, clause)

    def unknown(self, index: int, member: str, clause: str) -> None:
        """Note an unknown member of a unit that a clause read."""
        self.missing(self.units[index].holding.id, member, clause)

    def missing(self, holding: str | None, member: str, clause: str) -> None:
        """Note an unknown fact."""
        self.draft.missing[Missing(holding, member, clause)] = None

    def missing_facts(self, predicate: Predicate, clause: str) -> None:
        """Note the facts of the learner that an unknown condition waits for."""
        for member in unknown_facts(predicate, self.context):
            self.missing(None, member, clause)

    def record_total(
        self, selector: Predicate | None, over: OnRecord, measure: Measure, clause: str, *, harmful: bool = False
    ) -> tuple[Fraction, Fraction | None]:
        """(certain, possible) credits or items on record, counted or not; None: nobody can say how many at most."""
        return records.total(self, selector, over, measure, clause, harmful=harmful)

    # ── rounding ──

    def slack(self, up: bool) -> int:
        """How far an exact sum may lie from a bound that it meets once rounded to the step, on the integer scale.

        Rounded down, a sum may pass a ceiling by less than a step; rounded up, miss a floor by less than one.
        """
        step = self.credits(self.award.step)
        if self.sized.rounding == "half-up":
            return step // 2 if up else -(-step // 2) - 1
        return step - 1 if (self.sized.rounding == "up") == up else 0

    def rounded_need(self, need: int, measure: Measure) -> int:
        """What an exact sum must reach so that it is enough once rounded."""
        if self.sized.rounding is None or measure is Measure.ITEMS:
            return need
        return max(0, need - self.slack(up=True))
