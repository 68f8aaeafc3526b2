"""The stack graph: nodes and edges, analyses, what is near a node, a learner painted on, and every way to write it."""

from __future__ import annotations

import json
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from datetime import date

import pytest

from stackr.audit.options import AuditOptions
from stackr.audit.run import audit
from stackr.book import load_text
from stackr.graph.analysis import around, bottlenecks, cycles, leads_to, longest_chain, nested_awards, orphans
from stackr.graph.find import NodeError, find
from stackr.graph.formats import FORMATS
from stackr.graph.labels import shade
from stackr.graph.paint import paint
from stackr.graph.stack import stack_graph

DAY = date(2026, 2, 1)
RULES = """
credential A1 "Alpha" { 10 credits; level 7 }
credential A2 "Beta" { 10 credits; level 7; prerequisite A1 }
credential A3 "Gamma <&> \\"deep\\"" { 10 credits; level 8; prerequisite A2 }
credential OLD1 "Old" { 10 credits; level 7; prerequisite A1 or A2 }
credential LONE "Alone" { 10 credits; level 3 }
articulation EQ "Accepted as Alpha" { from OUT1 of FAR; to A1 }
qualification CERT "Certificate" {
  requires all of { core "Core": all of { A1; A2 } }
}
qualification DIP "Diploma" {
  requires all of { first: award CERT; pool "Pool": 20 credits from level >= 7; pick "Pick": one of { A1; OLD1 } }
  includes CERT with embed
  replaces OLDDIP
}
"""
BOOK = load_text(RULES)
GRAPH = stack_graph(BOOK, DAY)


def edges(kind: str) -> set[tuple[str, str]]:
    return {(source, target) for source, target, found in GRAPH.edges(keys=True) if found == kind}


def test_every_kind_of_node_and_edge_is_there() -> None:
    kinds = {data["kind"] for _, data in GRAPH.nodes(data=True)}
    assert kinds == {"credential", "requirement", "qualification"}
    assert ("credential:A1", "requirement:CERT.core.A1") in edges("counts-toward")
    assert ("requirement:CERT.core", "qualification:CERT") in edges("counts-toward")
    assert ("credential:A3", "requirement:DIP.pool") in edges("counts-toward")
    assert ("credential:LONE", "requirement:DIP.pool") not in edges("counts-toward")
    assert edges("requires") >= {("credential:A2", "credential:A1"), ("qualification:DIP", "qualification:CERT")}
    assert edges("equivalent") == {("credential:OUT1", "credential:A1")}
    assert edges("embeds") == {("qualification:CERT", "qualification:DIP")}
    assert edges("replaces") == {("qualification:DIP", "qualification:OLDDIP")}


def test_what_a_programme_office_asks() -> None:
    assert leads_to(GRAPH, "credential:OUT1") == ["qualification:CERT", "qualification:DIP"]
    assert leads_to(GRAPH, "credential:A3") == ["qualification:DIP"]
    assert orphans(GRAPH) == ["credential:LONE"]
    assert longest_chain(GRAPH) == ["credential:A1", "credential:A2", "credential:A3"]
    assert nested_awards(GRAPH) == ["qualification:CERT", "qualification:DIP"]
    assert cycles(GRAPH) == {}
    heaviest = bottlenecks(GRAPH)[0]
    assert (heaviest.credential, heaviest.unlocks, heaviest.mandatory_for) == (
        "credential:A1",
        2,
        ("qualification:CERT",),
    )


def test_circles_are_found_and_do_no_harm() -> None:
    rules = """
    credential A { 10 credits; prerequisite B }
    credential B { 10 credits; prerequisite A }
    credential C { 10 credits; prerequisite A }
    articulation X "X" { from A of ONE; to B }
    articulation Y "Y" { from B of TWO; to A }
    """
    graph = stack_graph(load_text(rules), DAY)
    assert cycles(graph) == {
        "requires": [["credential:A", "credential:B"]],
        "equivalent": [["credential:A", "credential:B"]],
    }
    assert longest_chain(graph) == ["credential:A", "credential:C"]


def test_an_empty_book_has_an_empty_graph() -> None:
    empty = stack_graph(load_text(""), DAY)
    assert (orphans(empty), longest_chain(empty), nested_awards(empty), bottlenecks(empty)) == ([], [], [], [])
    for write in FORMATS.values():
        assert write(empty)


def test_around_a_node() -> None:
    near = around(GRAPH, "credential:A3", 1)
    assert sorted(near.nodes) == ["credential:A2", "credential:A3", "requirement:DIP.pool"]
    assert sorted(around(GRAPH, "credential:A3", 0).nodes) == ["credential:A3"]
    with pytest.raises(KeyError):
        around(GRAPH, "credential:NONE", 1)


def test_a_node_is_found_by_what_people_call_it() -> None:
    assert find(GRAPH, "A3") == "credential:A3"
    assert find(GRAPH, "DIP.pool") == "requirement:DIP.pool"
    assert find(GRAPH, "pool") == "requirement:DIP.pool"
    with pytest.raises(NodeError) as fault:
        find(GRAPH, "DIP.pol")
    assert "DIP.pool" in fault.value.help
    twice = RULES.replace("pool", "core").replace('"Pool"', '"Core"')
    with pytest.raises(NodeError, match="several") as fault:
        find(stack_graph(load_text(twice), DAY), "core")
    assert fault.value.help == "say which: requirement:CERT.core, requirement:DIP.core"


@pytest.mark.parametrize("text", ["", "nothing-like-it"])
def test_what_is_no_node_is_told_with_what_could_be(text: str) -> None:
    with pytest.raises(NodeError, match="nothing in the stack") as fault:
        find(GRAPH, text)
    assert "by its id" in fault.value.help


def test_progress_is_painted_on() -> None:
    record = {"learner": "L", "holdings": [{"id": "h", "credential": "A1", "credits": "10", "level": 7}]}
    found = audit(BOOK, record, ["CERT", "DIP"], DAY, AuditOptions(tier="placements"))
    painted = paint(GRAPH, found)
    assert painted.nodes["credential:A1"]["status"] == "counted"
    assert painted.nodes["requirement:CERT.core"]["progress"] == "10 of 20 credits"
    assert (
        painted.nodes["qualification:CERT"] | {"status": "in-progress", "progress": "1/2"}
        == painted.nodes["qualification:CERT"]
    )
    assert "status" not in GRAPH.nodes["credential:A1"]


AHEAD = [
    {"id": "h1", "credential": "A1", "credits": "10", "level": 7, "status": "in-progress"},
    {"id": "h2", "credential": "A2", "credits": "10", "level": 7, "status": "planned"},
]


def test_learning_in_progress_and_planned_is_painted_on() -> None:
    found = audit(BOOK, {"learner": "L", "holdings": AHEAD}, ["CERT", "DIP"], DAY, AuditOptions(tier="placements"))
    nodes = paint(GRAPH, found).nodes
    assert (nodes["credential:A1"]["status"], nodes["credential:A2"]["status"]) == ("in-progress", "planned")
    assert (nodes["requirement:CERT.core"]["under_way"], nodes["requirement:CERT.core"]["planned"]) == ("A1", "A2")
    assert "under_way" not in nodes["credential:A3"]
    award = nodes["qualification:CERT"]
    assert (award["progress"], award["with_in_progress"], award["with_planned"]) == ("0", "1/2", "1")
    assert [shade(nodes[name]) for name in ("credential:A1", "credential:A2", "credential:A3", "qualification:CERT")] == [
        "started", "planned", "plain", "started",
    ]  # fmt: skip


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_tells_what_is_in_progress(form: str) -> None:
    options = AuditOptions(tier="placements")
    ahead, nothing = (
        FORMATS[form](paint(GRAPH, audit(BOOK, {"learner": "L", "holdings": held}, ["CERT", "DIP"], DAY, options)))
        for held in (AHEAD, [])
    )
    assert "in-progress" in ahead
    assert "planned" in ahead
    assert "in-progress" not in nothing
    assert "1/2" in ahead
    assert "1/2" not in nothing


def test_what_is_earned_is_stronger_than_what_is_under_way() -> None:
    """A unit held, and taken again: in any order of the record."""
    again = {"id": "h3", "credential": "A1", "credits": "10", "level": 7}
    for held in ([*AHEAD, again], [again, *AHEAD]):
        found = audit(BOOK, {"learner": "L", "holdings": held}, ["CERT"], DAY, AuditOptions(tier="placements"))
        nodes = paint(GRAPH, found).nodes
        assert nodes["credential:A1"]["status"] == "counted"
        assert "under_way" not in nodes["requirement:CERT.core"]


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_the_same_twice_and_tells_the_titles(form: str) -> None:
    first, second = FORMATS[form](GRAPH), FORMATS[form](stack_graph(load_text(RULES), DAY))
    assert first == second
    assert "Diploma" in first


def test_formats_hold_whatever_titles_hold() -> None:
    svg = FORMATS["svg"](GRAPH)
    root = ElementTree.fromstring(svg)
    texts = {text for element in root.iter() if (text := element.text) and element.tag.endswith("title")}
    assert any(text.startswith('Gamma <&> "deep"') for text in texts)
    assert any("The stack" in text for text in texts)
    assert "script" not in svg
    graphml = ElementTree.fromstring(FORMATS["graphml"](GRAPH))
    assert len([e for e in graphml.iter() if e.tag.endswith("node")]) == len(GRAPH)
    data = json.loads(FORMATS["json"](GRAPH))
    assert (data["schema"], len(data["nodes"]), len(data["edges"])) == (
        "stackr.graph/1",
        len(GRAPH),
        GRAPH.number_of_edges(),
    )
    assert '\\"deep\\"' in FORMATS["dot"](GRAPH)
    assert "<&>" not in FORMATS["mermaid"](GRAPH)


def test_hashing_never_decides() -> None:
    code = (
        "import sys; sys.path.insert(0, 'tests'); from graph.test_stack import GRAPH, FORMATS; "
        "import hashlib; print([hashlib.sha256(FORMATS[f](GRAPH).encode()).hexdigest() for f in sorted(FORMATS)])"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PATH": "/usr/bin:/bin"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


def test_learning_from_elsewhere_is_painted_under_its_own_code() -> None:
    rules = (
        RULES
        + "recognition u for U { route agreed is agreement when articulation in force on as_of grants as articulated }\n"
    )
    book = load_text(rules.replace('"Certificate" {', '"Certificate" { awarded by U;'))
    record = {"learner": "L", "holdings": [{"id": "x", "credential": "OUT1", "issuer": "FAR"}]}
    found = audit(book, record, ["CERT"], DAY, AuditOptions(tier="placements"))
    nodes = paint(stack_graph(book, DAY), found, {"x": "OUT1"}).nodes
    assert nodes["credential:OUT1"]["status"] == nodes["credential:A1"]["status"] == "counted"
    unheld = paint(stack_graph(book, DAY), found).nodes
    assert "status" not in unheld["credential:OUT1"]
    both = {**record, "holdings": [*record["holdings"], {"id": "a", "credential": "A1", "issuer": "U"}]}
    twice = paint(stack_graph(book, DAY), audit(book, both, ["CERT"], DAY), {"x": "OUT1", "a": "A1"}).nodes
    assert {twice["credential:OUT1"]["status"], twice["credential:A1"]["status"]} >= {"counted"}


def test_a_pattern_is_drawn_as_what_it_stands_for_and_entry_as_what_is_asked_first() -> None:
    rules = """
    catalogue K { issuer U
      credential MATH1 { 10 credits }
      credential MATH2 { 10 credits }
      credential P { 10 credits; prerequisite "MATH*" }
    }
    qualification CERT { awarded by U; requires "MATH*" }
    qualification DIP { awarded by U; requires P; entry requires all of { award CERT; one of { MATH1; MATH2 } } }
    """
    graph = stack_graph(load_text(rules), date(2026, 1, 1))
    assert "credential:MATH*" not in graph
    edges = {
        (source, target, kind): data.get("choice") for source, target, kind, data in graph.edges(keys=True, data=True)
    }
    assert edges["credential:MATH1", "requirement:CERT.MATH*", "counts-toward"] == "one of several"
    assert edges["credential:P", "credential:MATH2", "requires"] == "one of several"
    assert edges["qualification:DIP", "qualification:CERT", "requires"] is None
    assert edges["qualification:DIP", "credential:MATH1", "requires"] == "one of several"
    assert orphans(graph) == []
    assert nested_awards(graph) == ["qualification:CERT", "qualification:DIP"]


@pytest.mark.parametrize(
    ("ladder", "alone"),
    [
        ("", ["credential:FAR1", "credential:NEAR1"]),
        ("recognition r for U { route own is own when issuer in { U; N } grants full }", ["credential:FAR1"]),
        ("recognition r for U { route own is own grants full }", []),
    ],
)
def test_what_any_learning_fills_is_no_orphan(ladder: str, alone: list[str]) -> None:
    """`from any` takes all that comes in as own learning; another body's has its way by an agreement, or none."""
    rules = f"""
    catalogue K {{ issuer U; credential A {{ 10 credits }}; credential B {{ 10 credits }} }}
    catalogue N {{ credential NEAR1 {{ 10 credits; issuer N }}; credential FAR1 {{ 10 credits; issuer F }} }}
    {ladder}
    qualification Q {{ awarded by U; requires all of {{ A; free: 10 credits from any }} }}
    """
    assert orphans(stack_graph(load_text(rules), DAY)) == alone


@pytest.mark.parametrize("odd", ["\ufffe", "\uffff", "<&>", "]]>", '\\"'])
@pytest.mark.parametrize("form", ["svg", "graphml"])
def test_drawings_are_well_formed_whatever_a_title_holds(form: str, odd: str) -> None:
    rules = (
        f'credential "A {odd} B" "Title {odd}" {{ 10 credits }}\nqualification Q "Q {odd}" {{ requires "A {odd} B" }}\n'
    )
    ElementTree.fromstring(FORMATS[form](stack_graph(load_text(rules), DAY)))
