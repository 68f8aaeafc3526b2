"""The words and marks that text and HTML share, so that both say the same."""

from __future__ import annotations

from fractions import Fraction

STATUS = {
    "conferred": "conferred",
    "satisfied": "satisfied",
    "undetermined": "cannot be said yet",
    "in-progress": "in progress",
    "not-started": "not started",
}

REASONS = {
    "duplicate": "the same learning counts already",
    "other-route": "counts by another route",
    "reserved": "used by an award already conferred",
    "barred": "barred by a rule",
    "too-old": "too old",
    "too-low": "grade or level too low",
    "no-match": "fits no requirement",
    "over-limit": "would break a limit",
    "in-excess": "not needed",
    "unknown": "cannot be said: something is missing",
}

MARKS = {"met": "✓", "satisfied": "✓", "unmet": "✗", "broken": "✗", "partial": "◐", "binding": "●", "unknown": "?"}


def mark(status: str) -> str:
    """One character for a clause's status."""
    return MARKS.get(status, "·")


def bar(progress: str, possible: str | None = None, width: int = 30) -> str:
    """A bar of `width` cells for exact fractions in text; what is only possible is drawn lighter. Full only if it is 1.

    >>> bar("1/2", width=4)
    '██░░'
    """
    full = int(Fraction(progress) * width)
    light = max(int(Fraction(possible) * width) - full, 0) if possible is not None else 0
    return "█" * full + "▒" * light + "░" * (width - full - light)


def amount(value: str, unit: str) -> str:
    """`1 credit`, `10 credits`, `1 credential`.

    >>> amount("1", "credits"), amount("2.5", "credits")
    ('1 credit', '2.5 credits')
    """
    singular = unit[:-1] if unit.endswith("s") else unit
    return f"{value} {singular if value == '1' else unit}"


def names(items: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"
