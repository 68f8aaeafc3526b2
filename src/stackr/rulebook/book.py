"""The compiled rule book: immutable, names resolved, dates and amounts checked, expressions turned into predicates.

Compiled objects keep the tree node they came from (`tree`) for what is plain data, and add what had to be resolved.
Mappings are read-only by convention and in order of name; nothing here depends on the order of files or clauses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from stackr._time import day_asked
from stackr.conditions.clauses import Clause
from stackr.conditions.predicate import Predicate
from stackr.conditions.tables import Tables
from stackr.language import tree

if TYPE_CHECKING:
    import polars as pl

    from stackr.audit.options import AuditOptions
    from stackr.batch.result import BatchResult
    from stackr.model.audit import Audit
    from stackr.model.guidance import Cohort, Ranking, WhatIf
    from stackr.model.learning import Learner
    from stackr.model.plan import Plan
    from stackr.pathways.options import PlanOptions
    from stackr.requirements.compiled import Award

Given: TypeAlias = "Learner | Mapping[str, Any] | str | Path"
"""A learner: admitted already, a record as an object, or the path of a file with one record."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One named, three-valued criterion of a definition. `condition` is None where a national profile leaves a blank."""

    clause: Clause
    condition: Predicate | None
    optional: bool = False
    excludes: bool = False


@dataclass(frozen=True, slots=True)
class Definition:
    """What makes a credential a micro-credential here; `criteria` include those of the definitions it extends."""

    clause: Clause
    outcome: str
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class Articulation:
    """Directed equivalence. `tree` holds sources and targets; `minimum_grade` is a predicate over each source holding."""

    clause: Clause
    tree: tree.Articulation
    minimum_grade: Predicate | None = None


@dataclass(frozen=True, slots=True)
class Gate:
    """Conditions that never fall through: (clause, condition) each."""

    clause: Clause
    conditions: tuple[tuple[Clause, Predicate], ...]


LEVEL: Final = frozenset({"level", "full"})
"""Words of a `grants` that settle the level."""

GRANTS: Final[Mapping[str, frozenset[str]]] = {
    "own": frozenset({"full"}),
    "treaty": frozenset({"level"}),
    "agreement": frozenset({"articulated"}),
    "precedent": frozenset({"decided"}),
    "advice": frozenset({"nothing"}),
    "assessment": frozenset({"full", "part"}),
    "rpl": frozenset({"units"}),
}
"""What a route of each kind grants that does not say."""


@dataclass(frozen=True)
class Route:
    """One rung. `tree` holds kind, grants, evidence rules, deadlines; predicates are compiled."""

    clause: Clause
    tree: tree.Route
    rank: int
    condition: Predicate | None = None
    bars: Predicate | None = None
    current: Predicate | None = None
    apply_within: Predicate | None = None
    never_for: frozenset[str] = frozenset()
    """Clause ids and unit codes the route never serves."""

    @cached_property
    def effects(self) -> frozenset[str]:
        """The words of its `grants`."""
        line = self.tree.grants
        return frozenset(line.effects) if line is not None and line.effects else GRANTS[self.tree.kind]


@dataclass(frozen=True)
class Ladder:
    """Who decides for which bodies, by which routes in which order."""

    clause: Clause
    tree: tree.Recognition
    bodies: frozenset[str]
    gates: tuple[Gate, ...]
    routes: tuple[Route, ...]
    refusal: Clause | None = None
    """The line that says what a refusal comes with."""

    @cached_property
    def lines(self) -> tuple[tuple[Clause, Predicate], ...]:
        """Every condition of every gate, with its clause."""
        return tuple(line for gate in self.gates for line in gate.conditions)

    @cached_property
    def in_order(self) -> tuple[Route, ...]:
        """The routes, first to last."""
        return tuple(sorted(self.routes, key=lambda route: route.rank))

    @cached_property
    def barring(self) -> tuple[Route, ...]:
        """Routes that say what is barred from them on."""
        return tuple(route for route in self.routes if route.bars is not None)

    @cached_property
    def may_settle_level_alone(self) -> bool:
        """Whether some route but `own` grants credit without its level, which another must then settle."""
        return not all(route.effects & LEVEL or route.tree.kind == "own" for route in self.routes)


@dataclass(frozen=True, slots=True)
class Qualification:
    """One version of one qualification. `award` is its compiled rules of combination (see `requirements`)."""

    clause: Clause
    name: str
    version: str
    """The first day in force as ISO text, or "" for an undated one."""
    tree: tree.Qualification
    award: Award
    ladder: str | None
    """Name of the recognition ladder that decides for it; None: only `own` learning counts as it stands."""
    start: date | None = None
    end: date | None = None
    transitions: tuple[Predicate | None, ...] = ()
    """The conditions of `tree.transitions`, one for one; None: for everybody."""


@dataclass(frozen=True, slots=True)
class RuleBook:
    """Everything compiled. `rules` is the digest of the bundle (relative paths and bytes), `meaning` of the compiled form."""

    tables: Tables
    clauses: Mapping[str, Clause]
    definitions: Mapping[str, Definition]
    articulations: Mapping[str, Articulation]
    ladders: Mapping[str, Ladder]
    qualifications: Mapping[str, tuple[Qualification, ...]]
    """By name; versions oldest first."""
    scenarios: tuple[tree.Scenario, ...] = ()
    rules: str = ""
    meaning: str = ""
    parts: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Digests of what belongs to no award and no ladder: `frameworks`, `registers`, `the catalogue` …"""
    registers: str = ""
    """Digest of the registers and catalogues read from data files."""
    files: tuple[tree.File, ...] = field(default=(), repr=False)
    formerly: Mapping[str, str] = field(default_factory=dict)
    """Old clause id → present one."""

    def audit(
        self,
        learner: Given,
        for_: Iterable[str] | None = None,
        as_of: date | None = None,
        options: AuditOptions | None = None,
    ) -> Audit:
        """What these rules say of a learner on a day: see `stackr.audit.run.audit`, which this calls.

        The one place that reaches down the house: `book.audit(…)` is the published way in, and the import waits until it
        is used (docs/decisions/0003-book-audit.md).
        """
        from stackr.audit.run import audit

        return audit(self, learner, for_, as_of, options)

    def batch(
        self,
        holdings: pl.DataFrame | pl.LazyFrame,
        learners: pl.DataFrame | pl.LazyFrame | None = None,
        *,
        for_: Iterable[str] | None = None,
        as_of: date | None = None,
        options: AuditOptions | None = None,
    ) -> BatchResult:
        """What these rules say of all learners of a frame: see `stackr.batch.evaluate.evaluate`, which this calls.

        `as_of`: today, if it is not given; the results are those of that day.
        A lazy frame is collected: for more rows than fit in memory there is `stackr batch`.
        """
        from stackr.batch.evaluate import VALUES, evaluate

        rows = holdings.lazy().collect()
        about = None if learners is None else learners.lazy().collect()
        return evaluate(self, rows, about, for_=for_, as_of=day_asked(as_of), options=options or VALUES)

    def plan(
        self,
        learner: Given,
        for_: str | Iterable[str],
        as_of: date | None = None,
        options: PlanOptions | None = None,
    ) -> Plan:
        """The shortest proven way to an award: see `stackr.pathways.plan.plan`, which this calls."""
        from stackr.pathways.plan import plan

        return plan(self, learner, for_, as_of, options)

    def front(
        self,
        learner: Given,
        for_: str | Iterable[str],
        as_of: date | None = None,
        options: PlanOptions | None = None,
        *,
        between: str = "credits, cost",
    ) -> Plan:
        """All plans that are best in one of two measures for their value of the other: see `stackr.pathways.pareto.front`."""
        from stackr.pathways.pareto import front, measures

        return front(self, learner, for_, as_of, options, *measures(between))

    def whatif(
        self,
        learner: Given,
        changes: Sequence[tuple[str, str]],
        for_: str | Iterable[str] | None = None,
        as_of: date | None = None,
        *,
        name: str = "",
        plan: PlanOptions | None = None,
    ) -> WhatIf:
        """The awards before and after changes such as `("add", "DS501")`: see `stackr.pathways.whatif.whatif`."""
        from stackr.pathways.whatif import whatif

        return whatif(self, learner, changes, for_, as_of, name=name, plan=plan)

    def rank(
        self,
        learner: Given,
        for_: str | Iterable[str] | None = None,
        as_of: date | None = None,
        *,
        unlocks: int = 0,
    ) -> Ranking:
        """Where the learner could go: all awards, the nearest first: see `stackr.pathways.ranking.rank`."""
        from stackr.pathways.ranking import rank

        return rank(self, learner, for_, as_of, unlocks=unlocks)

    def demand(
        self,
        learners: Iterable[Given],
        for_: str,
        as_of: date | None = None,
        options: PlanOptions | None = None,
    ) -> Cohort:
        """What the plans of many learners come to, by item and term: see `stackr.pathways.cohort.cohort`."""
        from stackr.pathways.cohort import cohort

        return cohort(self, learners, for_, as_of, options)
