"""The units of one reading with one set of learning, and how that reading takes what is unknown (`semantics.md`, Unknown)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias

from stackr.allocation.nodes import Measure
from stackr.audit.claim import Claim, Member
from stackr.conditions import grades as scales
from stackr.conditions.predicate import Context, Predicate
from stackr.model.learning import Holding, RecognisedUnit, State
from stackr.requirements.base import UNDECIDED
from stackr.requirements.credit import unit_size
from stackr.requirements.missing import unknown_members
from stackr.requirements.rules.amount import AmountRule

Number: TypeAlias = "int | Fraction"

ORDER = (State.EARNED, State.IN_PROGRESS, State.PLANNED)
PASSED = frozenset({"grade", "graded", "awarded", "completed", "conferred"})
"""What learning that is not finished is assumed to show: any grade asked, and a date."""
BOUNDLESS = Fraction(10**6)


def plain(value: Fraction) -> Number:
    """A whole number as an `int`: sums of them are quick."""
    return value.numerator if value.denominator == 1 else value


@dataclass(frozen=True)
class World:
    """`sure`: the unknown is read against the learner, else for. `state`: how far learning is assumed passed."""

    claim: Claim
    sure: bool
    state: State
    assumed: Mapping[tuple[str, str], bool] = field(default_factory=dict)
    """(award, text of a condition) → what a condition of a `when` that is not known is taken to be."""

    @cached_property
    def units(self) -> tuple[RecognisedUnit, ...]:
        """Learning of this nested set; what may not exist is there in the possible reading only."""
        reach = ORDER[: ORDER.index(self.state) + 1]
        found = [unit for unit in self.claim.units if unit.state in reach and (unit.sure or not self.sure)]
        return tuple(sorted(found, key=lambda unit: unit.id))

    @cached_property
    def members(self) -> tuple[Member, ...]:
        """The awards of the claim: what is conferred first, then by declared priority, then by id."""
        earlier = [(0, *_priority(item), item) for item in self.claim.earlier]
        later = [(1, *_priority(item), item) for item in self.claim.members]
        return tuple(item for *_, item in sorted([*earlier, *later], key=lambda entry: entry[:-1]))

    @cached_property
    def credits(self) -> tuple[Number, ...]:
        """Credits of each unit in the claim's credit unit; unknown: none in the sure reading, else enough."""
        first = (*self.claim.earlier, *self.claim.members)[0]
        return tuple(plain(self._credits(unit, first)) for unit in self.units)

    def _credits(self, unit: RecognisedUnit, first: Member) -> Fraction:
        size = unit_size(unit, first.award, first.context)
        if self.sure:
            return size.low
        return size.high if size.high is not None else _enough(unit, first)

    def known_credits(self, index: int, member: Member) -> Fraction | None:
        """Exact credits of a unit; None: not known."""
        return unit_size(self.units[index], member.award, member.context).exact

    @cached_property
    def items(self) -> tuple[int, ...]:
        """How many credentials each unit counts as."""
        lines = [(member, line) for member in self.members for line in member.award.counts_as]
        return tuple(
            max([1, *(line.n for member, line in lines if self.truth(line.selector, index, member.context))])
            for index in range(len(self.units))
        )

    # ── conditions ──

    def truth(self, predicate: Predicate, index: int, context: Context, *, harmful: bool = False) -> bool | None:
        """What a condition says of a unit; learning not finished is asked as if it were passed, at a grade that serves."""
        unit = self.units[index]
        if unit.state is State.EARNED:
            return predicate(unit, context)
        passed = _passed(unit, context)
        answer = predicate(passed, context)
        if answer is None and unknown_members(predicate, passed, context) <= PASSED:
            return not harmful
        return answer

    def holds(self, predicate: Predicate | None, index: int, context: Context, *, harmful: bool = False) -> bool:
        """The condition as this reading takes it. `harmful`: being a member is held against the learner."""
        if predicate is None:
            return True
        answer = self.truth(predicate, index, context, harmful=harmful)
        return self.sure == harmful if answer is None else answer

    def day(self, index: int, context: Context, member: str = "completed") -> date | None:
        """The day a unit stands at: completed, else awarded. Learning not finished: the as-of day, if nothing is expected."""
        unit = self.units[index]
        other = {"completed": "awarded", "awarded": "completed"}.get(member, member)
        day = unit.holding.dates.get(member) or unit.holding.dates.get(other)
        return context.as_of if day is None and unit.state is not State.EARNED else day

    def grade(self, index: int, scale: str | None, mark: Fraction, context: Context) -> Fraction | None:
        """The grade to set against a mark; None: left out. Unknown: the lowest of the scale, or the highest."""
        unit = self.units[index]
        if unit.ungraded:
            return None
        if unit.state is not State.EARNED:
            return grade_end(context, unit, scale, mark, top=True)
        if unit.grade is not None:
            value = scales.against_mark(context.tables, unit.grade, unit.grade_scale, scale, mark, context.as_of)
            if value is not None:
                return value
        return grade_end(context, unit, scale, mark, top=not self.sure)

    # ── attempts ──

    def given_way(self, member: Member) -> Iterator[tuple[int, frozenset[int]]]:
        """Attempts that `repeat last` or `first` sets aside for another at the same code. Where a day is not known any of several
        may be meant: the sure reading keeps the one that serves least, where all would serve (they come with those that are set
        aside for it, the attempt kept with all that may be meant); the possible one keeps all of them."""
        policy = member.award.tree.repeat
        if policy == "best":
            return
        for together in self._attempts(member):
            days = {index: day for index in together if (day := _own_day(self.units[index])) is not None}
            kept = (max if policy == "last" else min)(days.values(), default=None)
            if self.sure and len(days) < len(together):
                open_ = [index for index in together if index not in days or days[index] == kept]
                least = min(open_, key=lambda index: self._serves(index, member))
                yield from ((index, frozenset()) for index in together if index != least)
                yield least, frozenset(open_)
            else:
                yield from ((index, frozenset()) for index, day in days.items() if day != kept)

    def _serves(self, index: int, member: Member) -> tuple[Fraction, Fraction, int]:
        unit, context = self.units[index], member.context
        value = None
        if unit.grade is not None and not unit.ungraded:
            value = scales.value_on(context.tables, unit.grade, unit.grade_scale, None, context.as_of)
        return Fraction(-1) if value is None else value, unit.credits or Fraction(0), index

    def _attempts(self, member: Member) -> list[list[int]]:
        found: dict[tuple[str, str], list[int]] = {}
        for index, unit in enumerate(self.units):
            if unit.code is None or unit.issuer is None or unit.state is not State.EARNED:
                continue
            if member.award.repeatable.get(unit.code, 1) == 1:
                found.setdefault((unit.code, unit.issuer), []).append(index)
        return [group for group in found.values() if len({self.units[i].holding.id for i in group}) > 1]

    @cached_property
    def multiplicity(self) -> dict[str, int]:
        """Per target code how many of its units may count."""
        codes = Counter(unit.code for unit in self.units if unit.code is not None)
        return {code: max(member.award.repeatable.get(code, 1) for member in self.members) for code in codes}


def _priority(member: Member) -> tuple[int, int, str]:
    declared = member.award.tree.priority
    return (1, 0, member.award.id) if declared is None else (0, declared, member.award.id)


def _own_day(unit: RecognisedUnit) -> date | None:
    return unit.holding.dates.get("completed") or unit.holding.dates.get("awarded")


def _passed(unit: RecognisedUnit, context: Context) -> RecognisedUnit:
    """As if passed: dated, active, at no particular grade."""
    day = _own_day(unit) or context.as_of
    dates = {"completed": day, "awarded": day} | dict(unit.holding.dates)
    return replace(unit, grade=None, holding=replace(unit.holding, dates=dates, status="active", grade=None))


def grade_end(
    context: Context, subject: Holding | RecognisedUnit, scale: str | None, mark: Fraction, *, top: bool
) -> Fraction:
    """The highest or the lowest grade of the scale that the mark is on; of one nobody declared, as high as is asked."""
    ends = scales.bounds(context.tables, scale or scales.mark_scale(context.tables, mark, subject.grade_scale))
    if ends is None:
        return BOUNDLESS if top else Fraction(0)
    return ends[1] if top else ends[0]


def _enough(unit: RecognisedUnit, member: Member) -> Fraction:
    """Credits nobody knows, at best: the catalogue's, else enough for any one requirement or minimum."""
    items = member.context.tables.catalogue.get(unit.code or "", ())
    found = {item.credits for item in items if item.credits is not None}
    if len(found) == 1:
        return found.pop()
    award = member.award
    asked = [need.weights(UNDECIDED).credits for need in award.needs.values()]
    floors = [rule for rule in award.rules.values() if isinstance(rule, AmountRule) and rule.op != "at most"]
    asked += [
        rule.quantity.value for rule in floors if rule.quantity.value and rule.quantity.measure is Measure.CREDITS
    ]
    if award.total is not None and award.total.need.unit != "credentials":
        asked.append(award.total.need.value)
    return max(asked, default=Fraction(0))
