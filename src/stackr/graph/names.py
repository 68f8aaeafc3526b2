"""Codes that requirements and selectors name outright."""

from __future__ import annotations

from collections.abc import Mapping

from stackr.language import tree


def alternatives(node: tree.Requirement | None) -> tuple[tuple[str, bool], ...]:
    """(code, whether it is needed whatever is chosen) of every unit that a requirement names, in order of code."""
    found: dict[str, bool] = {}
    _collect(node, True, found)
    return tuple(sorted(found.items()))


def _collect(node: tree.Requirement | None, needed: bool, found: dict[str, bool]) -> None:
    match node:
        case tree.UnitReq():
            found[node.code.text] = found.get(node.code.text, False) or needed
        case tree.GroupReq():
            every = node.op == "all" or (len(node.children) == 1 and node.op != "at most")
            for child in node.children:
                _collect(child, needed and every, found)
        case tree.PoolReq():
            for code in named_codes(node.selector, {}):
                found.setdefault(code, False)
        case tree.WhenReq():
            _collect(node.then, False, found)
            _collect(node.otherwise, False, found)


def named_codes(expression: tree.Expr, lets: Mapping[str, tree.Let]) -> frozenset[str]:
    """Codes without wildcards that a selector names as alternatives; names of `let`s are followed."""
    match expression:
        case tree.Or():
            return frozenset().union(*(named_codes(item, lets) for item in expression.items))
        case tree.Code():
            name = expression.name
            followed = lets.get(name.text) if not name.quoted else None
            if followed is not None:
                rest = {key: value for key, value in lets.items() if key != name.text}
                return named_codes(followed.selector, rest) if followed.selector is not None else frozenset()
            return frozenset() if set("*?") & set(name.text) else frozenset({name.text})
    return frozenset()
