"""The ways a stack graph is written: one function and one line of `FORMATS` each. Equal graphs give equal bytes."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from html import escape

import networkx as nx

from stackr._xml import xml_text
from stackr.graph.labels import label, shade, short_ids
from stackr.graph.svg import svg

COLOURS = {"plain": "#ffffff", "done": "#c9ecd3", "started": "#fdeeb5", "planned": "#dbe9fb", "open": "#f3f3f3"}
SHAPES = {"credential": ("([", "])"), "requirement": ("[", "]"), "qualification": ("{{", "}}")}
_DOT_SHAPES = {"credential": "ellipse", "requirement": "box", "qualification": "hexagon"}
_LINES = {"counts-toward": "-->", "requires": "-.->", "equivalent": "<-->", "embeds": "==>", "replaces": "-.->"}
_STYLES = {
    "counts-toward": "solid",
    "requires": "dashed",
    "equivalent": "dotted",
    "embeds": "bold",
    "replaces": "dashed",
}


def mermaid(graph: nx.MultiDiGraph[str]) -> str:
    """Mermaid flowchart text."""
    ids = short_ids(graph)
    lines = ["flowchart LR", '  accTitle: "The stack"']
    for node in sorted(graph.nodes):
        data = graph.nodes[node]
        opening, closing = SHAPES[data["kind"]]
        text = "<br>".join(escape(line).replace("#", "#35;") for line in label(data))
        lines.append(f'  {ids[node]}{opening}"{text}"{closing}:::{shade(data)}')
    for source, target, kind in sorted(graph.edges(keys=True)):
        word = "" if kind == "counts-toward" else f"|{kind}|"
        arrow = "-->" if kind == "equivalent" else _LINES[kind]
        lines.append(f"  {ids[source]} {arrow}{word} {ids[target]}")
    lines += [f"  classDef {name} fill:{colour},stroke:#555,color:#111" for name, colour in sorted(COLOURS.items())]
    return "\n".join(lines) + "\n"


def dot(graph: nx.MultiDiGraph[str]) -> str:
    """Graphviz DOT text."""
    ids = short_ids(graph)
    lines = [
        "digraph stack {",
        '  rankdir=LR; node [fontname="sans-serif", style=filled]; edge [fontname="sans-serif"];',
    ]
    for node in sorted(graph.nodes):
        data = graph.nodes[node]
        shape, fill = _DOT_SHAPES[data["kind"]], COLOURS[shade(data)]
        lines.append(f'  {ids[node]} [label={_quoted(label(data))}, shape={shape}, fillcolor="{fill}"];')
    for source, target, kind in sorted(graph.edges(keys=True)):
        word = "" if kind == "counts-toward" else f', label="{kind}"'
        lines.append(f"  {ids[source]} -> {ids[target]} [style={_STYLES[kind]}{word}];")
    return "\n".join([*lines, "}"]) + "\n"


def _quoted(lines: list[str]) -> str:
    text = "\\n".join(line.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") for line in lines)
    return f'"{text}"'


def graphml(graph: nx.MultiDiGraph[str]) -> str:
    """GraphML, for yEd, Gephi and the like."""
    stream = io.BytesIO()
    nx.write_graphml_xml(_plain(graph), stream, named_key_ids=True)
    return stream.getvalue().decode("utf-8") + "\n"


def _plain(graph: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
    """With members in one order, whatever was painted when, and without letters that XML forbids."""
    plain: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in sorted(graph.nodes):
        plain.add_node(xml_text(node), **{member: xml_text(text) for member, text in sorted(graph.nodes[node].items())})
    for source, target, kind, data in sorted(graph.edges(keys=True, data=True), key=lambda edge: edge[:3]):
        more = {member: xml_text(text) for member, text in sorted(data.items())}
        plain.add_edge(xml_text(source), xml_text(target), key=kind, **more)
    return plain


def as_json(graph: nx.MultiDiGraph[str]) -> str:
    """`{"schema": "stackr.graph/1", "nodes": […], "edges": […]}`."""
    nodes = [{"id": node, **dict(sorted(graph.nodes[node].items()))} for node in sorted(graph.nodes)]
    edges = [
        {"source": source, "target": target, **dict(sorted(data.items()))}
        for source, target, _, data in sorted(graph.edges(keys=True, data=True), key=lambda edge: edge[:3])
    ]
    return json.dumps({"schema": "stackr.graph/1", "nodes": nodes, "edges": edges}, indent=2, ensure_ascii=False) + "\n"


FORMATS: dict[str, Callable[[nx.MultiDiGraph[str]], str]] = {
    "mermaid": mermaid,
    "dot": dot,
    "svg": lambda graph: svg(dot(graph), graph),
    "graphml": graphml,
    "json": as_json,
}
