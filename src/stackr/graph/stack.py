"""The stack graph of a rule book: one networkx multigraph that every view, analysis and drawing reads.

A node's key is its kind and its id: `credential:DS501`, `requirement:PGDIP-DS.core`, `qualification:PGDIP-DS`. Edges point the
way learning moves (`counts-toward`: unit → requirement → award; `embeds`: inner award → the award it counts again in) or
name what is asked first (`requires`: whoever asks → what is asked), what stands for what (`equivalent`) and what came
before (`replaces`: new → old). The key of an edge is its kind. Nodes and edges are added in order of name.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal, TypeAlias

import networkx as nx

from stackr._quantity import format_amount
from stackr.conditions.patterns import has_wildcard, matcher
from stackr.conditions.predicate import Context
from stackr.conditions.tables import CatalogueItem
from stackr.graph.names import alternatives, named_codes
from stackr.graph.offer import as_holding, as_unit
from stackr.language import tree
from stackr.model.learning import Learner
from stackr.requirements.base import Need
from stackr.requirements.judge import top_needs
from stackr.requirements.needs.award import AwardNeed
from stackr.requirements.needs.pool import PoolNeed
from stackr.requirements.needs.unit import UnitNeed
from stackr.rulebook.book import Qualification, RuleBook

EdgeKind: TypeAlias = Literal["counts-toward", "requires", "equivalent", "embeds", "replaces"]
EDGES: tuple[EdgeKind, ...] = ("counts-toward", "requires", "equivalent", "embeds", "replaces")
CREDENTIAL, REQUIREMENT, QUALIFICATION = "credential", "requirement", "qualification"

_NOBODY = Learner("")


def stack_graph(book: RuleBook, as_of: date) -> nx.MultiDiGraph[str]:
    """The whole stack, each qualification in the version in force on the day (else its latest)."""
    found = _Sketch(book, as_of)
    for code in sorted(book.tables.catalogue):
        found.credential(code)
    for name in sorted(book.qualifications):
        found.qualification(in_force(book.qualifications[name], as_of))
    for name in sorted(book.articulations):
        found.articulation(book.articulations[name].tree)
    return found.sorted()


def in_force(versions: tuple[Qualification, ...], as_of: date) -> Qualification:
    """The newest version that has begun by the day; the oldest, if none has."""
    begun = [version for version in versions if version.start is None or version.start <= as_of]
    return begun[-1] if begun else versions[0]


def key(kind: str, name: str) -> str:
    """`credential:DS501`."""
    return f"{kind}:{name}"


class _Sketch:
    """The graph while it is made."""

    def __init__(self, book: RuleBook, as_of: date) -> None:
        self.book = book
        self.as_of = as_of
        self.nodes: dict[str, dict[str, str]] = {}
        self.edges: dict[tuple[str, str, EdgeKind], dict[str, str]] = {}

    def sorted(self) -> nx.MultiDiGraph[str]:
        """The graph, in order of name."""
        graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        for name in sorted(self.nodes):
            graph.add_node(name, **self.nodes[name])
        for source, target, kind in sorted(self.edges):
            graph.add_edge(source, target, key=kind, kind=kind, **self.edges[source, target, kind])
        return graph

    def node(self, kind: str, name: str, title: str = "", **more: str) -> str:
        """Add the node, or what is newly known of it."""
        found = self.nodes.setdefault(key(kind, name), {"kind": kind, "name": name, "title": name})
        found.update({member: value for member, value in more.items() if value})
        if title:
            found["title"] = title
        return key(kind, name)

    def edge(self, source: str, target: str, kind: EdgeKind, **more: str) -> None:
        """Add the edge."""
        self.edges.setdefault((source, target, kind), {}).update(more)

    def credential(self, code: str) -> str:
        """A credential, what it asks first, and the parts it stands for."""
        name = self.node(CREDENTIAL, code)
        for item in self.book.tables.catalogue.get(code, ()):
            credits = (
                f"{format_amount(item.credits)} {item.credit_unit or 'credits'}" if item.credits is not None else ""
            )
            level = f"{item.framework or ''} {item.level}".strip() if item.level else ""
            self.node(CREDENTIAL, code, item.title, credits=credits, level=level, issuer=item.issuer or "", at=item.at)
            for asked in (item.prerequisite, item.corequisite):
                word = "corequisite" if asked is item.corequisite else "prerequisite"
                for first, needed in alternatives(asked):
                    if has_wildcard(first) and not needed:
                        continue  # what it stands for is named beside it
                    choice = {} if needed else {"choice": "one of several"}
                    self.edge(name, self.node(CREDENTIAL, first), "requires", what=word, **choice)
            for part in item.parts:
                self.edge(self.node(CREDENTIAL, part), name, "counts-toward", what="part")
        return name

    def qualification(self, found: Qualification) -> None:
        """An award, its requirements, and its ties to other awards."""
        node = found.tree
        level = (
            f"{node.level.framework.text if node.level.framework else ''} {format_amount(node.level.value)}".strip()
            if node.level
            else ""
        )
        total = found.award.total
        credits = f"{format_amount(total.need.value)} {total.need.unit}" if total else ""
        name = self.node(
            QUALIFICATION, found.name, found.clause.title, level=level, credits=credits, version=found.version,
            issuer=node.issuer.text if node.issuer else "", at=found.clause.at,
        )  # fmt: skip
        context = Context(self.book.tables, _NOBODY, self.as_of, framework=found.award.framework, body=found.award.body)
        for need in (*top_needs(found.award), *(layer.need for layer in found.award.layers)):
            self._requirement(need, name, context, found)
        for entry in found.award.entry:
            if entry.root is not None:
                self._entry(entry.root, name)
        for old in node.replaces:
            self.edge(name, self.node(QUALIFICATION, old.text), "replaces")
        for relation in node.relations:
            if relation.policy in ("embed", "share", "surplus", "surrender"):
                inner = self.node(QUALIFICATION, relation.award.text)
                self.edge(inner, name, "embeds", what=relation.policy)
        if node.exit_of is not None:
            self.edge(name, self.node(QUALIFICATION, node.exit_of.text), "embeds", what="exit award")

    def _requirement(
        self, need: Need, above: str, context: Context, award: Qualification, optional: bool = False
    ) -> None:
        choice = {"choice": "one of several"} if optional else {}
        name = self.node(REQUIREMENT, need.id, need.title or need.describe(), at=need.clause.at, award=award.name)
        self.edge(name, above, "counts-toward", **choice)
        if isinstance(need, AwardNeed):
            self.edge(
                key(QUALIFICATION, award.name), self.node(QUALIFICATION, need.held), "requires", what="award", **choice
            )
        elif isinstance(need, UnitNeed):
            codes = self._codes(need)
            several = {"choice": "one of several"} if len(codes) > 1 else {}
            for code in codes:
                self.edge(self.credential(code), name, "counts-toward", **several)
        elif isinstance(need, PoolNeed):
            for code in self._matching(need, context, award):
                self.edge(self.credential(code), name, "counts-toward", choice="one of several")
        for part in need.parts:
            self._requirement(part, name, context, award, optional=_leaves_a_choice(need))

    def _codes(self, need: UnitNeed) -> list[str]:
        """The code that is asked for; of a pattern, those of the catalogue that it stands for."""
        found = sorted(filter(matcher(need.code), self.book.tables.catalogue)) if need.pattern is not None else []
        return found or [need.code]

    def _entry(self, need: Need, award: str, optional: bool = False) -> None:
        """What entry asks for by name: it counts nowhere, and has to be there first."""
        codes = self._codes(need) if isinstance(need, UnitNeed) else []
        asked = [self.credential(code) for code in codes]
        if isinstance(need, AwardNeed):
            asked.append(self.node(QUALIFICATION, need.held))
        choice = {"choice": "one of several"} if optional or len(asked) > 1 else {}
        for node in asked:
            self.edge(award, node, "requires", what="entry", **choice)
        for part in need.parts:
            self._entry(part, award, optional or _leaves_a_choice(need))

    def _matching(self, need: PoolNeed, context: Context, award: Qualification) -> Iterator[str]:
        """Codes of the catalogue that the pool would take, and codes that it names. `from any` takes what comes in without anybody's
        decision."""
        selector = need.selector
        if selector is not None:
            yield from sorted(named_codes(selector.tree, self.book.tables.lets))
        for code, items in sorted(self.book.tables.catalogue.items()):
            if any(
                self._comes_in(item, context, award) if selector is None else selector(as_unit(item, context), context)
                for item in items
            ):
                yield code

    def _comes_in(self, item: CatalogueItem, context: Context, award: Qualification) -> bool:
        """Whether it is own learning there: what is recognised by agreement has its arrow to what it gives."""
        if award.ladder is None:
            return item.issuer in (None, context.body)
        holding = as_holding(item, context, item.code)
        own = [route for route in self.book.ladders[award.ladder].routes if route.tree.kind == "own"]
        return any(route.condition is None or route.condition(holding, context) is True for route in own)

    def articulation(self, node: tree.Articulation) -> None:
        """What stands for what."""
        bundle = {"bundle": f"{len(node.sources)} together"} if len(node.sources) > 1 else {}
        for source in node.sources:
            for target in node.targets:
                if source.code is not None and target.code is not None:
                    left = self.node(CREDENTIAL, source.code.text, issuer=source.issuer.text if source.issuer else "")
                    self.edge(left, self.node(CREDENTIAL, target.code.text), "equivalent", by=node.name.text, **bundle)


def _leaves_a_choice(need: Need) -> bool:
    """Whether some of its parts may do without the others."""
    return getattr(need, "n", None) is not None or hasattr(need, "decide")
