"""Problems that are plain: one award, one layer, p a sum over places. Most are, and `direct.py` solves them quickly.

Read so, a problem has places with a worth per credit (or item) up to what they need, wide amounts over several places,
and rows: at least so much (floors), at most so much (ceilings, codes, pieces of learning, choices between named units).
All numbers are integers, p = 1 being `whole`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import gcd, lcm

from stackr.allocation.nodes import All, Amount, Choose, Fixed, Leaf, Measure, Node
from stackr.allocation.plain.rows import NotPlain, Row, contested, reach, row_of
from stackr.allocation.positions import bits, choices
from stackr.allocation.problem import Place, Problem


@dataclass(frozen=True, slots=True)
class Wide:
    """An amount over several places: `worth` per credit or item, up to `row.amount`."""

    row: Row
    worth: int


@dataclass(slots=True)
class Plain:
    """See the module. `fits`: per unit that may help, the places where it does, in order."""

    problem: Problem
    whole: int = 1
    const: int = 0
    worth: dict[int, int] = field(default_factory=dict)
    need: dict[int, int] = field(default_factory=dict)
    wides: list[Wide] = field(default_factory=list)
    fits: dict[int, list[int]] = field(default_factory=dict)
    ties: list[Row] = field(default_factory=list)
    """Codes, pieces and choices that bind: at most so many units."""
    soft: list[Row] = field(default_factory=list)
    """Those of the ties that say of how many units the choice is, and no more: others may count where they fill nothing."""
    closed: bool = False
    """Whether some other tie forbids more than the problem does, if units may count where they fill nothing."""
    floors: list[Row] = field(default_factory=list)
    """Checks that an allocation may meet; those that none can are left out."""
    ceilings: list[Row] = field(default_factory=list)

    @property
    def strict(self) -> bool:
        """Whether a tie forbids more than the problem does."""
        return self.closed or bool(self.soft)


def plain(problem: Problem) -> Plain:
    """The problem read as a plain one. Raises `NotPlain`."""
    if len(problem.awards) != 1 or problem.shares or problem.preferences or problem.within or len(problem.layers) > 1:
        raise NotPlain
    if any(place.splittable >= 0 or place.overflow_from >= 0 or place.layer for place in problem.places):
        raise NotPlain
    found = Plain(problem)
    terms = _Terms(found)
    terms.read()
    if any(node.id not in terms.chosen and _binds(node) for node in choices(problem)):
        raise NotPlain  # it has no weight, and forbids all the same
    _fits(found)
    found.ties += contested(problem)
    _rows(found)
    return found


def _binds(node: Choose) -> bool:
    return node.most is not None and node.most < len(node.children)


@dataclass(slots=True)
class _Terms:
    """p as shares: (numerator, denominator) per unit of measure of each place."""

    plain: Plain
    chosen: set[str] = field(default_factory=set)
    """Choices that were read."""
    places: list[tuple[int, int, int]] = field(default_factory=list)
    wides: list[tuple[Amount, int, int]] = field(default_factory=list)
    consts: list[tuple[int, int]] = field(default_factory=list)

    def read(self) -> None:
        plain = self.plain
        self.walk(plain.problem.awards[0].root, 1, 1)
        whole = 1
        for numerator, denominator in (
            *self.consts,
            *((n, d) for _, n, d in self.places),
            *((n, d) for _, n, d in self.wides),
        ):
            whole = lcm(whole, denominator // gcd(numerator, denominator))
        plain.whole = whole
        plain.const = sum(n * whole // d for n, d in self.consts)
        for place, n, d in self.places:
            if n and plain.problem.places[place].eligible:
                if place in plain.worth:
                    raise NotPlain
                plain.worth[place] = n * whole // d
                plain.need[place] = plain.problem.places[place].need
        for amount, n, d in self.wides:
            if n:
                plain.wides.append(Wide(Row(-1, amount.places, amount.need, amount.measure), n * whole // d))

    def walk(self, node: Node, numerator: int, denominator: int) -> None:
        match node:
            case Leaf():
                need = self.plain.problem.places[node.place].need
                if need > 0:
                    self.places.append((node.place, numerator, denominator * need))
                else:
                    self.consts.append((numerator, denominator))
            case All():
                total = sum([child.weight for child in node.children])
                if not total:
                    self.consts.append((numerator, denominator))
                    return
                for child in node.children:
                    if child.weight:
                        self.walk(child, numerator * child.weight, denominator * total)
            case Amount():
                if node.need > 0:
                    self.wides.append((node, numerator, denominator * node.need))
                else:
                    self.consts.append((numerator, denominator))
            case Fixed():
                if node.met:
                    self.consts.append((numerator, denominator))
            case Choose():
                self.choose(node, numerator, denominator)
            case _:
                raise NotPlain

    def choose(self, node: Choose, numerator: int, denominator: int) -> None:
        """Few enough children that can have anything: then all of them count. Or single named units: n of them."""
        self.chosen.add(node.id)
        if node.n == 0:
            if node.most is not None:
                raise NotPlain
            self.consts.append((numerator, denominator))
            return
        places = self.plain.problem.places
        live: list[Node] = []
        for child in node.children:
            inner = _Terms(self.plain, self.chosen)
            ties = len(self.plain.ties)
            inner.walk(child, 1, 1)
            if inner.wides or inner.consts or len(self.plain.ties) > ties:
                raise NotPlain
            if any(places[place].eligible for place, _, _ in inner.places):
                live.append(child)
        if len(live) > node.n:
            if not named_units(self.plain.problem, live) or (node.most is not None and node.most < node.n):
                raise NotPlain
            named = [places[child.place] for child in live if isinstance(child, Leaf)]
            mask = sum(1 << child.place for child in live if isinstance(child, Leaf))
            tie = Row(-1, mask, node.n, None)
            self.plain.ties.append(tie)
            if node.most not in (None, node.n) or not all(_takes_one(self.plain.problem, place) for place in named):
                self.plain.closed = True
            elif node.most is None:
                self.plain.soft.append(tie)
        elif node.most is not None and node.most < len(live):
            raise NotPlain
        for child in live:
            self.walk(child, numerator, denominator * node.n)


def named_units(problem: Problem, children: Sequence[Node]) -> bool:
    """Whether all of these are single named units."""
    places = [problem.places[child.place] for child in children if isinstance(child, Leaf)]
    return len(places) == len(children) and all(p.measure is Measure.ITEMS and p.need == 1 for p in places)


def _takes_one(problem: Problem, place: Place) -> bool:
    """Whether no two units can count at a place: one alone may, or what may is all of one code."""
    codes = {problem.units[unit].code for unit in bits(place.eligible)}
    return place.eligible.bit_count() < 2 or (
        len(codes) == 1 and (code := codes.pop()) >= 0 and problem.multiplicity[code] < 2
    )


def only_places(problem: Problem, node: Node) -> bool:
    """Whether what a node adds is a sum over places alone: nothing where nothing counts. Raises `NotPlain`."""
    terms = _Terms(Plain(problem))
    terms.walk(node, 1, 1)
    return not (terms.wides or terms.consts)


def _fits(found: Plain) -> None:
    units = found.problem.units
    fits: dict[int, list[int]] = {}
    for place in sorted(found.worth):
        by_items = found.problem.places[place].measure is Measure.ITEMS
        for unit in bits(found.problem.places[place].eligible):
            item = units[unit]
            if by_items and item.divisible and item.credits > found.problem.step:
                raise NotPlain  # as little of it as counts at all
            if item.items if by_items else item.credits:
                fits.setdefault(unit, []).append(place)
    found.fits = {unit: fits[unit] for unit in sorted(fits)}
    uneven = sum([1 << at for at, item in enumerate(units) if item.divisible and item.credits % found.problem.step])
    if any(place.eligible & uneven for place in found.problem.places):
        raise NotPlain  # all of it may count, and that is no multiple of the step


def _rows(found: Plain) -> None:
    """Floors that can be met, ceilings that can be reached."""
    problem = found.problem
    for index in problem.awards[0].checks:
        row = row_of(problem, problem.checks[index])
        if row is not None and row.amount > 0 and reach(problem, row) >= row.amount:
            found.floors.append(row)
    for ceiling in problem.ceilings:
        if ceiling.share is not None:
            raise NotPlain
        if ceiling.bound is not None:
            row = Row(ceiling.units, ceiling.places, ceiling.bound, ceiling.measure)
            if reach(problem, row) > row.amount:
                found.ceilings.append(row)
    for index, place in enumerate(problem.places):
        if place.most is not None:
            row = Row(-1, 1 << index, place.most, place.measure)
            if reach(problem, row) > row.amount:
                found.ceilings.append(row)
