"""What the kinds ask while one award is compiled: predicates, amounts, clauses, scopes, and what other clauses need."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from stackr.conditions.clauses import Clause, ClauseSink
from stackr.conditions.compile import compile_expr
from stackr.conditions.lookups import KINDS
from stackr.conditions.predicate import Predicate
from stackr.conditions.scope import Scope
from stackr.diagnostics.model import Span
from stackr.diagnostics.suggest import did_you_mean
from stackr.diagnostics.undeclared import undeclared
from stackr.language import tree
from stackr.language.words import SUCH_THAT
from stackr.requirements import faults
from stackr.requirements.amounts import Measured, Op
from stackr.requirements.base import UNDECIDED, Need, Weights
from stackr.requirements.canonical import meaning
from stackr.requirements.measuring import Measuring
from stackr.requirements.placed import Placed

ZERO = Fraction(0)
_CONNECTING = ("from", "with", "per")
"""Words that may follow an amount; mistyped they look like the name of a credit unit."""
_NO_UNIT = frozenset({"point", "points", "unit", "units", "hour", "hours", "value"})
"""What follows `credit` in speech and names no unit."""


class Compiler:
    """One award being compiled. Faults go to the scope's collector; a kind that met one gives up quietly."""

    def __init__(self, qualification: tree.Qualification, scope: Scope, clauses: ClauseSink) -> None:
        self.tree = qualification
        self.scope = scope.inside_award(qualification)
        self.tables = scope.tables
        self.sink = clauses
        self.award = qualification.name.text
        self.day = self.scope.first_day
        self.credit_unit = self._credit_unit()
        unit = self.tables.credit_units.get(self.credit_unit) if self.credit_unit else None
        self.step = unit.step if unit else Fraction(1)
        self.hours = unit.hours_low if unit and unit.hours_low == unit.hours_high else None
        self.placed: dict[str, Placed] = {}
        self.needs: dict[str, Need] = {}
        self.clauses: dict[str, Clause] = {}
        self.amounts: list[Fraction] = []
        self.total: Measured | None = None
        self._open: list[str] = []
        self._begun: dict[str, Weights] = {}

    # ── names, clauses, predicates ──

    def _credit_unit(self) -> str | None:
        if self.tree.credit_unit is not None:
            return self.tree.credit_unit.text if self.known_unit(self.tree.credit_unit) else None
        level = self.tree.level
        framework = level.framework.text if level and level.framework else None
        if framework and framework in self.tables.credit_units:
            return framework
        units = self.tables.credit_units.items()
        named = sorted(name for name, unit in units if framework and unit.framework == framework)
        return named[0] if len(named) == 1 else None

    def fault(self, code: str, message: str, span: Span, help: str = "") -> None:
        """Report a fault of the rules."""
        self.scope.collector.add(code, message, span, help=help)

    def itself(self, name: tree.Name) -> None:
        """Report that a clause names itself where another is meant."""
        self.fault(faults.ITSELF, f"`{name.text}` is this clause itself", name.span, "name another clause of the award")

    def predicate(self, expr: tree.Expr) -> Predicate:
        """The expression as a three-valued test."""
        return compile_expr(expr, self.scope)

    def optional(self, expr: tree.Expr | None) -> Predicate | None:
        """The expression as a test; None for none, or where it holds of everything."""
        return None if expr is None or isinstance(expr, tree.Always) else self.predicate(expr)

    def clause(self, id: str, kind: str, node: Any, title: str = "", *resolved: str) -> Clause:
        """Register a clause; its meaning is the node's canonical form with the amounts it came to."""
        clause = self.sink.add(id, title, kind, node.meta, node.span, meaning(node, self.tables, *resolved))
        self.clauses[id] = clause
        return clause

    def label_id(self, parent: str, label: tree.Label, digest: str) -> str:
        """Id of a limit or line: `parent.name`, or the digest of what it says."""
        return f"{parent}.{label.name.text}" if label.name else f"{parent}~{digest}"

    def scope_id(self, name: tree.Name | None) -> str | None:
        """The clause that `in NAME` means: an id, a name in this award, or a unique ending.

        None for none or a fault.
        """
        if name is None:
            return None
        text = name.text
        known = [*self.placed, *self.layer_ids]
        for candidate in (text, f"{self.award}.{text}"):
            if candidate in known or candidate == self.award:
                return candidate
        ending = sorted(id for id in known if id.endswith(f".{text}"))
        if len(ending) == 1:
            return ending[0]
        if ending:
            self.fault(faults.AMBIGUOUS, f"`{text}` could be {' or '.join(ending)}", name.span, "write the whole path")
        else:
            self.fault(
                faults.UNKNOWN_NAME, f"`{text}` is not a requirement of {self.award}", name.span, self._near(text)
            )
        return None

    def _near(self, text: str) -> str:
        if text in ("credits", "hours", "total", "qualification", "programme", "degree", "all", "learning"):
            return "of the whole award: `of award`; of what counts toward it: `of counted`"
        names = sorted({id.removeprefix(f"{self.award}.") for id in self.placed if "~" not in id})
        return did_you_mean(text, names)

    @property
    def layer_ids(self) -> tuple[str, ...]:
        """Ids of the layers, in order."""
        return tuple(sorted({placed.layer for placed in self.placed.values()} - {"main"}))

    def takes_learning(self, layer: str) -> bool:
        """Whether any clause of the layer counts learning, or whether it only looks."""
        nodes = (placed.node for placed in self.placed.values() if placed.layer == layer)
        return any(
            isinstance(node, tree.UnitReq) or (isinstance(node, tree.PoolReq) and node.from_counted is None)
            for node in nodes
        )

    # ── other clauses ──

    def need(self, placed: Placed) -> Need | None:
        """The compiled requirement; compiled now if it was not yet. None after a fault."""
        from stackr.requirements.kinds import compile_need

        if placed.id in self.needs:
            return self.needs[placed.id]
        if placed.id in self._open:
            self.fault(faults.CIRCULAR, f"what {placed.id} needs depends on itself", placed.node.span)
            return None
        self._open.append(placed.id)
        compiled = compile_need(self, placed)
        self._open.pop()
        if compiled is not None:
            self.needs[placed.id] = compiled
        return compiled

    def children(self, placed: Placed) -> tuple[Need, ...]:
        """The compiled requirements below, in order of id (`when`: in the order then, otherwise)."""
        return tuple(need for need in map(self.need, placed.children) if need is not None)

    def begin(self, id: str, weights: Weights) -> None:
        """What a clause needs is known before the lines of its own block are: they may be shares of it."""
        self._begun[id] = weights

    def weights_of(self, id: str) -> Weights:
        """What the clause needs, taking every `when` both ways."""
        if id in self._begun and id not in self.needs:
            return self._begun[id]
        placed = self.placed.get(id)
        need = self.need(placed) if placed else None
        return need.weights(UNDECIDED) if need else Weights()

    def award_need(self, measure_items: bool = False) -> Fraction:
        """What the award needs: its total, else the least that its requirements count."""
        if (
            self.total is not None
            and self.total.value is not None
            and (self.total.unit == "credentials") == measure_items
        ):
            return self.total.value
        top = [placed for placed in self.placed.values() if placed.layer == "main" and placed.parent == self.award]
        weights = self.weights_of(top[0].id) if top else Weights()
        return weights.items if measure_items else weights.credits

    # ── amounts ──

    def measured(self, quantity: tree.Quantity, op: Op, within: str | None) -> Measured | None:
        """The quantity, resolved. `within`: the clause it stands in, for `of group`. None after a fault."""
        return Measuring(self).measured(quantity, op, within)

    def known_unit(self, name: tree.Name) -> bool:
        """Whether a credit unit (or a framework, whose credit is meant) of that name is declared; a fault if not."""
        if name.text in self.tables.credit_units or name.text in self.tables.frameworks:
            return True
        near = self.scope.titled(name.text, self.scope.units)
        near = near or undeclared("credit unit", name.text, [*self.tables.credit_units, *_CONNECTING])
        if name.text.lower() in KINDS:
            near = f"write `by {name.text.lower()}`"
        if name.text in _NO_UNIT:
            near = "write only `credits`: they are those of the award"
        if name.text in SUCH_THAT:
            near = f"a condition stands behind `from`: write `from` instead of `{name.text}`"
        self.fault(faults.UNKNOWN_NAME, f"there is no credit unit `{name.text}`", name.span, near)
        return False

    def known_award(self, name: tree.Name, *, on_offer: bool) -> None:
        """Report an award that nobody declares; `on_offer`: a credential of the catalogue may be one."""
        awards = self.scope.qualifications
        if awards:
            self.scope.known("award", name, awards | frozenset(self.tables.catalogue if on_offer else ()))

    @property
    def counts_items(self) -> bool:
        """Whether the award's total is a number of credentials."""
        quantity = self.tree.total.quantity if self.tree.total else None
        return quantity is not None and quantity.unit in ("credential", "credentials")

    def item_weight(self) -> Fraction:
        """What one credential weighs, in credits: 1 unless the award says."""
        quantity = self.tree.item_weight
        if quantity is None or not quantity.amount:
            return Fraction(1)
        unit = quantity.credit_unit
        if unit is None or unit.text == self.credit_unit or not self.known_unit(unit):
            return quantity.amount
        found = self._catalogue_credits(quantity.amount, unit.text)
        if found is None:
            help = "declare a conversion, or write it in the award's own unit"
            self.fault(faults.NO_CONVERSION, f"nothing converts `{unit.text}` exactly here", quantity.span, help)
        return found or Fraction(1)

    def unit_credits(self, code: str) -> Fraction | None:
        """Credits of a unit in the catalogue, in the award's credit unit; None if it is not there or not agreed."""
        items = self.tables.catalogue.get(code, ())
        own = self.tree.issuer.text if self.tree.issuer else None
        items = tuple(item for item in items if item.issuer in (None, own)) or items
        found = {
            value for item in items if (value := self._catalogue_credits(item.credits, item.credit_unit)) is not None
        }
        return found.pop() if len(found) == 1 else None

    def _catalogue_credits(self, credits: Fraction | None, unit: str | None) -> Fraction | None:
        if credits is None or unit is None or unit == self.credit_unit:
            return credits
        from stackr.requirements.credit import exact_ratio

        ratio = exact_ratio(self.tables, unit, self.credit_unit)
        return None if ratio is None else credits * ratio
