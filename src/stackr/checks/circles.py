"""Names that come back to themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def circles(edges: Mapping[str, Iterable[str]]) -> list[tuple[str, ...]]:
    """The groups of names that reach one another along the edges (a name that reaches itself too), in order of name."""
    if not any(edges.values()):
        return []
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_edges_from((source, target) for source, targets in edges.items() for target in targets)
    found = [tuple(sorted(group)) for group in nx.strongly_connected_components(graph)]
    return sorted(group for group in found if len(group) > 1 or graph.has_edge(group[0], group[0]))
