"""Three-valued connectives over compiled tests: None is unknown (Kleene). `columns` asks what they join of many subjects at once."""

from __future__ import annotations

from dataclasses import dataclass

from stackr.conditions.predicate import Context, Subject, Test


@dataclass(frozen=True, slots=True, eq=False)
class Every:
    """False if one is false, else unknown if one is unknown, else true."""

    tests: tuple[Test, ...]

    def __call__(self, subject: Subject, context: Context) -> bool | None:
        """Of one subject."""
        result: bool | None = True
        for each in self.tests:
            answer = each(subject, context)
            if answer is False:
                return False
            if answer is None:
                result = None
        return result


@dataclass(frozen=True, slots=True, eq=False)
class Some:
    """True if one is true, else unknown if one is unknown, else false."""

    tests: tuple[Test, ...]

    def __call__(self, subject: Subject, context: Context) -> bool | None:
        """Of one subject."""
        result: bool | None = False
        for each in self.tests:
            answer = each(subject, context)
            if answer:
                return True
            if answer is None:
                result = None
        return result


@dataclass(frozen=True, slots=True, eq=False)
class Negated:
    """Unknown stays unknown."""

    inner: Test

    def __call__(self, subject: Subject, context: Context) -> bool | None:
        """Of one subject."""
        answer = self.inner(subject, context)
        return None if answer is None else not answer
