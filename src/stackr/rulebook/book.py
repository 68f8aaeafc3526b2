"""The compiled rule book: immutable, names resolved, dates and amounts checked, expressions turned into predicates.

Compiled objects keep the tree node they came from (`tree`) for what is plain data, and add what had to be resolved.
Mappings are read-only by convention and in order of name; nothing here depends on the order of files or clauses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stackr.conditions.clauses import Clause
from stackr.conditions.predicate import Predicate
from stackr.conditions.tables import Tables
from stackr.language import tree

if TYPE_CHECKING:
    import polars as pl

    from stackr.audit.options import AuditOptions
    from stackr.batch.result import BatchResult
    from stackr.model.audit import Audit
    from stackr.model.learning import Learner
    from stackr.requirements.compiled import Award


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


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Ladder:
    """Who decides for which bodies, by which routes in which order."""

    clause: Clause
    tree: tree.Recognition
    bodies: frozenset[str]
    gates: tuple[Gate, ...]
    routes: tuple[Route, ...]


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
    registers: str = ""
    """Digest of the registers and catalogues read from data files."""
    files: tuple[tree.File, ...] = field(default=(), repr=False)
    formerly: Mapping[str, str] = field(default_factory=dict)
    """Old clause id → present one."""

    def audit(
        self,
        learner: Learner | Mapping[str, Any] | str | Path,
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
        as_of: date,
        options: AuditOptions | None = None,
    ) -> BatchResult:
        """What these rules say of all learners of a frame: see `stackr.batch.evaluate.evaluate`, which this calls.

        A lazy frame is collected: for more rows than fit in memory there is `stackr batch`.
        """
        from stackr.batch.evaluate import VALUES, evaluate

        rows = holdings.lazy().collect()
        about = None if learners is None else learners.lazy().collect()
        return evaluate(self, rows, about, for_=for_, as_of=as_of, options=options or VALUES)
