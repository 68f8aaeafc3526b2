"""What the possible reading relies on and the sure one does not have: unknown facts, and acts of people."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace
from datetime import date

from stackr.audit.evaluation import Evaluation
from stackr.audit.relied import Relied, read
from stackr.audit.values import Values
from stackr.recognition.types import Finding, Pending
from stackr.requirements.compiled import Missing, Reading
from stackr.requirements.units import attempts


def missing_facts(evaluation: Evaluation, values: Values, relied: Relied) -> tuple[Missing, ...]:
    """Unknown facts that stand between the sure progress and the possible one, by holding, member and clause.

    The award's own clauses read them, or recognition did before it could say whether the learning counts.
    """
    award = values.qualification.award
    found = {Missing(None, name, award.id) for name in values.unknown_version}
    if relied.better:
        used = _used(values, relied)
        found |= {item for item in read(values) if item.holding is None or item.holding in used}
        found |= _asked_by_recognition(evaluation, values, relied)
    found |= _asked_at_entry(evaluation, values)
    return tuple(sorted(found, key=lambda item: (item.holding or "", item.member, item.needed_by)))


def _asked_at_entry(evaluation: Evaluation, values: Values) -> set[Missing]:
    """What an entry requirement reads in vain, where it hangs on that."""
    found = set()
    for award in values.qualification.award.entry:
        claim = evaluation.entry_claim(values.qualification, award)
        sure, possible = claim.answer(award.id), claim.answer(award.id, Reading.POSSIBLE)
        if not sure.standing(award.id).satisfied and possible.standing(award.id).satisfied:
            unknowns = {*sure.lowered.unknowns, *possible.lowered.unknowns}
            found |= {_named(item, award.id) for item in unknowns if item.needed_by.partition("#")[0] in award.clauses}
    return found


def _named(item: Missing, entry: str) -> Missing:
    return replace(item, needed_by=entry) if item.needed_by.startswith(f"{entry}~") else item


def _asked_by_recognition(evaluation: Evaluation, values: Values, relied: Relied) -> set[Missing]:
    """What a gate or a route asked for in vain about learning that only the possible reading counts."""
    moved = {unit.id for unit in relied.units if not unit.sure}
    return {
        Missing(item.holding, member, pending.clause or values.award)
        for item in _behind(evaluation, values, moved)
        for pending in item.pending
        for member in pending.missing
    }


def _used(values: Values, relied: Relied) -> Set[str]:
    """Holdings of which something unknown is needed."""
    return relied.holdings | _attempted_beside(values, relied.holdings) | _counted_under_limits(values)


def _attempted_beside(values: Values, moved: Set[str]) -> set[str]:
    """Other attempts at the same units: of which day they are may decide which of them counts."""
    award, units = values.qualification.award, values.claim.units
    groups = attempts(units, award) if award.tree.repeat != "best" else []
    beside = [{units[index].holding.id for index in group} for group in groups]
    return set[str]().union(*(group for group in beside if group & moved))


def _counted_under_limits(values: Values) -> set[str]:
    """Holdings whose unknown members only a limit or an average reads: counted the same, or on record only, and judged otherwise."""
    possible = values.claim.answer(values.award, Reading.POSSIBLE)
    counted = {possible.lowered.units[placed.unit].holding.id for placed in possible.solution.placements}
    rules = values.qualification.award.rules
    known_by = [(item, rules.get(item.needed_by.partition("#")[0])) for item in values.sure.lowered.unknowns]
    return {
        item.holding
        for item, rule in known_by
        if rule is not None and item.holding is not None and (item.holding in counted or rule.reads_record)
    }


def _behind(evaluation: Evaluation, values: Values, units: Set[str]) -> list[Finding]:
    """What recognition says of the holdings behind some units: of all that are part of one grant."""
    findings = evaluation.recognition(values.qualification).findings
    return [item for item in findings if any(unit.id in units for unit in item.units)]


def awaited(evaluation: Evaluation, values: Values, relied: Relied) -> tuple[tuple[Pending, tuple[str, ...]], ...]:
    """What people still have to do about learning that could count here, and about which: ids of holdings."""
    found: dict[Pending, list[str]] = {}
    for item in _behind(evaluation, values, {unit.id for unit in relied.units}):
        for pending in item.pending:
            found.setdefault(pending, []).append(item.holding)
    ordered = sorted(found, key=lambda p: (p.what, p.who or "", p.clause or "", p.by or date.max, p.missing))
    return tuple((pending, tuple(sorted(set(found[pending])))) for pending in ordered)
