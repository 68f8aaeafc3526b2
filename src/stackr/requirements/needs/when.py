"""`when CONDITION requires R otherwise S`: the learner's facts choose the branch.

Where the condition is unknown, the sure reading requires both branches (of two plain pools: the harder amount from what
fits both), and a unit may serve both, for only one of them will be asked; the possible reading lets either do.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from stackr.allocation.problem import All, Choose, Fixed, Node, Share
from stackr.conditions.predicate import Context, Predicate
from stackr.language import tree
from stackr.requirements.base import ZERO, Branch, Branches, JudgedNeed, Need, PlaceSpec, Weights
from stackr.requirements.builder import Builder
from stackr.requirements.compiler import Compiler
from stackr.requirements.needs.pool import PoolNeed
from stackr.requirements.placed import Placed
from stackr.requirements.view import View
from stackr.requirements.words import expr_words


@dataclass(frozen=True, slots=True, kw_only=True)
class WhenNeed(Need):
    """`then` where `condition` holds, else `otherwise` (None: nothing)."""

    condition: Predicate
    then: Need
    otherwise: Need | None
    merged: PlaceSpec | None
    """The place of both branches together, where both are plain pools."""

    @property
    def parts(self) -> tuple[Need, ...]:
        """The branches."""
        return (self.then,) if self.otherwise is None else (self.then, self.otherwise)

    @property
    def own_places(self) -> tuple[PlaceSpec, ...]:
        """The place of both branches together."""
        return (self.merged,) if self.merged else ()

    def decide(self, context: Context, sure: bool) -> Branch:
        """Which way it goes."""
        answer = self.condition(None, context)
        if answer is None:
            return "both" if sure else "either"
        return "then" if answer else "otherwise"

    def weights(self, branches: Branches) -> Weights:
        """Those of the branch taken; of both, the harder; of either, the easier."""
        way = branches[self.id]
        then = self.then.weights(branches)
        otherwise = self.otherwise.weights(branches) if self.otherwise else Weights()
        if way == "then":
            return then
        if way == "otherwise":
            return otherwise
        pick = max if way == "both" else min
        return Weights(
            max(then.weight, otherwise.weight),
            pick(then.credits, otherwise.credits),
            pick(then.items, otherwise.items),
        )

    def lower(self, build: Builder) -> Node | None:
        """The branch taken, or both; what is not taken has places where nothing counts."""
        node = self._taken(build)
        build.draft.leave_empty(build.mask(self.id))
        return node

    def _taken(self, build: Builder) -> Node | None:
        way = build.branches[self.id]
        if way == "then":
            return self._wrapped(build, self.then.lower(build))
        if way == "otherwise":
            return self._wrapped(build, self.otherwise.lower(build) if self.otherwise else None)
        build.missing_facts(self.condition, self.id)
        if self.merged is not None:
            return self._together(build, way == "both")
        return self._both(build) if way == "both" else self._either(build)

    def _wrapped(self, build: Builder, node: Node | None) -> Node | None:
        return None if node is None else build.node(self, node)

    def _together(self, build: Builder, both: bool) -> Node:
        """Two plain pools at one place: the harder amount from what fits both, or the easier from what fits either."""
        then, otherwise = self.then, self.otherwise
        assert isinstance(then, PoolNeed)
        assert isinstance(otherwise, PoolNeed)
        assert self.merged is not None
        left, right = then.eligible(build), otherwise.eligible(build)
        need = max(then.need, otherwise.need) if both else min(then.need, otherwise.need)
        most = _tightest(then.most, otherwise.most) if both else _loosest(then.most, otherwise.most)
        place = build.place(
            self.merged,
            left & right if both else left | right,
            build.figure(need, then.measure),
            then.measure,
            None if most is None else build.figure(most, then.measure),
        )
        return build.leaf(self, place)

    def _both(self, build: Builder) -> Node | None:
        nodes = [node for part in self.parts if (node := part.lower(build)) is not None]
        if self.otherwise is not None:
            left, right = build.mask(self.then.id), build.mask(self.otherwise.id)
            if left and right:
                build.share(Share(f"{self.id}~either", left, right))
        weight = build.weight(build.skeleton.weights[self.id].weight)
        return build.node(self, All(self.id, tuple(nodes), weight))

    def _either(self, build: Builder) -> Node | None:
        nodes: list[Node] = []
        for part in self.parts:
            with build.below_choice():
                node = part.lower(build)
            nodes.append(node if node is not None else Fixed(f"{part.id}~checks", True, 0))
        if self.otherwise is None:
            nodes.append(Fixed(f"{self.id}~nothing", True, 0))
        weight = build.weight(build.skeleton.weights[self.id].weight)
        return build.node(self, Choose(self.id, 1, tuple(nodes), weight, 1))

    def describe(self) -> str:
        """`when …: R, otherwise S`."""
        ends = f", otherwise {self.otherwise.describe()}" if self.otherwise else ""
        return f"when {expr_words(self.condition.tree)}: {self.then.describe()}{ends}"

    def judge(self, view: View) -> JudgedNeed:
        """The branch taken; while the condition is unknown, all of both."""
        way = view.build.branches[self.id]
        if way in ("both", "either") and self.merged is not None:
            return self._judge_together(view, way == "both")
        parts = {"then": (self.then,), "otherwise": (self.otherwise,)}.get(way, (self.then, self.otherwise))
        children = tuple(part.judge(view) for part in parts if part is not None)
        met = all(child.status in ("met", "waived") for child in children)
        status = view.need_status(self.id, met)
        if len(children) != 1:
            said = tuple(s for child in children for s in child.reasons)
            return JudgedNeed(self.id, self.title, status, self.clause, reasons=said, children=children)
        child = children[0]
        return JudgedNeed(
            self.id,
            self.title or child.title,
            status,
            self.clause,
            child.needed,
            child.counted,
            child.unit,
            child.shortfall,
            child.reasons,
            children,
        )

    def _judge_together(self, view: View, both: bool) -> JudgedNeed:
        then, otherwise = self.then, self.otherwise
        assert isinstance(then, PoolNeed)
        assert isinstance(otherwise, PoolNeed)
        need = max(then.need, otherwise.need) if both else min(then.need, otherwise.need)
        items = then.measure.value == "credentials"
        counted = view.measure(view.mask(self.id), items)
        status = view.need_status(self.id, counted >= need)
        short = view.shortfall(self.id, max(ZERO, need - counted))
        unit = "credentials" if items else "credits"
        return JudgedNeed(self.id, self.title, status, self.clause, need, counted, unit, short)


def _tightest(left: Fraction | None, right: Fraction | None) -> Fraction | None:
    return min((bound for bound in (left, right) if bound is not None), default=None)


def _loosest(left: Fraction | None, right: Fraction | None) -> Fraction | None:
    return None if left is None or right is None else max(left, right)


def compile_when(compiler: Compiler, placed: Placed) -> Need | None:
    """Condition and branches."""
    node = placed.node
    assert isinstance(node, tree.WhenReq)
    branches = compiler.children(placed)
    if len(branches) != len(placed.children):
        return None
    then, otherwise = branches[0], branches[1] if len(branches) > 1 else None
    merged = None
    if _plain(then) and _plain(otherwise) and then.measure is otherwise.measure:  # type: ignore[attr-defined,union-attr]
        merged = PlaceSpec(placed.id, placed.layer, placed.splittable)
    return WhenNeed(
        id=placed.id,
        title=placed.title,
        clause=compiler.clause(placed.id, "requirement", node, placed.title),
        award=compiler.award,
        in_choice=placed.in_choice,
        condition=compiler.predicate(node.condition),
        then=then,
        otherwise=otherwise,
        merged=merged,
    )


def _plain(need: Need | None) -> bool:
    return isinstance(need, PoolNeed) and not need.rules and need.overflow_to is None
