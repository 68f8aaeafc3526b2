"""Which of the clauses that changed are responsible for a learner's change."""

from __future__ import annotations

from collections.abc import Callable

from stackr.rulebook.book import Qualification, RuleBook


class Changed:
    """The clauses of two books that differ in meaning, or stand in one of them only."""

    def __init__(self, before: RuleBook, after: RuleBook) -> None:
        self.before, self.after = before, after
        old = {id: clause.meaning for id, clause in before.clauses.items()}
        new = {id: clause.meaning for id, clause in after.clauses.items()}
        self.all = frozenset(id for id in old.keys() | new.keys() if old.get(id) != new.get(id))
        self._of: dict[tuple[str, str], frozenset[str]] = {}

    def of(self, before: Qualification | None, after: Qualification | None) -> frozenset[str]:
        """Those that stand in the award, in the versions that applied, or in the ladder that decides for it."""
        key = (self._name(before), self._name(after))
        if key not in self._of:
            self._of[key] = frozenset(self._between(before, after))
        return self._of[key]

    @staticmethod
    def _name(version: Qualification | None) -> str:
        return "" if version is None else f"{version.clause.id} {version.version} {version.decider}"

    def _between(self, before: Qualification | None, after: Qualification | None) -> set[str]:
        old, new = _meanings(before), _meanings(after)
        found = {id for id in old.keys() | new.keys() if old.get(id) != new.get(id)}
        ladders = {version.ladder for version in (before, after) if version is not None} - {None}
        rungs = {id for id in self.all if any(id == name or id.startswith(f"{name}.") for name in ladders)}
        return _lowest(found | rungs)


def _meanings(version: Qualification | None) -> dict[str, str]:
    if version is None:
        return {}
    awards = (version.award, *version.award.entry)
    return {id: clause.meaning for award in awards for id, clause in award.clauses.items()}


def _lowest(ids: set[str]) -> set[str]:
    """Without those whose change is nothing but that of a clause inside them, and the nameless where others are named."""
    lowest = {id for id in ids if not any(other.startswith(f"{id}.") for other in ids)}
    return {id for id in lowest if "~" not in id} or lowest


def responsible(
    own: frozenset[str], everywhere: frozenset[str], holding: Callable[[], tuple[str, ...]]
) -> tuple[str, ...]:
    """The clauses to name. `own`: changed ones of this award; `holding`: those that hold the learner back where it is worse.

    A lone change is it. Of several, those that hold the learner back under the rules that are worse for the learner:
    waiving one alone would help. If none of them does, all together; if none is of this award, those of the whole book.
    """
    if len(own) > 1:
        found = own & frozenset(holding())
        return tuple(sorted(found or own))
    return tuple(sorted(own or everywhere)) or ("tables",)
