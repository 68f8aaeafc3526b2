"""A named unit: `DS501`, `DS590 with grade >= 60`. It takes the unit whole; its weight is its catalogue credits."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from stackr.allocation.checks import Taken
from stackr.allocation.nodes import Measure, Node
from stackr.allocation.positions import bits
from stackr.conditions.predicate import Predicate
from stackr.language import tree
from stackr.requirements.base import ONE, Branches, Easier, JudgedNeed, Need, PlaceSpec, Said, Weights
from stackr.requirements.builder import Builder
from stackr.requirements.compiler import Compiler
from stackr.requirements.near import relaxed
from stackr.requirements.placed import Placed
from stackr.requirements.view import View
from stackr.requirements.words import expr_words

_WILD = frozenset("*?[")


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitNeed(Need):
    """One unit of `code`. `credits`: what the catalogue says, None if it does not."""

    code: str
    pattern: Predicate | None
    """Where the code has wildcards."""
    condition: Predicate | None
    credits: Fraction | None
    item_weight: Fraction
    spec: PlaceSpec
    easier: Easier = field(default_factory=dict)

    @property
    def near(self) -> frozenset[str]:
        """Those of its condition."""
        return frozenset(self.easier)

    def nearly(self, build: Builder, word: str, among: int) -> int:
        """The unit itself, its condition without those of the word."""
        return build.sheet.true_among(self.easier[word], among)

    @property
    def own_places(self) -> tuple[PlaceSpec, ...]:
        """Its one place."""
        return (self.spec,)

    def weights(self, branches: Branches) -> Weights:
        """Catalogue credits; a zero-credit unit below a choice weighs one credit, like an observer."""
        if self.credits is None:
            return Weights(self.item_weight, Fraction(0), ONE)
        extra = ONE if self.credits == 0 and self.in_choice else Fraction(0)
        return Weights(self.credits + extra, self.credits, ONE)

    def lower(self, build: Builder) -> Node | None:
        """A place for one unit; if it carries no credit, also a check that it is done."""
        units = self._named(build) | build.substituted(self.id)
        units = build.members(self.condition, self.id, among=units)
        if self.credits:
            build.expect_at_least(units, self.credits)
        place = build.place(self.spec, units, 1, Measure.ITEMS)
        leaf = build.leaf(self, place)
        if self.credits == 0 and not self.in_choice and not build.is_waived(self.id):
            build.own_check(Taken(self.id, place))
        return leaf

    def _named(self, build: Builder) -> int:
        """The units of its code; in the possible reading also those that may be of it."""
        if self.pattern is not None:
            return build.members(self.pattern, self.id)
        may_be = build.sheet.of_any_code
        for index in bits(may_be):
            build.unknown(index, "credential", self.id)
        return build.sheet.coded(self.code) | (0 if build.sure else may_be)

    def describe(self) -> str:
        """`DS590 with grade ≥ 60`."""
        return f"{self.code} with {expr_words(self.condition.tree)}" if self.condition else self.code

    def judge(self, view: View) -> JudgedNeed:
        """Whether a unit counts here; amounts in the unit's credits."""
        mask = view.mask(self.id)
        done = bool(view.units_at(mask))
        if self.credits:
            needed, unit = self.credits, "credits"
            counted = view.total(-1, mask, Measure.CREDITS)
        else:
            needed, unit, counted = ONE, "credentials", Fraction(int(done))
        shortfall = Fraction(0) if done else needed
        said = () if done else (Said("R101", self._sentence(view), self.clause),)
        status = view.need_status(self.id, done)
        return JudgedNeed(self.id, self.title or self.code, status, self.clause, needed, counted, unit, shortfall, said)

    def _sentence(self, view: View) -> str:
        return f"{self.describe()} is not among what counts"


def compile_unit(compiler: Compiler, placed: Placed) -> Need | None:
    """The named unit."""
    node = placed.node
    assert isinstance(node, tree.UnitReq)
    credits = compiler.unit_credits(node.code.text)
    if credits is not None:
        compiler.amounts.append(credits)
    condition = compiler.optional(node.condition)
    code = tree.Code(tree.Name(node.code.text, node.code.span, quoted=True), node.span)
    return UnitNeed(
        id=placed.id,
        title=placed.title,
        clause=compiler.clause(placed.id, "requirement", node, placed.title or node.code.text),
        award=compiler.award,
        in_choice=placed.in_choice,
        code=node.code.text,
        pattern=compiler.predicate(code) if set(node.code.text) & _WILD else None,
        condition=condition,
        credits=credits,
        item_weight=compiler.item_weight(),
        spec=PlaceSpec(placed.id, placed.layer, placed.splittable),
        easier=relaxed(compiler, tree.And((code, node.condition))) if node.condition else {},
    )
