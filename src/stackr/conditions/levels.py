"""Levels in one framework seen from another: references are directed both ways, many-to-many, dated, and have a status.

Only `referenced` and `aligned` count unless the author says which do; `rejected` never counts (NZQA's comparison pages are the
model: a mapping that was not endorsed is not a mapping). A declared "no counterpart" is an answer: no level; the absence of any
reference is not: unknown.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache
from typing import Any

from stackr.conditions.tables import FrameworkVersion, Tables
from stackr.language import tree

DEFAULT_STATUSES = frozenset({"referenced", "aligned"})


def version_of(tables: Tables, name: str, version: str | None, day: date | None) -> FrameworkVersion | None:
    """The framework in the version named, else the newest in force on the day, else the newest of all; None if undeclared."""
    versions = tables.frameworks.get(name, ())
    if version is None and len(versions) == 1:
        return versions[0]
    if version is not None:
        return next((v for v in versions if v.version == version), None)
    if day is not None:
        for candidate in reversed(versions):
            if (candidate.start is None or candidate.start <= day) and (candidate.end is None or day <= candidate.end):
                return candidate
    return versions[-1] if versions else None


def rank(framework: FrameworkVersion | None, level: str) -> int | None:
    """Where the level stands in its framework; None if it is not one of it."""
    return None if framework is None else framework.ranks.get(level)


def levels_of(version: FrameworkVersion) -> str:
    """Its levels as a sentence, from the lowest."""
    names = sorted(version.ranks, key=lambda name: version.ranks[name])
    return f"its levels are {', '.join(names)}" if names else "it declares no levels"


@lru_cache(maxsize=1 << 16)
def mapped(
    level: str,
    source: FrameworkVersion,
    target: FrameworkVersion,
    statuses: frozenset[str],
    day: date | None,
) -> frozenset[str] | None:
    """The levels of `target` that the level stands for; empty: declared to have none; None: nothing is declared."""
    if (source.name, source.version) == (target.name, target.version):
        return frozenset({level})
    found: set[str] = set()
    declared = False
    for here, there, status in _pairs(source, target, day):
        if level in here:
            declared = declared or not there or status in statuses
            if status in statuses and status != "rejected":
                found |= there
    return frozenset(found) if declared else None


def _pairs(
    source: FrameworkVersion, target: FrameworkVersion, day: date | None
) -> Iterator[tuple[set[str], set[str], str]]:
    """(levels here, levels there, status) as either framework declares it."""
    for line in source.tree.references:
        if _meets(line, target, day):
            yield _texts(line.levels), _texts(line.targets), line.status
    for line in target.tree.references:
        if _meets(line, source, day) and line.targets:
            yield _texts(line.targets), _texts(line.levels), line.status


def _meets(line: tree.Reference, other: FrameworkVersion, day: date | None) -> bool:
    if line.framework.text != other.name:
        return False
    if line.target_version is not None and line.target_version.text != other.version:
        return False
    force = line.meta.force
    if force is None or day is None:
        return True
    return (force.start is None or force.start <= day) and (force.end is None or day <= force.end)


def _texts(names: tuple[tree.Name, ...]) -> set[str]:
    return {name.text for name in names}


class Goal:
    """`level >= 7` as a question to ask of many levels: what the rule says is worked out once.

    A level may stand for several: true if all of them do, false if none does, else unknown, but for `any level` and
    `all levels`; unknown where nothing says. The level had is of the version
    in force when it was awarded (`day`), the wanted one of the version in force `today`.
    """

    def __init__(self, wanted: tree.Level, op: str, quantifier: str) -> None:
        self.wanted = wanted
        self.op = op
        self.quantifier = quantifier
        self.statuses = frozenset(wanted.statuses) or DEFAULT_STATUSES
        self.named = wanted.framework.text if wanted.framework else None
        self.text = wanted.text.text if wanted.text else str(wanted.value)

    def met(
        self,
        tables: Tables,
        level: str | None,
        framework: tuple[str | None, str | None],
        default: str | None,
        day: date | None,
        today: date | None,
    ) -> bool | None:
        """Whether a level of a framework (name, version) is the wanted one. `default`: the framework a bare level is in."""
        if level is None:
            return None
        name = self.named or default
        target = version_of(tables, name, None, today) if name else None
        source = version_of(tables, framework[0] or name or "", framework[1], day)
        if target is None or source is None:
            return _numeric(level, self.wanted, self.op) if framework[0] in (None, name) else None
        bar = target.ranks.get(self.text)
        if bar is None:
            return None
        if source is target:
            own = target.ranks.get(level)
            return None if own is None else holds(own, self.op, bar)
        levels = mapped(level, source, target, self.statuses, day)
        ranks = {target.ranks.get(each) for each in levels or ()}
        if levels is None or None in ranks:
            return None
        answers = [holds(r, self.op, bar) for r in ranks if r is not None]
        if self.quantifier == "any" or not any(answers):
            return any(answers)
        return all(answers) or (False if self.quantifier == "all" else None)


def _numeric(level: str, wanted: tree.Level, op: str) -> bool | None:
    """Levels of a framework that nobody declared: compared as numbers where both are."""
    return holds(int(level), op, wanted.value) if level.isascii() and level.isdigit() else None


def holds(left: Any, op: str, right: Any) -> bool:
    """`left op right` for two values of one ordered kind."""
    return bool(_OPERATORS[op](left, right))


_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
