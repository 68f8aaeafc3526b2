"""`grade average …` as it stands in limits, requirements and classifications."""

from __future__ import annotations

from dataclasses import replace

from stackr._quantity import format_amount
from stackr.conditions.grades import bounds
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
    if node.scale is not None and compiler.scope.known("grade scale", node.scale, compiler.tables.grades):
        ends = bounds(compiler.tables, node.scale.text)
        if ends is not None and not ends[0] <= node.threshold <= ends[1]:
            low, high = (format_amount(end) for end in ends)
            message = f"no average on `{node.scale.text}` is {format_amount(node.threshold)}"
            compiler.fault(faults.OFF_SCALE, message, node.span, f"it runs from {low} to {high}")
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
