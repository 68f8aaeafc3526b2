"""What running scenarios gives: per expectation what was expected and what was found, with values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from stackr.diagnostics.model import Span
from stackr.language import tree

TODAY = date(2026, 1, 1)
"""The day of a scenario that names none: fixed, so that a test says the same tomorrow."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One expectation. `found` says what there was instead, in words with values; `why` are reasons the audit gave."""

    expected: str
    found: str
    met: bool
    span: Span
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ScenarioResult:
    """One scenario. `error`: it could not be run at all."""

    scenario: tree.Scenario
    outcomes: tuple[Outcome, ...]
    error: str | None = None

    @property
    def passed(self) -> bool:
        """All that was expected was found, and something was expected."""
        return self.error is None and bool(self.outcomes) and all(outcome.met for outcome in self.outcomes)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which clauses the scenarios make decide: met in one, unmet in another. A clause in neither protects nothing."""

    met: frozenset[str]
    unmet: frozenset[str]
    clauses: frozenset[str]

    @property
    def unexercised(self) -> tuple[str, ...]:
        """Clauses that no scenario reaches."""
        return tuple(sorted(self.clauses - self.met - self.unmet))

    @property
    def one_sided(self) -> tuple[str, ...]:
        """Clauses that are reached, and only ever met or only ever unmet."""
        return tuple(sorted(self.clauses & (self.met ^ self.unmet)))


@dataclass(frozen=True, slots=True)
class Report:
    """A run."""

    results: tuple[ScenarioResult, ...]
    coverage: Coverage

    @property
    def failed(self) -> tuple[ScenarioResult, ...]:
        """Scenarios that did not pass."""
        return tuple(result for result in self.results if not result.passed)
