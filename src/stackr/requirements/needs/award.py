"""`award PGCERT-DS`: another qualification held, conferred or satisfied here under `embed`."""

from __future__ import annotations

from dataclasses import dataclass

from stackr.allocation.checks import Known
from stackr.allocation.nodes import Node
from stackr.language import tree
from stackr.requirements.base import ONE, ZERO, Branches, JudgedNeed, Need, Said, Weights
from stackr.requirements.builder import Builder
from stackr.requirements.compiler import Compiler
from stackr.requirements.placed import Placed
from stackr.requirements.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardNeed(Need):
    """Holding `held`."""

    held: str

    def weights(self, branches: Branches) -> Weights:
        """One credit below a choice, else nothing."""
        return Weights(ONE if self.in_choice else ZERO)

    def lower(self, build: Builder) -> Node | None:
        """A check whose answer is known."""
        met = build.is_waived(self.id) or self.held in build.context.holds
        return build.known(self, Known(self.id, met))

    def describe(self) -> str:
        """`the award PGCERT-DS`."""
        return f"the award {self.held}"

    def judge(self, view: View) -> JudgedNeed:
        """Held or not."""
        met = self.held in view.build.context.holds
        said = () if met else (Said("R105", f"{self.held} is not held", self.clause),)
        return JudgedNeed(self.id, self.title or self.held, view.need_status(self.id, met), self.clause, reasons=said)


def compile_award_need(compiler: Compiler, placed: Placed) -> Need | None:
    """The award asked for."""
    node = placed.node
    assert isinstance(node, tree.AwardReq)
    compiler.known_award(node.award, on_offer=True)
    return AwardNeed(
        id=placed.id,
        title=placed.title,
        clause=compiler.clause(placed.id, "requirement", node, placed.title),
        award=compiler.award,
        in_choice=placed.in_choice,
        held=node.award.text,
    )
