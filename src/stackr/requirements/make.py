"""Turning lines about amounts into rules: one place decides which rule a bound, a base and a `per` make."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from stackr.conditions.predicate import Predicate
from stackr.language import tree
from stackr.requirements import faults
from stackr.requirements.amounts import Measured, record_base
from stackr.requirements.attributes import ATTRIBUTES, attribute
from stackr.requirements.base import Rule
from stackr.requirements.canonical import short_digest
from stackr.requirements.compiler import Compiler
from stackr.requirements.placed import MAIN, Placed
from stackr.requirements.rules.amount import AmountRule
from stackr.requirements.rules.distinct import DistinctRule
from stackr.requirements.rules.last import LastRule
from stackr.requirements.rules.per import PerRule
from stackr.requirements.rules.record import RecordRule
from stackr.requirements.rules.yearly import YearlyRule
from stackr.requirements.words import listing


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a rule stands: its id, title and scope; `owner` is what `of group` means there."""

    id: str
    title: str
    scope: str | None
    owner: str | None
    in_choice: bool
    placed: Placed | None = None

    @classmethod
    def inside(cls, compiler: Compiler, placed: Placed, node: tree.Detail) -> Setting:
        """A line of the `with { … }` block of `placed`."""
        named = placed.node.label.name is not None or node.label.name is None
        id = compiler.label_id(placed.id if named else placed.path, node.label, short_digest(node, compiler.tables))
        return cls(id, _title(node.label), placed.id, placed.id, placed.in_choice, placed)

    @classmethod
    def limit(cls, compiler: Compiler, node: Any, scope: str | None) -> Setting:
        """A limit of the award over `scope`."""
        id = compiler.label_id(compiler.award, node.label, short_digest(node, compiler.tables))
        return cls(id, _title(node.label), scope, scope, False)

    @classmethod
    def requirement(cls, compiler: Compiler, placed: Placed, over: tree.Base | None = None) -> Setting:
        """An observer that stands as a requirement: it looks at what counts toward the award, or, in a layer that counts learning
        itself, at that layer; `over counted` is the award wherever it stands."""
        award = placed.layer == MAIN or (over is not None and over.kind == "counted")
        scope = None if award or not compiler.takes_learning(placed.layer) else placed.layer
        return cls(placed.id, placed.title, scope, None, placed.in_choice, placed)

    def common(self, compiler: Compiler, node: Any, *resolved: str) -> dict[str, Any]:
        """What every rule takes."""
        kind = "requirement" if self.placed is not None and self.placed.id == self.id else "limit"
        clause = compiler.clause(self.id, kind, node, self.title, *resolved)
        return {
            "id": self.id,
            "title": self.title,
            "clause": clause,
            "award": compiler.award,
            "scope": self.scope,
            "in_choice": self.in_choice,
        }


def _title(label: tree.Label) -> str:
    return label.title.text if label.title else ""


def amount_rule(
    compiler: Compiler,
    node: Any,
    bound: tree.Bound,
    setting: Setting,
    selector: Predicate | None,
    *,
    per: str | None = None,
    each: str | None = None,
    over: tree.Base | None = None,
    window: tree.Quantity | None = None,
) -> Rule | None:
    """The rule for `BOUND [from SELECTOR] [per X] [each X] [over BASE] [of the last W]`. None after a fault."""
    quantity = compiler.measured(bound.quantity, bound.op, setting.owner)
    if quantity is None:
        return None
    if setting.scope is None:  # of what a clause counted: what counts there is meant, unless another is named
        setting = replace(setting, scope=quantity.scope)
    live = record_base(over)
    shared = quantity.ratio is not None and quantity.base == "counted"
    ways = {
        "different ones": quantity.is_distinct,
        f"per {per}": per is not None,
        f"each {each}": each is not None,
        "of the last": window is not None,
        f"over {live}": live is not None and not quantity.is_distinct,
        "a share of what is counted": shared and not (per is not None and bound.op == "at most"),
        "in": live is not None and setting.placed is None and setting.scope is not None,
    }
    if not _one_way(compiler, node, ways) or not _of_itself(compiler, node, bound.op, quantity, setting.scope):
        return None
    if window is not None:
        return last_rule(compiler, node, bound.op, quantity, window, setting, selector)
    common = setting.common(compiler, node, quantity.words())
    if live is not None and not quantity.is_distinct:
        return RecordRule(**common, op=bound.op, quantity=quantity, over=live, selector=selector)
    if per is not None or each is not None:
        return _spread(compiler, node, bound, quantity, selector, common, per, each)
    if quantity.is_distinct:
        return DistinctRule(**common, op=bound.op, quantity=quantity, selector=selector, over_record=live is not None)
    return AmountRule(**common, op=bound.op, quantity=quantity, selector=selector)


def last_rule(
    compiler: Compiler,
    node: Any,
    op: str,
    need: Measured | None,
    window: tree.Quantity,
    setting: Setting,
    selector: Predicate | None,
) -> Rule | None:
    """`at least N of the last W credits [from SELECTOR]`; `need` None: all of them. None after a fault."""
    width = compiler.measured(window, "at least", setting.owner)
    need = need or width
    if width is None or need is None:
        return None
    if width.unit != "credits" or width.value is None:
        message = "what came last is counted in credits only"
        compiler.fault(faults.UNKNOWN_UNIT, message, node.span, "write `of the last 30 credits`")
        return None
    if op != "at least":
        message = f"of the last {width.words()} only a minimum can be asked, not `{op}`"
        compiler.fault(faults.UNKNOWN_UNIT, message, node.span, "say `at least` so much of the other learning")
        return None
    common = setting.common(compiler, node, need.words(), width.words())
    return LastRule(**common, window=width, need=need, selector=selector)


def _one_way(compiler: Compiler, node: Any, ways: dict[str, bool]) -> bool:
    """Whether the line says one way to count; a fault if it says two, of which one would be passed over."""
    asked = [words for words, said in ways.items() if said]
    if len(asked) < 2:
        return True
    message = f"`{asked[0]}` and `{asked[1]}` can't stand in one line"
    compiler.fault(faults.TWO_WAYS, message, node.span, "write a line for each")
    return False


def _of_itself(compiler: Compiler, node: Any, op: str, quantity: Measured, scope: str | None) -> bool:
    """Whether a minimum that is a share of what a clause counted is asked of that clause: it is a ceiling on the rest of it."""
    here = scope or compiler.award
    if op == "at most" or quantity.scope in (None, here):
        return True
    message = f"what counts in `{here}` can't have to be a share of what `{quantity.scope}` counted"
    compiler.fault(faults.TWO_WAYS, message, node.span, f"ask it `in {quantity.scope}`, or write `of counted`")
    return False


def _spread(
    compiler: Compiler,
    node: Any,
    bound: tree.Bound,
    quantity: Any,
    selector: Predicate | None,
    common: dict[str, Any],
    per: str | None,
    each: str | None,
) -> Rule | None:
    word = attribute(per or each or "")
    if word is None:
        told = f"it goes by {listing([f'`{name}`' for name in ATTRIBUTES], 'or')}"
        compiler.fault(faults.UNKNOWN_UNIT, f"`{per or each}` is not something a limit can go by", node.span, told)
        return None
    if bound.op == "at most":
        return PerRule(**common, quantity=quantity, attribute=word, selector=selector)
    if bound.op == "at least":
        return YearlyRule(**common, quantity=quantity, attribute=word, selector=selector)
    message = f"an exact amount per {word} can't be counted"
    compiler.fault(faults.UNKNOWN_UNIT, message, node.span, "say `at least` or `at most`")
    return None
