"""The stack as SVG, laid out by Graphviz (extra `draw`), with a title, a description and a text for every node and edge."""

from __future__ import annotations

import re
from html import escape

import networkx as nx

from stackr._xml import xml_text
from stackr.graph.labels import label, sentences, short_ids

_GROUP = re.compile(r'<g id="[^"]*" class="(node|edge)">\s*<title>([^<]*)</title>')
_HEAD = re.compile(r"<svg\b[^>]*>")
_COMMENT = re.compile(r"<!--.*?-->\s*", re.DOTALL)


def svg(dot: str, graph: nx.MultiDiGraph[str]) -> str:
    """The drawing of DOT text. Raises `ModuleNotFoundError` where pygraphviz is not installed."""
    import pygraphviz

    drawn = pygraphviz.AGraph(string=dot).draw(format="svg", prog="dot").decode("utf-8")
    return xml_text(_described(_COMMENT.sub("", drawn[drawn.index("<svg") :]), graph))


def _described(drawn: str, graph: nx.MultiDiGraph[str]) -> str:
    """Readable by a screen reader: what the picture is, and each part's words in place of its id."""
    ids = {short: node for node, short in short_ids(graph).items()}
    told = "; ".join(sentences(graph)) or "nothing"

    def words(match: re.Match[str]) -> str:
        kind, title = match.group(1), match.group(2)
        names = [ids[part] for part in re.split(r"&#45;&gt;|-&gt;", title) if part in ids]
        text = " to ".join(", ".join(label(graph.nodes[name])) for name in names)
        return f'<g class="{kind}" role="img">\n<title>{escape(text)}</title>'

    drawn = _GROUP.sub(words, drawn)
    head = _HEAD.search(drawn)
    if head is None:
        return drawn
    opening = head.group(0)[:-1] + ' role="graphics-document" aria-labelledby="stack-title stack-desc">'
    said = f'<title id="stack-title">The stack</title><desc id="stack-desc">{escape(told)}</desc>'
    return f"{drawn[: head.start()]}{opening}\n{said}{drawn[head.end() :]}"
