"""What all drawings of the stack share: labels, classes, and the whole graph told as text for those who don't see it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import networkx as nx

from stackr.graph.paint import DONE, STARTED

ARROWS = {
    "counts-toward": "counts toward",
    "requires": "requires",
    "equivalent": "is equivalent to",
    "embeds": "counts again in",
    "replaces": "replaces",
}


_AHEAD = {
    "under_way": "in progress:",
    "planned": "planned:",
    "with_in_progress": "with what is in progress",
    "with_planned": "with what is planned",
}
"""Members that tell of learning ahead, and their words."""


def label(data: Mapping[str, str]) -> list[str]:
    """Lines of a node's label: title, name where it differs, figures."""
    lines = [data["title"]]
    if data["name"] != data["title"]:
        lines.append(data["name"])
    facts = [data[member] for member in ("credits", "level") if member in data]
    if facts:
        lines.append(" · ".join(facts))
    if "status" in data:
        lines.append(f"{data['status']} {data['progress']}" if "progress" in data else data["status"])
    lines += [f"{words} {data[member]}" for member, words in _AHEAD.items() if member in data]
    return lines


def shade(data: Mapping[str, str]) -> str:
    """`done`, `started`, `planned`, `open` or, where no learner is painted on, `plain`."""
    status = data.get("status")
    if status is None:
        return "plain"
    if status in DONE:
        return "done"
    if status in STARTED or "under_way" in data or "with_in_progress" in data:
        return "started"
    return "planned" if status == "planned" or "planned" in data or "with_planned" in data else "open"


def short_ids(graph: nx.MultiDiGraph[str]) -> dict[str, str]:
    """Ids that any format takes: n0, n1 … in order of name."""
    return {node: f"n{number}" for number, node in enumerate(sorted(graph.nodes))}


def sentences(graph: nx.MultiDiGraph[str]) -> Iterator[str]:
    """Every edge as a sentence, in order."""
    for source, target, kind, data in sorted(graph.edges(keys=True, data=True), key=lambda edge: edge[:3]):
        choice = f" ({data['choice']})" if "choice" in data else ""
        left, right = graph.nodes[source], graph.nodes[target]
        yield f"{left['title']} {ARROWS[kind]} {right['title']}{choice}"
