"""What the possible reading relies on and the sure one does not have: unknown facts, and acts of people."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace
from datetime import date

from stackr.allocation.problem import Preference
from stackr.allocation.result import Solution
from stackr.allocation.search import solve
from stackr.audit.evaluation import Evaluation
from stackr.audit.values import Values
from stackr.model.learning import RecognisedUnit
from stackr.recognition.types import Finding, Pending
from stackr.requirements.compiled import Missing, Reading
from stackr.requirements.units import attempts


def missing_facts(evaluation: Evaluation, values: Values) -> tuple[Missing, ...]:
    """Unknown facts that stand between the sure progress and the possible one, by holding, member and clause.

    The award's own clauses read them, or recognition did before it could say whether the learning counts.
    """
    award = values.qualification.award
    found = {Missing(None, name, award.id) for name in values.unknown_version}
    if not values.settled and _better(values):
        used = _relied_on(values)
        found |= {item for item in _read(values) if item.holding is None or item.holding in used}
        found |= _asked_by_recognition(evaluation, values)
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


def _better(values: Values) -> bool:
    """Whether the possible reading stands better, be it only in a check."""
    sure, possible = (
        values.sure.standing(values.award),
        values.claim.answer(values.award, Reading.POSSIBLE).standing(values.award),
    )
    return (possible.progress, possible.p, -len(possible.unmet)) > (sure.progress, sure.p, -len(sure.unmet))


def _read(values: Values) -> set[Missing]:
    """The unknowns that the award's own clauses read."""
    award = values.qualification.award
    own = {*award.clauses, *award.needs, *award.rules, award.id}
    claim = values.claim
    lowered = (*claim.lowered(), *claim.lowered(Reading.POSSIBLE))
    return {item for side in lowered for item in side.unknowns if item.needed_by.partition("#")[0] in own}


def _asked_by_recognition(evaluation: Evaluation, values: Values) -> set[Missing]:
    """What a gate or a route asked for in vain about learning that only the possible reading counts."""
    moved = {unit.id for unit in _units_that_move(values) if not unit.sure}
    return {
        Missing(item.holding, member, pending.clause or values.award)
        for item in _behind(evaluation, values, moved)
        for pending in item.pending
        for member in pending.missing
    }


def _relied_on(values: Values) -> set[str]:
    """Holdings that count otherwise in the possible allocation than in the sure one."""
    moved = {unit.holding.id for unit in _units_that_move(values)}
    return moved | _attempted_beside(values, moved) | _counted_under_limits(values)


def _attempted_beside(values: Values, moved: Set[str]) -> set[str]:
    """Other attempts at the same units: of which day they are may decide which of them counts."""
    award, units = values.qualification.award, values.claim.units
    groups = attempts(units, award) if award.tree.repeat != "best" else []
    beside = [{units[index].holding.id for index in group} for group in groups]
    return set[str]().union(*(group for group in beside if group & moved))


def _units_that_move(values: Values) -> list[RecognisedUnit]:
    """Units that count otherwise in a possible allocation than in the sure one: in the canonical one, and where others would do as well
    as what it relies on, in one that relies on those instead."""
    possible = values.claim.answer(values.award, Reading.POSSIBLE)
    problem, units = possible.lowered.problem, possible.lowered.units
    moved = _moved(values, possible.solution)
    known = {unit.holding.id for unit in moved}
    while left := _open(values) - known:
        taken = Preference("relied on", per_use=tuple(int(unit.holding.id in known) for unit in units))
        other = solve(replace(problem, preferences=(taken, *problem.preferences)), values.claim.work)
        new = [unit for unit in _moved(values, other) if unit.holding.id in left]
        if not new:
            break
        moved += new
        known |= {unit.holding.id for unit in new}
    return moved


def _open(values: Values) -> set[str]:
    """Holdings that do not count for certain and of which something is not known."""
    sure = values.sure
    counted = {sure.lowered.units[placed.unit].holding.id for placed in sure.solution.placements}
    unsure = {unit.holding.id for unit in values.claim.units if not unit.sure}
    return ({item.holding for item in _read(values) if item.holding is not None} | unsure) - counted


def _moved(values: Values, solution: Solution) -> list[RecognisedUnit]:
    sure, possible = values.sure, values.claim.answer(values.award, Reading.POSSIBLE)
    places = sure.lowered.problem.places
    before = {(sure.lowered.units[p.unit].id, places[p.place].id, p.amount * possible.lowered.scale)
              for p in sure.solution.placements}  # fmt: skip
    moved = []
    for placed in solution.placements:
        unit = possible.lowered.units[placed.unit]
        key = (unit.id, possible.lowered.problem.places[placed.place].id, placed.amount * sure.lowered.scale)
        if key not in before:
            moved.append(unit)
    return moved


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


def awaited(evaluation: Evaluation, values: Values) -> tuple[tuple[Pending, tuple[str, ...]], ...]:
    """What people still have to do about learning that could count here, and about which: ids of holdings."""
    if values.settled:
        return ()
    moved = {unit.id for unit in _units_that_move(values)}
    found: dict[Pending, list[str]] = {}
    for item in _behind(evaluation, values, moved):
        for pending in item.pending:
            found.setdefault(pending, []).append(item.holding)
    ordered = sorted(found, key=lambda p: (p.what, p.who or "", p.clause or "", p.by or date.max, p.missing))
    return tuple((pending, tuple(sorted(set(found[pending])))) for pending in ordered)
