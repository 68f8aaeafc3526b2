"""Exact amounts: text in, `Fraction` inside, text out. No float ever enters or leaves."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import Final

SURE_DIGITS: Final = 15
"""A double gives every decimal of so many digits back as it was written."""
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


def read_back(text: str) -> Fraction:
    """The amount that `format_amount` wrote, however many digits it has.

    >>> read_back("12.5"), read_back("19999999880/999999998000000001")
    (Fraction(25, 2), Fraction(19999999880, 999999998000000001))
    """
    return Fraction(text)


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


def written(number: Decimal) -> str:
    """The decimal that a binary number was written as. Up to 15 digits come back as they were (IEEE 754-2019, 5.12.2); what takes
    more was worked out and not written, so no exact amount is taken from it: the text says so, and can't be read as one.

    >>> written(Decimal("10.50")), written(Decimal("0.30000000000000004"))
    ('10.50', '0.30000000000000004 (not exact)')
    """
    if not number.is_finite():
        return str(number)
    if len(number.normalize().as_tuple().digits) > SURE_DIGITS:
        return f"{number} (not exact)"
    return format(number, "f").removesuffix(".0")


def number_text(number: float | Decimal) -> str:
    """A number of Python as text: a binary one as `written` has it, a decimal one as it is.

    >>> number_text(0.1), number_text(0.1 + 0.2), number_text(Decimal("1E+1"))
    ('0.1', '0.30000000000000004 (not exact)', '10')
    """
    return written(Decimal(float.__repr__(number))) if isinstance(number, float) else format(number, "f")
