"""Conditions that a pool puts on each unit by itself: `each at least 5 credits`, `by term "2025-1"`.

They decide eligibility.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from stackr.conditions.clauses import Clause
from stackr.language import tree
from stackr.requirements import faults
from stackr.requirements.amounts import Op
from stackr.requirements.builder import Builder
from stackr.requirements.compiler import Compiler
from stackr.requirements.make import Setting
from stackr.requirements.near import OLD
from stackr.requirements.words import amount_words


@dataclass(frozen=True, slots=True)
class Filter(ABC):
    """A condition on each unit at the places of one requirement."""

    id: str
    clause: Clause

    @abstractmethod
    def units(self, build: Builder) -> int:
        """The units that pass, as this reading takes the unknown."""

    @property
    def near(self) -> frozenset[str]:
        """Reason words of its conditions (`near.py`)."""
        return frozenset()

    def nearly(self, build: Builder, word: str, among: int) -> int:
        """The units (`among` these) that pass without its conditions of the word."""
        return among if word in self.near else among & self.units(build)

    @abstractmethod
    def describe(self) -> str:
        """In plain words."""


@dataclass(frozen=True, slots=True)
class EachFilter(Filter):
    """`each at least 5 credits`."""

    op: Op
    amount: Fraction

    def units(self, build: Builder) -> int:
        """Units of that size; unknown credits are unknown."""
        if build.is_waived(self.id):
            return build.all
        mask = 0
        for index in range(build.n):
            credits = build.known_credits(index)
            if credits is None:
                build.unknown(index, "credits", self.id)
                passes = not build.sure
            elif self.op == "at least":
                passes = credits >= self.amount
            elif self.op == "at most":
                passes = credits <= self.amount
            else:
                passes = credits == self.amount
            if passes:
                mask |= 1 << index
        return mask

    def describe(self) -> str:
        """`each at least 5 credits`."""
        return f"each {self.op} {amount_words(self.amount, 'credits')}"


@dataclass(frozen=True, slots=True)
class DeadlineFilter(Filter):
    """`by term "2025-1"` or `by 2025-06-30`: completed on that day at the latest."""

    day: date

    @property
    def near(self) -> frozenset[str]:
        """It is about a date."""
        return frozenset({OLD})

    def units(self, build: Builder) -> int:
        """Units done by the day, or by a later one that a decision allows."""
        if build.is_waived(self.id):
            return build.all
        until = build.extended(self.id)
        last = (max(self.day, until) if until else self.day).toordinal()
        mask = 0
        for index in range(build.n):
            day = build.day(index)
            if day is None:
                build.unknown(index, "completed", self.id)
            if (not build.sure) if day is None else day <= last:
                mask |= 1 << index
        return mask

    def describe(self) -> str:
        """`by 2025-06-30`."""
        return f"by {self.day.isoformat()}"


def compile_each(compiler: Compiler, detail: tree.Detail, setting: Setting) -> list[Filter]:
    """`each …`."""
    clause = compiler.clause(setting.id, "limit", detail, setting.title)
    if detail.bound is None:
        return []
    measured = compiler.measured(detail.bound.quantity, detail.bound.op, setting.owner)
    if measured is None:
        return []
    if measured.value is None:
        told = f"{measured.words()} changes with what counts, and a unit would be asked for it before it counts"
        compiler.fault(
            faults.UNKNOWN_UNIT, told, detail.bound.quantity.span, "write an amount, or a share of the award"
        )
        return []
    return [EachFilter(setting.id, clause, detail.bound.op, measured.value)]


def compile_deadline(compiler: Compiler, detail: tree.Detail, setting: Setting) -> list[Filter]:
    """`by term "…"`, `by DATE`: a term ends on its last day."""
    clause = compiler.clause(setting.id, "limit", detail, setting.title)
    if isinstance(detail.deadline, date):
        return [DeadlineFilter(setting.id, clause, detail.deadline)]
    if detail.deadline is None:
        return []
    name = detail.deadline.text
    ends = {
        term.interval.end
        for calendar in compiler.tables.calendars.values()
        for term in calendar.terms
        if term.name.text == name and term.interval.end is not None
    }
    if len(ends) != 1:
        found = "no calendar has" if not ends else "several calendars have"
        compiler.fault(faults.UNKNOWN_NAME, f"{found} a term `{name}`", detail.deadline.span)
        return []
    return [DeadlineFilter(setting.id, clause, ends.pop())]
