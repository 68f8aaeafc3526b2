"""The codes of learning that rules name: in requirements, limits and conditions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from stackr.conditions.patterns import has_wildcard
from stackr.diagnostics.model import Span
from stackr.language import tree


def names_below(node: Any) -> Iterator[tree.Name]:
    """The names that stand for learning below a node of the rules, in order: codes, patterns of codes, names of `let`s."""
    if isinstance(node, tree.Code):
        yield node.name
    elif isinstance(node, tuple):
        for item in node:
            yield from names_below(item)
    elif is_dataclass(node) and not isinstance(node, type | Span):
        if isinstance(node, tree.UnitReq):
            yield node.code
        for part in fields(node):
            yield from names_below(getattr(node, part.name))


def is_a_code(name: tree.Name, lets: Mapping[str, tree.Let]) -> bool:
    """Whether such a name is one code: no pattern, and no `let`."""
    return not has_wildcard(name.text) if name.quoted else name.text not in lets


def named_codes(awards: Iterable[tree.Qualification], lets: Mapping[str, tree.Let]) -> frozenset[str]:
    """The codes that awards, in any version, and `let`s name."""
    below = (name for node in (*awards, *lets.values()) for name in names_below(node))
    return frozenset(name.text for name in below if is_a_code(name, lets))
