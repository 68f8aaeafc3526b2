"""Which clauses may say from when until when they are `in force`, and a fault for those whose dates nothing would heed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any, Final

from stackr.diagnostics.model import Collector, Span
from stackr.language import tree

DATED: Final = (
    tree.Qualification,
    tree.Articulation,
    tree.Credential,
    tree.Framework,
    tree.Reference,
    tree.GradeConversion,
)
"""What has versions, or holds on a day that is known wherever it is asked."""

_BY_DECLARATION: Final[dict[type, str]] = {
    tree.Qualification: "rules of an award change with its version: write the award once for each, or make the amount a "
    "`parameter` with dates",
    tree.Group: "rules of an award change with its version: write a group for each version that uses it",
    tree.Recognition: "say which day is meant: `when applied from 2026-01-01 until 2029-12-31`, or `awarded …`",
    tree.Register: "an entry has dates of its own: `UNZA from 2020-01-01 until 2029-12-31`",
    tree.Parameter: "a value has dates of its own: `90 credits from 2024-09-01`",
    tree.Definition: "write a definition for each time, under names of their own",
}


def check_dates_heeded(files: Iterable[tree.File], faults: Collector) -> None:
    """A fault for each `in force` on a clause that would apply on every day all the same."""
    for file in files:
        for declaration in file.declarations:
            help = _BY_DECLARATION.get(type(declaration), "leave it out")
            for node, meta in _clauses(declaration):
                if meta.force is not None and not isinstance(node, DATED):
                    message = "dates in force belong to a whole award, an articulation, a credential or a framework, not to this clause"
                    faults.add("T137", message, meta.force.span, help=help)


def _clauses(node: Any) -> Iterator[tuple[Any, tree.Meta]]:
    """Every node that may be cited, with what it carries."""
    if isinstance(node, tuple):
        for item in node:
            yield from _clauses(item)
    elif is_dataclass(node) and not isinstance(node, type | Span):
        meta = getattr(node, "meta", None)
        if isinstance(meta, tree.Meta):
            yield node, meta
        for part in fields(node):
            if part.name != "meta":
                yield from _clauses(getattr(node, part.name))
