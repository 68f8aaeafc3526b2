"""Every kind of requirement and limit, one line each: the construct of the language and what compiles it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from stackr.language import tree
from stackr.requirements import limits
from stackr.requirements.base import Need, Rule
from stackr.requirements.compiler import Compiler
from stackr.requirements.needs import award, evidence, group, observe, pool, unit, when
from stackr.requirements.placed import Placed

NeedMaker: TypeAlias = Callable[[Compiler, Placed], Need | None]
RuleMaker: TypeAlias = Callable[[Compiler, tree.Limit], Rule | None]

KINDS: tuple[tuple[type, NeedMaker], ...] = (
    (tree.UnitReq, unit.compile_unit),
    (tree.GroupReq, group.compile_group),
    (tree.PoolReq, pool.compile_pool),
    (tree.ObserveReq, observe.compile_observe),
    (tree.CoverageReq, observe.compile_coverage),
    (tree.AverageReq, observe.compile_average),
    (tree.AwardReq, award.compile_award_need),
    (tree.EvidenceReq, evidence.compile_evidence),
    (tree.WhenReq, when.compile_when),
)
"""Requirements. (`use GROUP` is replaced by the group before anything is compiled: see `placed`.)"""

LIMITS: tuple[tuple[type, RuleMaker], ...] = (
    (tree.AmountLimit, limits.compile_amount),
    (tree.BarredLimit, limits.compile_barred),
    (tree.CurrencyLimit, limits.compile_currency),
    (tree.NeverLimit, limits.compile_never),
    (tree.SpanLimit, limits.compile_span),
    (tree.AverageReq, limits.compile_average_limit),
)
"""Limits."""

_NEEDS = dict(KINDS)
_LIMITS = dict(LIMITS)


def compile_need(compiler: Compiler, placed: Placed) -> Need | None:
    """The compiled requirement, or None after a fault."""
    return _NEEDS[type(placed.node)](compiler, placed)


def compile_limit(compiler: Compiler, node: tree.Limit) -> Rule | None:
    """The compiled limit, or None after a fault."""
    return _LIMITS[type(node)](compiler, node)
