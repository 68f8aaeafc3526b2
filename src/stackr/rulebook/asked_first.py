"""What items of a catalogue ask first or beside them, told in codes: `let`s, groups and patterns are followed, amounts are counted out.

`20 credits from A or B or P`, where A and B have 10 credits and P has 20, is as good as two of { A; B; P; P }: a code that stands
there twice counts twice. What is told by more than codes (`20 credits from level >= 7`) stays as it is: a person sees to it. Where
codes tell a part of it (`300 hours from A or B` is one of the two at least), it stands beside that part.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, gcd, lcm

from stackr.conditions.compile import compile_expr
from stackr.conditions.patterns import has_wildcard, matcher
from stackr.conditions.predicate import Predicate
from stackr.conditions.scope import Scope
from stackr.conditions.tables import CatalogueItem
from stackr.diagnostics.model import Span
from stackr.language import tree

Catalogue = Mapping[str, tuple[CatalogueItem, ...]]
MOST_COPIES = 1000
"""So often one code may stand in a group; of a pool of finer amounts codes tell no more than that one of them is asked."""


def in_codes(
    catalogue: Catalogue,
    lets: Mapping[str, tree.Let],
    groups: Mapping[str, tree.Group],
    parameters: Mapping[str, tree.Parameter],
) -> dict[str, tuple[CatalogueItem, ...]]:
    """The catalogue with the prerequisites and corequisites of its items in codes."""
    told = _Told(catalogue, lets, groups, parameters)
    return {code: tuple(map(told.item, items)) for code, items in catalogue.items()}


def conditions(catalogue: Catalogue, scope: Scope) -> dict[tree.Expr, Predicate]:
    """Every condition in what items ask first or beside them, compiled; what it names and nobody declares is a fault.

    An item is asked in the terms of the award that it is taken for: a bare level goes by that award's framework.
    """
    found: dict[tree.Expr, Predicate] = {}
    items = (item for code in sorted(catalogue) for item in catalogue[code])
    for node in (node for item in items for node in (item.prerequisite, item.corequisite) if node is not None):
        _compile(node, scope, found)
    return found


def _compile(node: tree.Requirement, scope: Scope, found: dict[tree.Expr, Predicate]) -> None:
    match node:
        case tree.GroupReq(children=children):
            for child in children:
                _compile(child, scope, found)
        case tree.WhenReq(then=then, otherwise=otherwise):
            for branch in (then, otherwise):
                if branch is not None:
                    _compile(branch, scope, found)
        case tree.AwardReq(award=award) if scope.qualifications:
            scope.known("award", award, scope.qualifications | scope.tables.catalogue.keys())
        case tree.PoolReq(bounds=bounds):
            for name in (bound.quantity.parameter for bound in bounds):
                if name is not None:
                    scope.known("parameter", name, scope.tables.parameters)
        case tree.UseReq(group=group):
            scope.known("group", group, scope.tables.groups)
    asked = (getattr(node, "condition", None), getattr(node, "selector", None))
    for expr in asked:
        if expr is not None and expr not in found:
            found[expr] = compile_expr(expr, scope)


@dataclass(frozen=True, slots=True)
class _Told:
    catalogue: Catalogue
    lets: Mapping[str, tree.Let]
    groups: Mapping[str, tree.Group]
    parameters: Mapping[str, tree.Parameter]

    def item(self, item: CatalogueItem) -> CatalogueItem:
        if item.prerequisite is None and item.corequisite is None:
            return item
        first, beside = (
            None if node is None else self.need(node, frozenset()) for node in (item.prerequisite, item.corequisite)
        )
        return replace(item, prerequisite=first, corequisite=beside)

    def need(self, node: tree.Requirement, seen: frozenset[str]) -> tree.Requirement:
        """`seen`: names that led here; a circle of them is a fault that is told elsewhere."""
        match node:
            case tree.UnitReq(code=name, condition=condition):
                codes = self.codes(tree.Code(name), frozenset())
                plain = codes is None or (codes == {name.text} and not has_wildcard(name.text))
                return node if plain or codes is None else self._any_of(codes, node.span, condition)
            case tree.UseReq(group=group) if group.text in self.groups and group.text not in seen:
                return self.need(self.groups[group.text].requirement, seen | {group.text})
            case tree.GroupReq(children=children):
                return replace(node, children=tuple(self.need(child, seen) for child in children))
            case tree.WhenReq(then=then, otherwise=otherwise):
                other = None if otherwise is None else self.need(otherwise, seen)
                return replace(node, then=self.need(then, seen), otherwise=other)
            case tree.PoolReq():
                return self._pool(node)
        return node

    def codes(self, expr: tree.Expr, seen: frozenset[str]) -> frozenset[str] | None:
        """The codes that a selector consists of, patterns as they are written; None where it says anything else."""
        match expr:
            case tree.Or(items=items):
                parts = [self.codes(item, seen) for item in items]
                return None if None in parts else frozenset[str]().union(*(part for part in parts if part is not None))
            case tree.Code(name=name):
                let = self.lets.get(name.text) if not name.quoted else None
                if let is None:
                    return frozenset({name.text})
                if let.selector is None or name.text in seen:
                    return None
                return self.codes(let.selector, seen | {name.text})
        return None

    def _pool(self, node: tree.PoolReq) -> tree.Requirement:
        codes = self.codes(node.selector, frozenset())
        if codes is None:
            return node
        wanted = [bound for bound in node.bounds if bound.op != "at most" and self._amount(bound.quantity) != 0]
        told = [self._bound(bound.quantity, codes, node) for bound in wanted]
        asked = [self._any_of(codes, node.span) if group is None else group for group in told]
        if None in told or node.details:
            asked.append(node)
        return asked[0] if len(asked) == 1 else tree.GroupReq("all", 0, tuple(asked), span=node.span)

    def _bound(self, asked: tree.Quantity, codes: frozenset[str], node: tree.PoolReq) -> tree.Requirement | None:
        """So much of these; None where codes do not tell it."""
        amount = self._amount(asked)
        if amount is None or asked.unit not in ("credentials", "credits"):
            return None
        if asked.unit == "credentials" and amount <= 1:
            return self._any_of(codes, node.span)
        listed = self._listed(codes)
        if asked.unit == "credentials":
            return _group(ceil(amount), listed, node.span)
        sizes = {code: self._credits(code, amount) for code in listed}
        step = _step((amount, *sizes.values()))
        copies = {code: int(size / step) for code, size in sizes.items()}
        if max(copies.values(), default=0) > MOST_COPIES or not self._in_one_unit(listed, asked.credit_unit):
            return None
        return _group(ceil(amount / step), [code for code in listed for _ in range(copies[code])], node.span)

    def _amount(self, asked: tree.Quantity) -> Fraction | None:
        """The number; None of a parameter with dates, for the award says which of its values is meant."""
        if asked.parameter is None:
            return asked.amount
        values = self.parameters[asked.parameter.text].values if asked.parameter.text in self.parameters else ()
        lasting = [value for value, days in values if days == tree.Interval() and value.base is None]
        return lasting[0].amount if len(values) == len(lasting) == 1 and lasting[0].unit in (None, asked.unit) else None

    def _in_one_unit(self, codes: Iterable[str], asked: tree.Name | None) -> bool:
        """Whether all credits are told in one unit, so that they can be added up without the conversions of an award."""
        units = {item.credit_unit for code in codes for item in self.catalogue.get(code, ())}
        return units <= {asked.text} if asked is not None else len(units) <= 1

    def _any_of(self, codes: frozenset[str], span: Span, condition: tree.Expr | None = None) -> tree.Requirement:
        """One of them; a pattern stands beside what it stands for, for what is held and in no catalogue."""
        found = sorted({*codes, *self._listed(codes)})
        return _group(1, found, span, condition)

    def _listed(self, codes: Iterable[str]) -> list[str]:
        """Codes, and those of the catalogue that a pattern stands for."""
        found: set[str] = set()
        for code in codes:
            found |= set(filter(matcher(code), self.catalogue)) if has_wildcard(code) else {code}
        return sorted(found)

    def _credits(self, code: str, enough: Fraction) -> Fraction:
        """What one counts, at most `enough`; of what has no known credits, nobody can say that it is not enough."""
        sizes = [item.credits for item in self.catalogue.get(code, ())]
        known = [size for size in sizes if size is not None]
        return min(min(known), enough) if sizes and len(known) == len(sizes) else enough


def _step(sizes: Iterable[Fraction]) -> Fraction:
    """The greatest amount of which each is a multiple."""
    found = [size for size in sizes if size]
    scale = lcm(*(size.denominator for size in found))
    return Fraction(gcd(*(int(size * scale) for size in found)), scale)


def _group(least: int, codes: Iterable[str], span: Span, condition: tree.Expr | None = None) -> tree.GroupReq:
    units = tuple(tree.UnitReq(tree.Name(code, span, quoted=True), condition, span=span) for code in sorted(codes))
    return tree.GroupReq("at least", least, units, span=span)
