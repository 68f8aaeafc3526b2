"""What may stand in the way of a plan, one by one, and the question without some of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from stackr.conditions.tables import CatalogueItem
from stackr.graph.asking import OnRecord, There, asked, ways_of
from stackr.pathways.options import Load, PlanOptions
from stackr.pathways.question.had import Had
from stackr.pathways.question.horizon import Term, offered_in

Kind: TypeAlias = Literal["clause", "first", "beside", "offered", "terms", "load", "include", "avoid", "only"]

CLAUSE: Kind = "clause"
FIRST: Kind = "first"
BESIDE: Kind = "beside"
OFFERED: Kind = "offered"

OTHERS = ""
"""In place of a label: all items that are not named one by one."""
SINGLY = 60
"""So many items are looked at one by one; of more, those that a rule or a wish names, and what these ask first."""

WIDE = ("modes", "languages", "issuers", "catalogues")


@dataclass(frozen=True, slots=True, order=True)
class Cause:
    """`clause`: one of the award, by id; `first`, `beside`: what an item asks before and beside it; `offered`: when it
    is offered; `terms`: that there are no more; `load`, `include`, `avoid`, `only`: a wish, by its name or the item's label."""

    kind: Kind
    name: str = OTHERS


TERMS = Cause("terms")
LOADS = ("most_credits", "most_items", "least_credits", "least_items")


def of_options(options: PlanOptions, *, timed: bool, priced: bool) -> Iterable[Cause]:
    """What was asked beside the rules. `priced`: whether items were left aside for want of a price."""
    yield from (Cause("only", name) for name in WIDE if getattr(options, name))
    if options.place is not None and not options.distances:
        yield Cause("only", "place")
    if priced:
        yield Cause("only", "price")
    yield from (Cause("avoid", code) for code in sorted(options.avoid))
    yield from (Cause("include", code) for code in sorted(options.include))
    yield from (Cause("load", name) for name in LOADS if getattr(options.load, name) is not None)
    if timed:
        yield TERMS


def of_items(
    offer: Mapping[str, CatalogueItem], had: Had, record: OnRecord, terms: Sequence[Term], singly: Collection[str]
) -> Iterable[Cause]:
    """What items ask first and when they are offered: by label, or of all others together."""
    found, there = set(), There(had.passed, {}, record)
    for label, item in offer.items():
        if had.settles(item.code):
            continue
        name = label if label in singly else OTHERS
        for kind, node in ((FIRST, item.prerequisite), (BESIDE, item.corequisite)):
            if node is not None and asked(node, there) is not True:
                found.add(Cause(kind, name))
        dated = item.start is not None or item.end is not None
        if len(offered_in(item, terms)) < len(terms) or (dated and not terms):
            found.add(Cause(OFFERED, name))
    return sorted(found)


def one_by_one(offer: Mapping[str, CatalogueItem], named: Iterable[str]) -> frozenset[str]:
    """Labels of the items to look at one by one."""
    if len(offer) <= SINGLY:
        return frozenset(offer)
    found: list[str] = []
    there = There((), ways_of(offer))
    waiting = sorted({label for name in named for label in there.ways.get(name, (name,))} & offer.keys(), reverse=True)
    while waiting and len(found) < SINGLY:
        label = waiting.pop()
        if label not in found:
            found.append(label)
            item = offer[label]
            asks = [asked(node, there) for node in (item.prerequisite, item.corequisite) if node is not None]
            waiting += [code for ask in asks if not isinstance(ask, str | bool) for code in ask.codes()]
    return frozenset(found)


def wished(options: PlanOptions, kept: Collection[Cause]) -> PlanOptions:
    """The options with these wishes only."""
    names = {cause.name for cause in kept if cause.kind == "only"}
    load = {name: getattr(options.load, name) for name in LOADS if Cause("load", name) in kept}
    wide = {name: getattr(options, name) if name in names else () for name in WIDE}
    made = replace(
        options,
        load=Load(**load),
        modes=wide["modes"],
        languages=wide["languages"],
        issuers=wide["issuers"],
        catalogues=wide["catalogues"],
        include=tuple(code for code in options.include if Cause("include", code) in kept),
        avoid=tuple(code for code in options.avoid if Cause("avoid", code) in kept),
        place=options.place if "place" in names or options.distances else None,
        minimise=options.minimise if "price" in names else (),
        alternatives=0,
        balanced=False,
        below=(),
    )
    return made if TERMS in kept else replace(made, scheduled=False, terms=None, target=None)


def freed(
    offer: Mapping[str, CatalogueItem], kept: Collection[Cause], singly: Collection[str]
) -> dict[str, CatalogueItem]:
    """What is on offer, without what items ask first or when they are offered where that is not kept."""
    found = {}
    for label, item in offer.items():
        name = label if label in singly else OTHERS
        if Cause(FIRST, name) not in kept and item.prerequisite is not None:
            item = replace(item, prerequisite=None)
        if Cause(BESIDE, name) not in kept and item.corequisite is not None:
            item = replace(item, corequisite=None)
        if Cause(OFFERED, name) not in kept and (item.terms or item.start or item.end):
            item = replace(item, terms=(), start=None, end=None)
        found[label] = item
    return found
