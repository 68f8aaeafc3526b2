"""`40 credits from what A counted`: takes nothing, and looks at what another clause counted."""

from __future__ import annotations

from dataclasses import replace

from stackr.conditions.predicate import Predicate
from stackr.language import tree
from stackr.requirements import faults
from stackr.requirements.base import Need, Rule
from stackr.requirements.compiler import Compiler
from stackr.requirements.details import line_rules
from stackr.requirements.make import Setting, amount_rule
from stackr.requirements.needs.observe import ObserveNeed
from stackr.requirements.placed import Placed


def compile_from_counted(
    compiler: Compiler, placed: Placed, node: tree.PoolReq, selector: Predicate | None
) -> Need | None:
    """`N credits from what A counted`: an observer over A's places."""
    scope = compiler.scope_id(node.from_counted)
    if scope is None:
        return None
    if scope == placed.id and node.from_counted is not None:
        compiler.itself(node.from_counted)
        return None
    watched = compiler.placed.get(scope)
    if watched is not None and node.from_counted is not None and _takes_nothing(watched.node):
        message = f"`{node.from_counted.text}` counts nothing itself"
        compiler.fault(faults.CHOSEN, message, node.from_counted.span, "name the clause whose learning is meant")
        return None
    base = Setting(placed.id, placed.title, scope, scope, placed.in_choice, placed)
    rules = []
    for number, bound in enumerate(node.bounds):
        setting = base if number == 0 else Setting.inside(compiler, placed, tree.Detail("amount", bound))
        rule = amount_rule(compiler, node, bound, setting, selector)
        rules.extend([rule] if rule else [])
    rules += _lines_over(compiler, placed, node, scope)
    if not rules:
        return None
    return ObserveNeed(
        id=placed.id,
        title=placed.title,
        clause=rules[0].clause,
        award=compiler.award,
        in_choice=placed.in_choice,
        watched=tuple(rules),
    )


def _takes_nothing(node: tree.Requirement) -> bool:
    """Whether it only looks at what others count, or asks for what is no learning."""
    looks = isinstance(node, tree.PoolReq) and node.from_counted is not None
    return looks or isinstance(
        node, tree.ObserveReq | tree.AverageReq | tree.CoverageReq | tree.AwardReq | tree.EvidenceReq
    )


def _lines_over(compiler: Compiler, placed: Placed, node: tree.PoolReq, scope: str) -> list[Rule]:
    """The lines of the block, over what A counted. What may count there is chosen already."""
    found: list[Rule] = []
    for detail in sorted(node.details, key=lambda line: Setting.inside(compiler, placed, line).id):
        if detail.kind in ("each", "deadline"):
            message = "what was counted is chosen already: `each` and `by` can't choose again"
            help_ = "put the line into the block of the requirement that counts"
            compiler.fault(faults.CHOSEN, message, detail.span, help_)
        else:
            setting = replace(Setting.inside(compiler, placed, detail), scope=scope, owner=scope)
            found += line_rules(compiler, detail, setting)
    if node.overflow_to is not None:
        message = "what was counted is counted already, and can't overflow"
        compiler.fault(faults.CHOSEN, message, node.overflow_to.span, "take `overflow to` away")
    return found
