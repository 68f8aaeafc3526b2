"""What a programme office asks of the stack: where a credential leads, what leads nowhere, what everything hangs on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import networkx as nx

from stackr.graph.stack import CREDENTIAL, QUALIFICATION, EdgeKind

FORWARD: tuple[EdgeKind, ...] = ("counts-toward", "equivalent", "embeds")
"""Edges along which learning moves on."""


def only(graph: nx.MultiDiGraph[str], kinds: Iterable[str]) -> nx.DiGraph[str]:
    """The plain graph of the edges of some kinds, in order of name; nodes without any are kept."""
    wanted = set(kinds)
    plain: nx.DiGraph[str] = nx.DiGraph()
    plain.add_nodes_from(sorted(graph.nodes))
    plain.add_edges_from(sorted({(s, t) for s, t, kind in graph.edges(keys=True) if kind in wanted}))
    return plain


def of_kind(graph: nx.MultiDiGraph[str], kind: str) -> list[str]:
    """The nodes of a kind, in order."""
    return sorted(node for node, data in graph.nodes(data=True) if data["kind"] == kind)


def leads_to(graph: nx.MultiDiGraph[str], node: str) -> list[str]:
    """Qualifications that a credential (or award) counts toward, directly or through others. Raises `KeyError`."""
    if node not in graph:
        raise KeyError(node)
    reached = nx.descendants(only(graph, FORWARD), node)
    return sorted(found for found in reached if graph.nodes[found]["kind"] == QUALIFICATION)


def orphans(graph: nx.MultiDiGraph[str]) -> list[str]:
    """Credentials that stack to no qualification, neither themselves nor through what they are equivalent to."""
    forward = only(graph, FORWARD)
    back = forward.reverse(copy=False)
    fed: set[str] = set()
    for award in of_kind(graph, QUALIFICATION):
        fed |= nx.descendants(back, award)
    return [node for node in of_kind(graph, CREDENTIAL) if node not in fed]


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """A credential that others wait for: credentials that ask for it first, however far; awards that can't do without it."""

    credential: str
    unlocks: int
    mandatory_for: tuple[str, ...]

    @property
    def weight(self) -> int:
        """How much hangs on it."""
        return self.unlocks + len(self.mandatory_for)


def bottlenecks(graph: nx.MultiDiGraph[str], least: int = 2) -> list[Bottleneck]:
    """Credentials on which at least `least` others hang, the heaviest first, then by name."""
    waits = _plain_of(graph, "requires").reverse(copy=False)
    certain = _plain_of(graph, "counts-toward")
    found = []
    for node in of_kind(graph, CREDENTIAL):
        unlocks = sum(graph.nodes[other]["kind"] == CREDENTIAL for other in nx.descendants(waits, node))
        awards = tuple(n for n in sorted(nx.descendants(certain, node)) if graph.nodes[n]["kind"] == QUALIFICATION)
        found.append(Bottleneck(node, unlocks, awards))
    return sorted((b for b in found if b.weight >= least), key=lambda b: (-b.weight, b.credential))


def _plain_of(graph: nx.MultiDiGraph[str], kind: str) -> nx.DiGraph[str]:
    """Edges of a kind that leave no choice."""
    plain: nx.DiGraph[str] = nx.DiGraph()
    plain.add_nodes_from(sorted(graph.nodes))
    edges = graph.edges(keys=True, data=True)
    plain.add_edges_from(sorted((s, t) for s, t, edge, data in edges if edge == kind and "choice" not in data))
    return plain


def longest_chain(graph: nx.MultiDiGraph[str]) -> list[str]:
    """The longest chain of prerequisites, what is taken first at the front; of equally long ones the first by name.

    A circle of prerequisites counts as one step, shown by its first member.
    """
    requires = nx.subgraph(only(graph, ("requires",)), of_kind(graph, CREDENTIAL))
    condensed = nx.condensation(requires)
    first = {node: min(data["members"]) for node, data in condensed.nodes(data=True)}
    best: dict[int, list[str]] = {}
    for node in reversed(list(nx.lexicographical_topological_sort(condensed, key=lambda n: first[n]))):
        below = [best[after] for after in condensed.successors(node)]
        rest = min(below, key=lambda chain: (-len(chain), chain), default=[])
        best[node] = [*rest, first[node]]
    chain = min(best.values(), key=lambda chain: (-len(chain), chain), default=[])
    return chain if len(chain) > 1 else []


def nested_awards(graph: nx.MultiDiGraph[str]) -> list[str]:
    """Awards that nest or ask for one another, inner ones first; those in a circle stand where its first member would."""
    ties: nx.DiGraph[str] = nx.DiGraph(nx.subgraph(only(graph, ("embeds",)), of_kind(graph, QUALIFICATION)))
    ties.add_edges_from(
        (asked, award)
        for award, asked, kind in graph.edges(keys=True)
        if kind == "requires" and award in ties and asked in ties
    )
    ties.remove_nodes_from([node for node in list(ties) if not ties.degree(node)])
    condensed = nx.condensation(ties)
    members = {node: sorted(data["members"]) for node, data in condensed.nodes(data=True)}
    order = nx.lexicographical_topological_sort(condensed, key=lambda node: members[node][0])
    return [name for node in order for name in members[node]]


def cycles(graph: nx.MultiDiGraph[str]) -> dict[str, list[list[str]]]:
    """Circles, by kind of edge: each as its members in order of name. Equivalence both ways is no fault, but is listed."""
    found = {}
    for kind in ("requires", "embeds", "replaces", "equivalent"):
        plain = only(graph, (kind,))
        parts = nx.strongly_connected_components(plain)
        rings = sorted(sorted(p) for p in parts if len(p) > 1 or any(plain.has_edge(n, n) for n in p))
        if rings:
            found[kind] = rings
    return found


def around(graph: nx.MultiDiGraph[str], node: str, depth: int) -> nx.MultiDiGraph[str]:
    """What lies within `depth` edges of a node, whichever way they point. Raises `KeyError`."""
    if node not in graph:
        raise KeyError(node)
    near = nx.single_source_shortest_path_length(graph.to_undirected(as_view=True), node, cutoff=depth)
    part: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    part.add_nodes_from((name, data) for name, data in graph.nodes(data=True) if name in near)
    for source, target, kind, data in graph.edges(keys=True, data=True):
        if source in near and target in near:
            part.add_edge(source, target, key=kind, **data)
    return part
