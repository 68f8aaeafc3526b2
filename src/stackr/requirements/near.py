"""Why a unit fits nowhere: it would, but for a date (`too-old`), or but for a grade or level (`too-low`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from stackr.allocation.problem import Problem
from stackr.conditions.predicate import Predicate
from stackr.language import tree
from stackr.requirements.builder import Builder
from stackr.requirements.compiled import Award
from stackr.requirements.compiler import Compiler

_LOW = frozenset({"grade", "level"})
WORDS = ("too-old", "too-low")


def relaxed(compiler: Compiler, expr: tree.Expr) -> tuple[tuple[str, Predicate], ...]:
    """(word, the selector without the conditions of that word), for each word that some condition has."""
    found = []
    for word in WORDS:
        easier = _without(expr, word, compiler, frozenset())
        if easier != expr:
            found.append((word, compiler.predicate(easier)))
    return tuple(found)


def _without(node: tree.Expr, word: str, compiler: Compiler, seen: frozenset[str]) -> tree.Expr:
    if _is(node, word):
        return tree.Always()
    if isinstance(node, tree.And | tree.Or):
        return replace(node, items=tuple(_without(item, word, compiler, seen) for item in node.items))
    if isinstance(node, tree.Not):
        inner = _without(node.item, word, compiler, seen)
        return tree.Always() if isinstance(inner, tree.Always) else replace(node, item=inner)
    if isinstance(node, tree.Code) and not node.name.quoted and node.name.text not in seen:
        let = compiler.tables.lets.get(node.name.text)
        if let is not None and let.selector is not None:
            inner = _without(let.selector, word, compiler, seen | {node.name.text})
            return node if inner == let.selector else inner
    return node


def _is(node: tree.Expr, word: str) -> bool:
    if word == "too-old":
        return isinstance(node, tree.Within | tree.Between)
    return isinstance(node, tree.Compare) and node.member in _LOW


@lru_cache(maxsize=1024)
def _easier(award: Award) -> tuple[tuple[str, str, Predicate], ...]:
    """(requirement, word, its selector made easier), of the whole award."""
    return tuple((need.id, word, easier) for need in award.needs.values() for word, easier in need.near)


def near_misses(builders: Sequence[Builder], problem: Problem) -> tuple[tuple[int, int, str], ...]:
    """(unit, place, word) for units eligible nowhere, at the places whose relaxed selector they meet."""
    anywhere = 0
    for place in problem.places:
        anywhere |= place.eligible
    found = set()
    for build in builders:
        lost = build.all & ~anywhere
        if not lost:
            continue
        for id, word, easier in _easier(build.award):
            position = build.draft.layout.index[id]
            near = build.sheet.true_among(easier, lost & ~build.draft.taken_away[position])
            if near:
                found |= {(index, position, word) for index in range(build.n) if near >> index & 1}
    return tuple(sorted(found))
