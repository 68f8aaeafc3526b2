"""`when CONDITION requires R otherwise S`: the learner's facts choose the branch.

Where the condition is unknown, the award is worked out either way (`ways.py`): what it comes to for certain is the lesser.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass

from stackr.allocation.nodes import Node
from stackr.conditions.predicate import Predicate
from stackr.language import tree
from stackr.requirements.base import Branches, JudgedNeed, Need, Said, Weights
from stackr.requirements.builder import Builder
from stackr.requirements.compiler import Compiler
from stackr.requirements.placed import Placed
from stackr.requirements.statements import statement
from stackr.requirements.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class WhenNeed(Need):
    """`then` where `condition` holds, else `otherwise` (None: nothing)."""

    condition: Predicate
    then: Need
    otherwise: Need | None

    @property
    def parts(self) -> tuple[Need, ...]:
        """The branches."""
        return (self.then,) if self.otherwise is None else (self.then, self.otherwise)

    def weights(self, branches: Branches) -> Weights:
        """Those of the branch taken; undecided, the harder."""
        then = self.then.weights(branches)
        otherwise = self.otherwise.weights(branches) if self.otherwise else Weights()
        way = branches.get(self.id)
        if way == "then":
            return then
        if way == "otherwise":
            return otherwise
        pick = min if way == "easier" else max
        return Weights(*map(pick, astuple(then), astuple(otherwise)))

    def taken(self, branches: Branches) -> Need | None:
        """The branch taken; None: nothing is asked."""
        return self.then if branches[self.id] == "then" else self.otherwise

    def lower(self, build: Builder) -> Node | None:
        """The branch taken; what is not taken has places where nothing counts."""
        if self.condition(None, build.context) is None:
            build.missing_facts(self.condition, self.id)
        branch = self.taken(build.branches)
        node = None if branch is None else branch.lower(build)
        build.draft.leave_empty(build.mask(self.id))
        return None if node is None else build.node(self, node)

    def describe(self) -> str:
        """`when …: R, otherwise S`."""
        ends = f", otherwise {self.otherwise.describe()}" if self.otherwise else ""
        return f"when {statement(self.condition.tree)}: {self.then.describe()}{ends}"

    def judge(self, view: View) -> JudgedNeed:
        """The branch taken. Where the condition is unknown that is the one under which the award stands worst."""
        branch = self.taken(view.build.branches)
        child = None if branch is None else branch.judge(view)
        status = view.need_status(self.id, child is None or child.status in ("met", "waived"))
        said = self._told_as(view)
        if child is None:
            return JudgedNeed(self.id, self.title, status, self.clause, reasons=said)
        return JudgedNeed(
            self.id,
            self.title or child.title,
            status,
            self.clause,
            child.needed,
            child.counted,
            child.unit,
            child.shortfall,
            (*said, *child.reasons),
            (child,),
        )

    def _told_as(self, view: View) -> tuple[Said, ...]:
        """Which way is told, where the record leaves it open."""
        if self.condition(None, view.build.context) is not None:
            return ()
        words = statement(self.condition.tree)
        way = "if it does not hold" if view.build.branches[self.id] == "otherwise" else "if it holds"
        message = f"the record does not say whether {words}; this is what is asked {way}, the less favourable for now"
        return (Said("R108", message, self.clause),)


def compile_when(compiler: Compiler, placed: Placed) -> Need | None:
    """Condition and branches."""
    node = placed.node
    assert isinstance(node, tree.WhenReq)
    branches = compiler.children(placed)
    if len(branches) != len(placed.children):
        return None
    then, otherwise = branches[0], branches[1] if len(branches) > 1 else None
    return WhenNeed(
        id=placed.id,
        title=placed.title,
        clause=compiler.clause(placed.id, "requirement", node, placed.title),
        award=compiler.award,
        in_choice=placed.in_choice,
        condition=compiler.predicate(node.condition),
        then=then,
        otherwise=otherwise,
    )
