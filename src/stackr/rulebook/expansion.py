"""How large a declaration is once the names in it are replaced by what they stand for.

A few lines of `let` or `group` that use one another twice would otherwise stand for more clauses than there are atoms. Sizes
are counted without replacing anything; what is too large is reported and does not take part.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from stackr.diagnostics.model import Collector
from stackr.language import tree
from stackr.rulebook.gather import Declared

MOST_NODES = 100_000
"""Words and clauses of one declaration, names replaced."""

MOST_LEVELS = 150
"""Clauses within one another, names replaced."""


@dataclass(slots=True)
class _Size:
    """Nodes and levels of its own, and for each name used how often and how deep at most."""

    nodes: int
    levels: int
    uses: Mapping[str, tuple[int, int]]


def leave_out_too_large(declared: Declared, faults: Collector) -> None:
    """Report each `let`, `group` and qualification that is too large, and put a harmless one, or none, in its place."""
    lets, groups = declared.all(tree.Let), declared.all(tree.Group)
    names = {f"let {item.name.text}": item for item in lets} | {f"group {item.name.text}": item for item in groups}
    awards = declared.all(tree.Qualification)
    if not names:
        return
    totals: dict[str, tuple[int, int]] = {}
    sizes = {name: _measure(item, names) for name, item in names.items()}
    for name in names:
        _total(name, sizes, totals)
    in_awards = _reached((use for award in awards for use in _measure(award, names).uses), sizes)
    for name in _in_circles(sizes):
        _tell_circle(names[name], name in in_awards, faults)
    large = {name for name, total in totals.items() if _too_large(total)}
    for name in sorted(large):
        if not any(use in large for use in sizes[name].uses):
            _report(names[name], totals[name], faults)
    declared.by_type[tree.Let] = [_harmless(item) if f"let {item.name.text}" in large else item for item in lets]
    declared.by_type[tree.Group] = [_harmless(item) if f"group {item.name.text}" in large else item for item in groups]
    kept = []
    for award in awards:
        size = _measure(award, names)
        total = _sum(size, {use: totals[use] for use in size.uses if use not in large})
        if _too_large(total):
            _report(award, total, faults)
        else:
            kept.append(award)
    declared.by_type[tree.Qualification] = kept


def _tell_circle(item: Any, in_award: bool, faults: Collector) -> None:
    """A circle of `let`s; one of groups that no award uses: an award that does is told where it does."""
    name = item.name
    if isinstance(item, tree.Let):
        faults.add(
            "N104", f"`{name.text}` is defined by itself", name.span, help="a `let` must end in codes and members"
        )
    elif not in_award:
        faults.add("N111", f"group `{name.text}` uses itself", name.span)


def _reached(start: Iterable[str], sizes: Mapping[str, _Size]) -> set[str]:
    """These names and all that they lead to."""
    found: set[str] = set()
    pending = list(start)
    while pending:
        name = pending.pop()
        if name not in found:
            found.add(name)
            pending.extend(sizes[name].uses)
    return found


def _too_large(total: tuple[int, int]) -> bool:
    return total[0] > MOST_NODES or total[1] > MOST_LEVELS


def _report(item: Any, total: tuple[int, int], faults: Collector) -> None:
    nodes = total[0]
    told = (
        f"more than {MOST_NODES:,} words"
        if nodes > MOST_NODES
        else f"clauses more than {MOST_LEVELS} deep in one another"
    )
    message = f"`{item.name.text}` stands for {told}, once the names in it are replaced"
    faults.add("N112", message, item.name.span, help="name fewer things by one another")


def _harmless(item: Any) -> Any:
    if isinstance(item, tree.Let):
        return replace(item, selector=tree.Always())
    return replace(item, requirement=tree.UnitReq(tree.Name("-")))


def _in_circles(sizes: Mapping[str, _Size]) -> list[str]:
    """The names that come back to themselves through what they use."""
    ways = {name: len(size.uses) for name, size in sizes.items()}
    used_by: dict[str, list[str]] = {name: [] for name in sizes}
    for name, size in sizes.items():
        for use in size.uses:
            used_by[use].append(name)
    ends = [name for name, left in ways.items() if not left]
    while ends:
        end = ends.pop()
        del ways[end]
        for name in used_by[end]:
            ways[name] -= 1
            if not ways[name]:
                ends.append(name)
    if not ways:
        return []
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph((name, use) for name in ways for use in sizes[name].uses if use in ways)
    groups = nx.strongly_connected_components(graph)
    return sorted(name for group in groups for name in group if len(group) > 1 or graph.has_edge(name, name))


def _total(start: str, sizes: Mapping[str, _Size], totals: dict[str, tuple[int, int]]) -> None:
    """Add up along the names used, those used first; a name that comes back to itself adds nothing (told elsewhere)."""
    pending, opened = [start], set()
    while pending:
        name = pending[-1]
        left = [use for use in sizes[name].uses if use not in totals and use not in opened]
        if name not in opened and left:
            opened.add(name)
            pending.extend(left)
            continue
        opened.add(name)
        pending.pop()
        if name not in totals:
            totals[name] = _sum(sizes[name], totals)


def _sum(size: _Size, totals: Mapping[str, tuple[int, int]]) -> tuple[int, int]:
    nodes, levels = size.nodes, size.levels
    for name, (times, depth) in size.uses.items():
        more, deeper = totals.get(name, (0, 0))
        nodes += times * more
        levels = max(levels, depth + deeper)
    return min(nodes, MOST_NODES + 1), min(levels, MOST_LEVELS + 1)


def _measure(item: Any, names: Mapping[str, Any]) -> _Size:
    nodes = levels = 0
    times: Counter[str] = Counter()
    depths: dict[str, int] = {}
    for node, level in _walk(item):
        nodes, levels = nodes + 1, max(levels, level)
        name = _named(node)
        if name in names:
            times[name] += 1
            depths[name] = max(depths.get(name, 0), level)
    return _Size(nodes, levels, {name: (count, depths[name]) for name, count in times.items()})


def _named(node: Any) -> str:
    """The `let` or `group` that a node may name."""
    if isinstance(node, tree.Code):
        return "" if node.name.quoted else f"let {node.name.text}"
    return f"group {node.group.text}" if isinstance(node, tree.UseReq) else ""


def _walk(item: Any) -> Iterator[tuple[Any, int]]:
    """Every node below, with its level."""
    pending = [(item, 0)]
    while pending:
        node, level = pending.pop()
        if isinstance(node, tuple):
            pending.extend((each, level) for each in node)
        elif is_dataclass(node) and not isinstance(node, tree.Name | tree.Text):
            yield node, level
            pending.extend(
                (getattr(node, each.name), level + 1) for each in fields(node) if each.name not in ("span", "meta")
            )
