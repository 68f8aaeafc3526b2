"""Rules changed a little, one clause at a time: a change that no scenario notices shows a clause that nothing protects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from stackr.diagnostics.model import Collector, Severity, Span
from stackr.language import tree
from stackr.rulebook.book import RuleBook
from stackr.rulebook.bundle import Bundle
from stackr.rulebook.load import compile_bundle
from stackr.testing.run import awards_of, run_scenario


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: in words, where, and whether some scenario failed because of it."""

    change: str
    span: Span
    noticed: bool


def mutate(book: RuleBook) -> Iterator[Mutant]:
    """Every mutant of every qualification, tried on the scenarios about it that passed before. Deterministic."""
    passing = [s for s in book.scenarios if run_scenario(book, s)[0].passed]
    for file in book.files:
        for index, item in enumerate(file.declarations):
            if isinstance(item, tree.Qualification):
                near = [s for s in passing if item.name.text in (awards_of(book, s) or (item.name.text,))]
                for change, span, changed in _changes(item):
                    declarations = (*file.declarations[:index], changed, *file.declarations[index + 1 :])
                    mutant = _compiled(book, replace(file, declarations=declarations))
                    if mutant is not None:
                        noticed = any(not run_scenario(mutant, s)[0].passed for s in near)
                        yield Mutant(change, span, noticed)


def _compiled(book: RuleBook, changed: tree.File) -> RuleBook | None:
    files: Mapping[str, tree.File] = {file.path: changed if file.path == changed.path else file for file in book.files}
    bundle = Bundle(files=dict(files), folders=dict(book.folders), collector=Collector())
    mutant, diagnostics = compile_bundle(bundle)
    return None if any(d.severity is Severity.ERROR for d in diagnostics) else mutant


def _changes(item: tree.Qualification) -> Iterator[tuple[str, Span, tree.Qualification]]:
    for index, limit in enumerate(item.limits):
        kept = (*item.limits[:index], *item.limits[index + 1 :])
        yield f"without {_called(limit)}", limit.span, replace(item, limits=kept)
        if isinstance(limit, tree.AmountLimit):
            for words, bound in _moved(limit.bound):
                limits = (*item.limits[:index], replace(limit, bound=bound), *item.limits[index + 1 :])
                yield f"{_called(limit)} with {words}", limit.span, replace(item, limits=limits)
    for index, layer in enumerate(item.layers):
        kept_layers = (*item.layers[:index], *item.layers[index + 1 :])
        yield f"without {_called(layer)}", layer.span, replace(item, layers=kept_layers)
        for change, span, requirement in _requirement(layer.requirement):
            moved = replace(layer, requirement=requirement)
            layers = (*item.layers[:index], moved, *item.layers[index + 1 :])
            yield f"{_called(layer)}: {change}", span, replace(item, layers=layers)
    if item.requirement is not None:
        for change, span, requirement in _requirement(item.requirement):
            yield change, span, replace(item, requirement=requirement)


def _requirement(node: Any) -> Iterator[tuple[str, Span, Any]]:
    if isinstance(node, tree.WhenReq):
        yield from _branches(node)
    if isinstance(node, tree.PoolReq):
        for index, bound in enumerate(node.bounds):
            for words, moved in _moved(bound):
                bounds = (*node.bounds[:index], moved, *node.bounds[index + 1 :])
                yield f"{_called(node)} with {words}", node.span, replace(node, bounds=bounds)
    if isinstance(node, tree.PoolReq | tree.GroupReq):
        for index, detail in enumerate(node.details):
            details = (*node.details[:index], *node.details[index + 1 :])
            yield f"{_called(node)} without a line of its `with`", detail.span, replace(node, details=details)
    if isinstance(node, tree.GroupReq):
        if node.op == "all" and len(node.children) > 1:
            yield f"{_called(node)}: any instead of all", node.span, replace(node, op="any", n=1)
        if node.op in ("any", "exactly", "at least") and 0 < node.n < len(node.children):
            yield f"{_called(node)}: one more of them", node.span, replace(node, op="at least", n=node.n + 1)
        for index, child in enumerate(node.children):
            for change, span, changed in _requirement(child):
                children = (*node.children[:index], changed, *node.children[index + 1 :])
                yield change, span, replace(node, children=children)


def _branches(node: tree.WhenReq) -> Iterator[tuple[str, Span, Any]]:
    for change, span, changed in _requirement(node.then):
        yield change, span, replace(node, then=changed)
    for change, span, changed in _requirement(node.otherwise) if node.otherwise is not None else ():
        yield change, span, replace(node, otherwise=changed)


def _moved(bound: tree.Bound) -> Iterator[tuple[str, tree.Bound]]:
    """The bound a little lower and a little higher: by one, a share by one hundredth."""
    amount = bound.quantity.amount
    if amount is None:
        return
    step, unit = (Fraction(1, 100), "a hundredth") if bound.quantity.unit is None else (Fraction(1), "one")
    for words, moved in ((f"{unit} less", amount - step), (f"{unit} more", amount + step)):
        if moved > 0:
            yield words, replace(bound, quantity=replace(bound.quantity, amount=moved))


def _called(node: Any) -> str:
    return str(node.label.name.text) if node.label.name else "an unnamed clause"
