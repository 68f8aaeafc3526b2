"""`grade average …` as it stands in limits, requirements and classifications."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from stackr._quantity import format_amount
from stackr.conditions.grades import off_every_scale
from stackr.diagnostics.model import Span
from stackr.language import tree
from stackr.requirements import faults
from stackr.requirements.amounts import record_base
from stackr.requirements.compiler import Compiler
from stackr.requirements.make import Setting
from stackr.requirements.rules.average import AverageRule


def average_rule(compiler: Compiler, node: tree.AverageReq, setting: Setting) -> AverageRule | None:
    """The rule. `over core` reads what core counted."""
    over = node.over
    if over.scope is not None:
        scope = compiler.scope_id(over.scope)
        if scope is None:
            return None
        setting = replace(setting, scope=scope, owner=scope)
    if node.scale is None or compiler.scope.known("grade scale", node.scale, compiler.tables.grades):
        check_average(compiler, node.threshold, node.scale, node.span)
    common = setting.common(compiler, node, format_amount(node.threshold))
    return AverageRule(
        **common,
        threshold=node.threshold,
        over=record_base(over) or "counted",
        selector=compiler.optional(node.selector),
        except_=compiler.predicate(node.except_) if node.except_ is not None else None,
        scale=node.scale.text if node.scale else None,
        by_credits=node.by_credits,
    )


def check_average(compiler: Compiler, threshold: Fraction, scale: tree.Name | None, span: Span) -> None:
    """A fault where no grades have such an average: on the scale, or on any that is declared."""
    ends = off_every_scale(compiler.tables, threshold, scale.text if scale else None)
    if ends:
        on = f"on `{scale.text}`" if scale else "on any scale that is declared"
        compiler.fault(faults.OFF_SCALE, f"no average {on} is {format_amount(threshold)}", span, ends)
