"""How actions are registered, and the bags in which the parts of a clause are gathered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from stackr._quantity import format_amount
from stackr.diagnostics.model import Related, Span
from stackr.language import tree
from stackr.language.driver import Action, Place
from stackr.language.expected import listed
from stackr.language.tree import NO_META, Meta

Part = tuple[str, Any]
"""(what is said, its value): one part of a clause, in whatever order the author wrote them."""


def registrar(actions: dict[str, Action]) -> Callable[..., Callable[[Action], Action]]:
    """A decorator that files a function under the names of the rules it serves."""

    def action(*names: str) -> Callable[[Action], Action]:
        def register(function: Action) -> Action:
            for name in names:
                assert name not in actions, name
                actions[name] = function
            return function

        return register

    return action


def part(key: str, value: Any = None) -> Action:
    """An action that files its one child, or a fixed value, as a part."""

    def make(c: list[Any], at: Place) -> Part:
        return (key, c[0] if value is None else value)

    return make


def several(key: str) -> Action:
    """An action that files all its children as one part."""

    def make(c: list[Any], at: Place) -> Part:
        return (key, tuple(c))

    return make


class Bag:
    """The parts of one clause: each said at most once, unless it is a list."""

    def __init__(self, parts: Iterable[Any], at: Place) -> None:
        self.parts: list[Part] = [part for part in parts if isinstance(part, tuple)]
        self.at = at

    def one(self, key: str, default: Any = None) -> Any:
        """The value said under `key`; said twice is a fault."""
        values = self.all(key)
        if len(values) > 1:
            first, again = _span_of(values[0]), _span_of(values[1])
            self.at.faults.add(
                "S020",
                f"{WORDS.get(key, f'`{key}`')} is said more than once",
                again or self.at.span,
                help="keep one of them; which one counts would depend on their order",
                related=(Related(first, "the first one is here"),) if first and again else (),
            )
        return values[0] if values else default

    def all(self, key: str) -> tuple[Any, ...]:
        """All values said under `key`, in the order of the file."""
        return tuple(value for name, value in self.parts if name == key)

    def flat(self, key: str) -> tuple[Any, ...]:
        """All values said under `key`, where each is itself several."""
        return tuple(value for values in self.all(key) for value in values)

    def has(self, key: str) -> bool:
        """Whether `key` is said at all."""
        return any(name == key for name, _ in self.parts)

    def meta(self) -> Meta:
        """Source, note, confidence, message, former ids and dates in force."""
        if not any(name in _META for name, _ in self.parts):
            return NO_META
        return Meta(
            source=self.one("source"),
            note=self.one("note"),
            confidence=self.one("confidence"),
            message=self.one("message"),
            formerly=self.flat("formerly"),
            force=self.one("force"),
        )


def _span_of(value: Any) -> Span | None:
    """Where a part stands, as far as it knows."""
    span = getattr(value, "span", None)
    if isinstance(span, Span):
        return span if span.line else None
    members = value if isinstance(value, tuple) else ()
    if is_dataclass(value):
        members = tuple(getattr(value, field.name) for field in fields(value))
    return next((found for found in map(_span_of, members) if found is not None), None)


_META = frozenset({"source", "note", "confidence", "message", "formerly", "force"})

WORDS = {
    "force": "`in force`",
    "title": "the title",
    "kind": "the kind",
    "issuer": "the body that awards or issues it",
    "level": "the level",
    "credits": "the number of credits",
    "total_bound": "the total",
    "exit": "`exit award`",
    "version_by": "`version by`",
    "recognised_by": "`recognised by`",
    "credit_unit": "`credit unit`",
    "item_weight": "`item weight`",
    "grade": "`minimum grade`",
    "at": "the level",
    "limits.average": "the average",
    "order": "`first` or `best`",
    "as_of": "`as of`",
    "cap": "`up to`",
    "over": "what it is over",
}


def counted_in(what: str, quantity: tree.Quantity, units: Sequence[str], at: Place) -> tree.Quantity:
    """The quantity. That it is in none of these units, or a share where none is meant, is a fault: it would be read as credits."""
    if quantity.unit not in units:
        found = "a share" if quantity.unit is None else f"a number of {quantity.unit}"
        amount = format_amount(quantity.amount) if quantity.amount is not None and quantity.base is None else "30"
        span = quantity.span or at.span
        at.faults.add(
            "T111", f"{what} is an amount of {listed(units)}, not {found}", span, help=f"write `{amount} {units[0]}`"
        )
    return quantity
