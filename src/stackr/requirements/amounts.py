"""Quantities of the rules, resolved to exact amounts in the award's credit unit.

A share of a constant (the award, what a requirement needs) becomes an amount: floors are rounded up to the credit
unit's step, ceilings down (E16, E19, E21). A share of what is counted, taken or attempted stays a ratio.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from stackr._quantity import ceil_to, floor_to, format_amount
from stackr.allocation.nodes import Measure
from stackr.language import tree
from stackr.requirements.words import amount_words

Op = Literal["at least", "at most", "exactly"]
LiveBase = Literal["counted", "taken", "attempted"]
OnRecord = Literal["taken", "attempted"]


def record_base(base: tree.Base | None) -> OnRecord | None:
    """What of the record a base means, counted or not; None for a base that is no part of the record."""
    match base.kind if base is not None else None:
        case "taken":
            return "taken"
        case "attempted":
            return "attempted"
        case _:
            return None


@dataclass(frozen=True, slots=True)
class Measured:
    """One resolved quantity. Either `value` is set, or `ratio` with its `base`.

    `unit` is `credits`, `credentials`, or an attribute whose different values are counted (`issuer`).
    """

    unit: str
    value: Fraction | None = None
    ratio: Fraction | None = None
    base: LiveBase | None = None
    scope: str | None = None
    """For a share of counted: the clause whose counted learning is meant; None: the rule's own scope."""
    need: Fraction = Fraction(0)
    """For a share of counted: what that scope needs at least."""
    pattern: str | None = None
    told: str = ""
    """How the author said it, where that is not the amount: `50% of award`."""

    @property
    def measure(self) -> Measure:
        """What is added up."""
        return Measure.ITEMS if self.unit == "credentials" else Measure.CREDITS

    @property
    def is_distinct(self) -> bool:
        """Whether different values of an attribute are counted."""
        return self.unit not in ("credits", "credentials")

    def words(self) -> str:
        """`60 credits (50% of award)`."""
        if self.value is None:
            return self.told or "a share"
        amount = amount_words(self.value, self.unit)
        return f"{amount} ({self.told})" if self.told else amount


def share_words(ratio: Fraction, base: str) -> str:
    """`50% of award`, `1/3 of award`."""
    percent = ratio * 100
    text = f"{format_amount(percent)}%" if percent.denominator == 1 else format_amount(ratio)
    return f"{text} of {base}"


def rounded(value: Fraction, op: Op, step: Fraction) -> Fraction:
    """A share rounded to the step: ceilings down, floors up."""
    return floor_to(value, step) if op == "at most" else ceil_to(value, step)
