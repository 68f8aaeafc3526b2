"""The lines of a `with { … }` block: amounts over the group, conditions on each unit, rules over what was counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from stackr.allocation.nodes import Amount, Fixed, Measure, Node
from stackr.conditions.clauses import Clause
from stackr.conditions.predicate import Predicate
from stackr.language import tree
from stackr.requirements import faults
from stackr.requirements.base import UNDECIDED, JudgedNeed, Need, Rule, Said
from stackr.requirements.builder import Builder
from stackr.requirements.compiler import Compiler
from stackr.requirements.filters import DeadlineFilter, EachFilter, Filter, compile_deadline, compile_each
from stackr.requirements.make import Setting, amount_rule, last_rule
from stackr.requirements.placed import Placed
from stackr.requirements.policy.averages import check_average
from stackr.requirements.rules.average import AverageRule
from stackr.requirements.rules.each import EachRule
from stackr.requirements.rules.span import SpanRule
from stackr.requirements.view import View
from stackr.requirements.words import amount_words

__all__ = ["AmountPart", "DeadlineFilter", "EachFilter", "Parts", "compile_details", "line_rules"]


@dataclass(frozen=True, slots=True)
class AmountPart:
    """`at least 30 credits` over a group: one more child of it, fed by everything counted in the group."""

    id: str
    title: str
    clause: Clause
    need: Fraction
    items: bool
    item_weight: Fraction

    @property
    def measure(self) -> Measure:
        """Credits or credentials."""
        return Measure.ITEMS if self.items else Measure.CREDITS

    def judge(self, view: View, group: Need) -> JudgedNeed:
        """How much the group counted."""
        counted = view.measure(view.mask(group.id), self.items)
        met, unit = counted >= self.need, "credentials" if self.items else "credits"
        short = max(Fraction(0), self.need - counted)
        text = f"at least {amount_words(self.need, unit)} in all: {amount_words(counted, unit)} count"
        said = () if met else (Said("R103", text, self.clause),)
        status = view.need_status(self.id, met)
        return JudgedNeed(self.id, self.title, status, self.clause, self.need, counted, unit, short, said)


@dataclass(frozen=True, slots=True)
class Parts:
    """A compiled block."""

    amounts: tuple[AmountPart, ...] = ()
    rules: tuple[Rule, ...] = ()
    filters: tuple[Filter, ...] = ()
    told: tuple[str, ...] = ()
    """Amounts that shares and parameters came to, and what the rules mean, for the meaning of the clause."""

    def lower(self, build: Builder, owner: Need, residuals: Sequence[Fraction]) -> tuple[Node, ...]:
        """Nodes that stand beside the owner's own."""
        nodes: list[Node] = []
        for part, weight in zip(self.amounts, residuals, strict=True):
            if build.is_waived(part.id):
                nodes.append(Fixed(part.id, True, build.weight(weight)))
                continue
            need = build.rounded_need(build.figure(part.need, part.measure), part.measure)
            amount = Amount(part.id, build.mask(owner.id), need, build.weight(weight), part.measure)
            nodes.extend(build.amount(owner, amount))
        if not build.is_waived(owner.id):
            for rule in self.rules:
                nodes.extend(rule.lower(build))
        return tuple(nodes)


def compile_details(
    compiler: Compiler,
    placed: Placed,
    details: Sequence[tree.Detail],
    bare: Callable[[Parts], Need],
) -> Parts:
    """The lines of the block of `placed`. `bare`: the requirement with nothing but these lines, for what it needs.

    Amounts over a group come first: the other lines may be shares of what the group needs with them.
    """
    rules: list[Rule] = []
    filters: list[Filter] = []
    lines = sorted(
        ((detail, Setting.inside(compiler, placed, detail)) for detail in details), key=lambda pair: pair[1].id
    )
    over = {setting.id: part for detail, setting in lines if (part := _over_group(compiler, detail, setting))}
    amounts = tuple(over.values())
    compiler.begin(placed.id, bare(Parts(amounts)).weights(UNDECIDED))
    for detail, setting in lines:
        if detail.kind in ("each", "deadline"):
            compiled = (compile_each if detail.kind == "each" else compile_deadline)(compiler, detail, setting)
            if isinstance(placed.node, tree.GroupReq):
                rules.extend(_below(compiler, placed, setting, condition) for condition in compiled)
            else:
                filters.extend(compiled)
        elif setting.id not in over:
            rules.extend(line_rules(compiler, detail, setting))
    told = (*(str(part.need) for part in amounts), *(rule.clause.meaning for rule in rules))
    return Parts(amounts, tuple(rules), tuple(filters), told)


def _below(compiler: Compiler, placed: Placed, setting: Setting, condition: Filter) -> Rule:
    """A condition on each unit, at every place below a group."""
    return EachRule(
        id=setting.id,
        title=setting.title,
        clause=condition.clause,
        award=compiler.award,
        scope=placed.id,
        condition=condition,
    )


def _over_group(compiler: Compiler, detail: tree.Detail, setting: Setting) -> AmountPart | None:
    """A bare minimum over a group, which weighs; anything else is a rule."""
    bound = detail.bound
    if detail.kind != "amount" or bound is None or bound.op != "at least" or detail.selector is not None:
        return None
    if setting.placed is None or not isinstance(setting.placed.node, tree.GroupReq):
        return None
    measured = compiler.measured(bound.quantity, bound.op, setting.owner)
    if measured is None or measured.value is None or measured.is_distinct:
        return None
    clause = compiler.clause(setting.id, "limit", detail, setting.title, str(measured.value))
    items = measured.measure is Measure.ITEMS
    return AmountPart(setting.id, setting.title, clause, measured.value, items, compiler.item_weight())


def line_rules(compiler: Compiler, detail: tree.Detail, setting: Setting) -> list[Rule]:
    """What a line over the counted learning makes."""
    bound, selector = detail.bound, compiler.optional(detail.selector)
    if detail.kind == "level_of_highest":
        return _level_of_highest(compiler, detail, setting, selector)
    if detail.kind in ("amount", "per") and bound is not None:
        rule = amount_rule(compiler, detail, bound, setting, selector, per=detail.per)
        return [rule] if rule else []
    if detail.kind == "average" and bound is not None and bound.quantity.amount is not None:
        threshold = bound.quantity.amount
        check_average(compiler, threshold, None, detail.span)
        common = setting.common(compiler, detail)
        return [AverageRule(**common, threshold=threshold, selector=selector)]
    if detail.kind in ("span", "window") and detail.duration is not None:
        common = setting.common(compiler, detail)
        return [
            SpanRule(
                **common,
                duration=detail.duration,
                anchors=compiler.optional(detail.anchors),
                selector=selector,
                window=detail.anchors is None,
            )
        ]
    if detail.kind == "last" and detail.within_last is not None:
        need = compiler.measured(detail.bound.quantity, "at least", setting.owner) if detail.bound else None
        op = detail.bound.op if detail.bound else "at least"
        last = last_rule(compiler, detail, op, need, detail.within_last, setting, selector)
        return [last] if last else []
    return []


def _level_of_highest(
    compiler: Compiler, detail: tree.Detail, setting: Setting, selector: Predicate | None
) -> list[Rule]:
    """`level of the highest 40 credits >= 7`: at least 40 credits are at that level."""
    compare = detail.selector
    if detail.within_last is None or not isinstance(compare, tree.Compare) or compare.op not in (">=", ">"):
        message = "the level of the highest credits is asked to be at least something"
        compiler.fault(faults.UNKNOWN_UNIT, message, detail.span, "write `>= LEVEL`")
        return []
    bound = tree.Bound("at least", detail.within_last)
    rule = amount_rule(compiler, detail, bound, setting, selector)
    return [rule] if rule else []
