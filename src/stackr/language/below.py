"""What stands below a node of the rules, at any depth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar

from stackr.diagnostics.model import Span

Node = TypeVar("Node")


def below(node: Any, kind: type[Node]) -> Iterator[Node]:
    """Every node of a kind, the node itself included, in the order in which they stand."""
    if isinstance(node, kind):
        yield node
    if isinstance(node, tuple):
        for item in node:
            yield from below(item, kind)
    elif is_dataclass(node) and not isinstance(node, type | Span):
        for part in fields(node):
            yield from below(getattr(node, part.name), kind)
