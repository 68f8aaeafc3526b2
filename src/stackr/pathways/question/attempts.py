"""What of a plan is taken again because that was asked."""

from __future__ import annotations

from collections.abc import Iterable

from stackr.pathways.question.had import Had
from stackr.pathways.question.repeats import Repeats


def taken_again(codes: Iterable[str], known: Had, several: Repeats) -> list[str]:
    """Of the codes that a plan takes, those that are passed and count already, and are taken again because that was asked."""
    return [code for code in codes if code in known.passed - known.spent - several.left.keys()]
