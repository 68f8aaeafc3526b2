"""The lines of a qualification that say how learning is counted, shared and reused, and how the award is classified."""

from __future__ import annotations

from stackr.conditions.predicate import Predicate
from stackr.language import tree
from stackr.requirements import faults
from stackr.requirements.base import Rule
from stackr.requirements.canonical import short_digest
from stackr.requirements.compiled import Amount, Classification, CountsAs, NotBoth, Relation, Shared
from stackr.requirements.compiler import Compiler
from stackr.requirements.make import Setting, amount_rule
from stackr.requirements.policy.averages import average_rule


def _cap(compiler: Compiler, quantity: tree.Quantity | None) -> Amount | None:
    measured = compiler.measured(quantity, "at most", None) if quantity else None
    return Amount(measured.value, measured.unit) if measured and measured.value is not None else None


def _two(compiler: Compiler, first: tree.Name, second: tree.Name) -> tuple[str, str] | None:
    """The ids of two different clauses; None after a fault."""
    left, right = compiler.scope_id(first), compiler.scope_id(second)
    if left is None or right is None:
        return None
    if left == right:
        compiler.fault(faults.ITSELF, f"both sides are `{second.text}`", second.span, "name two clauses of the award")
        return None
    return left, right


def shared(compiler: Compiler) -> tuple[Shared, ...]:
    """`shared between A and B up to 6 credits`."""
    found = []
    for node in compiler.tree.shared:
        both = _two(compiler, node.left, node.right)
        if both is None:
            continue
        left, right = sorted(both)
        id = compiler.label_id(compiler.award, node.label, short_digest(node, compiler.tables))
        cap = _cap(compiler, node.cap)
        clause = compiler.clause(id, "limit", node, "", str(cap.value) if cap else "")
        found.append(Shared(id, clause, left, right, cap))
    return tuple(sorted(found, key=lambda line: line.id))


def not_both(compiler: Compiler) -> tuple[NotBoth, ...]:
    """`SELECTOR counts toward A or B, not both`."""
    found = []
    for node in compiler.tree.not_both:
        both = _two(compiler, node.left, node.right)
        if both is None:
            continue
        left, right = both
        id = compiler.label_id(compiler.award, node.label, short_digest(node, compiler.tables))
        clause = compiler.clause(id, "limit", node)
        sides = f"{node.left.text} or {node.right.text}"
        found.append(NotBoth(id, clause, compiler.predicate(node.selector), left, right, sides))
    return tuple(sorted(found, key=lambda line: line.id))


def counts_as(compiler: Compiler) -> tuple[CountsAs, ...]:
    """`SELECTOR counts as n`."""
    for node in compiler.tree.counts_as:
        if node.n < 1:
            message = "what counts as 0 never counts"
            compiler.fault(
                faults.OFF_SCALE, message, node.span, "of what counts not at all say `never …` in `limits { }`"
            )
    found = [CountsAs(compiler.predicate(node.selector), node.n) for node in compiler.tree.counts_as if node.n > 0]
    return tuple(sorted(found, key=lambda line: (line.selector.text, line.n)))


def relations(compiler: Compiler) -> tuple[Relation, ...]:
    """`includes PGCERT-DS with embed`, `after BSC consume level <= 5 when cognate`."""
    found = []
    for node in compiler.tree.relations:
        id = f"{compiler.award}~{short_digest(node, compiler.tables)}"
        if node.award.text == compiler.award:
            message = f"`{compiler.award}` is this award itself"
            compiler.fault(faults.ITSELF, message, node.award.span, "name another award")
            continue
        if node.includes:  # what comes `after` may be an award of elsewhere
            compiler.known_award(node.award, on_offer=False)
        cap = _cap(compiler, node.cap)
        clause = compiler.clause(id, "relation", node, "", str(cap.value) if cap else "")
        selector, condition = compiler.optional(node.selector), compiler.optional(node.condition)
        found.append(Relation(id, clause, node, cap, selector, condition))
    return tuple(sorted(found, key=lambda line: line.id))


def prefer(compiler: Compiler) -> tuple[Predicate | None, ...]:
    """`prefer least by rpl, best grades`: in order."""
    node = compiler.tree.prefer
    return tuple(compiler.predicate(item) if item is not None else None for item in node.items) if node else ()


def classifications(compiler: Compiler) -> tuple[Classification, ...]:
    """`classify "Distinction" when …`: in order."""
    return tuple(_classification(compiler, node) for node in compiler.tree.classify)


def _classification(compiler: Compiler, node: tree.ClassifyLine) -> Classification:
    name, condition = node.called, node.condition
    if node.otherwise:
        return Classification(name, otherwise=True)
    id = compiler.label_id(compiler.award, node.label, short_digest(node, compiler.tables))
    setting = Setting(id, name, None, None, False)
    rule: Rule | None = None
    if isinstance(condition, tree.AverageReq):
        rule = average_rule(compiler, condition, setting)
    elif isinstance(condition, tree.AmountLimit):
        scope = compiler.scope_id(condition.scope)
        setting = Setting(id, name, scope, scope, False)
        rule = amount_rule(
            compiler,
            condition,
            condition.bound,
            setting,
            compiler.optional(condition.selector),
            per=condition.per,
            over=condition.over,
            window=condition.within_last,
        )
    else:
        return Classification(name, condition=compiler.predicate(condition))
    return Classification(name, rule)
