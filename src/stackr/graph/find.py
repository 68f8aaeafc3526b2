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
    """The node `credential:DS501`, the only one named `DS501`, or the only clause `core` of any award. Raises `NodeError`."""
    if text in graph:
        return text
    nodes = graph.nodes(data=True)
    named = sorted(node for node, data in nodes if data["name"] == text)
    if not named and text:
        named = sorted(node for node, data in nodes if data["name"] == f"{data.get('award')}.{text}")
    if len(named) == 1:
        return named[0]
    if named:
        raise NodeError(f"several things are called `{text}`", f"say which: {', '.join(named)}")
    known = sorted({data["name"] for _, data in nodes})
    advice = did_you_mean(text, known) or "name a credential by its code, an award, or a clause by its id"
    raise NodeError(f"nothing in the stack is called `{text}`", advice)
