"""A condition asked of many subjects at once: what hangs on one fact is asked once per value of it, `and`, `or` and `not` of whole sets.

A set is a mask: bit i is the i-th subject. An answer is two of them, those of which the condition is true and those of which it
is not false; of what is only among the second it is unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from stackr.conditions.kleene import Every, Negated, Some
from stackr.conditions.predicate import Context, OfFact, Read, Subject, Test

Masks: TypeAlias = "tuple[int, int]"


class Columns:
    """Subjects side by side, in one context."""

    def __init__(self, subjects: Sequence[Subject], context: Context) -> None:
        self.subjects = subjects
        self.context = context
        self.all = (1 << len(subjects)) - 1
        self._columns: dict[Read, dict[Any, int]] = {}

    def ask(self, test: Test, among: int) -> Masks:
        """What a condition says of the subjects `among`; of others nothing is asked of it that is asked of each by itself."""
        if isinstance(test, OfFact):
            return self._by_value(test, among)
        if isinstance(test, Every):
            return self._every(test, among)
        if isinstance(test, Some):
            return self._some(test, among)
        if isinstance(test, Negated):
            true, may = self.ask(test.inner, among)
            return among & ~may, among & ~true
        return self._one_by_one(test, among)

    def _every(self, test: Every, among: int) -> Masks:
        true = may = among
        for each in test.tests:
            if not may:
                break
            answer = self.ask(each, may)
            true, may = true & answer[0], answer[1]
        return true, may

    def _some(self, test: Some, among: int) -> Masks:
        true = may = 0
        for each in test.tests:
            if among == true:
                break
            answer = self.ask(each, among & ~true)
            true, may = true | answer[0], may | answer[1]
        return true, may

    def _by_value(self, test: OfFact, among: int) -> Masks:
        true = may = 0
        for value, having in self._column(test.read).items():
            answer = test.judge(value, self.context)
            if answer:
                true |= having
            elif answer is None:
                may |= having
        true &= among
        return true, true | may & among

    def _column(self, read: Read) -> dict[Any, int]:
        """The values that the subjects have, and who has each."""
        found = self._columns.get(read)
        if found is None:
            found = self._columns[read] = {}
            bit = 1
            for subject in self.subjects:
                value = read(subject, self.context)
                found[value] = found.get(value, 0) | bit
                bit <<= 1
        return found

    def _one_by_one(self, test: Test, among: int) -> Masks:
        true = may = 0
        for index, subject in enumerate(self.subjects):
            if among >> index & 1:
                answer = test(subject, self.context)
                if answer:
                    true |= 1 << index
                elif answer is None:
                    may |= 1 << index
        return true, true | may
