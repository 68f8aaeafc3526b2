"""A learner's audit painted on the stack: what is done, how far it is, what is held, under way or planned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import networkx as nx

from stackr.graph.stack import CREDENTIAL, QUALIFICATION, REQUIREMENT, key
from stackr.model.audit import Audit
from stackr.model.qualification import Progress, RequirementResult
from stackr.model.recognised import GrantedUnit
from stackr.requirements.words import counted_words

DONE = frozenset({"met", "satisfied", "conferred", "waived", "counted"})
STARTED = frozenset({"partial", "in-progress", "held"})
_OF_A_CREDENTIAL = ("planned", "in-progress", "held", "counted")
"""What a learner may have to do with a credential, the strongest last."""

_OPEN = frozenset({"unmet", "partial", "unknown"})


def paint(
    graph: nx.MultiDiGraph[str], audit: Audit, codes: Mapping[str, str | None] = MappingProxyType({})
) -> nx.MultiDiGraph[str]:
    """A copy in which nodes that the audit speaks of carry `status`, and where it has figures `progress`.

    `codes` are the credentials of the learner's holdings by id: what was learned elsewhere shows under its own code, too.
    What is in progress or planned shows on its credential (`status`), on the open requirements that it could count at
    (`under_way`, `planned`: codes), and on the qualification (`with_in_progress`, `with_planned`: shares of the whole).
    """
    painted: nx.MultiDiGraph[str] = graph.copy()
    for entry in audit.qualifications:
        _mark(painted, QUALIFICATION, entry.qualification, entry.status, entry.progress.earned)
        _ahead(painted, entry.qualification, entry.progress)
        _requirements(painted, (*entry.requirements, *entry.layers))
        for counted in entry.counted:
            if counted.code is not None:
                _credential(painted, counted.code, "counted")
    counting = {unit.holding for entry in audit.qualifications for unit in entry.counted}
    for item in audit.recognition:
        for unit in (unit for unit in item.units if unit.sure):
            own = codes.get(item.holding)
            if unit.code is not None:
                _credential(painted, unit.code, _state(unit))
            if own is not None:
                _credential(painted, own, "counted" if item.holding in counting else _state(unit))
    _toward(painted)
    return painted


def _state(unit: GrantedUnit) -> str:
    return "held" if unit.state == "earned" else unit.state.replace("_", "-")


def _credential(graph: nx.MultiDiGraph[str], code: str, status: str) -> None:
    node = key(CREDENTIAL, code)
    before = graph.nodes[node].get("status") if node in graph else None
    if before is None or _OF_A_CREDENTIAL.index(before) < _OF_A_CREDENTIAL.index(status):
        _mark(graph, CREDENTIAL, code, status)


def _ahead(graph: nx.MultiDiGraph[str], name: str, progress: Progress) -> None:
    """What the award would stand at; only where that is more than what is earned, and more than what is in progress."""
    node = key(QUALIFICATION, name)
    if node in graph and progress.in_progress != progress.earned:
        graph.nodes[node]["with_in_progress"] = progress.in_progress
    if node in graph and progress.planned != progress.in_progress:
        graph.nodes[node]["with_planned"] = progress.planned


def _requirements(graph: nx.MultiDiGraph[str], results: Iterable[RequirementResult]) -> None:
    for result in results:
        needed = counted_words(result.needed, result.unit) if result.needed is not None else ""
        figures = f"{result.counted} of {needed}" if needed else ""
        _mark(graph, REQUIREMENT, result.id, result.status, figures)
        _requirements(graph, result.children)


def _toward(graph: nx.MultiDiGraph[str]) -> None:
    """Open requirements say which learning ahead could count at them, up to those they are part of."""
    for status, member in (("in-progress", "under_way"), ("planned", "planned")):
        met: dict[str, set[str]] = {}
        for node, data in graph.nodes(data=True):
            if data["kind"] == CREDENTIAL and data.get("status") == status:
                for above in _above(graph, node):
                    met.setdefault(above, set()).add(data["name"])
        for node, names in met.items():
            graph.nodes[node][member] = ", ".join(sorted(names))


def _above(graph: nx.MultiDiGraph[str], node: str) -> set[str]:
    found: set[str] = set()
    ahead = [node]
    while ahead:
        for _, target, kind in graph.out_edges(ahead.pop(), keys=True):
            data = graph.nodes[target]
            if (
                kind == "counts-toward"
                and data["kind"] == REQUIREMENT
                and data.get("status") in _OPEN
                and target not in found
            ):
                found.add(target)
                ahead.append(target)
    return found


def _mark(graph: nx.MultiDiGraph[str], kind: str, name: str, status: str, progress: str = "") -> None:
    node = key(kind, name)
    if node in graph:
        graph.nodes[node]["status"] = status
        if progress:
            graph.nodes[node]["progress"] = progress
