"""Quantities of one award as the rules say them, resolved: parameters by date, units, shares and what they are shares of."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from stackr._quantity import format_amount
from stackr.conditions.parameters import value_in_award
from stackr.diagnostics.suggest import did_you_mean
from stackr.language import tree
from stackr.requirements import faults
from stackr.requirements.amounts import Measured, Op, record_base, rounded, share_words
from stackr.requirements.attributes import attribute

if TYPE_CHECKING:
    from stackr.requirements.compiler import Compiler

ZERO = Fraction(0)
_DECLARE_PARAMETER = "declare it with `parameter`, or import the file that does"
_FIGURES = {
    "half": "1/2", "third": "1/3", "quarter": "1/4", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5",
    "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10", "twelve": "12",
}  # fmt: skip
"""Numbers that people write as words → as figures, which the language has."""


class Measuring:
    """The quantities of the award being compiled. Faults go where the compiler's go."""

    def __init__(self, compiler: Compiler) -> None:
        self.compiler = compiler

    def measured(self, quantity: tree.Quantity, op: Op, within: str | None) -> Measured | None:
        """See `Compiler.measured`."""
        resolved = self._parameter(quantity)
        if resolved is None:
            return None
        quantity = resolved
        assert quantity.amount is not None
        if quantity.base is not None:
            return self._share(quantity, quantity.amount, quantity.base, op, within)
        unit = self._unit(quantity)
        if unit is None:
            return None
        value = self._in_award_unit(quantity, quantity.amount)
        if value is None:
            return None
        self.compiler.amounts.append(value)
        pattern = quantity.tag_prefix.text if quantity.tag_prefix else None
        return Measured(unit, value=value, pattern=pattern)

    def _parameter(self, quantity: tree.Quantity) -> tree.Quantity | None:
        if quantity.parameter is None:
            return quantity
        name = quantity.parameter
        parameter = self.compiler.tables.parameters.get(name.text)
        if parameter is None:
            figure = _FIGURES.get(name.text)
            help = (
                f"write `{figure}`"
                if figure
                else did_you_mean(name.text, self.compiler.tables.parameters) or _DECLARE_PARAMETER
            )
            self.compiler.fault(faults.UNKNOWN_NAME, f"there is no parameter `{name.text}`", name.span, help)
            return None
        value = value_in_award(name, parameter.values, self.compiler.scope)
        if value is None:
            return None
        return tree.Quantity(
            value.amount,
            value.unit or quantity.unit,
            quantity.base or value.base,
            None,
            value.credit_unit or quantity.credit_unit,
            quantity.tag_prefix,
            quantity.span,
        )

    def _unit(self, quantity: tree.Quantity) -> str | None:
        if quantity.unit in (None, "credit", "credits", "hour", "hours"):
            if quantity.unit is None:
                message = f"{format_amount(quantity.amount or ZERO)} of what? a bare number or share has no base"
                self.compiler.fault(
                    faults.NO_BASE, message, quantity.span, "say `of award`, `of counted`, `of group` or a unit"
                )
                return None
            return "credits"
        if quantity.unit in ("credential", "credentials", "unit", "units", "item", "items", "modules", "courses"):
            return "credentials"
        word = attribute(quantity.unit or "")
        if word is None:
            self.compiler.fault(
                faults.UNKNOWN_UNIT, f"`{quantity.unit}` is not something that can be counted", quantity.span
            )
        return word

    def _in_award_unit(self, quantity: tree.Quantity, value: Fraction) -> Fraction | None:
        if quantity.unit in ("hour", "hours"):
            if self.compiler.hours is None:
                message = (
                    f"hours can't be compared with credits: {self.compiler.award}'s credit unit has no exact hours"
                )
                help = "say what a credit is, `credit ZC { is 10 hours }`, and in the award `credit unit ZC`; or ask for credits"
                self.compiler.fault(faults.NO_CONVERSION, message, quantity.span, help)
                return None
            return value / self.compiler.hours
        if quantity.credit_unit is None or quantity.credit_unit.text == self.compiler.credit_unit:
            return value
        if not self.compiler.known_unit(quantity.credit_unit):
            return None
        from stackr.requirements.credit import exact_ratio

        ratio = exact_ratio(self.compiler.tables, quantity.credit_unit.text, self.compiler.credit_unit)
        if ratio is None:
            message = (
                f"no exact conversion from {quantity.credit_unit.text} to {self.compiler.credit_unit or 'the award'}"
            )
            self.compiler.fault(faults.NO_CONVERSION, message, quantity.credit_unit.span)
            return None
        return value * ratio

    def _share(
        self, quantity: tree.Quantity, ratio: Fraction, base: tree.Base, op: Op, within: str | None
    ) -> Measured | None:
        items = quantity.unit in ("credential", "credentials") or self.compiler.counts_items
        unit = "credentials" if items else "credits"
        live = record_base(base)
        if ratio > 1 and (live or base.kind == "counted"):
            told, help = share_words(ratio, live or "counted"), "a share of that is at most 100%, which is all of it"
            self.compiler.fault(faults.OFF_SCALE, f"nothing is {told}", quantity.span, help)
            return None
        if live is not None:
            return Measured(unit, ratio=ratio, base=live, told=share_words(ratio, live))
        scope = self.compiler.scope_id(base.scope) if base.scope else None
        if base.scope is not None and scope is None:
            return None
        if base.kind == "counted":
            owner = scope or within
            need = self.compiler.award_need(items) if owner is None else self._needed(owner, items)
            self.compiler.amounts.append(need)
            told = share_words(ratio, f"counted in {base.scope.text}" if base.scope else "counted")
            return Measured(unit, ratio=ratio, base="counted", scope=scope, need=need, told=told)
        return self._constant_share(quantity, ratio, base, op, scope or within, unit)

    def _constant_share(
        self, quantity: tree.Quantity, ratio: Fraction, base: tree.Base, op: Op, owner: str | None, unit: str
    ) -> Measured | None:
        items = unit == "credentials"
        if base.kind == "award":
            whole, told = self.compiler.award_need(items), share_words(ratio, "award")
        elif base.kind in ("need", "group") and owner is not None:
            whole, told = self._needed(owner, items), share_words(ratio, base.scope.text if base.scope else "group")
        else:
            self.compiler.fault(faults.NO_BASE, "this share has no base here", base.span or quantity.span)
            return None
        value = rounded(ratio * whole, op, Fraction(1) if items else self.compiler.step)
        self.compiler.amounts.append(value)
        return Measured(unit, value=value, told=told)

    def _needed(self, id: str, items: bool) -> Fraction:
        if id == self.compiler.award:
            return self.compiler.award_need(items)
        weights = self.compiler.weights_of(id)
        return weights.items if items else weights.credits
