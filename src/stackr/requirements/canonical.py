"""The canonical form of a clause: what it says, without place, title, citation or the order of its members.

Two clauses with the same canonical form mean the same. Unnamed clauses get their ids from it, and decisions bind to it.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from stackr._digest import canonical_json, digest
from stackr._quantity import format_amount
from stackr.conditions.tables import Tables
from stackr.language import tree

_SILENT = frozenset({"span", "meta", "title"})
_ORDERED = frozenset({"Prefer"})
_DEPTH = 200


def canonical(node: Any, tables: Tables, seen: frozenset[str] = frozenset()) -> Any:
    """`node` as plain JSON values; names of `let`s and `group`s are replaced by what they stand for.

    Names that clauses carry are kept: they make the ids of what stands below.
    """
    if len(seen) > _DEPTH:
        return None
    if isinstance(node, tree.Name | tree.Text):
        return node.text
    if isinstance(node, tree.Code):
        return _code(node, tables, seen)
    if isinstance(node, tree.UseReq) and node.group.text in tables.groups and node.group.text not in seen:
        group = tables.groups[node.group.text]
        return canonical(group.requirement, tables, seen | {node.group.text})
    if isinstance(node, Fraction):
        return format_amount(node)
    if isinstance(node, date):
        return node.isoformat()
    if isinstance(node, tuple):
        return sorted((canonical(item, tables, seen) for item in node), key=canonical_json)
    if is_dataclass(node) and not isinstance(node, type):
        return _record(node, tables, seen)
    return node


def meaning(node: Any, tables: Tables, *resolved: str) -> str:
    """Digest of what a clause means; `resolved` holds the amounts that parameters and shares came to."""
    return digest([canonical(node, tables), sorted(resolved)])


def short_digest(node: Any, tables: Tables) -> str:
    """Twelve hexadecimal digits of the canonical form, for ids of unnamed clauses."""
    return digest(canonical(node, tables)).removeprefix("sha256:")[:12]


def _code(node: tree.Code, tables: Tables, seen: frozenset[str]) -> Any:
    let = None if node.name.quoted else tables.lets.get(node.name.text)
    if let is None or let.selector is None or let.name.text in seen:
        return ["Code", node.name.text]
    return canonical(let.selector, tables, seen | {let.name.text})


def _record(node: Any, tables: Tables, seen: frozenset[str]) -> Any:
    name = type(node).__name__
    values: list[Any] = [name]
    for member in fields(node):
        value = getattr(node, member.name)
        if member.name in _SILENT or value is None or value == tree.NO_LABEL:
            continue
        if isinstance(value, tuple) and name in _ORDERED:
            values.append([member.name, [canonical(item, tables, seen) for item in value]])
        else:
            values.append([member.name, canonical(value, tables, seen)])
    return values
