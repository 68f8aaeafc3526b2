"""What is not a course: `milestone "Induction"`, `exam "placement" with grade >= "B"`, `signoff`, `contract`,
`attested`.

Met by a fact of the learner under that title (a date, yes, a grade) or by an active holding of that kind and title.
Nothing on record is unknown, and so is a fact that says neither yes nor no nor a grade; a fact that says no is not met.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from stackr._quantity import format_amount
from stackr.allocation.checks import Known
from stackr.allocation.nodes import Node
from stackr.conditions import grades as scales
from stackr.conditions.predicate import Context, Predicate
from stackr.conditions.standing import genuine, stands
from stackr.language import tree
from stackr.model.learning import FactValue, Holding
from stackr.requirements.base import ONE, ZERO, Branches, JudgedNeed, Need, Said, Weights
from stackr.requirements.builder import Builder
from stackr.requirements.compiler import Compiler
from stackr.requirements.placed import Placed
from stackr.requirements.view import View
from stackr.requirements.words import expr_words

_NO = frozenset({"no", "false", "failed", "0"})
_YES = frozenset({"yes", "true", "passed", "done", "1"})
_AGAINST = frozenset({"failed", "withdrawn", "revoked"})


@dataclass(frozen=True, slots=True)
class Evidence:
    """Evidence of `kind`, known as `name`, that meets the condition."""

    kind: str
    name: str
    condition: Predicate | None

    def found(self, context: Context) -> bool | None:
        """True, False, or None where nothing is on record."""
        answers = [self._of_fact(context)] if self.name in context.learner.facts else []
        answers += [self._of_holding(holding, context) for holding in context.learner.holdings if self._is(holding)]
        if True in answers:
            return True
        return None if not answers or None in answers else False

    def on_record(self, context: Context) -> bool:
        """Whether the record says anything of it."""
        return self.name in context.learner.facts or any(map(self._is, context.learner.holdings))

    def _is(self, holding: Holding) -> bool:
        return holding.kind == self.kind and self.name in (holding.title, holding.credential)

    def _of_holding(self, holding: Holding, context: Context) -> bool | None:
        if holding.status in _AGAINST or genuine(holding) is False:
            return False
        if stands(holding, context.as_of) is not True:
            return None
        return self.condition(holding, context) if self.condition else True

    def _of_fact(self, context: Context) -> bool | None:
        value = context.learner.facts[self.name]
        if isinstance(value, bool):
            return self._passes(value, context)
        if isinstance(value, date):
            return value <= context.as_of and self._passes(True, context)
        word = format_amount(value) if isinstance(value, Fraction) else value
        if isinstance(word, str) and word.strip().casefold() in _NO | _AGAINST:
            return False
        return self._passes(value, context)

    def _passes(self, value: FactValue, context: Context) -> bool | None:
        """A bare yes meets it if no condition is set; a grade does, or is put to the condition."""
        said = value is True or (isinstance(value, str) and value.strip().casefold() in _YES)
        if value is False or (said and self.condition is None):
            return said
        if said or isinstance(value, bool | tuple | date):
            return None
        if self.condition is None:
            return True if isinstance(value, Fraction) or _is_grade(value, context) else None
        grade = format_amount(value) if isinstance(value, Fraction) else str(value)
        return self.condition(Holding(id=f"fact {self.name}", kind=self.kind, title=self.name, grade=grade), context)


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceNeed(Need):
    """Evidence asked for."""

    evidence: Evidence

    @property
    def name(self) -> str:
        """What it is known as."""
        return self.evidence.name

    @property
    def kind(self) -> str:
        """`milestone`, `exam` …"""
        return self.evidence.kind

    def weights(self, branches: Branches) -> Weights:
        """One credit below a choice, else nothing."""
        return Weights(ONE if self.in_choice else ZERO)

    def lower(self, build: Builder) -> Node | None:
        """A check whose answer is known; unknown is not met in the sure reading."""
        found = True if build.is_waived(self.id) else self.evidence.found(build.context)
        if found is None:
            build.missing(None, self.name, self.id)
        return build.known(self, Known(self.id, not build.sure if found is None else found))

    def _words(self, found: bool | None, context: Context) -> str:
        if found is False:
            return "is on record as not met"
        on_record = self.evidence.on_record(context)
        return "is on record, and whether that is enough is not known" if on_record else "is not on record"

    def describe(self) -> str:
        """`exam placement with grade ≥ B`."""
        condition = self.evidence.condition
        with_ = f" with {expr_words(condition.tree)}" if condition else ""
        return f"{self.kind} {self.name}{with_}"

    def judge(self, view: View) -> JudgedNeed:
        """On record, refused, not on record, or not known to be enough."""
        context = view.build.context
        found = self.evidence.found(context)
        said = () if found else (Said("R106", f"{self.describe()} {self._words(found, context)}", self.clause),)
        status = view.need_status(self.id, found is True)
        return JudgedNeed(self.id, self.title or self.name, status, self.clause, reasons=said)


def _is_grade(text: str, context: Context) -> bool:
    """Whether it stands on a scale that is declared, or is a number where none is."""
    tables = context.tables
    return bool(scales.scales_with(tables, text, None)) or (
        scales.value_on(tables, text, None, None, context.as_of) is not None
    )


def compile_evidence(compiler: Compiler, placed: Placed) -> Need | None:
    """The evidence asked for."""
    node = placed.node
    assert isinstance(node, tree.EvidenceReq)
    return EvidenceNeed(
        id=placed.id,
        title=placed.title,
        clause=compiler.clause(placed.id, "requirement", node, placed.title or node.title.text),
        award=compiler.award,
        in_choice=placed.in_choice,
        evidence=Evidence(node.kind, node.title.text, compiler.optional(node.condition)),
    )
