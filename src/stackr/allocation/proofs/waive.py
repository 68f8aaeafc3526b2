"""Clauses by id, and the problem with some of them waived (counted as met, with full weight, adding no credit) or asking for less."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from stackr.allocation.checks import Check, Known, Overlay
from stackr.allocation.nodes import All, Amount, Choose, Fixed, Leaf, Measure, Node, Observed
from stackr.allocation.positions import places_below
from stackr.allocation.problem import Problem


@dataclass(frozen=True, slots=True)
class Clauses:
    """The ids that can be waived, each kind sorted."""

    requirements: tuple[str, ...]
    checks: tuple[str, ...]
    limits: tuple[str, ...]

    def all(self) -> tuple[str, ...]:
        return tuple(sorted({*self.requirements, *self.checks, *self.limits}))


def clauses(problem: Problem) -> Clauses:
    """What can stand in a blocking set: leaves and amounts (a choice stands whole), checks of the awards, limits.

    A check that is a child of an `N of` stands inside its choice.
    """
    requirements: set[str] = set()

    def walk(node: Node) -> None:
        if isinstance(node, All):
            for child in node.children:
                walk(child)
        elif node.weight and not (isinstance(node, Fixed) and node.met):
            requirements.add(node_id(problem, node))

    for award in problem.awards:
        walk(award.root)
    checks = {problem.checks[index].id for award in problem.awards for index in award.checks}
    limits = {ceiling.id for ceiling in problem.ceilings if ceiling.bound is not None or ceiling.share is not None}
    limits |= {share.id for share in problem.shares if share.bound is not None}
    return Clauses(tuple(sorted(requirements)), tuple(sorted(checks)), tuple(sorted(limits)))


def node_id(problem: Problem, node: Node) -> str:
    """The id of the clause a node stands for."""
    if isinstance(node, Leaf):
        return problem.places[node.place].id
    if isinstance(node, Observed):
        return problem.checks[node.check].id
    return node.id


def waived(problem: Problem, clause_ids: Collection[str]) -> Problem:
    """The problem with these clauses waived: nodes and places count as met with full weight, checks as met, limits go.

    The places stay, so units still count there. Raises `ValueError` for an id that no clause has.
    """
    ids = frozenset(clause_ids)
    known = {node_id(problem, node) for award in problem.awards for node in _nodes(award.root)}
    known |= {node_id(problem, n) for c in problem.checks if isinstance(c, Overlay) for n in _nodes(c.root)}
    known |= {item.id for group in (problem.places, problem.checks, problem.ceilings, problem.shares) for item in group}
    if not ids <= known:
        raise ValueError(f"no clause has the id {', '.join(sorted(ids - known))}")
    awards = tuple(replace(award, root=_node(problem, award.root, ids)) for award in problem.awards)
    checks = tuple(_check(problem, check, ids) for check in problem.checks)
    ceilings = tuple(ceiling for ceiling in problem.ceilings if ceiling.id not in ids)
    shares = tuple(replace(share, bound=None) if share.id in ids else share for share in problem.shares)
    return replace(problem, awards=awards, checks=checks, ceilings=ceilings, shares=shares)


def eased(problem: Problem, least: Mapping[str, Fraction]) -> Problem:
    """The problem with requirements that ask for so much only, by id: credits, or how many."""

    def need(id: str, asked: int, measure: Measure) -> int:
        scale = problem.scale if measure is Measure.CREDITS else 1
        return min(asked, int(least[id] * scale)) if id in least else asked

    def ease(node: Node) -> Node:
        if isinstance(node, Amount):
            return replace(node, need=need(node.id, node.need, node.measure))
        if isinstance(node, All | Choose):
            return replace(node, children=tuple(ease(child) for child in node.children))
        return node

    places = tuple(replace(each, need=need(each.id, each.need, each.measure)) for each in problem.places)
    awards = tuple(replace(award, root=ease(award.root)) for award in problem.awards)
    return replace(problem, places=places, awards=awards)


def _nodes(node: Node) -> list[Node]:
    if isinstance(node, All | Choose):
        return [node, *(inner for child in node.children for inner in _nodes(child))]
    return [node]


def _node(problem: Problem, node: Node, ids: frozenset[str]) -> Node:
    name = node_id(problem, node)
    if name in ids:
        return Fixed(name, True, node.weight)
    if isinstance(node, All | Choose):
        return replace(node, children=tuple(_node(problem, child, ids) for child in node.children))
    return node


def _check(problem: Problem, check: Check, ids: frozenset[str]) -> Check:
    if check.id in ids:
        return Known(check.id, True)
    if isinstance(check, Overlay):
        return replace(check, root=_node(problem, check.root, ids))
    return check


def places_of(problem: Problem, clause_id: str) -> int:
    """The places below a requirement, as a mask; 0 if the id is none's."""
    return next((places_below(node) for node in _with_id(problem, clause_id)), 0)


def counted_at(problem: Problem, clause_id: str) -> int:
    """The places at which something counts for a requirement or an amount, as a mask; 0 if the id is none's."""
    found = (node.places if isinstance(node, Amount) else places_below(node) for node in _with_id(problem, clause_id))
    return next(found, 0)


def requirement_ids(problem: Problem) -> frozenset[str]:
    """The ids of all that the awards' trees ask for, of what weighs nothing beside the rest, too."""
    return frozenset(node_id(problem, node) for award in problem.awards for node in _nodes(award.root))


def _with_id(problem: Problem, clause_id: str) -> Iterator[Node]:
    for award in problem.awards:
        yield from (node for node in _nodes(award.root) if node_id(problem, node) == clause_id)
