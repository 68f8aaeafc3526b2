"""Groups: `all of`, `any of`, `one of`, `N of`, `at least N of`, `at most N of`, each `with { … }` over the union.

`any of`, `one of` and `A or B` choose exactly one child, `N of` exactly N: units count only below chosen children.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from stackr.allocation.nodes import All, Choose, Node
from stackr.conditions.clauses import Clause
from stackr.language import tree
from stackr.requirements.base import ZERO, Branches, JudgedNeed, Need, Rule, Said, Weights
from stackr.requirements.builder import Builder
from stackr.requirements.compiler import Compiler
from stackr.requirements.details import AmountPart, Parts, compile_details
from stackr.requirements.placed import Placed
from stackr.requirements.view import View
from stackr.requirements.words import amount_words, listing


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupNeed(Need):
    """`n` None: all of the children. `most`: how many may be chosen."""

    children: tuple[Need, ...]
    n: int | None
    most: int | None
    details: Parts
    items: bool
    """Whether the award counts credentials, not credits."""

    @property
    def parts(self) -> tuple[Need, ...]:
        """The children."""
        return self.children

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The lines of its `with { … }` block."""
        return self.details.rules

    def weights(self, branches: Branches) -> Weights:
        """All of: the sum. N of: N times the mean. Lines of its block: amounts over it, and checks below a choice."""
        inner = self.inner(branches)
        extra = sum((self.residual(part, inner) for part in self.details.amounts), ZERO)
        extra += sum((rule.weights(branches).weight for rule in self.details.rules), ZERO)
        credits = max([inner.credits, *(p.need for p in self.details.amounts if not p.items)])
        items = max([inner.items, *(p.need for p in self.details.amounts if p.items)])
        return Weights(inner.weight + extra, credits, items)

    def inner(self, branches: Branches) -> Weights:
        """The children alone."""
        each = [child.weights(branches) for child in self.children]
        weight = sum((w.weight for w in each), ZERO)
        if self.n is None:
            return Weights(weight, sum((w.credits for w in each), ZERO), sum((w.items for w in each), ZERO))
        if not each:
            return Weights(Fraction(1) if self.n else ZERO)
        credits = sum(sorted(w.credits for w in each)[: self.n], ZERO)
        items = sum(sorted(w.items for w in each)[: self.n], ZERO)
        return Weights(self.n * weight / len(each), credits, items)

    def residual(self, part: AmountPart, inner: Weights) -> Fraction:
        """Weight of an amount over the group: what the children do not count anyway."""
        if part.items:
            return max(ZERO, part.need - inner.items) * part.item_weight
        return max(ZERO, part.need - inner.credits)

    def lower(self, build: Builder) -> Node | None:
        """The children, under `All` or `Choose`, with the lines of the block beside them."""
        nodes = tuple(node for child in self.children if (node := child.lower(build)) is not None)
        inner = build.skeleton.inner[self.id]
        weight = build.weight(inner.weight)
        group: Node = All(self.id, nodes, weight)
        if self.n is not None:
            group = Choose(self.id, self.n, nodes, weight, self.most)
        beside = self.details.lower(build, self, [self.residual(part, inner) for part in self.details.amounts])
        if beside:
            group = All(f"{self.id}~with", (group, *beside), build.weight(build.skeleton.weights[self.id].weight))
        return build.node(self, group)

    def describe(self) -> str:
        """`2 of A, B and C`."""
        names = listing([_name(child) for child in self.children])
        if self.n is None:
            return f"all of {names}"
        if self.n == 0:
            return f"at most {self.most} of {names}"
        if self.n == 1 and self.most == 1 and self.children:
            return listing([_name(child) for child in self.children], "or")
        more = "at least " if self.most is None else ""
        return f"{more}{self.n} of {names}"

    def judge(self, view: View) -> JudgedNeed:
        """Its children, and how much of what it needs counts."""
        children = tuple(child.judge(view) for child in self.children)
        if self.n is not None:
            kept = view.chosen(self.id)
            children = tuple(view.not_chosen(c) if kept is not None and c.id not in kept else c for c in children)
        inside = tuple(judged for rule in self.details.rules for judged in rule.judge(view))
        amounts = tuple(part.judge(view, self) for part in self.details.amounts)
        met = (
            self._met(children)
            and all(j.status != "broken" for j in inside)
            and all(a.status == "met" for a in amounts)
        )
        weights = view.build.skeleton.weights[self.id]
        by_items = self.items or not weights.credits
        needed = weights.items if by_items else weights.credits
        counted = view.measure(view.mask(self.id), by_items)
        unit = "credentials" if by_items else "credits"
        short = ZERO if met else view.shortfall(self.id, max(ZERO, needed - counted))
        said = tuple(s for j in inside for s in j.reasons) + tuple(s for part in amounts for s in part.reasons)
        if not met and not said and self.n is not None:
            said = (Said("R102", self._sentence(children), self.clause),)
        status = view.need_status(self.id, met)
        return JudgedNeed(
            self.id, self.title, status, self.clause, needed, counted, unit, short, said, (*children, *amounts)
        )

    def _met(self, children: tuple[JudgedNeed, ...]) -> bool:
        done = sum(child.status in ("met", "waived") for child in children)
        return done == len(children) if self.n is None else done >= self.n

    def _sentence(self, children: tuple[JudgedNeed, ...]) -> str:
        done = sum(child.status in ("met", "waived") for child in children)
        if not done:
            return f"{self.describe()}: none is complete"
        return f"{self.describe()}: {amount_words(Fraction(done), 'alternatives')} complete"


def _name(need: Need) -> str:
    """The title, else what it says; a group without a name stands in brackets."""
    if need.title:
        return need.title
    return f"({need.describe()})" if isinstance(need, GroupNeed) and need.children else need.describe()


def compile_group(compiler: Compiler, placed: Placed) -> Need | None:
    """The group and all below it."""
    node = placed.node
    assert isinstance(node, tree.GroupReq)
    bare = GroupNeed(
        id=placed.id,
        title=placed.title,
        clause=Clause(placed.id, placed.title, "requirement"),
        award=compiler.award,
        in_choice=placed.in_choice,
        children=compiler.children(placed),
        n={"all": None, "any": 1, "at most": 0}.get(node.op, node.n),
        most={"any": 1, "exactly": node.n, "at most": node.n}.get(node.op),
        details=Parts(),
        items=compiler.counts_items,
    )
    details = compile_details(compiler, placed, node.details, lambda parts: replace(bare, details=parts))
    clause = compiler.clause(placed.id, "requirement", node, placed.title, *details.told)
    return replace(bare, details=details, clause=clause)
