"""Recognition compiled: definitions, articulations, ladders. Predicates where the author wrote conditions, names checked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from itertools import product
from typing import Any, Final

from stackr._digest import digest
from stackr.conditions.clauses import ClauseSink
from stackr.conditions.compile import compile_expr, text_of
from stackr.conditions.predicate import Predicate
from stackr.conditions.scope import Scope
from stackr.language import tree
from stackr.requirements.faults import ITSELF
from stackr.rulebook.book import Articulation, Criterion, Definition, Gate, Ladder, Route
from stackr.rulebook.expansion import MOST_LEVELS
from stackr.rulebook.offers import check_share, check_side, check_unit


def meaning(node: Any, scope: Scope) -> str:
    """Digest of what a node says, without its place and citation."""
    return digest(text_of(node, scope))


class Definitions:
    """Compiles definitions, those they extend first."""

    def __init__(self, declared: dict[str, tree.Definition], scope: Scope, sink: ClauseSink) -> None:
        self.declared, self.scope, self.sink = declared, scope, sink
        self.done: dict[str, Definition] = {}
        self._open: list[str] = []

    def all(self) -> dict[str, Definition]:
        """Every definition, by name."""
        for name in sorted(self.declared):
            self._compile(name)
        self._tell_circles()
        return dict(sorted(self.done.items()))

    def _tell_circles(self) -> None:
        """Definitions whose criteria come back to them: what they say would hang on which is asked first."""
        asked = {name: self._asked(node.criteria) & self.declared.keys() for name, node in self.declared.items()}
        left = {name for name, others in asked.items() if others}
        while ends := {name for name in left if not asked[name] & left or not any(name in asked[o] for o in left)}:
            left -= ends
        for name in sorted(left):
            told = f"`{name}` asks, by way of its criteria, whether it is met itself"
            self.scope.fault("N104", told, self.declared[name].name.span, "end in codes and members")

    def _asked(self, node: Any, seen: frozenset[str] = frozenset()) -> set[str]:
        """The definitions that an expression asks for, itself or by a `let`."""
        if isinstance(node, tree.Classified):
            return {node.definition.text}
        if isinstance(node, tuple):
            return set[str]().union(*(self._asked(item, seen) for item in node))
        if isinstance(node, tree.Code) and not node.name.quoted and node.name.text not in seen:
            let = self.scope.tables.lets.get(node.name.text)
            return self._asked(let.selector, seen | {node.name.text}) if let is not None else set()
        if is_dataclass(node):
            return set[str]().union(*(self._asked(getattr(node, item.name), seen) for item in fields(node)))
        return set()

    def _compile(self, name: str) -> Definition | None:
        if name in self.done:
            return self.done[name]
        node = self.declared[name]
        if name in self._open:
            self.scope.fault("N104", f"`{name}` extends itself", node.name.span, "remove one of the `extends`")
            return None
        if len(self._open) >= MOST_LEVELS:
            told = f"definitions that extend one another more than {MOST_LEVELS} deep"
            self.scope.fault("N112", told, node.name.span, "extend fewer by one another")
            return None
        self._open.append(name)
        inherited = self._inherited(node)
        self._open.pop()
        title = node.title.text if node.title else name
        clause = self.sink.add(name, title, "definition", node.meta, node.span, meaning(node, self.scope))
        own = {criterion.name.text: self._criterion(name, criterion) for criterion in node.criteria}
        blank = {item.text: self._blank(name, item, note) for item, note in node.blanks}
        criteria = inherited | own | blank
        self.done[name] = Definition(clause, node.outcome, tuple(criteria[key] for key in criteria))
        return self.done[name]

    def _inherited(self, node: tree.Definition) -> dict[str, Criterion]:
        """The criteria of the definitions it extends, by name. Of two that differ the author has to say which: no order decides."""
        said_here = {item.name.text for item in node.criteria} | {name.text for name, _ in node.blanks}
        inherited: dict[str, Criterion] = {}
        for base in node.extends:
            found = self._compile(base.text) if self.scope.known("definition", base, self.declared) else None
            for criterion in found.criteria if found else ():
                name = criterion.name
                other = inherited.setdefault(name, criterion)
                if other.clause.id != criterion.clause.id and name not in said_here:
                    told = f"`{name}` is a criterion of two definitions: {other.clause.id} and {criterion.clause.id}"
                    self.scope.fault("N103", told, base.span, f"say here what `{name}` asks, or extend one of them")
        return inherited

    def _criterion(self, owner: str, node: tree.Criterion) -> Criterion:
        id = f"{owner}.{node.name.text}"
        title = node.title.text if node.title else node.name.text
        clause = self.sink.add(id, title, "criterion", node.meta, node.span, meaning(node.condition, self.scope))
        return Criterion(node.name.text, clause, compile_expr(node.condition, self.scope), node.optional, node.excludes)

    def _blank(self, owner: str, name: tree.Name, note: tree.Text | None) -> Criterion:
        """What a national profile leaves open: never met and never failed."""
        meta = tree.Meta(note=note, message=note)
        clause = self.sink.add(f"{owner}.{name.text}", name.text, "criterion", meta, name.span, "")
        return Criterion(name.text, clause, None)


def articulations(declared: dict[str, tree.Articulation], scope: Scope, sink: ClauseSink) -> dict[str, Articulation]:
    """Every articulation, by name."""
    found = {}
    for name, node in sorted(declared.items()):
        title = node.title.text if node.title else name
        clause = sink.add(name, title, "articulation", node.meta, node.span, meaning(node, scope))
        grade = compile_expr(node.minimum_grade, scope) if node.minimum_grade is not None else None
        if not node.sources or not node.targets:
            if _misread(node, scope):
                continue
            scope.fault("T129", f"`{name}` needs a source and a target", node.span, "write `from A of X; to B`")
            continue
        for side in (*node.sources, *node.targets):
            check_side(side, scope.units, scope.tables.frameworks, scope.collector)
        for source, target in product(node.sources, node.targets):
            if (unit := _named(target)) is not None and _named(source) == unit:
                told = f"`{unit[0]}` of {unit[1]} stands on both sides"
                scope.fault(
                    ITSELF, told, target.span, "an articulation leads from what one body gives to what another has"
                )
        check_share(node.match, "a match", node.span, scope.collector)
        found[name] = Articulation(clause, node, grade)
    return found


def _misread(node: tree.Articulation, scope: Scope) -> bool:
    """Whether a line of it could not be read: what seems to be missing may stand there."""
    first, last = node.span.line, node.span.end_line
    read = (found.span for found in scope.collector.items if found.code.startswith("S"))
    return any(span.file == node.span.file and first <= span.line <= last for span in read)


def _named(side: tree.ArticulationSide) -> tuple[str, str] | None:
    """The unit of a side, where it says whose it is; each other side names another."""
    return (side.code.text, side.issuer.text) if side.code and side.issuer else None


def ladders(declared: dict[str, tree.Recognition], scope: Scope, sink: ClauseSink) -> dict[str, Ladder]:
    """Every ladder, by name. Two ladders for one body are a fault: which decides would be a guess."""
    found: dict[str, Ladder] = {}
    decides: dict[str, str] = {}
    for name, node in sorted(declared.items()):
        found[name] = _ladder(name, node, scope, sink)
        for body in node.bodies:
            other = decides.setdefault(body.text, name)
            if other != name:
                message = f"both `{other}` and `{name}` decide for {body.text}"
                scope.fault("N108", message, body.span, "let one of them decide, and name the other in `recognised by`")
    return found


def _ladder(name: str, node: tree.Recognition, scope: Scope, sink: ClauseSink) -> Ladder:
    inside = scope.inside(body=node.bodies[0].text if len(node.bodies) == 1 else None)
    title = node.title.text if node.title else name
    clause = sink.add(name, title, "ladder", node.meta, node.span, meaning(node, scope))
    gates = tuple(_gate(name, gate, inside, sink) for gate in node.gates)
    routes = tuple(_route(name, route, rank, inside, sink) for rank, route in enumerate(node.routes))
    refusal = None
    if node.refusal is not None:
        said = meaning(node.refusal, scope)
        refusal = sink.add(f"{name}.refuse", "Refusal", "refusal", node.refusal.meta, node.refusal.span, said)
    return Ladder(clause, node, frozenset(body.text for body in node.bodies), gates, routes, refusal)


def _gate(owner: str, node: tree.Gate, scope: Scope, sink: ClauseSink) -> Gate:
    id = f"{owner}.{node.name.text}"
    clause = sink.add(id, node.name.text, "gate", node.meta, node.span, meaning(node, scope))
    conditions = []
    for condition, meta in node.conditions:
        said = meaning(condition, scope)
        meta = meta if meta.message is not None else replace(meta, message=node.meta.message)
        line = f"{id}~{said.removeprefix('sha256:')[:12]}"
        span = getattr(condition, "span", node.span)
        conditions.append((sink.add(line, node.name.text, "gate", meta, span, said), compile_expr(condition, scope)))
    return Gate(clause, tuple(conditions))


_HEEDED: Final[dict[str, tuple[set[str], Callable[[tree.Route], bool]]]] = {
    "evidence": ({"rpl"}, lambda node: node.evidence is not None),
    "each outcome met to": ({"rpl", "agreement"}, lambda node: node.outcome_share is not None),
    "unless substantial difference": ({"assessment"}, lambda node: bool(node.differences)),
    "refers within": ({"assessment", "rpl"}, lambda node: node.deadline is not None),
    "counts as issued by": ({"rpl"}, lambda node: node.counts_as_issued_by is not None),
}
"""Parts of a route that only some kinds of route ask for, and whether a route says them."""


def _heeded(node: tree.Route, scope: Scope) -> None:
    """A part that this kind of route does not ask for is a fault: it would be passed over."""
    for words, (kinds, said) in _HEEDED.items():
        if node.kind not in kinds and said(node):
            message = f"a route of the kind `{node.kind}` does not ask `{words}`"
            scope.fault(
                "T133",
                message,
                node.span,
                f"that is for {' and '.join(sorted(kinds))}; write what is meant after `when`",
            )


def _route(owner: str, node: tree.Route, rank: int, scope: Scope, sink: ClauseSink) -> Route:
    _heeded(node, scope)
    if node.outcome_share is not None and node.outcome_share.unit is None:
        check_share(node.outcome_share.amount, "a share of outcomes", node.outcome_share.span, scope.collector)
    cap = node.grants.cap if node.grants is not None else None
    if cap is not None and cap.credit_unit is not None:
        check_unit(cap.credit_unit.text, cap.credit_unit.span, scope.units, scope.collector)
    if cap is not None and cap.parameter is not None:
        scope.known("parameter", cap.parameter, scope.tables.parameters)
    title = node.title.text if node.title else node.name.text
    clause = sink.add(f"{owner}.{node.name.text}", title, "route", node.meta, node.span, meaning(node, scope))
    return Route(
        clause=clause,
        tree=node,
        rank=rank,
        condition=_optional(node.condition, scope),
        bars=_optional(node.bars, scope),
        current=_optional(node.evidence.current if node.evidence else None, scope),
        apply_within=_optional(node.apply_within, scope),
        never_for=frozenset(place.text for place in node.never_for),
    )


def _optional(expr: tree.Expr | None, scope: Scope) -> Predicate | None:
    return compile_expr(expr, scope) if expr is not None else None
