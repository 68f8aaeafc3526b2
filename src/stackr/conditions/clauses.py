"""Clauses: what any reason can point at. The sink gathers them while rules are compiled and sees to it that ids are one."""

from __future__ import annotations

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
    spans: dict[str, Span] = field(default_factory=dict)

    def add(self, id: str, title: str, kind: str, meta: tree.Meta, span: Span, meaning: str) -> Clause:
        """Register a clause; two clauses of one id are a fault, shown at both places."""
        clause = Clause(
            id=id,
            title=title,
            kind=kind,
            source=meta.source.text if meta.source else None,
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
