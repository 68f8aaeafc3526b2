"""A node by what a person calls it: its name, with or without its kind."""

from __future__ import annotations

import networkx as nx

from stackr.diagnostics.suggest import did_you_mean


class NodeError(LookupError):
    """No node is called that, or several are."""

    def __init__(self, message: str, help: str) -> None:
        self.help = help
        super().__init__(message)


def find(graph: nx.MultiDiGraph[str], text: str) -> str:
    """The node `credential:DS501` or the only one named `DS501`. Raises `NodeError`."""
    if text in graph:
        return text
    named = sorted(node for node, data in graph.nodes(data=True) if data["name"] == text)
    if len(named) == 1:
        return named[0]
    if named:
        raise NodeError(f"several things are called `{text}`", f"say which: {', '.join(named)}")
    names = sorted({data["name"] for _, data in graph.nodes(data=True)})
    raise NodeError(f"nothing in the stack is called `{text}`", did_you_mean(text, names) or "")
