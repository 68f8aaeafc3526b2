"""The compiled rule book: immutable, names resolved, dates and amounts checked, expressions turned into predicates.

Compiled objects keep the tree node they came from (`tree`) for what is plain data, and add what had to be resolved.
Mappings are read-only by convention and in order of name; nothing here depends on the order of files or clauses.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from stackr.conditions.clauses import Clause
from stackr.conditions.predicate import Predicate
from stackr.conditions.tables import Tables
from stackr.language import tree
from stackr.requirements.needs.unit import UnitNeed
from stackr.rulebook.named import named_codes
from stackr.rulebook.spellings import Spellings

if TYPE_CHECKING:
    from stackr.requirements.compiled import Award


@dataclass(frozen=True, slots=True)
class Criterion:
    """One named, three-valued criterion of a definition. `condition` is None where a national profile leaves a blank."""

    name: str
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

    @property
    def decider(self) -> str:
        """Who recognises for it: a ladder, or where none decides `own` (of a body, if one awards it)."""
        if self.ladder is not None:
            return self.ladder
        return f"own {self.award.body}" if self.award.body else "own"


@dataclass(frozen=True)
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
    folders: Mapping[str, Path | None] = field(default_factory=dict, repr=False, compare=False)
    """Folder on disk of each rule file: data files stand beside it. None for text that came without a file."""
    asked: Mapping[tree.Expr, Predicate] = field(default_factory=dict, repr=False)
    """The conditions in what items of catalogues ask first, compiled."""
    formerly: Mapping[str, str] = field(default_factory=dict)
    """Old clause id → present one."""

    @cached_property
    def bodies(self) -> frozenset[str]:
        """The bodies whose awards it has: what a catalogue lists under nobody's name is theirs."""
        awards = (version.award for versions in self.qualifications.values() for version in versions)
        return frozenset(award.body for award in awards if award.body)

    @cached_property
    def units_named(self) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        """Who recognises → code of a unit that an award names → the clauses that do."""
        found: dict[str, dict[str, set[str]]] = {}
        for version in (version for versions in self.qualifications.values() for version in versions):
            codes = found.setdefault(version.decider, {})
            for need in version.award.needs.values():
                if isinstance(need, UnitNeed):
                    codes.setdefault(need.code, set()).add(need.id)
        return {name: {code: tuple(sorted(codes[code])) for code in sorted(codes)} for name, codes in found.items()}

    @cached_property
    def named_codes(self) -> frozenset[str]:
        """The codes that awards, in any version, and `let`s name."""
        versions = (version.tree for each in self.qualifications.values() for version in each)
        return named_codes(versions, self.tables.lets)

    @cached_property
    def spellings(self) -> Spellings:
        """The codes of catalogues and rules, and those that articulations take, by their letters and digits."""
        taken = {side.code.text for each in self.articulations.values() for side in each.tree.sources if side.code}
        return Spellings(self.named_codes | self.tables.catalogue.keys(), taken)
