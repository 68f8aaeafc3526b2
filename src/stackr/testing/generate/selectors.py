"""Selectors, as the author of rules would write them: one line per form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from stackr.testing.generate.words import FIELDS, HOME, ISSUERS, LEVELS, OUTCOMES, TAGS, TERMS, UNITS, Draw

Form = Callable[[Draw], str]

_ATOMS: Final[tuple[tuple[int, Form], ...]] = (
    (8, lambda draw: f'tagged "{draw.one(TAGS)}"'),
    (8, lambda draw: f'field under "{draw.one((*FIELDS, "06", "03"))}"'),
    (8, lambda draw: f"level {draw.one(('>=', '>=', '<', '='))} {draw.one(LEVELS)}"),
    (8, lambda draw: f"issuer {draw.one(('=', '='))} {draw.one(ISSUERS)}"),
    (3, lambda draw: f"issuer in {{ {'; '.join(draw.some(ISSUERS, 1, 2))} }}"),
    (3, lambda draw: f"not issuer = {draw.one(ISSUERS)}"),
    (4, lambda draw: f"({' or '.join(draw.some(UNITS, 2, 3))})"),
    (3, lambda draw: '"U*"'),
    (3, lambda draw: f"credits {draw.one(('>=', '<='))} {draw.one((5, 10))}"),
    (4, lambda draw: f"grade >= {draw.one((40, 50, 60, 70))}"),
    (3, lambda draw: f"awarded within {draw.one((2, 4, 6))} years of as_of"),
    (2, lambda draw: f"completed from 20{draw.rng.randint(18, 23)}-01-01 until 2025-06-30"),
    (2, lambda draw: f"kind = {draw.one(('module', 'micro-credential'))}"),
    (3, lambda draw: f"by {draw.one(('own', 'agreement', 'rpl', 'assessment'))}"),
    (2, lambda draw: f'term = "{draw.one(TERMS)}"'),
    (2, lambda draw: f'outcomes include "{draw.one(OUTCOMES)}"'),
    (1, lambda draw: "graded"),
    (1, lambda draw: "external"),
    (1, lambda draw: "grade is known"),
    (1, lambda draw: f"mode = {draw.one(('online', 'campus'))}"),
    (1, lambda draw: "named-set"),
)


def selector(draw: Draw, depth: int = 2) -> str:
    """A condition on a unit, or `any`."""
    if draw.chance(30):
        return "any"
    return _expr(draw, depth)


def condition(draw: Draw) -> str:
    """A condition on a unit, never `any`."""
    return _expr(draw, 1)


def source(draw: Draw) -> str:
    """A selector after an amount in a limit: ` by rpl`, ` from level >= 7`."""
    return f" from {_expr(draw, 1)}"


def home(draw: Draw) -> str:
    """What is the award's own: the usual subject of residency."""
    return f" from issuer {HOME}" if draw.chance(80) else " by own"


def _expr(draw: Draw, depth: int) -> str:
    if depth > 0 and draw.chance(35):
        joint = draw.one((" and ", " or ", " or "))
        parts = [_expr(draw, depth - 1) for _ in range(2)]
        return f"({joint.join(parts)})"
    atom = draw.weighted(_ATOMS)(draw)
    return f"not ({atom})" if draw.chance(8) else atom
