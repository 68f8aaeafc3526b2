"""What every compiled requirement and rule has in common: ids, weights, places, and how it is lowered, told and judged.

A *need* is a node of the tree of requirements: it has a weight, may own a place where units count, and lowers to a
node of the allocation's tree. A *rule* is a limit, a line of a `with { … }` block or an observer: it takes no unit,
and lowers to checks and ceilings over a scope.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, TypeAlias

from stackr.allocation.nodes import Node
from stackr.conditions.clauses import Clause
from stackr.conditions.predicate import Predicate

Easier: TypeAlias = Mapping[str, Predicate]
"""A selector without the conditions of a reason word (`too-old`, `too-low`), for each word that some condition has."""

if TYPE_CHECKING:
    from stackr.requirements.builder import Builder
    from stackr.requirements.view import View

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True)
class PlaceSpec:
    """A place that a requirement owns: its id, its layer (`main` or the layer's clause id), its splittable group."""

    id: str
    layer: str
    splittable: str | None = None


@dataclass(frozen=True, slots=True)
class Weights:
    """Weight of a node, and the least credits and items that satisfying it counts (`semantics.md`, Weight)."""

    weight: Fraction = ZERO
    credits: Fraction = ZERO
    items: Fraction = ZERO


Branch = Literal["then", "otherwise", "easier"]
Branches = Mapping[str, Branch]
"""Which way each `when` went, by its clause id. One that is not there is not asked, or not decided: it weighs like its
harder branch; of one that is `easier` only weights are asked."""

UNDECIDED: Branches = MappingProxyType({})
"""Before any learner is known."""


@dataclass(frozen=True, slots=True)
class Said:
    """A reason in words, with the clause that says so."""

    code: str
    message: str
    clause: Clause


RuleStatus: TypeAlias = Literal["met", "binding", "broken", "waived"]


@dataclass(frozen=True, slots=True)
class JudgedNeed:
    """A requirement under an allocation. Amounts are exact; `unit` says of what; `shortfall` is never negative.

    `status`: met, unmet, waived, or not-chosen (a child of an `N of` that was not needed or not taken).
    """

    id: str
    title: str
    status: str
    clause: Clause
    needed: Fraction | None = None
    counted: Fraction | None = None
    unit: str | None = None
    shortfall: Fraction | None = None
    reasons: tuple[Said, ...] = ()
    children: tuple[JudgedNeed, ...] = ()


@dataclass(frozen=True, slots=True)
class JudgedRule:
    """A limit under an allocation. `binding` only by a caller who knows what holds back."""

    id: str
    title: str
    status: RuleStatus
    clause: Clause
    kind: Literal["ceiling", "floor", "check"]
    bound: Fraction | None = None
    value: Fraction | None = None
    unit: str | None = None
    reasons: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(ABC):
    """A limit, detail or observer. `scope` is the clause id whose places it reads; None: the award's main layer.

    `in_choice`: below an `N of`, where an unmet check must not hold down an award that chose another way: it then is a
    child of weight one credit instead.
    """

    id: str
    title: str
    clause: Clause
    award: str
    scope: str | None = None
    in_choice: bool = False

    @property
    def reads_record(self) -> bool:
        """Whether it looks at all that is on record, counted or not."""
        return False

    @property
    def minimum(self) -> Fraction:
        """The credits that it asks of what counts; none if it asks no number of them."""
        return ZERO

    @abstractmethod
    def lower(self, build: Builder) -> tuple[Node, ...]:
        """Add checks and ceilings; gives nodes only where it stands below a choice."""

    def weights(self, branches: Branches) -> Weights:
        """One credit below a choice, else nothing: a check then."""
        return Weights(ONE) if self.in_choice else Weights()

    @abstractmethod
    def describe(self) -> str:
        """The rule in plain words."""

    @abstractmethod
    def judge(self, view: View) -> tuple[JudgedRule, ...]:
        """Bound, value and status under the allocation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion(Rule):
    """A rule that takes (unit, place) pairs away, before places are made, and so holds in every allocation."""

    @abstractmethod
    def exclude(self, build: Builder) -> None:
        """Take them away."""

    def lower(self, build: Builder) -> tuple[Node, ...]:
        """Nothing more."""
        return ()

    def judge(self, view: View) -> tuple[JudgedRule, ...]:
        """It holds."""
        return (JudgedRule(self.id, self.title, view.status(self.id, True), self.clause, "check"),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Need(ABC):
    """A requirement."""

    id: str
    title: str
    clause: Clause
    award: str
    in_choice: bool = False

    @property
    def parts(self) -> tuple[Need, ...]:
        """The requirements directly below."""
        return ()

    @property
    def own_places(self) -> tuple[PlaceSpec, ...]:
        """The places it owns itself."""
        return ()

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Rules that stand inside it."""
        return ()

    @property
    def near(self) -> frozenset[str]:
        """Reason words of the conditions it has on a unit's dates, or on its grade or level."""
        return frozenset()

    def nearly(self, build: Builder, word: str, among: int) -> int:
        """The units (`among` these) that it would take without its conditions of the word. Notes nothing as missing."""
        return 0

    @abstractmethod
    def weights(self, branches: Branches) -> Weights:
        """Its weight, once every `when` is decided."""

    def inner(self, branches: Branches) -> Weights:
        """Its weight without the lines of its `with { … }` block."""
        return self.weights(branches)

    @abstractmethod
    def lower(self, build: Builder) -> Node | None:
        """Add places, checks and ceilings; the node it is in the tree, or None if it is only a check."""

    @abstractmethod
    def describe(self) -> str:
        """The requirement in plain words."""

    @abstractmethod
    def judge(self, view: View) -> JudgedNeed:
        """Status and figures under the allocation."""


def walk(need: Need) -> Iterator[Need]:
    """The need and all below it, parents first."""
    yield need
    for part in need.parts:
        yield from walk(part)


def all_rules(need: Need) -> Iterator[Rule]:
    """Every rule inside a need."""
    for node in walk(need):
        yield from node.rules


def place_ids(need: Need) -> tuple[str, ...]:
    """Ids of all places at or below a need."""
    return tuple(spec.id for node in walk(need) for spec in node.own_places)
