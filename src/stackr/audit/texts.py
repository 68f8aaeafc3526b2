"""What the audit says in words, where requirements and recognition don't say it themselves: real names and figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from stackr._quantity import format_amount
from stackr.audit.counting import Left, Unused
from stackr.conditions.clauses import Clause
from stackr.model.learning import Holding, RecognisedUnit
from stackr.model.parts import Reason
from stackr.recognition.types import Reason as Found
from stackr.requirements.base import Said
from stackr.requirements.compiled import Award, Missing
from stackr.requirements.credit import TOO_FINE
from stackr.requirements.rules.currency import CurrencyRule
from stackr.requirements.statements import are
from stackr.requirements.words import counted_words, listing


def name_of(holding: Holding) -> str:
    """What a person calls it: the title, else the code, else the id."""
    return holding.title or holding.credential or holding.id


def unit_name(unit: RecognisedUnit) -> str:
    """The unit's title, else its code, else its holding."""
    return unit.title or unit.code or name_of(unit.holding)


def clause_name(award: Award, id: str | None) -> str:
    """A clause by its title; one without by what it says; where it is none of the award's, by its id."""
    if id is None or id == award.id:
        return award.clause.title or award.id
    name = id.partition("#")[0]
    entry = next((each for each in award.entry if name in each.clauses), None)
    if entry is not None:
        return clause_name(entry, name)
    clause, said = award.clauses.get(name), award.says(name)
    if clause is not None and clause.title:
        return clause.title
    return f"“{said}”" if said is not None else name.partition("~")[0]


def reason(said: Said) -> Reason:
    """A requirement's or limit's reason; the author's own message goes first."""
    return cited(said.code, said.message, said.clause)


def cited(code: str, message: str, clause: Clause) -> Reason:
    """A reason with what its clause cites."""
    text = f"{clause.message}: {message}" if clause.message else message
    return Reason(code=code, message=text, clause=clause.id, source=clause.source, at=clause.at or None)


def found(said: Found) -> Reason:
    """A reason of recognition."""
    return Reason(code=said.code, message=said.message, clause=said.clause, source=said.source, at=said.at)


def unused_message(item: Unused, award: Award, names: dict[str, str]) -> str:
    """Why the unit counts nowhere here; what the author of a limit says of it goes first. `names`: titles of units, by id."""
    limit = award.clauses.get(item.clause or "") if item.clause in award.rules else None
    text = _why_unused(item, award, names)
    return f"{limit.message}: {text}" if limit is not None and limit.message else text


def _why_unused(item: Unused, award: Award, names: dict[str, str]) -> str:
    unit, clause = item.unit, item.clause
    what, where = unit_name(unit), clause_name(award, clause)
    match item.reason:
        case "duplicate":
            return f"{what} is the same unit as {names.get(clause or '', clause)}, which counts"
        case "other-route":
            return f"the learning behind {what} counts already as {names.get(clause or '', clause)}"
        case "reserved":
            return f"{what} is used by {clause}"
        case "barred":
            return f"{where} bars {what}"
        case "too-old":
            dated = isinstance(award.rules.get(clause or ""), CurrencyRule)
            return f"{what} is too old for {where}" if dated else f"the dates of {what} don't fit {where}"
        case "too-low":
            return f"the grade or level of {what} is too low for {where}"
        case "no-match":
            return f"{what} fits no requirement of {award.clause.title or award.id}"
        case "over-limit":
            return f"with {what}, {where} would be exceeded"
        case "in-excess":
            return f"{what} is not needed: what it fits is complete, or other learning serves as well"
    return f"whether {what} counts can't be said yet"


def left_over_message(item: Left, award: Award) -> str:
    """How much of a unit does not count, and why."""
    what = f"{format_amount(item.credits)} of its {counted_words(format_amount(item.of), 'credits')}"
    if item.reason == "over-limit":
        return f"{what} do not count: with more of it, {clause_name(award, item.clause)} would be exceeded"
    return f"{what} are not needed" if item.reason == "in-excess" else f"whether {what} count can't be said yet"


def missing_message(
    item: Missing, award: Award, holdings: dict[str, Holding], units: Iterable[RecognisedUnit] = ()
) -> str:
    """Which unknown fact, of what, and what asks for it. `units`: what was recognised."""
    member = item.member.replace("_", " ")
    where = clause_name(award, item.needed_by)
    verb, it = (are(item.member), "them" if are(item.member) == "are" else "it")
    if item.holding is None and item.member in _OF_THE_LEARNER:
        return f"{_OF_THE_LEARNER[item.member]} is not known for certain; {where} asks for it"
    if item.holding is None:
        return f"the learner's {member} {verb} not known; {where} asks for {it}"
    holding = holdings.get(item.holding)
    name = name_of(holding) if holding else item.holding
    if item.member == TOO_FINE:
        amounts = [unit.credits for unit in units if unit.holding.id == item.holding and unit.credits is not None]
        size = f"{format_amount(amounts[0])} credits" if amounts else "credits"
        return f"{name} has {size}, finer than the step in which {where} counts; no rule rounds them"
    said = _not_comparable(item.member, holding, units) if holding else None
    if said is not None:
        return f"{name} has {said}; no rule says what that is where {where} asks for {_ASKED[item.member]}"
    return f"{member} of {name} {verb} not known; {where} asks for {it}"


_OF_THE_LEARNER = {
    "holds": "what the learner holds",
    "completed": "what the learner has completed",
    "enrolled": "what the learner is enrolled in",
    "applied_for": "what the learner has applied for",
}
"""What is asked of the record as a whole."""
_ASKED = {"level": "a level", "grade": "a grade", "credits": "credits", "credit_unit": "credits"}
"""What may be on record and still not be known in the terms of a rule."""


def _not_comparable(member: str, holding: Holding, units: Iterable[RecognisedUnit]) -> str | None:
    """What the record does say, in terms that no rule translates."""
    here: Sequence[Holding | RecognisedUnit] = [unit for unit in units if unit.holding.id == holding.id] or [holding]
    for held in here:
        if member == "level" and held.level is not None and held.framework is not None:
            return f"level {held.level} of {held.framework}"
        if member == "grade" and held.grade is not None:
            on = (
                "a scale that the record does not name" if held.grade_scale is None else f"the scale {held.grade_scale}"
            )
            return f"grade {held.grade} on {on}"
        if member in ("credits", "credit_unit") and held.credits is not None and held.credit_unit is not None:
            return f"{format_amount(held.credits)} credits in {held.credit_unit}"
    return None


def blocking_message(award: Award, clauses: Iterable[str], told: dict[str, str]) -> str:
    """`Core and RPL cap can't be met together: …`. `told`: what single clauses lack, by id."""
    ids = list(clauses)
    names = [clause_name(award, id) for id in ids]
    if len(ids) == 1:
        return told.get(ids[0]) or f"{names[0]} can't be met with this learning"
    lacking = [f"{name}: {told[id]}" for id, name in zip(ids, names, strict=True) if id in told]
    more = f" ({'; '.join(lacking)})" if lacking else ""
    return f"{listing(names)} can't be met together, though each part of them could be{more}"
