"""A first try, from which a program is near its best: half its pivots are spared."""

from __future__ import annotations

from stackr.allocation.linear.program import Program


def first_try(program: Program) -> list[int]:
    """Columns of units at places that want them: those with few places first, each where it is worth most, then where few may count."""
    short = {need.short: need for need in program.needs}
    left = {column: need.need for column, need in short.items()}
    wanting: dict[int, list[tuple[int, int, int]]] = {}
    for column, need in short.items():
        for each, gives in need.terms.items():
            wanting.setdefault(each, []).append((column, gives, len(need.terms)))
    found = []
    for columns in sorted(program.units.values(), key=lambda columns: len(columns.at)):
        best, chosen = (0, 0), None
        for column in columns.at.values():
            brings = sum(program.cost[at] * min(gives, left[at]) for at, gives, _ in wanting.get(column, ()))
            rank = brings, -min((takers for _, _, takers in wanting.get(column, ())), default=0)
            if brings and rank > best:
                best, chosen = rank, column
        if chosen is not None:
            found.append(chosen)
            for at, gives, _ in wanting[chosen]:
                left[at] = max(0, left[at] - gives)
    return found
