"""Compiling the lines of `limits { … }`: one function per kind of line, each makes the rule of that kind."""

from __future__ import annotations

from stackr.language import tree
from stackr.requirements.base import Rule
from stackr.requirements.compiler import Compiler
from stackr.requirements.make import Setting, amount_rule
from stackr.requirements.policy.averages import average_rule
from stackr.requirements.rules.barred import BarredRule
from stackr.requirements.rules.currency import CurrencyRule
from stackr.requirements.rules.never import NeverRule
from stackr.requirements.rules.span import SpanRule


def _scopes(compiler: Compiler, names: tuple[tree.Name, ...]) -> tuple[str, ...] | None:
    """Ids of the clauses named, each once however it is called; None after a fault."""
    found = {compiler.scope_id(name) for name in names}
    return None if None in found else tuple(sorted(id for id in found if id is not None))


def compile_amount(compiler: Compiler, node: tree.Limit) -> Rule | None:
    """`at most 50% of award by rpl`, `at most 20 credits per issuer`, `at most 280 credits attempted`, …"""
    assert isinstance(node, tree.AmountLimit)
    scope = compiler.scope_id(node.scope)
    if node.scope is not None and scope is None:
        return None
    over, window = node.over, node.within_last
    if over is not None and over.scope is not None and over.kind in ("counted", "need"):
        scope = compiler.scope_id(over.scope)
    return amount_rule(
        compiler,
        node,
        node.bound,
        Setting.limit(compiler, node, scope),
        compiler.optional(node.selector),
        per=node.per,
        each=node.each,
        over=over,
        window=window,
    )


def compile_barred(compiler: Compiler, node: tree.Limit) -> Rule | None:
    """`at most one of { … }`."""
    assert isinstance(node, tree.BarredLimit)
    common = Setting.limit(compiler, node, None).common(compiler, node)
    members = sorted((compiler.predicate(member) for member in node.members), key=lambda predicate: predicate.text)
    return BarredRule(**common, n=node.n, members=tuple(members))


def compile_currency(compiler: Compiler, node: tree.Limit) -> Rule | None:
    """`awarded within 8 years of conferred, except in core`."""
    assert isinstance(node, tree.CurrencyLimit)
    common = Setting.limit(compiler, node, None).common(compiler, node)
    except_in, only_in = _scopes(compiler, node.except_in), _scopes(compiler, node.only_in)
    if except_in is None or only_in is None:
        return None
    return CurrencyRule(
        **common,
        window=compiler.predicate(node.window),
        selector=compiler.optional(node.selector),
        except_in=except_in,
        only_in=only_in,
    )


def compile_never(compiler: Compiler, node: tree.Limit) -> Rule | None:
    """`never by rpl for capstone`."""
    assert isinstance(node, tree.NeverLimit)
    common = Setting.limit(compiler, node, None).common(compiler, node)
    places = _scopes(compiler, node.places)
    if places is None:
        return None
    return NeverRule(**common, selector=compiler.predicate(node.selector), places=places)


def compile_span(compiler: Compiler, node: tree.Limit) -> Rule | None:
    """`completed within 6 years from first of SELECTOR`."""
    assert isinstance(node, tree.SpanLimit)
    scope = compiler.scope_id(node.scope)
    if node.scope is not None and scope is None:
        return None
    common = Setting.limit(compiler, node, scope).common(compiler, node)
    return SpanRule(
        **common,
        duration=node.duration,
        member=node.member,
        anchors=compiler.optional(node.anchors),
        selector=compiler.optional(node.selector),
        window=node.anchors is None,
    )


def compile_average_limit(compiler: Compiler, node: tree.Limit) -> Rule | None:
    """`grade average at least 55 over counted`."""
    assert isinstance(node, tree.AverageReq)
    return average_rule(compiler, node, Setting.limit(compiler, node, None))
