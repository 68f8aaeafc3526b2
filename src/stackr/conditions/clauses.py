"""Clauses: what any reason can point at. The sink gathers them while rules are compiled and sees to it that ids are one."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field

from stackr.diagnostics.model import Collector, Related, Span
from stackr.language import tree


@dataclass(frozen=True, slots=True)
class Clause:
    """What any reason can point at. `id` is the dotted path of names; `at` is `file:line` relative to the bundle."""

    id: str
    title: str
    kind: str
    """qualification, requirement, limit, layer, route, gate, criterion, articulation, definition, ladder …"""
    source: str | None = None
    at: str = ""
    note: str | None = None
    confidence: str | None = None
    message: str | None = None
    formerly: tuple[str, ...] = ()
    meaning: str = ""
    """Digest of the clause's compiled meaning: decisions bind to it."""


ANOTHER_NAME = "give one of them another name: decisions and reasons name clauses by id"


@dataclass(slots=True)
class ClauseSink:
    """Gathers clauses by id. `version` tells versions of one qualification apart: they share ids, each version its own sink."""

    collector: Collector
    items: dict[str, Clause] = field(default_factory=dict)
    cited: dict[str, str] = field(default_factory=dict)
    """Citations by id: of clauses that are here, and of those that others stand in and that come later."""
    spans: dict[str, Span] = field(default_factory=dict)

    def add(self, id: str, title: str, kind: str, meta: tree.Meta, span: Span, meaning: str) -> Clause:
        """Register a clause; two clauses of one id are a fault, shown at both places."""
        self.cite(id, meta)
        clause = Clause(
            id=id,
            title=title,
            kind=kind,
            source=self._citation(id),
            at=span.at if span.line else "",
            note=meta.note.text if meta.note else None,
            confidence=meta.confidence.text if meta.confidence else None,
            message=meta.message.text if meta.message else None,
            formerly=tuple(sorted(name.text for name in meta.formerly)),
            meaning=meaning,
        )
        if id in self.items:
            first = (Related(self.spans[id], "the first one is here"),)
            self.collector.add("N102", f"two clauses are called `{id}`", span, help=ANOTHER_NAME, related=first)
        self.items[id] = clause
        self.spans[id] = span
        return clause

    def cite(self, id: str, meta: tree.Meta) -> None:
        """What the clause cites, and how sure that is, if it says either itself. What stands around it comes first."""
        if not meta.source and not meta.confidence:
            return
        text = meta.source.text if meta.source else self._citation(_around(id))
        sure = meta.confidence.text if meta.confidence else None
        self.cited[id] = f"{text} ({sure})" if text and sure else text or sure or ""

    def _citation(self, id: str) -> str | None:
        """What it cites itself, else what the next clause around it does: a group, the award, the ladder."""
        while id and id not in self.cited:
            id = _around(id)
        return self.cited.get(id)


def is_called(id: str, name: str) -> bool:
    """Whether the clause of that id is meant by `name`: its whole id, or its own name, which may have dots as well."""
    return id == name or id.endswith(f".{name}")


def owner_of(id: str, declared: Container[str]) -> str | None:
    """Of the names declared, the one that the clause of that id stands in, or is; names may have dots as well."""
    while id and id not in declared:
        id = _around(id)
    return id or None


def _around(id: str) -> str:
    """The id of the clause that this one stands in; nothing for one that stands by itself."""
    return id[: max(id.rfind("."), id.rfind("~"), 0)]
