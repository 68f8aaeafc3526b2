"""The compiled rules of combination of one award, and what lowering them onto one learner's units gives.

`Award` is made once by the compiler; `lower(award, …)` (in `requirements.lower`) makes the integer `Problem` for one
learner in one reading of the unknown. Each requirement and limit kind has its own file and one line in `KINDS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from stackr.allocation.problem import Problem
from stackr.conditions.clauses import Clause
from stackr.conditions.predicate import Predicate
from stackr.language import tree
from stackr.model.learning import RecognisedUnit, State
from stackr.requirements.base import Branch, Need, PlaceSpec, Rule
from stackr.requirements.words import amount_words, expr_words

if TYPE_CHECKING:
    from stackr.requirements.builder import Builder
    from stackr.requirements.skeleton import Skeleton


class Reading(Enum):
    """How the unknown is read (`semantics.md`, Unknown)."""

    __hash__ = object.__hash__  # each member is one object, as of `State`

    SURE = "sure"
    POSSIBLE = "possible"


@dataclass(frozen=True, slots=True)
class Amount:
    """An exact amount with its measure; shares of constants are already resolved and rounded."""

    value: Fraction
    unit: str
    """credits, credentials, hours, or the name of a distinct attribute."""


@dataclass(frozen=True, slots=True)
class Total:
    """`total 120 credits`: an amount over the whole qualification, with a ceiling if it says exactly or at most."""

    id: str
    clause: Clause
    need: Amount
    most: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Layer:
    """`also requires`: a layer of its own, whose takers may use any recognised unit, or only counted ones."""

    id: str
    clause: Clause
    need: Need
    from_counted: bool = False


@dataclass(frozen=True, slots=True)
class Shared:
    """Units may count both at `left` and at `right`, up to `cap`."""

    id: str
    clause: Clause
    left: str
    right: str
    cap: Amount | None = None

    def describe(self) -> str:
        """`shared between Q.core and Q.writing up to 10 credits`."""
        most = f" up to {amount_words(self.cap.value, self.cap.unit)}" if self.cap is not None else ""
        return f"shared between {self.left} and {self.right}{most}"


@dataclass(frozen=True, slots=True)
class NotBoth:
    """Units of `selector` count at `left` or at `right`, not at both."""

    id: str
    clause: Clause
    selector: Predicate
    left: str
    right: str
    sides: str

    def describe(self) -> str:
        """`A1 counts toward core or electives, not both`."""
        return f"{expr_words(self.selector.tree)} counts toward {self.sides}, not both"


@dataclass(frozen=True, slots=True)
class CountsAs:
    """Units of `selector` count as `n` where credentials are counted."""

    selector: Predicate
    n: int


@dataclass(frozen=True, slots=True)
class Relation:
    """How what an earlier award used may be used here. `tree` holds the policy."""

    id: str
    clause: Clause
    tree: tree.RelationLine
    cap: Amount | None = None
    selector: Predicate | None = None
    condition: Predicate | None = None

    def describe(self) -> str:
        """`at most 10 credits that PGCERT-DS used`."""
        most = f"at most {amount_words(self.cap.value, self.cap.unit)}" if self.cap is not None else self.tree.policy
        return f"{most} that {self.tree.award.text} used"


@dataclass(frozen=True, slots=True)
class Classification:
    """`classify "Distinction" when …`. `rule` where it is an average or an amount, `condition` where it is a fact."""

    name: str
    rule: Rule | None = None
    condition: Predicate | None = None
    otherwise: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Award:
    """The compiled rules of combination of one version of one qualification. Compared by identity.

    Every amount is in the award's `credit_unit` (None: none is named). `weight` of things is in credits.
    """

    id: str
    version: str
    clause: Clause
    tree: tree.Qualification
    root: Need | None
    total: Total | None
    limits: tuple[Rule, ...] = ()
    layers: tuple[Layer, ...] = ()
    entry: tuple[Award, ...] = ()
    """`entry requires`: each an award of its own, to be judged beside; unmet, the award is closed to entry."""
    shared: tuple[Shared, ...] = ()
    not_both: tuple[NotBoth, ...] = ()
    counts_as: tuple[CountsAs, ...] = ()
    relations: tuple[Relation, ...] = ()
    prefer: tuple[Predicate | None, ...] = ()
    """In order; None: best grades."""
    classifications: tuple[Classification, ...] = ()
    credit_unit: str | None = None
    step: Fraction = Fraction(1)
    item_weight: Fraction = Fraction(1)
    body: str | None = None
    framework: str | None = None
    splittable: bool = False
    repeatable: Mapping[str, int] = field(default_factory=dict)
    needs: Mapping[str, Need] = field(default_factory=dict)
    """Every requirement of every layer, by id."""
    rules: Mapping[str, Rule] = field(default_factory=dict)
    """Every limit and every line of a `with { … }`, by id."""
    places: tuple[PlaceSpec, ...] = ()
    scopes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Clause id → ids of the places at or below it; the award's own id stands for its main layer."""
    denominator: int = 1
    """All amounts and weights of the rules are whole multiples of 1 / denominator."""
    meaning: str = ""
    clauses: Mapping[str, Clause] = field(default_factory=dict)
    """Every clause of the award, by id."""
    formerly: Mapping[str, str] = field(default_factory=dict)
    """Old clause id → present one."""
    units: tuple[str, ...] = ()
    """Codes of the units it names, in order: RPL cases may open for these."""

    def says(self, id: str) -> str | None:
        """What a clause asks or allows, in plain words; None if it is none of the award's."""
        said = self.needs.get(id) or self.rules.get(id)
        if said is not None:
            return said.describe()
        lines: tuple[Shared | Relation | NotBoth, ...] = (*self.shared, *self.relations, *self.not_both)
        return next((line.describe() for line in lines if line.id == id), None)


@dataclass(frozen=True, slots=True)
class Missing:
    """An unknown fact that was read: which holding, which member, for which clause."""

    holding: str | None
    member: str
    needed_by: str


@dataclass(frozen=True, slots=True)
class Awaited:
    """A person's act the possible reading relies on: who, by when, for which clause."""

    what: str
    who: str | None
    by: date | None
    clause: str | None


@dataclass(frozen=True)
class Lowered:
    """One award (or claim) as an integer problem, and the way back.

    `problem.units[i]` is `units[i]`; place, node, check and ceiling ids are clause ids (unnamed nodes: the parent's
    id, `~` and the digest of their canonical text). Ids of expanded ceilings carry the value after `#`:
    `PG.electives.per-issuer#UNZA`.
    """

    problem: Problem
    units: tuple[RecognisedUnit, ...]
    scale: int
    """Integer units per credit of the award's credit unit."""
    unknowns: tuple[Missing, ...] = ()
    removed: tuple[tuple[int, int, str, str], ...] = ()
    """(unit, place, reason word, clause): places at which the unit would count, but for currency or a deadline (`too-old`), `never`
    or an exclusion (`barred`), ….
    Place -1: taken away everywhere (`reserved` by an award, `duplicate` of the unit the repeat rule keeps, `barred`)."""
    awards: tuple[Award, ...] = ()
    """The awards of the problem, in the problem's order: priority, then id."""
    reading: Reading = Reading.SURE
    state: State = State.EARNED
    skeleton: Skeleton | None = None
    branches: Mapping[str, Branch] = field(default_factory=dict)
    """Which way each `when` went."""
    waived: frozenset[str] = frozenset()
    builders: tuple[Builder, ...] = field(default=(), repr=False)
    """Per award how it was made: selectors already evaluated, for judging and classification."""
    pins_refused: tuple[tuple[str, str], ...] = ()
    """(unit, clause) of pins to a place where the unit is not eligible: not applied."""
    tell_near: Callable[[], tuple[tuple[int, int, str], ...]] = field(default=tuple, repr=False, compare=False)
    """Finds `near`, which only reasons need."""

    @cached_property
    def near(self) -> tuple[tuple[int, int, str], ...]:
        """(unit, place, reason word): would match but for dates (`too-old`) or for grade or level (`too-low`)."""
        return self.tell_near()
