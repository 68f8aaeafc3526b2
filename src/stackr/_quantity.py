"""Exact amounts: text in, `Fraction` inside, text out. No float ever enters or leaves."""

from __future__ import annotations

import re
from fractions import Fraction

_AMOUNT = re.compile(r"[+-]?\d{1,12}(?:\.\d{1,12})?\Z|[+-]?\d{1,12}/\d{1,12}\Z")


class AmountError(ValueError):
    """Text that is not an exact amount (`40`, `12.5`, `1/3`)."""


def parse_amount(text: str | int) -> Fraction:
    """The exact value of `40`, `12.5` or `1/3`.

    Raises `AmountError` for anything else: exponents, `NaN`, infinities, a zero denominator, over twelve digits.

    >>> parse_amount("12.5")
    Fraction(25, 2)
    """
    if isinstance(text, bool):
        raise AmountError(f"{text} is not an amount")
    if isinstance(text, int):
        if abs(text) >= 10**12:
            raise AmountError(f"{text} is too large for an amount")
        return Fraction(text)
    stripped = text.strip()
    if not _AMOUNT.match(stripped) or not stripped.isascii():
        raise AmountError(f"{text!r} is not an exact amount such as 40, 12.5 or 1/3")
    try:
        return Fraction(stripped)
    except ZeroDivisionError:
        raise AmountError(f"{text!r} divides by zero") from None


def format_amount(value: Fraction | int) -> str:
    """The shortest exact text: a decimal where one exists, else a fraction.

    >>> format_amount(Fraction(25, 2)), format_amount(Fraction(1, 3))
    ('12.5', '1/3')
    """
    if value.denominator == 1:
        return str(value.numerator)
    digits = _decimal_digits(value.denominator)
    if digits is None:
        return f"{value.numerator}/{value.denominator}"
    scaled = abs(value.numerator) * 10**digits // value.denominator
    whole, part = divmod(scaled, 10**digits)
    return f"{'-' if value < 0 else ''}{whole}.{part:0{digits}d}"


def _decimal_digits(denominator: int) -> int | None:
    """How many decimals a reduced fraction with this denominator needs; None if it never ends."""
    twos = fives = 0
    while denominator % 2 == 0:
        denominator, twos = denominator // 2, twos + 1
    while denominator % 5 == 0:
        denominator, fives = denominator // 5, fives + 1
    return max(twos, fives) if denominator == 1 and max(twos, fives) <= 12 else None


def floor_to(value: Fraction, step: Fraction) -> Fraction:
    """The largest multiple of `step` not above `value` (ceilings on credit round down)."""
    return (value / step).__floor__() * step


def ceil_to(value: Fraction, step: Fraction) -> Fraction:
    """The smallest multiple of `step` not below `value` (floors round up)."""
    return (value / step).__ceil__() * step


def is_multiple(value: Fraction, step: Fraction) -> bool:
    """Whether `value` is a whole number of steps."""
    return value.numerator * step.denominator % (value.denominator * step.numerator) == 0
