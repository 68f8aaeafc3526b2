"""`grade average …` as it stands in limits, requirements and classifications."""

from __future__ import annotations

from dataclasses import replace

from stackr._quantity import format_amount
from stackr.language import tree
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
