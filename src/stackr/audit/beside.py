"""What a completion needs beside the catalogue items: acts of people, entry, grades, and what the record leaves open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from stackr._quantity import format_amount
from stackr.allocation.checks import Known
from stackr.allocation.problem import Options
from stackr.allocation.search import solve
from stackr.audit.claim import Claim
from stackr.audit.evaluation import Evaluation
from stackr.audit.texts import unit_name
from stackr.audit.values import Values
from stackr.model.learning import State
from stackr.requirements.amounts import Measured
from stackr.requirements.base import Rule
from stackr.requirements.compiled import Award, Lowered, Reading
from stackr.requirements.needs.when import WhenNeed
from stackr.requirements.rules.amount import AmountRule
from stackr.requirements.rules.average import AverageRule
from stackr.requirements.rules.distinct import DistinctRule
from stackr.requirements.rules.record import RecordRule
from stackr.requirements.statements import statement
from stackr.requirements.view import View
from stackr.requirements.words import listing


def not_learning(claim: Claim, award: Award) -> dict[str, str]:
    """Requirements that no learning meets, unmet as things stand: id → words."""
    problem = claim.answer(award.id).lowered.problem
    unmet = {check.id for check in problem.checks if isinstance(check, Known) and not check.met}
    return {id: award.needs[id].describe() for id in sorted(unmet) if id in award.needs}


def taken_as(values: Values) -> list[str]:
    """Conditions that the record leaves open, as they are taken here: the way under which the award stands worst."""
    award, way = values.qualification.award, values.sure.lowered.branches
    context = values.claim.members[0].context
    whens = [need for need in award.needs.values() if isinstance(need, WhenNeed) and need.id in way]
    open_ = [need for need in whens if need.condition(None, context) is None]
    said = {statement(need.condition.tree, negated=way[need.id] != "then") for need in open_}
    return [f"taken that {words}" for words in sorted(said)]


def entry_open(evaluation: Evaluation, values: Values) -> list[str]:
    """The entry requirements that are not met for certain."""
    found = []
    for award in values.qualification.award.entry:
        claim = evaluation.entry_claim(values.qualification, award)
        if claim.stand(award.id).standing.progress != 1:
            found.append(f"the entry requirement: {award.clause.title or award.id}")
    return found


def over_record(award: Award) -> dict[str, Rule]:
    """Rules over all that is taken or attempted, by id: what is added moves them whether or not it counts."""
    return {id: rule for id, rule in award.rules.items() if _of_record(rule) is not None}


def out_of_reach(values: Values) -> bool:
    """Whether a limit on all that is taken or attempted is exceeded already: no more learning helps."""
    lowered, limits = values.sure.lowered, over_record(values.qualification.award)
    unmet = [limits.get(lowered.problem.checks[index].id) for index in values.sure.standing(values.award).unmet]
    builders = [build for build in lowered.builders if build.award.id == values.award]
    return any(isinstance(rule, RecordRule) and rule.exceeded(build) for rule in unmet for build in builders)


def _of_record(rule: Rule) -> str | None:
    match rule:
        case RecordRule(over=over) | AverageRule(over="taken" | "attempted" as over):
            return over
        case DistinctRule(over_record=True):
            return "taken"
        case AmountRule(quantity=Measured(base="taken" | "attempted" as base)):
            return base
    return None


@dataclass(frozen=True, slots=True)
class Checked:
    """A completion put to all rules. `kept`: it meets those over the record too, as far as that can be told; `also`: grades
    that it needs, and rules over the record that it does not meet, or that nobody can tell yet."""

    kept: bool
    also: tuple[str, ...]


def checked(lowered: Lowered, work: Options, award: Award) -> Checked:
    """`lowered`: what is earned, with the chosen items only, taken as passed."""
    rules = [rule for rule in award.rules.values() if isinstance(rule, AverageRule)]
    record = over_record(award)
    if not rules and not record:
        return Checked(True, ())
    solution = solve(lowered.problem, work)
    place = next(i for i, build in enumerate(lowered.builders) if build.award.id == award.id)
    build, kept = lowered.builders[place], solution.standings[place].satisfied
    view = View(lowered, solution, build)
    grades = [text for rule in rules if rule.over == "counted" for text in _mean(rule, view)]
    open_ = [rule for id, rule in record.items() if not build.is_waived(id) and not (kept and _told(rule))]
    words = [rule.title or rule.describe() for rule in open_]
    return Checked(kept, tuple(dict.fromkeys((*grades, *words))))


def _told(rule: Rule) -> bool:
    """Whether the items chosen tell that the rule holds: not what is attempted besides, nor at which grades they are passed."""
    return _of_record(rule) == "taken" and not isinstance(rule, AverageRule)


def _mean(rule: AverageRule, view: View) -> Iterator[str]:
    if view.build.is_waived(rule.id):
        return
    amounts = rule.amounts(view)
    added = {unit: amount for unit, (_, amount) in amounts.items() if view.build.units[unit].state is State.IN_PROGRESS}
    own, weight = sum(added.values(), Fraction(0)), sum((amount for _, amount in amounts.values()), Fraction(0))
    held = sum((grade * amount for unit, (grade, amount) in amounts.items() if unit not in added), Fraction(0))
    if own and (least := (rule.threshold * weight - held) / own) > 0:
        names = listing(dict.fromkeys(unit_name(view.build.units[unit]) for unit in added))
        yield f"a grade average of at least {_up(least)} in {names}"


def _up(mean: Fraction) -> str:
    """To one decimal, rounded up."""
    return format_amount(Fraction(-(-mean.numerator * 10 // mean.denominator), 10))


def lowered_with(claim: Claim, values: Values, waived: frozenset[str]) -> Lowered:
    """The problem of what is earned and the items of the claim, taken as passed."""
    return claim.lower(Reading.SURE, State.IN_PROGRESS, waived=waived, way=values.sure.lowered.branches)
