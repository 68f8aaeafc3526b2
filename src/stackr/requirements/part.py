"""The units that take part in one reading, with one nested set of learning, and what of them is the same for every award.

Awards of one learner mostly ask the same of the same units: who looks at them alike (framework, body, what is held) shares
what selectors said, their sizes and their grants.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from stackr.allocation import problem as ap
from stackr.conditions.predicate import Context
from stackr.model.learning import GrantInfo, RecognisedUnit, State
from stackr.requirements.compiled import Award, Reading
from stackr.requirements.grants import code_groups, lower_grants
from stackr.requirements.sheet import Answers, Sheet, view_of
from stackr.requirements.units import Sized, size, taking_part


@dataclass(frozen=True, slots=True)
class Entry:
    """One unit of the problem. `copy`: which of several it is ("" for the only one); `barred`: clauses it may not use.

    `line`: the clause that says so first.
    """

    unit: RecognisedUnit
    copy: str = ""
    barred: tuple[str, ...] = ()
    line: str = ""

    @property
    def id(self) -> str:
        """Its id in the problem."""
        return self.unit.id + self.copy


class Part:
    """See the module. `entries`: in canonical order, a unit once for each side of a line that says `not both`."""

    def __init__(self, entries: Sequence[Entry], answers: Answers) -> None:
        self.entries = tuple(entries)
        self.units = tuple(entry.unit for entry in entries)
        self.answers = answers
        self._runs = answers.runs(self.units)
        self._sheets: dict[object, Sheet] = {}
        self._sized: dict[object, Sized] = {}
        self._grants: tuple[tuple[GrantInfo, ...], tuple[tuple[ap.Grant, ...], tuple[int, ...]]] | None = None
        self._units: dict[object, tuple[ap.Unit, ...]] = {}

    def sheet(self, context: Context) -> Sheet:
        """What selectors say of the units, for all awards that look at them alike."""
        view = view_of(context)
        found = self._sheets.get(view)
        if found is None:
            found = self._sheets[view] = Sheet(self.units, context, self.answers, self._runs)
        return found

    def sized(self, award: Award, context: Context, reading: Reading, denominator: int) -> Sized:
        """The units' credits in the award's unit."""
        key = award.credit_unit, award.step, award.framework, reading, denominator
        found = self._sized.get(key)
        if found is None:
            found = size(self.units, award, context, reading, denominator, self.answers.sizes)
            if found.same_for_all:
                self._sized[key] = found
        return found

    def grants(self, grants: tuple[GrantInfo, ...]) -> tuple[tuple[ap.Grant, ...], tuple[int, ...]]:
        """The grants that give a unit here, and per unit its grant."""
        if self._grants is None or self._grants[0] is not grants:
            self._grants = grants, lower_grants(self.units, grants)
        return self._grants[1]

    @cached_property
    def codes(self) -> tuple[tuple[int, ...], tuple[str, ...]]:
        """Per unit the number of its target code or -1; the codes."""
        return code_groups(self.units)

    def lowered(self, sized: Sized, of_unit: Sequence[int]) -> tuple[ap.Unit, ...]:
        """The units of the problem. `of_unit`: their grants."""
        key = sized.scaled, sized.items
        found = self._units.get(key)
        if found is None:
            code_of = self.codes[0]
            found = self._units[key] = tuple(
                ap.Unit(entry.id, credits, grant, code, items, divisible=entry.unit.is_block)
                for entry, credits, grant, code, items in zip(
                    self.entries, sized.scaled, of_unit, code_of, sized.items, strict=True
                )
            )
        return found


def part_of(answers: Answers, units: tuple[RecognisedUnit, ...], reading: Reading, state: State) -> Part:
    """The units that take part, kept from one award to the next as long as the same units are asked about."""
    ordered = answers.in_order(units)
    found = answers.parts.get((reading, state))
    if found is None:
        entries = [Entry(unit) for unit in taking_part(ordered, reading, state)]
        found = answers.parts[reading, state] = Part(entries, answers)
    return found
