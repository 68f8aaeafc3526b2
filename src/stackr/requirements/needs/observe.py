"""Observers as requirements: they look at what counted (or at the record) and take nothing.

`observes at least 3 issuers`, `at least 80% of outcomes of DS-OUTCOMES`, `grade average at least 55 over counted`,
`10 credits from what A counted`. In a group that asks for all they are checks; below a choice, children of one credit.
"""

from __future__ import annotations

from dataclasses import dataclass

from stackr.allocation.nodes import All, Node
from stackr.language import tree
from stackr.requirements.amounts import Measured, record_base, rounded, share_words
from stackr.requirements.base import ONE, ZERO, Branches, JudgedNeed, Need, Rule, Weights
from stackr.requirements.builder import Builder
from stackr.requirements.compiler import Compiler
from stackr.requirements.make import Setting, amount_rule
from stackr.requirements.placed import Placed
from stackr.requirements.policy.averages import average_rule
from stackr.requirements.rules.distinct import DistinctRule
from stackr.requirements.view import View
from stackr.requirements.words import listing


@dataclass(frozen=True, slots=True, kw_only=True)
class ObserveNeed(Need):
    """A requirement made of rules."""

    watched: tuple[Rule, ...]

    @property
    def rules(self) -> tuple[Rule, ...]:
        """What it watches."""
        return self.watched

    def weights(self, branches: Branches) -> Weights:
        """One credit below a choice, else nothing."""
        return Weights(sum((rule.weights(branches).weight for rule in self.watched), ZERO))

    def lower(self, build: Builder) -> Node | None:
        """Checks; below a choice a node."""
        nodes = tuple(node for rule in self.watched for node in rule.lower(build))
        if not nodes:
            return build.node(self, None)
        weight = build.weight(build.skeleton.weights[self.id].weight)
        group = nodes[0] if len(nodes) == 1 else All(f"{self.id}~all", nodes, weight)
        return build.node(self, group)

    def describe(self) -> str:
        """What it watches."""
        return listing([rule.describe() for rule in self.watched])

    def judge(self, view: View) -> JudgedNeed:
        """The first rule's figures, and whether all hold."""
        found = [judged for rule in self.watched for judged in rule.judge(view)]
        met = all(judged.status != "broken" for judged in found)
        status = view.need_status(self.id, met)
        said = tuple(s for judged in found for s in judged.reasons)
        first = found[0] if found else None
        bound, value, unit = (first.bound, first.value, first.unit) if first else (None, None, None)
        short = None if bound is None or unit == "grade" else max(ZERO, bound - (value or ZERO))
        short = ZERO if met and short is not None else short
        return JudgedNeed(self.id, self.title, status, self.clause, bound, value, unit, short, said)


def _observer(placed: Placed, compiler: Compiler, rule: Rule | None) -> Need | None:
    if rule is None:
        return None
    return ObserveNeed(
        id=placed.id,
        title=placed.title,
        clause=rule.clause,
        award=compiler.award,
        in_choice=placed.in_choice,
        watched=(rule,),
    )


def compile_observe(compiler: Compiler, placed: Placed) -> Need | None:
    """`observes …`."""
    node = placed.node
    assert isinstance(node, tree.ObserveReq)
    setting = _over(compiler, node.over, Setting.requirement(compiler, placed, node.over))
    selector = compiler.optional(node.selector)
    return _observer(placed, compiler, amount_rule(compiler, node, node.bound, setting, selector, over=node.over))


def compile_average(compiler: Compiler, placed: Placed) -> Need | None:
    """`grade average …` as a requirement."""
    node = placed.node
    assert isinstance(node, tree.AverageReq)
    return _observer(placed, compiler, average_rule(compiler, node, Setting.requirement(compiler, placed, node.over)))


def compile_coverage(compiler: Compiler, placed: Placed) -> Need | None:
    """`at least 80% of outcomes of …`: a share is of the number of outcomes, rounded up."""
    from stackr.requirements import faults

    node = placed.node
    assert isinstance(node, tree.CoverageReq)
    names = _outcomes(compiler, node)
    if names is None:
        return None
    amount = node.bound.quantity.amount
    if amount is None:
        compiler.fault(faults.NO_BASE, "a share of outcomes needs a number", node.span)
        return None
    value, told = amount, ""
    if node.bound.quantity.base is not None:
        value = rounded(amount * len(names), node.bound.op, ONE)
        told = share_words(amount, f"{len(names)} outcomes")
    setting = _over(compiler, node.over, Setting.requirement(compiler, placed, node.over))
    rule = DistinctRule(
        **setting.common(compiler, node, *names),
        op=node.bound.op,
        quantity=Measured("outcome", value=value, told=told),
        among=names,
        over_record=record_base(node.over) is not None,
    )
    return _observer(placed, compiler, rule)


def _outcomes(compiler: Compiler, node: tree.CoverageReq) -> tuple[str, ...] | None:
    from stackr.requirements import faults

    if node.of is None:
        return tuple(sorted({outcome.text for outcome in node.outcomes}))
    let = compiler.tables.lets.get(node.of.text)
    if let is not None and let.outcomes:
        return tuple(sorted({outcome.text for outcome in let.outcomes}))
    found = {outcome for item in compiler.tables.catalogue.get(node.of.text, ()) for outcome in item.outcomes}
    if found:
        return tuple(sorted(found))
    compiler.fault(faults.UNKNOWN_NAME, f"`{node.of.text}` names no set of outcomes", node.of.span)
    return None


def _over(compiler: Compiler, over: tree.Base | None, setting: Setting) -> Setting:
    """The scope that `over core` or `over counted in core` means."""
    if over is None or over.scope is None:
        return setting
    scope = compiler.scope_id(over.scope)
    return Setting(setting.id, setting.title, scope, scope, setting.in_choice, setting.placed)
