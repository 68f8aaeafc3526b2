"""Why a unit fits nowhere: it would, but for a date (`too-old`), or but for a grade or level (`too-low`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from stackr.allocation.positions import bits
from stackr.allocation.problem import Problem
from stackr.conditions.predicate import Predicate
from stackr.language import tree
from stackr.requirements.base import Easier, Need
from stackr.requirements.builder import Builder
from stackr.requirements.compiled import Award
from stackr.requirements.compiler import Compiler

_LOW = frozenset({"grade", "level"})
OLD, LOW = WORDS = ("too-old", "too-low")
_TOLD = (*WORDS, "no-match", "barred", "duplicate", "reserved")
_NEVER = tree.Not(tree.Always())


def relaxed(compiler: Compiler, expr: tree.Expr) -> Easier:
    """The selector without the conditions of a word, for each word that some condition has."""
    found: dict[str, Predicate] = {}
    for word in WORDS:
        easier = _without(expr, word, compiler, frozenset(), tree.Always())
        if easier != expr:
            found[word] = compiler.predicate(easier)
    return found


def _without(node: tree.Expr, word: str, compiler: Compiler, seen: frozenset[str], settled: tree.Expr) -> tree.Expr:
    """`settled`: what a condition of the word is taken to say, so that the whole rather holds."""
    if _is(node, word):
        return settled
    if isinstance(node, tree.And | tree.Or):
        return replace(node, items=tuple(_without(item, word, compiler, seen, settled) for item in node.items))
    if isinstance(node, tree.Not):
        other = tree.Always() if settled == _NEVER else _NEVER
        return replace(node, item=_without(node.item, word, compiler, seen, other))
    if isinstance(node, tree.Code) and not node.name.quoted and node.name.text not in seen:
        let = compiler.tables.lets.get(node.name.text)
        if let is not None and let.selector is not None:
            inner = _without(let.selector, word, compiler, seen | {node.name.text}, settled)
            return node if inner == let.selector else inner
    return node


def _is(node: tree.Expr, word: str) -> bool:
    match node:
        case tree.Within() | tree.Between() | tree.Flag("expired"):
            return word == OLD
        case tree.Compare(value=date()):
            return word == OLD
        case tree.Compare(member=member) | tree.In(member=member):
            return word == LOW and member in _LOW
    return False


@lru_cache(maxsize=1024)
def _nearly(award: Award) -> tuple[tuple[Need, str], ...]:
    """Which requirements have conditions of which word."""
    return tuple((need, word) for need in award.needs.values() for word in WORDS if word in need.near)


def near_misses(builders: Sequence[Builder], problem: Problem) -> tuple[tuple[int, int, str], ...]:
    """(unit, place, word) for units eligible nowhere, at the places where they would fit without the word's conditions."""
    anywhere = 0
    for place in problem.places:
        anywhere |= place.eligible
    found = set()
    for build in builders:
        lost = build.all & ~anywhere
        if not lost:
            continue
        for need, word in _nearly(build.award):
            position = build.draft.layout.index[need.id]
            near = need.nearly(build, word, lost & ~_away(build, position, word))
            if near:
                found |= {(index, position, word) for index in range(build.n) if near >> index & 1}
    return tuple(sorted(found))


def _away(build: Builder, position: int, word: str) -> int:
    """The units taken away from the place for more than the word's conditions."""
    away, removed = build.draft.taken_away[position], build.draft.removed
    for index in bits(away):
        said = {each for each in _TOLD if (index, position, each) in removed}
        if said == {word}:
            away &= ~(1 << index)
    return away
