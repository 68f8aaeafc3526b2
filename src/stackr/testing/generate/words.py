"""The words that made-up books and made-up learners have in common, and how they are drawn."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, TypeVar

T = TypeVar("T")

AS_OF: Final = date(2026, 2, 1)
"""The day on which made-up learners are meant to be audited."""

HOME: Final = "HOME"
ISSUERS: Final = (HOME, "NEAR", "FAR")
UNITS: Final = ("U1", "U2", "U3", "U4", "U5", "U6")
"""Codes of the home catalogue."""
ELSEWHERE: Final = ("P1", "P2", "P3", "P4")
"""Codes of other bodies: sources of articulations."""
CONTAINER: Final = "PACK"
"""A credential of which U1 and U2 are parts."""
CREDITS: Final = (5, 5, 10, 10, 15)
LEVELS: Final = (5, 6, 7, 8)
FIELDS: Final = ("0611", "0613", "0311", "0222")
TAGS: Final = ("lab", "writing")
OUTCOMES: Final = ("o1", "o2", "o3", "o4")
TERMS: Final = ("T1", "T2", "T3")
LETTERS: Final = ("A", "B", "C", "D", "F")
MAIN: Final = "AW"
"""The award that is always there."""
EARLIER: Final = "SUB"
"""A smaller award to which it may have a relation."""
FACT: Final = "track"
"""A fact of the learner that a `when` may ask for: `north`, `south`, or not on record."""
TOGETHER: Final = re.compile(
    r" per |each year|over taken|attempted|of the last|average|from first of|issuers|terms|subjects|by term"
)
"""Limits and lines that look at several units together, or at the whole record."""


@dataclass(slots=True)
class Draw:
    """Random choices, and names that are used once."""

    rng: random.Random
    used: dict[str, int] = field(default_factory=dict)
    separable: bool = False
    """Only what says of each unit by itself what it says of it: the awards that a batch tells by columns."""

    def name(self, kind: str) -> str:
        """`pool1`, `pool2`, …"""
        self.used[kind] = self.used.get(kind, 0) + 1
        return f"{kind}{self.used[kind]}"

    def line(self, options: Sequence[tuple[int, Callable[[Draw], str]]]) -> str:
        """One of the forms, by weight, written out; if `separable`, none that looks at several units together."""
        while True:
            text = self.weighted(options)(self)
            if not (self.separable and TOGETHER.search(text)):
                return text

    def one(self, options: Sequence[T]) -> T:
        """One of them."""
        return options[self.rng.randrange(len(options))]

    def some(self, options: Sequence[T], least: int, most: int) -> list[T]:
        """Several different ones, in the order drawn."""
        return self.rng.sample(list(options), min(len(options), self.rng.randint(least, most)))

    def chance(self, percent: int) -> bool:
        """True so often in a hundred."""
        return self.rng.randrange(100) < percent

    def weighted(self, options: Sequence[tuple[int, T]]) -> T:
        """One of them, by weight."""
        at = self.rng.randrange(sum(weight for weight, _ in options))
        for weight, option in options:
            at -= weight
            if at < 0:
                return option
        raise AssertionError("weights are positive")
