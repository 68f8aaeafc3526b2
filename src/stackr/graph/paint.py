"""A learner's audit painted on the stack: what is done, how far it is, what is held."""

from __future__ import annotations

from collections.abc import Iterable

import networkx as nx

from stackr.graph.stack import CREDENTIAL, QUALIFICATION, REQUIREMENT, key
from stackr.model.audit import Audit
from stackr.model.qualification import RequirementResult

DONE = frozenset({"met", "satisfied", "conferred", "waived", "counted"})
STARTED = frozenset({"partial", "in-progress"})


def paint(graph: nx.MultiDiGraph[str], audit: Audit) -> nx.MultiDiGraph[str]:
    """A copy in which nodes that the audit speaks of carry `status`, and where it has figures `progress`."""
    painted: nx.MultiDiGraph[str] = graph.copy()
    for entry in audit.qualifications:
        _mark(painted, QUALIFICATION, entry.qualification, entry.status, entry.progress.earned)
        _requirements(painted, (*entry.requirements, *entry.layers))
        for counted in entry.counted:
            if counted.code is not None:
                _mark(painted, CREDENTIAL, counted.code, "counted")
    for item in audit.recognition:
        for unit in item.units:
            if unit.code is not None and unit.state == "earned" and unit.sure:
                _mark(painted, CREDENTIAL, unit.code, "held")
    return painted


def _requirements(graph: nx.MultiDiGraph[str], results: Iterable[RequirementResult]) -> None:
    for result in results:
        figures = f"{result.counted} of {result.needed} {result.unit}" if result.needed is not None else ""
        _mark(graph, REQUIREMENT, result.id, result.status, figures)
        _requirements(graph, result.children)


def _mark(graph: nx.MultiDiGraph[str], kind: str, name: str, status: str, progress: str = "") -> None:
    node = key(kind, name)
    if node in graph and graph.nodes[node].get("status") != "counted":
        graph.nodes[node]["status"] = status
        if progress:
            graph.nodes[node]["progress"] = progress
