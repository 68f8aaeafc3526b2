"""A pool: `40 credits from SELECTOR with { … }`: so many credits or credentials, with rules over the same chosen set.

`N credits from` means at least N; units count whole, so more may count than is needed. `overflow to B` passes the
excess on; `from what A counted` is in `from_counted`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction

from stackr.allocation.nodes import All, Measure, Node
from stackr.conditions.clauses import Clause
from stackr.conditions.predicate import Predicate
from stackr.language import tree
from stackr.requirements.amounts import Measured
from stackr.requirements.base import ZERO, Branches, Easier, JudgedNeed, Need, PlaceSpec, Rule, Said, Weights
from stackr.requirements.builder import Builder
from stackr.requirements.compiler import Compiler
from stackr.requirements.details import Parts, compile_details
from stackr.requirements.make import Setting, amount_rule
from stackr.requirements.near import relaxed
from stackr.requirements.needs.from_counted import compile_from_counted
from stackr.requirements.placed import Placed
from stackr.requirements.view import View
from stackr.requirements.words import amount_words, source_words


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolNeed(Need):
    """At least `need` (at most `most`) in `measure`, from the units of `selector`.

    `spread`: further bounds as rules.
    """

    need: Fraction
    most: Fraction | None
    measure: Measure
    least: Fraction
    """The least credits that meeting it counts."""
    item_weight: Fraction
    selector: Predicate | None
    spec: PlaceSpec
    details: Parts = field(default_factory=Parts)
    spread: tuple[Rule, ...] = ()
    overflow_to: str | None = None
    easier: Easier = field(default_factory=dict)

    @property
    def near(self) -> frozenset[str]:
        """Those of its selector and of the conditions in its block."""
        return frozenset(self.easier).union(*(condition.near for condition in self.details.filters))

    def nearly(self, build: Builder, word: str, among: int) -> int:
        """Its selector and the conditions in its block, without those of the word."""
        for condition in self.details.filters:
            among &= condition.nearly(build, word, among)
        selector = self.easier.get(word, self.selector)
        return among if selector is None else build.sheet.true_among(selector, among)

    @property
    def own_places(self) -> tuple[PlaceSpec, ...]:
        """Its one place."""
        return (self.spec,)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Lines of its block, and further bounds."""
        return (*self.spread, *self.details.rules)

    def weights(self, branches: Branches) -> Weights:
        """N credits weigh N, k credentials k times the item weight; checks below a choice one credit each."""
        extra = sum((rule.weights(branches).weight for rule in self.rules), ZERO)
        if self.measure is Measure.ITEMS:
            return Weights(self.need * self.item_weight + extra, self.least, self.need)
        return Weights(self.need + extra, self.need, ZERO)

    def eligible(self, build: Builder) -> int:
        """The units that may count here, before limits take places away."""
        units = build.members(self.selector, self.id) | build.substituted(self.id)
        for condition in self.details.filters:
            units &= condition.units(build)
        return units

    def refusing(self, build: Builder) -> tuple[str, ...]:
        """The conditions in its block that keep out a unit of its selector."""
        units = build.all if self.selector is None else build.sheet.masks(self.selector)[0]
        return tuple(each.id for each in self.details.filters if units & ~each.units(build))

    def lower(self, build: Builder) -> Node | None:
        """A place, its leaf, and the rules over it."""
        need = build.figure(self.need, self.measure)
        most = None if self.most is None else build.bound(self.most, self.measure)
        if self.measure is Measure.ITEMS and self.least:
            build.may_fall_short = True
        place = build.place(self.spec, self.eligible(build), need, self.measure, most)
        if self.overflow_to is not None:
            build.overflow(self.spec.id, self.overflow_to)
        return self.finish(build, build.leaf(self, place, self._own_weight(build)))

    def _own_weight(self, build: Builder) -> int:
        own = self.need * self.item_weight if self.measure is Measure.ITEMS else self.need
        return build.weight(own)

    def finish(self, build: Builder, leaf: Node) -> Node:
        """The leaf, with what stands beside it below a choice."""
        beside: tuple[Node, ...] = ()
        if not build.is_waived(self.id):
            for rule in self.spread:
                beside += rule.lower(build)
            beside += self.details.lower(build, self, ())
        if not beside:
            return leaf
        return All(f"{self.id}~with", (leaf, *beside), build.weight(build.skeleton.weights[self.id].weight))

    def describe(self) -> str:
        """`40 credits from level ≥ 7 and field under 061`."""
        unit = "credentials" if self.measure is Measure.ITEMS else "credits"
        amount = self._amount_words(unit)
        lines = [rule.describe() for rule in self.rules] + [line.describe() for line in self.details.filters]
        with_ = f" with {'; '.join(lines)}" if lines else ""
        return f"{amount}{self._from()}{with_}"

    def _amount_words(self, unit: str) -> str:
        if self.most is None:
            return amount_words(self.need, unit)
        if self.most == self.need:
            return f"exactly {amount_words(self.need, unit)}"
        if self.need == 0:
            return f"at most {amount_words(self.most, unit)}"
        return f"at least {amount_words(self.need, unit)} and at most {amount_words(self.most, unit)}"

    def judge(self, view: View) -> JudgedNeed:
        """What counts here against what is needed, and its rules."""
        items = self.measure is Measure.ITEMS
        unit = "credentials" if items else "credits"
        counted = view.measure(view.mask(self.id), items)
        fed = counted + view.overflowing_into(self.id, items)
        enough = fed >= self.need
        inside = tuple(judged for rule in self.rules for judged in rule.judge(view))
        met = enough and all(j.status != "broken" for j in inside)
        short = view.shortfall(self.id, max(ZERO, self.need - fed))
        said = tuple(s for j in inside for s in j.reasons)
        if not enough:
            text = f"{amount_words(counted, unit)} of the {amount_words(self.need, unit)}{self._from()} count"
            said = (Said("R104", text, self.clause), *said)
        status = view.need_status(self.id, met)
        return JudgedNeed(self.id, self.title, status, self.clause, self.need, counted, unit, short, said)

    def _from(self) -> str:
        return source_words(self.selector) or " from anything"


def compile_pool(compiler: Compiler, placed: Placed) -> Need | None:
    """The pool."""
    node = placed.node
    assert isinstance(node, tree.PoolReq)
    selector = compiler.optional(node.selector)
    if node.from_counted is not None:
        return compile_from_counted(compiler, placed, node, selector)
    bounds = [(bound, compiler.measured(bound.quantity, bound.op, None)) for bound in node.bounds]
    known = [(bound, measured) for bound, measured in bounds if measured is not None]
    if len(known) < len(bounds):
        return None
    main = _main_unit([measured for _, measured in known])
    need, most = ZERO, None
    for bound, measured in known:
        if measured.unit != main or measured.value is None:
            continue
        if bound.op != "at most":
            need = max(need, measured.value)
        if bound.op != "at least":
            most = measured.value if most is None else min(most, measured.value)
    items = main == "credentials"
    bare = PoolNeed(
        id=placed.id,
        title=placed.title,
        clause=Clause(placed.id, placed.title, "requirement"),
        award=compiler.award,
        in_choice=placed.in_choice,
        need=need,
        most=most,
        measure=Measure.ITEMS if items else Measure.CREDITS,
        least=least_credits(compiler, node, need) if items else need,
        item_weight=compiler.item_weight(),
        selector=selector,
        spec=PlaceSpec(placed.id, placed.layer, placed.splittable),
        overflow_to=_overflow(compiler, placed, node),
        easier=relaxed(compiler, node.selector),
    )
    details = compile_details(compiler, placed, node.details, lambda parts: bare)
    told = sorted(measured.words() for _, measured in known)
    clause = compiler.clause(placed.id, "requirement", node, placed.title, *told, *details.told)
    return replace(bare, clause=clause, details=details, spread=_spread(compiler, placed, node, known, main))


def _main_unit(found: list[Measured]) -> str:
    """Credits if any bound is in credits, else credentials."""
    return "credits" if any(m.unit == "credits" and m.value is not None for m in found) else "credentials"


def _spread(
    compiler: Compiler,
    placed: Placed,
    node: tree.PoolReq,
    known: list[tuple[tree.Bound, Measured]],
    main: str,
) -> tuple[Rule, ...]:
    """Further bounds, in another unit or as a share of what is counted: rules over the pool's own place."""
    rules = []
    for bound, measured in known:
        if measured.unit == main and measured.value is not None:
            continue
        detail = tree.Detail("amount", bound, span=node.span)
        rule = amount_rule(compiler, detail, bound, Setting.inside(compiler, placed, detail), None)
        rules.extend([rule] if rule else [])
    return tuple(sorted(rules, key=lambda rule: rule.id))


def _overflow(compiler: Compiler, placed: Placed, node: tree.PoolReq) -> str | None:
    found = compiler.scope_id(node.overflow_to)
    if found == placed.id and node.overflow_to is not None:
        compiler.itself(node.overflow_to)
        return None
    return found


def least_credits(compiler: Compiler, node: tree.PoolReq, count: Fraction) -> Fraction:
    """The least credits that `count` credentials bring: known if the pool names its units or says `each at least`."""
    whole = -(-count.numerator // count.denominator)
    names = node.selector.items if isinstance(node.selector, tree.Or) else (node.selector,)
    codes = {name.name.text for name in names if isinstance(name, tree.Code)}
    if len(codes) == len(names):
        credits = sorted(c for code in codes if (c := compiler.unit_credits(code)) is not None)
        if len(credits) == len(codes) >= whole:
            return sum(credits[:whole], ZERO)
    each = [
        detail.bound.quantity.amount
        for detail in node.details
        if detail.kind == "each"
        and detail.bound
        and detail.bound.op == "at least"
        and detail.bound.quantity.unit == "credits"
    ]
    return max((amount * whole for amount in each if amount is not None), default=ZERO)
