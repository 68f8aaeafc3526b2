"""Three-valued connectives over compiled tests: None is unknown (Kleene)."""

from __future__ import annotations

from stackr.conditions.predicate import Context, Subject, Test


def every(tests: tuple[Test, ...]) -> Test:
    """False if one is false, else unknown if one is unknown, else true."""
    if len(tests) == 2:
        return _both(*tests)

    def test(subject: Subject, context: Context) -> bool | None:
        result: bool | None = True
        for each in tests:
            answer = each(subject, context)
            if answer is False:
                return False
            if answer is None:
                result = None
        return result

    return test


def some(tests: tuple[Test, ...]) -> Test:
    """True if one is true, else unknown if one is unknown, else false."""
    if len(tests) == 2:
        return _either(*tests)

    def test(subject: Subject, context: Context) -> bool | None:
        result: bool | None = False
        for each in tests:
            answer = each(subject, context)
            if answer:
                return True
            if answer is None:
                result = None
        return result

    return test


def _both(left: Test, right: Test) -> Test:
    """Two of `every`, the commonest number, without a loop."""

    def test(subject: Subject, context: Context) -> bool | None:
        first = left(subject, context)
        if first is False:
            return False
        second = right(subject, context)
        return second if first or second is False else None

    return test


def _either(left: Test, right: Test) -> Test:
    """Two of `some`."""

    def test(subject: Subject, context: Context) -> bool | None:
        first = left(subject, context)
        if first:
            return True
        second = right(subject, context)
        return second if second or first is False else None

    return test


def negated(inner: Test) -> Test:
    """Unknown stays unknown."""

    def test(subject: Subject, context: Context) -> bool | None:
        answer = inner(subject, context)
        return None if answer is None else not answer

    return test
